"""Servers as a user starts them: their own process group, a random free port, this machine only."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

from tests.ports import free_port

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 120
LATERAL = [sys.executable, "-m", "flask", "--app", "wsgi", "serve"]


@dataclass(frozen=True)
class Server:
    """A running server; `seconds_to_start` passed until it gave its first good answer."""

    pid: int
    port: int
    seconds_to_start: float


@contextmanager
def running(
    command: list[str], *, environment: Mapping[str, str], log: Path, ready: str = "/healthz"
) -> Iterator[Server]:
    """Start `command` with PORT in its environment, wait until `ready` answers 200, and end it after use."""
    port, began = free_port(), time.perf_counter()
    with log.open("wb") as output:
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env={**os.environ, **environment, "PORT": str(port)},
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
        try:
            _wait_until_ready(process, port, ready, log)
            yield Server(process.pid, port, time.perf_counter() - began)
        finally:
            _end(process)


def answers(port: int, path: str) -> bool:
    """True when a GET of `path` gives 200."""
    connection = HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", path)
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()


def _wait_until_ready(process: subprocess.Popen[bytes], port: int, path: str, log: Path) -> None:
    until = time.monotonic() + PATIENCE
    while not answers(port, path):
        if process.poll() is not None or time.monotonic() > until:
            raise RuntimeError(f"the server gave no good answer at {path}:\n{log.read_text()[-2000:]}")
        time.sleep(0.02)


def _end(process: subprocess.Popen[bytes]) -> None:
    for how in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(process.pid, how)
            process.wait(timeout=10)
            return
        except ProcessLookupError:
            return
        except subprocess.TimeoutExpired:
            continue
