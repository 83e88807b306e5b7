"""The database session, the model base, the column types and the one commit rule.

A request that changes things is committed when it ends below 400; everything else is undone. Nobody else commits,
but for the few places that must be durable on their own (the answers' journal, throttles, jobs), which say so.
"""

import base64
import hashlib
import hmac
import os
import select
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any
from weakref import WeakKeyDictionary

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from flask import Flask, Response, current_app, request
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import (
    ARRAY,
    DateTime,
    Dialect,
    Engine,
    LargeBinary,
    MetaData,
    TypeDecorator,
    bindparam,
    column,
    event,
    func,
    insert,
)
from sqlalchemy import select as select_rows
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import DeclarativeBase

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
NONCE_BYTES = 12
BELIEVED = 30.0
"""Seconds for which a connection of the pool is believed to live while its socket is silent."""
PREPARED = 300
"""Statements that a connection to PostgreSQL keeps prepared, those asked last."""
_reading: ContextVar[bool] = ContextVar("reading", default=False)


class Base(DeclarativeBase):
    """Models' base: constraints are named by convention so that migrations and errors can name them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


db = SQLAlchemy(model_class=Base)


def now() -> datetime:
    """This moment, aware, in UTC."""
    return datetime.now(UTC)


class UtcDateTime(TypeDecorator[datetime]):
    """An aware moment, stored as UTC; a naive one is refused."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a moment needs a time zone, got {value!r}")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else value.replace(tzinfo=UTC)


class Vault:
    """Seals what names a person, and makes keyed fingerprints to look it up by.

    Sealed bytes are `key name`, `:`, nonce, AES-256-GCM ciphertext, bound to the column they stand in, so that a value
    moved to another column does not open. Fingerprints are HMAC-SHA-256 with a key of their own for each purpose.
    """

    def __init__(self) -> None:
        self._name = b""
        self._key = b""

    def configure(self, identity_key: str) -> None:
        """Take the key `name:base64` that `Settings` has checked."""
        name, _, encoded = identity_key.rpartition(":")
        self._name, self._key = name.encode(), base64.b64decode(encoded)

    def _purpose(self, purpose: str) -> bytes:
        return hmac.digest(self._key, purpose.encode(), hashlib.sha256)

    def seal(self, text: str, place: str) -> bytes:
        """Encrypt `text` for the column named `place`."""
        return self.seal_bytes(text.encode(), place)

    def open(self, sealed: bytes, place: str) -> str:
        """Decrypt what `seal` made for the same place; ValueError if the key or the place differ."""
        return self.open_bytes(sealed, place).decode()

    def seal_bytes(self, content: bytes, place: str) -> bytes:
        """Encrypt a file for the column named `place`."""
        nonce = os.urandom(NONCE_BYTES)
        return self._name + b":" + nonce + AESGCM(self._key).encrypt(nonce, content, place.encode())

    def open_bytes(self, sealed: bytes, place: str) -> bytes:
        """Decrypt what `seal_bytes` made for the same place; ValueError if the key or the place differ."""
        begin = len(self._name) + 1
        if sealed[:begin] != self._name + b":":
            raise ValueError(f"{place} was sealed with another IDENTITY_KEY")
        nonce, rest = sealed[begin : begin + NONCE_BYTES], memoryview(sealed)[begin + NONCE_BYTES :]
        try:
            return AESGCM(self._key).decrypt(nonce, rest, place.encode())
        except InvalidTag:
            raise ValueError(f"{place} does not open: wrong IDENTITY_KEY or changed data") from None

    def fingerprint(self, text: str, purpose: str) -> str:
        """Hexadecimal HMAC-SHA-256 of `text`, different for each purpose."""
        return hmac.new(self._purpose(purpose), text.encode(), hashlib.sha256).hexdigest()


vault = Vault()


class Encrypted(TypeDecorator[str]):
    """Text sealed by the vault; `place` is `table.column`. Bytes are taken as sealed already, for that very place."""

    impl = LargeBinary
    cache_ok = True

    def __init__(self, place: str) -> None:
        super().__init__()
        self.place = place

    def process_bind_param(self, value: str | bytes | None, dialect: Dialect) -> bytes | None:
        return vault.seal(value, self.place) if isinstance(value, str) else value

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> str | None:
        return None if value is None else vault.open(value, self.place)


def init_app(app: Flask) -> None:
    """Bind the session to the app, with durable SQLite connections and the commit rule."""
    db.init_app(app)
    app.before_request(_note_method)
    app.after_request(finish_request)
    with app.app_context():
        if db.engine.dialect.name == "sqlite":
            listen_to_sqlite(db.engine)
        else:
            ask_less(db.engine)
            keep_plans(db.engine)


def listen_to_sqlite(engine: Engine) -> None:
    """Make each connection durable (WAL, synchronous FULL) and each writing transaction immediate.

    A transaction that began by reading and then writes is refused as locked under load (83-93 % in our measurement);
    `BEGIN IMMEDIATE` waits its turn instead.
    """

    @event.listens_for(engine, "connect")
    def _connected(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        for pragma in ("busy_timeout=10000", "journal_mode=wal", "synchronous=full", "foreign_keys=on"):
            connection.execute(f"pragma {pragma}")

    def begin(connection: Any) -> None:
        connection.cursor().execute("BEGIN" if _reading.get() else "BEGIN IMMEDIATE")

    engine.dialect.do_begin = begin  # type: ignore[method-assign, assignment]


def ask_less(engine: Engine) -> None:
    """Let the pool believe that a connection lives, without a journey to PostgreSQL, while nothing speaks against it.

    A server that ends a connection says so, or the machine does: its socket then has something to read. A firewall
    that forgot an idle connection says nothing, so after `BELIEVED` seconds the pool asks as it always did.
    """
    ask, heard = engine.dialect.do_ping, WeakKeyDictionary[Any, float]()

    def is_there(connection: Any) -> bool:
        moment = time.monotonic()
        if moment - heard.get(connection, -BELIEVED) < BELIEVED and not connection.closed and _is_silent(connection):
            return True
        there = ask(connection)
        heard[connection] = moment
        return there

    engine.dialect.do_ping = is_there  # type: ignore[method-assign, assignment]


def keep_plans(engine: Engine) -> None:
    """Let a connection prepare what it is asked twice, and keep it when a transaction is undone without an error.

    Each request that only reads ends by rolling back, and psycopg then has PostgreSQL forget all that was prepared: a
    table made in the transaction is gone. Nothing that serves makes tables, and without this every statement is parsed
    and planned each time.

    Where a pooler stands between, the next transaction may be another server's, which knows other statements under the
    same names. So nothing is prepared there.
    """
    from psycopg.pq import PipelineStatus, TransactionStatus  # SQLite does without

    forget = engine.dialect.do_rollback

    @event.listens_for(engine, "connect")
    def _connected(connection: Any, _record: Any) -> None:
        connection.prepare_threshold, connection.prepared_max = 1 if _is_direct(connection) else None, PREPARED

    def roll_back(connection: Any) -> None:
        session = connection.pgconn
        if session.transaction_status == TransactionStatus.INTRANS and session.pipeline_status == PipelineStatus.OFF:
            session.exec_(b"ROLLBACK")
        forget(connection)  # of one that has ended there is nothing left to roll back

    engine.dialect.do_rollback = roll_back  # type: ignore[method-assign, assignment]


def _is_direct(connection: Any) -> bool:
    """True when the process that greeted us is the one that answers; a pooler greets with a number of its own."""
    ((answers,),) = connection.execute("select pg_backend_pid()").fetchall()
    connection.rollback()
    return bool(answers == connection.info.backend_pid)


def _is_silent(connection: Any) -> bool:
    """True when nothing arrived on the connection that nobody has read, not even its end."""
    looked = select.poll()
    looked.register(connection.fileno(), select.POLLIN)
    return not looked.poll(0)


def insert_many(model: Any, rows: Sequence[Mapping[str, Any]]) -> None:
    """Rows of the same columns in one statement; what else has a default that is no call takes it.

    PostgreSQL is sent a list for each column: as rows of their own they cost twice, there and here.
    """
    table = model.__table__
    if not rows:
        return
    if db.engine.dialect.name == "sqlite":
        db.session.execute(insert(table), rows)
        return
    kinds = {name: table.c[name].type for name in rows[0]}
    lists = (bindparam(None, [row[name] for row in rows], ARRAY(kind)) for name, kind in kinds.items())
    told = func.unnest(*lists).table_valued(*(column(name, kind) for name, kind in kinds.items())).render_derived()
    db.session.execute(insert(table).from_select(list(kinds), select_rows(*told.c)))


@contextmanager
def reading() -> Iterator[None]:
    """Within it SQLite's transactions only read, and keep no writer waiting; what was read is let go at the end."""
    with peeking():
        db.session.rollback()
        try:
            yield
        finally:
            db.session.rollback()


@contextmanager
def peeking() -> Iterator[None]:
    """The same for a connection of one's own: the session and what it has loaded stay as they are."""
    token = _reading.set(True)
    try:
        yield
    finally:
        _reading.reset(token)


def _note_method() -> None:
    _reading.set(request.method in SAFE_METHODS)


def finish_request(response: Response) -> Response:
    """Commit a change that succeeded; undo everything else. A request that used no session has nothing to end."""
    if not db.session.registry.has():
        return response
    if request.method in SAFE_METHODS or response.status_code >= 400:
        db.session.rollback()
    else:
        try:
            db.session.commit()
        except OperationalError as error:  # said as a view's own would be: for a pupil, "try again"
            db.session.rollback()
            return current_app.make_response(current_app.handle_user_exception(error))
    return response
