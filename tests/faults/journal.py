"""What a pupil sent and what was acknowledged, and the one judge of whether the database kept its word.

Journal is a part of the database; the database is a part of journal and what was on its way; nothing is there twice;
what stands for a question is the write with the highest number; the database is whole. Every test of faults asks this.
"""

import threading
from collections import Counter
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from sqlalchemy import select, text

from app.answers import seqs
from app.answers.models import AnswerEvent, Response
from app.db import db as database
from app.instruments.model import NOT_ANSWERED, Instrument
from app.instruments.scoring import score_all

SENT, SAVED, LATE = "sent", "saved", "late"


class Event(NamedTuple):
    """A row of the append-only events, or what such a row must be. `question` counts from 0."""

    write_id: str
    question: int
    code: str
    lease: int
    seq: int
    late: bool


@dataclass
class Kept:
    """What the database holds of one pupil. `scores` are those of the instrument's scales."""

    answers: str
    seqs: str
    lease: int
    state: str
    scores: list[float | None]
    events: list[Event] = field(default_factory=list)


@dataclass
class Journal:
    """One pupil's: every write ever sent, what the server said of it, and the other things it said yes to.

    A write may be sent under several leases: the first that reaches the server is the one in its event. If that was
    late, the first that is in time has an event of its own. `in_time` are those that a window sent while it knew of no
    newer one: all others can be nothing but late.
    """

    pupil_id: int
    writes: dict[str, tuple[int, str, int]] = field(default_factory=dict)
    leases: dict[str, set[int]] = field(default_factory=dict)
    fate: dict[str, str] = field(default_factory=dict)
    in_time: set[str] = field(default_factory=set)
    lease: int = 0
    finished: bool = False
    turn: threading.Lock = field(default_factory=threading.Lock)

    def send(self, write_id: str, question: int, code: str, *, lease: int, seq: int) -> None:
        """Before the request leaves."""
        with self.turn:
            self.writes[write_id] = (question, code, seq)
            self.leases.setdefault(write_id, set()).add(lease)
            self.fate.setdefault(write_id, SENT)
            if lease >= self.lease:
                self.in_time.add(write_id)

    def acknowledge(self, write_id: str, fate: str) -> None:
        """After the whole reply has come. What one window was told is late, another may have sent as its own."""
        with self.turn:
            if self.fate[write_id] != SAVED:
                self.fate[write_id] = fate

    def hold(self, lease: int) -> None:
        with self.turn:
            self.lease = max(self.lease, lease)

    def finish(self) -> None:
        self.finished = True

    @property
    def n_acknowledged(self) -> int:
        with self.turn:
            return sum(fate != SENT for fate in self.fate.values())


def broken(journal: Journal, kept: Kept | None, instrument: Instrument) -> list[str]:
    """Every promise that was broken to this pupil, in words; empty when all were kept."""
    if kept is None:
        promised = journal.n_acknowledged or journal.lease
        return [f"pupil {journal.pupil_id}: the whole response is gone"] if promised else []
    found = [*_lost(journal, kept), *_invented(journal, kept), *_not_standing(kept, instrument)]
    if kept.lease < journal.lease:
        found.append(f"lease {journal.lease} was given and {kept.lease} is kept")
    if journal.finished and kept.state != "finished":
        found.append("finishing was acknowledged and is lost")
    return [f"pupil {journal.pupil_id}: {words}" for words in found]


def _lost(journal: Journal, kept: Kept) -> list[str]:
    there = {event.write_id: event for event in kept.events}
    found = []
    for write_id, fate in journal.fate.items():
        if fate == SENT:
            continue
        if write_id not in there:
            found.append(f"{write_id} was acknowledged as {fate} and is lost")
        elif there[write_id].late != (fate == LATE) and not (fate == LATE and len(journal.leases[write_id]) > 1):
            found.append(f"{write_id} was acknowledged as {fate} and is kept as something else")
    return found


def _invented(journal: Journal, kept: Kept) -> list[str]:
    counted = Counter((event.write_id, event.late) for event in kept.events)
    found = [f"{write_id} is there {times} times" for (write_id, _), times in counted.items() if times > 1]
    for event in kept.events:
        if journal.writes.get(event.write_id) != (event.question, event.code, event.seq):
            found.append(f"{event} was never sent so")
        elif event.lease not in journal.leases[event.write_id]:
            found.append(f"{event} was never sent under that lease")
        elif not event.late and event.write_id not in journal.in_time:
            found.append(f"{event} came from an older window and was taken")
    return found


def _not_standing(kept: Kept, instrument: Instrument) -> list[str]:
    """What follows from the events: the highest number of each question stands, the first of equals."""
    answers, numbers = [NOT_ANSWERED] * len(instrument.questions), [0] * len(instrument.questions)
    for event in kept.events:
        if not event.late and event.seq > numbers[event.question]:
            answers[event.question], numbers[event.question] = event.code, event.seq
    found = []
    if kept.answers != "".join(answers):
        found.append(f"{kept.answers} stands where {''.join(answers)} must")
    if [seqs.at(kept.seqs, position) for position in range(len(numbers))] != numbers:
        found.append(f"the numbers are {kept.seqs} and must be {numbers}")
    if kept.scores != list(score_all(instrument, kept.answers).values()):
        found.append(f"scores {kept.scores} do not follow from the answers {kept.answers}")
    return found


def read_kept(pupil_id: int, n_scales: int) -> Kept | None:
    """What the app's database holds of a pupil now."""
    database.session.rollback()
    database.session.expire_all()
    row: Any = database.session.scalar(select(Response).where(Response.pupil_id == pupil_id, Response.state != "void"))
    if row is None:
        return None
    scores = [getattr(row, f"score_{number + 1}") for number in range(n_scales)]
    mine = select(AnswerEvent).where(AnswerEvent.response_id == row.id).order_by(AnswerEvent.id)
    events = [
        Event(event.write_id, event.question, event.code, event.lease, event.seq, event.late)
        for event in database.session.scalars(mine)
    ]
    return Kept(row.answers, row.seqs, row.lease, row.state, scores, events)


def everything_broken(journals: list[Journal], instrument: Instrument) -> list[str]:
    """All pupils' broken promises, and the database's own word that it is whole."""
    found = [
        words
        for journal in journals
        for words in broken(journal, read_kept(journal.pupil_id, len(instrument.scales)), instrument)
    ]
    if database.engine.dialect.name == "sqlite":
        for pragma, good in (("integrity_check", [("ok",)]), ("foreign_key_check", [])):
            rows = [tuple(row) for row in database.session.execute(text(f"pragma {pragma}"))]
            found += [f"{pragma}: {row}" for row in rows] if rows != good else []
    else:  # reads every page, whose checksums are on, and holds each row against its unique keys
        for table in (Response, AnswerEvent):
            database.session.execute(text(f"reindex table {table.__tablename__}"))
    database.session.rollback()
    return found
