"""Core statements compiled once and then run by the driver: the same SQL for a third of the work each time."""

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import Connection, CursorResult, Dialect
from sqlalchemy.sql import ClauseElement
from sqlalchemy.types import TypeEngine

Processor = Callable[[Any], Any]


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

    def run(self, connection: Connection, values: dict[str, Any]) -> CursorResult[Any]:
        """Execute with `values`, whose types are those of the columns."""
        values = self._fixed | values
        for name, processor in self._given.items():
            values[name] = processor(values[name])
        if self._order is None:
            return connection.exec_driver_sql(self._sql, values)
        return connection.exec_driver_sql(self._sql, tuple(values[name] for name in self._order))

    def find(self, connection: Connection, values: dict[str, Any]) -> tuple[Any, ...] | None:
        """The one row found, in Python's types, or None."""
        row = self.run(connection, values).one_or_none()
        if row is None:
            return None
        pairs = zip(self._found, row, strict=True)
        return tuple(value if processor is None else processor(value) for processor, value in pairs)


def _to_driver(type_: TypeEngine[Any], dialect: Dialect) -> Processor | None:
    return type_.dialect_impl(dialect).bind_processor(dialect)


def _from_driver(type_: TypeEngine[Any], dialect: Dialect) -> Processor | None:
    return type_.dialect_impl(dialect).result_processor(dialect, None)
