"""A class that answers all at once, each pupil in a thread, until it is told that the lesson is over."""

import random
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

from tests.faults.pupil import Patience, Tab, any_choice
from tests.faults.wire import Wire

QUESTIONS = 45
USUAL = Patience()
USUAL = Patience()


@dataclass
class Pupil:
    """Chooses, sends, reloads the page now and then, and lets an old request arrive once more."""

    tab: Tab
    class_code: str
    card_code: str
    seed: int
    pause: float = 0.01
    problem: str = ""
    repeats: int = 0
    reloads: int = 0
    old: list[dict[str, str]] = field(default_factory=list)

    def answer_until(self, over: threading.Event) -> None:
        chance = random.Random(self.seed)
        try:
            self.tab.come_in(self.class_code, self.card_code)
            self.tab.take_up()
            while not over.is_set():
                self.once(chance)
                time.sleep(self.pause)
            self.tab.drain()
        except Exception as error:  # noqa: BLE001
            self.problem = f"{type(error).__name__}: {error}"

    def once(self, chance: random.Random) -> None:
        for _ in range(chance.choice((1, 1, 1, 3))):
            self.tab.choose(*any_choice(chance, QUESTIONS))
            self.old = [*self.old[-4:], self.tab.form(self.tab.storage.queue[-1])]
        if chance.random() < 0.05:
            self.reload()
        self.tab.drain()
        if chance.random() < 0.2:
            self.tab.insist("POST", "/answer/writes", chance.choice(self.old))
            self.repeats += 1

    def reload(self) -> None:
        """The page is opened anew with what the browser kept, and takes over what waits in the queue."""
        self.tab = replace(self.tab, lease=0, seq=0)
        self.tab.take_up()
        self.reloads += 1


@contextmanager
def answering(port: int, lesson: Any, *, patience: Patience = USUAL, timeout: float = 15) -> Iterator[list[Pupil]]:
    """Pupils who answer while the block runs; afterwards they have sent all, or say why not."""
    pupils = [
        Pupil(Tab(Wire(port, timeout=timeout), journal, patience=patience), lesson.class_code, code, seed)
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
            thread.join(timeout=patience.altogether + 10)
    assert not [thread for thread in threads if thread.is_alive()], "a pupil hangs"
    assert [pupil.problem for pupil in pupils if pupil.problem] == []


def n_acknowledged(pupils: list[Pupil]) -> int:
    return sum(pupil.tab.notes.n_acknowledged for pupil in pupils)


def wait_for_answers(pupils: list[Pupil], more: int = 5, *, seconds: float = 20) -> None:
    """Until a few more answers were acknowledged: a fault before things work again would try nothing."""
    wanted = n_acknowledged(pupils) + more
    wait_until(
        lambda: n_acknowledged(pupils) >= wanted,
        lambda: str([pupil.problem for pupil in pupils if pupil.problem] or "nobody answers"),
        seconds=seconds,
    )


def wait_until(happened: Callable[[], bool], problem: Callable[[], str], *, seconds: float) -> None:
    until = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < until, problem()
        time.sleep(0.005)
