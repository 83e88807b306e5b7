"""Saving one answer: durable before it is acknowledged, once however often it is sent, refused when it is too late.

One short transaction of three statements, on a connection of its own: it locks and reads the response, writes the
event, and lays the answer and the one changed score over the response. It commits by itself, so that the reply is
made only after the commit, and an error on the way out can take nothing back. docs/trust.md tells the rules in words.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection, Dialect, bindparam, select, update
from sqlalchemy.dialects import postgresql, sqlite

from app.answers import seqs
from app.answers.models import AnswerEvent, Response
from app.answers.passes import Pass
from app.answers.queries import STANDING, Standing, ids_of
from app.answers.standing import CannotAnswer, TakenOver, Unreadable, check_open
from app.answers.together import queue_before
from app.db import db
from app.instruments.model import Instrument
from app.instruments.scoring import score_key, scoring_key
from app.prepared import Prepared

LONGEST_WRITE_ID = 48
_EVENT = ("response_id", "question", "code", "write_id", "sitting_id", "given_at", "lease", "seq", "late")


@dataclass(frozen=True)
class Write:
    """One answer as a window sent it. `position` counts from 0; `seq` 0 is a form without script: the next number."""

    position: int
    code: str
    lease: int
    seq: int = 0
    write_id: str = ""


@dataclass(frozen=True)
class Saved:
    """What stands in the database now: all answers, the code of the write's question, its number, the lease."""

    answers: str
    stored: str
    seq: int
    lease: int


def save(ticket: Pass, instrument: Instrument, write: Write, moment: datetime) -> Saved:
    """Store one answer durably; CannotAnswer when it is too late, or when another window has taken over.

    A write id that was used already changes nothing, and nor does a form that brings the value that stands. A write
    whose number is not above that of the value that stands is kept in the journal only, and so is one of a window
    that another has followed.
    """
    saved = queue_before(db.engine).run(
        lambda connection: weigh(connection, ticket, instrument, write=write, moment=moment)
    )
    if isinstance(saved, CannotAnswer):
        raise saved
    return saved


def weigh(
    connection: Connection, ticket: Pass, instrument: Instrument, *, write: Write, moment: datetime
) -> Saved | CannotAnswer:
    """What stands after the write, or why it can't be taken."""
    found = _lock(connection.dialect).find(connection, ids_of(ticket))
    try:
        standing: Standing = check_open(Standing._make(found) if found else None, ticket, moment)
    except CannotAnswer as refusal:
        return refusal
    if write.lease > standing.lease:
        return Unreadable()
    if write.lease < standing.lease:
        return _keep_late(connection, ticket, write=write, standing=standing, moment=moment)
    stands = _stored(standing, write.position)
    if not write.seq and write.code == stands.stored:
        return stands
    seq = write.seq or min(seqs.highest(standing.seqs) + 1, seqs.MOST)
    is_new = _note(connection, ticket, write=write, seq=seq, late=False, moment=moment)
    if not is_new or 0 < write.seq <= stands.seq:
        return stands
    return _overlay(connection, ticket, instrument, write=replace(write, seq=seq), standing=standing, moment=moment)


def _keep_late(
    connection: Connection, ticket: Pass, *, write: Write, standing: Standing, moment: datetime
) -> Saved | CannotAnswer:
    """Put a write of a window that another has followed into the journal only; what was saved in time stays saved."""
    mine = {"response_id": ticket.response_id, "write_id": write.write_id}
    if _in_time(connection.dialect).find(connection, mine):
        return _stored(standing, write.position)
    _note(connection, ticket, write=write, seq=write.seq, late=True, moment=moment)
    return TakenOver()


def _stored(standing: Standing, position: int) -> Saved:
    return Saved(standing.answers, standing.answers[position], seqs.at(standing.seqs, position), standing.lease)


def _note(connection: Connection, ticket: Pass, *, write: Write, seq: int, late: bool, moment: datetime) -> bool:
    """Write the event; False when there is one with this write id, late or in time as this one is.

    It is noted to the minute: to the second it would tell who was slow, and so perhaps who had help.
    A write that was late, and is sent again by the window that holds the lease now, is an event in time beside it.
    """
    minute = moment.replace(second=0, microsecond=0)
    event = (ticket.response_id, write.position, write.code, write.write_id or uuid4().hex, ticket.sitting_id, minute)
    values = dict(zip(_EVENT, (*event, write.lease, seq, late), strict=True))
    return bool(_insert(connection.dialect).run(connection, values))


def _overlay(
    connection: Connection, ticket: Pass, instrument: Instrument, *, write: Write, standing: Standing, moment: datetime
) -> Saved:
    """Lay the answer, its number and the one changed score over the response, whose row is locked."""
    position = write.position
    answers = f"{standing.answers[:position]}{write.code}{standing.answers[position + 1 :]}"
    values = {
        "id_": ticket.response_id,
        "new_answers": answers,
        "new_seqs": seqs.put(standing.seqs, position, write.seq, n_questions=len(answers)),
        "moment": moment,
        "sitting": ticket.sitting_id,
    }
    scale, column = instrument.questions[position].scale, ""
    if scale:
        column = f"score_{instrument.scale_numbers[scale] + 1}"
        values["score"] = score_key(scoring_key(instrument)[scale], answers)
    _change(connection.dialect, column).run(connection, values)
    return Saved(answers, write.code, write.seq, standing.lease)


@lru_cache
def _lock(dialect: Dialect) -> Prepared:
    return Prepared(STANDING.with_for_update(of=Response), dialect)


@lru_cache
def _insert(dialect: Dialect) -> Prepared:
    insert = (postgresql if dialect.name == "postgresql" else sqlite).insert(AnswerEvent)
    return Prepared(insert.on_conflict_do_nothing().returning(AnswerEvent.id), dialect, columns=_EVENT)


@lru_cache
def _in_time(dialect: Dialect) -> Prepared:
    mine = AnswerEvent.response_id == bindparam("response_id"), AnswerEvent.write_id == bindparam("write_id")
    return Prepared(select(AnswerEvent.id).where(*mine, AnswerEvent.late.is_(False)), dialect)


@lru_cache
def _change(dialect: Dialect, column: str) -> Prepared:
    """The statement that writes answers and numbers, and one score if there is one. The row is locked."""
    changes: dict[str, Any] = {
        "answers": bindparam("new_answers"),
        "seqs": bindparam("new_seqs"),
        "updated_at": bindparam("moment"),
        "sitting_id": bindparam("sitting"),
    }
    if column:
        changes[column] = bindparam("score")
    return Prepared(update(Response).where(Response.id == bindparam("id_")).values(changes), dialect)
