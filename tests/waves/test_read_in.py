"""In which languages a survey was answered: counts for those who read figures, and of nobody in particular."""

from datetime import timedelta

import pytest

from app.answers.models import ResponseLanguage
from app.waves import read_in
from app.web.filters import today
from tests.factories import a_person, a_pupil
from tests.waves.conftest import respond


@pytest.fixture
def answered(db, field, sitting):
    """Forty-five pupils of a wave that is over: so many in each language, one in two."""

    def make(**sizes):
        for language, n in sizes.items():
            for _ in range(n):
                response = respond(field.wave, a_pupil(field.host, field.course), "finished", sitting)
                db.session.flush()
                for one in () if language == "en" else ("pl", "uk") if language == "both" else (language,):
                    row = {"response_id": response.id, "language": one, "digest": "d"}
                    db.session.add(ResponseLanguage(**row))
        field.wave.opens_on, field.wave.closes_on = today() - timedelta(days=9), today() - timedelta(days=1)
        db.session.commit()
        return read_in.of_survey(field.survey, today())

    return make


def texts(released):
    return {
        row.label: dict(zip(released.columns, [cell.text for cell in row.cells], strict=True)) for row in released.rows
    }


def test_enough_of_each_are_counted(answered):
    assert texts(answered(en=20, pl=8, ar=7)) == {
        "Before": {"English": "20", "Polish": "8", "Arabic": "7", "Total": "35"}
    }


def test_a_few_are_hidden_with_what_would_give_them_away(answered):
    shown = texts(answered(en=20, pl=8, ar=1))["Before"]
    assert shown["Arabic"] == "c"
    assert [shown["English"], shown["Polish"], shown["Total"]].count("c") >= 1


def test_who_read_in_two_languages_is_counted_once(answered):
    assert texts(answered(en=20, pl=8, both=6))["Before"] == {
        "English": "20", "Polish": "8", "More than one": "6", "Total": "34",
    }  # fmt: skip


def test_all_in_english_is_nothing_to_show(answered):
    assert answered(en=20) is None


def test_a_wave_that_goes_on_is_not_counted(db, field, answered):
    answered(en=20, pl=8)
    field.wave.closes_on = today()
    db.session.commit()
    assert read_in.of_survey(field.survey, today()) is None


def test_what_was_set_aside_or_refused_is_not_counted(db, field, answered):
    answered(en=20, pl=8)
    for state in ("void", "declined"):
        response = respond(field.wave, a_pupil(field.host, field.course), state)
        db.session.flush()
        db.session.add(ResponseLanguage(response_id=response.id, language="ar", digest="d"))
    db.session.commit()
    assert texts(read_in.of_survey(field.survey, today()))["Before"]["Total"] == "28"


def test_lead_and_associate_see_the_counts_and_school_staff_do_not(field, answered, browser_of):
    answered(en=20, pl=8, ar=1)
    at = f"/surveys/{field.survey.id}"
    for reader in (field.lead, a_person("associate", partnership=field.partnership)):
        text = browser_of(reader).page(at).text
        assert "In which languages pupils answered" in text
        assert "too few to show" in text
    assert "In which languages pupils answered" not in browser_of(field.teacher).page(at).text


def test_the_end_of_a_lesson_counts_them_too(db, field, sitting, answered, browser_of, url):
    answered(en=9, pl=8)
    sitting.closed_at = sitting.opened_at
    db.session.commit()
    assert "Read in English: 9; Polish: 8" in browser_of(field.teacher).page(url).text


def test_one_pupil_of_a_lesson_is_not_told_of(db, field, sitting, answered, browser_of, url):
    answered(en=9, pl=1)
    sitting.closed_at = sitting.opened_at
    db.session.commit()
    assert "Read in English: too few to show; Polish: too few to show" in browser_of(field.teacher).page(url).text
