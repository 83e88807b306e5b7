"""What a connection to PostgreSQL has prepared: kept for the next request, forgotten after an error."""

import pytest
import sqlalchemy as sa

from app.db import keep_plans
from app.schools.models import Partnership

ASKED = sa.select(Partnership.name.label("read_thrice")).where(Partnership.id == 1)
"""What no other test asks, for a connection of theirs may come back here with all that it has prepared."""


@pytest.fixture
def prepared(db):
    """What a connection has prepared at the end of three requests that only read, and that connection."""
    if db.engine.dialect.name == "sqlite":
        pytest.skip("a file's statements are kept by its driver")
    with db.engine.connect() as connection:
        for _ in range(3):
            connection.execute(ASKED)
            connection.rollback()
        yield lambda: names_of_prepared(connection), connection


def names_of_prepared(connection):
    asked = "select name from pg_prepared_statements where statement like '%read_thrice%'"
    return connection.connection.driver_connection.execute(asked, prepare=False).fetchall()


def test_a_connection_keeps_what_it_has_prepared_when_a_request_only_read(prepared):
    kept, connection = prepared
    names = kept()
    assert len(names) == 1
    connection.rollback()
    connection.execute(ASKED)
    assert kept() == names


def test_through_a_pooler_nothing_is_prepared(db, monkeypatch):
    """It lets each transaction have another server, and greets by a number that is no server's."""
    if db.engine.dialect.name == "sqlite":
        pytest.skip("nobody stands between a file and its reader")
    from psycopg import ConnectionInfo  # SQLite does without

    monkeypatch.setattr(ConnectionInfo, "backend_pid", 1)
    pooled = sa.create_engine(db.engine.url)
    keep_plans(pooled)
    with pooled.connect() as connection:
        for _ in range(7):
            connection.execute(ASKED)
            connection.rollback()
        assert names_of_prepared(connection) == []
    pooled.dispose()


def test_a_column_that_changes_its_type_under_a_server_at_work_is_felt_once(prepared, db):
    _, connection = prepared
    asked = sa.text("select changing from scratch_of_plans")
    with db.engine.begin() as other:
        other.execute(sa.text("create table scratch_of_plans (changing integer)"))
    try:
        for _ in range(3):
            connection.execute(asked)
            connection.rollback()
        with db.engine.begin() as other:
            other.execute(sa.text("alter table scratch_of_plans alter column changing type text"))
        with pytest.raises(sa.exc.DBAPIError):
            connection.execute(asked)
        connection.rollback()
        assert connection.execute(asked).all() == []
        connection.rollback()
    finally:
        with db.engine.begin() as other:
            other.execute(sa.text("drop table scratch_of_plans"))


def test_after_an_error_it_is_prepared_anew(prepared):
    kept, connection = prepared
    connection.rollback()
    with pytest.raises(sa.exc.DBAPIError):
        connection.execute(sa.text("select 1 / 0"))
    connection.rollback()
    assert kept() == []
    assert connection.execute(sa.select(Partnership.name).where(Partnership.id == -1)).all() == []


def test_what_is_rolled_back_is_not_there(prepared):
    _, connection = prepared
    connection.execute(sa.insert(Partnership).values(name="Not for long"))
    connection.rollback()
    named = sa.select(sa.func.count()).where(Partnership.name == "Not for long")
    assert connection.scalar(named) == 0
