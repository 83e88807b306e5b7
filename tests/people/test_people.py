"""Everybody with an account, for administrators."""

import pytest
import sqlalchemy as sa

from app.people import actions, queries
from app.people.models import Invitation, Person, RoleKind
from tests import factories as make
from tests.people.test_signing_in import events


@pytest.fixture
def client(browser_of, admin):
    return browser_of(admin)


def names(page):
    return [row.find("./{*}a").text for row in page.find_all("th", scope="row")]


def test_an_administrator_sees_everybody_with_their_roles(client, ana, admin):
    page = client.page("/people")
    assert names(page) == ["Ada Minster", "Ana Bell"]
    assert "Practitioner, Ash School" in page.text


@pytest.mark.parametrize("kind", ["lead", "associate", "leader", "practitioner"])
def test_nobody_else_does(browser_of, db, kind):
    scope = {"school": make.a_school()} if kind in ("leader", "practitioner") else {"partnership": make.a_partnership()}
    browser_of(make.a_person(kind, **scope)).page("/people", status=403)


@pytest.mark.parametrize(
    ("search", "found"), [("ana", ["Ana Bell"]), ("BELL ana", ["Ana Bell"]), ("ash.example", ["Ana Bell"]), ("%", [])]
)
def test_people_are_found_by_name_or_address(client, ana, search, found):
    assert names(client.page("/people", query_string={"q": search})) == found


@pytest.mark.parametrize(
    ("sort", "first"),
    [("name", "Ada Minster"), ("-name", "Ana Bell"), ("-email", "Ana Bell"), ("rubbish", "Ada Minster")],
)
def test_people_are_sorted(client, ana, sort, first):
    assert names(client.page(f"/people?sort={sort}"))[0] == first


def test_sorting_keeps_the_search(client, ana):
    page = client.page("/people?q=a%26b+c&sort=name")
    assert "Nobody found" in page.text
    page = client.page("/people?q=ana%20bell&sort=name")
    assert page.links["E-mail address"] == "/people?sort=email&q=ana%20bell"


def test_a_long_list_comes_in_pages(client, db, admin):
    db.session.add_all(Person(email=f"p{n}@x.example", name=f"Zoe {n:03}", password_hash="!") for n in range(120))
    first = client.page("/people?q=zoe&sort=-name")
    assert names(first)[0] == "Zoe 119"
    assert len(names(first)) == 50
    assert "120 people" in first.text
    second = client.page(first.links["Next page"])
    assert names(second)[0] == "Zoe 069"
    for beyond in ("3", "99", "-5", "x", "9" * 30):
        assert names(client.page(f"/people?q=zoe&page={beyond}"))


def test_a_disabled_person_is_out_and_stays_out(client, browser_of, db, ana, admin):
    hers = browser_of(ana)
    client.post_form(f"/people/{ana.id}/access", {"open": "no"}, at=f"/people/{ana.id}")
    assert hers.get("/account").status_code == 303
    assert "Disabled" in client.page(f"/people/{ana.id}").text
    client.post_form(f"/people/{ana.id}/access", {"open": "yes"}, at=f"/people/{ana.id}")
    db.session.refresh(ana)
    assert ana.disabled_at is None
    assert [e.person_id for e in events(db, "disable person") + events(db, "enable person")] == [admin.id] * 2


def test_an_administrator_signs_somebody_out(client, browser_of, ana):
    hers = browser_of(ana)
    client.post_form(f"/people/{ana.id}/sessions", at=f"/people/{ana.id}")
    assert hers.get("/account").status_code == 303


def test_a_reset_link_is_shown_once_with_a_button_to_copy_it(client, browser_of, ana):
    page = client.post_form(f"/people/{ana.id}/reset-link", status=200, at=f"/people/{ana.id}")
    assert "Lateral sends no e-mail" in page.text
    link = page.find("span", id="link").text
    assert link.startswith("http://localhost/join/")
    page = browser_of().page(link.removeprefix("http://localhost"))
    assert page.find("h1").text == "Set a new password"


def test_a_second_reset_link_makes_the_first_worthless(client, browser_of, db, ana):
    _, first = actions.make_reset_link(ana, by=None)
    actions.make_reset_link(ana, by=None)
    browser_of().page(first, status=410)


def test_a_disabled_person_gets_no_reset_link(client, db, ana):
    ana.disabled_at = actions.now()
    client.post_form(f"/people/{ana.id}/reset-link", status=409, at=f"/people/{ana.id}")


def test_an_administrator_turns_off_the_second_step_of_a_lost_phone(client, db, ana):
    actions.turn_on_two_step(ana, "JBSWY3DPEHPK3PXP", step=1)
    client.post_form(f"/people/{ana.id}/two-step", at=f"/people/{ana.id}")
    db.session.refresh(ana)
    assert ana.otp_secret is None


def test_another_administrator_is_invited_and_the_invitation_withdrawn(client, browser_of, db):
    page = client.post_form("/people/invitations", {"name": "Bo", "email": "bo@lateral.example"}, status=200)
    path = page.find("span", id="link").text.removeprefix("http://localhost")
    browser_of().page(path)
    assert "bo@lateral.example" in client.page("/people").text
    invitation = db.session.scalars(sa.select(Invitation)).one()
    client.post_form(f"/people/invitations/{invitation.id}/withdrawal", at="/people")
    browser_of().page(path, status=410)
    assert "bo@lateral.example" not in client.page("/people").text


@pytest.mark.parametrize("email", ["", "bo", "bo@", "bo@lateral", "a b@c.example"])
def test_an_invitation_needs_an_address(client, db, email):
    client.post_form("/people/invitations", {"name": "Bo", "email": email}, status=422)


def test_a_role_is_taken_away(client, db, ana, admin):
    client.post_form(f"/people/roles/{ana.roles[0].id}/removal", at=f"/people/{ana.id}")
    db.session.refresh(ana)
    assert ana.roles == []
    assert [e.person_id for e in events(db, "revoke role from outside")] == [admin.id]


def test_the_last_administrator_stays(client, db, admin):
    here = f"/people/{admin.id}"
    page = client.post_form(f"/people/roles/{admin.roles[0].id}/removal", status=409, at=here)
    assert "last administrator" in page.text
    client.post_form(f"{here}/access", {"open": "no"}, status=409, at=here)
    assert queries.lock_administrators() == [admin.id]


def test_a_disabled_administrator_does_not_count_as_another(client, db, admin):
    make.a_person("administrator").disabled_at = actions.now()
    client.post_form(f"/people/roles/{admin.roles[0].id}/removal", status=409, at=f"/people/{admin.id}")


def test_of_two_administrators_one_may_go(client, db, admin):
    make.a_person("administrator")
    client.post_form(f"/people/roles/{admin.roles[0].id}/removal", at=f"/people/{admin.id}")
    client.page("/people", status=403)


def test_staff_are_listed_by_school_and_partnership(db, ana):
    group = make.a_partnership()
    lead = make.a_person("lead", partnership=group)
    school_id = ana.roles[0].school_id
    assert [role.person for role in queries.list_staff_of_school(school_id)] == [ana]
    assert [role.person for role in queries.list_staff_of_partnership(group.id)] == [lead]


def test_the_database_refuses_the_same_role_twice(db, ana):
    from sqlalchemy.exc import IntegrityError

    from app.people.models import Role

    for role in (ana.roles[0], make.a_person("administrator").roles[0]):
        db.session.add(Role(person_id=role.person_id, kind=role.kind, school_id=role.school_id))
        with pytest.raises(IntegrityError):
            db.session.flush()
        db.session.rollback()


def test_roles_are_ordered_widest_first(db, ana):
    group = make.a_partnership(name="Riverside")
    actions.grant(ana, RoleKind.LEAD, by=None, partnership_id=group.id)
    actions.grant(ana, RoleKind.ADMINISTRATOR, by=None)
    actions.grant(ana, RoleKind.ADMINISTRATOR, by=None)
    assert [(post.role.title, post.place) for post in queries.list_roles(ana)] == [
        ("Administrator", ""),
        ("Partnership lead", "Riverside"),
        ("Practitioner", "Ash School"),
    ]
