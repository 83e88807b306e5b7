"""A screen that is left alone asks whether somebody is there, and closes itself: nobody meets another's answers."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.browser.pages import Pupil, Seat, axe, begin, stop_the_clock
from tests.browser.test_aids import choose
from tests.browser.waiting import wait_until


def question_of(page: Page) -> Locator:
    return page.get_by_role("alertdialog", name="Are you still there?")


def test_without_scripts_a_screen_that_is_left_alone_closes_itself_as_well(
    window: Callable[..., Page], seat: Seat
) -> None:
    """Minutes are made seconds on the way to the browser, which does the rest by itself."""

    def hurry(route: Route) -> None:
        reply = route.fetch()
        sooner = re.sub(r'content="(\d+)0;url=/answer/st', 'content="1;url=/answer/st', reply.text())
        route.fulfill(response=reply, body=sooner)

    page, held = window(java_script_enabled=False), list[Route]()
    begin(page, seat, scripts=False)
    page.route("**/answer/stopped", lambda route: held.append(route))  # the question stays until it was seen
    page.route(re.compile("/answer/(questions/1|still-there)$"), hurry)
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_have_text("Are you still there?")
    wait_until(page, lambda: bool(held))
    held.pop().continue_()
    expect(page.get_by_role("heading", level=1)).to_have_text("You have stopped for now")
    page.unroute_all()
    for _ in range(4):
        page.go_back()
        expect(page.get_by_role("radio")).to_have_count(0)


def test_a_screen_that_is_left_alone_closes_itself_with_or_without_a_network(
    window: Callable[..., Page], new_seat: Callable[[], Seat]
) -> None:
    page = window()
    page.clock.install()
    for online in (True, False):
        left = begin(page, new_seat())
        page.context.set_offline(not online)
        stop_the_clock(page)
        page.clock.fast_forward("17:00")  # as far as a slow machine needs for a page before
        expect(left.question(1)).to_be_visible()
        page.clock.fast_forward("01:00")
        expect(question_of(page)).to_be_visible()
        expect(page.get_by_role("radio")).to_have_count(0)
        page.clock.fast_forward("01:20")
        expect(page.get_by_role("alertdialog")).to_be_visible()
        page.clock.fast_forward("00:40")
        expect(left.heading()).to_have_text("You have stopped for now")
        expect(page.get_by_role("radio")).to_have_count(0)
        page.context.set_offline(False)
        page.clock.resume()
        page.clock.run_for(10_000)
        expect(page).to_have_url(re.compile("/stopped$"))


@pytest.mark.parametrize("sign", ["a key", "a touch"])
def test_any_key_or_touch_tells_a_screen_that_somebody_is_still_there(
    window: Callable[..., Page], seat: Seat, sign: str
) -> None:
    page = window(has_touch=True)
    page.clock.install()
    pupil = begin(page, seat)
    pupil.choose(2)
    expect(pupil.said()).to_have_text("Saved")
    page.clock.fast_forward("18:01")
    question = question_of(page)
    expect(question).to_have_accessible_description(re.compile("closes in two minutes"))
    expect(question.get_by_role("button")).to_be_focused()
    assert not axe.run(page).response["violations"]
    if sign == "a key":
        page.keyboard.press("1")
    else:
        page.touchscreen.tap(5, 5)
    expect(question).to_have_count(0)
    expect(page.get_by_role("radio").nth(2)).to_be_checked()
    expect(page.get_by_role("radio").nth(2)).to_be_focused()
    page.clock.fast_forward("17:30")
    expect(pupil.question(1)).to_be_visible()
    page.clock.fast_forward("00:40")
    expect(question).to_be_visible()


def test_a_screen_that_has_ended_does_not_ask_whether_somebody_is_there(
    window: Callable[..., Page], seat: Seat
) -> None:
    page = window()
    page.clock.install()
    left = begin(page, seat)
    page.context.set_offline(True)
    page.clock.fast_forward("20:05")
    expect(left.heading()).to_have_text("You have stopped for now")
    page.keyboard.press("Tab")
    page.clock.fast_forward("18:30")
    expect(left.heading()).to_have_text("You have stopped for now")
    expect(page.get_by_role("alertdialog")).to_have_count(0)


@pytest.mark.parametrize("beside", ["start", "language", "who?at=1"])
def test_a_page_beside_the_questions_closes_itself_as_well(
    window: Callable[..., Page], seat: Seat, beside: str
) -> None:
    """Each has a way back to the pupil's answers, or to a yes or no in the pupil's name."""
    page = window()
    page.clock.install()
    if beside == "start":
        Pupil(page).come_in(seat)
        expect(page).to_have_url(re.compile("/start$"))
    else:
        begin(page, seat)
        page.goto(f"/answer/{beside}")
    page.wait_for_load_state("networkidle")
    heading = page.get_by_role("heading", level=1).inner_text()
    stop_the_clock(page)
    page.clock.fast_forward("17:00")  # as far as a slow machine needs for a page before
    expect(page.get_by_role("heading", level=1)).to_have_text(heading)
    page.clock.fast_forward("01:00")
    expect(question_of(page)).to_be_visible()
    page.clock.fast_forward("02:00")
    expect(page.get_by_role("heading", level=1)).to_have_text("You have stopped for now")
    page.clock.resume()
    expect(page).to_have_url(re.compile("/stopped$"))
    page.goto("/answer/questions/1")
    expect(page.get_by_role("radio")).to_have_count(0)


@pytest.mark.parametrize("way", ["Two keys: Space and Enter", "One key, fast"])
def test_who_works_the_page_by_one_or_two_keys_is_somebody(window: Callable[..., Page], seat: Seat, way: str) -> None:
    page = window()
    page.clock.install()
    pupil = begin(page, seat)
    choose(page, way)
    stop_the_clock(page)
    page.clock.fast_forward("10:00")
    page.keyboard.press("Space")
    page.clock.fast_forward("10:00")
    expect(question_of(page)).to_have_count(0)
    expect(pupil.question(1)).to_be_visible()
    page.clock.fast_forward("08:30")
    expect(question_of(page)).to_be_visible()
    page.keyboard.press("Space")
    expect(question_of(page)).to_have_count(0)
    expect(pupil.question(1)).to_be_visible()


def test_who_has_a_screen_reader_press_is_somebody(window: Callable[..., Page], seat: Seat) -> None:
    """It presses by a click alone: no key and no pointer is there."""
    page = window()
    page.clock.install()
    pupil = begin(page, seat)
    page.wait_for_load_state("networkidle")
    stop_the_clock(page)
    page.clock.fast_forward("10:00")
    page.get_by_role("radio").nth(1).evaluate("radio => radio.click()")
    page.clock.fast_forward("10:00")
    expect(question_of(page)).to_have_count(0)
    expect(pupil.question(1)).to_be_visible()
