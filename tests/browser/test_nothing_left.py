"""A shared computer, and a browser that is killed: the next pupil finds nothing, the same pupil finds their place."""

import re
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from playwright.sync_api import Error, Page, Playwright, expect

from tests.browser.own_browser import DUPLICATES, own_browser
from tests.browser.pages import Pupil, Seat
from tests.browser.server import Live
from tests.browser.waiting import TO_DISK, settled, wait_until, wait_until_all_is_sent, wait_until_at_hand

STORED = """async () => [
  ...Object.keys(localStorage), ...Object.keys(sessionStorage),
  ...await caches.keys(), ...(await indexedDB.databases()).map(each => each.name)]"""

TYPED = "() => [...document.querySelectorAll('input, textarea')].map(field => field.value).join(' ')"
"""What stands in fields: no source of a page tells it."""


class Finder:
    """Somebody who looks for what a pupil left in a browser."""

    def __init__(self, live: Live, traces: set[str]) -> None:
        self.live, self.traces, self.looks = live, traces, 0

    def look(self, page: Page) -> None:
        """Nothing of the pupil in the page, its fields, its address, its title or its source; nothing stored."""
        self.looks += 1
        source = settled(page, lambda: page.title() + page.content() + page.evaluate(TYPED))
        if page.url.startswith(self.live.url):
            source += settled(page, lambda: page.evaluate("fetch(location.href).then(reply => reply.text())"))
            assert settled(page, lambda: page.evaluate(STORED)) == []
        found = {trace for trace in self.traces if trace in source}
        assert not found, (page.url, found)
        assert not re.search(r"Question \d+ of", source), page.url
        assert page.locator("main input:checked").count() == 0


def test_of_a_pupil_who_finished_stopped_or_left_nothing_can_be_found_by_any_way_back(
    live: Live, playwright: Playwright, tmp_path: Path, new_seat: Callable[[], Seat]
) -> None:
    with own_browser(playwright, tmp_path) as browser:
        for leave in (finish, stop, go_to_the_first_page):
            page = browser.context.new_page()
            finder = Finder(live, at_work(page, live, new_seat()))
            addresses = [f"{live.url}/answer/{name}" for name in ("questions/1", "questions", "review", "sheet")]
            leave(page)
            look_everywhere(finder, page, addresses)
            assert finder.looks > 20
            page.close()
        browser.quit()
    with own_browser(playwright, tmp_path, "--restore-last-session") as browser:
        for page in browser.context.pages:
            finder.look(page)


def test_a_duplicated_tab_shows_nothing_of_a_pupil_who_left(
    live: Live, playwright: Playwright, tmp_path: Path, new_seat: Callable[[], Seat]
) -> None:
    """It comes with the history of the tab, which the browser would rather take from its own memory than ask for."""
    with own_browser(playwright, tmp_path, *DUPLICATES) as browser:
        for leave in (finish, stop, go_to_the_first_page):
            page = browser.context.new_page()
            finder = Finder(live, at_work(page, live, new_seat()))
            address = page.url
            leave(page)
            twin = browser.duplicate(page)
            expect(twin).to_have_url(page.url)
            assert page.url != address
            finder.look(twin)
            for step in ("back", "back", "forward", "back", "back"):
                go(twin, step)
                finder.look(twin)
            twin.close()
            page.close()


def test_a_page_that_the_browser_remembers_is_emptied_and_asked_for_again(
    live: Live, playwright: Playwright, tmp_path: Path, seat: Seat
) -> None:
    with own_browser(playwright, tmp_path) as browser:
        page = browser.context.new_page()
        for address, anew in ((f"{live.url}/help", False), (f"{live.url}/answer/questions/4", True)):
            if anew:
                at_work(page, live, seat)
            else:
                page.goto(address)
            page.evaluate("window.remembered = true")
            page.goto(f"{live.url}/privacy")
            go(page, "back")
            expect(page).to_have_url(address)
            if anew:
                wait_until(page, lambda: settled(page, lambda: page.evaluate("window.remembered")) is None)
            else:
                assert settled(page, lambda: page.evaluate("window.remembered")) is True
        expect(Pupil(page).question(4)).to_be_visible()


def at_work(page: Page, live: Live, seat: Seat) -> set[str]:
    """Let a pupil answer three questions. All by which they could be known."""
    page.goto(f"{live.url}/answer")
    page.get_by_label("Class code").fill(seat.class_code)
    page.get_by_label("Card code").fill(seat.card_code)
    page.get_by_role("button", name="Next").click()
    page.get_by_role("button", name="Yes, start").click()
    pupil, traces = Pupil(page), {seat.card_code, seat.card_code.replace(" ", "")}
    for number in range(1, 4):
        expect(pupil.question(number)).to_be_visible()
        traces.add(pupil.heading().inner_text())
        pupil.choose(1)
        pupil.press("Next")
    expect(pupil.question(4)).to_be_visible()
    wait_until_at_hand(page)
    wait_until_all_is_sent(page)
    traces.add(page.locator("main [name=csrf_token]").first.get_attribute("value") or "")
    traces.add(page.evaluate("document.getElementById('words').dataset.response"))
    return traces


def finish(page: Page) -> None:
    page.goto(page.url.partition("/questions")[0] + "/review")
    page.get_by_role("button", name="Finish").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you")


def stop(page: Page) -> None:
    page.get_by_role("button", name="Stop for now").click()
    expect(page).to_have_url(re.compile("/stopped$"))


def go_to_the_first_page(page: Page) -> None:
    page.goto(page.url.partition("/questions")[0])
    expect(page.get_by_label("Card code")).to_have_value("")


def look_everywhere(finder: Finder, page: Page, addresses: list[str]) -> None:
    """Back ten times, forward ten times, reload, a second window, the same addresses again."""
    finder.look(page)
    for step in ("back", "forward"):
        for _ in range(10):
            go(page, step)
            finder.look(page)
    page.reload()
    finder.look(page)
    another = page.context.new_page()
    for address in [page.url, *addresses]:
        another.goto(address)
        finder.look(another)
    another.close()


def go(page: Page, step: str) -> None:
    """One step of the browser's own buttons, if there is one; a page from its memory then loads itself anew."""
    line = page.context.new_cdp_session(page)
    history = line.send("Page.getNavigationHistory")
    there = history["currentIndex"] + {"back": -1, "forward": 1}[step]

    def has_come() -> bool:
        with suppress(Error):  # between two pages there is none to be asked
            return line.send("Page.getNavigationHistory")["currentIndex"] == there
        return False

    if 0 <= there < len(history["entries"]):
        line.send("Page.navigateToHistoryEntry", {"entryId": history["entries"][there]["id"]})
        wait_until(page, has_come)
    line.detach()


def test_a_killed_browser_loses_no_answer_and_the_card_opens_the_right_question(
    live: Live, playwright: Playwright, tmp_path: Path, seat: Seat
) -> None:
    with own_browser(playwright, tmp_path) as browser:
        page = browser.context.new_page()
        at_work(page, live, seat)
        page.context.route("**/answer/writes", lambda route: route.abort())
        for number in (4, 5):
            Pupil(page).choose(2)
            Pupil(page).press("Next")
            expect(Pupil(page).question(number + 1)).to_be_visible()
        (waiting,) = Pupil(page).stored().values()
        last = re.findall(r'"write":"(\w+)"', waiting)[-1]
        wait_until(page, lambda: is_on_disk(tmp_path, last), patience=TO_DISK)
        browser.kill()
    assert len(live.events()) == 3
    with own_browser(playwright, tmp_path) as browser:
        page = browser.context.new_page()
        page.goto(f"{live.url}/answer")
        page.get_by_label("Class code").fill(seat.class_code)
        page.get_by_label("Card code").fill(seat.card_code)
        page.get_by_role("button", name="Next").click()
        expect(Pupil(page).question(6)).to_be_visible()
        expect(Pupil(page).said()).to_have_text("Saved")
    assert [number for number, _ in live.events()] == [1, 2, 3, 4, 5]


def is_on_disk(folder: Path, words: str) -> bool:
    """True once Chromium has written what a page stored, which it does when it comes to it."""
    files = (folder / "Default" / "Local Storage" / "leveldb").glob("*.log")
    return any(words.encode() in file.read_bytes() for file in files)
