"""The session and the commit rule, the vault, and the column types."""

import base64
import os
import socket
import time
from datetime import UTC, datetime, timedelta, timezone
from types import SimpleNamespace

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from app.db import BELIEVED, Vault, ask_less, db, insert_many, vault
from app.interviews.texts import Turn
from app.people.models import Person
from app.schools.models import Partnership, Pupil
from tests import factories as make
from tests.probes import probing_app

KEY = "k1:" + base64.b64encode(bytes(range(100, 132))).decode()


@pytest.fixture(scope="module")
def probe(app, database_url, tmp_path_factory):
    with probing_app(database_url, tmp_path_factory.mktemp("probe")) as probe:
        yield probe


@pytest.fixture
def prober(probe, db):
    """A browser, and a way to count what was kept."""
    return probe.test_client()


def kept():
    db.session.rollback()
    return db.session.scalar(sa.select(sa.func.count(Partnership.id)))


def post(prober, address):
    with prober.application.app_context():
        return prober.post(address, data={"csrf_token": prober.token("/sign-in")})


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS"])
def test_a_request_that_only_reads_writes_nothing(prober, method):
    assert prober.open("/probe/write/200", method=method).status_code == 200
    assert kept() == 0


@pytest.mark.parametrize(("status", "n"), [(200, 1), (201, 1), (303, 1), (400, 0), (409, 0), (422, 0), (500, 0)])
def test_a_change_is_kept_when_it_ends_below_400(prober, status, n):
    assert post(prober, f"/probe/write/{status}").status_code == status
    assert kept() == n


def test_a_fault_in_the_middle_keeps_nothing(prober):
    assert post(prober, "/probe/write-and-crash").status_code == 500
    assert kept() == 0


def test_a_commit_that_fails_is_told_and_keeps_nothing(prober):
    response = post(prober, "/probe/clash")
    assert response.status_code == 500
    assert "Nothing was half-saved" in response.text
    assert kept() == 0


def test_a_database_that_goes_away_at_the_commit_asks_to_try_again(prober):
    response = post(prober, "/probe/gone-at-the-commit")
    assert response.status_code == 503
    assert response.headers["Retry-After"]
    assert kept() == 0


def test_the_next_request_after_a_failed_commit_works(prober):
    post(prober, "/probe/clash")
    assert post(prober, "/probe/write/200").status_code == 200
    assert kept() == 1


def test_sqlite_is_durable_and_keeps_its_references(app, db, database_url):
    if not database_url.startswith("sqlite"):
        pytest.skip("about SQLite")
    wanted = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 10000}
    found = {name: db.session.execute(sa.text(f"pragma {name}")).scalar() for name in wanted}
    assert found == wanted


def test_a_school_of_nowhere_cannot_be_a_home(db):
    db.session.add(Pupil(pseudonym="P1", home_school_id=999, year_group="9"))
    with pytest.raises(sa.exc.IntegrityError):
        db.session.flush()
    db.session.rollback()


@given(st.text(max_size=300), st.text(min_size=1, max_size=30))
def test_what_is_sealed_opens_in_its_place(text, place):
    box = Vault()
    box.configure(KEY)
    sealed = box.seal(text, place)
    assert box.open(sealed, place) == text
    with pytest.raises(ValueError, match="does not open"):
        box.open(sealed, place + "x")


def test_sealing_twice_gives_different_bytes_without_the_text():
    box = Vault()
    box.configure(KEY)
    first, second = box.seal("Zqash", "pupils.name"), box.seal("Zqash", "pupils.name")
    assert first != second
    assert b"Zqash" not in first


@pytest.mark.parametrize("place", range(40))
def test_a_changed_byte_does_not_open(place):
    box = Vault()
    box.configure(KEY)
    sealed = bytearray(box.seal("Zqash", "pupils.name"))
    sealed[place % len(sealed)] ^= 1
    with pytest.raises(ValueError):
        box.open(bytes(sealed), "pupils.name")


def test_another_key_is_told_by_name():
    one, other = Vault(), Vault()
    one.configure(KEY)
    other.configure("k2:" + base64.b64encode(os.urandom(32)).decode())
    with pytest.raises(ValueError, match="another IDENTITY_KEY"):
        other.open(one.seal("text", "place"), "place")


def test_a_fingerprint_depends_on_text_purpose_and_key():
    one, other = Vault(), Vault()
    one.configure(KEY)
    other.configure("k1:" + base64.b64encode(os.urandom(32)).decode())
    prints = {
        one.fingerprint("a", "x"),
        one.fingerprint("a", "y"),
        one.fingerprint("b", "x"),
        other.fingerprint("a", "x"),
    }
    assert len(prints) == 4
    assert one.fingerprint("a", "x") == one.fingerprint("a", "x")
    assert all(len(each) == 64 for each in prints)


def test_many_rows_are_stored_as_one_by_one_would_be(db):
    school, day = make.a_school(), datetime(2026, 9, 1, 8, 30, tzinfo=UTC)
    told = [("P1", "Zoë “😀” {a,b}", None, day), ("P2", None, "m-2", day + timedelta(hours=1)), ("P3", "", None, day)]
    insert_many(
        Pupil,
        [
            {"home_school_id": school.id, "year_group": "10", "pseudonym": name, "sealed_given_name": given,
             "mis_fingerprint": mis, "created_at": at}
            for name, given, mis, at in told
        ],
    )  # fmt: skip
    found = db.session.query(Pupil).order_by(Pupil.pseudonym).all()
    assert [(one.pseudonym, one.sealed_given_name, one.mis_fingerprint, one.created_at) for one in found] == told
    assert db.session.query(Pupil).filter(Pupil.sealed_given_name.is_(None)).count() == 1


def test_many_rows_take_the_defaults_of_other_columns_and_no_rows_are_none(db):
    study = make.a_study(make.a_partnership(make.a_school()))
    transcript = make.a_transcript(make.an_interview(study), (None, "What?"))
    insert_many(Turn, [])
    insert_many(Turn, [{"transcript_id": transcript.id, "position": n, "start": 0, "end": 1} for n in range(7, 9)])
    found = db.session.query(Turn).filter(Turn.position > 6).order_by(Turn.position)
    assert [(one.position, one.question_id, one.is_interviewer, one.sealed_label) for one in found] == [
        (7, "", False, None),
        (8, "", False, None),
    ]


def test_a_row_among_many_that_can_not_be_is_refused_as_any_is(db):
    school = make.a_school()
    rows = [{"home_school_id": school.id, "year_group": "10", "pseudonym": "P1"}] * 2
    with pytest.raises(sa.exc.IntegrityError):
        insert_many(Pupil, rows)


def test_a_pupils_name_is_sealed_in_its_column(db):
    make.a_pupil(make.a_school(), given_name="Zqash", family_name="Zqashson")
    sealed = db.session.execute(sa.text("select sealed_given_name, sealed_family_name from pupils")).one()
    assert all(b"Zqash" not in bytes(each) for each in sealed)
    db.session.expire_all()
    assert db.session.scalars(sa.select(Pupil)).one().sealed_given_name == "Zqash"


def test_a_name_moved_to_another_column_does_not_open(db):
    make.a_pupil(make.a_school(), given_name="Zqash")
    db.session.execute(sa.text("update pupils set sealed_family_name = sealed_given_name"))
    db.session.expire_all()
    with pytest.raises(ValueError, match="pupils.family_name does not open"):
        db.session.scalars(sa.select(Pupil.sealed_family_name)).one()


def test_no_name_is_no_sealed_bytes(db):
    make.a_pupil(make.a_school())
    assert db.session.execute(sa.text("select sealed_upn from pupils")).scalar() is None
    assert db.session.scalars(sa.select(Pupil.sealed_upn)).one() is None


def test_a_moment_comes_back_as_it_was_in_utc(db):
    elsewhere = datetime(2026, 11, 2, 9, 30, tzinfo=timezone(timedelta(hours=5)))
    person = make.a_person()
    person.created_at = elsewhere
    db.session.commit()
    assert person.created_at == elsewhere
    assert person.created_at.tzinfo is UTC


def test_a_moment_without_a_time_zone_is_refused(db):
    db.session.add(Person(email="a@b.example", name="A", password_hash="!", created_at=datetime(2026, 11, 2)))
    with pytest.raises(sa.exc.StatementError, match="needs a time zone"):
        db.session.flush()
    db.session.rollback()


def test_constraints_are_named_so_that_errors_can_name_them(app):
    for table in db.metadata.tables.values():
        for constraint in table.constraints:
            assert constraint.name, f"{table.name}: {constraint}"


def test_the_vault_of_the_app_has_the_apps_key(app):
    from tests.conftest import IDENTITY

    own = Vault()
    own.configure(IDENTITY)
    assert own.open(vault.seal("text", "place"), "place") == "text"


def test_an_error_for_the_log_shows_nothing_of_what_was_to_be_written(db):
    taken = make.a_person().email
    db.session.add(Person(email=taken, name="Somebody Secret", password_hash="!"))
    with pytest.raises(sa.exc.IntegrityError) as error:
        db.session.flush()
    db.session.rollback()
    assert "Somebody Secret" not in str(error.value)


class Line:
    """A connection of the pool: the end of a socket, whose other end is the database's."""

    def __init__(self):
        self.own, self.far = socket.socketpair()
        self.closed = False

    def fileno(self):
        return self.own.fileno()


@pytest.fixture
def line():
    line = Line()
    yield line
    line.own.close()
    line.far.close()


@pytest.fixture
def pinging():
    """The pool's question whether a connection lives, and how often it travelled to the database."""
    asked = []
    dialect = SimpleNamespace(do_ping=lambda one: asked.append(one) or True)
    ask_less(SimpleNamespace(dialect=dialect))
    return dialect.do_ping, asked


def test_a_connection_that_keeps_silent_is_asked_once_and_then_believed(line, pinging):
    ping, asked = pinging
    assert [ping(line) for _ in range(5)] == [True] * 5
    assert asked == [line]


@pytest.mark.parametrize("happens", [lambda line: line.far.send(b"goodbye"), lambda line: line.far.close()])
def test_a_connection_that_was_ended_is_asked_at_once(line, pinging, happens):
    ping, asked = pinging
    ping(line)
    happens(line)
    ping(line)
    assert asked == [line, line]


def test_a_connection_closed_here_is_asked_at_once(line, pinging):
    ping, asked = pinging
    ping(line)
    line.closed = True
    ping(line)
    assert asked == [line, line]


def test_nobody_is_believed_for_long(line, pinging, monkeypatch):
    ping, asked = pinging
    ping(line)
    later = time.monotonic() + BELIEVED
    monkeypatch.setattr(time, "monotonic", lambda: later)
    ping(line)
    assert asked == [line, line]


def test_the_connection_used_last_is_taken_first(db):
    """However many a busy lesson has opened: the others rest, and this one has its plans and pages at hand."""
    several = [db.engine.connect() for _ in range(3)]
    drivers = [one.connection.driver_connection for one in several]
    for one in several:
        one.close()
    for _ in range(2):
        with db.engine.connect() as connection:
            assert connection.connection.driver_connection is drivers[-1]


def test_a_pool_whose_connections_were_ended_is_filled_anew(app, db):
    if db.engine.dialect.name == "sqlite":
        pytest.skip("a file ends no connections")
    others = [db.engine.connect() for _ in range(3)]
    for one in others:
        one.execute(sa.text("select 1"))
        one.close()
    elsewhere = sa.text("pid <> pg_backend_pid() and datname = current_database()")
    end = sa.func.pg_terminate_backend(sa.column("pid"))
    ended = db.session.scalar(sa.select(sa.func.count(end)).select_from(sa.table("pg_stat_activity")).where(elsewhere))
    db.session.rollback()
    assert ended >= 2
    left = sa.select(sa.func.count()).select_from(sa.table("pg_stat_activity")).where(elsewhere)
    for _ in range(100):  # a server process ends when it comes to it
        if not db.session.scalar(left):
            break
        db.session.rollback()
        time.sleep(0.05)
    db.session.rollback()
    for connection in [db.engine.connect() for _ in range(4)]:
        assert connection.scalar(sa.text("select 1")) == 1
        connection.close()
