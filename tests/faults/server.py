"""The real server in processes of its own, to be killed and started again; and a pupil's browser to talk to it."""

import base64
import http.client
import os
import re
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlencode

ROOT = Path(__file__).parents[2]
PATIENCE = 40.0
"""Seconds to wait for a start on a busy machine."""
TROUBLE = (OSError, http.client.HTTPException)


class Server:
    """The command `serve` as an administrator gives it, on a free port; see `launcher` for how it starts again."""

    def __init__(self, folder: Path, database_url: str) -> None:
        self.folder, self.port = folder, free_port()
        self.environment = {
            **os.environ,
            "SECRET_KEY": secrets.token_urlsafe(40),
            "IDENTITY_KEY": "t1:" + base64.b64encode(bytes(range(32))).decode(),
            "DATABASE_URL": database_url,
            "DATA_DIR": str(folder),
            "HTTPS": "off",
            "PORT": str(self.port),
        }
        self.launcher: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        with (self.folder / "server.log").open("ab") as log:
            self.launcher = subprocess.Popen(
                [sys.executable, "-m", "tests.faults.launcher", str(self.group_file)],
                cwd=ROOT,
                env=self.environment,
                stdout=log,
                stderr=log,
            )
        self.wait_until_it_answers()

    @property
    def group_file(self) -> Path:
        return self.folder / "group"

    @property
    def group(self) -> int:
        """The server's process, and its group with the workers; 0 before the first start."""
        return int(self.group_file.read_text()) if self.group_file.exists() else 0

    def wait_until_it_answers(self) -> None:
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            try:
                if Browser(self.port).send("GET", "/healthz").status == 200:
                    return
            except TROUBLE:
                time.sleep(0.02)
        raise AssertionError(f"the server does not answer:\n{self.log()[-2000:]}")

    def workers(self) -> list[int]:
        """Process ids of the workers that live now."""
        listed = Path(f"/proc/{self.group}/task/{self.group}/children").read_text()
        return [int(pid) for pid in listed.split()]

    def kill_worker(self) -> None:
        """`kill -9` to the process that serves; its parent starts another, once."""
        (worker, *_) = self.workers()
        os.kill(worker, signal.SIGKILL)
        self._wait(lambda: any(pid != worker for pid in self.workers()))

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


class Reply:
    """Status, text and address of an answer."""

    def __init__(self, response: http.client.HTTPResponse) -> None:
        self.status = response.status
        self.location = response.getheader("Location", "")
        self.cookies = response.headers.get_all("Set-Cookie") or []
        self.text = response.read().decode()

    @property
    def hidden(self) -> dict[str, str]:
        """Token and lease that the page's form carries."""
        return dict(re.findall(r'name="(csrf_token|lease)" value="([^"]+)"', self.text))

    @property
    def token(self) -> str:
        return self.hidden["csrf_token"]


class Browser:
    """Keeps cookies, and nothing else."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.cookies: dict[str, str] = {}

    def send(self, method: str, path: str, form: dict[str, str] | None = None, **headers: str) -> Reply:
        """One request on a connection of its own; raises one of TROUBLE when no whole answer comes."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=15)
        sent = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()), **headers}
        if form is not None:
            sent["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            connection.request(method, path, urlencode(form) if form is not None else None, sent)
            reply = Reply(connection.getresponse())
        finally:
            connection.close()
        for cookie in reply.cookies:
            name, _, value = cookie.split(";")[0].partition("=")
            self.cookies[name] = value
        return reply


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
