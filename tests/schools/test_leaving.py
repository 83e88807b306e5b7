"""A school leaves a partnership as its own leader decides, and an offer to join is good once."""

from datetime import timedelta

import pytest
import time_machine

from app.db import db
from app.schools import joining
from app.schools.models import Membership
from app.web.filters import today
from tests import factories as make


@pytest.fixture
def elm_head(town):
    """A leader of Elm, whose pupil Noah is on a course at Ash."""
    return make.a_person("leader", school=town.elm)


@pytest.fixture
def leaving(town):
    """The address where Elm leaves."""
    return f"/partnerships/memberships/{membership_of(town.elm).id}/leave"


def membership_of(school):
    return db.session.query(Membership).filter_by(school_id=school.id).order_by(Membership.id.desc()).first()


def test_a_leader_reads_what_goes_on_before_the_school_leaves(browser_of, town, elm_head, leaving):
    make.a_course(town.partnership, town.elm, title="Baking")
    browser = browser_of(elm_head)
    link = browser.page(f"/schools/{town.elm.id}").links["leave Two Towns"]
    assert link == leaving
    text = browser.page(leaving).text
    assert "On courses of other schools: 1 pupil of yours, on Sports Diploma" in text
    assert "stays a course of the partnership: Baking" in text
    assert "Answers that your pupils gave stay" in text


def test_a_school_leaves_on_a_day_with_its_pupils(browser_of, town, elm_head, leaving):
    last = today() + timedelta(days=3)
    browser = browser_of(elm_head)
    page = browser.post_form(leaving, {"to_on": last.isoformat(), "with_pupils": "y"})
    assert page.location == f"/schools/{town.elm.id}"
    db.session.expire_all()
    assert membership_of(town.elm).to_on == last
    assert town.noah.enrolments[0].to_on == last
    assert town.maya.enrolments[0].to_on is None
    assert "Let the school leave Two Towns" in browser.page(f"/schools/{town.elm.id}/looks").text
    assert browser_of(town.lead).get(f"/schools/{town.elm.id}").status_code == 200
    with time_machine.travel(f"{last + timedelta(days=1)}T09:00Z"):
        assert browser_of(town.lead).get(f"/schools/{town.elm.id}").status_code == 404
        assert "leave Two Towns" not in browser_of(elm_head).page(f"/schools/{town.elm.id}").links
        assert "left this partnership already" in browser_of(elm_head).page(leaving, status=410).text


def test_pupils_stay_on_their_courses_if_the_leader_wants(browser_of, town, elm_head, leaving):
    browser_of(elm_head).post_form(leaving, {"to_on": today().isoformat()})
    db.session.expire_all()
    assert town.noah.enrolments[0].to_on is None


def test_a_time_on_a_course_that_has_not_begun_is_taken_away(browser_of, town, elm_head, leaving):
    town.noah.enrolments[0].from_on = today() + timedelta(days=9)
    browser_of(elm_head).post_form(leaving, {"to_on": today().isoformat(), "with_pupils": "y"})
    db.session.expire_all()
    assert town.noah.enrolments == []


@pytest.mark.parametrize(("days", "sentence"), [(-1, "This day has passed"), (99, "already: choose that day")])
def test_a_day_that_cannot_be_the_last_is_sent_back(browser_of, town, elm_head, leaving, days, sentence):
    membership_of(town.elm).to_on = today() + timedelta(days=30)
    page = browser_of(elm_head).post_form(leaving, {"to_on": (today() + timedelta(days=days)).isoformat()}, status=422)
    assert sentence in page.text


def test_only_the_schools_own_leaders_let_it_leave(browser_of, town, leaving):
    for somebody in (town.head, town.other, town.lead, town.administrator):
        browser_of(somebody).page(leaving, status=404)
    assert "leave Two Towns" not in browser_of(town.lead).page(f"/schools/{town.elm.id}").links


def offer_to(town, school):
    """The address of a lead's link for a school."""
    offer = joining.Offer(town.partnership, school, "partner", today())
    return f"/partnerships/offers/{joining.token_of(offer, by=town.lead.id)}"


def test_a_school_that_was_taken_out_is_not_brought_back_by_an_old_link(browser_of, town, elm_head):
    browser_of(town.lead).post_form(f"/partnerships/memberships/{membership_of(town.elm).id}/remove")
    used, unused = offer_to(town, town.elm), offer_to(town, town.elm)
    browser_of(elm_head).post_form(used)
    browser_of(town.lead).post_form(f"/partnerships/memberships/{membership_of(town.elm).id}/remove")
    for link in (used, unused):
        browser_of(elm_head).page(link, status=410)
        browser_of(elm_head).post(link, data={"csrf_token": browser_of(elm_head).token("/account")})
    assert membership_of(town.elm) is None
    browser_of(elm_head).post_form(offer_to(town, town.elm))
    assert membership_of(town.elm) is not None


def test_a_school_that_left_comes_back_by_a_new_link_only(browser_of, town, elm_head, leaving):
    with time_machine.travel(today() - timedelta(days=2)):
        old = offer_to(town, town.elm)
        browser_of(elm_head).post_form(leaving, {"to_on": today().isoformat()})
    browser_of(elm_head).page(old, status=410)
    browser_of(elm_head).post_form(offer_to(town, town.elm))
    assert membership_of(town.elm).to_on is None


def test_what_happens_in_another_partnership_voids_no_link(browser_of, town, elm_head):
    elsewhere = make.a_partnership(name="Third")
    link = joining.token_of(joining.Offer(elsewhere, town.elm, "partner", today()), by=town.administrator.id)
    browser_of(town.lead).post_form(f"/partnerships/memberships/{membership_of(town.elm).id}/remove")
    browser_of(elm_head).post_form(f"/partnerships/offers/{link}")
    assert membership_of(town.elm).partnership_id == elsewhere.id
