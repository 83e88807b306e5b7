"""The door before the views: what is answered there, and what never is."""

from dataclasses import dataclass, field
from typing import Any

import pytest
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import NotFound

from app.web import early
from tests import factories

AT = "/probe/mine"
POLL = {"HX-Request": "true", "HX-Target": "section#board", "HX-PTag": "r7"}
NOTHING_NEW, FROM_THE_VIEW = 304, 404


@dataclass
class Door:
    """Notes the polls it is asked about, and answers them as it is told."""

    answer: Any = field(default_factory=dict)
    polls: list[early.Poll] = field(default_factory=list)

    def __call__(self, poll: early.Poll) -> Any:
        self.polls.append(poll)
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


@pytest.fixture
def door(probe):
    door, answers = Door(), probe.extensions["lateral_early"]._answers
    early.answer_with(probe, AT, door)
    yield door
    answers.pop()


@pytest.fixture
def watching(prober, db):
    """The browser of somebody who is signed in, and whom the view answers 404."""
    prober.sign_in_as(factories.a_person("administrator"))
    return prober


def status_of(client, url=f"{AT}/5", **headers):
    return client.get(url, headers=POLL | headers).status_code


def test_a_poll_is_answered_without_its_view(door, watching):
    assert status_of(watching, f"{AT}/5?by=school&page=2&by=year&of=") == NOTHING_NEW
    (poll,) = door.polls
    assert (poll.number, poll.seen) == (5, "r7")
    assert poll.asked == {"by": "school", "page": "2", "of": ""}, "of equal names the first counts, as in a view"
    assert poll.session["_user_id"]


def test_the_view_answers_where_the_door_does_not_know(door, watching):
    door.answer = None
    assert status_of(watching) == FROM_THE_VIEW
    assert len(door.polls) == 1


@pytest.mark.parametrize("trouble", [NotFound(), OperationalError("select 1", None, Exception("it is locked"))])
def test_what_is_wrong_the_view_says(door, watching, caplog, trouble):
    door.answer = trouble
    assert status_of(watching) == FROM_THE_VIEW
    assert not caplog.records


def test_a_fault_at_the_door_is_logged_and_keeps_nobody_out(door, watching, caplog):
    door.answer = ZeroDivisionError()
    assert status_of(watching) == FROM_THE_VIEW
    assert [record.message for record in caplog.records] == ["a poll is left to its view"]


@pytest.mark.parametrize(
    "headers",
    [
        {"HX-PTag": ""},
        {"HX-Request": "false"},
        {"HX-Boosted": "true"},
        {"HX-History-Restore-Request": "true"},
    ],
)
def test_only_who_asks_again_is_answered_there(door, watching, headers):
    assert status_of(watching, **headers) == FROM_THE_VIEW
    assert not door.polls


@pytest.mark.parametrize(
    ("url", "status"),
    [
        (f"{AT}/0", 404),
        (f"{AT}/5/", 404),
        (f"{AT}/05", 404),
        (f"{AT}/9999999999", 404),
        (f"{AT}/٥", 404),
        (f"/other{AT}/5", 404),
        (f"{AT}/5?of=%00", 400),
    ],
)
def test_only_an_address_beyond_doubt_is_answered_there(door, watching, url, status):
    assert status_of(watching, url) == status
    assert not door.polls


def test_nothing_is_changed_there(door, watching):
    assert watching.post(f"{AT}/5", headers=POLL).status_code == 400
    assert watching.head(f"{AT}/5", headers=POLL).status_code == FROM_THE_VIEW
    assert not door.polls


def test_nobody_is_answered_there_without_a_session_that_we_signed(door, prober, watching):
    cookie = watching.get_cookie("lateral").value
    payload, moment, signature = cookie.rsplit(".", 2)
    for forged in ("", "x", f"{payload[1:]}.{moment}.{signature}", f"{payload}.{moment}.{signature[1:]}"):
        watching.set_cookie("lateral", forged)
        assert status_of(watching) == 401
    watching.delete_cookie("lateral")
    assert status_of(watching) == 401
    assert not door.polls


def test_the_signature_of_a_cookie_is_checked_once(door, watching, probe, monkeypatch):
    """Whether its session goes on is asked each time: see the tests of pages that are left open."""
    checked, serializer = [], probe.session_interface._serializer
    loads = serializer.loads
    monkeypatch.setattr(serializer, "loads", lambda *given, **how: checked.append(1) or loads(*given, **how))
    assert [status_of(watching), status_of(watching)] == [NOTHING_NEW] * 2
    assert len(checked) == 1
    first, second = (poll.session for poll in door.polls)
    assert first == second
    with pytest.raises(TypeError):
        first["_user_id"] = "1:1:x"


def test_a_host_that_is_not_ours_is_not_answered_there(door, watching):
    assert status_of(watching, Host="elsewhere.example") == 400
    assert not door.polls


def test_the_door_opens_when_a_request_has_taken_up_the_queue(door, watching, monkeypatch):
    asleep = [True]
    monkeypatch.setattr(early.jobs, "is_asleep", lambda _app: asleep[0])
    assert status_of(watching) == FROM_THE_VIEW
    asleep[0] = False
    assert status_of(watching) == NOTHING_NEW


def test_its_answer_has_the_headers_of_a_view_and_its_own(door, watching):
    door.answer = {"Lateral-Rest": "15"}
    headers = watching.get(f"{AT}/5", headers=POLL).headers
    page = watching.get("/help", headers={"HX-Request": "true"}).headers
    of_its_content = {"Content-Type", "Content-Length", "Set-Cookie", "Vary"}
    expected = {name: value for name, value in page.items() if name not in of_its_content}
    assert dict(headers) == {**expected, "Vary": headers["Vary"], "Lateral-Rest": "15"}
    assert set(headers["Vary"].split(", ")) >= {"HX-Request", "HX-Target", "Cookie"}


def test_it_stands_inside_the_proxy_that_is_believed(app, database_url, db, tmp_path):
    from tests.probes import probing_app

    hosts = ("localhost", "lateral.example")
    with (
        probing_app(database_url, tmp_path, https=True, proxies=1, trusted_hosts=hosts) as behind,
        behind.app_context(),
    ):
        door = Door()
        early.answer_with(behind, AT, door)
        client = behind.test_client()
        client.sign_in_as(factories.a_person("administrator"))
        at = {"headers": POLL | {"X-Forwarded-Proto": "https"}, "base_url": "https://localhost"}
        assert client.get(f"{AT}/5", **at).headers["Strict-Transport-Security"]
        assert len(door.polls) == 1
        at["headers"]["X-Forwarded-Host"] = "elsewhere.example"
        assert client.get(f"{AT}/5", **at).status_code == 400
        assert len(door.polls) == 1
