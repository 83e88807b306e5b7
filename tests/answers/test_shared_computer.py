"""Two pupils at one computer, one after the other: the second finds nothing of the first."""

import pytest

from app.answers import passes
from tests.answers.conftest import Seat, the_response
from tests.pages import words


@pytest.fixture
def left(client, seat):
    """A computer whose first pupil has finished, with the address of the last page."""
    seat.begin()
    seat.send(1, "5")
    return seat.finish().location


def test_after_finishing_the_browser_holds_no_pass(client, left):
    assert client.get_cookie(passes.COOKIE, path=passes.PATH) is None


def test_the_last_page_tells_the_browser_to_wipe_what_it_stored(client, left):
    headers = client.page(left).response.headers
    assert headers["Clear-Site-Data"] == '"cache", "storage"'


def test_stopping_takes_the_pass_as_well(client, seat):
    seat.begin()
    client.page("/answer/stopped")
    assert client.get_cookie(passes.COOKIE, path=passes.PATH) is None


def test_declining_takes_the_pass_as_well(client, seat):
    seat.enter()
    seat.agree("no")
    assert client.get_cookie(passes.COOKIE, path=passes.PATH) is None


@pytest.mark.parametrize("path", ["/answer/questions/1", "/answer/review", "/answer/questions"])
def test_the_pages_of_the_first_pupil_are_closed_to_the_second(client, left, path):
    assert "Enter your codes" in client.page(path, status=410).text


def test_the_second_pupil_starts_with_a_blank(client, left, lesson):
    second = Seat(client, lesson, pupil=1).begin()
    page = second.client.page("/answer/questions/1")
    assert not [one for one in page.find_all("input", type="radio", name="answer") if one.get("checked") is not None]


def test_opening_the_first_page_ends_the_pass_of_whoever_walked_away(client, seat):
    seat.begin()
    seat.send(1, "5")
    page = client.page("/answer")
    assert page.find("input", name="card_code").get("value") == ""
    client.page("/answer/questions/1", status=410)


def test_coming_in_gives_another_pass_than_the_page_before(client, seat):
    client.page("/answer")
    before = client.get_cookie(passes.COOKIE, path=passes.PATH).value
    seat.enter()
    asked = client.get_cookie(passes.COOKIE, path=passes.PATH).value
    seat.agree()
    begun = client.get_cookie(passes.COOKIE, path=passes.PATH).value
    assert len({cookie.split("/")[0] for cookie in (before, asked, begun)}) == 3


@pytest.mark.parametrize(
    "path", ["/answer", "/answer/questions/1", "/answer/review", "/answer/thanks", "/answer/stopped"]
)
def test_no_page_is_ever_stored(client, seat, path):
    seat.begin()
    assert client.get(path).headers["Cache-Control"] == "no-store"


def test_no_answer_in_a_reply_is_stored_either(seat):
    seat.begin()
    assert seat.send(1, "5").response.headers["Cache-Control"] == "no-store"


def test_the_pass_is_out_of_reach_of_scripts_and_of_other_sites(client, seat):
    seat.enter()
    cookie = client.get_cookie(passes.COOKIE, path=passes.PATH)
    assert cookie.http_only
    assert cookie.same_site == "Strict"
    assert cookie.max_age is None, "it must end with the browser"


def test_nothing_is_filled_in_by_the_browser(client, lesson):
    page = client.page("/answer")
    assert page.find("form").get("autocomplete") == "off"
    assert page.find("input", name="card_code").get("autocomplete") == "off"


def clock_of(page):
    """After how many seconds a page without scripts leads where; it must do nothing by the clock where scripts run."""
    ((meta,),) = page.find_all("noscript")
    assert meta.get("http-equiv") == "refresh"
    return meta.get("content").split(";url=")


@pytest.mark.parametrize("path", ["/start", "/questions/1", "/review", "/language", "/who"])
def test_without_scripts_a_screen_that_is_left_alone_asks_and_then_closes_itself(client, seat, path):
    seat.enter() if path == "/start" else seat.begin()
    after, asked = clock_of(client.page(f"/answer{path}"))
    page = client.page(asked)
    then, closed = clock_of(page)
    assert int(after) + int(then) == 20 * 60, "as long as scripts wait"
    assert "Are you still there?" in page.text
    client.page(closed)
    assert client.get_cookie(passes.COOKIE, path=passes.PATH) is None


def test_the_question_whether_somebody_is_there_shows_nothing_and_leads_to_where_the_pupil_was(client, seat):
    seat.begin()
    seat.send(1, "5")
    page = client.page("/answer/still-there")
    assert not page.find_all("input")
    assert "Question" not in words(page.find("main"))
    assert int(clock_of(page)[0]) >= 20, "seconds that anybody needs to say that they are there"
    assert client.get(page.links["Yes, go on"]).location == "/answer/questions/2"


@pytest.mark.parametrize("path", ["", "/stopped", "/thanks", "/who"])
def test_a_screen_with_nothing_of_a_pupil_stays(client, path):
    assert not client.page(f"/answer{path}").find_all("noscript")


@pytest.fixture
def again(seat, browser_of):
    """A pupil who answered two questions and skipped the third, and enters the codes again at another computer."""
    seat.begin()
    for number, answer in ((1, "3"), (2, "5")):
        seat.send(number, answer)
    seat.send(3, move="skip")
    elsewhere = Seat(browser_of(), seat.lesson)
    assert elsewhere.enter().location == "/answer/questions"
    return elsewhere


def chosen_on(page):
    return [one.get("value") for one in page.find_all("input", name="answer") if one.get("checked") is not None]


def said_of(page):
    return [words(answer) for answer in page.find_all("strong")]


EARLIER = "You answered this before. You can change it."


def test_after_the_codes_were_entered_again_earlier_answers_are_told_of_and_not_shown(again):
    assert said_of(again.client.page("/answer/review"))[:4] == ["Answered", "Answered", "Answered", "No answer"]
    page = again.client.page("/answer/questions/1")
    assert chosen_on(page) == []
    assert page.find("p", id="before").get("hidden") is None
    assert words(page.find("p", id="before")) == EARLIER
    assert again.client.page("/answer/questions/4").find("p", id="before").get("hidden") is not None
    held = again.take_up()
    assert (held["answers"], held["seq"], held["number"]) == ("+++" + "." * 42, 3, 4)


def test_an_earlier_answer_may_stay_and_may_be_changed_and_is_shown_from_then_on(again):
    assert again.send(1).location == "/answer/questions/2"
    again.send(2, "1")
    assert the_response().answers[:4] == "31s."
    assert chosen_on(again.client.page("/answer/questions/2")) == ["1"]
    assert again.take_up()["answers"][:4] == "+1+."


def test_who_says_yes_to_what_was_begun_in_another_window_does_not_see_it_either(seat, browser_of):
    elsewhere = Seat(browser_of(), seat.lesson)
    elsewhere.enter()
    seat.begin()
    seat.send(1, "3")
    elsewhere.agree()
    assert elsewhere.take_up()["answers"][0] == "+"


def test_in_the_same_window_own_answers_stay_in_sight(seat):
    seat.begin()
    seat.send(1, "3")
    assert chosen_on(seat.client.page("/answer/questions/1")) == ["3"]
    assert seat.take_up()["answers"][0] == "3"
