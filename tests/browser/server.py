"""The real server as `make run` starts it, on the demo, with secrets and a folder of its own."""

import base64
import os
import secrets
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.ports import free_port

ROOT = Path(__file__).parents[2]
FLASK = (sys.executable, "-m", "flask", "--app", "wsgi")
SLOWEST_START = 120  # seconds


@dataclass(frozen=True)
class Live:
    """A running server and the folder of its data."""

    url: str
    folder: Path

    def events(self) -> list[tuple[int, str]]:
        """Question, from 1, and code of each answer of the newest response, in the order in which they came."""
        newest = "(select max(response_id) from answer_events)"
        found = f"select question + 1, code from answer_events where response_id = {newest} order by id"
        with closing(sqlite3.connect(self.folder / "lateral.db")) as database:
            return database.execute(found).fetchall()


@contextmanager
def running_demo(folder: Path) -> Iterator[Live]:
    """Fill an empty database in `folder` with the demo and serve it until the block ends."""
    port = free_port()
    environment = settings(folder, port)
    for command in (["db", "upgrade"], ["demo"]):
        done = subprocess.run(
            [*FLASK, *command], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, f"{command}: {done.stdout}\n{done.stderr}"
    log = folder / "server.log"
    with log.open("wb") as words:
        server = subprocess.Popen([*FLASK, "serve"], cwd=ROOT, env=environment, stdout=words, stderr=words)
    try:
        wait_for(f"http://127.0.0.1:{port}/healthz", server, log)
        yield Live(f"http://127.0.0.1:{port}", folder)
    finally:
        server.terminate()
        server.wait(timeout=SLOWEST_START)


def settings(folder: Path, port: int) -> dict[str, str]:
    """The environment of an installation of its own, with nothing of this machine's settings."""
    ours = ("FLASK_", "DATABASE_", "SECRET_", "IDENTITY_")
    return {
        **{name: value for name, value in os.environ.items() if not name.startswith(ours)},
        "SECRET_KEY": secrets.token_urlsafe(48),
        "IDENTITY_KEY": "b1:" + base64.b64encode(secrets.token_bytes(32)).decode(),
        "DATA_DIR": str(folder),
        "PORT": str(port),
        "HTTPS": "off",
        "PYTHONWARNINGS": "ignore",
        "FLASK_SKIP_DOTENV": "1",
    }


def wait_for(url: str, server: "subprocess.Popen[bytes]", log: Path) -> None:
    """Return when the server says that it is well."""
    until = time.monotonic() + SLOWEST_START
    while time.monotonic() < until and server.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=10):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise AssertionError(f"the server did not start:\n{log.read_text(encoding='utf-8', errors='replace')}")
