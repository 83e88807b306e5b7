"""What people change on the pages of the slice, through the front door."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from app.audit.models import AuditEvent
from app.db import db
from app.people import actions as people
from app.people.models import Invitation, Role
from app.people.session import actor_of
from app.schools import queries
from app.schools.joining import Offer, token_of
from app.schools.models import Course, Enrolment, Membership, Partnership, Pupil, School
from app.schools.naming import find_identity
from tests import factories as make

TODAY = queries.today()


def count(model):
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(model))


def actions_noted():
    db.session.rollback()
    return [one.action for one in db.session.scalars(select(AuditEvent).order_by(AuditEvent.id))]


# --- partnerships -------------------------------------------------------------------------------------------------


def test_an_administrator_sets_up_a_partnership(browser_of, town):
    browser = browser_of(town.administrator)
    page = browser.post_form("/partnerships/new", {"name": "North", "about": "Drama for all"})
    assert "Add its schools next" in browser.page(page.location).text
    assert actions_noted() == ["create partnership"]


def test_a_name_that_is_taken_is_sent_back(browser_of, town):
    page = browser_of(town.administrator).post_form("/partnerships/new", {"name": "two towns"}, status=422)
    assert "of this name already" in page.text
    assert count(Partnership) == 2


def test_a_lead_changes_name_and_purpose(browser_of, town):
    address = f"/partnerships/{town.partnership.id}/edit"
    browser_of(town.lead).post_form(address, {"name": "Three Towns", "about": ""})
    assert "Three Towns" in browser_of(town.lead).page("/partnerships").text


def test_a_school_joins_from_a_day_and_leaves_on_a_day(browser_of, town):
    browser, far = browser_of(town.lead), town.outsider.roles[0].school_id
    school = f"/schools/{far}"
    address = f"/partnerships/{town.partnership.id}"
    fields = {"school_id": str(far), "part": "partner", "from_on": TODAY.isoformat(), "to_on": ""}
    page = browser.post_form(f"{address}/schools", fields, status=200)
    assert browser.get(school).status_code == 404
    link = page.find("span", id="offer-link").text.removeprefix("http://localhost")
    for somebody in (town.lead, town.administrator, town.head, town.teacher):
        browser_of(somebody).page(link, status=404)
    leader = browser_of(town.outsider)
    leader.post_form(link)
    assert "good no more" in leader.page(link, status=410).text
    assert "Far" in browser.page(address).text
    assert browser.get(school).status_code == 200
    assert browser_of(town.outsider).get(address).status_code == 200
    membership = db.session.scalar(
        select(Membership).where(Membership.school_id == far, Membership.partnership_id == town.partnership.id)
    )
    last = TODAY - timedelta(days=1)
    first = TODAY - timedelta(days=30)
    dates = {"part": "partner", "from_on": f"{first:%d/%m/%Y}", "to_on": f"{last:%d/%m/%Y}"}
    browser.post_form(f"/partnerships/memberships/{membership.id}", dates)
    assert "Were in the partnership" in browser.page(address).text
    assert browser_of(town.outsider).get(address).status_code == 404
    again = {**dates, "to_on": ""}
    page = browser.post_form(f"/partnerships/memberships/{membership.id}", again, status=422)
    assert "asks one of its leaders" in page.text
    assert actions_noted() == ["join partnership", "change membership"]


def test_a_new_school_is_added_from_a_partnership_and_joins_it_at_once(browser_of, town):
    browser, address = browser_of(town.lead), f"/partnerships/{town.partnership.id}"
    path = browser.page(f"{address}/schools").links["Add it by its URN first"]
    page = browser.post_form(path, {"urn": "123456", "name": "Oak", "phase": "special"})
    asked = browser.page(page.location)
    assert asked.find("option", selected="").text.startswith("Oak")
    school = db.session.scalar(select(School).where(School.name == "Oak"))
    fields = {"school_id": str(school.id), "part": "partner", "from_on": TODAY.isoformat()}
    browser.post_form(f"{address}/schools", fields)
    assert browser.get(f"/schools/{school.id}").status_code == 200


@pytest.mark.parametrize("role", ["administrator", "lead"])
def test_a_school_with_pupils_and_no_staff_is_not_taken_either(browser_of, town, role):
    school = make.a_school("Empty")
    make.a_pupil(school)
    fields = {"school_id": str(school.id), "part": "partner", "from_on": TODAY.isoformat()}
    n = count(Membership)
    browser_of(getattr(town, role)).post_form(f"/partnerships/{town.partnership.id}/schools", fields, status=200)
    assert count(Membership) == n


def test_an_offer_ends_with_the_right_of_its_maker(browser_of, town):
    offer = Offer(town.partnership, db.session.get(School, town.outsider.roles[0].school_id), "partner", TODAY)
    link = f"/partnerships/offers/{token_of(offer, by=town.lead.id)}"
    leader = browser_of(town.outsider)
    leader.page(link)
    people.revoke(town.lead.roles[0], by=None)
    leader.page(link, status=410)
    leader.page(link + "x", status=404)


def test_a_school_is_no_member_twice_at_once(browser_of, town):
    address = f"/partnerships/{town.partnership.id}/schools"
    fields = {"school_id": str(town.ash.id), "part": "lead", "from_on": TODAY.isoformat()}
    assert "for some of these days already" in browser_of(town.lead).post_form(address, fields, status=422).text


def test_a_membership_cannot_end_before_it_begins(browser_of, town):
    membership = town.partnership.memberships[0]
    address = f"/partnerships/memberships/{membership.id}"
    fields = {"part": "lead", "from_on": "2026-09-01", "to_on": "2026-08-31"}
    assert "cannot be before the first" in browser_of(town.lead).post_form(address, fields, status=422).text


def test_a_membership_entered_by_mistake_is_taken_out_after_asking(browser_of, town):
    membership = town.partnership.memberships[1]
    address = f"/partnerships/memberships/{membership.id}/remove"
    browser = browser_of(town.lead)
    assert "Take out Elm?" in browser.page(address).text
    browser.post_form(address, {})
    assert count(Membership) == 2


def test_a_lead_of_another_partnership_changes_nothing(browser_of, town):
    stranger = make.a_person("lead", partnership=make.a_partnership(name="Other"))
    membership = town.partnership.memberships[0]
    token = {"csrf_token": "none"}
    for address in (f"/partnerships/{town.partnership.id}/edit", f"/partnerships/memberships/{membership.id}/remove"):
        assert browser_of(stranger).post(address, data=token).status_code in (400, 404)


# --- schools ------------------------------------------------------------------------------------------------------


def test_a_school_is_added_by_its_urn_once(browser_of, town):
    fields = {"urn": "123456", "name": "Oak", "phase": "special", "type": "Academy", "town": "Milltown"}
    browser = browser_of(town.lead)
    browser.post_form("/schools/new", fields)
    assert "with this URN already" in browser.post_form("/schools/new", fields, status=422).text
    assert count(School) == 4


@pytest.mark.parametrize("urn", ["12345", "1234567", "12345a", "", "١٢٣٤٥٦"])
def test_a_urn_has_six_digits(browser_of, town, urn):
    fields = {"urn": urn, "name": "Oak", "phase": "special"}
    page = browser_of(town.lead).post_form("/schools/new", fields, status=422)
    assert "A URN has 6 digits" in page.text or "Enter the URN" in page.text
    assert count(School) == 3


def test_a_head_changes_the_details_of_their_school(browser_of, town):
    fields = {"urn": town.ash.urn, "name": "Ash Academy", "phase": "secondary", "type": "", "town": ""}
    browser_of(town.head).post_form(f"/schools/{town.ash.id}/edit", fields)
    assert "Ash Academy" in browser_of(town.teacher).page("/schools").text


# --- courses ------------------------------------------------------------------------------------------------------


def course_fields(town, **changes):
    fields = {
        "title": "Drama",
        "qualification": "BTEC",
        "key_stage": "KS4",
        "host_school_id": str(town.ash.id),
        "starts_on": TODAY.isoformat(),
        "ends_on": (TODAY + timedelta(days=90)).isoformat(),
        "teacher_ids": [str(town.teacher.id), str(town.other.id)],
    }
    return fields | changes


def test_a_lead_adds_a_course_with_its_teachers(browser_of, town):
    address = f"/partnerships/{town.partnership.id}/courses/new"
    page = browser_of(town.lead).post_form(address, course_fields(town))
    text = browser_of(town.other).page(page.location).text
    assert "Drama" in text
    assert "Tess Teacher" in text


def test_a_title_is_used_once_in_a_partnership(browser_of, town):
    address = f"/partnerships/{town.partnership.id}/courses/new"
    page = browser_of(town.lead).post_form(address, course_fields(town, title="sports diploma"), status=422)
    assert "of this title already" in page.text


def test_a_head_hosts_courses_at_their_own_school_only(browser_of, town):
    address = f"/partnerships/{town.partnership.id}/courses/new"
    refused = browser_of(town.head).post_form(address, course_fields(town, host_school_id=str(town.elm.id)), status=422)
    assert count(Course) == 1
    assert refused.status == 422
    browser_of(town.head).post_form(address, course_fields(town))
    assert count(Course) == 2


def test_a_course_cannot_end_before_it_begins(browser_of, town):
    fields = course_fields(town, ends_on=(TODAY - timedelta(days=1)).isoformat())
    address = f"/courses/{town.course.id}/edit"
    assert "cannot be before the first" in browser_of(town.lead).post_form(address, fields, status=422).text


def test_a_course_is_changed_and_keeps_its_pupils(browser_of, town):
    browser_of(town.lead).post_form(
        f"/courses/{town.course.id}/edit", course_fields(town, teacher_ids=[str(town.other.id)])
    )
    db.session.rollback()
    course = db.session.get(Course, town.course.id)
    assert (course.title, course.teacher_ids, len(course.enrolments)) == ("Drama", (town.other.id,), 2)


@pytest.mark.parametrize("ids", [["", "1"], ["  "], ["²"], ["99999999999999999999"]])
def test_teachers_who_are_not_offered_are_refused(browser_of, town, ids):
    browser_of(town.lead).post_form(f"/courses/{town.course.id}/edit", course_fields(town, teacher_ids=ids), status=422)


# --- pupils and enrolments ----------------------------------------------------------------------------------------


def pupil_fields(**changes):
    fields = {"given_name": "Zoë", "family_name": "Hill", "year_group": "9", "mis_id": "77", "upn": " b8012 0000 5001"}
    return fields | changes


def test_a_pupil_is_added_by_hand_and_known_again(browser_of, town):
    browser, address = browser_of(town.teacher), f"/schools/{town.ash.id}/pupils/new"
    page = browser.post_form(address, pupil_fields())
    assert "B801200005001" in browser.page(page.location).text
    assert "has this UPN" in browser.post_form(address, pupil_fields(mis_id="78"), status=422).text
    assert "has this MIS id" in browser.post_form(address, pupil_fields(mis_id="077", upn=""), status=422).text
    assert count(Pupil) == 3


def test_a_upn_that_cannot_be_one_is_sent_back(browser_of, town):
    address = f"/schools/{town.ash.id}/pupils/new"
    page = browser_of(town.teacher).post_form(address, pupil_fields(upn="A801200005001"), status=422)
    assert "these digits need the first letter B" in page.text


def test_two_schools_may_know_one_upn(browser_of, town):
    for person, school in ((town.teacher, town.ash), (town.other, town.elm)):
        browser_of(person).post_form(f"/schools/{school.id}/pupils/new", pupil_fields())
    assert count(Pupil) == 4


def test_a_pupil_is_changed(browser_of, town):
    browser_of(town.head).post_form(f"/schools/pupils/{town.maya.id}/edit", pupil_fields(given_name=""))
    db.session.rollback()
    identity = find_identity(db.session.get(Pupil, town.maya.id), actor_of(town.teacher))
    assert (identity.name, identity.mis_id) == ("Hill", "77")
    assert find_identity(town.maya, actor_of(town.administrator)) is None


def test_leaving_the_school_ends_the_courses_and_can_be_undone(browser_of, town):
    browser, address = browser_of(town.teacher), f"/schools/pupils/{town.maya.id}"
    last = TODAY - timedelta(days=1)
    browser.post_form(f"{address}/leave", {"to_on": last.isoformat()})
    assert "Maya" not in browser.page(f"/schools/{town.ash.id}/pupils").text
    assert "Maya" in browser.page(f"/schools/{town.ash.id}/pupils?left=yes").text
    assert town.maya.enrolments[0].to_on == last
    browser.post_form(f"{address}/return", {}, at=address)
    assert "Maya" in browser.page(f"/schools/{town.ash.id}/pupils").text


def test_several_pupils_are_enrolled_at_once_by_their_own_school(browser_of, town):
    course = make.a_course(town.partnership, town.elm, title="Drama")
    pupils = [make.a_pupil(town.ash) for _ in range(3)]
    address = f"/courses/{course.id}/schools/{town.ash.id}"
    browser = browser_of(town.teacher)
    chosen = [str(pupil.id) for pupil in pupils[:2]]
    browser.post_form(address, {"pupils": chosen, "from_on": TODAY.isoformat()})
    assert count(Enrolment) == 4
    left = browser.page(address)
    values = {one.get("value") for one in left.find_all("input", name="pupils")}
    assert values == {str(pupils[2].id), str(town.maya.id)}


def test_a_pupil_of_another_school_cannot_be_enrolled(browser_of, town):
    course = make.a_course(town.partnership, town.ash, title="Drama")
    address = f"/courses/{course.id}/schools/{town.ash.id}"
    fields = {"pupils": [str(town.noah.id)], "from_on": TODAY.isoformat()}
    browser_of(town.teacher).post_form(address, fields, status=422)
    assert count(Enrolment) == 2


def test_enrolling_nobody_asks_for_somebody(browser_of, town):
    course = make.a_course(town.partnership, town.ash, title="Drama")
    page = browser_of(town.teacher).post_form(
        f"/courses/{course.id}/schools/{town.ash.id}", {"from_on": TODAY.isoformat()}, status=422
    )
    assert "Tick at least one pupil" in page.text


def test_an_enrolment_ends_and_opens_again(browser_of, town):
    enrolment = town.noah.enrolments[0]
    address = f"/courses/enrolments/{enrolment.id}"
    browser = browser_of(town.head)
    assert "Noah" not in browser.page(address).text
    browser.post_form(address, {"to_on": TODAY.isoformat()})
    db.session.refresh(enrolment)
    assert enrolment.to_on == TODAY
    browser.post_form(f"{address}/reopen", {}, at=address)
    db.session.refresh(enrolment)
    assert enrolment.to_on is None
    assert actions_noted() == ["end enrolment", "reopen enrolment"]


def test_an_enrolment_cannot_end_before_it_begins(browser_of, town):
    enrolment = town.maya.enrolments[0]
    early = (enrolment.from_on - timedelta(days=1)).isoformat()
    page = browser_of(town.teacher).post_form(f"/courses/enrolments/{enrolment.id}", {"to_on": early}, status=422)
    assert "the last day cannot be before" in page.text


# --- people -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("role", "place", "kind"), [("head", "schools", "practitioner"), ("lead", "partnerships", "associate")]
)
def test_somebody_is_invited_and_the_link_is_shown_once(browser_of, town, role, place, kind):
    thing = town.ash if place == "schools" else town.partnership
    address = f"/{place}/{thing.id}/people"
    browser = browser_of(getattr(town, role))
    fields = {"name": "New Person", "email": "new@school.example", "kind": kind}
    page = browser.post_form(address, fields, status=200)
    assert "http://localhost/" in page.find("span", id="invitation-link").text
    assert "New Person" in browser.page(address).text
    assert "invitation-link" not in browser.get(address).text
    invitation = db.session.scalar(select(Invitation))
    browser.post_form(f"/{place}/invitations/{invitation.id}/withdraw", {}, at=address)
    assert "New Person" not in browser.page(address).text


def test_a_role_that_is_not_offered_here_cannot_be_given(browser_of, town):
    fields = {"name": "New", "email": "new@school.example", "kind": "administrator"}
    browser_of(town.head).post_form(f"/schools/{town.ash.id}/people", fields, status=422)
    assert count(Invitation) == 0


def test_a_role_ends_after_asking(browser_of, town):
    role = town.teacher.roles[0]
    address = f"/schools/roles/{role.id}/end"
    browser = browser_of(town.head)
    assert "End the role of Tess Teacher?" in browser.page(address).text
    before = count(Role)
    browser.post_form(address, {})
    assert count(Role) == before - 1


def test_a_head_ends_no_role_elsewhere(browser_of, town):
    for role in (town.other.roles[0], town.lead.roles[0]):
        assert browser_of(town.head).get(f"/schools/roles/{role.id}/end").status_code == 404
        assert browser_of(town.head).get(f"/partnerships/roles/{role.id}/end").status_code == 404


# --- long lists ---------------------------------------------------------------------------------------------------


def test_a_long_list_is_searched_sorted_and_cut(browser_of, town):
    for number in range(60):
        make.a_pupil(town.ash, given_name=f"Kim{number:02d}", family_name="Lee", year_group="9")
    browser, address = browser_of(town.teacher), f"/schools/{town.ash.id}/pupils"
    first = browser.page(address)
    assert "Page 1 of 2" in first.text
    assert "Kim59" not in browser.page(f"{address}?sort=year&q=lee").text
    assert "Kim59" in browser.page(f"{address}?sort=-year&q=lee").text
    assert "Nobody found" in browser.page(f"{address}?q=nobody").text
    for odd in ("?page=99999999", "?page=-1", "?page=x", "?sort=sealed_upn", "?q=" + "x" * 3000):
        browser.page(address + odd)


def test_the_pupils_to_enrol_are_narrowed_by_words(browser_of, town):
    course = make.a_course(town.partnership, town.ash, title="Drama")
    for number in range(25):
        make.a_pupil(town.ash, given_name=f"Kim{number:02d}", family_name="Lee", year_group="9")
    browser, address = browser_of(town.teacher), f"/courses/{course.id}/schools/{town.ash.id}"
    assert len(browser.page(f"{address}?q=kim0").find_all("input", name="pupils")) == 10
    assert "Nobody found" in browser.page(f"{address}?q=nobody").text
    assert len(browser.page(address).find_all("input", name="pupils")) == 26
