"""Saving one answer: durable before it is acknowledged, once however often it is sent, refused when it is too late.

One short transaction of three statements, on a connection of its own: it locks and reads the response, writes the
event, and lays the answer and the one changed score over the response. It commits by itself, so that the reply is
made only after the commit, and an error on the way out can take nothing back.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from uuid import uuid4

from sqlalchemy import Connection, Dialect, Update, bindparam, func, update
from sqlalchemy.dialects import postgresql, sqlite

from app.answers.models import AnswerEvent, Response
from app.answers.passes import Pass
from app.answers.prepared import Prepared
from app.answers.queries import STANDING, Standing, ids_of
from app.answers.standing import check_open
from app.db import db
from app.instruments.model import Instrument
from app.instruments.scoring import score_key, scoring_key

LONGEST_WRITE_ID = 48
_EVENT = ("response_id", "question", "code", "write_id", "sitting_id", "given_at")
_turn = threading.Lock()
"""On SQLite one transaction writes at a time. Waiting here costs nothing; waiting in SQLite costs sleeps."""


@dataclass(frozen=True)
class Saved:
    """The answers as they stand in the database now. `repeated` when nothing had to be written."""

    answers: str
    repeated: bool


def save(
    ticket: Pass, instrument: Instrument, *, position: int, code: str, moment: datetime, write_id: str = ""
) -> Saved:
    """Store one answer durably; CannotAnswer when it is too late.

    The value that stands already, or a write id that was used already, is a repeat and changes nothing.
    """
    with _transaction() as connection:
        found = _lock(connection.dialect).find(connection, ids_of(ticket))
        answers: str = check_open(Standing._make(found) if found else None, ticket, moment).answers
        if answers[position] == code:
            return Saved(answers, repeated=True)
        event = (ticket.response_id, position, code, write_id or uuid4().hex, ticket.sitting_id, moment)
        if _note(connection.dialect).run(connection, dict(zip(_EVENT, event, strict=True))).scalar() is None:
            return Saved(answers, repeated=True)
        answers = answers[:position] + code + answers[position + 1 :]
        _overlay(connection, ticket, instrument, position=position, answers=answers, moment=moment)
    return Saved(answers, repeated=False)


def _overlay(
    connection: Connection, ticket: Pass, instrument: Instrument, *, position: int, answers: str, moment: datetime
) -> None:
    values = {"id_": ticket.response_id, "before": position, "after": position + 2, "given": answers[position]}
    values |= {"moment": moment, "sitting": ticket.sitting_id}
    scale = instrument.questions[position].scale
    column = ""
    if scale:
        column = f"score_{instrument.scale_numbers[scale] + 1}"
        values["score"] = score_key(scoring_key(instrument)[scale], answers)
    _change(connection.dialect, column).run(connection, values)


@lru_cache
def _lock(dialect: Dialect) -> Prepared:
    return Prepared(STANDING.with_for_update(of=Response), dialect)


@lru_cache
def _note(dialect: Dialect) -> Prepared:
    insert = (postgresql if dialect.name == "postgresql" else sqlite).insert(AnswerEvent)
    return Prepared(insert.on_conflict_do_nothing().returning(AnswerEvent.id), dialect, columns=_EVENT)


@lru_cache
def _change(dialect: Dialect, column: str) -> Prepared:
    return Prepared(_update(column), dialect)


def _update(column: str) -> Update:
    """The statement that lays one answer over the string, and one score over its column if there is one."""
    answers = func.substr(Response.answers, 1, bindparam("before")).concat(bindparam("given"))
    changes = {
        "answers": answers.concat(func.substr(Response.answers, bindparam("after"))),
        "updated_at": bindparam("moment"),
        "sitting_id": bindparam("sitting"),
    }
    if column:
        changes[column] = bindparam("score")
    return update(Response).where(Response.id == bindparam("id_")).values(changes)


@contextmanager
def _transaction() -> Iterator[Connection]:
    """A connection of its own, committed at the end."""
    if db.engine.dialect.name == "sqlite":
        with _turn, db.engine.begin() as connection:
            yield connection
    else:
        with db.engine.begin() as connection:
            yield connection
