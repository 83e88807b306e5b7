"""A statement compiled once does what the same statement does through SQLAlchemy."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import bindparam, select, text, update
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError

from app.answers.models import Response
from app.answers.queries import STANDING, Standing
from app.db import db as database
from app.db import now
from app.prepared import Glance, Prepared, Query, find_together, glancing, run_together
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


def test_a_glance_finds_what_a_transaction_finds(begun):
    found = Query(select(Response.id, Response.updated_at, Response.answers).where(Response.id == bindparam("id_")))
    in_transaction = found.find(id_=begun.id)
    database.session.commit()
    with glancing(database.engine):
        assert found.find(id_=begun.id) == in_transaction
        assert (found.find(id_=0), found.find_all(id_=0)) == (None, [])


def test_a_glance_sees_what_is_committed_and_holds_nothing(begun):
    found = Query(select(Response.answers).where(Response.id == bindparam("id_")))
    number, before = begun.id, begun.answers
    database.session.commit()
    with glancing(database.engine):
        begun.answers = "5" * 45
        database.session.flush()
        assert found.find(id_=number).answers == before
        database.session.commit()
        assert found.find(id_=number).answers == "5" * 45


def test_a_borrowed_connection_goes_back_as_it_was(begun):
    found = Query(select(Response.id).where(Response.id == bindparam("id_")))
    database.session.commit()  # the pool hands out the connection that came back last
    with glancing(database.engine):
        found.find(id_=1)
    with database.engine.begin() as connection:
        connection.execute(update(Response).values(answers="1" * 45))
        connection.rollback()
    database.session.expire_all()
    assert begun.answers != "1" * 45


def test_trouble_at_a_glance_is_trouble_of_the_database_and_passes(begun):
    """A connection that breaks is told as any other trouble, and the next glance has another one."""
    is_local = database.engine.dialect.name == "sqlite"
    breaking = Query(text("select * from nothing" if is_local else "select pg_terminate_backend(pg_backend_pid())"))
    found = Query(select(Response.id).where(Response.id == bindparam("id_")))
    number = begun.id
    database.session.commit()
    with glancing(database.engine):
        for _ in range(3):
            with pytest.raises(OperationalError):
                breaking.find_all()
            with pytest.raises(OperationalError):
                find_together((found, {"id_": number}), (breaking, {}))
            assert found.find(id_=number).id == number


def test_what_is_asked_together_comes_back_in_that_order(begun):
    by_id, by_state = (
        Query(select(column).where(column == bindparam("value"))) for column in (Response.id, Response.state)
    )
    asked = (by_id, {"value": begun.id}), (by_state, {"value": "open"}), (by_id, {"value": 0})
    expected = [[(begun.id,)], [("open",)], []]
    assert find_together(*asked) == expected
    database.session.commit()
    with glancing(database.engine):
        assert find_together(*asked) == expected


def test_what_was_asked_ahead_is_not_asked_again_but_once(begun, monkeypatch):
    journeys, find_all = [], Glance.find_all
    monkeypatch.setattr(Glance, "find_all", lambda self, asks: journeys.append(len(asks)) or find_all(self, asks))
    found = Query(select(Response.answers).where(Response.id == bindparam("id_")))
    states = Query(select(Response.state).where(Response.id == bindparam("id_")))
    mine, state, nobody = (found, {"id_": begun.id}), (states, {"id_": begun.id}), (found, {"id_": 0})
    before, number = begun.answers, begun.id
    database.session.commit()
    with glancing(database.engine):
        assert find_together(nobody, ahead=(mine, state)) == [[]]
        database.session.execute(update(Response).where(Response.id == number).values(answers="5" * 45))
        database.session.commit()
        assert find_together(mine, nobody) == [[(before,)], []]
        assert find_together(mine) == [[("5" * 45,)]]
        assert find_together(state) == [[("open",)]]
    assert journeys == [3, 1, 1]


def test_an_error_is_told_in_the_words_of_sqlalchemy_and_without_what_was_to_be_written(begun):
    connection = database.session.connection()
    change = update(Response).where(Response.id == bindparam("id_")).values(state=bindparam("new_state"))
    with pytest.raises(IntegrityError) as refused:
        Prepared(change, connection.dialect).run(connection, {"id_": begun.id, "new_state": "unheard of"})
    assert not refused.value.connection_invalidated
    assert refused.value.params is None
    database.session.rollback()


def test_a_connection_that_is_gone_is_given_up(begun):
    """A server that was away for a moment serves the next request again."""
    query = Query(select(Response.id).where(Response.id == bindparam("id_")))
    number = begun.id
    if database.engine.dialect.name == "sqlite":
        pytest.skip("a file does not go away")
    backend = database.session.scalar(text("select pg_backend_pid()"))
    with database.engine.connect() as another:
        another.execute(text("select pg_terminate_backend(:backend)"), {"backend": backend})
    with pytest.raises(OperationalError) as refused:
        query.find(id_=number)
    assert refused.value.connection_invalidated
    database.session.rollback()
    assert query.find(id_=number) == (number,)


def test_trouble_with_what_is_asked_together_in_a_transaction_is_told_as_sqlalchemy_tells_it(begun):
    found = Query(select(Response.id).where(Response.id == bindparam("id_")))
    breaking, number = Query(text("select * from nothing")), begun.id
    for asked in ([(found, {"id_": number}), (breaking, {})], [(breaking, {}), (found, {"id_": number})]):
        with pytest.raises(DBAPIError):
            find_together(*asked)
        database.session.rollback()
        assert [rows[0].id for rows in find_together((found, {"id_": number}), (found, {"id_": number}))] == [
            number
        ] * 2


def write(*asks) -> None:
    with database.engine.begin() as connection:
        run_together(connection, *asks)


def test_what_is_written_together_is_written_whole_or_not_at_all(begun):
    """The second breaks a rule of the table, so that the first counts no more either."""
    number, before, dialect = begun.id, begun.answers, database.engine.dialect
    change, other = (
        Query(update(Response).where(Response.id == bindparam("id_")).values({column: bindparam("new")})).on(dialect)
        for column in ("answers", "state")
    )
    database.session.commit()
    broken = [(change, {"id_": number, "new": "9" * 45}), (other, {"id_": number, "new": "nonsense"})]
    with pytest.raises(IntegrityError):
        write(*broken)
    assert database.session.get_one(Response, number, populate_existing=True).answers == before
    database.session.rollback()
    write(*((change, {"id_": number, "new": digit * 45}) for digit in "78"))
    assert database.session.get_one(Response, number, populate_existing=True).answers == "8" * 45
