"""The power fails at any moment of a lesson on SQLite. Whatever was acknowledged before is on the disk.

A kill of the process proves nothing here, since the system still writes what it was given. So the system calls of a
process that saves are recorded, and the disk is built again as it may look after each of them.
"""

import json
import os
import sqlite3
import sys
from collections import Counter
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from app.db import db as database
from tests.faults import disk, trace
from tests.faults.conftest import tried
from tests.faults.journal import Event, Kept, broken
from tests.faults.server import ROOT, environment_of

STATES = tried(5_000, 20_000)
PUPILS = 3
ANSWERS = tried(170, 600)
STEM = "troubled.db"
MEMORY = Path("/dev/shm")  # noqa: S108


@pytest.fixture
def traced(request):
    """strace, or no test: skipped on a desk, a failure where everything must be tried. PostgreSQL has its own tests."""
    if request.config.getoption("--database") != "sqlite":
        pytest.skip("PostgreSQL's own tests lose power")
    if trace.STRACE is None:
        sentence = "strace is not installed, so no power loss was tried: apt-get install strace"
        (pytest.fail if os.environ.get("CI") else pytest.skip)(sentence)


class Ruins:
    """Opens what a power loss left, as the next start would, and judges it by the journals as they were then."""

    def __init__(self, journals, instrument, folder: Path) -> None:
        self.journals = {journal.pupil_id: journal for journal in journals}
        self.instrument, self.folder = instrument, folder
        self.found: Counter[str] = Counter()
        self.n_broken = self.n_states = 0

    def note(self, line: str) -> None:
        pupil, words, more = json.loads(line)
        getattr(self.journals[pupil], words[0])(*words[1:], **more)

    def judge(self, image: disk.Image) -> None:
        for old in self.folder.iterdir():
            old.unlink()
        for name, content in image.items():
            (self.folder / name).write_bytes(content)
        try:
            with closing(sqlite3.connect(self.folder / STEM)) as connection:
                connection.execute("pragma synchronous=off")  # the ruins themselves may go
                found = self._look(connection)
        except sqlite3.DatabaseError as error:
            found = [str(error)]
        self.n_broken += bool(found)
        self.found.update(words.split(":", 1)[-1][-40:] for words in found)

    def _look(self, connection: sqlite3.Connection) -> list[str]:
        whole = connection.execute("pragma integrity_check").fetchall()
        found = [] if whole == [("ok",)] else [f"integrity: {whole}"]
        found += [f"foreign key: {row}" for row in connection.execute("pragma foreign_key_check")]
        for pupil_id, journal in self.journals.items():
            found += broken(journal, kept_of(connection, pupil_id, len(self.instrument.scales)), self.instrument)
        return found


def kept_of(connection: sqlite3.Connection, pupil_id: int, n_scales: int) -> Kept | None:
    scores = ", ".join(f"score_{number + 1}" for number in range(n_scales))
    question = f"select id, answers, seqs, lease, state, {scores} from responses where pupil_id = ?"  # noqa: S608
    row = connection.execute(question, (pupil_id,)).fetchone()
    if row is None:
        return None
    mine = "select write_id, question, code, lease, seq, late from answer_events where response_id = ? order by id"
    events = [Event(*found[:5], bool(found[5])) for found in connection.execute(mine, row[:1])]
    return Kept(*row[1:5], list(row[5:]), events)


def lose_power(class_of, instrument, folder: Path, *, states: int, answers: int, synchronous: str = "") -> Ruins:
    """Record two lives of a saving process, then fail the power in so many ways."""
    lesson = class_of(PUPILS)
    pupils = [journal.pupil_id for journal in lesson.journals]
    plan = {"class": lesson.class_code, "pupils": pupils, "cards": lesson.codes, "synchronous": synchronous}
    plan |= {"answers": answers, "notes": str(folder / "notes"), "seed": 1913}
    database.session.remove()
    database.engine.dispose()
    before = {STEM: 1}
    blank = disk.Disk(before, {1: bytearray((folder / STEM).read_bytes())})
    assert not (folder / f"{STEM}-wal").exists(), "the database was not closed well before the record"
    (folder / "plan.json").write_text(json.dumps(plan), encoding="utf-8")
    environment = environment_of(folder, f"sqlite:///{folder / STEM}")
    command = [sys.executable, "-m", "tests.faults.saver", str(folder / "plan.json")]
    trace.record(command, folder / "calls", folder=ROOT, environment=environment)
    operations = list(trace.Reader(folder.resolve(), STEM, "notes", there=before).read(folder / "calls"))
    with TemporaryDirectory(prefix="lateral-ruins-", dir=MEMORY if MEMORY.is_dir() else None) as name:
        ruins = Ruins(lesson.journals, instrument, Path(name))
        n_states = disk.crash_again_and_again(blank, operations, ruins.judge, ruins.note, least=states)
    assert n_states >= states
    ruins.n_states = n_states
    return ruins


def test_what_was_acknowledged_survives_a_loss_of_power(traced, class_of, instrument, tmp_path, figure):
    ruins = lose_power(class_of, instrument, tmp_path, states=STATES, answers=ANSWERS)
    assert sum(journal.n_acknowledged for journal in ruins.journals.values()) == ANSWERS
    assert ruins.n_broken == 0, ruins.found.most_common(5)
    figure("states of the disk after a loss of power", ruins.n_states, f"{ANSWERS:,} answers acknowledged, 0 lost")


def test_the_record_would_show_answers_that_were_not_synced(traced, class_of, instrument, tmp_path, figure):
    """With synchronous=NORMAL a commit is not on the disk when it returns: a test that misses it is blind."""
    ruins = lose_power(class_of, instrument, tmp_path, states=600, answers=60, synchronous="normal")
    assert ruins.n_broken > 100, "the replay is blind: it lost nothing where much must be lost"
    figure("the same with synchronous=NORMAL, to see the test fail", ruins.n_states, f"{ruins.n_broken} broken")
