"""A class that answers all at once, each pupil in a thread, until it is told that the lesson is over."""

import random
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

from tests.faults.pupil import SAVE, Patience, Tab, any_choice
from tests.faults.wire import Wire

QUESTIONS, MOST_WAITING = 45, 60
"""Of an instrument, and the answers that a pupil would give in ten minutes without a network."""
USUAL = Patience()


@dataclass
class Pupil:
    """Chooses, sends, reloads the page now and then, and lets an old request arrive once more."""

    tab: Tab
    class_code: str
    card_code: str
    seed: int
    pause: float = 0.1
    n_questions: int = QUESTIONS
    timeout: float = 60
    problem: str = ""
    turns: int = 0
    repeats: int = 0
    reloads: int = 0
    old: list[dict[str, str]] = field(default_factory=list)

    def answer_until(self, over: threading.Event) -> None:
        chance = random.Random(self.seed)
        try:
            self.tab.come_in(self.class_code, self.card_code)
            self.tab.take_up()
            self.tab.sender.timeout = self.timeout
            while not over.is_set():
                self.once(chance)
                time.sleep(self.pause)
            self.tab.finish()
        except Exception as error:  # noqa: BLE001
            self.problem = f"{type(error).__name__}: {error}"

    def once(self, chance: random.Random) -> None:
        """A pupil never waits for the network: what was chosen lies in the queue."""
        if len(self.tab.storage.queue) < MOST_WAITING:
            self.tab.choose(*any_choice(chance, self.n_questions))
        self.turns += 1
        if (self.turns + self.seed) % 30 == 0:
            self.reload()
        forms = [self.tab.form(entry) for entry in self.tab.storage.queue]
        self.tab.deliver_what_is_due()
        self.old = [*self.old, *forms[: len(forms) - len(self.tab.storage.queue)]][-5:]
        if (self.turns + self.seed) % 5 == 0 and self.old:
            self.repeats += bool(self.tab.attempt("POST", SAVE, chance.choice(self.old)))

    def reload(self) -> None:
        """The page is opened anew with what the browser kept, and takes over what waits in the queue."""
        self.tab = replace(self.tab, known=self.tab.lease, lease=0, seq=0)
        self.tab.take_up()
        self.reloads += 1


@contextmanager
def answering(
    port: int, lesson: Any, *, patience: Patience = USUAL, timeout: float = 60, n_questions: int = QUESTIONS
) -> Iterator[list[Pupil]]:
    """Pupils who answer while the block runs; afterwards they have sent all, or say why not.

    They come in with patience: codes that are sent twice are another window's, and take the survey from the first.
    """
    pupils = [
        Pupil(
            Tab(Wire(port), journal, patience=patience),
            lesson.class_code,
            code,
            seed,
            n_questions=n_questions,
            timeout=timeout,
        )
        for seed, (journal, code) in enumerate(zip(lesson.journals, lesson.codes, strict=True))
    ]
    over = threading.Event()
    threads = [threading.Thread(target=pupil.answer_until, args=(over,)) for pupil in pupils]
    for thread in threads:
        thread.start()
    try:
        yield pupils
    finally:
        over.set()
        for thread in threads:
            thread.join(timeout=2 * patience.altogether)
    assert not [thread for thread in threads if thread.is_alive()], "a pupil hangs"
    problems = [pupil.problem for pupil in pupils if pupil.problem]
    assert not problems, problems[:3]


def n_acknowledged(pupils: list[Pupil]) -> int:
    return sum(pupil.tab.notes.n_acknowledged for pupil in pupils)


def wait_for_answers(pupils: list[Pupil], more: int = 5, *, seconds: float = 300) -> None:
    """Until a few more answers were acknowledged: a fault before things work again would try nothing."""
    wanted = n_acknowledged(pupils) + more
    wait_until(
        lambda: n_acknowledged(pupils) >= wanted,
        lambda: str([pupil.problem for pupil in pupils if pupil.problem] or "nobody answers"),
        seconds=seconds,
    )


def wait_until_all_are_in(pupils: list[Pupil]) -> None:
    """Until everybody has given an answer."""
    wait_until(
        lambda: all(pupil.tab.notes.n_acknowledged for pupil in pupils),
        lambda: f"somebody did not come in: {[pupil.problem for pupil in pupils]}",
        seconds=300,
    )


def wait_until(happened: Callable[[], bool], problem: Callable[[], str], *, seconds: float) -> None:
    until = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < until, problem()
        time.sleep(0.005)
