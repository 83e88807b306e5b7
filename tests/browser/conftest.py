"""Debian's Chromium in front of the real server, and the windows of visitors of different means."""

import os
import secrets
import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser import slowly
from tests.browser.interviewing import Served, serving
from tests.browser.pages import Pupil, Seat, Staff, begin, today
from tests.browser.server import Live, running_demo
from tests.browser.waiting import AT_HAND, PATIENCE

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
QUIET = ("--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync")
GIVEN_OUT = 20 * 60
"""Seconds for which cards of a lesson are given out, of the hour that it lasts."""
DESKTOP, PHONE = {"width": 1280, "height": 800}, {"width": 360, "height": 740}
WAITED_IN_VAIN = (r"^TimeoutError: ", r"^AssertionError: (Locator|Page) expected ")
"""What Playwright says when a page has not come to where the test waited for it, after a minute."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--slowly", action="store_true", help="on a slow machine with a slow network, to find races")


def pytest_configure(config: pytest.Config) -> None:
    slowly.is_on = config.getoption("slowly", default=False)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder needs the browser, and its tests keep to one server.

    Who waited in vain begins once more, and the summary names the test: a page and its test may have missed each other.
    What was counted or compared, answers above all, is never asked a second time. With `--slowly` nobody begins again.
    """
    here = str(Path(__file__).parent)
    for item in items:
        if str(item.path).startswith(here):
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.xdist_group("browser"))
            if not slowly.is_on:
                item.add_marker(pytest.mark.flaky(reruns=1, only_rerun=list(WAITED_IN_VAIN)))


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, object]:
    """Debian's Chromium, or no journey at all: skipped on a desk, a failure where everything must be tried."""
    if CHROMIUM is None:
        sentence = "Chromium is not installed, so no journey in a browser was tried: apt-get install chromium"
        (pytest.fail if os.environ.get("CI") else pytest.skip)(sentence)
    return {"executable_path": CHROMIUM, "args": [*QUIET, "--disable-gpu"]}


@pytest.fixture(scope="session")
def live(browser_type_launch_args: object, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """One server for all journeys, on the demo, at a free port."""
    with running_demo(tmp_path_factory.mktemp("live")) as server, slowly.way_to(server.url) as url:
        yield replace(server, url=url)


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
        usual: dict[str, object] = {
            "base_url": live.url,
            "viewport": PHONE if means.phone else DESKTOP,
            "java_script_enabled": means.scripts,
            "locale": "en-GB",
            "timezone_id": "Europe/London",
        }
        context = browser.new_context(**(usual | options))
        contexts.append(context)
        context.on("request", lambda r: foreign.append(r.url) if not r.url.startswith((live.url, "data:")) else None)
        context.on("weberror", lambda e: trouble.append(str(e.error)))
        context.on("console", lambda m: trouble.append(m.text) if is_trouble(m.type, m.text) else None)
        context.add_init_script(AT_HAND)
        context.set_default_timeout(PATIENCE)
        slowly.slow_down(context)
        return context.new_page()

    yield open_window
    for context in contexts:
        context.close()
    assert not foreign, f"asked for {foreign}"
    assert not trouble, f"the browser's console said {trouble}"


@pytest.fixture(scope="session")
def served(browser_type_launch_args: object, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """One server with a study for all who try interviews."""
    with serving(tmp_path_factory.mktemp("interviews")) as server, slowly.way_to(server.url) as url:
        yield replace(server, url=url)


@pytest.fixture
def visitor(browser: Browser, served: Served) -> Iterator[Callable[..., Page]]:
    """`visitor(path)`: the researcher at a page; `visitor(path, cookies={})`: somebody without an account."""
    contexts: list[BrowserContext] = []
    trouble: list[str] = []

    def open_page(path: str, cookies: dict[str, str] | None = None, **options: Any) -> Page:
        usual = {"base_url": served.url, "viewport": PHONE, "locale": "en-GB"}
        context = browser.new_context(**(usual | options))
        contexts.append(context)
        mine = served.cookies if cookies is None else cookies
        context.add_cookies([{"name": k, "value": v, "url": served.url} for k, v in mine.items()])
        context.on("weberror", lambda e: trouble.append(str(e.error)))
        context.on("console", lambda m: trouble.append(m.text) if is_trouble(m.type, m.text) else None)
        context.set_default_timeout(PATIENCE)
        slowly.slow_down(context)
        page = context.new_page()
        page.goto(path)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not trouble, trouble


@dataclass
class Seats:
    """Cards of one lesson that nobody has used yet, and until when they are given out: it must not end under a test."""

    left: list[Seat] = field(default_factory=list)
    until: float = 0.0


@pytest.fixture(scope="session")
def seats() -> Seats:
    return Seats()


@pytest.fixture
def new_seat(window: Callable[..., Page], seats: Seats) -> Callable[[], Seat]:
    """`new_seat()`: one more card. A whole lesson's are printed at once, and the next lesson's when these are used."""

    def take() -> Seat:
        if not seats.left or time.monotonic() > seats.until:
            course, survey = "Sport leaders", f"Seats {secrets.token_hex(3)}"
            days = {"opens_on": today(), "closes_on": today() + timedelta(days=1)}  # midnight may be near
            Staff(window(), scripts=False).sign_in("lead").plan(survey, course, **days)
            teacher = Staff(window(), scripts=False).sign_in("teacher.leaders")
            cards = teacher.print_cards(survey, course)
            class_code = teacher.open_lesson(survey, course)
            seats.left = [Seat(class_code, card, survey) for card in cards]
            seats.until = time.monotonic() + GIVEN_OUT
        return seats.left.pop()

    return take


@pytest.fixture
def seat(new_seat: Callable[[], Seat]) -> Seat:
    return new_seat()


@pytest.fixture
def pupil(window: Callable[..., Page], seat: Seat) -> Pupil:
    """A pupil who has agreed and looks at a question."""
    return begin(window(), seat)


def is_trouble(kind: str, text: str) -> bool:
    """Errors and refusals of the content policy; an answer like 422 is no trouble, nor is a network that is away."""
    return kind == "error" and not text.startswith(("Failed to load resource", "htmx: htmx:error: Failed to fetch"))
