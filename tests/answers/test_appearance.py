"""How the pages look to a pupil: chosen on any page, kept with the card, told to nobody."""

import base64

import pytest

from app.answers import passes
from app.config import ROOT
from app.db import db as database
from app.waves.models import Card
from app.web import appearance
from app.web.appearance import CHOICES, Appearance
from tests.answers.conftest import Seat, the_response
from tests.factories import a_person

CHOSEN = {"text": "32", "theme": "dark", "spacing": "widest", "symbols": "on", "speed": "slow", "scan": "two"}


def choose(seat, page="/answer/start", at="", **chosen):
    return seat.client.post_form("/answer/appearance", {**chosen, "at": at}, at=page)


def looks(page):
    """What was chosen, as the page's root element has it."""
    return {name.removeprefix("data-"): value for name, value in page.find("html").items() if name.startswith("data-")}


def checked(page):
    radios = page.find_all("input", type="radio")
    return {one.get("name"): one.get("value") for one in radios if one.get("checked") is not None}


def kept(lesson):
    database.session.rollback()
    database.session.expire_all()
    return database.session.get(Card, lesson.cards[0].id).appearance


def test_the_usual_is_no_text_and_every_choice_comes_back_from_its_text():
    assert str(Appearance()) == ""
    for name, (_, values) in CHOICES.items():
        for value in values:
            one = Appearance.of({name: value})
            assert Appearance.read(str(one)) == one
            assert getattr(one, name) == value


def test_the_longest_text_has_room_in_its_column():
    longest = {name: max(values, key=len) for name, (_, values) in CHOICES.items()}
    assert len(str(Appearance.of(longest))) < Card.__table__.c.appearance.type.length


@pytest.mark.parametrize("text", ["", "x", "text-99", "theme-dark.theme", "no-such.text--", "<script>", "." * 999])
def test_what_we_do_not_know_is_the_usual(text):
    assert Appearance.read(text) == Appearance()


def test_every_page_of_a_pupil_on_the_way_has_the_panel(client, seat):
    assert list(checked(client.page("/answer")).values()) == ["20", "normal", "computer", "survey", "normal", "off"]
    seat.enter()
    assert client.page("/answer/start").find("details", id="look") is not None
    seat.agree()
    for address in ("/answer/questions/1", "/answer/review", "/answer/language"):
        assert client.page(address).find("details", id="look") is not None


def test_what_is_chosen_holds_on_every_page_to_the_last(client, seat):
    seat.enter()
    assert looks(client.page("/answer/start")) == {}
    assert choose(seat, **CHOSEN).location == "/answer/start"
    assert looks(client.page("/answer/start")) == CHOSEN
    seat.agree()
    for address in ("/answer/questions/1", "/answer/review", "/answer/language"):
        assert looks(client.page(address)) == CHOSEN
        assert CHOSEN.items() <= checked(client.page(address)).items()
    seat.send(1, "3")
    assert looks(client.page(seat.finish().location)) == CHOSEN


def test_the_last_page_looks_so_once_and_its_address_does_not_tell_it(client, seat):
    seat.begin()
    choose(seat, page="/answer/review", **CHOSEN)
    address = seat.finish().location
    said = base64.urlsafe_b64decode(address.partition("survey=")[2].partition(".")[0] + "==").decode()
    assert said == str(seat.lesson.survey.id)
    assert looks(client.page(address)) == CHOSEN
    assert looks(client.page(address)) == {}, "the next pupil presses the Back button"


def test_who_leaves_before_the_last_page_hands_nothing_on_to_the_next_pupil(client, seat, lesson):
    seat.begin()
    choose(seat, page="/answer/review", **CHOSEN)
    address = seat.finish().location
    Seat(client, lesson, pupil=1).enter()
    assert looks(client.page(address)) == {}


def test_a_refusal_and_the_page_after_stopping_look_the_same(client, seat):
    seat.begin()
    choose(seat, page="/answer/review", theme="contrast")
    assert looks(client.page("/answer/questions/99", status=404)) == {"theme": "contrast"}
    assert looks(client.page("/answer/stopped")) == {"theme": "contrast"}


def test_it_leads_back_to_where_the_pupil_was_and_changes_no_answer(client, seat):
    seat.begin()
    seat.send(1, "4")
    before = the_response().answers
    assert choose(seat, page="/answer/questions/2", at="2", text="24").location == "/answer/questions/2"
    assert choose(seat, page="/answer/review", at="review", text="24").location == "/answer/review"
    assert the_response().answers == before


def test_it_follows_the_card_to_another_computer(app, client, seat, lesson):
    seat.begin()
    choose(seat, page="/answer/review", **CHOSEN)
    assert Appearance.read(kept(lesson)) == Appearance.of(CHOSEN)
    other = Seat(app.test_client(), lesson)
    other.enter()
    assert looks(other.client.page("/answer/questions/1")) == CHOSEN


def test_the_usual_chosen_again_is_kept_too(client, seat, lesson):
    seat.begin()
    choose(seat, page="/answer/review", **CHOSEN)
    choose(seat, page="/answer/review")
    assert kept(lesson) == ""
    assert looks(client.page("/answer/review")) == {}


def test_before_the_codes_only_the_page_has_it_with_what_was_typed(client, seat):
    typed = {"class_code": "KTM", "card_code": "abc", "theme": "cream"}
    page = client.post_form("/answer/appearance", typed, status=200, at="/answer")
    assert looks(page) == {"theme": "cream"}
    assert page.find("input", name="card_code").get("value") == "abc"
    assert client.get_cookie(appearance.COOKIE, path=appearance.PATH) is None
    assert looks(client.page("/answer")) == {}


def test_what_was_chosen_at_the_door_comes_in_with_the_pupil(client, seat, lesson):
    seat.enter(theme="cream")
    assert looks(client.page("/answer/start")) == {"theme": "cream"}
    assert kept(lesson) == "theme-cream"


def test_a_wrong_code_keeps_the_page_as_it_was_chosen(client, seat):
    assert looks(seat.enter(status=422, card_code="WWWW", text="32")) == {"text": "32"}


def test_the_next_pupil_at_the_computer_finds_the_usual(client, seat, lesson):
    seat.begin()
    choose(seat, page="/answer/review", **CHOSEN)
    assert looks(client.page("/answer")) == {}
    Seat(client, lesson, pupil=1).enter()
    assert looks(client.page("/answer/start")) == {}


@pytest.mark.parametrize("way", ["/answer/stopped", "/answer"])
def test_nothing_of_it_stays_in_the_browser(client, seat, way):
    seat.begin()
    choose(seat, page="/answer/review", **CHOSEN)
    cookie = client.get_cookie(appearance.COOKIE, path=appearance.PATH)
    assert cookie.http_only
    assert cookie.max_age is None, "it must end with the browser"
    client.page(way)
    assert client.get_cookie(appearance.COOKIE, path=appearance.PATH) is None


def test_a_pass_is_needed(client, seat):
    seat.begin()
    token = seat.token
    client.delete_cookie(passes.COOKIE, path=passes.PATH)
    assert client.post("/answer/appearance", data={"csrf_token": token, "theme": "dark"}).status_code == 400
    assert kept(seat.lesson) == ""


def test_no_page_or_file_for_staff_tells_it(app, client, seat, lesson, browser_of):
    seat.begin()
    choose(seat, page="/answer/review", **CHOSEN)
    seat.finish()
    text = kept(lesson)
    head = browser_of(a_person("leader", school=lesson.sitting.course.host_school))
    survey = lesson.survey.id
    for url in (
        f"/sittings/{lesson.sitting.id}",
        f"/surveys/{survey}",
        f"/surveys/{survey}/cards",
        f"/results/{survey}",
    ):
        said = head.get(url).text
        assert text not in said
        assert not any(f"{name}-{value}" in said for name, value in CHOSEN.items())


def test_only_what_makes_a_pupils_page_reads_it():
    files = {
        path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8") for path in (ROOT / "app").rglob("*.*y")
    }
    assert {name for name, text in files.items() if "card.appearance" in text.lower()} == {"app/answers/actions.py"}


def test_form_a_has_a_picture_for_each_answer_and_one_for_not_being_sure(client, seat):
    seat.begin()
    page = client.page("/answer/questions/1")
    drawn = page.root.findall(".//*[@class='choice__face choice__symbol symbol']")
    assert len(drawn) == 6
