"""A pupil's browser without the browser: it does what the pages' script does, so that thousands of lessons are quick.

A choice goes into a queue that outlives the window; one request at a time is on its way, in order, and sent again until
a whole reply has come; a window takes the response up before it writes. Nothing here knows Lateral's own code.
"""

import random
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Protocol

from tests.faults.wire import TROUBLE, Reply, Sender

SAVE, TAKE_UP = "/answer/writes", "/answer/take-up"
CODES = "12345us"
AGAIN = (429, 500, 502, 503, 504)


class Notes(Protocol):
    """Where it is noted what was sent and what was acknowledged: see `journal.Journal`."""

    def send(self, write_id: str, question: int, code: str, *, lease: int, seq: int) -> None: ...
    def acknowledge(self, write_id: str, fate: str) -> None: ...
    def hold(self, lease: int) -> None: ...
    def finish(self) -> None: ...
    @property
    def n_acknowledged(self) -> int: ...


@dataclass(frozen=True)
class Patience:
    """Seconds between tries: up to `first`, doubled with each try, at most `longest`; nobody waits for ever."""

    first: float = 0.02
    longest: float = 0.2
    altogether: float = 300.0

    def before(self, tries: int) -> float:
        """Full jitter, so that thirty pupils do not come back in one moment."""
        return random.uniform(0, min(self.longest, self.first * 2 ** min(tries, 10)))


@dataclass
class Storage:
    """What a browser keeps when its window goes: the queue. Entries are question, answer, seq, write id."""

    queue: list[tuple[int, str, int, str]] = field(default_factory=list)

    def keep(self) -> None:
        """Called after each change."""


class TakenOver(Exception):
    """Another window of the same pupil goes on."""


@dataclass
class Tab:
    """One window. `token` comes from entering; `trouble` counts requests that had no whole, good reply."""

    sender: Sender
    notes: Notes
    storage: Storage = field(default_factory=Storage)
    patience: Patience = field(default_factory=Patience)
    token: str = ""
    known: int = 0
    lease: int = 0
    seq: int = 0
    trouble: int = 0
    tries: int = 0
    due: float = 0.0
    refusals: list[Reply] = field(default_factory=list)

    def come_in(self, class_code: str, card_code: str) -> None:
        """Type both codes, and agree unless that was done before."""
        form = {"class_code": class_code, "card_code": card_code}
        form["csrf_token"] = self.insist("GET", "/answer").token
        self.insist("POST", "/answer", form, wanted=303)
        start = self.insist("GET", "/answer/start", wanted=None)
        if start.status == 200:
            self.insist("POST", "/answer/start", {"csrf_token": start.token, "agree": "yes"}, wanted=303)
        page = self.insist("GET", "/answer/questions/1")
        self.token, self.known = page.token, page.lease

    def take_up(self) -> None:
        """Hold the response; what an earlier window left in the queue goes first, with its own numbers."""
        said = self.insist("POST", TAKE_UP, {"csrf_token": self.token, "lease": str(self.known)}, wanted=None).json
        while said.get("error") == "lease-has-moved":
            self.known = int(said["lease"])
            said = self.insist("POST", TAKE_UP, {"csrf_token": self.token, "lease": str(self.known)}, wanted=None).json
        self.lease = self.known = int(said["lease"])
        self.notes.hold(self.lease)
        self.seq = max(int(said["seq"]), self.seq, *(entry[2] for entry in self.storage.queue), 0)

    def choose(self, question: int, code: str) -> str:
        """Put an answer into the queue; its write id. `question` counts from 0."""
        self.seq += 1
        write_id = secrets.token_urlsafe(9)
        self.storage.queue.append((question, code, self.seq, write_id))
        self.storage.keep()
        return write_id

    def deliver(self) -> bool:
        """Try the first entry once; False when it must be tried again. TakenOver ends this window."""
        question, code, seq, write_id = self.storage.queue[0]
        self.notes.send(write_id, question, code, lease=self.lease, seq=seq)
        reply = self.attempt("POST", SAVE, self.form(self.storage.queue[0]))
        if reply is None or not reply.is_whole:
            return False
        late = reply.status == 409 and reply.json["error"] == "taken-over"
        assert late or reply.status == 200, f"{reply.status} {reply.text[:300]}"
        self.notes.acknowledge(write_id, "late" if late else "saved")
        self.storage.queue.pop(0)
        self.storage.keep()
        if late:
            raise TakenOver(f"{write_id} came late under lease {self.lease}: {reply.text}")
        return True

    def form(self, entry: tuple[int, str, int, str]) -> dict[str, str]:
        question, code, seq, write_id = entry
        numbers = {"question": str(question + 1), "lease": str(self.lease), "seq": str(seq)}
        return {"csrf_token": self.token, "answer": code, "write": write_id, **numbers}

    def deliver_what_is_due(self) -> None:
        """Send from the queue until it is empty or something goes wrong; then not before a while."""
        while self.storage.queue and time.monotonic() >= self.due:
            self.tries = 0 if self.deliver() else self.tries + 1
            self.due = time.monotonic() + self.patience.before(self.tries) if self.tries else 0.0

    def drain(self) -> None:
        """Send all that is in the queue."""
        until = time.monotonic() + self.patience.altogether
        while self.storage.queue:
            assert time.monotonic() < until, "what is in the queue was never taken"
            self.deliver_what_is_due()
            time.sleep(max(0.0, self.due - time.monotonic()))

    def finish(self) -> None:
        self.drain()
        form = {"csrf_token": self.token, "lease": str(self.lease)}
        self.insist("POST", "/answer/finish", form, wanted=303)
        self.notes.finish()

    def attempt(self, method: str, path: str, form: dict[str, str] | None = None) -> Reply | None:
        """One request; None when no whole reply came or the server asks to try again."""
        try:
            reply = self.sender.send(method, path, form)
        except TROUBLE:
            self.trouble += 1
            return None
        if reply.status in AGAIN:
            self.trouble += 1
            self.refusals.append(reply)
            return None
        return reply

    def insist(self, method: str, path: str, form: dict[str, str] | None = None, *, wanted: int | None = 200) -> Reply:
        """Send until an answer comes that is no trouble of the server's; any will do if none is `wanted`."""
        until, tries = time.monotonic() + self.patience.altogether, 0
        while time.monotonic() < until:
            if reply := self.attempt(method, path, form):
                assert wanted in {None, reply.status}, f"{method} {path}: {reply.status} {reply.text[:300]}"
                return reply
            tries += 1
            time.sleep(self.patience.before(tries))
        raise AssertionError(f"{method} {path} was never answered")


def any_choice(chance: random.Random, n_questions: int, current: Callable[[int], Any] | None = None) -> tuple[int, str]:
    """A question, from 0, and a code, another than it has when `current` is given."""
    question = chance.randrange(n_questions)
    return question, chance.choice([code for code in CODES if current is None or code != current(question)])
