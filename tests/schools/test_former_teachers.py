"""Teaching a course ends with the role at its schools: nothing of the course is left to a former teacher."""

from datetime import timedelta

import pytest

from app.db import db
from app.people import actions as people
from app.people.session import actor_of
from app.policy import Permission, allows
from app.results import profile_queries as profiles
from app.results import queries as results
from app.results.compared import lenses_of
from app.schools import queries
from app.schools.models import CourseTeacher, Membership
from app.waves import queries as waves
from app.waves.groups import groups_of
from tests import factories as make


@pytest.fixture
def taught(town):
    """A survey of the course, which a teacher of the host, one of a sending school and one of a third school teach."""
    third = make.a_school("Third")
    town.partnership.memberships.append(Membership(school=third, from_on=queries.today() - timedelta(days=9)))
    town.third = make.a_person("practitioner", school=third)
    town.course.teachers += [CourseTeacher(person_id=one.id) for one in (town.other, town.third)]
    town.survey = make.a_survey(town.partnership, town.course)
    db.session.commit()
    return town


def sees(person, town):
    """What is left to somebody, by the policy; what is listed must be the same."""
    actor, course, survey = actor_of(person), town.course, town.survey
    compared = results.get_compared(survey.id, actor)
    group = groups_of(survey)[0]
    readable = {
        "course": allows(actor, Permission.COURSE_READ, course),
        "survey": allows(actor, Permission.SURVEY_READ, survey),
        "results": allows(actor, Permission.RESULTS_READ, compared),
        "profiles": allows(actor, Permission.PROFILES_READ, profiles.get_own_pupils(survey.id, course.id)),
    }
    listed = {
        "course": course in queries.list_courses(actor),
        "survey": survey in waves.list_surveys_of(actor),
        "results": survey.id in {one.id for one in results.list_surveys_of(actor)},
        "profiles": f"course-{course.id}" in {lens.key for lens in lenses_of(actor, compared)},
    }
    assert listed == readable
    cards = {allows(actor, permission, group) for permission in (Permission.CARDS_PRINT, Permission.SITTING_RUN)}
    return {name for name, may in readable.items() if may} | ({"cards"} if cards == {True} else set())


@pytest.mark.parametrize("role", ["teacher", "other", "third"])
def test_a_course_is_a_teachers_until_their_role_ends(app, taught, role):
    person = getattr(taught, role)
    assert sees(person, taught) == {"course", "survey", "results", "profiles", "cards"}
    people.revoke(person.roles[0], by=None)
    db.session.commit()
    assert sees(person, taught) == set()


def test_a_role_somewhere_else_does_not_bring_it_back(app, taught):
    people.revoke(taught.teacher.roles[0], by=None)
    people.grant(taught.teacher, "practitioner", by=None, school_id=taught.outsider.roles[0].school_id)
    db.session.commit()
    assert sees(taught.teacher, taught) == set()


def test_it_ends_when_the_teachers_school_leaves_the_partnership(app, taught):
    next(one for one in taught.partnership.memberships if one.school.name == "Third").to_on = (
        queries.today() - timedelta(days=1)
    )
    db.session.commit()
    assert sees(taught.third, taught) == set()


def test_a_former_teacher_opens_no_page_of_the_course(browser_of, taught):
    browser = browser_of(taught.teacher)
    addresses = (f"/courses/{taught.course.id}", f"/results/{taught.survey.id}/courses/{taught.course.id}/profiles")
    for address in addresses:
        browser.page(address)
    people.revoke(taught.teacher.roles[0], by=None)
    for address in addresses:
        assert browser.get(address).status_code == 404


def test_changing_a_course_says_whom_it_takes_off(browser_of, taught):
    head, address = browser_of(taught.head), f"/courses/{taught.course.id}/edit"
    assert "takes this person off" not in head.page(address).text
    people.revoke(taught.teacher.roles[0], by=None)
    assert "Tess Teacher works at no school of the partnership any more" in head.page(address).text
