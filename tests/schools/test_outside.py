"""What somebody who is no leader of a school does to its people stands on the school's page for a month."""

from datetime import timedelta

import pytest

from app.audit.models import AuditEvent
from app.db import db
from app.schools.models import Membership
from tests import factories as make
from tests.schools.test_roles import invite

TITLE = "Done from outside the school"
READERS = ("head", "teacher", "lead", "associate")


@pytest.fixture
def new(town):
    """A school of the partnership where nobody works yet."""
    school = make.a_school("Oak")
    town.partnership.memberships.append(Membership(school=school, from_on=town.partnership.memberships[0].from_on))
    db.session.commit()
    return school


def notice(browser_of, person, school):
    """The words of the notice on the school's page, as one person sees them."""
    found = browser_of(person).page(f"/schools/{school.id}").find_all("section", aria_labelledby="notices")
    return " ".join("".join(found[0].itertext()).split()) if found else ""


def test_an_administrator_who_ends_the_last_leader_is_seen_by_all_who_see_the_school(browser_of, town):
    person, role = f"/people/{town.head.id}", town.head.roles[0].id
    browser_of(town.administrator).post_form(f"/people/roles/{role}/removal", at=person)
    for reader in ("teacher", "lead", "associate"):
        told = notice(browser_of, getattr(town, reader), town.ash)
        assert f"{town.administrator.name} (Administrator). Ended the role of {town.head.name} as school leader" in told


def test_the_next_leader_learns_who_ended_the_last_and_who_invited_them(browser_of, town):
    browser = browser_of(town.administrator)
    browser.post_form(f"/people/roles/{town.head.roles[0].id}/removal", at=f"/people/{town.head.id}")
    path = invite(browser, f"/schools/{town.ash.id}", "leader", "next@ash.example")
    newcomer = browser_of()
    newcomer.post_form(path, {"name": "Nan Next", "password": "teapot glacier violin"})
    text = newcomer.page(f"/schools/{town.ash.id}/looks?kind=outside").text
    assert "Ended the role of" in text
    assert "Invited Somebody to be school leader, without being a leader of the school" in text
    assert "Nan Next became school leader, invited by nobody of the school" in text


def test_the_first_leader_of_a_new_school_is_shown_to_the_partnership(browser_of, town, new):
    invite(browser_of(town.lead), f"/schools/{new.id}", "leader", "first@oak.example")
    assert "Invited Somebody to be school leader" in notice(browser_of, town.associate, new)


def test_what_opens_a_leaders_account_to_others_is_shown(browser_of, town):
    place, browser = f"/people/{town.head.id}", browser_of(town.administrator)
    town.head.otp_secret = "JBSWY3DPEHPK3PXP"
    browser.post_form(f"{place}/two-step", at=place)
    browser.post_form(f"{place}/reset-link", at=place, status=200)
    browser.post_form(f"{place}/access", {"open": "no"}, at=place)
    browser.post_form(f"{place}/access", {"open": "yes"}, at=place)
    told = notice(browser_of, town.teacher, town.ash)
    for words in ("Turned off the code", "sets a new password for", "Shut the account", "Opened the account"):
        assert words in told


def test_what_the_schools_own_leader_does_is_no_notice(browser_of, town):
    place, browser = f"/schools/{town.ash.id}", browser_of(town.head)
    invite(browser, place, "practitioner", "new@ash.example")
    browser.post_form(f"/schools/roles/{town.teacher.roles[0].id}/end")
    assert notice(browser_of, town.lead, town.ash) == ""


def test_the_notice_goes_after_a_month_and_the_record_stays(browser_of, town):
    browser_of(town.administrator).post_form(
        f"/people/roles/{town.teacher.roles[0].id}/removal", at=f"/people/{town.teacher.id}"
    )
    event = db.session.query(AuditEvent).filter_by(action="revoke role from outside").one()
    for days, shown in ((29, True), (31, False)):
        event.at -= timedelta(days=days) if shown else timedelta(days=2)
        db.session.commit()
        assert bool(notice(browser_of, town.head, town.ash)) is shown
    assert "Ended the role" in browser_of(town.head).page(f"/schools/{town.ash.id}/looks").text


@pytest.mark.parametrize("written", ["LEE+school@town.example", "lee@TOWN.example"])
def test_a_lead_cannot_invite_another_address_of_their_own_mailbox(browser_of, town, new, written):
    town.lead.email = "lee+lateral@town.example"
    sent_back = invite(browser_of(town.lead), f"/schools/{new.id}", "leader", written, status=422)
    assert "your own address" in sent_back


def test_a_second_account_of_the_inviter_does_not_take_the_role_up(browser_of, town, new):
    second = make.a_person(name=f" {town.lead.name.upper()} ", email="other@elsewhere.example")
    path = invite(browser_of(town.lead), f"/schools/{new.id}", "leader", second.email)
    page = browser_of(second).post_form(f"{path}/role", status=403, at=path)
    assert "made this link yourself" in page.text
    db.session.rollback()
    assert not new.has_leader
