"""How often a page that is left open asks: less when it may rest, not at all when hidden, at once when looked at.

No two screens ask at the same pace (a tenth more or less). Here chance is in our hands, too: the middle unless told.
"""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import Means
from tests.browser.pages import LATER, Staff, stop_the_clock

WATCH = """
  window.underWay = 0;
  window.addEventListener("htmx:before:request", () => { window.underWay++; });
  window.addEventListener("htmx:finally:request", () => { window.underWay--; });
"""


class Polled:
    """A page that is left open, its clock in our hands, and each poll answered by us: no news."""

    def __init__(self, page: Page) -> None:
        self.page, self.rest, self.n = page, "", 0
        page.route("**/results/**", self._answer)

    def _answer(self, route: Route) -> None:
        if not route.request.headers.get("hx-ptag"):
            return route.fallback()
        self.n += 1
        return route.fulfill(status=304, headers={"Lateral-Rest": self.rest} if self.rest else {})

    def polls_in(self, seconds: int) -> int:
        """How often it asks while so many seconds pass."""
        before = self.n
        for _ in range(seconds):
            self.page.clock.run_for(1000)
            self._settle()
        return self.n - before

    def _settle(self) -> None:
        """Until each request has its answer, which does not wait for our clock."""
        while self.page.evaluate("underWay > 0"):
            self.page.wait_for_timeout(5)

    def polls_when(self, event: str, *, hidden: bool = False) -> int:
        """How often it asks at once when that happens."""
        before = self.n
        told = "document" if event == "visibilitychange" else "window"
        self.page.evaluate(
            f"Object.defineProperty(document, 'hidden', {{ get: () => {str(hidden).lower()}, configurable: true }});"
            f"{told}.dispatchEvent(new Event('{event}'))"
        )
        self._settle()
        return self.n - before


@pytest.fixture
def chance() -> float:
    return 0.5


@pytest.fixture
def polled(window: Callable[..., Page], chance: float) -> Polled:
    page = window(Means())
    Staff(page).sign_in("lead")
    page.add_init_script(f"Math.random = () => {chance}; {WATCH}")
    page.clock.install()
    polled = Polled(page)
    page.get_by_role("link", name="Results").first.click()
    expect(page).to_have_url(re.compile("/results$"))
    page.locator("main table a, main li a, main a").filter(has_text="School and me").first.click()
    page.locator("#figures[hx-ptag]").wait_for()
    page.wait_for_load_state()
    stop_the_clock(page)
    polled.polls_in(LATER)  # and what it asked before has its answer
    polled.n = 0
    return polled


def test_a_page_asks_every_four_seconds(polled: Polled) -> None:
    assert 9 <= polled.polls_in(40) <= 11


@pytest.mark.parametrize(("chance", "polls"), [(0.0, {11, 12}), (0.999, {9, 10})])  # each 3.6 s, each 4.4 s
def test_no_two_screens_need_ask_at_the_same_pace(polled: Polled, polls: set[int]) -> None:
    assert polled.polls_in(40) in polls


def test_a_page_that_may_rest_asks_every_quarter_of_a_minute_until_it_may_not(polled: Polled) -> None:
    polled.rest = "15"
    assert polled.polls_in(5) == 1
    assert 3 <= polled.polls_in(60) <= 4
    polled.rest = ""
    assert polled.polls_in(20) >= 1
    assert 9 <= polled.polls_in(40) <= 11


def test_a_resting_page_asks_at_once_when_somebody_comes_back_to_it(polled: Polled) -> None:
    polled.rest = "15"
    assert polled.polls_in(5) == 1
    assert polled.polls_in(8) == 0
    assert polled.polls_when("focus") == 1
    assert polled.polls_in(8) == 0


def test_a_hidden_page_asks_for_nothing_and_at_once_when_it_is_shown(polled: Polled) -> None:
    assert polled.polls_in(20) >= 4
    assert polled.polls_when("visibilitychange", hidden=True) == 0
    assert polled.polls_in(30) == 0
    assert polled.polls_when("visibilitychange") == 1
    assert 4 <= polled.polls_in(20) <= 6
