"""Booklets: every statement once, sheets filled, no name, the truth about who sees what."""

import pytest

from app.audit.models import AuditEvent
from app.db import db as database
from app.instruments.readability import reading_ages
from app.paper.booklets import SIZES, codes_of, mark_of, pages_of, ticks_of
from app.waves.languages import get_place, open_draft
from app.waves.models import Card
from app.waves.wording import who_will_see
from tests.factories import with_form_b
from tests.waves.test_wording import a_plan


@pytest.fixture(params=["school-and-me", "school-and-me-b"])
def instrument(app, request):
    return app.extensions["instruments"].latest(request.param)


def sheet(desk, status=200, **chosen):
    order = {"group": f"course-{desk.course.id}", "for": "cards", "size": "folded", "language": "en", **chosen}
    at = f"/surveys/{desk.survey.id}/paper"
    return desk.browser.post_form(f"{at}/print", order, at=at, status=status)


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
def test_every_question_stands_on_one_page_in_its_order(instrument, size):
    pages = pages_of(instrument, size)
    assert [line.number for page in pages for line in page] == list(range(1, len(instrument.questions) + 1))
    assert max(map(len, pages)) <= size.a_page


def test_folded_pages_fill_their_sheets(instrument):
    assert (len(pages_of(instrument, SIZES["folded"])) + 1) % 4 == 0


def test_form_a_is_eight_small_pages(app):
    assert len(pages_of(app.extensions["instruments"].latest("school-and-me"), SIZES["folded"])) + 1 == 8


def test_each_key_stands_for_the_code_that_the_screen_would_send(instrument):
    for question in instrument.questions:
        ticks = ticks_of(instrument, question)
        assert [tick.key for tick in ticks] == [str(number) for number in range(1, len(ticks) + 1)]
        assert {tick.code for tick in ticks} == {*question.labels, "u"}


def test_keys_become_codes_and_what_is_no_key_is_named(instrument):
    n = len(instrument.questions)
    codes, wrong = codes_of(instrument, ["1", "0", "9", "", *["1"] * (n - 4)])
    assert (codes[:4], wrong) == ("1...", [3, 4])


def test_a_mark_is_of_one_pupil_wave_and_form(app):
    marks = {mark_of(wave, pupil, digest) for wave in (1, 2) for pupil in range(40) for digest in ("a", "b")}
    assert len(marks) > 100
    assert all(len(mark) == 2 for mark in marks)
    assert mark_of(1, 2, "a") == mark_of(1, 2, "a")


def test_one_booklet_for_each_card_and_no_name_in_any(db, desk):
    page = sheet(desk)
    covers = [" ".join("".join(p.itertext()).split()) for p in page.find_all("p", class_="booklet__card")]
    marks = [mark_of(desk.sitting.wave_id, pupil.id, desk.survey.instrument_digest) for pupil in desk.pupils]
    assert covers == [f"Card {number} Mark {mark}" for number, mark in enumerate(marks, 1)]
    for pupil in desk.pupils:
        assert pupil.sealed_family_name not in page.html
        assert pupil.pseudonym not in page.html
    assert len(page.find_all("li", value="45")) == 3


def test_a_class_set_is_one_booklet_with_room_for_the_number(desk):
    page = sheet(desk, **{"for": "class"})
    assert len(page.find_all("article")) == 1
    assert "number:" in page.text
    assert "Mark" not in page.text


def test_printing_makes_missing_cards_and_is_recorded(db, desk):
    db.session.query(Card).delete()
    db.session.commit()
    assert len(sheet(desk).find_all("article")) == 3
    event = db.session.query(AuditEvent).filter_by(action="print booklets").one()
    assert event.detail == {"group": f"course-{desk.course.id}", "booklets": 3}


def test_large_print_and_the_choices_on_offer(desk):
    assert sheet(desk, size="large").find_all("article", class_="booklet--large")
    for wrong in ({"size": "tiny"}, {"language": "pl"}, {"language": "xx"}):
        assert "Choose a size and a language of the list" in sheet(desk, 422, **wrong).text


def test_a_draft_is_printed_only_after_a_leader_said_yes(db, desk):
    at = f"/surveys/{desk.survey.id}/paper"
    assert "Polish" not in desk.browser.page(at).text
    open_draft(get_place(desk.survey.id, desk.course.host_school_id, "ar"), person_id=desk.teacher.id)
    database.session.commit()
    assert "Arabic" in desk.browser.page(at).text
    page = sheet(desk, language="ar")
    assert {each.get("dir") for each in page.find_all("section", lang="ar")} == {"rtl"}
    assert {each.get("dir") for each in page.find_all("div", lang="ar")} == {"rtl"}
    assert "لا تكتب اسمك" in page.text, "the cover speaks Arabic, too"
    assert "Who will see your answers" not in page.text
    arabic = desk.browser.application.extensions["instruments"].latest("school-and-me").in_language("ar")
    assert arabic.questions[0].text in page.html


def test_a_booklet_of_form_b_is_printed_in_a_language_once_both_forms_have_their_yes(db, desk):
    for name, value in with_form_b().items():
        setattr(desk.survey, name, value)
    db.session.query(Card).first().is_beside = True
    ids = desk.survey.id, desk.course.host_school_id, "uk"
    open_draft(get_place(*ids), person_id=desk.teacher.id)
    db.session.commit()
    sheet(desk, 422, language="uk")
    open_draft(get_place(*ids, beside=True), person_id=desk.teacher.id)
    db.session.commit()
    page = sheet(desk, language="uk")
    assert len(page.find_all("li", value="45")) == 2
    assert len(page.find_all("li", value="27")) == 3


def test_a_class_code_of_another_group_prints_nothing(desk):
    order = {"group": "course-999999", "for": "class", "size": "folded", "language": "en"}
    at = f"/surveys/{desk.survey.id}/paper"
    desk.browser.post_form(f"{at}/print", order, at=at, status=404)


def test_on_paper_pupils_are_told_that_an_adult_types():
    sentences = who_will_see(a_plan(), on_paper=True)
    assert any("types what you ticked" in sentence for sentence in sentences)
    assert "Nobody at your school sees your answers one by one." not in sentences
    assert max(reading_ages(sentences).values()) <= 9
    assert max(len(sentence.split()) for sentence in sentences) <= 20
