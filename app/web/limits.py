"""Throttles: hits are counted in the application's own database, shared by all workers.

A hit is durable at once, whatever becomes of the request, so it must come before the request's first write.
"""

import secrets
import time
from typing import Any

import limits
from flask import Flask, current_app
from limits.storage import Storage
from limits.strategies import FixedWindowRateLimiter
from sqlalchemy import Float, String, case, delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base, db, peeking, vault

SWEEP_ONE_IN = 200


class RateLimit(Base):
    """Hits of one key in its current window; `expires` is in seconds since 1970."""

    __tablename__ = "rate_limits"

    key: Mapped[str] = mapped_column(String(200), primary_key=True)
    hits: Mapped[int]
    expires: Mapped[float] = mapped_column(Float, index=True)


class SqlStorage(Storage):
    """limits' storage on the table above: one atomic upsert a hit."""

    STORAGE_SCHEME = ["appdb"]

    @property
    def base_exceptions(self) -> type[Exception]:
        from sqlalchemy.exc import SQLAlchemyError

        return SQLAlchemyError

    def incr(self, key: str, expiry: float, amount: int = 1) -> int:
        moment = time.time()
        table = RateLimit.__table__
        insert: Any = postgresql.insert if db.engine.dialect.name == "postgresql" else sqlite.insert
        statement = (
            insert(table)
            .values(key=key, hits=amount, expires=moment + expiry)
            .on_conflict_do_update(
                index_elements=[table.c.key],
                set_={
                    "hits": case((table.c.expires <= moment, amount), else_=table.c.hits + amount),
                    "expires": case((table.c.expires <= moment, moment + expiry), else_=table.c.expires),
                },
            )
            .returning(table.c.hits)
        )
        with db.engine.begin() as connection:
            return int(connection.execute(statement).scalar_one())

    def get(self, key: str) -> int:
        live = select(RateLimit.hits).where(RateLimit.key == key, RateLimit.expires > time.time())
        with db.engine.connect() as connection:
            return connection.execute(live).scalar() or 0

    def get_expiry(self, key: str) -> float:
        with db.engine.connect() as connection:
            return connection.execute(select(RateLimit.expires).where(RateLimit.key == key)).scalar() or time.time()

    def check(self) -> bool:
        return True

    def reset(self) -> int | None:
        with db.engine.begin() as connection:
            return connection.execute(delete(RateLimit)).rowcount

    def clear(self, key: str) -> None:
        with db.engine.begin() as connection:
            connection.execute(delete(RateLimit).where(RateLimit.key == key))


def init_app(app: Flask) -> None:
    """One limiter an app."""
    app.extensions["lateral_limiter"] = FixedWindowRateLimiter(SqlStorage())


def _limiter() -> FixedWindowRateLimiter:
    return current_app.extensions["lateral_limiter"]


def _hidden(key: tuple[str, ...]) -> str:
    """What a key is stored as: addresses of people and of machines are kept as keyed fingerprints only."""
    return vault.fingerprint("\n".join(key), "throttle")


def hit(rate: str, *key: str) -> bool:
    """Count one try; False when there were too many. `hit("5 per minute", "sign in", email)`.

    The session must not have written anything yet. Now and then a hit clears away what has expired.
    """
    db.session.rollback()
    if secrets.randbelow(SWEEP_ONE_IN) == 0:
        sweep()
    return _limiter().hit(limits.parse(rate), _hidden(key))


def is_full(rate: str, *key: str) -> bool:
    """True when the next hit would be refused; counts nothing, and keeps no writer waiting."""
    with peeking():
        return not _limiter().test(limits.parse(rate), _hidden(key))


def forget(rate: str, *key: str) -> None:
    """Begin a key's window anew, after a success."""
    _limiter().clear(limits.parse(rate), _hidden(key))


def sweep() -> None:
    """Delete the counts whose window is over."""
    with db.engine.begin() as connection:
        connection.execute(delete(RateLimit).where(RateLimit.expires < time.time()))
