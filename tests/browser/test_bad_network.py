"""A lesson on bad wifi: what is chosen waits in the browser, is sent once and in order, and the page says which."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.pages import Pupil, Seat, begin, stop_the_clock
from tests.browser.server import Live
from tests.browser.waiting import wait_until

WRITES = "**/answer/writes"
KEPT = "Kept on this computer. We are trying to send it."
STRANGE: list[dict[str, Any]] = [
    {"body": "<h1>Welcome to our wifi</h1>"},
    {"json": {"welcome": True}},
    {"json": {"message": "blocked"}, "status": 403},
]
WATCH = """
  window.heard = [];
  new MutationObserver(() => window.heard.push(document.getElementById("saved").textContent))
    .observe(document.getElementById("saved"), {childList: true});
"""


@contextmanager
def unreachable(page: Page, lose: Callable[[Route], object] = lambda route: route.abort()) -> Iterator[None]:
    """No answer arrives, or what else `lose` does with it; pages still come."""
    page.context.route(WRITES, lose)
    yield
    page.context.unroute(WRITES, lose)


def give(pupil: Pupil, first: int, last: int) -> list[tuple[int, str]]:
    """Answer questions, not all the same. What the server should hear."""
    given = []
    for number in range(first, last + 1):
        expect(pupil.question(number)).to_be_visible()
        radio = pupil.page.get_by_role("radio").nth(number % 3)
        radio.check()
        given.append((number, radio.get_attribute("value")))
        pupil.press("Next")
    expect(pupil.question(last + 1)).to_be_visible()
    return given


def test_ten_answers_given_offline_survive_a_reload_and_arrive_once_in_order(live: Live, pupil: Pupil) -> None:
    page = pupil.page
    page.context.set_offline(True)
    given = give(pupil, 1, 10)
    expect(pupil.said()).to_have_text(KEPT)
    with unreachable(page):
        page.context.set_offline(False)
        page.reload()
        expect(pupil.question(11)).to_be_visible()
        expect(pupil.said()).to_have_text(KEPT)
        (kept,) = pupil.stored().values()
        assert re.fullmatch(r'\{"lease":\d+,"at":\d+,"entries":\[.*\]\}', kept)
        assert len(re.findall(r'\{"question":\d+,"answer":"\w","seq":\d+,"write":"\w{30}"\}', kept)) == 10
    expect(pupil.said()).to_have_text("Saved")
    assert live.events() == given
    assert pupil.stored() == {}


def test_without_a_reload_answers_go_out_as_soon_as_the_network_is_back_and_each_thing_is_said_once(
    live: Live, pupil: Pupil
) -> None:
    pupil.page.evaluate(WATCH)
    pupil.page.context.set_offline(True)
    given = give(pupil, 1, 3)
    expect(pupil.said()).to_have_text(KEPT)
    pupil.page.wait_for_timeout(3_000)
    pupil.page.context.set_offline(False)
    expect(pupil.said()).to_have_text("Saved")
    assert live.events() == given
    heard = [sentence for sentence in pupil.page.evaluate("heard") if sentence and sentence != "Saving…"]
    assert heard == [KEPT, "Saved"]


def test_an_answer_whose_reply_was_lost_is_sent_again_and_counts_once(live: Live, pupil: Pupil) -> None:
    lost = []

    def lose_reply(route: Route) -> None:
        lost.append(route.fetch().status)
        route.abort()

    pupil.page.context.route(WRITES, lose_reply, times=2)
    pupil.choose(1)
    expect(pupil.said()).to_have_text("Saved")
    assert lost == [200, 200]
    assert len(live.events()) == 1


@pytest.mark.parametrize("said", STRANGE, ids=["a page", "yes", "no"])
def test_what_something_in_between_says_is_not_taken_for_a_reply(
    live: Live, pupil: Pupil, said: dict[str, Any]
) -> None:
    with unreachable(pupil.page, lambda route: route.fulfill(**said)):
        pupil.choose(0)
        expect(pupil.said()).to_have_text(KEPT)
    expect(pupil.said()).to_have_text("Saved")
    assert len(live.events()) == 1


@pytest.mark.parametrize("said", STRANGE, ids=["a page", "yes", "no"])
def test_nor_is_it_where_a_window_takes_the_survey_up(
    live: Live, window: Callable[..., Page], seat: Seat, said: dict[str, Any]
) -> None:
    page = window()
    page.context.route("**/answer/take-up", lambda route: route.fulfill(**said), times=2)
    pupil = begin(page, seat)
    pupil.choose(0)
    expect(pupil.said()).to_have_text("Saved")
    assert len(live.events()) == 1


def test_a_browser_that_may_keep_nothing_waits_until_each_answer_is_saved(
    live: Live, window: Callable[..., Page], seat: Seat
) -> None:
    page = window()
    page.add_init_script("Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); }")
    pupil = begin(page, seat)
    give(pupil, 1, 2)
    page.context.set_offline(True)
    pupil.choose(2)
    pupil.press("Next")
    expect(pupil.said()).to_contain_text("This computer cannot keep your answer.")
    expect(pupil.question(3)).to_be_visible()
    page.context.set_offline(False)
    expect(pupil.question(4)).to_be_visible()
    assert [number for number, _ in live.events()] == [1, 2, 3]


def test_going_on_asks_the_network_for_nothing_but_saves_and_leaves_one_entry_to_go_back_to(pupil: Pupil) -> None:
    asked: list[str] = []
    n_entries = pupil.page.evaluate("history.length")
    pupil.page.on("request", lambda request: asked.append(request.url.rpartition("/")[2]))
    give(pupil, 1, 4)
    pupil.press("Back")
    expect(pupil.question(4)).to_be_visible()
    expect(pupil.page.get_by_role("radio").nth(4 % 3)).to_be_checked()
    pupil.press("I want to skip this")
    expect(pupil.question(5)).to_be_visible()
    expect(pupil.said()).to_have_text("Saved")
    assert [name for name in asked if "favicon" not in name] == ["writes"] * 5
    assert pupil.page.evaluate("history.length") == n_entries


def test_the_newest_window_writes_and_the_older_one_says_so_and_can_be_taken_up_again(live: Live, pupil: Pupil) -> None:
    older, newer = pupil, Pupil(pupil.page.context.new_page())
    newer.go("/answer/questions")
    newer.has_everything()
    newer.choose(1)
    expect(newer.said()).to_have_text("Saved")
    older.choose(0)
    expect(older.heading()).to_have_text("This window is closed")
    expect(older.heading()).to_be_focused()
    expect(older.page.locator("main")).to_contain_text("You are going on in another window.")
    older.look()
    assert [code for _, code in live.events()][0] == newer.page.get_by_role("radio").nth(1).get_attribute("value")
    older.press("Use this window instead")
    expect(older.question(2)).to_be_visible()
    older.choose(1)
    expect(older.said()).to_have_text("Saved")
    newer.press("Next")
    newer.choose(0)
    expect(newer.heading()).to_have_text("This window is closed")


def test_the_review_waits_until_the_server_has_everything(live: Live, pupil: Pupil) -> None:
    last, page, lost = pupil.n_questions(), pupil.page, list[str]()
    page.clock.install()
    pupil.go(f"/answer/questions/{last}")
    n_entries = page.evaluate("history.length")
    with unreachable(page, lambda route: (lost.append(route.request.url), route.abort())):
        pupil.choose(1)
        pupil.press("Next")
        expect(pupil.heading()).to_have_text("Wait a moment")
        expect(pupil.page.locator("main")).to_contain_text("1 answer is still on this computer.")
        pupil.look()
        pupil.press("Back")
        expect(pupil.question(last)).to_be_visible()
        expect(pupil.page.get_by_role("radio").nth(1)).to_be_checked()
        pupil.press("Next")
        expect(pupil.heading()).to_have_text("Wait a moment")
        stop_the_clock(page)
        page.wait_for_timeout(500)  # whatever was on its way when the clock stopped is lost by now
        n_lost = len(lost)
        assert tries_when_asked(pupil, lambda: len(lost) > n_lost)
    page.evaluate("window.dispatchEvent(new Event('online'))")
    expect(pupil.heading()).to_have_text("Look through your answers")
    page.clock.resume()
    assert [number for number, _ in live.events()] == [last]
    pupil.page.get_by_role("link", name=f"Change answer {last}").click()
    expect(pupil.question(last)).to_be_visible()
    pupil.choose(0)
    pupil.press("Next")
    expect(pupil.heading()).to_have_text("Look through your answers")
    assert pupil.page.evaluate("history.length") == n_entries


def tries_when_asked(pupil: Pupil, has_tried: Callable[[], bool]) -> bool:
    """While its own clock stands: pressed once more, should one attempt still have been under way."""
    for _ in range(20):
        pupil.press("Try now")
        pupil.page.wait_for_timeout(250)
        if has_tried():
            return True
    return False


def test_finish_on_the_review_waits_for_an_answer_that_is_still_on_the_computer(live: Live, pupil: Pupil) -> None:
    with unreachable(pupil.page):
        pupil.choose(1)
        expect(pupil.said()).to_have_text(KEPT)
        pupil.go("/answer/review")
        expect(pupil.heading()).to_have_text("Wait a moment")
        pupil.press("Back")
        expect(pupil.heading()).to_have_text("Look through your answers")
        pupil.press("Finish")
        expect(pupil.said()).to_have_text(KEPT)
        pupil.page.wait_for_timeout(1_000)
        expect(pupil.heading()).to_have_text("Look through your answers")
    expect(pupil.heading()).to_have_text("Thank you")
    assert len(live.events()) == 1
    assert pupil.stored() == {}


def test_finish_pressed_while_an_answer_is_on_its_way_is_not_forgotten(live: Live, pupil: Pupil) -> None:
    """Its clock stands, so that it does not say yet that it waits; and the reply to Finish takes a second."""
    page = pupil.page

    def take_time(route: Route) -> None:
        page.wait_for_timeout(1_000)
        route.continue_()

    page.route("**/answer/finish", take_time)
    page.clock.install()
    with unreachable(page):
        pupil.choose(1)
        expect(pupil.said()).to_have_text(KEPT)
        stop_the_clock(page)
        pupil.go("/answer/review")
        pupil.press("Finish")
        expect(pupil.said()).to_have_text(KEPT)
    page.clock.run_for(60_000)
    page.clock.resume()
    expect(pupil.heading()).to_have_text("Thank you")
    assert len(live.events()) == 1


def test_who_has_finished_when_the_network_goes_need_not_press_again(live: Live, pupil: Pupil) -> None:
    """The reply to Finish is the last thing that arrives for a while."""
    context = pupil.page.context

    def lose_the_rest(route: Route) -> None:
        reply = route.fetch()
        context.set_offline(True)
        route.fulfill(response=reply)

    pupil.choose(1)
    expect(pupil.said()).to_have_text("Saved")
    pupil.go("/answer/review")
    context.route("**/answer/finish", lose_the_rest, times=1)
    pupil.press("Finish")
    expect(pupil.heading()).to_have_text("Wait a moment")
    expect(pupil.page.locator("main")).to_contain_text("Your answers are saved.")
    expect(pupil.page.locator("main button")).to_have_count(0)
    pupil.look()
    context.set_offline(False)
    expect(pupil.heading()).to_have_text("Thank you")
    assert pupil.stored() == {}


def test_help_needs_no_network_and_who_sees_the_answers_waits_for_it(pupil: Pupil) -> None:
    page = pupil.page
    give(pupil, 1, 2)
    page.context.set_offline(True)
    page.locator("#help > summary").click()
    expect(page.get_by_text("Look at the board first.")).to_be_visible()
    pupil.look()
    page.get_by_role("link", name="Who sees my answers?").click()
    expect(pupil.heading()).to_have_text("Wait a moment")
    pupil.press("Back")
    expect(pupil.question(3)).to_be_visible()
    page.context.set_offline(False)
    page.get_by_role("link", name="Who sees my answers?").click()
    expect(pupil.heading()).to_have_text("Who will see your answers?")
    pupil.look()
    page.locator("main").get_by_role("link", name="Back").click()
    expect(pupil.question(3)).to_be_visible()


def test_who_stops_with_answers_on_the_computer_is_told_and_they_go_out_when_they_can(live: Live, pupil: Pupil) -> None:
    with unreachable(pupil.page):
        pupil.choose(1)
        pupil.press("Stop for now")
        expect(pupil.heading()).to_have_text("Wait a moment")
        pupil.press("Stop for now")
        expect(pupil.heading()).to_have_text("You have stopped for now")
        told = "1 answer is just on this computer. Go and tell your teacher."
        expect(pupil.page.locator("main")).to_contain_text(told)
        expect(pupil.page.get_by_role("radio")).to_have_count(0)
        pupil.look()
    expect(pupil.page).to_have_url(re.compile("/stopped$"))
    assert len(live.events()) == 1
    assert pupil.stored() == {}


def test_what_one_pupil_left_waiting_is_wiped_when_another_starts_and_sent_when_the_same_comes_back(
    live: Live, window: Callable[..., Page], new_seat: Callable[[], Seat]
) -> None:
    seat, next_seat = new_seat(), new_seat()
    first = begin(window(), seat)
    page = first.page
    with unreachable(page):
        given = give(first, 1, 3)
        first.go("/answer")
        assert len(first.stored()) == 1
    back = begin(page, seat)
    expect(back.question(4)).to_be_visible()
    expect(back.said()).to_have_text("Saved")
    assert live.events() == given
    with unreachable(page):
        back.choose(0)
        back.go("/answer")
    second = begin(page, next_seat)
    second.choose(1)
    expect(second.said()).to_have_text("Saved")
    assert len(live.events()) == 1
    assert second.stored() == {}


def test_who_comes_back_reads_that_all_is_saved_though_the_page_goes_on_by_itself_only_then(
    live: Live, window: Callable[..., Page], seat: Seat
) -> None:
    """What was kept is sent before the other questions have come: the page knows late where the pupil was."""
    pupil, held = begin(window(), seat), list[Route]()
    with unreachable(pupil.page):
        given = give(pupil, 1, 3)
        pupil.go("/answer")
    pupil.page.route("**/answer/sheet", lambda route: held.append(route))
    pupil.come_in(seat)
    expect(pupil.said()).to_have_text("Saved")
    expect(pupil.question(1)).to_be_visible()
    wait_until(pupil.page, lambda: bool(held))
    held.pop().continue_()
    expect(pupil.question(4)).to_be_visible()
    expect(pupil.said()).to_have_text("Saved")
    assert live.events() == given


def test_a_refusal_is_said_in_the_servers_words_with_what_is_left_on_the_computer(pupil: Pupil) -> None:
    refusal = {"error": "sitting-closed", "sentence": "The time for this survey is over for now."}
    pupil.page.context.route(WRITES, lambda route: route.fulfill(status=409, json=refusal))
    pupil.choose(1)
    expect(pupil.heading()).to_have_text("That did not work")
    expect(pupil.page.locator("main")).to_contain_text("1 answer is just on this computer.")
    expect(pupil.page.locator("main")).to_contain_text(refusal["sentence"])
    pupil.look()


def test_after_the_codes_are_entered_again_earlier_answers_are_told_of_and_stay_out_of_sight(
    window: Callable[..., Page], seat: Seat
) -> None:
    earlier = "You answered this before. You can change it."
    first = begin(window(), seat)
    give(first, 1, 2)
    first.has_sent_everything()
    first.go("/answer/review")
    expect(first.heading()).to_have_text("Look through your answers")
    again = begin(window(), seat)
    expect(again.question(3)).to_be_visible()
    expect(again.page.get_by_text(earlier)).to_be_hidden()
    again.press("Back")
    expect(again.question(2)).to_be_visible()
    expect(again.page.get_by_text(earlier)).to_be_visible()
    expect(again.page.locator("#screen input:checked")).to_have_count(0)
    again.look()
    again.page.reload()
    expect(again.page.get_by_text(earlier)).to_be_visible()
    again.has_everything()
    again.press("Next")
    expect(again.question(3)).to_be_visible()
    again.choose(1)
    again.press("Back")
    expect(again.question(2)).to_be_visible()
    again.choose(0)
    expect(again.page.get_by_text(earlier)).to_be_hidden()
    again.press("Next")
    expect(again.question(3)).to_be_visible()
    expect(again.page.locator("#screen input").nth(1)).to_be_checked()
