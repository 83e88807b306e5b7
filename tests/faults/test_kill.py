"""Ten pupils answer while the server is killed again and again. What was acknowledged is there, once, in its order."""

import random
import threading
import time
from dataclasses import dataclass, field

import pytest
from flask_migrate import upgrade
from sqlalchemy import text

from app import create_app
from app.answers.models import AnswerEvent, Response
from app.db import db as database
from app.instruments.scoring import score_all
from tests.answers.conftest import a_lesson
from tests.conftest import settings_for
from tests.faults.server import TROUBLE, Browser, Server

PUPILS = 10
KILLS = 51
ANSWERS_BETWEEN_KILLS = 5
HTMX = {"HX-Request": "true", "HX-Target": "main#main"}

pytestmark = pytest.mark.faults


@dataclass
class Pupil:
    """A pupil who sends each answer again until it is acknowledged, and notes what was.

    Half of the answers are sent as the pages' script sends them, with number and write id; some of these come a
    second time when others were given since.
    """

    browser: Browser
    class_code: str
    card_code: str
    pupil_id: int
    seed: int
    acknowledged: list[tuple[int, str]] = field(default_factory=list)
    late: int = 0
    again: int = 0
    trouble: str = ""

    def answer_until(self, over: threading.Event) -> None:
        try:
            hidden = self.come_in()
            chance, current = random.Random(self.seed), ["."] * 45
            earlier: list[tuple[int, dict[str, str]]] = []
            while not over.is_set():
                position = chance.randrange(45)
                code = chance.choice([code for code in "12345us" if code != current[position]])
                form = {
                    **hidden,
                    "question": str(position + 1),
                    "answer": code,
                    "move": chance.choice(["save", "next"]),
                }
                if chance.random() < 0.5:
                    number = len(self.acknowledged) + 1
                    form |= {"write": f"{self.seed}-{number}", "seq": str(number)}
                    earlier.append((position, form))
                self.answer(position, form)
                current[position] = code
                self.acknowledged.append((position, code))
                if earlier and chance.random() < 0.2:
                    self.answer(*chance.choice(earlier[-5:]))
                    self.late += 1
                time.sleep(0.01)
        except AssertionError as error:
            self.trouble = str(error)

    def answer(self, position: int, form: dict[str, str]) -> None:
        """Send one answer; one that was taken already, after others were given, must change nothing."""
        address = "/answer/writes" if "write" in form else f"/answer/questions/{position + 1}"
        self.insist("POST", address, form, wanted=200, headers=HTMX)

    def come_in(self) -> dict[str, str]:
        """Enter and agree; the token and the lease of the visit."""
        form = {"class_code": self.class_code, "card_code": self.card_code}
        form["csrf_token"] = self.insist("GET", "/answer", wanted=200).token
        self.insist("POST", "/answer", form, wanted=303)
        token = self.insist("GET", "/answer/start", wanted=200).token
        self.insist("POST", "/answer/start", {"csrf_token": token, "agree": "yes"}, wanted=303)
        return self.insist("GET", "/answer/questions/1", wanted=200).hidden

    def insist(self, method, path, form=None, *, wanted, headers=None):
        """Send until an answer comes that is no trouble of the server's."""
        until = time.monotonic() + 60
        while time.monotonic() < until:
            try:
                reply = self.browser.send(method, path, form, **(headers or {}))
            except TROUBLE:
                self.again += 1
                time.sleep(0.03)
                continue
            if reply.status < 500:
                assert reply.status == wanted, f"{method} {path}: {reply.status} {reply.text[:300]}"
                return reply
            time.sleep(0.03)
        raise AssertionError(f"{method} {path} was never answered")


@pytest.fixture
def address(request, tmp_path):
    """The database of the killed server: a file of its own, or the suite's PostgreSQL."""
    if request.config.getoption("--database") == "sqlite":
        return f"sqlite:///{tmp_path / 'killed.db'}"
    request.getfixturevalue("db")
    return request.getfixturevalue("database_url")


@pytest.fixture
def school(address, tmp_path):
    """The database's own app, in whose context the class is made and the outcome is read."""
    app = create_app(settings_for(address, tmp_path))
    with app.app_context():
        upgrade()
        yield app
        database.session.remove()
        database.engine.dispose()


def kill_again_and_again(server: Server, pupils: list[Pupil]) -> None:
    """By turns the working process alone, and the server with it; each time in the midst of answers."""
    chance = random.Random(20260)
    for number in range(1, KILLS + 1):
        wait_for_answers(pupils)
        time.sleep(chance.uniform(0, 0.15))
        if number % 2:
            server.kill_worker()
        else:
            server.kill_all()


def wait_for_answers(pupils: list[Pupil]) -> None:
    """Until a few more answers were acknowledged: a kill before the server works again would try nothing."""
    wanted = sum(len(pupil.acknowledged) for pupil in pupils) + ANSWERS_BETWEEN_KILLS
    until = time.monotonic() + 20
    while sum(len(pupil.acknowledged) for pupil in pupils) < wanted:
        assert time.monotonic() < until, [pupil.trouble for pupil in pupils if pupil.trouble] or "nobody answers"
        time.sleep(0.005)


def test_nothing_acknowledged_is_lost_or_doubled_when_the_server_is_killed(school, address, tmp_path):
    lesson = a_lesson(PUPILS)
    server = Server(tmp_path, address)
    pupils = [
        Pupil(Browser(server.port), lesson.class_code, code, card.pupil_id, seed)
        for seed, (card, code) in enumerate(zip(lesson.cards, lesson.codes, strict=True))
    ]
    database.session.rollback()
    over = threading.Event()
    threads = [threading.Thread(target=pupil.answer_until, args=(over,)) for pupil in pupils]
    try:
        server.start()
        for thread in threads:
            thread.start()
        kill_again_and_again(server, pupils)
        over.set()
        for thread in threads:
            thread.join(timeout=70)
    finally:
        over.set()
        server.stop()
    assert [pupil.trouble for pupil in pupils if pupil.trouble] == []
    assert sum(pupil.again for pupil in pupils) > 0, "no kill was felt, so nothing was tried"
    assert sum(pupil.late for pupil in pupils) > PUPILS, "too few late repeats to mean anything"
    for pupil in pupils:
        check(pupil, school.extensions["instruments"].latest("school-and-me"))
    check_database()


def check(pupil: Pupil, instrument) -> None:
    """The journal is what was acknowledged, in order; the response is what follows from it."""
    assert len(pupil.acknowledged) > 10, "too little was answered to mean anything"
    response = database.session.query(Response).filter_by(pupil_id=pupil.pupil_id).one()
    events = database.session.query(AnswerEvent).filter_by(response_id=response.id).order_by(AnswerEvent.id)
    assert [(event.question, event.code) for event in events] == pupil.acknowledged
    standing = ["."] * 45
    for position, code in pupil.acknowledged:
        standing[position] = code
    assert response.answers == "".join(standing)
    scores = [getattr(response, f"score_{number}") for number in range(1, 10)]
    assert scores == list(score_all(instrument, response.answers).values())


def check_database() -> None:
    if database.engine.dialect.name == "sqlite":
        assert database.session.execute(text("pragma integrity_check")).scalars().all() == ["ok"]
        assert database.session.execute(text("pragma foreign_key_check")).all() == []
