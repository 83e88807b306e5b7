"""A participant's name is read by those who work in the study, and every look is noted where they work."""

import pytest
from flask import Response

from app.audit.models import AuditEvent
from app.db import db, peeking
from app.people.session import actor_of
from app.studies.naming import look_at_names
from tests.factories import a_participant, a_partnership, a_person, a_school, a_study


def looked(app, study, person, participants=None):
    """What the person reads on a page that is only looked at."""
    db.session.commit()
    with peeking(), app.test_request_context("/"):
        names = look_at_names(study, study.participants if participants is None else participants, actor_of(person))
        db.session.rollback()
    return names


@pytest.fixture
def school(db):
    return a_school("Ash School")


@pytest.fixture
def study(school):
    return a_study(a_partnership(school), a_person("practitioner", school=school))


def test_a_researcher_reads_names_and_the_schools_learn_of_it(app, study, school):
    named = a_participant(study, school, sealed_name="Zora Quill")
    a_participant(study, school)
    assert looked(app, study, study.researchers[0].person) == {named.id: "Zora Quill"}
    (event,) = db.session.query(AuditEvent)
    assert (event.action, event.school_id) == ("view participants' names", school.id)
    assert event.detail == {"study_id": study.id, "n_people": 1}


def test_heads_and_strangers_read_none_and_no_look_is_noted(app, study, school):
    a_participant(study, school, sealed_name="Zora Quill")
    for person in (
        a_person("leader", school=school),
        a_person("administrator"),
        a_person("practitioner", school=school),
    ):
        assert looked(app, study, person) == {}
    assert db.session.query(AuditEvent).count() == 0


def test_names_of_another_study_are_not_read_along(app, study, school):
    other = a_participant(a_study(study.partnership), school, sealed_name="Zora Quill")
    assert looked(app, study, study.researchers[0].person, [other]) == {}


def test_a_look_within_a_change_is_part_of_it(app, study):
    a_participant(study, sealed_name="Zora Quill")
    with app.test_request_context("/", method="POST"):
        look_at_names(study, study.participants, actor_of(study.researchers[0].person))
        db.session.rollback()
        assert db.session.query(AuditEvent).count() == 0


@pytest.mark.parametrize("status", [303, 409, 422])
def test_it_is_noted_once_whether_the_change_holds_or_not(app, study, status):
    a_participant(study, sealed_name="Zora Quill")
    db.session.commit()
    with app.test_request_context("/", method="POST"):
        look_at_names(study, study.participants, actor_of(study.researchers[0].person))
        app.process_response(Response(status=status))
    assert db.session.query(AuditEvent).count() == 1


def test_the_leaders_of_the_school_read_it_in_words(browser_of, app, study, school):
    a_participant(study, school, sealed_name="Zora Quill")
    looked(app, study, study.researchers[0].person)
    page = browser_of(a_person("leader", school=school)).page(f"/schools/{school.id}/looks")
    assert f"Saw the names of 1 person taking part in {study.title}" in page.text
    assert "Zora" not in page.text
