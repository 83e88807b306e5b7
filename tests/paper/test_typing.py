"""What a pupil ticked on paper is stored as if it had been chosen on screen, once, and never shown again."""

from datetime import timedelta

import pytest

from app.answers.models import AnswerEvent, Response
from app.audit.models import AuditEvent
from app.db import now
from app.instruments.model import NOT_ANSWERED
from app.instruments.scoring import score_key, scoring_key
from app.paper import booklets
from app.paper.models import PaperEntry
from app.waves.places import list_places
from app.waves.queries import instrument_of
from tests.answers.conftest import Seat
from tests.paper.conftest import TODAY, count_events
from tests.waves.conftest import respond

KEYS = "1234560" * 6 + "123"
CODES = "12345u." * 6 + "123"


def choose(desk, status=303, **asked):
    return desk.browser.page(f"{desk.url}?" + "&".join(f"{k}={v}" for k, v in asked.items()), status)


def test_a_booklet_is_stored_whole_and_finished(db, desk):
    page = desk.type(2, KEYS)
    assert page.location == f"{desk.url}?entered=2"
    stored = desk.response(2)
    assert (stored.state, stored.answers) == ("finished", CODES)
    assert stored.sitting_id == desk.sitting.id
    assert count_events() == 45 - KEYS.count("0")
    assert "Card 2 is entered" in desk.browser.page(page.location).text


def test_scores_are_those_that_the_key_gives(db, desk):
    desk.type(2, KEYS)
    stored, instrument = desk.response(2), instrument_of(desk.survey)
    for number, scale in enumerate(instrument.scales, 1):
        assert getattr(stored, f"score_{number}") == score_key(scoring_key(instrument)[scale.id], CODES)


def test_it_is_kept_who_typed_when_and_that_it_was_paper(db, desk):
    desk.type(2, KEYS)
    entry = db.session.query(PaperEntry).one()
    assert (entry.response_id, entry.entered_by_id) == (desk.response(2).id, desk.teacher.id)
    assert now() - entry.entered_at < timedelta(minutes=1)
    event = db.session.query(AuditEvent).filter_by(action="enter paper booklet").one()
    assert event.detail == {"wave": desk.sitting.wave_id, "group": f"course-{desk.course.id}", "card": 2}


def test_an_event_of_paper_is_an_event_like_any_other(db, desk):
    desk.type(2, KEYS)
    events = db.session.query(AnswerEvent).order_by(AnswerEvent.question).all()
    assert [event.seq for event in events] == list(range(1, len(events) + 1))
    assert not any(event.late for event in events)
    assert events[0].code == "1"


def test_whoever_typed_it_cannot_read_it_back(db, desk):
    desk.type(2, KEYS)
    assert "was entered from paper already" in desk.browser.page(f"{desk.url}/2", 409).text
    for url in (desk.url, f"/sittings/{desk.sitting.id}", f"/sittings/{desk.sitting.id}/cards/2"):
        assert CODES not in desk.browser.get(url).text


def test_typing_it_again_changes_nothing(db, desk):
    token = desk.browser.token(f"{desk.url}/2")
    desk.type(2, KEYS)
    other = {f"q{place}": "1" for place in range(1, 46)}
    again = desk.browser.post(f"{desk.url}/2", data={**other, "csrf_token": token})
    assert again.status_code == 409
    assert desk.response(2).answers == CODES


@pytest.mark.parametrize("state", ["open", "finished", "declined"])
def test_answers_from_the_screen_are_never_written_over(db, desk, state):
    given = respond(desk.sitting.wave, desk.pupils[1], state, desk.sitting)
    given.answers = "3" + NOT_ANSWERED * 44
    token = desk.browser.token(f"{desk.url}/1")
    db.session.commit()
    page = desk.browser.page(f"{desk.url}/2", 409)
    assert "has answers from the screen already" in page.text
    sent = desk.browser.post(f"{desk.url}/2", data={**{f"q{n}": "1" for n in range(1, 46)}, "csrf_token": token})
    assert sent.status_code == 409
    assert desk.response(2).answers == "3" + NOT_ANSWERED * 44
    assert desk.response(2).state == state


def test_a_pupil_who_began_on_screen_without_an_answer_may_change_to_paper(db, desk):
    begun = respond(desk.sitting.wave, desk.pupils[1], "open", desk.sitting)
    lease = begun.lease
    desk.type(2, KEYS)
    assert desk.response(2).answers == CODES
    assert desk.response(2).lease > lease


def test_a_pupil_whose_booklet_is_entered_is_done_on_screen(db, desk, app):
    from app.waves import cards
    from app.waves import queries as surveys

    desk.type(2, KEYS)
    code = cards.code_of(surveys.get_card(desk.survey.id, 2))
    lesson = type("Lesson", (), {"codes": [code], "class_code": desk.sitting.class_code})
    assert "You have finished this survey" in Seat(app.test_client(), lesson).enter(status=409).text


def test_a_booklet_set_aside_can_be_typed_anew(db, desk):
    desk.type(2, KEYS)
    seat = f"/sittings/{desk.sitting.id}/cards/2"
    desk.browser.post_form(f"{seat}/void", at=seat)
    desk.type(2, "3" * 45)
    assert desk.response(2).answers == "3" * 45
    assert db.session.query(Response).count() == 2


def test_a_pupil_who_ticked_no_thank_you_looks_done_and_the_record_cannot_tell(db, desk):
    desk.type(1, KEYS)
    desk.browser.post_form(f"{desk.url}/2", {"declined": "yes"})
    assert desk.response(2).state == "declined"
    assert [place.state for place in list_places(desk.sitting, TODAY)] == ["finished", "finished", "not started"]
    typed, declined = db.session.query(AuditEvent).filter_by(action="enter paper booklet").order_by(AuditEvent.id)
    assert typed.detail == {**declined.detail, "card": 1}
    assert "was entered from paper already" in desk.browser.page(f"{desk.url}/2", 409).text


def test_every_box_needs_a_key_and_what_was_typed_stays(db, desk):
    page = desk.type(2, "12 9" + KEYS[4:], status=422)
    assert page.find("input", id="q1").get("value") == "1"
    assert page.find("input", id="q3").get("aria-invalid") == "true"
    assert "Question 3 has no key of the list" in page.text
    assert "Question 4 has no key of the list" in page.text
    assert count_events() == 0
    assert db.session.query(Response).count() == 0


def test_after_the_lesson_there_is_time_to_type(db, desk):
    desk.sitting.closed_at = now()
    desk.sitting.closes_at = now() - timedelta(hours=2)
    db.session.commit()
    desk.type(2, KEYS)
    assert desk.response(2).state == "finished"


def test_after_the_wave_there_is_not(db, desk):
    token = desk.browser.token(f"{desk.url}/2")
    desk.sitting.wave.closes_on = TODAY - timedelta(days=1)
    db.session.commit()
    sent = desk.browser.post(f"{desk.url}/2", data={**{f"q{n}": "1" for n in range(1, 46)}, "csrf_token": token})
    assert sent.status_code == 409
    assert "This wave is not open today" in desk.browser.page(f"{desk.url}/2", 409).text
    assert count_events() == 0


def test_a_booklet_typed_twice_alike_is_stored(db, desk):
    page = desk.type(2, KEYS, status=200, twice="yes")
    assert "once more" in page.find("h1").text
    assert {box.get("value") for box in page.find_all("input") if box.get("id", "").startswith("q")} == {""}
    assert count_events() == 0
    assert CODES not in page.html
    again = desk.type(2, KEYS, twice="yes", first=page.find("input", name="first").get("value"))
    assert again.location == f"{desk.url}?entered=2&twice=yes"
    assert desk.response(2).answers == CODES


def test_where_the_two_differ_the_teacher_looks_and_then_it_is_stored(db, desk):
    first = desk.type(2, KEYS, status=200, twice="yes").find("input", name="first").get("value")
    page = desk.type(2, "5" + KEYS[1:], status=422, twice="yes", first=first)
    assert "Question 1 is not what you typed before" in page.text
    assert count_events() == 0
    assert page.find("input", name="looked").get("value") == "yes"
    desk.type(2, KEYS, twice="yes", looked="yes")
    assert desk.response(2).answers == CODES


def test_the_first_typing_of_another_card_is_not_compared(db, desk):
    first = desk.type(1, KEYS, status=200, twice="yes").find("input", name="first").get("value")
    page = desk.type(2, KEYS, status=200, twice="yes", first=first)
    assert "once more" in page.find("h1").text
    assert count_events() == 0


def test_a_card_is_chosen_by_number_and_mark(db, desk):
    digest = desk.survey.instrument_digest
    mark = booklets.mark_of(desk.sitting.wave_id, desk.pupils[1].id, digest)
    assert choose(desk, number=2, mark=mark.lower()).location == f"{desk.url}/2"
    assert choose(desk, number=2, mark="").location == f"{desk.url}/2"
    other = booklets.mark_of(desk.sitting.wave_id, desk.pupils[2].id, digest)
    page = choose(desk, 422, number=2, mark=other)
    assert "This mark does not belong to that card" in page.text
    assert page.find("input", id="number").get("value") == "2"


@pytest.mark.parametrize("number", ["99", "0", "-1", "two", ""])
def test_a_number_without_a_card_is_said_so(desk, number):
    assert "There is no card of that number in this group" in choose(desk, 422, number=number, mark="").text


def test_the_page_says_which_cards_are_left(desk):
    desk.type(2, KEYS)
    assert "Not done yet: cards 1, 3." in desk.browser.page(desk.url).text


def test_45_answers_are_45_boxes_in_the_order_of_the_booklet(desk):
    page = desk.browser.page(f"{desk.url}/1")
    boxes = [box for box in page.find_all("input") if box.get("id", "").startswith("q")]
    assert [box.get("id") for box in boxes] == [f"q{number}" for number in range(1, 46)]
    assert boxes[0].get("autofocus") is not None
    assert {box.get("data-keys") for box in boxes} == {"0123456"}
    assert "1 Never, 2 Rarely, 3 Sometimes, 4 Often, 5 Always, 6 Not sure" in page.text
