"""Reads for whoever shows the demo: lessons that are open, and cards that nobody has used in them."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.answers.models import Response
from app.db import db, now
from app.demo import cast
from app.demo.partnership import address
from app.people.models import Person
from app.people.passwords import is_right
from app.schools.models import Course, Enrolment, Partnership
from app.schools.queries import holds
from app.waves.models import Card, Sitting, Survey, Wave
from app.web.filters import today


def find_demo() -> Partnership | None:
    """The demo's first partnership, where there is one."""
    return db.session.scalar(select(Partnership).where(Partnership.name == cast.PARTNERSHIP))


def find_last_wave() -> Wave | None:
    """The last wave of the demo's first survey."""
    return db.session.scalar(
        select(Wave)
        .join(Survey)
        .join(Partnership)
        .where(Partnership.name == cast.PARTNERSHIP, Survey.title == cast.SURVEY)
        .order_by(Wave.position.desc())
        .limit(1)
    )


def find_course(key: str) -> Course | None:
    """A course of the demo's first partnership by its key in the cast."""
    title = next(programme.title for programme in cast.PROGRAMMES if programme.key == key)
    return db.session.scalar(
        select(Course).join(Partnership).where(Partnership.name == cast.PARTNERSHIP, Course.title == title)
    )


def list_open_lessons() -> list[Sitting]:
    """Lessons of courses that are open now, oldest first."""
    return list(
        db.session.scalars(
            select(Sitting)
            .where(Sitting.course_id.is_not(None), Sitting.closed_at.is_(None), Sitting.closes_at > now())
            .options(joinedload(Sitting.course))
            .order_by(Sitting.id)
        )
    )


def list_unused_cards(sitting: Sitting) -> list[Card]:
    """Cards of the lesson's pupils who have given nothing in its wave, by number."""
    used = select(Response.pupil_id).where(Response.wave_id == sitting.wave_id, Response.state != "void")
    return list(
        db.session.scalars(
            select(Card)
            .join(Enrolment, Enrolment.pupil_id == Card.pupil_id)
            .where(
                Card.survey_id == sitting.wave.survey_id,
                Enrolment.course_id == sitting.course_id,
                holds(Enrolment, today()),
                Card.pupil_id.not_in(used),
            )
            .order_by(Card.number)
        )
    )


def pupils_without_answers(lessons: list[Sitting]) -> set[int]:
    """Pupils of the lessons who have given nothing yet, each once."""
    return {card.pupil_id for lesson in lessons for card in list_unused_cards(lesson)}


def first_answers(wave: Wave) -> dict[int, str]:
    """What the pupils of a survey gave in its first wave, by pupil."""
    first = select(Wave.id).where(Wave.survey_id == wave.survey_id, Wave.position == 1)
    rows = db.session.execute(
        select(Response.pupil_id, Response.answers).where(Response.wave_id.in_(first), Response.state == "finished")
    )
    return {pupil_id: answers for pupil_id, answers in rows}


def find_password(tried: tuple[str, ...]) -> str:
    """Which of these passwords the demo's people have; empty for none of them."""
    kept = db.session.scalar(select(Person.password_hash).where(Person.email == address("lead", 1)))
    return next((password for password in tried if password and is_right(password, kept)), "")
