"""Every page of the slice opens whole for those who may open it."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from app.audit.models import AuditEvent
from app.db import db
from app.people.session import actor_of
from app.policy import Permission, allows
from app.schools import queries
from app.schools.models import Course, Partnership, School
from tests.pages import without_tokens


def pages(town):
    """Every address of the slice that shows a page, with who may open it."""
    everyone = {"teacher", "head", "other", "lead", "associate", "administrator"}
    p, a, c = town.partnership.id, town.ash.id, town.course.id
    membership, enrolment = town.partnership.memberships[0].id, town.maya.enrolments[0].id
    return {
        "/partnerships": everyone,
        "/partnerships/new": {"administrator"},
        f"/partnerships/{p}": everyone,
        f"/partnerships/{p}/edit": {"lead", "administrator"},
        f"/partnerships/{p}/schools": {"lead", "administrator"},
        f"/partnerships/memberships/{membership}": {"lead", "administrator"},
        f"/partnerships/memberships/{membership}/remove": {"lead", "administrator"},
        f"/partnerships/{p}/courses": everyone,
        f"/partnerships/{p}/courses/new": {"lead", "head"},
        f"/partnerships/{p}/people": everyone,
        "/schools": everyone,
        "/schools/new": {"lead", "administrator"},
        f"/schools/{a}": everyone - {"other"},
        f"/schools/{a}/edit": {"head"},
        f"/schools/{a}/courses": everyone - {"other"},
        f"/schools/{a}/people": everyone - {"other"},
        f"/schools/{a}/pupils": {"teacher", "head"},
        f"/schools/{a}/pupils/new": {"teacher", "head"},
        f"/schools/{a}/import": {"teacher", "head"},
        f"/schools/pupils/{town.maya.id}": {"teacher", "head"},
        f"/schools/pupils/{town.maya.id}/edit": {"teacher", "head"},
        f"/schools/pupils/{town.maya.id}/leave": {"teacher", "head"},
        "/courses": everyone,
        f"/courses/{c}": everyone - {"administrator"},
        f"/courses/{c}/edit": {"lead", "head"},
        f"/courses/{c}/schools/{a}": {"teacher", "head"},
        f"/courses/enrolments/{enrolment}": {"teacher", "head", "lead"},
    }


ROLES = ("teacher", "head", "other", "lead", "associate", "administrator", "outsider")
OPEN = ("/partnerships", "/schools", "/courses")


@pytest.mark.parametrize("role", ROLES)
def test_each_role_opens_exactly_its_pages(browser_of, town, role):
    browser = browser_of(getattr(town, role))
    for address, allowed in pages(town).items():
        response = browser.get(address)
        may = role in allowed or address in OPEN
        expected = {200} if may else {403, 404}
        assert response.status_code in expected, f"{role} at {address}: {response.status}"
        if may:
            browser.page(address)


def test_a_stranger_is_sent_to_sign_in(browser_of, town):
    for address in pages(town):
        assert browser_of().get(address).status_code == 303


def test_names_are_met_at_home_only(browser_of, town):
    """Every page that a person can open shows the names of their own school's pupils, and no other name or number."""
    town.maya.sealed_upn, town.noah.sealed_upn = "B801200005001", "R674123101121"
    db.session.commit()
    secrets = {"ash": ("Maya", "Ford", "B801200005001"), "elm": ("Noah", "Birch", "R674123101121")}
    home = {"teacher": "ash", "head": "ash", "other": "elm"}
    for role in ROLES:
        browser = browser_of(getattr(town, role))
        for address in (*pages(town), f"/courses/{town.course.id}?q=maya", f"/courses/{town.course.id}?q=noah"):
            shown = browser.get(address.partition("?")[0], query_string=address.partition("?")[2])
            for school, words in secrets.items():
                if school != home.get(role):
                    read = without_tokens(shown.text)
                    assert not [word for word in words if word in read], f"{role} reads {words} at {address}"


def test_the_roll_of_a_course_shows_a_name_at_home_and_a_number_elsewhere(browser_of, town):
    for role, seen, hidden in (
        ("teacher", ["Maya Ford", town.noah.pseudonym], ["Noah"]),
        ("other", ["Noah Birch", town.maya.pseudonym], ["Maya"]),
        ("lead", [town.maya.pseudonym, town.noah.pseudonym], ["Maya", "Noah"]),
        ("associate", [town.maya.pseudonym, town.noah.pseudonym], ["Maya", "Noah"]),
    ):
        text = browser_of(getattr(town, role)).page(f"/courses/{town.course.id}").text
        assert all(word in text for word in seen), role
        assert not any(word in text for word in hidden), role


def test_search_finds_a_name_only_for_those_who_may_read_it(browser_of, town):
    address = f"/courses/{town.course.id}?q=maya"
    assert "1 enrolment found" in browser_of(town.teacher).page(address).text
    assert "Nothing found" in browser_of(town.lead).page(address).text


def test_looking_at_names_is_noted(browser_of, town):
    browser_of(town.teacher).page(f"/schools/{town.ash.id}/pupils")
    browser_of(town.teacher).page(f"/schools/pupils/{town.maya.id}")
    browser_of(town.teacher).page(f"/courses/{town.course.id}")
    browser_of(town.lead).page(f"/courses/{town.course.id}")
    events = db.session.scalars(select(AuditEvent).order_by(AuditEvent.id)).all()
    assert [(one.action, one.person_id, one.school_id) for one in events] == [
        ("view names", town.teacher.id, town.ash.id),
        ("view name", town.teacher.id, town.ash.id),
        ("view names", town.teacher.id, town.ash.id),
    ]


def test_templates_never_touch_names_that_are_sealed():
    """They are handed to pages by the one place that reads them, and noted there."""
    for template in Path("app").glob("*/templates/**/*.html"):
        assert not re.search(
            r"sealed_(given_name|family_name|upn|mis_id)|participant\.sealed_", template.read_text()
        ), template


@pytest.mark.parametrize("role", ROLES)
def test_what_a_person_is_listed_is_what_the_policy_lets_them_read(app, town, role):
    actor = actor_of(getattr(town, role))
    for listed, model, permission in (
        (queries.list_partnerships(actor), Partnership, Permission.PARTNERSHIP_READ),
        (queries.list_schools(actor), School, Permission.SCHOOL_READ),
        (queries.list_courses(actor), Course, Permission.COURSE_READ),
    ):
        readable = {one.id for one in db.session.scalars(select(model)) if allows(actor, permission, one)}
        assert {one.id for one in listed} == readable, model


def test_membership_and_enrolment_end_what_they_let_a_person_see(app, town):
    yesterday = queries.today() - timedelta(days=1)
    for membership in town.partnership.memberships:
        membership.to_on = yesterday
    town.noah.enrolments[0].to_on = yesterday
    db.session.commit()
    for person in (town.other, town.teacher, town.lead):
        actor = actor_of(person)
        readable = {one.id for one in db.session.scalars(select(Course)) if allows(actor, Permission.COURSE_READ, one)}
        assert {one.id for one in queries.list_courses(actor)} == readable
    assert queries.list_courses(actor_of(town.other)) == []
    assert queries.list_partnerships(actor_of(town.other)) == []
    assert [one.name for one in queries.list_schools(actor_of(town.lead))] == []
