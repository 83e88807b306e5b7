"""Who can give whom a role at a school: chains of requests with which somebody might get at names, each cut."""

import pytest

from app.db import db
from app.people import actions
from app.people.models import RoleKind
from app.people.session import actor_of
from app.schools.models import Membership
from tests import factories as make


def invite(browser, place, kind, email, status=200):
    """Ask for a link; its path."""
    page = browser.post_form(f"{place}/people", {"name": "Somebody", "email": email, "kind": kind}, status=status)
    return "".join(page.find("span", id="invitation-link").text.partition("/join/")[1:]) if status == 200 else page.text


@pytest.fixture
def new(town):
    """A school of the partnership where nobody works yet."""
    school = make.a_school("Oak")
    town.partnership.memberships.append(Membership(school=school, from_on=town.partnership.memberships[0].from_on))
    db.session.commit()
    return school


@pytest.mark.parametrize("role", ["lead", "administrator"])
def test_nobody_above_a_school_chooses_its_staff_once_it_has_a_leader(browser_of, town, role):
    browser, school = browser_of(getattr(town, role)), f"/schools/{town.ash.id}"
    assert "Make the link" not in browser.page(f"{school}/people").text
    for address in (f"{school}/people", f"/schools/roles/{town.teacher.roles[0].id}/end", f"{school}/edit"):
        assert browser.post(address, data={"csrf_token": browser.token("/account")}).status_code == 404
    browser.page(f"{school}/edit", status=404)
    assert "Make the link" in browser_of(town.head).page(f"{school}/people").text


@pytest.mark.parametrize("role", ["lead", "administrator"])
@pytest.mark.parametrize("kind", ["leader", "practitioner"])
def test_a_lead_cannot_invite_themself_to_a_school(browser_of, town, new, role, kind):
    person = getattr(town, role)
    for address in (person.email, person.email.upper()):
        sent_back = invite(browser_of(person), f"/schools/{new.id}", kind, address, status=422)
        assert "your own address" in sent_back
    db.session.rollback()
    assert [one.kind for one in person.roles] == [role]


def test_a_lead_and_an_administrator_give_themselves_no_other_role_either(browser_of, town):
    place = f"/partnerships/{town.partnership.id}"
    for person in (town.lead, town.administrator):
        assert "your own address" in invite(browser_of(person), place, "associate", person.email, status=422)
    fields = {"name": "Me", "email": town.administrator.email}
    page = browser_of(town.administrator).post_form("/people/invitations", fields, status=422)
    assert "your own address" in page.text


def test_nobody_takes_up_an_invitation_they_made(browser_of, town, new):
    path = invite(browser_of(town.lead), f"/schools/{new.id}", "leader", "other@oak.example")
    town.lead.email = "other@oak.example"
    db.session.commit()
    page = browser_of(town.lead).post_form(f"{path}/role", status=403, at=path)
    assert "made this link yourself" in page.text
    db.session.rollback()
    assert [one.kind for one in town.lead.roles] == ["lead"]


def test_a_lead_invites_the_first_leader_and_then_no_more(browser_of, town, new):
    lead, place = browser_of(town.lead), f"/schools/{new.id}"
    first, second = (invite(lead, place, "leader", f"{name}@oak.example") for name in ("first", "second"))
    fields = {"name": "First", "password": "teapot glacier violin"}
    browser_of().post_form(first, fields)
    lead.page(f"{place}/edit", status=404)
    assert "may no longer give" in browser_of().page(second, status=410).text


def test_a_disabled_leader_does_not_lock_a_school(browser_of, town):
    town.head.disabled_at = actions.now()
    db.session.commit()
    assert "Make the link" in browser_of(town.lead).page(f"/schools/{town.ash.id}/people").text


@pytest.mark.parametrize("end", ["disabled", "revoked"])
def test_an_invitation_ends_with_its_inviters_right(browser_of, town, end):
    path = invite(browser_of(town.head), f"/schools/{town.ash.id}", "practitioner", town.other.email)
    browser_of().page(path)
    if end == "disabled":
        actions.disable(town.head, by=None)
    else:
        actions.revoke(town.head.roles[0], by=None)
    db.session.commit()
    browser_of().page(path, status=410)
    token = browser_of(town.other)
    response = token.post(f"{path}/role", data={"csrf_token": token.token("/account")})
    assert response.status_code == 410
    db.session.rollback()
    assert len(town.other.roles) == 1


def test_an_action_asks_again_whether_the_inviter_may(app, town):
    group = town.partnership.id
    invitation, _ = actions.invite(
        actor_of(town.lead), email="new@town.example", name="New", kind=RoleKind.ASSOCIATE, partnership_id=group
    )
    actions.revoke(town.lead.roles[0], by=None)
    with pytest.raises(actions.LinkSpent):
        actions.join(invitation, name="New", kept="!")
