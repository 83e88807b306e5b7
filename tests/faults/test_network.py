"""The network goes, comes back, is slow, and loses replies to what was stored. Nothing is lost and nothing is doubled.

Ten minutes without a network are played in less than a second, and a browser's waits in the same proportion: only how
many answers pile up, and in what order things arrive, can make a difference.
"""

import random
import time

import pytest

from tests.faults.conftest import tried
from tests.faults.crowd import answering, wait_for_answers, wait_until, wait_until_all_are_in
from tests.faults.journal import everything_broken
from tests.faults.proxy import DEAD, FAIR, Weather, between
from tests.faults.pupil import Patience, Tab
from tests.faults.server import serving
from tests.faults.wire import Wire

PUPILS, OUTAGES = tried(6, 30), tried(10, 100)
OUTAGE, TIMEOUT = 0.8, 0.6
IMPATIENT = Patience(first=0.01, longest=0.3)
MOST_SECONDS_TO_SEND_ALL = 10


def test_an_outage_at_any_moment_costs_no_answer(class_of, instrument, address, tmp_path, figure):
    """Some pupils reload in the midst of it; when the network is back, what waited is sent within ten seconds."""
    lesson, chance, slowest = class_of(PUPILS), random.Random(7), 0.0
    with (
        serving(tmp_path, address) as server,
        between(server.port) as network,
        answering(network.port, lesson, patience=IMPATIENT, timeout=TIMEOUT) as pupils,
    ):
        wait_until_all_are_in(pupils)
        for number in range(OUTAGES):
            wait_for_answers(pupils, more=PUPILS)
            time.sleep(chance.uniform(0, 0.3))
            kind = DEAD[number % len(DEAD)]
            network.weather = lambda kind=kind: kind
            time.sleep(OUTAGE)
            network.weather = lambda: FAIR
            slowest = max(slowest, seconds_until_sent(pupils))
    assert min(network.happened[kind] for kind in ("refused", "swallowed", "half closed")) > PUPILS
    assert sum(pupil.reloads for pupil in pupils) > 0
    assert everything_broken(lesson.journals, instrument) == []
    acknowledged = sum(journal.n_acknowledged for journal in lesson.journals)
    outcome = f"{PUPILS} pupils, {acknowledged:,} answers, 0 lost, 0 doubled; all sent {slowest:.1f} s after"
    figure("outages in the midst of a lesson", OUTAGES, outcome)


def seconds_until_sent(pupils) -> float:
    """From now until all that waits now was acknowledged."""
    began = time.monotonic()
    waiting = [(pupil.tab.notes, entry[3]) for pupil in pupils for entry in list(pupil.tab.storage.queue)]
    wait_until(
        lambda: all(notes.fate.get(write_id, "sent") != "sent" for notes, write_id in waiting),
        lambda: f"not sent in time: {[pupil.problem for pupil in pupils]}",
        seconds=MOST_SECONDS_TO_SEND_ALL,
    )
    return time.monotonic() - began


@pytest.fixture
def tab(class_of, address, tmp_path):
    """A pupil who has come in, with a network between. `tab.network` and `tab.lesson` are at hand."""
    lesson = class_of(1)
    with serving(tmp_path, address) as server, between(server.port) as network:
        pupil = Tab(Wire(network.port), lesson.journals[0], patience=IMPATIENT)
        pupil.come_in(lesson.class_code, lesson.codes[0])
        pupil.take_up()
        pupil.network, pupil.lesson = network, lesson
        yield pupil


def test_a_reply_that_is_cut_off_after_the_commit_makes_no_second_answer(tab, instrument, figure):
    """At every byte: in the status, among the headers, in the body, before the last brace; by a reset or a plain end.

    Until a cut lies behind the last byte, and the reply comes whole.
    """
    for byte in range(0, 10_000, tried(11, 1)):
        cut = Weather(cut_after=byte, politely=byte % 2 == 0)
        tab.network.weather = lambda cut=cut: cut
        tab.choose(byte % 45, "12345"[byte % 5])
        known = tab.deliver()
        assert known == (tab.network.happened["whole"] > 0), f"cut at byte {byte}"
        if known:
            break
        tab.network.weather = lambda: FAIR
        tab.drain()
    assert tab.network.happened["cut"] > 20
    assert everything_broken(tab.lesson.journals, instrument) == []
    figure("replies cut off after the commit, byte by byte", tab.network.happened["cut"], "0 lost, 0 doubled")


@pytest.mark.parametrize(
    "weather", [Weather(bytes_per_second=64_000, latency=0.1), Weather(latency=2.0)], ids=["64 kB/s", "2 s away"]
)
def test_a_slow_network_only_takes_time(tab, instrument, weather):
    tab.network.weather = lambda: weather
    for question in range(3):
        tab.choose(question, "4")
    tab.drain()
    tab.finish()
    assert tab.trouble == 0
    assert everything_broken(tab.lesson.journals, instrument) == []
