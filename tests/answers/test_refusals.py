"""When an answer is not taken: too late, not allowed, hostile. Each time a plain sentence, and nothing is stored."""

from contextlib import nullcontext
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

import pytest
import time_machine
from sqlalchemy import update

from app.answers import guessing, passes, queries
from app.answers.door import NOBODY
from app.answers.models import Response
from app.answers.standing import SittingClosed, WaveClosed, check_time
from app.db import db as database
from app.db import now
from app.waves import codes
from tests import factories
from tests.answers.conftest import Seat, a_card, a_lesson, count_events, the_response
from tests.pages import Page


def change(thing, **values):
    for name, value in values.items():
        setattr(thing, name, value)
    database.session.commit()


@pytest.fixture
def midway(seat):
    """A pupil who has answered one statement and is refused all others; the first stays as it was."""
    seat.begin()
    seat.send(1, "3")
    hidden, client = seat.hidden, seat.client

    def send(answer="4", number=2, status=409, **more):
        data = {**hidden, "move": "next", "answer": answer, **more}
        return Page(client, client.post(f"/answer/questions/{number}", data=data), status)

    yield SimpleNamespace(send=send, seat=seat, client=client, lesson=seat.lesson, hidden=hidden)
    assert count_events() == 1, "what was refused was stored"
    assert the_response().answers == "3" + "." * 44


def test_a_closed_sitting_takes_no_more_answers(midway):
    change(midway.lesson.sitting, closed_at=now())
    assert "The time for this survey is over for now" in midway.send(status=409).text


def test_a_sitting_whose_time_is_over_takes_no_more_answers(midway):
    change(midway.lesson.sitting, closes_at=now() - timedelta(seconds=1))
    assert "All your answers are kept" in midway.send(status=409).text


def test_a_wave_that_is_over_takes_no_more_answers(midway):
    wave = midway.lesson.survey.waves[0]
    change(wave, opens_on=now().date() - timedelta(days=9), closes_on=now().date() - timedelta(days=2))
    assert "This survey is not open today" in midway.send(status=410).text


def test_a_void_response_takes_no_more_answers(midway):
    change(the_response(), state="void")
    assert "Your teacher has wiped these answers" in midway.send(status=410).text


def test_a_finished_response_takes_no_more_answers(midway):
    change(the_response(), state="finished")
    page = midway.send(status=409)
    assert "You have finished this survey" in page.text
    assert "".join(page.find("h1").itertext()) == "Thank you"


def test_a_replaced_card_takes_no_more_answers(midway):
    change(midway.lesson.cards[0], issue=2)
    assert "You have a new card now" in midway.send(status=410).text


@pytest.mark.parametrize("path", ["/answer/questions", "/answer/questions/2", "/answer/review"])
def test_pages_of_a_closed_sitting_say_so(midway, path):
    change(midway.lesson.sitting, closed_at=now())
    assert "The time for this survey is over" in midway.client.page(path, status=409).text


@pytest.mark.parametrize(
    "answer", ["9", "0", "-", ".", "p", "5 5", "55", "é", "５", "' or 1=1 --", "<script>", "5" * 9000]
)
def test_a_value_the_question_does_not_offer_is_refused(midway, answer):
    assert "Choose one of the answers" in midway.send(answer, status=422).text


@pytest.mark.parametrize("number", [0, 46, 999])
def test_a_question_that_does_not_exist_is_not_found(midway, number):
    midway.send(number=number, status=404)


def test_a_nul_is_refused(midway):
    midway.send("\x00", status=400)


@pytest.mark.parametrize("lease", ["", "x", "-1", "2", "9" * 12, "1.0"])
def test_a_form_with_a_lease_there_is_none_of_is_refused(midway, lease):
    assert "could not be read" in midway.send(lease=lease, status=400).text


@pytest.mark.parametrize("token", ["", "x", "0" * 32, "é" * 32])
def test_a_form_without_its_token_is_refused(midway, token):
    assert "Enter your codes to carry on" in midway.send(csrf_token=token, status=400).text


def test_a_form_from_another_site_is_refused(midway):
    data = {**midway.hidden, "answer": "4"}
    reply = midway.client.post("/answer/questions/2", data=data, headers={"Sec-Fetch-Site": "cross-site"})
    assert reply.status_code == 400


def test_another_pupils_token_is_refused(midway, browser_of):
    other = Seat(browser_of(), midway.lesson, pupil=1)
    other.enter()
    midway.send(csrf_token=other.client.token("/answer/start"), status=400)


def test_a_huge_body_is_refused(midway):
    midway.send("5", more="x" * 200_000, status=413)


def test_a_changed_pass_opens_nothing(midway):
    cookie = midway.client.get_cookie(passes.COOKIE, path=passes.PATH).value
    first, rest = cookie.split("/", 1)
    midway.client.set_cookie(passes.COOKIE, f"{first}x/{rest}", path=passes.PATH)
    midway.client.page("/answer/questions/2", status=410)


def test_a_pass_of_an_earlier_lesson_opens_nothing(midway):
    with time_machine.travel(now() + timedelta(seconds=passes.LONGEST_LESSON + 5), tick=False):
        midway.client.page("/answer/questions/2", status=410)


@pytest.mark.parametrize("cookie", ["", "x", "a/b/c/d/e/f", "....", "é", "a/b/1/2/3.sig"])
def test_a_made_up_pass_opens_nothing(client, lesson, cookie):
    client.set_cookie(passes.COOKIE, cookie, path=passes.PATH)
    assert "Enter your codes" in client.page("/answer/questions/1", status=410).text


@pytest.mark.parametrize("path", ["/answer/start", "/answer/questions", "/answer/questions/1", "/answer/review"])
def test_who_has_not_come_in_sees_nothing(client, lesson, path):
    client.page("/answer")
    assert "Enter your codes" in client.page(path, status=410).text


def test_an_unknown_class_code_is_named(seat):
    page = seat.enter(status=422, class_code="CCCCCC")
    assert "We do not know this class code" in page.text
    assert page.find("input", name="card_code").get("value") == seat.code


def test_an_unknown_card_is_named(seat):
    assert "We do not know this card here" in seat.enter(status=422, card_code="CCCCCCCC").text


def test_a_card_of_another_survey_does_not_open_this_one(seat):
    change(seat.lesson.sitting, class_code="MMMM33")
    ours, card = seat.lesson.survey, seat.lesson.cards[0]
    beside = factories.a_survey(ours.partnership, *ours.courses)
    _, of_the_same_pupil = a_card(beside, card.pupil)
    for code in (a_lesson(1).codes[0], of_the_same_pupil):
        page = seat.enter(status=422, class_code="MMMM33", card_code=code)
        assert "We do not know this card here" in page.text


def test_the_code_of_a_replaced_card_is_unknown(seat):
    card = seat.lesson.cards[0]
    fresh = codes.card_code(card.survey_id, card.pupil_id, 2)
    change(card, issue=2, code_fingerprint=codes.card_fingerprint(fresh))
    assert "We do not know this card here" in seat.enter(status=422).text
    assert seat.enter(card_code=fresh).location == "/answer/start"


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("class_code", "", "Type the class code"),
        ("card_code", "", "Type the code that is on your card"),
        ("class_code", "KTM", "A class code has 6 letters and figures"),
        ("card_code", "KTMR", "A card code has 8 letters and figures"),
    ],
)
def test_a_code_that_cannot_be_one_is_answered_with_what_to_do(seat, field, typed, sentence):
    assert sentence in seat.enter(status=422, **{field: typed}).text


def test_a_closed_class_code_is_unknown(seat):
    change(seat.lesson.sitting, closed_at=now())
    assert "We do not know this class code" in seat.enter(status=422).text


def test_a_wave_that_is_not_open_today_admits_nobody(seat):
    wave = seat.lesson.survey.waves[0]
    change(wave, opens_on=now().date() + timedelta(days=2), closes_on=now().date() + timedelta(days=9))
    assert "This survey is not open today" in seat.enter(status=410).text


def test_who_has_finished_is_not_admitted_again(seat, client):
    seat.begin()
    seat.finish()
    assert "You have finished this survey" in seat.enter(status=409).text


def test_after_a_void_the_pupil_begins_anew(seat, client):
    seat.begin()
    seat.send(1, "5")
    change(the_response(), state="void")
    assert seat.enter().location == "/answer/start"
    seat.agree()
    assert client.page("/answer/questions", status=303).location == "/answer/questions/1"


def test_guessing_codes_from_one_address_is_answered_with_too_many(seat, monkeypatch):
    monkeypatch.setattr(guessing, "OF_ADDRESS", "3 per 10 minutes")
    for _ in range(3):
        seat.enter(status=422, card_code="CCCCCCCC")
    assert "There were many wrong codes" in seat.enter(status=429, card_code="CCCCCCCC").text
    for _ in range(3):
        seat.enter(status=422, class_code="CCCCCC")
    assert "There were many wrong codes" in seat.enter(status=429, class_code="CCCCCC").text


def test_wrong_codes_in_one_lesson_count_for_no_other(seat, browser_of, monkeypatch):
    monkeypatch.setattr(guessing, "OF_ADDRESS", "1 per 10 minutes")
    change(seat.lesson.sitting, class_code="MMMM33")
    other = Seat(browser_of(), a_lesson(1))
    for status in (422, 429):
        seat.enter(status=status, class_code="MMMM33", card_code="CCCCCCCC")
    other.enter(status=422, card_code="CCCCCCCC")


def test_a_card_of_another_class_is_sent_to_the_teacher_and_locks_nobody_out(lesson, client, monkeypatch):
    monkeypatch.setattr(guessing, "OF_ADDRESS", "2 per 10 minutes")
    school = lesson.survey.courses[0].host_school
    other = factories.a_course(lesson.survey.partnership, school)
    lesson.survey.courses.append(other)
    _, code = a_card(lesson.survey, factories.a_pupil(school, other), number=9)
    seat = Seat(client, lesson)
    for _ in range(2):
        assert "This card is for another class. Ask your teacher." in seat.enter(status=422, card_code=code).text
    seat.enter(status=429, card_code=code)
    assert seat.enter().location == "/answer/start"


def test_a_card_of_another_year_group_does_not_open_a_lesson_of_one(lesson, client):
    school = lesson.survey.courses[0].host_school
    lesson.survey.schools.append(school)
    change(lesson.sitting, course_id=None, school_id=school.id, year_group="10")
    _, code = a_card(lesson.survey, factories.a_pupil(school, year_group="9"), number=9)
    seat = Seat(client, lesson)
    assert "another class" in seat.enter(status=422, card_code=code).text
    assert seat.enter().location == "/answer/start"


def set_aside_after_the_first_look(monkeypatch, state):
    """As on a database where a teacher's change falls between the read and the write of a pupil's last press."""
    real, looks = queries.find_standing, []

    def look(ticket):
        found = real(ticket)
        if not looks:
            database.session.execute(update(Response).values(state=state))
        looks.append(found)
        return found

    monkeypatch.setattr(queries, "find_standing", look)


def test_who_was_set_aside_in_the_moment_of_finishing_is_told_so(seat, client, monkeypatch):
    seat.begin()
    hidden = seat.hidden
    set_aside_after_the_first_look(monkeypatch, "void")
    reply = client.post("/answer/finish", data=hidden)
    assert reply.status_code == 410
    assert "Your teacher has wiped these answers" in reply.text


def test_finishing_in_two_windows_at_once_is_finishing_once(seat, client, monkeypatch):
    seat.begin()
    hidden = seat.hidden
    set_aside_after_the_first_look(monkeypatch, "finished")
    assert client.post("/answer/finish", data=hidden).status_code == 303


def test_saying_no_takes_back_what_was_begun_in_another_window(seat, lesson, browser_of):
    other = Seat(browser_of(), lesson)
    other.enter()
    seat.begin()
    seat.send(1, "3")
    other.agree("no")
    assert the_response().state == "declined"
    other.enter()
    other.agree("yes")
    assert (the_response().state, the_response().answers[0]) == ("open", "3")


def test_saying_no_after_finishing_in_another_window_is_told_that_it_is_finished(seat, lesson, browser_of):
    other = Seat(browser_of(), lesson)
    other.enter()
    seat.begin().finish()
    assert "You have finished this survey" in other.agree("no", status=409).text
    assert the_response().state == "finished"


@pytest.mark.parametrize("address", ["/answer/KTMR4", "/answer/no/such/page"])
def test_an_address_typed_wrongly_leads_back_to_the_codes(client, address):
    page = client.page(address, status=404)
    assert page.links["Enter codes"] == "/answer"
    assert "press “Enter codes”" in page.text


LESSON_ENDS = datetime(2026, 11, 2, 10, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("moment", "refusal"),
    [
        (LESSON_ENDS - timedelta(seconds=1), None),
        (LESSON_ENDS, SittingClosed),
        (LESSON_ENDS + timedelta(days=1), SittingClosed),
    ],
)
def test_a_lesson_ends_at_its_last_moment(moment, refusal):
    told = pytest.raises(refusal) if refusal else nullcontext()
    with told:
        check_time(a_standing(closes_at=LESSON_ENDS), NOBODY, moment)


@pytest.mark.parametrize(("days", "is_open"), [(-1, False), (0, True), (9, True), (10, False)])
def test_a_wave_is_open_on_its_first_day_and_on_its_last(days, is_open):
    moment = LESSON_ENDS + timedelta(days=days)
    told = nullcontext() if is_open else pytest.raises(WaveClosed)
    with told:
        check_time(a_standing(closes_at=moment + timedelta(hours=1)), NOBODY, moment)


def a_standing(*, closes_at):
    """A lesson that nobody closed, in a wave of ten days from the second of November."""
    first, last = date(2026, 11, 2), date(2026, 11, 11)
    return SimpleNamespace(closed_at=None, closes_at=closes_at, until=None, opens_on=first, closes_on=last)
