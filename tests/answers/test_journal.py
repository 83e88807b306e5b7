"""One answer, stored once and for good, however often and however much at once it is sent."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import event, text

from app.answers import journal
from app.answers.models import AnswerEvent
from app.db import db as database
from tests.answers.conftest import count_events, the_response

AT_ONCE = 50


@pytest.fixture
def at_once(app, seat):
    """Sends so many forms at the same moment, each from its own thread, and gives the status codes."""
    seat.begin()
    hidden = seat.hidden
    cookie = seat.client.get_cookie("lateral_pupil", path="/answer").value

    def send(*forms):
        gate = threading.Barrier(len(forms))

        def one(form):
            number, data = form
            client = app.test_client()
            client.set_cookie("lateral_pupil", cookie, path="/answer")
            gate.wait()
            address = "/answer/writes" if "write" in data else f"/answer/questions/{number}"
            reply = client.post(address, data={**hidden, "question": number, **data})
            return reply.status_code

        with ThreadPoolExecutor(len(forms)) as pool:
            return list(pool.map(one, forms))

    return send


def test_fifty_equal_posts_make_one_answer_and_one_event(at_once):
    assert at_once(*[(1, {"answer": "4"})] * AT_ONCE) == [303] * AT_ONCE
    assert the_response().answers == "4" + "." * 44
    assert count_events() == 1


def test_fifty_posts_with_one_write_id_make_one_event(at_once):
    forms = [(1, {"answer": str(1 + n % 5), "write": "the-same", "seq": 1}) for n in range(AT_ONCE)]
    assert at_once(*forms) == [200] * AT_ONCE
    assert count_events() == 1
    assert the_response().answers[0] == database.session.query(AnswerEvent).one().code


def test_posts_for_different_questions_at_once_lose_nothing(at_once):
    assert at_once(*[(number, {"answer": str(1 + number % 5)}) for number in range(1, 46)]) == [303] * 45
    assert the_response().answers == "".join(str(1 + number % 5) for number in range(1, 46))
    assert count_events() == 45


def test_different_answers_to_one_question_at_once_leave_the_last_event_standing(at_once):
    at_once(*[(1, {"answer": str(1 + n % 5)}) for n in range(AT_ONCE)])
    last = database.session.query(AnswerEvent).order_by(AnswerEvent.id.desc()).first()
    assert the_response().answers[0] == last.code


def test_the_same_answer_again_gets_the_same_reply(seat):
    seat.begin()
    first, second = (seat.send(1, "4").location for _ in range(2))
    assert first == second
    assert count_events() == 1


def test_the_journal_says_what_was_given_when_and_in_which_sitting(seat):
    seat.begin()
    seat.send(3, "u")
    (entry,) = database.session.query(AnswerEvent).all()
    assert (entry.question, entry.code, entry.sitting_id) == (2, "u", seat.lesson.sitting.id)
    assert entry.given_at == the_response().updated_at.replace(second=0, microsecond=0)


def test_nothing_is_acknowledged_when_the_commit_fails(app, seat, monkeypatch):
    seat.begin()
    hidden = seat.hidden

    def fail(_connection):
        raise database_is_gone()

    event.listen(database.engine, "commit", fail)
    try:
        reply = seat.client.post("/answer/questions/1", data={**hidden, "answer": "4"})
    finally:
        event.remove(database.engine, "commit", fail)
    assert reply.status_code == 503
    assert reply.headers["Retry-After"] == "2"
    assert "We could not save that yet" in reply.text
    assert count_events() == 0
    assert the_response().answers == "." * 45


def database_is_gone():
    from sqlalchemy.exc import OperationalError

    return OperationalError("commit", {}, Exception("disk is full"))


@pytest.mark.parametrize("address", ["/answer/writes", "/answer/questions/1"])
def test_an_answer_takes_three_statements(seat, address):
    """The hot path stays hot: whoever adds a statement has to change this number on purpose."""
    seat.begin()
    hidden, statements = seat.hidden, []
    with_statements = lambda *details: statements.append(details[2])  # noqa: E731
    event.listen(database.engine, "before_cursor_execute", with_statements)
    try:
        seat.client.post(address, data={**hidden, "question": 1, "answer": "4", "seq": 1, "write": "w"})
    finally:
        event.remove(database.engine, "before_cursor_execute", with_statements)
    verbs = [statement.split()[0].lower() for statement in statements if not statement.startswith("BEGIN")]
    assert verbs == ["select", "insert", "update"]


def test_commits_are_durable(app, db):
    with database.engine.connect() as connection:
        if connection.dialect.name == "sqlite":
            assert connection.execute(text("pragma synchronous")).scalar() == 2, "2 is FULL"
            assert connection.execute(text("pragma journal_mode")).scalar() == "wal"
            assert connection.execute(text("pragma foreign_keys")).scalar() == 1
        else:
            for setting in ("synchronous_commit", "fsync", "full_page_writes"):
                assert connection.execute(text(f"show {setting}")).scalar() == "on", setting


def test_a_write_id_column_holds_the_longest_write_id(seat):
    seat.begin()
    seat.write(1, "4", seq=1, write="w" * journal.LONGEST_WRITE_ID)
    assert database.session.query(AnswerEvent).one().write_id == "w" * 48
