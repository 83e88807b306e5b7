"""Every page of the slice opens whole for those who may open it."""

import pytest

from tests import factories as make


@pytest.fixture
def town(db):
    """Two schools in one partnership, a course hosted by the first, a pupil of each, and staff in every role."""

    class Town:
        ash = make.a_school("Ash")
        elm = make.a_school("Elm")
        partnership = make.a_partnership(ash, elm, name="Two Towns")
        teacher = make.a_person("practitioner", school=ash, name="Tess Teacher")
        course = make.a_course(partnership, ash, title="Sports Diploma", teachers=(teacher,))
        maya = make.a_pupil(ash, course, given_name="Maya", family_name="Ford")
        noah = make.a_pupil(elm, course, given_name="Noah", family_name="Birch")
        head = make.a_person("leader", school=ash)
        other = make.a_person("practitioner", school=elm)
        lead = make.a_person("lead", partnership=partnership)
        associate = make.a_person("associate", partnership=partnership)
        administrator = make.a_person("administrator")

    return Town


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
        f"/schools/{a}/edit": {"head", "lead", "administrator"},
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


ROLES = ("teacher", "head", "other", "lead", "associate", "administrator")


@pytest.mark.parametrize("role", ROLES)
def test_each_role_opens_exactly_its_pages(browser_of, town, role):
    browser = browser_of(getattr(town, role))
    for address, allowed in pages(town).items():
        response = browser.get(address)
        expected = {200} if role in allowed else {403, 404}
        assert response.status_code in expected, f"{role} at {address}: {response.status}"
        if role in allowed:
            browser.page(address)


def test_a_stranger_is_sent_to_sign_in(browser_of, town):
    for address in pages(town):
        assert browser_of().get(address).status_code == 303
