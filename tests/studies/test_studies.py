"""Somebody who may begin a study does; everybody else does not find it."""

import pytest

from app.audit.models import AuditEvent
from app.studies.models import Study
from tests.factories import a_partnership, a_person, a_school, a_study, a_survey


@pytest.fixture
def partnership(db):
    return a_partnership(a_school(), name="Riverside")


@pytest.fixture
def associate(partnership, browser_of):
    return browser_of(a_person("associate", partnership=partnership))


def test_an_associate_begins_a_study(associate, partnership, db):
    survey = a_survey(partnership)
    fields = {"title": "How the diploma felt", "survey_id": str(survey.id), "sheet_version": "Sheet 1"}
    associate.post_form(f"/partnerships/{partnership.id}/studies/new", fields)

    study = db.session.query(Study).one()
    assert (study.title, study.survey, study.sheet_version) == ("How the diploma felt", survey, "Sheet 1")
    assert "has begun" in associate.page(f"/studies/{study.id}").text
    assert [event.action for event in db.session.query(AuditEvent)] == ["create study"]


def test_two_studies_of_one_title_are_refused_and_nothing_typed_is_lost(associate, partnership):
    a_study(partnership, title="Voices")
    fields = {"title": "Voices", "about": "Kept words"}
    page = associate.post_form(f"/partnerships/{partnership.id}/studies/new", fields, status=422)
    assert "There is a study of this title already" in page.text
    assert "Kept words" in page.text


def test_a_study_is_changed(associate, partnership, db):
    study = a_study(partnership, title="Voices")
    fields = {"title": "More voices", "withdraw_until": "2030-05-01", "survey_id": ""}
    associate.post_form(f"/studies/{study.id}/edit", fields)
    db.session.refresh(study)
    assert (study.title, study.withdraw_until.isoformat()) == ("More voices", "2030-05-01")


def test_a_researcher_sees_the_studies_they_work_in_and_no_other(partnership, browser_of):
    teacher = a_person("practitioner", school=partnership.memberships[0].school)
    a_study(partnership, teacher, title="With the teacher")
    a_study(partnership, title="Without the teacher")
    page = browser_of(teacher).page("/studies")
    assert "With the teacher" in page.text
    assert "Without the teacher" not in page.text


def test_studies_are_found_by_their_title(associate, partnership):
    a_study(partnership, title="Leaders")
    a_study(partnership, title="Pupils")
    page = associate.page("/studies?q=lead")
    assert "Leaders" in page.text
    assert "Pupils" not in page.find("main").text
    assert "No study has" in associate.page("/studies?q=zebra").text
