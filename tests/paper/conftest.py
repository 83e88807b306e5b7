"""A lesson on paper: a course of three with cards, its teacher, and their booklets."""

from dataclasses import dataclass
from typing import Any

import pytest

from app.answers.models import AnswerEvent, Response
from app.db import db as database
from app.db import now
from app.waves import sittings
from app.waves.groups import Group
from app.waves.groups import Lesson as WaveAndGroup
from tests.factories import a_course, a_partnership, a_person, a_pupil, a_school, a_survey

TODAY = now().date()


@dataclass
class Desk:
    """The teacher's browser, and what they type."""

    browser: Any
    survey: Any
    course: Any
    sitting: Any
    pupils: list[Any]
    teacher: Any

    @property
    def url(self) -> str:
        return f"/sittings/{self.sitting.id}/paper"

    def type(self, number: int, keys: str, status: int = 303, **more: str) -> Any:
        """Fill the grid of a card; a blank in `keys` is a box left alone."""
        data = {f"q{place}": key.strip() for place, key in enumerate(keys, 1)}
        return self.browser.post_form(f"{self.url}/{number}", {**data, **more}, status=status)

    def response(self, number: int) -> Any:
        """What the database has of the pupil with that card."""
        database.session.expire_all()
        pupil = self.pupils[number - 1]
        return database.session.query(Response).filter(Response.pupil_id == pupil.id, Response.state != "void").one()


@pytest.fixture
def desk(db, browser_of):
    school = a_school()
    partnership = a_partnership(school)
    teacher = a_person("practitioner", school=school)
    course = a_course(partnership, school, teachers=(teacher,))
    pupils = sorted((a_pupil(school, course) for _ in range(3)), key=lambda pupil: pupil.pseudonym)
    survey = a_survey(partnership, course)
    lesson = WaveAndGroup(survey.waves[0], Group(survey, course=course))
    sitting = sittings.open_sitting(lesson, TODAY, person_id=teacher.id)
    db.session.commit()
    return Desk(browser_of(teacher), survey, course, sitting, pupils, teacher)


def count_events() -> int:
    return database.session.query(AnswerEvent).count()
