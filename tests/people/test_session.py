"""How long a signed-in session lasts, and how it ends."""

import pytest
import time_machine
from sqlalchemy import event

from app.people import actions
from app.people.models import EndedSession
from app.people.session import begin
from tests.people.test_signing_in import RIGHT

MORNING = "2026-11-02T08:00Z"
MINUTE, HOUR = 60, 3600
HOST = "localhost"


def test_a_session_ends_after_half_an_hour_without_a_page(client, ana):
    with time_machine.travel(MORNING, tick=False) as clock:
        client.sign_in_as(ana)
        clock.shift(30 * MINUTE)
        assert client.get("/account").status_code == 200
        clock.shift(30 * MINUTE + 1)
        assert client.get("/account").status_code == 303
        assert client.get("/account").status_code == 303


def test_after_a_long_pause_the_sign_in_page_says_why_once_and_leads_back(client, ana):
    with time_machine.travel(MORNING, tick=False) as clock:
        client.sign_in_as(ana)
        clock.shift(30 * MINUTE + 1)
        asked = client.get("/account?from=here")
        page = client.page(asked.location)
        assert "because nothing was done here for 30 minutes" in page.text
        assert "signed out" not in client.page(asked.location).text
        assert client.post_form(asked.location, RIGHT).location == "/account?from=here"


@pytest.mark.parametrize("sent_by", ["a form", "a poll"])
def test_a_form_or_a_poll_after_a_pause_leads_back_to_its_page(client, ana, sent_by):
    page, poll = f"http://{HOST}/account/name?from=here", {"HX-Request": "true", "HX-PTag": "7"}
    with time_machine.travel(MORNING, tick=False) as clock:
        client.sign_in_as(ana)
        token = client.page("/account/name").find("input", name="csrf_token").get("value")
        clock.shift(31 * MINUTE)
        if sent_by == "a form":
            typed = {"csrf_token": token, "name": "Ana B"}
            there = client.post("/account/name", data=typed, headers={"Referer": page}).location
        else:
            there = client.get("/account", headers={**poll, "HX-Current-URL": page}).headers["HX-Redirect"]
        assert there == "/sign-in?next=/account/name?from%3Dhere"
        assert "nothing was done here" in client.page(there).text


@pytest.mark.parametrize(
    "page",
    ["https://evil.example/account", f"http://{HOST}/account/sessions", f"http://{HOST}/nowhere", "http://[", ""],
)
def test_nobody_is_led_back_to_elsewhere_or_to_what_is_no_page(client, db, page):
    there = client.get("/account", headers={"HX-Request": "true", "HX-Current-URL": page}).headers["HX-Redirect"]
    assert there == "/sign-in"


def test_a_stranger_and_whoever_signed_out_are_told_no_reason(client, ana):
    assert "signed out" not in client.page(client.get("/account").location).text
    client.sign_in_as(ana)
    client.post_form("/sign-out", at="/account")
    assert "because" not in client.page("/sign-in").text


def test_a_session_ends_after_ten_hours_however_busy(client, ana):
    with time_machine.travel(MORNING, tick=False) as clock:
        client.sign_in_as(ana)
        for _ in range(30):
            clock.shift(20 * MINUTE)
            assert client.get("/account").status_code == 200
        clock.shift(1)
        ended = client.get("/account")
        assert ended.status_code == 303
        assert "because you signed in more than 10 hours ago" in client.page(ended.location).text


def test_a_page_left_open_does_not_keep_a_session_alive(client, ana):
    poll = {"HX-Request": "true", "HX-Target": "section#board", "HX-PTag": "7"}
    with time_machine.travel(MORNING, tick=False) as clock:
        client.sign_in_as(ana)
        for _ in range(4):
            clock.shift(8 * MINUTE)
            client.get("/account", headers=poll)
        assert client.get("/account").status_code == 303


def test_a_session_without_its_times_is_over(client, ana):
    client.sign_in_as(ana)
    with client.session_transaction() as cookie:
        del cookie["seen_at"]
    assert client.get("/account").status_code == 303


def test_beginning_a_session_keeps_nothing_of_an_earlier_one(client, ana):
    with client.session_transaction() as cookie:
        cookie.update(planted="by somebody else", csrf_token="fixed", second_step=[1])
        begin(cookie, ana)
        assert set(cookie) == {"_user_id", "_fresh", "signed_in_at", "seen_at"}


def test_a_planted_cookie_is_not_the_one_a_person_signs_in_to(client, ana):
    with client.session_transaction() as cookie:
        cookie["planted"] = "yes"
    client.post_form("/sign-in", RIGHT)
    with client.session_transaction() as cookie:
        assert "planted" not in cookie


def test_a_copy_of_the_cookie_opens_nothing_after_signing_out(browser_of, ana):
    here, elsewhere = browser_of(ana), browser_of(ana)
    copied = here.get_cookie("lateral").value
    assert here.post_form("/sign-out", at="/account").location == "/sign-in"
    for _ in range(2):
        thief = browser_of()
        thief.set_cookie("lateral", copied)
        assert thief.get("/account").status_code == 303
    assert elsewhere.get("/account").status_code == 200, "the session on another computer goes on"
    with elsewhere.session_transaction() as cookie:
        begin(cookie, ana)
    assert elsewhere.get("/account").status_code == 200, "and signing in again makes a new one"


def test_what_is_kept_of_ended_sessions_goes_when_they_could_not_live_any_more(browser_of, db, ana):
    with time_machine.travel(MORNING, tick=False) as clock:
        browser_of(ana).post_form("/sign-out", at="/account")
        clock.shift(25 * HOUR)
        last = browser_of(ana)
        last.post_form("/sign-out", at="/account")
        assert db.session.query(EndedSession).count() == 1


def test_knowing_who_asks_takes_one_question_and_one_for_the_roles(request, browser_of, db, ana):
    browser, told = browser_of(ana), []

    def note(_connection, _cursor, statement, *_rest):
        told.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    request.addfinalizer(lambda: event.remove(db.engine, "before_cursor_execute", note))
    browser.get("/help")
    assert sum("ended_sessions" in one for one in told) == 1
    assert sum(one.startswith("SELECT") for one in told) <= 2


def test_signing_out_everywhere_ends_every_session(browser_of, ana):
    here, elsewhere = browser_of(ana), browser_of(ana)
    page = here.post_form("/account/sessions", at="/account")
    assert page.location == "/sign-in"
    for browser in (here, elsewhere):
        assert browser.get("/account").status_code == 303


def test_a_disabled_person_is_out_at_once(client, db, ana):
    client.sign_in_as(ana)
    assert client.get("/account").status_code == 200
    actions.disable(ana, by=None)
    assert client.get("/account").status_code == 303


def test_a_role_taken_away_is_gone_with_the_next_page(client, db, admin):
    from tests import factories as make

    make.a_person("administrator")
    client.sign_in_as(admin)
    assert client.get("/people").status_code == 200
    actions.revoke(admin.roles[0], by=None)
    assert client.get("/people").status_code == 403


@pytest.mark.parametrize(
    "user_id",
    ["", "1", "1:1", "1:1:", "x:1:k", "1:x:k", "999999:1:k", "1::k", "-1:1:k", "¹:1:k", "99999999999999999999:1:k"],
)
def test_a_made_up_session_belongs_to_nobody(client, ana, user_id):
    client.sign_in_as(ana)
    with client.session_transaction() as cookie:
        cookie["_user_id"] = user_id
    assert client.get("/account").status_code == 303


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(client, ana):
    response = client.post("/sign-in", data={**RIGHT, "csrf_token": client.token("/sign-in")})
    cookie = response.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
