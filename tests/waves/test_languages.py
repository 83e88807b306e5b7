"""A language in draft is offered where a leader of the school that holds the lesson said yes, and nowhere else."""

import pytest

from app.audit.models import AuditEvent
from app.waves import languages, queries
from app.waves.models import LanguageOpening, Sitting
from tests.factories import a_person, a_school, a_sitting, a_survey, with_form_b


@pytest.fixture
def head(field):
    return a_person("leader", school=field.host, name="Amira Head")


def offered(field, group=None):
    sitting = Sitting(wave=field.wave, **({"school": group} if group else {"course": field.course}))
    return languages.offered_in(sitting, queries.instrument_of(field.survey))


def address(field, school=None, language="pl"):
    return f"/surveys/{field.survey.id}/schools/{(school or field.host).id}/languages/{language}"


def test_only_english_is_offered_at_first(field):
    assert offered(field) == ("en",)


def test_a_leaders_yes_offers_that_language(field, head, browser_of):
    page = browser_of(head).page(address(field))
    assert "Draft: not reviewed by a speaker" in page.text
    browser_of(head).post_form(address(field), {"open": "yes"}, at=address(field))
    page = browser_of(head).page(f"/surveys/{field.survey.id}")
    assert "yes, said Amira Head on" in page.text
    assert offered(field) == ("en", "pl")


def test_the_yes_is_in_the_record(db, field, head, browser_of):
    browser_of(head).post_form(address(field), {"open": "yes"}, at=address(field))
    event = db.session.query(AuditEvent).filter_by(action="open language in draft").one()
    digest = queries.instrument_of(field.survey).translations["pl"].digest
    assert (event.person_id, event.school_id, event.object_id) == (head.id, field.host.id, field.survey.id)
    assert event.detail == {"language": "pl", "digest": digest}


def test_the_yes_can_be_taken_back(db, field, head, browser_of):
    browser_of(head).post_form(address(field), {"open": "yes"}, at=address(field))
    assert "Stop offering Polish" in browser_of(head).page(address(field)).text
    browser_of(head).post_form(address(field), {"open": "no"}, at=address(field))
    assert offered(field) == ("en",)
    assert db.session.query(AuditEvent).filter_by(action="close language in draft").count() == 1


def test_a_no_where_there_was_no_yes_records_nothing(db, field, head, browser_of):
    browser_of(head).post_form(address(field), {"open": "no"}, at=address(field))
    assert db.session.query(AuditEvent).filter_by(action="close language in draft").count() == 0


def test_the_yes_holds_for_the_words_that_were_read(db, field, head, browser_of):
    browser_of(head).post_form(address(field), {"open": "yes"}, at=address(field))
    opening = db.session.query(LanguageOpening).one()
    opening.digest = "0" * 64
    db.session.commit()
    assert offered(field) == ("en",)
    assert "not since its words changed" in browser_of(head).page(f"/surveys/{field.survey.id}").text


def test_the_yes_holds_in_that_school_and_that_survey(db, field, head, browser_of):
    field.survey.schools.append(field.home)
    other = a_survey(field.partnership, field.course)
    db.session.commit()
    browser_of(head).post_form(address(field), {"open": "yes"}, at=address(field))
    assert offered(field, field.home) == ("en",)
    sitting = a_sitting(other.waves[0], field.course, class_code="WXYH92")
    assert languages.offered_in(sitting, queries.instrument_of(other)) == ("en",)


def test_a_school_without_lessons_of_the_survey_has_nothing_to_decide(field, browser_of):
    browser_of(a_person("leader", school=field.home)).page(address(field, field.home), status=404)


@pytest.mark.parametrize("language", ["en", "de", "zz"])
def test_a_language_that_is_not_there_is_not_found(field, head, browser_of, language):
    browser_of(head).page(address(field, language=language), status=404)


def test_a_reviewed_language_needs_no_yes(field, monkeypatch):
    polish = queries.instrument_of(field.survey).translations["pl"]
    monkeypatch.setitem(polish.__dict__, "status", "reviewed")
    assert offered(field) == ("en",), "the screens around it are a draft still"
    monkeypatch.setattr(languages, "are_screens_draft", lambda code: False)
    assert offered(field) == ("en", "pl")
    (line,) = [one for one in languages.overview_of(field.survey) if one.language.code == "pl"]
    assert (line.state, line.is_draft) == ("Reviewed by a speaker", False)


def test_a_teacher_sees_the_state_and_no_button(field, browser_of):
    page = browser_of(field.teacher).page(f"/surveys/{field.survey.id}")
    assert "Draft: not reviewed by a speaker" in page.text
    assert "not yet at any school" in page.text
    assert not [link for link in page.links if link.startswith("Decide")]


def test_schools_where_nothing_was_said_and_nothing_can_be_decided_are_counted(field, head, browser_of):
    home = a_school("Oak Primary")
    survey = a_survey(field.survey.partnership, field.course, schools=(home,))
    page = browser_of(head).page(f"/surveys/{survey.id}")
    assert f"{field.host.name}: not yet" in page.text
    assert "1 other school: not yet" in page.text
    assert f"{home.name}: not yet" not in page.text


@pytest.fixture
def two_forms(db, field):
    for name, value in with_form_b().items():
        setattr(field.survey, name, value)
    db.session.commit()
    return field


def of_form_b(field):
    sitting = Sitting(wave=field.wave, course=field.course)
    return languages.offered_in(sitting, queries.beside_of(field.survey))


def test_each_form_needs_its_own_yes(two_forms, head, browser_of):
    other = address(two_forms).replace("/languages/", "/other-form/languages/")
    browser = browser_of(head)
    browser.post_form(address(two_forms), {"open": "yes"}, at=address(two_forms))
    assert (offered(two_forms), of_form_b(two_forms)) == (("en", "pl"), ("en",))
    assert "These are the words of form B" in browser.page(other).text
    browser.post_form(other, {"open": "yes"}, at=other)
    assert of_form_b(two_forms) == ("en", "pl")
    browser.post_form(address(two_forms), {"open": "no"}, at=address(two_forms))
    assert (offered(two_forms), of_form_b(two_forms)) == (("en",), ("en", "pl"))


def test_the_page_of_a_survey_has_both_forms_and_leads_to_the_words_of_each(two_forms, head, browser_of):
    page = browser_of(head).page(f"/surveys/{two_forms.survey.id}")
    assert "Polish, form A" in page.text
    assert "Polish, form B" in page.text
    decide = [link for link in page.html.split('"') if link.endswith("/languages/pl") and "/schools/" in link]
    assert decide == [address(two_forms), address(two_forms).replace("/languages/", "/other-form/languages/")]
    other = browser_of(head).page(decide[1])
    assert any("school-and-me-b" in link for link in other.html.split('"'))


def test_a_survey_of_one_form_has_no_other_to_decide_about(field, head, browser_of):
    browser_of(head).page(address(field).replace("/languages/", "/other-form/languages/"), status=404)


def test_taking_it_back_tells_what_becomes_of_those_who_read_it_now(field, head, browser_of):
    browser_of(head).post_form(address(field), {"open": "yes"}, at=address(field))
    text = browser_of(head).page(address(field)).text
    assert "A pupil who is reading Polish at this moment finishes the lesson in it" in text


def test_a_translation_is_read_beside_the_english(field, browser_of):
    page = browser_of(field.teacher).page("/instruments/school-and-me/2026-1/ar")
    assert "Draft: not reviewed by a speaker" in page.text
    instrument = queries.instrument_of(field.survey)
    for question, other in zip(instrument.questions, instrument.in_language("ar").questions, strict=True):
        assert question.text in page.text
        assert other.text in page.text
    (cell, *_) = page.find_all("td")
    assert (cell.get("lang"), cell.get("dir")) == ("ar", "rtl")


@pytest.mark.parametrize("rest", ["school-and-me/2026-1/de", "school-and-me/2026-9/pl"])
def test_a_translation_that_is_not_there_is_not_found(field, browser_of, rest):
    browser_of(field.teacher).page(f"/instruments/{rest}", status=404)
