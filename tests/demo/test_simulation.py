"""Virtual pupils answer through the pages that real ones use."""

import threading

import pytest
from sqlalchemy import func, select
from werkzeug.serving import make_server

from app.answers.models import AnswerEvent, Response
from app.demo.fill import INSTRUMENT, fill
from app.demo.pupils import Pupil, Tally, Ticket
from app.demo.simulation import server_place
from app.waves.models import Sitting, Wave


@pytest.fixture
def address(app):
    """A running server of this app."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def filled(app, db):
    fill(app.extensions["instruments"].latest(INSTRUMENT), password="only for this test", has_study=False)
    return db.session


def finished(session):
    """Responses of the last wave that are finished."""
    return session.scalar(
        select(func.count(Response.id)).join(Wave).where(Wave.kind == "after", Response.state == "finished")
    )


def run(app, *words):
    return app.test_cli_runner().invoke(args=["simulate", *words])


def test_pupils_enter_answer_everything_and_finish(app, filled, address):
    before, n_events = finished(filled), filled.scalar(select(func.count(AnswerEvent.id)))
    result = run(app, "--pupils", "3", "--minutes", "0.03", "--url", address)
    assert result.exit_code == 0, result.output
    assert "3 started, 3 finished, 135 answers saved, 0 troubles" in result.output
    filled.rollback()
    assert finished(filled) == before + 3
    assert filled.scalar(select(func.count(AnswerEvent.id))) == n_events + 135


def test_more_pupils_than_one_lesson_has_open_further_lessons(app, filled, address):
    result = run(app, "--pupils", "9", "--minutes", "0.03", "--url", address)
    assert "9 started, 9 finished" in result.output
    filled.rollback()
    assert filled.scalar(select(func.count(Sitting.id)).where(Sitting.closed_at.is_(None))) > 1


def test_without_a_lesson_it_says_what_to_do(app, db):
    result = run(app, "--url", "http://127.0.0.1:9")
    assert result.exit_code == 1
    assert "run the demo first" in result.output


def test_where_no_server_listens_it_says_what_to_do_and_nobody_begins(app, filled):
    result = run(app, "--pupils", "1", "--minutes", "0.01", "--url", "http://127.0.0.1:9")
    assert result.exit_code == 1
    assert "Nothing serves on 127.0.0.1, port 9. Start it with make run" in result.output
    assert "started" not in result.output


@pytest.mark.parametrize("url", ["http://lateral.example", "https://10.0.0.1:8000", "http://127.0.0.1.example"])
def test_virtual_pupils_stay_on_this_machine(app, db, url):
    result = run(app, "--url", url)
    assert result.exit_code == 1
    assert "only on this machine" in result.output


@pytest.mark.parametrize(
    ("url", "place"),
    [
        ("http://localhost:8123", ("127.0.0.1", 8123)),
        ("127.0.0.1:90", ("127.0.0.1", 90)),
        ("http://0.0.0.0:80", ("127.0.0.1", 80)),
        ("http://[::]:80", ("::1", 80)),
    ],
)
def test_an_address_of_this_machine_is_read(url, place):
    assert server_place(url) == place


def test_a_pupil_answers_much_as_before_and_more_often_a_step_higher_than_lower():
    ticket = Ticket("KTMR47", "KTMR4782", "3" * 400)
    pupil = Pupil(ticket, Tally(), place=("127.0.0.1", 9), entry="/", seconds=1)
    given = [pupil.choose(["1", "2", "3", "4", "5", "u"]) for _ in range(400)]
    assert given.count("3") > 200
    assert given.count("4") > given.count("2") > 0
    assert set(given) == {"2", "3", "4"}
