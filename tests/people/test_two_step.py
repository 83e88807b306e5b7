"""The second step of signing in: codes of a phone, and recovery codes."""

import re

import pyotp
import pytest
import time_machine

from app.people import actions, two_step
from app.people.models import Person
from app.web.qr import qr_svg
from tests import factories as make
from tests.people.test_signing_in import RIGHT, events

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
MOMENT = 1_800_000_000  # the middle of nowhere, and the first second of a step


@pytest.fixture
def clock():
    with time_machine.travel(MOMENT, tick=False) as clock:
        yield clock


@pytest.fixture
def codes(clock, db, ana):
    """Ana's recovery codes, after she turned on the second step some time ago."""
    codes = actions.turn_on_two_step(ana, SECRET, step=1)
    db.session.commit()
    return codes


def code_at(seconds=0):
    return pyotp.TOTP(SECRET).at(MOMENT + seconds)


def after_password(browser):
    assert browser.post_form("/sign-in", RIGHT).location == "/sign-in/code"
    return browser


def enter(browser, code, status=303):
    return browser.post_form("/sign-in/code", {"code": code}, status=status)


def test_the_password_alone_opens_nothing(client, codes):
    after_password(client)
    assert client.get("/account").status_code == 303


@pytest.mark.parametrize("drift", [-30, 0, 30])
def test_the_code_may_be_half_a_minute_off(client, codes, drift):
    assert enter(after_password(client), code_at(drift)).location == "/"
    client.page("/account")


@pytest.mark.parametrize("drift", [-60, 60])
def test_a_minute_off_is_too_much(client, codes, drift):
    enter(after_password(client), code_at(drift), status=422)


def test_a_code_may_be_typed_with_a_gap(client, codes):
    enter(after_password(client), f"{code_at()[:3]} {code_at()[3:]}")


def test_a_code_works_once(browser_of, codes):
    enter(after_password(browser_of()), code_at())
    assert "used before" in enter(after_password(browser_of()), code_at(), status=422).text
    enter(after_password(browser_of()), code_at(-30), status=422)


@pytest.mark.parametrize("wrong", ["", "000000", "12345", "abcdef", "１２３４５６", "0" * 41])
def test_a_wrong_code_is_sent_back(client, codes, wrong):
    enter(after_password(client), wrong, status=422)
    assert client.get("/account").status_code == 303


def test_after_five_wrong_codes_even_the_right_one_waits(client, codes):
    after_password(client)
    for _ in range(5):
        enter(client, "000000", status=422)
    enter(client, code_at(), status=429)


def test_wrong_codes_are_counted_whatever_the_browser_does(browser_of, codes):
    for _ in range(5):
        enter(after_password(browser_of()), "000000", status=422)
    enter(after_password(browser_of()), code_at(), status=429)


def test_the_code_is_awaited_for_ten_minutes(client, codes, clock):
    after_password(client)
    clock.shift(601)
    assert client.get("/sign-in/code").location == "/sign-in"


def test_signing_out_everywhere_ends_the_wait_too(client, db, codes, ana):
    after_password(client)
    actions.end_sessions(ana, by=ana.id)
    assert client.get("/sign-in/code").location == "/sign-in"


def test_the_wait_ends_when_there_is_no_second_step_to_wait_for(client, db, codes, ana):
    after_password(client)
    ana.otp_secret = None
    db.session.commit()
    assert client.get("/sign-in/code").location == "/sign-in"


def test_nobody_reaches_the_second_step_without_the_first(client, codes):
    assert client.get("/sign-in/code").location == "/sign-in"


def test_a_person_comes_back_to_their_page_after_both_steps(client, codes):
    client.post_form("/sign-in?next=/account/name", RIGHT)
    assert enter(client, code_at()).location == "/account/name"


def test_a_recovery_code_opens_once_however_it_is_typed(browser_of, codes):
    first = browser_of()
    enter(after_password(first), codes[3].lower().replace("-", " "))
    assert "9 left" in first.page("/account").text
    enter(after_password(browser_of()), codes[3], status=422)


def test_recovery_codes_are_kept_only_as_fingerprints(db, codes, ana):
    assert len(set(codes)) == two_step.N_RECOVERY_CODES
    kept = [code.fingerprint for code in ana.recovery_codes]
    assert all(re.fullmatch("[0-9a-f]{64}", each) for each in kept)


def test_the_secret_is_sealed_in_the_database(db, codes):
    import sqlalchemy as sa

    sealed = db.session.scalar(sa.select(sa.type_coerce(Person.otp_secret, sa.LargeBinary)))
    assert SECRET.encode() not in sealed


def set_up(client, **changes):
    page = client.page("/account/two-step")
    secret = page.find("span", id="secret").text.replace(" ", "")
    typed = {"code": pyotp.TOTP(secret).at(MOMENT), "present": make.PASSWORD, **changes}
    return secret, client.post_form("/account/two-step", typed, status=422 if changes else 200)


def test_a_person_sets_up_the_second_step_and_signs_in_with_it(clock, browser_of, db, ana):
    client = browser_of(ana)
    secret, page = set_up(client)
    shown = [code.text for code in page.find_all("code")]
    assert len(shown) == 10
    client.page("/account")

    elsewhere = after_password(browser_of())
    enter(elsewhere, pyotp.TOTP(secret).at(MOMENT), status=422)
    enter(elsewhere, pyotp.TOTP(secret).at(MOMENT + 30))
    assert [event.person_id for event in events(db, "turn on two-step")] == [ana.id]


def test_setting_up_ends_the_sessions_elsewhere(clock, browser_of, ana):
    here, elsewhere = browser_of(ana), browser_of(ana)
    set_up(here)
    assert here.get("/account").status_code == 200
    assert elsewhere.get("/account").status_code == 303


@pytest.mark.parametrize("changes", [{"code": "000000"}, {"present": "another password"}, {"code": ""}])
def test_a_wrong_code_or_password_turns_nothing_on(clock, client, db, ana, changes):
    client.sign_in_as(ana)
    secret, page = set_up(client, **changes)
    assert page.find("span", id="secret").text.replace(" ", "") == secret
    db.session.refresh(ana)
    assert ana.otp_secret is None


def test_the_picture_holds_the_key(client, ana):
    client.sign_in_as(ana)
    secret, page = set_up(client, code="000000")
    address = two_step.address_of(secret, ana.email)
    assert qr_svg(address, title="QR code for your app", scale=4) in page.html


def test_the_second_step_is_turned_off_with_the_password(browser_of, db, ana, codes):
    client = browser_of(ana)
    client.post_form("/account/two-step/removal", {"present": "wrong"}, status=422, at="/account/two-step")
    client.post_form("/account/two-step/removal", {"present": make.PASSWORD}, at="/account/two-step")
    db.session.refresh(ana)
    assert ana.otp_secret is None
    assert not ana.recovery_codes
    assert len(events(db, "turn off two-step")) == 1


def test_new_recovery_codes_replace_the_old(browser_of, db, ana, codes):
    client = browser_of(ana)
    page = client.post_form(
        "/account/two-step/recovery-codes", {"present": make.PASSWORD}, status=200, at="/account/two-step"
    )
    fresh = [code.text for code in page.find_all("code")]
    assert set(fresh).isdisjoint(codes)
    enter(after_password(browser_of()), codes[0], status=422)
    enter(after_password(browser_of()), fresh[0])


def test_codes_cannot_be_asked_for_before_the_step_is_on(clock, client, ana):
    client.sign_in_as(ana)
    page = client.post_form("/account/two-step/recovery-codes", {"present": make.PASSWORD}, at="/account/two-step")
    assert page.location == "/account/two-step"


def test_guessing_the_password_of_an_open_session_is_throttled(clock, client, ana, codes):
    client.sign_in_as(ana)
    for _ in range(10):
        client.post_form("/account/two-step/removal", {"present": "wrong"}, status=422, at="/account/two-step")
    client.post_form("/account/two-step/removal", {"present": make.PASSWORD}, status=429, at="/account/two-step")
