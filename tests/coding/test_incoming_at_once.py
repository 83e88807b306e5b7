"""The same project brought in by two at the same moment: stored once, by whoever was first; the other is told."""

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from app.coding.models import Coding
from app.db import db
from app.qda.model import Source
from app.studies.models import Study
from tests.coding.bringing import filled, foreign, look
from tests.factories import a_person
from tests.qda.projects import guid


@pytest.fixture
def browser(browser_of, talk):
    return browser_of(talk.researcher)


def press_at_once(pressed):
    """Status of each form that is sent, all of them at the same moment."""
    gate = threading.Barrier(len(pressed))

    def press(one):
        client, at, fields, token = one
        gate.wait()
        return client.post(at, data={"csrf_token": token, **fields}).status_code

    db.session.rollback()
    with ThreadPoolExecutor(len(pressed)) as pool:
        return sorted(pool.map(press, pressed))


def ready(client, talk, project, **changes):
    """Somebody who has looked at a project, and is about to store it."""
    at, page = look(client, talk, project)
    fields = filled(page) | {"school": str(talk.school.id)} | changes
    return client, at, fields, client.token(at)


def test_two_people_who_store_the_same_project_at_the_same_moment_store_it_once(browser_of, browser, talk):
    other = browser_of(a_person("lead", partnership=talk.study.partnership))
    pressed = [ready(one, talk, foreign(), title=title) for one, title in ((browser, "Mine"), (other, "Theirs"))]
    assert press_at_once(pressed) == [303, 409]
    assert db.session.query(Study).count() == 2
    assert db.session.query(Coding).count() == 4


def test_who_presses_twice_stores_it_once(browser, talk):
    pressed = ready(browser, talk, foreign())
    press_at_once([pressed, pressed])
    assert db.session.query(Study).count() == 2
    assert db.session.query(Coding).count() == 4


def test_two_projects_with_the_same_themes_at_the_same_moment_are_both_stored(browser_of, browser, talk):
    other = browser_of(a_person("lead", partnership=talk.study.partnership))
    pressed = [ready(browser, talk, foreign()), ready(other, talk, with_the_same_themes(), title="Another")]
    assert press_at_once(pressed) == [303, 303]
    assert db.session.query(Study).count() == 3


def with_the_same_themes():
    """A project of somebody else who began with the same code book."""
    source = Source(guid(920), "Elsewhere", "I: What?\n\nJane: A lot.")
    return replace(
        foreign(), users=(), cases=(), variables=(), sources=(source,), notes=(), codes=bare(foreign().codes)
    )


def bare(codes):
    """Codes without what is noted about them."""
    return tuple(replace(one, notes=(), codes=bare(one.codes)) for one in codes)
