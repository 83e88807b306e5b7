"""Two and three windows of one pupil, on one computer and on two, in any order of doing things."""

import random

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.db import reading
from tests.faults.conftest import LONG, tried
from tests.faults.journal import everything_broken
from tests.faults.pupil import Storage, Tab, TakenOver
from tests.faults.server import serving
from tests.faults.wire import Wire

INTERLEAVINGS, TO_A_PUPIL = tried(150, 10_000), 50
USUAL = {"deadline": None, "database": None, "derandomize": not LONG, "suppress_health_check": list(HealthCheck)}
"""A long run tries other orders each time, `make check` always the same."""
DEEDS = st.tuples(st.sampled_from(["open", "choose", "choose", "send", "send", "again"]), st.integers(0, 2))


class Desk:
    """Windows 0 and 1 share a browser and what it keeps; window 2 is on another computer."""

    def __init__(self, port: int, class_code: str, card_code: str, journal, chance: random.Random) -> None:
        self.chance, self.journal, self.tabs = chance, journal, []
        for _ in range(2):
            home, storage = Wire(port, keep=True), Storage()
            first = Tab(home, journal, storage)
            first.come_in(class_code, card_code)
            self.tabs += [first, Tab(home, journal, storage, token=first.token, known=first.known)]
        self.tabs.pop()

    def do(self, deed: str, which: int) -> None:
        tab = self.tabs[which]
        if deed == "open" or not tab.lease:
            tab.take_up()
        elif deed == "choose":
            tab.choose(self.chance.randrange(3), self.chance.choice("12345us"))
        elif tab.storage.queue:
            self.send(tab, again=deed == "again")

    def send(self, tab: Tab, *, again: bool) -> None:
        """With `again`, the reply is lost: the entry stays, and this or another window sends it once more."""
        kept = tab.storage.queue[0]
        try:
            tab.deliver()
        except TakenOver:
            tab.lease = 0  # this window is closed, until it is opened again
        if again:
            tab.storage.queue.insert(0, kept)

    def close(self) -> None:
        for tab in self.tabs:
            tab.take_up()
            tab.drain()
            tab.sender.close()


def test_no_order_of_doings_in_three_windows_loses_doubles_or_overwrites(
    class_of, instrument, address, tmp_path, figure
):
    lesson, chance = class_of(1 + INTERLEAVINGS // TO_A_PUPIL), random.Random(11)
    with serving(tmp_path, address) as server:
        desks, done = [], []

        @settings(**USUAL, max_examples=INTERLEAVINGS)
        @given(st.lists(DEEDS, min_size=4, max_size=16))
        def play(deeds):
            pupil = min(len(done) // TO_A_PUPIL, len(lesson.codes) - 1)
            if pupil >= len(desks):
                desks.append(Desk(server.port, lesson.class_code, lesson.codes[pupil], lesson.journals[pupil], chance))
            for deed, which in deeds:
                desks[pupil].do(deed, which)
            done.append(deeds)

        play()
        for desk in desks:
            desk.close()
    with reading():
        assert everything_broken(lesson.journals[: len(desks)], instrument) == []
    assert any("late" in journal.fate.values() for journal in lesson.journals), "no window was ever too late"
    figure("orders of doings in three windows", len(done), "0 lost, 0 doubled, 0 overwritten")
