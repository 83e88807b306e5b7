"""Many rows, quickly: collected table by table with numbers of their own, then inserted in a few statements."""

from collections import Counter, defaultdict
from typing import Any

from sqlalchemy import Connection, insert, text

from app.db import Base

Row = dict[str, Any]


class Rows:
    """Rows on their way into an empty database. All rows of a table give the same columns."""

    def __init__(self) -> None:
        self._waiting: defaultdict[str, list[Row]] = defaultdict(list)
        self._last: Counter[str] = Counter()
        self.n_waiting = 0

    def add(self, model: type[Base], **values: Any) -> int:
        """Add a row and return the number it will have."""
        self._last[model.__tablename__] += 1
        number = self._last[model.__tablename__]
        self.link(model, id=number, **values)
        return number

    def link(self, model: type[Base], **values: Any) -> None:
        """Add a row of a table whose key is made of other tables' numbers."""
        self._waiting[model.__tablename__].append(values)
        self.n_waiting += 1

    def write(self, connection: Connection) -> None:
        """Insert what waits, in the order in which tables refer to one another."""
        for table in Base.metadata.sorted_tables:
            if waiting := self._waiting.pop(table.name, None):
                connection.execute(insert(table), waiting)
        self.n_waiting = 0

    def finish(self, connection: Connection) -> None:
        """Write the rest; PostgreSQL is told which numbers are taken."""
        self.write(connection)
        if connection.dialect.name == "postgresql":
            for table, last in self._last.items():
                connection.execute(text(f"select setval(pg_get_serial_sequence('{table}', 'id'), {last})"))
