"""A person's own account."""

import pytest

from tests import factories as make
from tests.people.test_signing_in import events


@pytest.fixture
def client(browser_of, ana):
    return browser_of(ana)


def test_the_account_shows_who_one_is_and_for_which_school(client, ana):
    text = client.page("/account").text
    assert "Ana Bell" in text
    assert "ana@ash.example" in text
    assert "Practitioner, Ash School" in text


def test_somebody_without_a_role_is_told_whom_to_ask(browser_of, db):
    assert "Ask your school's leader" in browser_of(make.a_person()).page("/account").text


def test_a_person_changes_their_name(client, db, ana):
    client.post_form("/account/name", {"name": "  Ana   Bell-Ray "})
    assert ana.name == "Ana Bell-Ray"
    assert len(events(db, "change name")) == 1


def test_an_empty_name_is_asked_for(client, ana):
    assert "Enter a name" in client.post_form("/account/name", {"name": " "}, status=422).text


NEW = {"present": make.PASSWORD, "password": "teapot glacier violin"}


def test_a_changed_password_signs_out_everywhere_else(client, browser_of, db, ana):
    elsewhere = browser_of(ana)
    client.post_form("/account/password", NEW)
    assert client.get("/account").status_code == 200
    assert elsewhere.get("/account").status_code == 303
    browser_of().post_form("/sign-in", {"email": ana.email, "password": NEW["password"]})
    assert [event.person_id for event in events(db, "change password")] == [ana.id]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({**NEW, "present": "not this"}, "not your present password"),
        ({**NEW, "present": ""}, "Enter your password"),
        ({**NEW, "password": "AnaBell123456"}, "guessed soon"),
        ({**NEW, "password": "elevenchars"}, "at least 12"),
    ],
)
def test_a_password_is_changed_only_with_the_present_one_and_to_a_good_one(client, db, ana, typed, sentence):
    kept = ana.password_hash
    assert sentence in client.post_form("/account/password", typed, status=422).text
    db.session.refresh(ana)
    assert ana.password_hash == kept


def test_a_typed_password_never_comes_back_in_the_page(client, ana):
    page = client.post_form("/account/password", {"present": "not this one", "password": "short one"}, status=422)
    assert "not this one" not in page.html
    assert "short one" not in page.html


@pytest.mark.parametrize("address", ["/account/name", "/account/password", "/account/sessions", "/account/two-step"])
def test_a_post_without_a_token_changes_nothing(client, db, ana, address):
    version = ana.session_version
    assert client.post(address, data={**NEW, "name": "X", "code": "123456"}).status_code == 400
    db.session.refresh(ana)
    assert (ana.name, ana.session_version) == ("Ana Bell", version)


def test_the_navigation_marks_the_place_one_is_at(browser_of, admin):
    def current(address):
        page = browser_of(admin).page(address)
        return [a.text for a in page.find_all("a", class_="nav__link") if a.get("aria-current")]

    assert current("/people") == ["People"]
    assert current("/people/invitations") == ["People"]
    assert current("/instruments") == ["Surveys"]
    assert current("/account/name") == []
    assert current("/help") == []
