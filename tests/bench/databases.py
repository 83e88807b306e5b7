"""Where the figures are taken: a file of SQLite, and a PostgreSQL in a fresh folder where there is one."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

DATABASES = ("SQLite", "PostgreSQL")


@dataclass(frozen=True)
class Database:
    """An empty database; `pids` are server processes of its own, whose time counts as Lateral's."""

    name: str
    folder: Path
    address: str
    pids: tuple[int, ...] = ()


@contextmanager
def opened(name: str, parent: Path) -> Iterator[Database]:
    """The database of that name, for as long as the block lasts."""
    folder = parent / name
    folder.mkdir()
    if name == "SQLite":
        yield Database(name, folder, f"sqlite:///{folder / 'lateral.db'}")
        return
    from tests.postgres import running_server

    with running_server() as address:
        yield Database(name, folder, address, (_postmaster(address),))


def _postmaster(address: str) -> int:
    """Process id of the server, which it keeps in a file of its data folder."""
    import psycopg

    with psycopg.connect(address.replace("+psycopg", "")) as connection:
        row = connection.execute("show data_directory").fetchone()
    assert row is not None
    return int((Path(row[0]) / "postmaster.pid").read_text().split()[0])
