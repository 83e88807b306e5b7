"""Many pages left open: what is remembered from poll to poll, what never is, and when a page may rest."""

import re
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from threading import Barrier
from types import SimpleNamespace

import pytest
import time_machine
from sqlalchemy import delete, event, update
from werkzeug.test import EnvironBuilder, run_wsgi_app

from app.answers.models import Response
from app.db import db as database
from app.db import now
from app.people import actions as people
from app.prepared import Glance, Prepared
from app.results import watching
from app.schools.models import CourseTeacher
from app.waves.models import Card, MoreTime
from tests import factories
from tests.results.test_live import POLL, n_shown, poll
from tests.results.worlds import answer, answer_both

SCRIPT = Path(__file__).resolve().parents[2] / "static" / "scripts" / "polling.js"


@pytest.fixture
def watched(world):
    answer_both(world, world.pupils[:12])
    return world


@pytest.fixture
def remembering(monkeypatch):
    """Everything is remembered for a minute, so that only what is asked each time can be told anew."""
    monkeypatch.setattr(watching, "REMEMBERED", 60)
    for memory in (watching._facts, watching._views, watching._at_schools, watching._asked_last):
        getattr(memory, "_kept", memory).clear()


@pytest.fixture
def reads(monkeypatch):
    """The statements of polls."""
    noted, send = [], Prepared.send

    def note(self, *args):
        noted.append(self._sql)
        return send(self, *args)

    monkeypatch.setattr(Prepared, "send", note)
    return noted


@contextmanager
def counting_checkouts(noted):
    """Note each time that a connection is taken from the pool."""
    event.listen(database.engine, "checkout", note := lambda *_: noted.append(1))
    try:
        yield
    finally:
        event.remove(database.engine, "checkout", note)


def tag_of(client, url):
    tag = poll(client, url).headers["HX-PTag"]
    assert poll(client, url, tag).status_code == 304
    return tag


def signs_out(client, _world):
    cookie = client.get_cookie("lateral").value
    client.post_form("/sign-out", at="/account")
    client.set_cookie("lateral", cookie)


def signs_out_everywhere(client, _world):
    cookie = client.get_cookie("lateral").value
    client.post_form("/account/sessions", at="/account")
    client.set_cookie("lateral", cookie)


def is_shut_out(_client, world):
    people.disable(world.teacher, by=None)
    database.session.commit()


def loses_the_role(_client, world):
    people.revoke(world.teacher.roles[0], by=None)
    database.session.commit()


def stops_teaching(_client, world):
    database.session.execute(delete(CourseTeacher).where(CourseTeacher.person_id == world.teacher.id))
    database.session.commit()


@pytest.mark.parametrize(
    ("happens", "status"),
    [
        (signs_out, 401),
        (signs_out_everywhere, 401),
        (is_shut_out, 401),
        (loses_the_role, 404),
        (stops_teaching, 404),
    ],
)
def test_the_next_poll_of_who_may_not_any_more_gets_nothing(remembering, watched, browser_of, happens, status):
    """Though everything else is remembered, and a colleague goes on watching."""
    colleague = factories.a_person("practitioner", school=watched.ash)
    database.session.add(CourseTeacher(course_id=watched.sport.id, person_id=colleague.id))
    database.session.commit()
    client, beside = browser_of(watched.teacher), browser_of(colleague)
    url = f"{watched.url}?lens=course-{watched.sport.id}"
    tag = tag_of(client, url)
    assert poll(beside, url, tag).status_code == 304
    happens(client, watched)
    refused = poll(client, url, tag)
    assert refused.status_code == status
    assert "HX-PTag" not in refused.headers
    assert refused.headers.get("HX-Redirect", "").startswith("/sign-in") is (status == 401)
    assert poll(beside, url, tag).status_code == 304


@pytest.mark.parametrize(("viewer", "lens"), [("lead", "partnership"), ("head", "school")])
def test_who_loses_the_role_sees_nothing_with_the_next_poll(remembering, watched, browser_of, viewer, lens):
    person = getattr(watched, viewer)
    factories.a_person("leader", school=watched.ash)
    client = browser_of(person)
    url = f"{watched.url}?lens={lens}" + (f"-{watched.ash.id}" if lens == "school" else "")
    tag = tag_of(client, url)
    people.revoke(person.roles[0], by=None)
    database.session.commit()
    assert poll(client, url, tag).status_code == 404


@pytest.mark.parametrize("shift", [31 * 60, 11 * 3600])
def test_a_session_that_ran_out_gets_nothing_with_the_next_poll(remembering, watched, browser_of, shift):
    with time_machine.travel(now(), tick=False) as clock:
        client = browser_of(watched.lead)
        tag = tag_of(client, watched.url)
        clock.shift(shift)
        refused = poll(client, watched.url, tag)
        assert (refused.status_code, "HX-PTag" in refused.headers) == (401, False)


def test_nobody_gets_a_view_that_is_not_theirs_because_others_watch_it(remembering, watched, browser_of):
    url = f"{watched.url}?lens=course-{watched.sport.id}"
    tag = tag_of(browser_of(watched.teacher), url)
    stranger = factories.a_person("leader", school=factories.a_school("Dale"))
    for person, status in ((watched.lead, 404), (watched.head, 404), (stranger, 404), (None, 401)):
        assert poll(browser_of(person), url, tag).status_code == status


def test_many_who_watch_cost_one_look(remembering, reads, watched, browser_of):
    clients = [browser_of(watched.lead) for _ in range(3)]
    tag = tag_of(clients[0], watched.url)
    reads.clear()
    for client in clients:
        assert poll(client, watched.url, tag).status_code == 304
    assert len(reads) == 3, reads
    assert all("FROM people" in one for one in reads), "who asks is read each time, and nothing else"


def test_those_who_ask_at_once_wait_for_the_one_who_looks(remembering):
    recent, n_asking, made = watching.Recent(), 8, []
    asking = Barrier(n_asking)

    def look():
        made.append(1)
        time.sleep(0.05)
        return len(made)

    def ask(_number):
        asking.wait(timeout=300)
        return recent.get("a view", look)

    with ThreadPoolExecutor(n_asking) as threads:
        assert list(threads.map(ask, range(n_asking))) == [1] * n_asking


def test_who_waited_for_one_who_failed_looks_for_themselves(remembering):
    recent = watching.Recent()
    with pytest.raises(ZeroDivisionError):
        recent.get("a view", lambda: 1 / 0)
    assert recent.get("a view", lambda: 2) == 2


@pytest.mark.parametrize(("viewer", "first"), [("lead", 4), ("head", 5)])
def test_a_poll_without_news_is_one_journey_to_the_database(monkeypatch, watched, browser_of, viewer, first):
    """Who asks, their standing at a school, the survey's facts with whether it is under way; and whether there is news.

    What is asked about news is known from the poll before.
    """
    client = browser_of(getattr(watched, viewer))
    url = f"{watched.url}?lens=partnership&first={watched.first.id}&last={watched.last.id}"
    tag = tag_of(client, url)
    watching._asked_last.clear()
    journeys, find_all, borrowed = [], Glance.find_all, []
    monkeypatch.setattr(Glance, "find_all", lambda self, asks: journeys.append(len(asks)) or find_all(self, asks))
    monkeypatch.setattr(watching, "REMEMBERED", 0)
    with counting_checkouts(borrowed):
        assert poll(client, url, tag).status_code == 304
        assert poll(client, url, tag).status_code == 304
    assert journeys == [first, 1, first + 1]
    assert len(borrowed) == 2


@pytest.fixture
def early_alone(app, monkeypatch):
    """Polls at the door, and what it gave their views: nothing."""
    left = []
    monkeypatch.setattr(app.extensions["lateral_early"], "_views", lambda environ, _start: left.append(environ) or [])
    return left


@pytest.mark.parametrize("asked", ["", "lens=school-{0.ash.id}", "by=year", "by=school", "by=course&of={0.sport.id}"])
def test_each_view_is_watched_at_the_door_by_a_thread_that_has_nothing_else(app, watched, browser_of, asked, request):
    viewer = watched.head if "lens" in asked else watched.lead
    client, url = browser_of(viewer), f"{watched.url}?{asked.format(watched)}"
    tag = tag_of(client, url)
    left = request.getfixturevalue("early_alone")
    cookie = f"lateral={client.get_cookie('lateral').value}"
    environ = EnvironBuilder(url, headers={**POLL, "HX-PTag": tag, "Cookie": cookie}).get_environ()
    with ThreadPoolExecutor(1) as threads:
        _body, status, _headers = threads.submit(run_wsgi_app, app.wsgi_app, environ).result()
    assert (status, left) == ("304 NOT MODIFIED", [])


def test_who_does_not_work_at_a_school_any_more_has_no_standing_there(remembering, watched, browser_of):
    """Though they did when they last asked, and what to ask is guessed from that."""
    client, url = browser_of(watched.head), f"{watched.url}?lens=school-{watched.ash.id}"
    factories.a_person("leader", school=watched.ash)
    tag = tag_of(client, url)
    assert watched.head.id in watching._at_schools
    role, partnership_id = watched.head.roles[0], watched.partnership.id
    role.kind, role.school_id, role.partnership_id = "lead", None, partnership_id
    database.session.commit()
    assert poll(client, url, tag).status_code == 404
    assert poll(client, watched.url, poll(client, watched.url).headers["HX-PTag"]).status_code == 304


def test_a_leader_costs_one_read_more_for_their_standing(remembering, reads, watched, browser_of):
    client, url = browser_of(watched.head), f"{watched.url}?lens=school-{watched.ash.id}"
    tag = tag_of(client, url)
    reads.clear()
    assert poll(client, url, tag).status_code == 304
    assert len(reads) == 2, reads


def test_what_is_remembered_is_forgotten_within_the_promise(watched, browser_of, monkeypatch):
    monkeypatch.undo()
    client, url = browser_of(watched.teacher), f"{watched.url}?lens=course-{watched.sport.id}"
    moment = [1000.0]
    monkeypatch.setattr(watching, "time", SimpleNamespace(monotonic=lambda: moment[0]))
    tag = tag_of(client, url)
    answer_both(watched, [watched.pupils[12]])
    moment[0] += watching.REMEMBERED / 2
    assert poll(client, url, tag).status_code == 304, "as everybody was told a moment ago"
    moment[0] += watching.REMEMBERED
    assert (poll(client, url, tag).status_code, n_shown(client, url)) == (200, "13")


def test_from_poll_to_poll_and_what_is_remembered_is_less_than_five_seconds(watched, browser_of, monkeypatch):
    monkeypatch.undo()
    trigger = browser_of(watched.lead).page(watched.url).find("section", id="figures").get("hx-trigger")
    seconds = int(re.fullmatch(r"every (\d+)s", trigger)[1])
    spread = float(re.search(r"SPREAD = ([\d.]+)", SCRIPT.read_text())[1])
    assert watching.REMEMBERED > 0
    assert seconds * (1 + spread / 2) + watching.REMEMBERED < 5


def test_a_breakdown_moves_when_one_of_its_groups_does(watched, browser_of):
    client, url = browser_of(watched.lead), f"{watched.url}?by=school"
    tag = tag_of(client, url)
    assert "+" in tag or tag.startswith("r")
    answer_both(watched, watched.pupils[14:20], seed=3)
    assert poll(client, url, tag).status_code == 200


def leave_quiet(minutes):
    database.session.execute(update(Response).values(updated_at=now() - timedelta(minutes=minutes)))
    database.session.commit()


@pytest.fixture
def quiet(watched):
    """Nothing has moved for a while, and no lesson is open."""
    leave_quiet(3)
    return watched


def rest_of(client, url):
    tag = poll(client, url).headers["HX-PTag"]
    still = poll(client, url, tag)
    assert still.status_code == 304
    return still.headers.get("Lateral-Rest")


def test_a_page_of_a_quiet_survey_may_rest(quiet, browser_of):
    assert rest_of(browser_of(quiet.lead), quiet.url) == "15"
    assert rest_of(browser_of(quiet.teacher), f"{quiet.url}?lens=course-{quiet.sport.id}") == "15"


def test_news_never_tell_a_page_to_rest(quiet, browser_of):
    assert "Lateral-Rest" not in poll(browser_of(quiet.lead), quiet.url).headers


@pytest.mark.parametrize("begun", ["first", "last"])
def test_no_page_rests_while_a_lesson_of_the_survey_is_open_anywhere(quiet, browser_of, begun):
    sitting = factories.a_sitting(getattr(quiet, begun), quiet.drama)
    database.session.commit()
    client = browser_of(quiet.teacher)
    assert rest_of(client, f"{quiet.url}?lens=course-{quiet.sport.id}") is None
    sitting.closed_at = now()
    database.session.commit()
    assert rest_of(client, f"{quiet.url}?lens=course-{quiet.sport.id}") == "15"


def test_no_page_rests_while_one_pupil_has_more_time(quiet, browser_of):
    sitting = factories.a_sitting(quiet.last, quiet.sport, minutes=-5)
    card = Card(survey_id=quiet.survey.id, pupil_id=quiet.pupils[13].id, number=1, code_fingerprint="x" * 64)
    database.session.add(card)
    database.session.flush()
    database.session.add(MoreTime(sitting_id=sitting.id, card_id=card.id, until=now() + timedelta(minutes=5)))
    database.session.commit()
    assert rest_of(browser_of(quiet.lead), quiet.url) is None


def test_no_page_rests_while_answers_come_in_without_a_lesson(quiet, browser_of):
    answer(quiet.first, quiet.pupils[13], state="open", answers="." * 45)
    assert rest_of(browser_of(quiet.lead), quiet.url) is None
    leave_quiet(3)
    assert rest_of(browser_of(quiet.lead), quiet.url) == "15"


def test_a_lesson_of_another_survey_wakes_nobody(quiet, browser_of):
    other = factories.a_survey(quiet.partnership, quiet.sport, title="Another")
    factories.a_sitting(other.waves[0], quiet.sport)
    database.session.commit()
    assert rest_of(browser_of(quiet.lead), quiet.url) == "15"
