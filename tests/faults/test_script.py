"""The pages' own script on a network that goes away for ten minutes, or brings requests half a minute late.

Its clock runs ahead whenever nothing is under way, so that its time-outs and its waits between attempts, up to half a
minute, are played to the full; the server, its two workers and the proxy before them know nothing of it.
"""

import pytest

from tests.faults.conftest import tried
from tests.faults.journal import everything_broken
from tests.faults.proxy import between
from tests.faults.scripted import Script, play
from tests.faults.server import serving

PUPILS, OUTAGES = tried(6, 30), tried(6, 100)
MINUTE = 60_000
TEN_MINUTES, HALF_A_MINUTE = 10 * MINUTE, MINUTE // 2
MOST_SECONDS_TO_SEND_ALL = 75
"""Of the script's clock: a request that hangs is given up, the longest wait, a page loaded again, and sending."""


@pytest.fixture
def class_on_a_network(class_of, address, tmp_path):
    lesson = class_of(PUPILS)
    with serving(tmp_path, address) as server, between(server.port) as network:
        yield lesson, network


def check(lesson, instrument, told) -> int:
    """Every choice is one event, said to be saved and stored once, and left in no browser. How many there were."""
    assert everything_broken(lesson.journals, instrument) == []
    assert sum(len(journal.writes) for journal in lesson.journals) == told["choices"]
    assert sum(journal.n_acknowledged for journal in lesson.journals) == told["choices"]
    assert told["left"] == 0
    assert told["reloads"] > 0
    return told["choices"]


def test_ten_minutes_without_a_network_cost_no_answer(class_on_a_network, instrument, tmp_path, figure):
    """The air is dead, or connections are refused, or requests arrive and their replies don't."""
    lesson, network = class_on_a_network
    kinds = ["half close", "swallow", "refuse"]
    plan = {"outages": OUTAGES, "length": TEN_MINUTES, "kinds": kinds, "pace": MINUTE, "questions": 45, "seed": 7}
    told = play(lesson, network, Script(tmp_path / "script"), **plan)
    n_choices = check(lesson, instrument, told)
    assert told["kept"] >= OUTAGES, "a page did not say that answers are kept"
    assert told["slowest"] <= MOST_SECONDS_TO_SEND_ALL
    assert min(network.happened[kind] for kind in ("refused", "swallowed", "half closed")) > 5 * PUPILS
    per_pupil = told["requests"] / PUPILS / OUTAGES
    outcome = f"{PUPILS} pupils, {n_choices:,} answers, 0 lost, 0 doubled; all sent {told['slowest']:.0f} s after"
    figure(
        "outages of ten minutes, by the script's clock", OUTAGES, f"{outcome}; {per_pupil:.0f} requests a pupil each"
    )


def test_requests_that_come_half_a_minute_late_leave_what_was_chosen_last(
    class_on_a_network, instrument, tmp_path, figure
):
    """A third of them after the script gave them up and sent them again; one in ten comes twice."""
    lesson, network = class_on_a_network
    plan = {"outages": 0, "length": tried(6, 90) * MINUTE, "longest_delay": HALF_A_MINUTE, "pace": MINUTE // 4}
    told = play(lesson, network, Script(tmp_path / "script"), questions=3, seed=3, **plan)
    n_choices = check(lesson, instrument, told)
    assert told["too_late"] > PUPILS, "no request was late, so nothing was tried"
    outcome = f"{told['too_late']:,} came after they were given up; {n_choices:,} answers, 0 lost, 0 doubled"
    figure("requests up to 30 s late, by the script's clock", told["requests"], outcome)
