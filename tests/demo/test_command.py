"""`flask demo`, as a visitor types it."""

import re
from datetime import timedelta
from types import SimpleNamespace

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import OperationalError

from app.db import Base, now
from app.demo.command import PASSWORD
from app.waves.models import Sitting, Wave
from app.waves.queries import find_card, find_open_sitting
from tests import factories
from tests.conftest import settings_for


@pytest.fixture
def run(run_whole, monkeypatch):
    """The same, without the study, which takes a while to fill in."""
    monkeypatch.setattr("app.demo.fill.add_study", lambda made, day: None)
    return run_whole


@pytest.fixture
def run_whole(app, db):
    """Types `flask demo` and gives what it printed."""
    runner = app.test_cli_runner()

    def type_in(*words, status=0):
        result = runner.invoke(args=["demo", *words])
        assert result.exit_code == status, result.output
        return result.output

    return type_in


def sizes(db):
    """Rows of every table."""
    tables = Base.metadata.sorted_tables
    return {table.name: db.session.scalar(select(func.count()).select_from(table)) for table in tables}


def test_a_visitor_learns_where_to_sign_in_and_as_whom(run):
    printed = run()
    assert "http://127.0.0.1:8000/sign-in" in printed
    assert PASSWORD in printed
    for who in ("lead", "teacher.leaders", "head.sports", "pastoral.sports", "research", "admin"):
        assert f"{who}@demo.example" in printed


def test_the_printed_codes_let_a_pupil_in(run):
    printed = run()
    sitting = find_open_sitting(re.search(r"class code +(\w{3} \w{3})", printed).group(1))
    cards = [find_card(code) for code in re.findall(r"^ +(\w{4} \w{4})  ", printed, re.MULTILINE)]
    assert len(cards) == 3
    assert all(card.survey_id == sitting.wave.survey_id for card in cards)


def test_a_second_time_changes_nothing(run_whole, db):
    first = run_whole()
    before = sizes(db)
    assert before["studies"] == 1
    assert run_whole() in first
    assert sizes(db) == before


def test_other_data_is_left_alone(run, db):
    factories.a_partnership(factories.a_school())
    before = sizes(db)
    assert "other data" in run()
    assert sizes(db) == before


def test_a_lesson_that_is_over_is_opened_again(run, db):
    run()
    sitting = db.session.scalars(select(Sitting).where(Sitting.closed_at.is_(None))).one()
    sitting.closes_at = now() - timedelta(minutes=1)
    db.session.commit()
    assert "class code" in run()
    assert db.session.scalars(select(Sitting).where(Sitting.closes_at > now())).one().course_id == sitting.course_id


def test_a_demo_whose_last_wave_is_over_says_how_to_begin_anew(run, db):
    run()
    for wave in db.session.scalars(select(Wave)):
        wave.opens_on, wave.closes_on = wave.opens_on - timedelta(days=99), wave.closes_on - timedelta(days=99)
    db.session.commit()
    assert "Remove instance/" in run()


@pytest.fixture
def lies(app, db, monkeypatch, tmp_path):
    """`lies(host="0.0.0.0")`: where the server lies from now on."""
    return lambda **place: monkeypatch.setitem(
        app.config, "SETTINGS", settings_for(str(db.engine.url), tmp_path, **place)
    )


WITHIN_REACH = ({"trusted_hosts": ("lateral.example",)}, {"host": "0.0.0.0"}, {"host": "::"}, {"host": "192.0.2.7"})  # noqa: S104


@pytest.mark.parametrize("place", WITHIN_REACH)
def test_the_public_password_never_opens_what_others_can_reach(db, run, lies, place):
    lies(**place)
    assert "choose another with --password" in run(status=1)
    assert sum(sizes(db).values()) == 0
    printed = run("--password", "chosen by the owner")
    assert "with the password   chosen by the owner" in printed
    assert "with the password you chose" in run()


@pytest.fixture
def serve(app, monkeypatch):
    """Types `flask serve --demo`, and gives what it printed up to where the server would begin."""
    monkeypatch.setattr("app.serving.server_for", lambda _settings: SimpleNamespace(serve=lambda: None))
    monkeypatch.setattr("app.cli.share_what_is_loaded", lambda: None)
    monkeypatch.setattr("app.cli.refuse_taken_port", lambda *_address: None)
    monkeypatch.setattr("flask_migrate.upgrade", lambda: None)
    return lambda *words: app.test_cli_runner().invoke(args=["serve", *words]).output


@pytest.mark.parametrize("words", [(), ("--demo",)])
@pytest.mark.parametrize("place", WITHIN_REACH)
def test_a_demo_that_was_filled_in_at_home_is_not_served_to_others(run, serve, lies, place, words):
    run()
    assert "Lateral serves" in serve(*words)
    lies(**place)
    printed = serve(*words)
    assert "has the public password" in printed
    assert PASSWORD not in printed
    assert "Lateral serves" not in printed


def test_whoever_chose_a_password_may_serve_the_demo_to_others(run, serve, lies):
    run("--password", "chosen by the owner")
    lies(host="0.0.0.0")  # noqa: S104
    assert "Lateral serves" in serve()


def test_a_database_that_cannot_be_asked_does_not_keep_the_server_from_starting(serve, lies, monkeypatch):
    def away():
        raise OperationalError("select", {}, Exception("away"))

    monkeypatch.setattr("app.demo.finding.find_demo", away)
    lies(host="0.0.0.0")  # noqa: S104
    assert "Lateral serves" in serve()
