"""Signing in: who gets in, who does not, and what nobody learns."""

import pytest
import sqlalchemy as sa
import time_machine
from argon2 import PasswordHasher

from app.audit.models import AuditEvent
from app.db import now
from app.people import passwords
from app.people.models import Person
from app.web.limits import RateLimit
from tests import factories as make

RIGHT = {"email": "ana@ash.example", "password": make.PASSWORD}
WRONG = {**RIGHT, "password": "not her password at all"}
UNKNOWN = {**WRONG, "email": "nobody@ash.example"}


def events(db, action):
    return list(db.session.scalars(sa.select(AuditEvent).where(AuditEvent.action == action).order_by(AuditEvent.id)))


def test_a_person_signs_in_with_address_and_password(client, ana):
    assert client.post_form("/sign-in", RIGHT).location == "/"
    client.page("/account")


@pytest.mark.parametrize("address", [" Ana@Ash.Example ", "ＡＮＡ@ash.example", "ANA@ASH.EXAMPLE"])
def test_an_address_is_known_however_it_is_written(client, ana, address):
    client.post_form("/sign-in", {**RIGHT, "email": address})
    client.page("/account")


def test_a_wrong_password_opens_nothing(client, ana):
    page = client.post_form("/sign-in", WRONG, status=422)
    assert "do not belong together" in page.text
    assert client.get("/account").status_code == 303


@pytest.mark.parametrize("typed", [{"email": "ana@ash.example"}, {"password": "x"}, {}])
def test_an_empty_field_is_asked_for(client, db, typed):
    assert "Enter your" in client.post_form("/sign-in", typed, status=422).text


def test_an_unknown_address_gets_the_very_answer_of_a_wrong_password(client, browser_of, ana):
    def answer(typed):
        browser = browser_of()
        token = browser.token("/sign-in")
        response = browser.post("/sign-in", data={**typed, "csrf_token": token})
        body = response.text.replace(typed["email"], "ADDRESS")
        return response.status_code, body.replace(token, "TOKEN"), sorted(response.headers.keys())

    assert answer(WRONG) == answer(UNKNOWN)


def test_an_unknown_address_costs_a_hash_with_the_same_parameters(client, db, ana, monkeypatch):
    checked = []
    true_check = PasswordHasher.verify

    def check(self, kept, typed):
        checked.append(kept.split("$")[:4])
        return true_check(self, kept, typed)

    monkeypatch.setattr(PasswordHasher, "verify", check)
    for typed in (WRONG, UNKNOWN):
        client.post_form("/sign-in", typed, status=422)
    assert len(checked) == 2
    assert checked[0] == checked[1]


def test_a_disabled_person_gets_the_same_sentence(client, db, ana):
    from app.db import now

    ana.disabled_at = now()
    assert "do not belong together" in client.post_form("/sign-in", RIGHT, status=422).text


@pytest.mark.parametrize("meanwhile", ["password_hash", "disabled_at"])
def test_who_is_disabled_or_has_a_new_password_meanwhile_does_not_come_in_with_the_old_one(
    client, db, ana, monkeypatch, meanwhile
):
    """Nothing waits while a password is checked, so what was read before may be true no more."""
    value = now() if meanwhile == "disabled_at" else passwords.hash_of("another four unrelated words")

    def check(_typed, _kept):
        with db.engine.begin() as connection:
            connection.execute(sa.update(Person).where(Person.email == RIGHT["email"]).values({meanwhile: value}))
        return True

    monkeypatch.setattr(passwords, "is_right", check)
    client.post_form("/sign-in", RIGHT, status=422)
    assert client.get("/account").status_code == 303


def test_no_lock_is_held_while_a_password_is_checked(client, db, ana, monkeypatch):
    seen = []
    true_check = passwords.is_right

    def check(password, kept):
        seen.append(db.session().in_transaction())
        return true_check(password, kept)

    monkeypatch.setattr(passwords, "is_right", check)
    client.post_form("/sign-in", RIGHT)
    assert seen == [False]


def test_the_sixth_try_in_a_quarter_of_an_hour_waits(client, ana):
    for _ in range(5):
        client.post_form("/sign-in", WRONG, status=422)
    page = client.post_form("/sign-in", RIGHT, status=429)
    assert "Wait 15 minutes" in page.text


def test_waiting_a_quarter_of_an_hour_helps(client, ana):
    with time_machine.travel("2026-11-02T09:00Z", tick=False) as clock:
        for _ in range(6):
            client.post("/sign-in", data={**WRONG, "csrf_token": client.token("/sign-in")})
        clock.shift(15 * 60 + 1)
        client.post_form("/sign-in", RIGHT)


def test_an_unknown_address_waits_just_as_a_known_one(client, ana):
    for _ in range(5):
        client.post_form("/sign-in", UNKNOWN, status=422)
    client.post_form("/sign-in", UNKNOWN, status=429)


def test_a_success_forgets_the_tries(client, browser_of, ana):
    for _ in range(3):
        for _ in range(4):
            client.post_form("/sign-in", WRONG, status=422)
        browser_of().post_form("/sign-in", RIGHT)


def test_a_stranger_elsewhere_locks_nobody_out(client, ana):
    for _ in range(8):
        client.post(
            "/sign-in",
            data={**WRONG, "csrf_token": client.token("/sign-in")},
            environ_overrides={"REMOTE_ADDR": "203.0.113.9"},
        )
    client.post_form("/sign-in", RIGHT)


def test_a_whole_staff_room_signs_in_from_one_address(client, browser_of, db):
    kept = passwords.hash_of(make.PASSWORD)
    for number in range(120):
        db.session.add(Person(email=f"p{number}@ash.example", name="Someone", password_hash=kept))
    db.session.commit()
    for number in range(120):
        browser_of().post_form("/sign-in", {"email": f"p{number}@ash.example", "password": make.PASSWORD})


def test_a_network_that_guesses_at_a_hundred_addresses_waits(client, db):
    token = client.token("/sign-in")
    codes = [
        client.post("/sign-in", data={"email": f"a{n}@b.example", "password": "x", "csrf_token": token}).status_code
        for n in range(101)
    ]
    assert codes == [422] * 100 + [429]


def test_a_sign_in_and_a_failed_one_are_recorded_without_the_address(client, db, ana):
    client.post_form("/sign-in", UNKNOWN, status=422)
    client.post_form("/sign-in", WRONG, status=422)
    client.post_form("/sign-in", RIGHT)
    assert [event.person_id for event in events(db, "sign in")] == [ana.id]
    failed = events(db, "fail sign-in")
    assert [(event.person_id, event.object_id) for event in failed] == [(None, None), (None, ana.id)]
    assert "nobody" not in str([event.detail for event in failed])


def test_the_throttle_keeps_no_address(client, db, ana):
    client.post_form("/sign-in", WRONG, status=422)
    keys = " ".join(db.session.scalars(sa.select(RateLimit.key)))
    assert keys
    assert "ana@" not in keys
    assert "127.0.0.1" not in keys


def test_a_hash_made_with_older_costs_is_made_anew(client, db, ana):
    ana.password_hash = PasswordHasher(time_cost=2, memory_cost=16, parallelism=1).hash(make.PASSWORD)
    client.post_form("/sign-in", RIGHT)
    assert "m=8,t=1" in ana.password_hash


@pytest.mark.parametrize("form", ["/sign-in", "/sign-in/code"])
def test_a_post_without_a_token_is_refused(client, ana, form):
    assert client.post(form, data=RIGHT).status_code == 400
    assert client.get("/account").status_code == 303


def test_an_account_without_a_password_opens_with_none(client, db):
    make.a_person("administrator", email="ada@lateral.example")
    client.post_form("/sign-in", {"email": "ada@lateral.example", "password": "!"}, status=422)


def test_a_person_comes_back_to_the_page_they_asked_for(client, ana):
    asked = client.get("/account?from=here")
    assert asked.location == "/sign-in?next=/account?from%3Dhere"
    assert client.post_form(asked.location, RIGHT).location == "/account?from=here"


def test_somebody_signed_in_is_not_asked_again(client, ana):
    client.sign_in_as(ana)
    assert client.get("/sign-in?next=/account").location == "/account"


def test_a_person_signs_out(client, ana):
    client.sign_in_as(ana)
    assert client.post_form("/sign-out", at="/account").location == "/sign-in"
    assert client.get("/account").status_code == 303


def test_each_request_finds_its_own_actor(browser_of, ana):
    signed_in, stranger = browser_of(ana), browser_of()
    assert signed_in.get("/account").status_code == 200
    assert stranger.get("/account").status_code == 303
