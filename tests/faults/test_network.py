"""The network is slow, and loses replies to what was stored. Nothing is lost and nothing is doubled.

What becomes of a class when it goes altogether is tried with the pages' own script, see `test_script`.
"""

import pytest

from tests.faults.conftest import tried
from tests.faults.journal import everything_broken
from tests.faults.proxy import FAIR, Weather, between
from tests.faults.pupil import Patience, Tab
from tests.faults.server import serving
from tests.faults.wire import Wire

IMPATIENT = Patience(first=0.01, longest=0.3)


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
