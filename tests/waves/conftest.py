"""A small field: a course of three pupils from two schools, its teacher, its lead, and a survey that is open today."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest

from tests.factories import a_course, a_partnership, a_person, a_pupil, a_school, a_survey


@dataclass
class Field:
    """The people and things of one survey in the field."""

    host: Any
    home: Any
    partnership: Any
    teacher: Any
    lead: Any
    course: Any
    pupils: list[Any]
    survey: Any

    @property
    def wave(self) -> Any:
        """The wave that is open today."""
        return self.survey.waves[0]


@pytest.fixture
def field(db):
    host, home = a_school("Ash College"), a_school("Beech School")
    partnership = a_partnership(host, home, name="Lateral Town")
    teacher = a_person("practitioner", school=host)
    course = a_course(partnership, host, title="Sports diploma", teachers=(teacher,))
    return Field(
        host=host,
        home=home,
        partnership=partnership,
        teacher=teacher,
        lead=a_person("lead", partnership=partnership),
        course=course,
        pupils=[a_pupil(host, course), a_pupil(host, course), a_pupil(home, course, year_group="11")],
        survey=a_survey(partnership, course, title="Before and after"),
    )


@pytest.fixture
def sitting(db, field):
    """The lesson that the teacher has opened for the course."""
    from app.db import now
    from app.waves import sittings
    from app.waves.groups import Group, Lesson

    lesson = Lesson(field.wave, Group(field.survey, course=field.course))
    opened = sittings.open_sitting(lesson, now().date(), person_id=field.teacher.id)
    db.session.commit()
    return opened


@pytest.fixture
def url(sitting):
    return f"/sittings/{sitting.id}"


@pytest.fixture
def teacher(field, browser_of):
    return browser_of(field.teacher)


def poll(browser, url, version=""):
    """The board as it asks for itself, having seen that version."""
    headers = {"HX-Request": "true", "HX-Target": "section#live", **({"HX-PTag": version} if version else {})}
    return browser.get(url, headers=headers)


def respond(wave, pupil, state="open", sitting=None):
    """What the pupils' pages leave behind: a response of that state."""
    from app.answers.models import Response
    from app.db import db

    response = Response(
        wave_id=wave.id, pupil_id=pupil.id, state=state, answers="." * 45, sitting_id=sitting and sitting.id
    )
    db.session.add(response)
    db.session.commit()
    return response


def at_work(sitting, pupil, *, given, seconds_each=20, idle=0):
    """A pupil who came into the lesson and has answered so many of 45, the last `idle` seconds ago."""
    from app.db import db, now

    response = respond(sitting.wave, pupil, sitting=sitting)
    response.answers = "3" * given + "." * (45 - given)
    response.updated_at = now() - timedelta(seconds=idle)
    response.started_at = response.updated_at - timedelta(seconds=seconds_each * given)
    sitting.opened_at = min(sitting.opened_at, response.started_at - timedelta(seconds=30))
    db.session.commit()
    return response
