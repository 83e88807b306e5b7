"""Answers that are given anew: between two looks, whatever the views, nobody's or enough pupils' have changed."""

from datetime import timedelta

import pytest

from app.answers.models import Response
from app.db import db as database
from app.db import now
from tests.pages import PageClient
from tests.results.worlds import answer, answer_both, begin_anew


@pytest.fixture
def alike(world):
    """Only Ash's pupils answered, and all are on its course: everyone, the school and the course are one set."""
    answer_both(world, world.pupils[:14])
    return world


def figures(client: PageClient, world, **where: object) -> bytes:
    """The figures of a view, without the line that tells who looks."""
    query = "&".join(f"{name}={value}" for name, value in where.items())
    return client.get(f"{world.url}/figures.csv?{query}").data


def is_shown(csv: bytes) -> bool:
    """True when the first scale's first mean can be read."""
    heading, first, *_ = (line.split(",") for line in csv.decode().splitlines())
    return first[heading.index("Mean before")] not in ("c", "x")


def test_no_thank_you_hides_nobody(alike, browser_of):
    client = browser_of(alike.lead)
    before = figures(client, alike)
    for pupil in alike.pupils[14:19]:
        answer(alike.last, pupil, state="declined")
        answer(alike.last, pupil, state="void")
    begin_anew(alike, alike.pupils[:1])
    assert figures(client, alike) == before


def test_pupils_who_answered_once_hide_nobody_who_answered_twice(alike, browser_of):
    client = browser_of(alike.lead)
    before = figures(client, alike)
    for pupil in alike.pupils[14:20]:
        answer(alike.first, pupil)
    begin_anew(alike, alike.pupils[:1])
    assert figures(client, alike) == before


@pytest.mark.parametrize("n", [1, 5, 6])
def test_another_view_of_the_same_pupils_waits_as_well(alike, browser_of, n):
    client = browser_of(alike.lead)
    assert is_shown(figures(client, alike, by="course", of=alike.sport.id))
    begin_anew(alike, alike.pupils[:n])
    assert is_shown(figures(client, alike, by="school", of=alike.ash.id)) is (n == 6)
    assert is_shown(figures(client, alike)) is (n == 6)


@pytest.mark.parametrize("n", [1, 2, 3])
def test_a_leaders_view_waits_beside_the_partnerships(alike, browser_of, n):
    assert is_shown(figures(browser_of(alike.lead), alike))
    begin_anew(alike, alike.pupils[:n])
    assert is_shown(figures(browser_of(alike.head), alike, lens=f"school-{alike.ash.id}")) is (n == 3)


def test_a_list_of_groups_moves_no_sooner_than_each_group(alike, browser_of):
    client = browser_of(alike.lead)
    one, listed = figures(client, alike, by="school", of=alike.ash.id), figures(client, alike, by="school")
    begin_anew(alike, alike.pupils[:5])
    assert figures(client, alike, by="school") == listed
    begin_anew(alike, alike.pupils[5:6])
    assert figures(client, alike, by="school") != listed
    assert figures(client, alike, by="school", of=alike.ash.id) != one


def test_the_same_pupil_again_and_again_is_one_pupil(alike, browser_of):
    client = browser_of(alike.lead)
    before = figures(client, alike, by="course", of=alike.sport.id)
    for score in "123123":
        begin_anew(alike, alike.pupils[:1], answers=score * 45)
    assert not is_shown(figures(client, alike))
    assert figures(client, alike, by="course", of=alike.sport.id) == before


def test_a_change_that_subtracting_several_looks_would_leave_is_held_back(world, browser_of):
    """Six of Ash and one of Beech answered anew: everyone's figures and Ash's would give away Beech's one."""
    answer_both(world, world.pupils)
    client = browser_of(world.lead)
    everyone, ash = figures(client, world), figures(client, world, by="school", of=world.ash.id)
    assert is_shown(everyone)
    assert is_shown(ash)
    begin_anew(world, [*world.pupils[:6], world.pupils[-1]])
    assert figures(client, world) != everyone
    assert figures(client, world, by="school", of=world.ash.id) == ash


def test_a_wave_opened_anew_shows_no_few_who_went_on(alike, browser_of):
    """They were counted as far as they had come when the wave was over."""
    client = browser_of(alike.lead)
    two_days_ago = now() - timedelta(days=2)
    database.session.query(Response).update({"started_at": two_days_ago, "updated_at": two_days_ago})
    late = database.session.query(Response).filter_by(wave_id=alike.last.id, pupil_id=alike.pupils[0].id).one()
    late.state, late.finished_at = "open", None
    alike.last.closes_on = now().date() - timedelta(days=1)
    database.session.commit()
    assert is_shown(figures(client, alike, by="course", of=alike.sport.id))
    alike.last.closes_on = now().date() + timedelta(days=1)
    late.state, late.answers, late.updated_at, late.finished_at = "finished", "5" * 45, now(), now()
    database.session.commit()
    assert not is_shown(figures(client, alike))
