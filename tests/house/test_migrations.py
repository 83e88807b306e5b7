"""Migrations: one straight line, up and down, that ends at the tables of the models."""

from itertools import count, pairwise

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask_migrate import downgrade, upgrade
from sqlalchemy import create_engine, inspect, make_url, text

from app import create_app
from app.db import db, now
from tests.conftest import settings_for
from tests.house.test_structure import ROOT

_numbers = count(1)


def revisions():
    """Every revision, oldest first."""
    return [script.revision for script in reversed(list(ScriptDirectory(str(ROOT / "migrations")).walk_revisions()))]


@pytest.fixture
def empty(app, database_url, tmp_path):
    """An app on an empty database, on the server the suite runs on."""
    if database_url.startswith("sqlite"):
        address = f"sqlite:///{tmp_path / 'empty.db'}"
    else:
        name = f"empty_{next(_numbers)}"
        server = create_engine(database_url, isolation_level="AUTOCOMMIT")
        with server.connect() as connection:
            connection.execute(text(f"create database {name}"))
        server.dispose()
        address = make_url(database_url).set(database=name).render_as_string(hide_password=False)
    fresh = create_app(settings_for(address, tmp_path))
    with fresh.app_context():
        yield fresh
        db.session.remove()
        db.engine.dispose()


def shape():
    """Tables with their columns, indexes and constraints, as the database has them."""
    found = inspect(db.engine)
    return {
        table: (
            sorted((column["name"], str(column["type"]), column["nullable"]) for column in found.get_columns(table)),
            sorted(
                (index["name"], index["unique"], tuple(index["column_names"])) for index in found.get_indexes(table)
            ),
            sorted(str(constraint["name"]) for constraint in found.get_check_constraints(table)),
            sorted(str(key["name"]) for key in found.get_foreign_keys(table)),
        )
        for table in found.get_table_names()
        if table != "alembic_version"
    }


def test_there_is_one_straight_line():
    scripts = ScriptDirectory(str(ROOT / "migrations"))
    assert len(scripts.get_heads()) == 1
    assert len(scripts.get_bases()) == 1
    ordered = revisions()
    for earlier, later in pairwise(ordered):
        assert scripts.get_revision(later).down_revision == earlier
    assert ordered == sorted(ordered)


def test_each_step_can_be_taken_back_and_again(empty):
    before = shape()
    assert before == {}
    for revision in revisions():
        upgrade(revision=revision)
        after = shape()
        downgrade(revision="-1")
        assert shape() == before, f"{revision} leaves something behind"
        upgrade(revision=revision)
        assert shape() == after
        before = after


def test_the_line_ends_at_the_tables_of_the_models(empty):
    upgrade()
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "render_as_batch": True})
        assert compare_metadata(context, db.metadata) == []


def test_the_check_constraints_are_those_of_the_models(empty):
    upgrade()
    for table, (_, _, checks, _) in shape().items():
        named = {str(c.name) for c in db.metadata.tables[table].constraints if type(c).__name__ == "CheckConstraint"}
        assert set(checks) == named, table


def test_the_whole_line_can_be_taken_back(empty):
    upgrade()
    downgrade(revision="base")
    assert shape() == {}


def test_numbers_under_quotations_are_drawn_anew(empty):
    """They grew with how many people there were; now they tell neither that nor who was first."""
    upgrade(revision="0028_told_apart")
    tables = sa.MetaData()
    with db.engine.begin() as connection:
        tables.reflect(connection, only=["partnerships", "studies", "participants"])
        partnerships, studies, people = (tables.tables[name] for name in ("partnerships", "studies", "participants"))
        connection.execute(sa.insert(partnerships).values(id=1, name="Hill", about="", created_at=now()))
        connection.execute(
            sa.insert(studies).values(
                id=1, guid="g", partnership_id=1, title="Talks", about="", sheet_version="1", created_at=now()
            )
        )
        of_study = {"study_id": 1, "role": "teacher", "created_at": now()}
        for number in range(1, 41):
            one = {"id": number, "guid": f"g{number}", "pseudonym": f"T{number}", "number": number + 80}
            connection.execute(sa.insert(people).values(**of_study, **one))
    upgrade(revision="0029_drawn_anew")
    with db.engine.connect() as connection:
        numbers = connection.scalars(sa.select(people.c.number).order_by(people.c.id)).all()
    assert len(set(numbers)) == 40
    assert all(100 <= number <= 999 for number in numbers)
    assert numbers != sorted(numbers)
    downgrade(revision="-1")
    with db.engine.connect() as connection:
        assert connection.scalars(sa.select(people.c.number).order_by(people.c.id)).all() == numbers
