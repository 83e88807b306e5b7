"""What other features ask of a survey in the field: which sitting, which card, who belongs."""

from datetime import timedelta

import pytest

from app.db import now
from app.people.session import actor_of
from app.policy import Permission, allows
from app.waves import codes, queries
from app.waves.models import Card, Survey
from tests.factories import a_course, a_partnership, a_person, a_pupil, a_school, a_sitting, a_survey


@pytest.fixture
def school(db):
    return a_school()


@pytest.fixture
def course(db, school):
    return a_course(a_partnership(school), school)


@pytest.fixture
def survey(course):
    return a_survey(course.partnership, course)


def a_card(survey, pupil, number=1):
    from app.db import db

    code = codes.card_code(survey.id, pupil.id, 1)
    fingerprint = codes.card_fingerprint(code)
    db.session.add(Card(survey_id=survey.id, pupil_id=pupil.id, number=number, code_fingerprint=fingerprint))
    db.session.commit()
    return code


def test_a_class_code_finds_its_sitting_however_it_is_typed(survey, course):
    sitting = a_sitting(survey.waves[0], course, class_code="KTMR47")
    assert queries.find_open_sitting("ktm-r47").id == sitting.id
    assert queries.find_open_sitting("KTMR48") is None


def test_a_class_code_dies_with_its_time(db, survey, course):
    sitting = a_sitting(survey.waves[0], course, class_code="KTMR47")
    sitting.closes_at = now() - timedelta(seconds=1)
    db.session.commit()
    assert queries.find_open_sitting("KTMR47") is None


def test_a_class_code_dies_when_the_teacher_closes(db, survey, course):
    a_sitting(survey.waves[0], course, class_code="KTMR47").closed_at = now()
    db.session.commit()
    assert queries.find_open_sitting("KTMR47") is None


def test_a_card_is_found_by_its_code_in_its_survey_only(survey, course, school):
    pupil = a_pupil(school, course)
    code = a_card(survey, pupil)
    assert queries.find_card(codes.readable(code).lower()).pupil_id == pupil.id
    assert queries.find_card(code, survey.id).pupil_id == pupil.id
    assert queries.find_card(code, survey.id + 1) is None
    assert queries.find_card("KTMR4782") is None


def test_who_is_enrolled_today_belongs_to_the_lesson(db, survey, course, school):
    sitting = a_sitting(survey.waves[0], course)
    inside, outside, ended, left = a_pupil(school, course), a_pupil(school), a_pupil(school, course), None
    ended.enrolments[0].to_on = now().date() - timedelta(days=1)
    left = a_pupil(school, course, left_on=now().date() - timedelta(days=1))
    db.session.commit()
    found = [queries.is_in_group(pupil.id, sitting) for pupil in (inside, outside, ended, left)]
    assert found == [True, False, False, False]


def test_a_school_sits_with_one_year_group_or_with_all(db, school):
    survey = a_survey(a_partnership(school), schools=(school,))
    ten, nine = a_pupil(school, year_group="10"), a_pupil(school, year_group="9")
    stranger = a_pupil(a_school(), year_group="10")
    sitting = a_sitting(survey.waves[0], school)
    assert [queries.is_in_group(p.id, sitting) for p in (ten, nine, stranger)] == [True, True, False]
    sitting.year_group = "10"
    db.session.commit()
    assert [queries.is_in_group(p.id, sitting) for p in (ten, nine, stranger)] == [True, False, False]


def test_the_instrument_is_the_version_the_survey_was_planned_with(survey):
    assert queries.instrument_of(survey).digest == survey.instrument_digest


def test_a_person_is_listed_exactly_the_surveys_they_may_read(db):
    host, home, whole, stranger = a_school(), a_school(), a_school(), a_school()
    partnership, other = a_partnership(host, home, whole, stranger), a_partnership(stranger)
    teacher = a_person("practitioner", school=stranger)
    course = a_course(partnership, host, teachers=(teacher,))
    a_pupil(home, course)
    a_survey(partnership, course)
    a_survey(partnership, schools=(whole,))
    a_survey(other, a_course(other, stranger))
    people = [
        teacher,
        *(a_person("leader", school=school) for school in (host, home, whole, stranger)),
        *(a_person(kind, partnership=p) for kind in ("lead", "associate") for p in (partnership, other)),
        a_person("administrator"),
    ]
    for actor in map(actor_of, people):
        may_read = {s.id for s in db.session.query(Survey) if allows(actor, Permission.SURVEY_READ, s)}
        assert {s.id for s in queries.list_surveys_of(actor)} == may_read, actor


def test_surveys_are_found_by_their_title(survey):
    lead = actor_of(a_person("lead", partnership=survey.partnership))
    survey.title = "100% ready"
    assert queries.list_surveys_of(lead, search="READY") == [survey]
    assert queries.list_surveys_of(lead, search="0% r") == [survey]
    assert queries.list_surveys_of(lead, search="0_ r") == []
