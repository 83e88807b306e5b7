"""Who is counted as on a course, and which schools take part: those of the waves, not of ever."""

from datetime import date, timedelta

import pytest
from sqlalchemy import event

from app.answers.models import Response
from app.db import db as database
from app.db import now
from app.disclosure import Tier
from app.people.session import actor_of
from app.results import queries, response_queries
from app.results.compared import Group, Lens, pick
from tests import factories
from tests.results.test_live import n_shown
from tests.results.worlds import answer_both


@pytest.fixture
def waves(world):
    """A survey whose first wave is over."""
    world.first.opens_on, world.first.closes_on = days_ago(50), days_ago(40)
    database.session.commit()
    return world


def days_ago(n: int) -> date:
    return now().date() - timedelta(days=n)


def move(pupil, *, from_on: date | None = None, to_on: date | None = None) -> None:
    enrolment = pupil.enrolments[0]
    enrolment.from_on, enrolment.to_on = from_on or enrolment.from_on, to_on
    database.session.commit()


@pytest.mark.parametrize(("left", "counted"), [(51, 9), (50, 9), (2, 9), (1, 10), (0, 10)])
def test_a_course_counts_who_was_on_it_in_both_waves(waves, browser_of, left, counted):
    """Everybody answered twice, asked through another course perhaps; one left so many days ago."""
    answer_both(waves, waves.pupils[:10])
    move(waves.pupils[0], to_on=days_ago(left))
    assert n_shown(browser_of(waves.teacher), f"{waves.url}?lens=course-{waves.sport.id}") == str(counted)
    assert n_shown(browser_of(waves.lead), f"{waves.url}?by=course&of={waves.sport.id}") == str(counted)


@pytest.mark.parametrize(("joined", "counted"), [(39, 9), (40, 10)])
def test_who_joined_between_the_waves_has_no_change_there(waves, browser_of, joined, counted):
    answer_both(waves, waves.pupils[:10])
    move(waves.pupils[0], from_on=days_ago(joined))
    assert n_shown(browser_of(waves.teacher), f"{waves.url}?lens=course-{waves.sport.id}") == str(counted)


@pytest.mark.parametrize(("left", "reads"), [(51, False), (50, True), (None, True)])
@pytest.mark.parametrize("how", ["the course", "the school"])
def test_a_school_reads_results_while_its_pupils_are_asked(waves, browser_of, left, reads, how):
    cedar = factories.a_school("Cedar")
    pupil = factories.a_pupil(cedar, waves.sport)
    head = factories.a_person("leader", school=cedar)
    on = days_ago(left) if left else None
    if how == "the course":
        move(pupil, to_on=on)
    else:
        pupil.left_on = on
        database.session.commit()
    assert browser_of(head).get(waves.url).status_code == (200 if reads else 404)
    assert bool(queries.list_surveys_of(actor_of(head))) is reads


def plan_of_who_changed(world) -> list[str]:
    """How the database finds who changed in a school."""
    asked: list[tuple[str, object]] = []

    def note(_connection, _cursor, statement, parameters, *_) -> None:
        asked.append((statement, parameters))

    compared = queries.get_compared(world.survey.id)
    picked = pick(compared, None, None, {wave.id for wave in compared.waves})
    school, yesterday = Group(Lens("school", Tier.T1, "Ash College", school_id=world.ash.id)), now() - timedelta(days=1)
    event.listen(database.engine, "before_cursor_execute", note)
    try:
        found = response_queries.get_changed(school, picked, since=yesterday, later=yesterday)
    finally:
        event.remove(database.engine, "before_cursor_execute", note)
    assert sorted(found.since_later) == sorted(pupil.id for pupil in world.pupils[:4])
    statement, parameters = asked[-1]
    explain = "explain" if database.engine.dialect.name == "postgresql" else "explain query plan"
    plan = database.session.connection().exec_driver_sql(f"{explain} {statement}", parameters)
    return [str(line[-1]) for line in plan]


def test_on_postgresql_a_schools_pupils_are_read_once_and_not_matched_one_by_one(world, app):
    """Before PostgreSQL has counted a new wave it takes it for empty, and a join goes through all of it for each."""
    if database.engine.dialect.name != "postgresql":
        pytest.skip("SQLite reads them once in any case")
    answer_both(world, world.pupils[:4])
    plan = plan_of_who_changed(world)
    assert any("InitPlan" in line for line in plan)
    assert not any("Join" in line or "Nested Loop" in line for line in plan)


def test_on_sqlite_a_school_does_not_go_through_all_that_changed_in_the_survey(world, app):
    """Without figures about its tables SQLite would take the index of moments: all of a survey for one school."""
    if database.engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL weighs one way against the other")
    answer_both(world, world.pupils[:4])
    plan = plan_of_who_changed(world)
    assert any("ix_responses_pupil_id" in line for line in plan)
    assert not any("updated_at" in line for line in plan)


def test_of_those_who_changed_it_is_told_who_did_so_since_a_later_moment(world):
    answer_both(world, world.pupils[:5])
    compared = queries.get_compared(world.survey.id)
    picked = pick(compared, None, None, {wave.id for wave in compared.waves})
    everybody, moment = Group(Lens("partnership", Tier.T2, "All")), now()
    school = Group(Lens("school", Tier.T1, "Ash College", school_id=world.ash.id))
    for place, response in enumerate(database.session.query(Response).order_by(Response.id)):
        hours = 1 if response.pupil_id == world.pupils[0].id and response.wave_id == world.last.id else 10 + place
        response.updated_at = moment - timedelta(hours=hours)
    database.session.commit()
    for group in (everybody, school):
        since, later = moment - timedelta(hours=40), moment - timedelta(hours=2)
        changed = response_queries.get_changed(group, picked, since=since, later=later)
        assert (changed.n, changed.since_later) == (5, [world.pupils[0].id])
        changed = response_queries.get_changed(group, picked, since=later, later=moment)
        assert (changed.n, changed.since_later) == (1, [])
