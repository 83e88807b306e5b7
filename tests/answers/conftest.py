"""A class ready to answer: a survey, an open sitting, pupils with cards, and a pupil's browser."""

import re
from dataclasses import dataclass
from typing import Any

import pytest

from app.answers.models import AnswerEvent, Response
from app.answers.passes import Pass
from app.db import db as database
from app.waves import codes
from app.waves.models import Card
from tests import factories
from tests.pages import Page, PageClient


@dataclass
class Lesson:
    """A sitting of a course and the code of each pupil's card."""

    sitting: Any
    survey: Any
    cards: list[Any]
    codes: list[str]

    @property
    def class_code(self) -> str:
        return self.sitting.class_code


def a_card(survey: Any, pupil: Any, number: int = 1, issue: int = 1) -> tuple[Card, str]:
    """A pupil's card and the code printed on it."""
    code = codes.card_code(survey.id, pupil.id, issue)
    card = Card(
        survey_id=survey.id,
        pupil_id=pupil.id,
        number=number,
        issue=issue,
        code_fingerprint=codes.card_fingerprint(code),
    )
    database.session.add(card)
    database.session.commit()
    return card, code


def a_lesson(n_pupils: int = 2, **survey_fields: Any) -> Lesson:
    """A course of so many pupils with a sitting that is open now."""
    school = factories.a_school()
    partnership = factories.a_partnership(school)
    course = factories.a_course(partnership, school)
    pupils = [factories.a_pupil(school, course) for _ in range(n_pupils)]
    survey = factories.a_survey(partnership, course, **survey_fields)
    cards = [a_card(survey, pupil, number) for number, pupil in enumerate(pupils, start=1)]
    sitting = factories.a_sitting(survey.waves[0], course)
    return Lesson(sitting, survey, [card for card, _ in cards], [code for _, code in cards])


class Seat:
    """A pupil at a computer: does what a person does, on pages as they come."""

    def __init__(self, client: PageClient, lesson: Lesson, pupil: int = 0) -> None:
        self.client, self.lesson, self.code = client, lesson, lesson.codes[pupil]

    def enter(self, status: int = 303, **typed: str) -> Page:
        codes_typed = {"class_code": self.lesson.class_code, "card_code": self.code, **typed}
        return self.client.post_form("/answer", codes_typed, status=status)

    def agree(self, agree: str = "yes", status: int = 303) -> Page:
        return self.client.post_form("/answer/start", {"agree": agree}, status=status)

    def begin(self) -> "Seat":
        self.enter()
        self.agree()
        return self

    def send(self, number: int, answer: str = "", move: str = "next", status: int = 303, **more: Any) -> Page:
        """Send a statement's form without fetching it first: the token is that of the whole visit."""
        data = {**self.hidden, "move": move, **({"answer": answer} if answer else {})}
        return Page(self.client, self.client.post(f"/answer/questions/{number}", data={**data, **more}), status)

    def write(self, number: int, answer: str, *, seq: int, status: int = 200, **more: Any) -> dict[str, Any]:
        """Save one answer as the pages' script does; gives the reply. The lease is the present one if none is given."""
        data = {**self.hidden, "question": number, "answer": answer, "seq": seq, "write": f"write-{seq}", **more}
        reply = self.client.post("/answer/writes", data=data)
        assert reply.status_code == status, reply.text
        return dict(reply.json or {})

    def take_up(self, status: int = 200) -> dict[str, Any]:
        """Hold the response from now on, as the script does when it starts."""
        reply = self.client.post("/answer/take-up", data={"csrf_token": self.hidden["csrf_token"]})
        assert reply.status_code == status, reply.text
        return dict(reply.json or {})

    def finish(self) -> Page:
        """Press Finish on the last page."""
        return Page(self.client, self.client.post("/answer/finish", data=self.hidden), 303)

    @property
    def hidden(self) -> dict[str, str]:
        """Token and lease as a page's form carries them now."""
        found = dict(re.findall(r'name="(csrf_token|lease)" value="([^"]+)"', self.client.get("/answer/review").text))
        assert len(found) == 2, "this pupil has no open response"
        return found

    @property
    def token(self) -> str:
        return self.hidden["csrf_token"]


def pass_of(lesson: Lesson) -> Pass:
    """What the browser of the lesson's only response holds."""
    card = lesson.cards[0]
    return Pass("n", lesson.survey.instrument_digest, lesson.sitting.id, card.id, card.issue, the_response().id)


def the_response() -> Response:
    """The only response there is, as the database has it now."""
    database.session.rollback()
    database.session.expire_all()
    return database.session.query(Response).one()


def count_events() -> int:
    database.session.rollback()
    return database.session.query(AnswerEvent).count()


@pytest.fixture
def lesson(db: Any) -> Lesson:
    return a_lesson()


@pytest.fixture
def seat(client: PageClient, lesson: Lesson) -> Seat:
    """The first pupil's seat."""
    return Seat(client, lesson)
