"""Invitation links: who joins by them, and when they are good no more."""

import pytest
import sqlalchemy as sa
import time_machine

from app.people import actions, queries
from app.people.models import Invitation, Person, Role, RoleKind
from app.people.session import actor_of
from tests import factories as make
from tests.people.test_signing_in import events

NEW = {"name": "Bea Lund", "password": "teapot glacier violin"}
DAY = 24 * 3600


@pytest.fixture
def school(db):
    return make.a_school("Ash School")


@pytest.fixture
def invited(db, school):
    """An invitation of a stranger to be a practitioner, and its path."""
    found = actions.invite(None, email="Bea@Ash.example", name="Bea Lund", kind="practitioner", school_id=school.id)
    db.session.commit()
    return found


@pytest.fixture
def invited_ana(db, ana):
    """An invitation of Ana, who has an account, to a partnership."""
    group = make.a_partnership(name="Riverside")
    found = actions.invite(None, email="ANA@ash.example", name="Ana", kind="lead", partnership_id=group.id)
    db.session.commit()
    return found


def test_a_stranger_joins_and_is_signed_in_with_the_role(client, db, invited, school):
    invitation, path = invited
    page = client.page(path)
    assert "Practitioner, Ash School" in page.text
    assert page.find("input", name="name").get("value") == "Bea Lund"
    assert client.post_form(path, NEW).location == "/"
    assert "Practitioner, Ash School" in client.page("/account").text
    bea = queries.find_person_by_email("bea@ash.example")
    assert [(role.kind, role.school_id) for role in bea.roles] == [("practitioner", school.id)]


def test_a_person_who_joined_signs_in_with_the_password_they_chose(browser_of, invited):
    browser_of().post_form(invited[1], NEW)
    typed = {"email": "bea@ash.example", "password": "teapot glacier violin"}
    assert browser_of().post_form("/sign-in", typed).location == "/"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({**NEW, "password": "short"}, "at least 12 characters"),
        ({**NEW, "password": "BeaLund12345"}, "guessed soon"),
        ({**NEW, "password": ""}, "Enter a new password"),
        ({**NEW, "name": " "}, "Enter a name"),
        ({**NEW, "name": "B" * 121}, "120 characters"),
    ],
)
def test_a_mistake_is_sent_back_and_the_link_stays_good(client, db, invited, typed, sentence):
    assert sentence in client.post_form(invited[1], typed, status=422).text
    client.post_form(invited[1], NEW)


def test_a_link_works_once(browser_of, invited):
    browser_of().post_form(invited[1], NEW)
    page = browser_of().page(invited[1], status=410)
    assert "This link was used" in page.text


def test_two_at_once_make_one_account(db, invited):
    invitation, _ = invited
    actions.join(invitation, name="Bea", kept="!")
    with pytest.raises(actions.AccountExists):
        actions.join(invitation, name="Bea", kept="!")
    with pytest.raises(actions.LinkSpent):
        actions.accept(invitation, make.a_person())


def test_a_link_is_good_for_seven_days(client, db, school):
    with time_machine.travel("2026-11-02T09:00Z", tick=False) as clock:
        _, path = actions.invite(None, email="c@ash.example", name="C", kind="leader", school_id=school.id)
        db.session.commit()
        clock.shift(7 * DAY - 1)
        client.page(path)
        clock.shift(2)
        assert "good for seven days" in client.page(path, status=410).text
        with pytest.raises(actions.LinkSpent):
            actions.accept(db.session.scalars(sa.select(Invitation)).one(), make.a_person())


def test_a_withdrawn_link_says_what_to_do(client, db, invited):
    actions.withdraw(invited[0], by=None)
    assert "ask the person who sent it" in client.page(invited[1], status=410).text


def test_a_second_invitation_makes_the_first_link_worthless(client, db, invited, school):
    actions.invite(None, email="bea@ash.example", name="Bea", kind="practitioner", school_id=school.id)
    client.page(invited[1], status=410)
    assert len(queries.list_invitations(school_id=school.id)) == 1


def test_an_invitation_to_another_role_leaves_the_first_alone(client, db, invited, school):
    actions.invite(None, email="bea@ash.example", name="Bea", kind="leader", school_id=school.id)
    client.page(invited[1])


def test_a_link_that_was_changed_opens_nothing(client, invited):
    client.page(invited[1] + "x", status=404)
    client.page("/join/made-up", status=404)


def test_a_link_of_another_database_does_not_fit(client, db, invited):
    invitation, path = invited
    with time_machine.travel("2026-11-02T09:00Z", tick=False):
        invitation.created_at = actions.now()
    client.page(path, status=404)


def test_a_link_is_refused_without_a_token(client, db, invited):
    assert client.post(invited[1], data=NEW).status_code == 400
    assert db.session.scalar(sa.select(sa.func.count(Person.id))) == 0


def test_a_posted_role_is_ignored(client, db, invited, school):
    client.post_form(invited[1], {**NEW, "kind": "administrator", "school_id": "", "email": "other@ash.example"})
    assert [role.kind for role in db.session.scalars(sa.select(Role))] == ["practitioner"]
    assert queries.find_person_by_email("other@ash.example") is None


def test_the_page_of_a_link_looks_the_same_whether_the_address_has_an_account(client, invited, invited_ana):
    unknown, known = client.page(invited[1]), client.page(invited_ana[1])
    assert list(unknown.links) == list(known.links)
    assert unknown.find("h1").text == known.find("h1").text == "Join Lateral"


def test_a_link_never_changes_the_password_of_an_account(client, db, ana, invited_ana):
    kept = ana.password_hash
    page = client.post_form(invited_ana[1], {**NEW, "name": "Somebody"})
    assert page.location == f"/sign-in?next={invited_ana[1]}"
    db.session.refresh(ana)
    assert (ana.password_hash, ana.name) == (kept, "Ana Bell")
    assert len(ana.roles) == 1


def test_a_person_with_an_account_takes_the_role_up_after_signing_in(client, db, ana, invited_ana):
    path = invited_ana[1]
    asked = client.page(path).links["Sign in to take up the new role"]
    back = client.post_form(asked, {"email": "ana@ash.example", "password": make.PASSWORD}).location
    assert back == path
    assert "Partnership lead, Riverside" in client.page(back).text
    client.post_form(f"{path}/role", at=path)
    assert "Partnership lead, Riverside" in client.page("/account").text
    client.page(path, status=410)


def test_somebody_else_who_is_signed_in_cannot_take_the_role(browser_of, db, invited_ana):
    other = make.a_person("administrator", email="eve@ash.example")
    client = browser_of(other)
    assert "for another address" in client.page(invited_ana[1]).text
    client.post_form(f"{invited_ana[1]}/role", status=403, at=invited_ana[1])
    assert len(other.roles) == 1


def test_taking_up_a_role_asks_a_stranger_to_sign_in(client, invited_ana):
    page = client.post_form(f"{invited_ana[1]}/role", at=invited_ana[1])
    assert page.location.startswith("/sign-in?next=/join/")


def test_nobody_gives_themself_a_role(browser_of, db, school):
    """A lead who may invite a school's staff does not become one of them, and so reads no pupil's name."""
    lead = make.a_person("lead", partnership=make.a_partnership(school))
    inviter = actor_of(lead)
    _, path = actions.invite(inviter, email="me@ash.example", name="Me", kind="leader", school_id=school.id)
    lead.email = "me@ash.example"
    db.session.commit()
    page = browser_of(lead).post_form(f"{path}/role", status=403, at=path)
    assert "Ask somebody else to invite you" in page.text
    db.session.refresh(lead)
    assert [role.kind for role in lead.roles] == ["lead"]


def test_a_role_held_already_is_not_held_twice(browser_of, db, ana):
    school_id = ana.roles[0].school_id
    _, path = actions.invite(None, email=ana.email, name="Ana", kind="practitioner", school_id=school_id)
    browser_of(ana).post_form(f"{path}/role", at=path)
    assert len(ana.roles) == 1


def test_a_reset_link_sets_a_new_password_and_ends_every_session(browser_of, db, ana):
    _, path = actions.make_reset_link(ana, by=None)
    signed_in, stranger = browser_of(ana), browser_of()
    page = stranger.post_form(f"{path}/password", {"password": NEW["password"]}, at=path)
    assert page.location == "/sign-in"
    assert stranger.get("/account").status_code == 303
    assert signed_in.get("/account").status_code == 303
    stranger.post_form("/sign-in", {"email": ana.email, "password": NEW["password"]})
    browser_of().page(path, status=410)


def test_a_reset_link_does_not_get_around_the_second_step(browser_of, db, ana):
    actions.turn_on_two_step(ana, "JBSWY3DPEHPK3PXP", step=1)
    _, path = actions.make_reset_link(ana, by=None)
    client = browser_of()
    client.post_form(f"{path}/password", {"password": NEW["password"]}, at=path)
    typed = {"email": ana.email, "password": NEW["password"]}
    assert client.post_form("/sign-in", typed).location == "/sign-in/code"


def test_a_reset_password_may_not_be_ones_own_name(client, ana):
    _, path = actions.make_reset_link(ana, by=None)
    client.post_form(f"{path}/password", {"password": "AnaBell-AnaBell1"}, status=422, at=path)


def test_a_disabled_person_cannot_reset(client, db, ana):
    _, path = actions.make_reset_link(ana, by=None)
    token_page = client.page(path)
    assert token_page
    ana.disabled_at = actions.now()
    client.post_form(f"{path}/password", {"password": NEW["password"]}, status=410, at=path)


def test_a_reset_link_gives_no_role_and_a_role_link_no_password(client, db, ana, invited):
    _, reset = actions.make_reset_link(ana, by=None)
    token = client.token(reset)
    for address in (reset, f"{reset}/role", f"{invited[1]}/password"):
        assert client.post(address, data={**NEW, "csrf_token": token}).status_code == 404


@pytest.mark.parametrize(
    ("kind", "scope"),
    [
        ("administrator", {"school_id": 1}),
        ("lead", {}),
        ("lead", {"school_id": 1}),
        ("leader", {"partnership_id": 1}),
        ("practitioner", {"school_id": 1, "partnership_id": 1}),
    ],
)
def test_a_role_without_its_scope_is_a_fault(db, kind, scope):
    with pytest.raises(actions.ScopeMismatch):
        actions.invite(None, email="a@b.example", name="A", kind=kind, **scope)


def test_invitations_are_listed_where_they_belong(db, school, invited, invited_ana):
    actions.invite(None, email="adm@b.example", name="A", kind=RoleKind.ADMINISTRATOR)
    assert [each.email for each in queries.list_invitations(school_id=school.id)] == ["bea@ash.example"]
    group_id = invited_ana[0].partnership_id
    assert [each.email for each in queries.list_invitations(partnership_id=group_id)] == ["ana@ash.example"]
    assert [each.email for each in queries.list_invitations()] == ["adm@b.example"]


def test_inviting_and_joining_are_recorded(client, db, invited, school):
    client.post_form(invited[1], NEW)
    assert [(e.school_id, e.detail) for e in events(db, "invite from outside")] == [
        (school.id, {"kind": "practitioner"})
    ]
    assert len(events(db, "join")) == 1
    assert [e.detail["kind"] for e in events(db, "grant role from outside")] == ["practitioner"]
