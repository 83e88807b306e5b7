"""Core statements compiled once and then run by the driver: the same SQL for a tenth of the work each time.

SQLAlchemy keeps the connection, the transaction and the types. What it makes anew for each statement, a context, a
result and a description of its columns, takes seven times as long as SQLite itself, and is left out.
"""

from collections import namedtuple
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from contextvars import ContextVar
from typing import Any

from sqlalchemy import Connection, Dialect, Engine
from sqlalchemy.exc import DBAPIError, MultipleResultsFound, OperationalError
from sqlalchemy.sql import ClauseElement
from sqlalchemy.types import TypeEngine

from app.db import db

Processor = Callable[[Any], Any]
_glance: ContextVar["Glance | None"] = ContextVar("glance", default=None)


class Prepared:
    """A statement for one dialect. Values are named as its parameters, or as `columns` for an INSERT."""

    def __init__(self, statement: ClauseElement, dialect: Dialect, columns: Sequence[str] = ()) -> None:
        options: dict[str, Any] = {"column_keys": list(columns)} if columns else {}
        compiled: Any = statement.compile(dialect=dialect, **options)
        self._sql: str = compiled.string
        self._order: list[str] | None = compiled.positiontup
        self._fixed = {name: value for name, value in compiled.params.items() if value is not None}
        processors = {name: _to_driver(bind.type, dialect) for name, bind in compiled.binds.items()}
        self._given = {name: processor for name, processor in processors.items() if processor}
        selected = getattr(statement, "selected_columns", ())
        self._found = [_from_driver(column.type, dialect) for column in selected]
        self._row = _rows_of([column.key for column in selected])

    def run(self, connection: Connection, values: dict[str, Any]) -> list[Sequence[Any]]:
        """Execute with `values`, whose types are those of the columns; the rows as the driver gives them, if any."""
        return self.rows(connection, self.start(connection, values))

    def start(self, connection: Connection, values: dict[str, Any]) -> Any:
        """A cursor by which it was sent."""
        given = self._for_driver(values)
        cursor: Any = None
        try:
            cursor = connection.connection.cursor()
            for listener in connection.engine.dispatch.before_cursor_execute:
                listener(connection, cursor, self._sql, given, None, False)
            cursor.execute(self._sql, given)
        except connection.dialect.loaded_dbapi.Error as error:
            raise _in_our_words(connection, cursor, self._sql, error) from error
        return cursor

    def rows(self, connection: Connection, cursor: Any) -> list[Sequence[Any]]:
        """What came back of it."""
        try:
            return cursor.fetchall() if cursor.description else []
        except connection.dialect.loaded_dbapi.Error as error:
            raise _in_our_words(connection, cursor, self._sql, error) from error

    def find(self, connection: Connection, values: dict[str, Any]) -> Any:
        """The first row found, in Python's types and by the columns' names, or None."""
        rows = self.run(connection, values)
        return self._plain(rows[0]) if rows else None

    def find_all(self, connection: Connection, values: dict[str, Any]) -> list[Any]:
        """All rows found, in the same form."""
        return self.plain(self.run(connection, values))

    def plain(self, rows: Sequence[Sequence[Any]]) -> list[Any]:
        """Such rows in the same form."""
        return [self._plain(row) for row in rows]

    def send(self, cursor: Any, values: dict[str, Any]) -> None:
        """Execute with `values` by the driver alone."""
        cursor.execute(self._sql, self._for_driver(values))

    def fetch(self, cursor: Any) -> list[Any]:
        """All rows of what was sent, in Python's types."""
        return self.plain(cursor.fetchall())

    def _for_driver(self, values: dict[str, Any]) -> Any:
        values = self._fixed | values
        for name, processor in self._given.items():
            values[name] = processor(values[name])
        return values if self._order is None else tuple(values[name] for name in self._order)

    def _plain(self, row: Sequence[Any]) -> Any:
        pairs = zip(self._found, row, strict=True)
        return self._row._make(value if processor is None else processor(value) for processor, value in pairs)


Ask = tuple[Prepared, dict[str, Any]]


class Glance:
    """Reads in no transaction, by the driver alone: begin and end would be two more journeys to PostgreSQL.

    One connection is borrowed for all of them at the first; one that breaks is given back, and the next one asked.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine, self.dialect = engine, engine.dialect
        self._borrowed: Any = None
        self._is_local = engine.dialect.name == "sqlite"
        self._ahead: dict[Any, list[Any]] = {}

    def find(self, asks: Sequence[Ask], ahead: Sequence[Ask]) -> list[list[Any]]:
        """The rows that each statement finds; what those asked `ahead` find is kept until it is asked for, once."""
        new = [ask for ask in asks if _key_of(ask) not in self._ahead]
        found = self.find_all([*new, *ahead]) if new else []
        fresh = dict(zip(map(_key_of, new), found, strict=False))
        self._ahead.update(zip(map(_key_of, ahead), found[len(new) :], strict=False))
        return [fresh[key] if (key := _key_of(ask)) in fresh else self._ahead.pop(key) for ask in asks]

    def find_all(self, asks: Sequence[Ask]) -> list[list[Any]]:
        """The rows that each statement finds; PostgreSQL is asked for all of them in one journey."""
        try:
            borrowed: Any = self._borrow()
            with nullcontext() if self._is_local or len(asks) == 1 else borrowed.driver_connection.pipeline():
                cursors = [borrowed.cursor() for _ in asks]
                for cursor, (prepared, values) in zip(cursors, asks, strict=True):
                    prepared.send(cursor, values)
            return [prepared.fetch(cursor) for cursor, (prepared, _) in zip(cursors, asks, strict=True)]
        except self.dialect.loaded_dbapi.OperationalError as error:
            self.end()
            raise OperationalError("a glance", None, error, hide_parameters=True) from error

    def end(self) -> None:
        """Give the connection back as it was."""
        borrowed, self._borrowed = self._borrowed, None
        if borrowed is None:
            return
        if not self._is_local and not borrowed.driver_connection.closed:
            borrowed.driver_connection.autocommit = False
        borrowed.close()

    def _borrow(self) -> Any:
        if self._borrowed is None:
            self._borrowed = self._engine.raw_connection()
            if not self._is_local:  # PostgreSQL's driver begins by itself
                self._borrowed.driver_connection.autocommit = True
        return self._borrowed


def _key_of(ask: Ask) -> Any:
    return ask[0], *ask[1].items()


@contextmanager
def glancing(engine: Engine) -> Iterator[None]:
    """Within it each `Query` sees what is committed at that moment, on one connection that is borrowed for them all.

    For polls, which almost always find no news: whoever finds some reads it anew, in a transaction, after this.
    """
    glance = Glance(engine)
    token = _glance.set(glance)
    try:
        yield
    finally:
        _glance.reset(token)
        glance.end()


class Query:
    """A SELECT that polls make again and again: compiled at its first use, read on the session's own connection."""

    def __init__(self, statement: ClauseElement) -> None:
        self._statement = statement
        self._by_dialect: dict[str, Prepared] = {}

    def find(self, **values: Any) -> Any:
        """The one row found, or None; never more than one."""
        rows = self.find_all(**values)
        if len(rows) > 1:
            raise MultipleResultsFound
        return rows[0] if rows else None

    def find_all(self, **values: Any) -> list[Any]:
        """All rows found."""
        return find_together((self, values))[0]

    def on(self, dialect: Dialect) -> Prepared:
        """The statement for one kind of database."""
        if dialect.name not in self._by_dialect:
            self._by_dialect[dialect.name] = Prepared(self._statement, dialect)
        return self._by_dialect[dialect.name]


Asked = tuple[Query, dict[str, Any]]


def find_together(*asked: Asked, ahead: Sequence[Asked] = ()) -> list[list[Any]]:
    """All rows that each of these finds: at a glance, in one journey to the database.

    What will probably be asked later in the same glance may go `ahead` on the same journey.
    """
    if glance := _glance.get():
        now, later = ([(query.on(glance.dialect), values) for query, values in asks] for asks in (asked, ahead))
        return glance.find(now, later)
    connection = _connection()
    asks = [(query.on(connection.dialect), values) for query, values in asked]
    found = zip(asks, run_together(connection, *asks), strict=True)
    return [prepared.plain(rows) for (prepared, _), rows in found]


def run_together(connection: Connection, *asks: Ask) -> list[list[Sequence[Any]]]:
    """What `Prepared.run` gives for each of these, one after the other; PostgreSQL is sent them all in one journey."""
    if len(asks) == 1 or connection.dialect.name == "sqlite":
        return [prepared.run(connection, values) for prepared, values in asks]
    driver: Any = connection.connection.driver_connection
    try:
        with driver.pipeline():
            cursors = [prepared.start(connection, values) for prepared, values in asks]
    except connection.dialect.loaded_dbapi.Error as error:
        raise _in_our_words(connection, None, "together", error) from error
    return [prepared.rows(connection, cursor) for (prepared, _), cursor in zip(asks, cursors, strict=True)]


def on_postgresql() -> bool:
    """True where a `Query` asks PostgreSQL."""
    glance = _glance.get()
    return (glance or db.engine).dialect.name == "postgresql"


def _connection() -> Connection:
    """The session's own, once what the session holds is written: so it does itself before it reads."""
    session = db.session()
    session.flush()
    return session.connection()


def _rows_of(names: Sequence[str]) -> Any:
    return namedtuple("Row", names, rename=True)


def _to_driver(type_: TypeEngine[Any], dialect: Dialect) -> Processor | None:
    return type_.dialect_impl(dialect).bind_processor(dialect)


def _from_driver(type_: TypeEngine[Any], dialect: Dialect) -> Processor | None:
    return type_.dialect_impl(dialect).result_processor(dialect, None)


def _in_our_words(connection: Connection, cursor: Any, sql: str, error: Any) -> Exception:
    """The driver's error as SQLAlchemy says it; a connection that is gone is given up, as SQLAlchemy does."""
    dialect = connection.dialect
    is_gone = dialect.is_disconnect(error, connection.connection.dbapi_connection, cursor)
    if is_gone:
        connection.invalidate(error)
    return DBAPIError.instance(
        sql,
        None,
        error,
        dialect.loaded_dbapi.Error,
        hide_parameters=True,
        connection_invalidated=is_gone,
        dialect=dialect,
    )
