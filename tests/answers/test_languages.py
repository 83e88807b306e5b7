"""A pupil reads in their own language, changes it at any time, and keeps every answer."""

import pytest

from app.answers.models import ResponseLanguage
from app.db import db as database
from app.waves import languages
from app.waves.models import Card, LanguageOpening
from app.waves.queries import instrument_of
from tests.answers.conftest import Seat, a_lesson, the_response
from tests.factories import a_person
from tests.pages import PageClient


@pytest.fixture
def lesson(db):
    """A lesson where a leader has said yes to Polish, Arabic and Urdu."""
    lesson = a_lesson()
    open_for(lesson, "pl", "ar", "ur")
    return lesson


@pytest.fixture
def seat(app, lesson):
    app.test_client_class = PageClient
    return Seat(app.test_client(), lesson)


def open_for(lesson, *codes):
    translations = instrument_of(lesson.survey).translations
    (school,) = lesson.sitting.school_ids
    for code in codes:
        opening = LanguageOpening(
            survey_id=lesson.survey.id, school_id=school, language=code, digest=translations[code].digest
        )
        database.session.add(opening)
    database.session.commit()


def choose(seat, language, at="", page="/answer/language", **more):
    status = 200 if page.startswith("/answer/K") or page == "/answer" else 303
    return seat.client.post_form("/answer/language", {"language": language, "at": at, **more}, at=page, status=status)


def of(page):
    html = page.find("html")
    return html.get("lang"), html.get("dir")


def names(page):
    return [button.text for button in page.find_all("button") if button.get("name") == "language"]


def test_the_first_screen_offers_what_a_lesson_has_by_native_names(seat):
    page = seat.client.page("/answer")
    assert names(page) == ["English", "Polski", "العربية", "اردو"]
    assert of(page) == ("en", "ltr")


def test_without_a_leaders_yes_there_is_nothing_to_choose(app, db):
    app.test_client_class = PageClient
    seat = Seat(app.test_client(), a_lesson())
    assert names(seat.client.page("/answer")) == []
    seat.begin()
    assert "Language" not in seat.client.page("/answer/questions/1").text


def test_what_is_chosen_at_the_door_holds_to_the_end(seat):
    assert of(choose(seat, "pl", page="/answer")) == ("pl", "ltr")
    page = seat.client.page("/answer")
    assert of(page) == ("pl", "ltr")
    assert "Zacznij ankietę" in page.text
    seat.enter()
    page = seat.client.page("/answer/start")
    assert "Czy chcesz wziąć udział?" in page.text
    assert "45 krótkich pytań o ciebie i twoją szkołę." in page.text
    seat.agree()
    page = seat.client.page("/answer/questions/1")
    assert "Potrafię znaleźć w szkole spokojne miejsce." in page.text
    assert "Pytanie 1 z 45 · Część 1 z 5" in page.text
    seat.send(1, "3")
    page = seat.finish()
    last = seat.client.page(page.location)
    assert "Dziękujemy" in last.text
    assert of(last) == ("pl", "ltr")


def test_what_was_typed_and_how_it_looks_outlive_the_choice_at_the_door(seat):
    page = choose(seat, "ar", page="/answer", class_code="KTMR47", card_code="abc", text="32", theme="dark")
    assert (page.find("html").get("data-text"), page.find("html").get("data-theme")) == ("32", "dark")
    typed = [page.find("input", name=name).get("value") for name in ("class_code", "card_code")]
    assert typed == ["KTMR47", "abc"]
    assert page.find_all("p", **{"class": "error"}) == []


def test_a_class_code_in_the_address_stands_in_the_form_that_goes_along(seat):
    page = seat.client.page("/answer/KTMR47")
    assert page.find("input", name="class_code").get("value") == "KTMR47"
    buttons = [button for button in page.find_all("button") if button.get("name") == "language"]
    assert {(one.get("form"), one.get("formaction")) for one in buttons} == {("codes", "/answer/language")}


def test_changing_it_midway_keeps_every_answer_and_the_place(seat):
    seat.begin()
    seat.send(1, "4")
    seat.send(2, "2")
    before = the_response().answers
    assert choose(seat, "ar", at="3").location == "/answer/questions/3"
    page = seat.client.page("/answer/questions/3")
    assert of(page) == ("ar", "rtl")
    assert "السؤال 3 من 45" in page.text
    assert the_response().answers == before
    seat.send(3, "5")
    assert choose(seat, "en", at="review").location == "/answer/review"
    page = seat.client.page("/answer/review")
    assert of(page) == ("en", "ltr")
    assert the_response().answers == "425" + "." * 42


def test_the_language_button_saves_what_was_chosen_and_needs_no_script(seat):
    seat.begin()
    page = seat.send(1, "4", move="language")
    assert page.location == "/answer/language?at=1"
    assert the_response().answers[0] == "4"
    page = seat.client.page(page.location)
    assert names(page) == ["English", "Polski", "العربية", "اردو"]
    assert "/answer/questions/1" in page.links.values()


def test_a_language_follows_the_card_to_another_computer(app, seat, lesson):
    seat.begin()
    choose(seat, "ur", at="1")
    other = Seat(app.test_client(), lesson)
    other.enter()
    assert of(other.client.page("/answer/questions/1")) == ("ur", "rtl")


def test_the_next_pupil_at_the_computer_starts_in_english(seat, lesson):
    choose(seat, "pl", page="/answer")
    seat.begin()
    stopped = seat.client.page("/answer/stopped")
    assert "Wszystkie twoje odpowiedzi są zapisane." in stopped.text
    assert of(seat.client.page("/answer")) == ("en", "ltr")
    seat.code = lesson.codes[1]
    seat.enter()
    assert of(seat.client.page("/answer/start")) == ("en", "ltr")


def test_a_language_nobody_opened_cannot_be_taken(seat):
    seat.begin()
    choose(seat, "uk", at="1")
    assert of(seat.client.page("/answer/questions/1")) == ("en", "ltr")
    choose(seat, "xx", at="1")
    assert of(seat.client.page("/answer/questions/1")) == ("en", "ltr")


def test_a_yes_taken_back_holds_from_the_next_entry(app, seat, lesson):
    seat.begin()
    choose(seat, "pl", at="1")
    database.session.query(LanguageOpening).delete()
    database.session.commit()
    again = Seat(app.test_client(), lesson)
    again.enter()
    assert of(again.client.page("/answer/questions/1")) == ("en", "ltr")


def test_the_same_in_english_stands_behind_a_button_and_is_marked_as_english(seat):
    seat.begin()
    assert "Show in English" not in seat.client.page("/answer/questions/1").text
    choose(seat, "ar", at="1")
    page = seat.client.page("/answer/questions/1")
    (english,) = [div for div in page.find_all("div") if div.get("lang") == "en"]
    said = "".join(english.itertext())
    assert english.get("dir") == "ltr"
    assert "I can find a calm place at school." in said
    assert "Rarely" in said


def test_the_review_says_answers_in_the_language(seat):
    seat.begin()
    seat.send(1, "5")
    seat.send(2, move="skip")
    seat.send(3, "u")
    choose(seat, "pl", at="review")
    answers = ["".join(said.itertext()) for said in seat.client.page("/answer/review").find_all("strong")]
    assert answers[:4] == ["Zawsze", "Pominięto", "Nie mam pewności", "Brak odpowiedzi"]


def test_the_sheet_and_the_script_speak_the_language(seat):
    seat.begin()
    choose(seat, "pl", at="1")
    page = seat.client.get("/answer/questions/1").text
    assert '<p data-word="waiting.few">{n} odpowiedzi są jeszcze na tym komputerze.' in page
    assert '<p data-word="saved">Zapisano</p>' in page
    sheet = seat.client.get("/answer/sheet").text
    assert "Słucham, aż wiem, co mam zrobić." in sheet


def test_refusals_speak_the_language(seat, lesson):
    seat.begin()
    choose(seat, "pl", at="1")
    lesson.sitting.closed_at = lesson.sitting.opened_at
    hidden = {"csrf_token": seat.client.token("/answer/language"), "lease": "1"}
    database.session.commit()
    reply = seat.client.post("/answer/take-up", data=hidden)
    assert reply.json["sentence"].startswith("Czas na tę ankietę")
    page = seat.client.page("/answer/questions/1", status=409)
    assert "Czas na tę ankietę na razie minął." in page.text
    assert "To się nie udało" in page.text


def test_wrong_codes_are_answered_in_the_language(seat):
    choose(seat, "pl", page="/answer")
    assert "Kod klasy ma tyle liter i cyfr: 6." in seat.enter(status=422, class_code="K").text
    assert "Nie znamy tego kodu klasy." in seat.enter(status=422, class_code="WWWWWW").text


def test_researchers_can_count_in_which_words_a_response_was_read(seat, lesson):
    seat.begin()
    assert database.session.query(ResponseLanguage).count() == 0
    for language in ("pl", "pl", "ar", "en"):
        choose(seat, language, at="1")
    noted = {(one.language, one.digest) for one in database.session.query(ResponseLanguage)}
    translations = instrument_of(lesson.survey).translations
    assert noted == {(code, translations[code].digest) for code in ("pl", "ar")}


def test_a_language_chosen_before_the_yes_is_noted_with_it(seat):
    choose(seat, "ur", page="/answer")
    seat.begin()
    assert [one.language for one in database.session.query(ResponseLanguage)] == ["ur"]


def test_no_page_for_staff_tells_a_pupils_language(seat, lesson, browser_of):
    choose(seat, "ur", page="/answer")
    seat.begin()
    card = database.session.get(Card, lesson.cards[0].id)
    assert card.language == "ur"
    head = a_person("leader", school=lesson.sitting.course.host_school)
    for url in (f"/sittings/{lesson.sitting.id}", f"/surveys/{lesson.survey.id}/cards"):
        text = browser_of(head).page(url).html
        assert "Urdu" not in text
        assert "اردو" not in text


def test_offered_languages_are_those_of_all_lessons_until_the_lesson_is_known(lesson):
    assert languages.offered_anywhere() == ("en", "pl", "ar", "ur")
