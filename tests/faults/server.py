"""The real server in processes of its own, to be killed and started again."""

import base64
import os
import secrets
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.faults.wire import TROUBLE, Wire
from tests.ports import free_port

ROOT = Path(__file__).parents[2]
PATIENCE = 300.0
"""Seconds to wait for a start: nothing here is about speed, and a machine may be very busy."""
WORKERS = 2


class Server:
    """The command `serve` as an administrator gives it, on a free port; see `launcher` for how it starts again."""

    def __init__(self, folder: Path, database_url: str, *, workers: int = WORKERS) -> None:
        self.folder, self.port, self.n_workers = folder, free_port(), workers
        self.environment = environment_of(folder, database_url) | {"PORT": str(self.port)}
        self.launcher: subprocess.Popen[bytes] | None = None

    def start(self, before: Callable[[], None] | None = None) -> None:
        """Start, and wait until it answers. `before` runs in the new process first, to limit what it may do."""
        with (self.folder / "server.log").open("ab") as log:
            self.launcher = subprocess.Popen(
                [sys.executable, "-m", "tests.faults.launcher", str(self.group_file), str(self.n_workers)],
                cwd=ROOT,
                env=self.environment,
                stdout=log,
                stderr=log,
                preexec_fn=before,  # noqa: PLW1509
            )
        self.wait_until_it_answers()

    @property
    def group_file(self) -> Path:
        return self.folder / "group"

    @property
    def group(self) -> int:
        """The server's process, and its group with the workers; 0 before the first start."""
        return int(self.group_file.read_text()) if self.group_file.exists() else 0

    def wait_until_it_answers(self, path: str = "/healthz") -> None:
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            try:
                if Wire(self.port).send("GET", path).status == 200:
                    return
            except TROUBLE:
                time.sleep(0.02)
        raise AssertionError(f"the server does not answer:\n{self.log()[-2000:]}")

    def workers(self) -> list[int]:
        """Process ids of the workers that live now."""
        try:
            listed = Path(f"/proc/{self.group}/task/{self.group}/children").read_text()
        except FileNotFoundError:
            return []
        return [int(pid) for pid in listed.split()]

    def kill_worker(self, number: int = 0) -> None:
        """`kill -9` to one of the processes that serve, in the order of their births; its parent starts another."""
        self._wait(lambda: len(self.workers()) == self.n_workers)
        worker = self.workers()[number]
        os.kill(worker, signal.SIGKILL)
        self._wait(lambda: worker not in self.workers())

    @contextmanager
    def with_a_worker_less(self, number: int = 0) -> Iterator[None]:
        """`kill -9` to one of them while its parent is held still, so that nobody starts another."""
        self._wait(lambda: len(self.workers()) == self.n_workers)
        worker = self.workers()[number]
        os.kill(self.group, signal.SIGSTOP)
        try:
            os.kill(worker, signal.SIGKILL)
            self._wait(lambda: is_dead(worker))  # until then a connection may still go to it, and break
            yield
        finally:
            os.kill(self.group, signal.SIGCONT)
        self._wait(lambda: worker not in self.workers())

    def kill_all(self) -> None:
        """`kill -9` to the server and its workers alike; the launcher starts it again."""
        killed = self.group
        os.killpg(killed, signal.SIGKILL)
        self._wait(lambda: self.group != killed)
        self.wait_until_it_answers()

    def stop(self) -> None:
        """The end, by `kill -9` as well."""
        if self.launcher:
            self.launcher.kill()
            self.launcher.wait()
            if self.group:
                os.killpg(self.group, signal.SIGKILL)

    def _wait(self, happened: Callable[[], bool]) -> None:
        until = time.monotonic() + PATIENCE
        while not happened():
            assert time.monotonic() < until, f"the server did not come back:\n{self.log()[-2000:]}"
            time.sleep(0.005)

    def log(self) -> str:
        return (self.folder / "server.log").read_text(encoding="utf-8", errors="replace")


def is_dead(process: int) -> bool:
    """True once its last thread is gone, and its sockets with it; whoever started it may not have noticed yet."""
    folder = Path(f"/proc/{process}")
    try:
        is_alone = len(list((folder / "task").iterdir())) == 1
        return is_alone and (folder / "stat").read_text().rpartition(") ")[2].startswith("Z")
    except (FileNotFoundError, ProcessLookupError):
        return True


def environment_of(folder: Path, database_url: str) -> dict[str, str]:
    """The settings of an installation with its data in `folder`, and the identity key of the test's own app."""
    return {
        **os.environ,
        "SECRET_KEY": secrets.token_urlsafe(40),
        "IDENTITY_KEY": "t1:" + base64.b64encode(bytes(range(32))).decode(),
        "DATABASE_URL": database_url,
        "DATA_DIR": str(folder),
        "HTTPS": "off",
    }


@contextmanager
def serving(folder: Path, database_url: str, **options: int) -> Iterator[Server]:
    """A server that runs while the block does."""
    server = Server(folder, database_url, **options)
    try:
        server.start()
        yield server
    finally:
        server.stop()
