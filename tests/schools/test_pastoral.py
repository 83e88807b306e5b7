"""Naming a school's pastoral lead: by its leader alone, among its staff, and on the record."""

import pytest

from app.audit.models import AuditEvent
from app.db import db as database
from app.schools.pastoral import find_lead
from tests import factories as make


@pytest.fixture
def school(db):
    return make.a_school("Ash School")


@pytest.fixture
def head(school):
    return make.a_person("leader", school=school, name="Hana Head")


@pytest.fixture
def carer(school):
    return make.a_person("practitioner", school=school, name="Cara Reed")


def name(client, school, person_id, **kwargs):
    people = f"/schools/{school.id}/people"
    return client.post_form(f"/schools/{school.id}/pastoral-lead", {"person_id": str(person_id)}, at=people, **kwargs)


def test_a_leader_names_one_another_and_nobody_and_each_is_recorded(school, head, carer, browser_of):
    client, url = browser_of(head), f"/schools/{school.id}/people"
    assert "Nobody is named." in client.page(url).text
    for person in (carer, carer, head):
        assert name(client, school, person.id).location == url
        assert find_lead(school.id).id == person.id
        assert f"{person.name} looks after the pupils of this school." in client.page(url).text
    name(client, school, 0)
    assert find_lead(school.id) is None
    events = database.session.query(AuditEvent).filter(AuditEvent.action.contains("pastoral lead"))
    done = [(event.action, event.object_id) for event in events.order_by(AuditEvent.id)]
    assert done == [
        ("name pastoral lead", carer.id),
        ("end pastoral lead", carer.id),
        ("name pastoral lead", head.id),
        ("end pastoral lead", head.id),
    ]
    told = client.page(f"/schools/{school.id}/looks").text
    assert "Named Cara Reed the pastoral lead" in told
    assert "Ended the time of Hana Head as pastoral lead" in told


def test_somebody_of_another_school_can_not_be_named(school, head, browser_of):
    stranger = make.a_person("practitioner", school=make.a_school("Beech School"))
    assert name(browser_of(head), school, stranger.id, status=422)
    assert find_lead(school.id) is None


def test_nobody_but_a_leader_of_the_school_names_anybody(school, head, carer, browser_of):
    partnership = make.a_partnership(school)
    for person in (carer, make.a_person("lead", partnership=partnership), make.a_person("administrator")):
        client = browser_of(person)
        page = client.page(f"/schools/{school.id}/people")
        assert "Name this person" not in page.text
        data = {"csrf_token": client.token("/account/name"), "person_id": carer.id}
        assert client.post(f"/schools/{school.id}/pastoral-lead", data=data).status_code == 404
    assert find_lead(school.id) is None


def test_whoever_is_disabled_is_the_lead_no_more(school, head, carer, browser_of):
    name(browser_of(head), school, carer.id)
    carer.disabled_at = carer.created_at
    database.session.commit()
    assert find_lead(school.id) is None
