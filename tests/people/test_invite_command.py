"""The first administrator, from the command line."""

import pytest

from app.people import actions
from tests import factories as make


@pytest.fixture
def command(app, db):
    def run(*arguments):
        db.session.commit()
        result = app.test_cli_runner().invoke(args=["invite-administrator", *arguments])
        assert result.exit_code == 0, result.output
        sentence, link = result.output.strip().splitlines()
        assert link.startswith("http://localhost:8000/join/")
        return sentence, link.removeprefix("http://localhost:8000")

    return run


def test_the_first_administrator_joins_by_a_printed_link(command, client):
    _, path = command("ada@lateral.example")
    client.post_form(path, {"name": "Ada", "password": "teapot glacier violin"})
    client.page("/people")


def test_an_administrator_who_forgot_the_password_gets_a_link_for_a_new_one(command, client, db, admin):
    sentence, path = command("Ada@Lateral.example")
    assert "administrator already" in sentence
    assert client.page(path).find("h1").text == "Set a new password"


def test_one_who_lost_the_phone_too_is_let_in_by_the_password(command, client, db, admin):
    actions.turn_on_two_step(admin, "JBSWY3DPEHPK3PXP", step=1)
    command("ada@lateral.example")
    db.session.refresh(admin)
    assert admin.otp_secret
    command("ada@lateral.example", "--without-two-step")
    db.session.refresh(admin)
    assert admin.otp_secret is None


def test_one_who_was_disabled_can_come_back(command, db, admin):
    admin.disabled_at = actions.now()
    command("ada@lateral.example")
    db.session.refresh(admin)
    assert admin.disabled_at is None


def test_a_practitioner_becomes_an_administrator_after_signing_in(command, browser_of, ana):
    _, path = command("ana@ash.example")
    client = browser_of(ana)
    client.post_form(f"{path}/role", at=path)
    client.page("/people")


def test_an_address_that_is_none_is_refused(app, db):
    result = app.test_cli_runner().invoke(args=["invite-administrator", "ada"])
    assert result.exit_code != 0
    assert "address" in result.output


def test_somebody_joined_is_no_administrator_without_a_link(browser_of, db):
    browser_of(make.a_person()).page("/people", status=403)
