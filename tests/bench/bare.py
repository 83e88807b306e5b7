"""The bare machine: what no program on it can beat. `python -m tests.bench.bare` serves one line, nothing else."""

import os
import sqlite3
import time
from collections.abc import Callable

from flask import Flask

from tests.bench.databases import Database


def sqlite_commits(there: Database, seconds: float) -> float:
    """Durable commits a second of one statement on one connection, as Lateral sets SQLite up."""
    connection = sqlite3.connect(there.folder / "bare.db", isolation_level=None)
    connection.execute("pragma journal_mode=wal")
    connection.execute("pragma synchronous=full")
    connection.execute("create table t (id integer primary key, answers text)")
    connection.execute("insert into t values (1, ?)", ("0" * 45,))
    try:
        return _commits(lambda text: connection.execute("update t set answers = ? where id = 1", (text,)), seconds)
    finally:
        connection.close()


def postgresql_commits(there: Database, seconds: float) -> float:
    """The same on PostgreSQL, over one connection."""
    import psycopg

    with psycopg.connect(there.address.replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute("create table if not exists bare (id integer primary key, answers text)")
        connection.execute("insert into bare values (1, %s) on conflict do nothing", ("0" * 45,))
        try:
            return _commits(
                lambda text: connection.execute("update bare set answers = %s where id = 1", (text,)), seconds
            )
        finally:
            connection.execute("drop table bare")


def _commits(write: Callable[[str], object], seconds: float) -> float:
    n, began = 0, time.perf_counter()
    while time.perf_counter() < began + seconds:
        n += 1
        write(f"{n:045d}")
    return n / (time.perf_counter() - began)


def main() -> None:
    """Serve `make_hello` with the server and the widths that Lateral uses."""
    from granian import Granian
    from granian.constants import Interfaces

    Granian(
        "tests.bench.bare:make_hello",
        factory=True,
        address="127.0.0.1",
        port=int(os.environ["PORT"]),
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=16,
        backlog=4096,
        backpressure=2048,
        websockets=False,
    ).serve()


def make_hello() -> Flask:
    """A Flask app with one route that does nothing."""
    app = Flask("hello")
    app.add_url_rule("/", view_func=lambda: "hello")
    return app


if __name__ == "__main__":
    main()
