"""Whatever a network, and two or three windows at once, do to the order of writes: a plain model says what must stand.

`EXAMPLES_OF_WINDOWS` is how many histories of windows are tried: 10,000 in `make faults`, a few hundred
if it is not set.
"""

import itertools
import os
import random
from dataclasses import dataclass, field

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from app.answers import actions, seqs
from app.answers.journal import Saved, Write, weigh
from app.answers.models import AnswerEvent, Response
from app.answers.standing import TakenOver
from app.db import db as database
from app.db import now
from tests.answers.conftest import pass_of
from tests.faults import figures

SIX = [(0, "1"), (0, "2"), (0, "3"), (1, "4"), (1, "5"), (2, "3")]
"""Position and code of six writes, in the order in which the pupil gave them."""
EXAMPLES = int(os.environ.get("EXAMPLES_OF_WINDOWS", "200"))


@dataclass
class Desk:
    """A response, written to in a transaction that the test undoes."""

    ticket: object
    instrument: object

    def send(self, write):
        return weigh(database.session.connection(), self.ticket, self.instrument, write=write, moment=now())

    def standing(self):
        database.session.expire_all()
        return database.session.get(Response, self.ticket.response_id)

    def journal(self):
        return database.session.query(AnswerEvent.write_id, AnswerEvent.late).all()


@pytest.fixture
def desk(app, seat):
    seat.begin()
    desk = Desk(pass_of(seat.lesson), app.extensions["instruments"].latest("school-and-me"))
    database.session.rollback()
    yield desk
    database.session.rollback()


def test_in_all_720_orders_of_six_writes_the_highest_that_arrived_stands(desk):
    """Some are lost and some come twice, each time others."""
    chance, orders = random.Random(720), list(itertools.permutations(range(6)))
    assert len(orders) == 720
    for turn, order in enumerate(orders):
        arrived, first = {}, 6 * turn
        for place in order:
            position, code = SIX[place]
            for _ in range(chance.choice((0, 1, 1, 2))):
                arrived[position] = max(arrived.get(position, (0, "")), (place, code))
                saved = desk.send(Write(position, code, lease=1, seq=first + place + 1, write_id=f"{turn}-{place}"))
                assert saved.stored == arrived[position][1], (order, place)
        answers = desk.standing().answers
        assert {position: answers[position] for position in arrived} == {p: code for p, (_, code) in arrived.items()}


@dataclass
class Window:
    """A pupil's window: the lease it holds, the last number it gave, and all that it ever sent."""

    lease: int = 0
    seq: int = 0
    chosen: list[tuple[int, str, int, str]] = field(default_factory=list)


class Windows(RuleBasedStateMachine):
    """Up to three windows of one pupil, writing and repeating in any order, beside a model of what must come of it."""

    desk: Desk

    @initialize(n_windows=st.integers(2, 3))
    def open_windows(self, n_windows):
        self.windows = [Window(lease=1) for _ in range(n_windows)]
        self.lease = 1
        self.stands: dict[int, tuple[int, str]] = {}
        self.known: set[tuple[str, bool]] = set()

    def window(self, which):
        return self.windows[which % len(self.windows)]

    @rule(which=st.integers(0, 2))
    def take_up(self, which):
        """As on load: numbers go on after the highest that the server or the window's own queue has."""
        window, held = self.window(which), actions.take_up(self.desk.ticket, now())
        self.lease += 1
        assert held.lease == self.lease
        highest = max((seq for seq, _ in self.stands.values()), default=0)
        assert seqs.highest(held.seqs) == highest
        window.lease, window.seq = held.lease, max(window.seq, highest)

    @rule(which=st.integers(0, 2), position=st.integers(0, 2), code=st.sampled_from("12345us"), sent=st.booleans())
    def choose(self, which, position, code, sent):
        window = self.window(which)
        window.seq += 1
        window.chosen.append((position, code, window.seq, f"{which % len(self.windows)}-{len(window.chosen)}"))
        if sent:
            self.send(which, -1)

    @rule(which=st.integers(0, 2), place=st.integers(0, 50))
    def send(self, which, place):
        """Any of its writes, for the first time or again, late or early, under the lease that it holds now.

        One that came late comes in time as well when the window that now has the lease sends it.
        """
        window = self.window(which)
        if not window.chosen:
            return
        position, code, seq, write_id = window.chosen[place % len(window.chosen)]
        got = self.desk.send(Write(position, code, window.lease, seq, write_id))
        is_old = window.lease < self.lease
        if (write_id, False) not in self.known:
            self.known.add((write_id, is_old))
            if not is_old and seq > self.stands.get(position, (0, "."))[0]:
                self.stands[position] = (seq, code)
        if (write_id, False) not in self.known:
            assert isinstance(got, TakenOver)
            return
        assert isinstance(got, Saved)
        assert (got.seq, got.stored) == self.stands.get(position, (0, "."))
        assert got.lease == self.lease

    @invariant()
    def what_stands_is_what_the_model_says(self):
        response = self.desk.standing()
        assert response.lease == self.lease
        for position in range(3):
            seq, code = self.stands.get(position, (0, "."))
            assert (seqs.at(response.seqs, position), response.answers[position]) == (seq, code)
        assert response.answers[3:] == "." * 42

    @invariant()
    def every_write_that_arrived_is_in_the_journal_once(self):
        """Late, in time, or late and then in time."""
        assert sorted(map(tuple, self.desk.journal())) == sorted(self.known)

    def teardown(self):
        database.session.rollback()


def test_two_and_three_windows_never_lose_double_or_overwrite_an_answer(desk, request):
    Windows.desk = desk
    run_state_machine_as_test(
        Windows,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            database=None,
        ),
    )
    database_name, what = request.config.getoption("--database"), "histories of two and three windows beside a model"
    figures.note(database_name, what, EXAMPLES, "0 lost, 0 doubled, 0 overwritten")
