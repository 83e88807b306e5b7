"""A school's pastoral lead sees the profiles of its pupils where they were told so, and nobody else does by it."""

from datetime import timedelta

import pytest

from app.audit.models import AuditEvent
from app.db import db as database
from app.db import now
from app.people.models import Role
from app.schools.models import PastoralLead
from app.schools.pastoral import find_lead, name_lead
from tests import factories
from tests.results.worlds import answer_both


@pytest.fixture
def care(answered):
    """Ash's pastoral lead, and a survey that tells pupils of them; one pupil of Beech is on Ash's course."""
    answered.survey.pastoral_sees_profiles = True
    answered.carer = factories.a_person("practitioner", school=answered.ash, name="Cara Reed")
    name_lead(answered.ash, answered.carer, by=answered.head.id)
    answered.guest = factories.a_pupil(answered.beech, answered.sport, given_name="Guesty", family_name="Farhome")
    answer_both(answered, [answered.guest], seed=9)
    database.session.commit()
    return answered


def url_of(world, school=None) -> str:
    return f"{world.url}/schools/{(school or world.ash).id}/profiles"


def test_the_pastoral_lead_sees_the_pupils_of_the_school_by_name_and_no_others(care, browser_of):
    client = browser_of(care.carer)
    page = client.page(client.page(care.url).links["Profiles of pupils in my care: Ash College"])
    assert len(page.find_all("th", scope="row")) == 14
    assert "Given" in page.text
    assert care.guest.pseudonym not in page.text
    assert client.get(f"{url_of(care)}/{care.guest.pseudonym}").status_code == 404
    assert "Before" in client.page(f"{url_of(care)}/{care.pupils[0].pseudonym}").text


def test_each_look_is_recorded_for_the_school_and_told_to_its_leader(care, browser_of):
    client = browser_of(care.carer)
    client.page(url_of(care))
    client.page(f"{url_of(care)}/{care.pupils[0].pseudonym}")
    looks = database.session.query(AuditEvent).filter_by(action="see pastoral profiles").order_by(AuditEvent.id).all()
    assert [(look.person_id, look.school_id) for look in looks] == [(care.carer.id, care.ash.id)] * 2
    assert [look.detail.get("pupil_id") for look in looks] == [None, care.pupils[0].id]
    told = browser_of(care.head).page(f"/schools/{care.ash.id}/looks").text
    assert "Looked, as pastoral lead, at profiles of pupils of the school in" in told
    assert f"at profiles of pupil {care.pupils[0].pseudonym} in" in told


def test_nobody_else_sees_them_and_the_lead_sees_no_other_schools(care, browser_of):
    assert browser_of(factories.a_person("administrator")).get(url_of(care)).status_code == 404
    for person in (care.head, care.teacher, care.lead):
        assert browser_of(person).get(url_of(care)).status_code == 404
        assert "in my care" not in browser_of(person).page(care.url).text
    client = browser_of(care.carer)
    assert client.get(url_of(care, care.beech)).status_code == 404
    assert client.get(f"{care.url}/courses/{care.sport.id}/profiles").status_code == 404


def test_where_pupils_were_not_told_there_is_nothing_to_see(care, browser_of):
    care.survey.pastoral_sees_profiles = False
    database.session.commit()
    client = browser_of(care.carer)
    assert client.get(url_of(care)).status_code == 404
    assert "in my care" not in client.page(care.url).text


def test_it_ends_with_the_role_at_the_school_and_with_the_name(care, browser_of):
    client = browser_of(care.carer)
    database.session.query(Role).filter_by(person_id=care.carer.id).delete()
    database.session.add(Role(person_id=care.carer.id, kind="practitioner", school_id=care.beech.id))
    database.session.commit()
    assert find_lead(care.ash.id) is None
    assert client.get(url_of(care)).status_code == 404
    name_lead(care.ash, None, by=care.head.id)
    assert database.session.get(PastoralLead, care.ash.id) is None


def test_pupils_who_left_or_are_not_asked_are_not_in_it(care, browser_of):
    care.pupils[0].left_on = now().date() - timedelta(days=1)
    factories.a_pupil(care.ash)
    database.session.commit()
    assert len(browser_of(care.carer).page(url_of(care)).find_all("th", scope="row")) == 13


def test_a_survey_of_a_whole_school_shows_all_its_pupils(care, browser_of):
    factories.a_pupil(care.ash)
    care.survey.schools = [care.ash]
    database.session.commit()
    assert len(browser_of(care.carer).page(url_of(care)).find_all("th", scope="row")) == 15
