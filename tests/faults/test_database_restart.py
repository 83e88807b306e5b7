"""PostgreSQL stops at once, as when it is killed, and starts again, in the midst of a lesson."""

import random
import time

import pytest
from sqlalchemy import text

from app.db import db as database
from tests.faults.conftest import tried
from tests.faults.crowd import answering, wait_for_answers, wait_until_all_are_in
from tests.faults.journal import everything_broken
from tests.faults.pupil import Patience
from tests.faults.server import serving
from tests.postgres import stop_and_start

PUPILS, RESTARTS = tried(6, 30), tried(3, 20)
MOST_SECONDS_TO_HEAL = 60
"""On a machine with nothing else to do it is a second or two: the figures say."""
PATIENT = Patience(first=0.05, longest=1.0, altogether=300)


def test_answers_outlive_a_database_that_stops_and_starts_again(
    request, class_of, instrument, address, tmp_path, figure
):
    """Whoever sends meanwhile is told to try again, and connections of before do no harm."""
    if request.config.getoption("--database") != "postgresql":
        pytest.skip("SQLite lives in the server's own processes, which other tests kill")
    lesson, chance, slowest = class_of(PUPILS), random.Random(4), 0.0
    folder = database.session.execute(text("show data_directory")).scalar_one()
    for setting in ("fsync", "full_page_writes", "synchronous_commit"):
        assert database.session.execute(text(f"show {setting}")).scalar_one() == "on"
    database.session.remove()
    database.engine.dispose()
    with serving(tmp_path, address) as server, answering(server.port, lesson, patience=PATIENT) as pupils:
        wait_until_all_are_in(pupils)
        for _ in range(RESTARTS):
            wait_for_answers(pupils, more=PUPILS)
            time.sleep(chance.uniform(0, 0.3))
            stop_and_start(folder)
            back = time.monotonic()
            wait_for_answers(pupils, more=PUPILS, seconds=MOST_SECONDS_TO_HEAL)
            slowest = max(slowest, time.monotonic() - back)
    refusals = [reply for pupil in pupils for reply in pupil.tab.refusals]
    assert {reply.status for reply in refusals} == {503}, server.log()[-3000:]
    assert {reply.retry_after for reply in refusals} == {"2"}
    assert everything_broken(lesson.journals, instrument) == []
    acknowledged = sum(journal.n_acknowledged for journal in lesson.journals)
    outcome = f"{acknowledged:,} answers, 0 lost; {PUPILS} answered within {slowest:.1f} s"
    figure("restarts of the database, stopped at once", RESTARTS, outcome)
