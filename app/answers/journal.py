"""Saving one answer: durable before it is acknowledged, once however often it is sent, refused when it is too late.

One short transaction of three statements, on a connection of its own: it locks and reads the response, writes the
event, and lays the answer and the one changed score over the response. It commits by itself, so that the reply is
made only after the commit, and an error on the way out can take nothing back. docs/trust.md tells the rules in words.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
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
from app.answers.standing import TakenOver, Unreadable, check_open
from app.db import db
from app.instruments.model import Instrument
from app.instruments.scoring import score_key, scoring_key
from app.prepared import Prepared

LONGEST_WRITE_ID = 48
_EVENT = ("response_id", "question", "code", "write_id", "sitting_id", "given_at", "lease", "seq", "late")
_turn = threading.Lock()
"""On SQLite one transaction writes at a time. Waiting here costs nothing; waiting in SQLite costs sleeps."""


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
    with _transaction() as connection:
        found = _lock(connection.dialect).find(connection, ids_of(ticket))
        standing: Standing = check_open(Standing._make(found) if found else None, ticket, moment)
        if write.lease > standing.lease:
            raise Unreadable
        saved = _decide(connection, ticket, instrument, standing=standing, write=write, moment=moment)
    if saved is None:
        raise TakenOver
    return saved


def _decide(
    connection: Connection, ticket: Pass, instrument: Instrument, *, standing: Standing, write: Write, moment: datetime
) -> Saved | None:
    """What stands after the write, or None when it came late."""
    position, late = write.position, write.lease < standing.lease
    stands = Saved(standing.answers, standing.answers[position], seqs.at(standing.seqs, position), standing.lease)
    if not write.seq and not late and write.code == stands.stored:
        return stands
    seq = write.seq or min(seqs.highest(standing.seqs) + 1, seqs.MOST)
    if not _note(connection, ticket, write=write, seq=seq, late=late, moment=moment):
        return None if late and _was_late(connection, ticket, write) else stands
    if late or (write.seq and seq <= stands.seq):
        return None if late else stands
    answers = f"{standing.answers[:position]}{write.code}{standing.answers[position + 1 :]}"
    values = {
        "id_": ticket.response_id,
        "new_answers": answers,
        "new_seqs": seqs.put(standing.seqs, position, seq, n_questions=len(answers)),
        "moment": moment,
        "sitting": ticket.sitting_id,
    }
    _overlay(connection, instrument, position, values)
    return Saved(answers, write.code, seq, standing.lease)


def _note(connection: Connection, ticket: Pass, *, write: Write, seq: int, late: bool, moment: datetime) -> bool:
    """Write the event; False when there is one with this write id."""
    event = (ticket.response_id, write.position, write.code, write.write_id or uuid4().hex, ticket.sitting_id, moment)
    values = dict(zip(_EVENT, (*event, write.lease, seq, late), strict=True))
    return _insert(connection.dialect).run(connection, values).scalar() is not None


def _was_late(connection: Connection, ticket: Pass, write: Write) -> bool:
    known = {"response_id": ticket.response_id, "write_id": write.write_id}
    found = _known(connection.dialect).find(connection, known)
    return bool(found and found[0])


def _overlay(connection: Connection, instrument: Instrument, position: int, values: dict[str, Any]) -> None:
    scale = instrument.questions[position].scale
    column = ""
    if scale:
        column = f"score_{instrument.scale_numbers[scale] + 1}"
        values["score"] = score_key(scoring_key(instrument)[scale], values["new_answers"])
    _change(connection.dialect, column).run(connection, values)


@lru_cache
def _lock(dialect: Dialect) -> Prepared:
    return Prepared(STANDING.with_for_update(of=Response), dialect)


@lru_cache
def _insert(dialect: Dialect) -> Prepared:
    insert = (postgresql if dialect.name == "postgresql" else sqlite).insert(AnswerEvent)
    return Prepared(insert.on_conflict_do_nothing().returning(AnswerEvent.id), dialect, columns=_EVENT)


@lru_cache
def _known(dialect: Dialect) -> Prepared:
    mine = AnswerEvent.response_id == bindparam("response_id"), AnswerEvent.write_id == bindparam("write_id")
    return Prepared(select(AnswerEvent.late).where(*mine), dialect)


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


@contextmanager
def _transaction() -> Iterator[Connection]:
    """A connection of its own, committed at the end."""
    if db.engine.dialect.name == "sqlite":
        with _turn, db.engine.begin() as connection:
            yield connection
    else:
        with db.engine.begin() as connection:
            yield connection
