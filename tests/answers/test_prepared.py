"""A statement compiled once does what the same statement does through SQLAlchemy."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import bindparam, select, update

from app.answers.models import Response
from app.answers.queries import STANDING, Standing
from app.db import db as database
from app.db import now
from app.prepared import Prepared, Query
from tests.answers.conftest import the_response


@pytest.fixture
def begun(seat):
    seat.begin()
    return the_response()


def test_a_row_comes_back_in_the_types_of_its_columns(begun, seat):
    ticket_ids = {
        "sitting_id": seat.lesson.sitting.id,
        "card_id": seat.lesson.cards[0].id,
        "response_id": begun.id,
    }
    connection = database.session.connection()
    found = Prepared(STANDING, connection.dialect).find(connection, ticket_ids)
    assert found == tuple(database.session.execute(STANDING, ticket_ids).one())
    standing = Standing._make(found)
    assert standing.closes_at.tzinfo is UTC
    assert type(standing.opens_on) is date


def test_moments_are_stored_as_the_column_stores_them(begun):
    connection = database.session.connection()
    moment = datetime(2026, 3, 29, 0, 59, 59, 123456, tzinfo=UTC)
    change = update(Response).where(Response.id == bindparam("id_")).values(updated_at=bindparam("moment"))
    Prepared(change, connection.dialect).run(connection, {"id_": begun.id, "moment": moment})
    assert database.session.scalar(select(Response.updated_at)) == moment


def test_constants_of_the_statement_are_kept(begun):
    connection = database.session.connection()
    open_ones = select(Response.id).where(Response.state == "open", Response.id == bindparam("id_"))
    assert Prepared(open_ones, connection.dialect).find(connection, {"id_": begun.id}) == (begun.id,)


def test_nothing_found_is_none(begun):
    connection = database.session.connection()
    nobody = {"sitting_id": 0, "card_id": 0, "response_id": 0}
    assert Prepared(STANDING, connection.dialect).find(connection, nobody) is None


def test_a_moment_without_a_zone_is_refused(begun):
    connection = database.session.connection()
    change = update(Response).values(updated_at=bindparam("moment"))
    with pytest.raises(ValueError, match="time zone"):
        Prepared(change, connection.dialect).run(connection, {"moment": now().replace(tzinfo=None)})


def test_a_query_finds_what_the_session_has_not_written_yet_by_the_names_of_its_columns(begun):
    begun.answers = "9" * len(begun.answers)
    found = Query(select(Response.id, Response.answers).where(Response.id == bindparam("id_")))
    assert found.find(id_=begun.id).answers == begun.answers
    assert [row.id for row in found.find_all(id_=begun.id)] == [begun.id]
    assert (found.find(id_=0), found.find_all(id_=0)) == (None, [])
