"""The real server as `make run` starts it, on the demo in a folder of its own, and Debian's Chromium in front of it."""

import base64
import os
import secrets
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

ROOT = Path(__file__).parents[2]
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
QUIET = ("--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync")
DESKTOP, PHONE = {"width": 1280, "height": 800}, {"width": 360, "height": 740}
SLOWEST_START = 120


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder needs the browser, and its tests keep to one server."""
    here = str(Path(__file__).parent)
    for item in items:
        if str(item.path).startswith(here):
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.xdist_group("browser"))


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, object]:
    """Debian's Chromium, or no journey at all: skipped on a desk, a failure where everything must be tried."""
    if CHROMIUM is None:
        sentence = "Chromium is not installed, so no journey in a browser was tried: apt-get install chromium"
        (pytest.fail if os.environ.get("CI") else pytest.skip)(sentence)
    return {"executable_path": CHROMIUM, "args": [*QUIET, "--disable-gpu"]}


@dataclass(frozen=True)
class Live:
    """A running server and the folder of its data."""

    url: str
    folder: Path


@pytest.fixture(scope="session")
def live(browser_type_launch_args: object, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """One server for all journeys, on the demo, at a free port."""
    folder = tmp_path_factory.mktemp("live")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith(("FLASK_", "DATABASE_"))},
        "SECRET_KEY": secrets.token_urlsafe(48),
        "IDENTITY_KEY": "b1:" + base64.b64encode(secrets.token_bytes(32)).decode(),
        "DATA_DIR": str(folder),
        "PORT": str(port),
        "HTTPS": "off",
        "PYTHONWARNINGS": "ignore",
    }
    flask = [sys.executable, "-m", "flask", "--app", "wsgi"]
    for command in (["db", "upgrade"], ["demo"]):
        done = subprocess.run(
            [*flask, *command], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, f"{command}: {done.stdout}\n{done.stderr}"
    with (folder / "server.log").open("wb") as log:
        server = subprocess.Popen([*flask, "serve"], cwd=ROOT, env=environment, stdout=log, stderr=log)
    try:
        wait_for(f"http://127.0.0.1:{port}/healthz", server, folder / "server.log")
        yield Live(f"http://127.0.0.1:{port}", folder)
    finally:
        server.terminate()
        server.wait(timeout=20)


def wait_for(url: str, server: subprocess.Popen[bytes], log: Path) -> None:
    """Return when the server says that it is well."""
    for _ in range(SLOWEST_START * 10):
        if server.poll() is not None:
            break
        try:
            with urllib.request.urlopen(url, timeout=2):  # noqa: S310  (our own address)
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise AssertionError(f"the server did not start:\n{log.read_text(encoding='utf-8', errors='replace')}")


@dataclass(frozen=True)
class Means:
    """What a visitor has: a phone or a wide screen, with scripts or without."""

    phone: bool = False
    scripts: bool = True

    def __str__(self) -> str:
        return ("phone" if self.phone else "desktop") + ("" if self.scripts else " without scripts")


ALL_MEANS = [
    pytest.param(means, id=str(means).replace(" ", "-"))
    for means in (Means(), Means(phone=True), Means(scripts=False), Means(phone=True, scripts=False))
]


@pytest.fixture
def window(browser: Browser, live: Live) -> Iterator[Callable[..., Page]]:
    """`window(means)`: a fresh browser window of one more person. Afterwards: nothing foreign, no error of a script."""
    contexts: list[BrowserContext] = []
    foreign: list[str] = []
    trouble: list[str] = []

    def open_window(means: Means = Means(), **options: object) -> Page:
        context = browser.new_context(
            base_url=live.url,
            viewport=PHONE if means.phone else DESKTOP,
            java_script_enabled=means.scripts,
            locale="en-GB",
            timezone_id="Europe/London",
            **options,
        )
        contexts.append(context)
        context.on("request", lambda r: foreign.append(r.url) if not r.url.startswith((live.url, "data:")) else None)
        context.on("weberror", lambda e: trouble.append(str(e.error)))
        context.on("console", lambda m: trouble.append(m.text) if is_trouble(m.type, m.text) else None)
        context.set_default_timeout(30_000)
        return context.new_page()

    yield open_window
    for context in contexts:
        context.close()
    assert not foreign, f"asked for {foreign}"
    assert not trouble, f"the browser's console said {trouble}"


def is_trouble(kind: str, text: str) -> bool:
    """Errors and refusals of the content policy; an answer like 422 is no trouble, nor is a network that is away."""
    return kind == "error" and not text.startswith(("Failed to load resource", "htmx: htmx:error: Failed to fetch"))
