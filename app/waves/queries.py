"""Reads of surveys, waves, cards and sittings. Rosters of pupils are read in `rosters`."""

from datetime import datetime
from typing import Any

from flask import abort, current_app
from sqlalchemy import ColumnElement, exists, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from app.db import db, now
from app.instruments.load import UnknownInstrument
from app.instruments.model import Instrument
from app.policy import Actor
from app.schools.models import Course, CourseTeacher, Enrolment, Membership, Partnership, Pupil, School
from app.schools.queries import holds, is_present, teaches_still
from app.waves import codes
from app.waves.groups import Lesson, Seat
from app.waves.models import Card, MoreTime, Sitting, Survey, SurveyCourse, SurveySchool, Wave
from app.web.filters import today


def get_survey(survey_id: int) -> Survey:
    return db.get_or_404(Survey, survey_id)


def get_wave(survey_id: int, wave_id: int) -> Wave:
    """The wave, if it is one of that survey."""
    wave = db.get_or_404(Wave, wave_id)
    if wave.survey_id != survey_id:
        abort(404)
    return wave


def lock_waves(survey: Survey) -> None:
    """Hold the survey's waves: a pupil who begins one waits until the caller is done, and is seen if they came first.

    PostgreSQL only knows of a response that refers to a wave once it is committed; on SQLite writers wait already.
    """
    db.session.execute(select(Wave.id).where(Wave.survey_id == survey.id).order_by(Wave.id).with_for_update())


def get_sitting(sitting_id: int) -> Sitting:
    """The sitting with its group and survey in one read: a board asks for it every few seconds."""
    together = (
        joinedload(Sitting.course).joinedload(Course.teachers),
        joinedload(Sitting.school),
        joinedload(Sitting.wave).joinedload(Wave.survey).lazyload(Survey.waves),
    )
    return db.get_or_404(Sitting, sitting_id, options=together)


def get_card(survey_id: int, number: int) -> Card:
    """The card that carries that number in that survey."""
    return db.first_or_404(select(Card).where(Card.survey_id == survey_id, Card.number == number))


def get_seat(sitting_id: int, number: int) -> Seat:
    """The card of that number, if its pupil belongs to the sitting."""
    sitting = get_sitting(sitting_id)
    card = get_card(sitting.wave.survey_id, number)
    if not is_in_group(card.pupil_id, sitting):
        abort(404)
    return Seat(sitting, card)


def instrument_of(survey: Survey) -> Instrument:
    """What the survey asks, in the version it was planned with."""
    return current_app.extensions["instruments"].get(survey.instrument_name, survey.instrument_version)


def beside_of(survey: Survey) -> Instrument | None:
    """The form that some pupils may sit instead, if the survey allows one."""
    if not survey.beside_digest:
        return None
    return current_app.extensions["instruments"].get(survey.beside_name, survey.beside_version)


def digest_for(card: Card) -> str:
    """Of the form that the card's pupil sits when they begin now."""
    return (card.is_beside and card.survey.beside_digest) or card.survey.instrument_digest


def get_instrument(name: str, version: str) -> Instrument:
    """A survey's instrument in that version; UnknownInstrument when there is none, or it is a schedule."""
    found: Instrument = current_app.extensions["instruments"].get(name, version)
    if found.is_schedule:
        raise UnknownInstrument(f"{name} {version} is a schedule")
    return found


def list_instruments() -> list[Instrument]:
    """The latest version of every survey's instrument, by title and form."""
    library = current_app.extensions["instruments"]
    names = {one.name for one in library.all() if not one.is_schedule}
    return sorted((library.latest(name) for name in names), key=lambda one: (one.title, one.form))


def find_card(typed: str, survey_id: int | None = None) -> Card | None:
    """The card with that code, however it was typed; in one survey only, if it is named."""
    card = db.session.scalar(
        select(Card)
        .where(Card.code_fingerprint == codes.card_fingerprint(typed))
        .options(joinedload(Card.survey).lazyload(Survey.waves), joinedload(Card.pupil))
    )
    return card if card and survey_id in (None, card.survey_id) else None


def find_open_sitting(typed: str) -> Sitting | None:
    """The sitting that this class code opens now: for the class, or when that has ended for a pupil with more time."""
    is_open = Sitting.closed_at.is_(None) & (Sitting.closes_at > now())
    longer = exists().where(MoreTime.sitting_id == Sitting.id, MoreTime.until > now())
    return db.session.scalar(
        select(Sitting)
        .where(Sitting.class_code == codes.plain(typed), is_open | longer)
        .options(joinedload(Sitting.wave).joinedload(Wave.survey).lazyload(Survey.waves), joinedload(Sitting.school))
        .order_by(Sitting.closed_at.is_not(None), Sitting.id.desc())
        .limit(1)
    )


def is_open_for(card: Card, sitting: Sitting, moment: datetime) -> bool:
    """True while the class sits, and longer for a pupil who was given more time."""
    if sitting.is_open_at(moment):
        return True
    more = db.session.get(MoreTime, (sitting.id, card.id))
    return more is not None and moment < more.until


def find_open_sitting_of(lesson: Lesson) -> Sitting | None:
    """The sitting in which the group sits the wave just now."""
    group = lesson.group
    return db.session.scalar(
        select(Sitting).where(
            Sitting.wave_id == lesson.wave.id,
            Sitting.course_id.is_not_distinct_from(group.course and group.course.id),
            Sitting.school_id.is_not_distinct_from(group.home_school_id),
            Sitting.year_group.is_not_distinct_from(group.year_group),
            Sitting.closed_at.is_(None),
            Sitting.closes_at > now(),
        )
    )


def is_class_code_taken(class_code: str) -> bool:
    """True when a sitting that was not closed has the code, be its time over or not."""
    taken = select(Sitting.id).where(Sitting.class_code == class_code, Sitting.closed_at.is_(None))
    return db.session.scalar(taken.limit(1)) is not None


def is_in_group(pupil_id: int, sitting: Sitting) -> bool:
    """True when the pupil belongs today to the course, or the school and year group, that sits."""
    day = today()
    asked = select(Pupil.id).where(Pupil.id == pupil_id, is_present(day))
    if sitting.course_id:
        asked = asked.join(Enrolment).where(Enrolment.course_id == sitting.course_id, holds(Enrolment, day))
    else:
        asked = asked.where(Pupil.home_school_id == sitting.school_id)
        if sitting.year_group:
            asked = asked.where(Pupil.year_group == sitting.year_group)
    return db.session.scalar(asked.limit(1)) is not None


def is_enrolled_during(opens_on: Any, closes_on: Any) -> ColumnElement[bool]:
    """An enrolment that holds on a day of a wave at least: who is counted as on the course in that wave."""
    return (Enrolment.from_on <= closes_on) & or_(Enrolment.to_on.is_(None), Enrolment.to_on >= opens_on)


def list_surveys_of(actor: Actor, *, search: str = "") -> list[Survey]:
    """Surveys the actor may read, those with the latest wave first; optionally those whose title holds `search`."""
    found = db.session.scalars(
        select(Survey).where(_readable_by(actor), Survey.title.icontains(search, autoescape=True))
    )
    return sorted(found, key=lambda survey: (survey.waves[0].opens_on, survey.id), reverse=True)


def _readable_by(actor: Actor) -> ColumnElement[bool]:
    """What `Permission.SURVEY_READ` allows, said in SQL."""
    day = today()
    enrolled = select(Enrolment.course_id).join(Pupil)
    enrolled = enrolled.where(holds(Enrolment, day), Pupil.home_school_id.in_(actor.school_ids))
    taught = select(CourseTeacher.course_id).where(CourseTeacher.person_id == actor.id, teaches_still(day))
    courses = select(SurveyCourse.survey_id).join(Course, Course.id == SurveyCourse.course_id)
    courses = courses.where(
        Course.host_school_id.in_(actor.school_ids) | Course.id.in_(enrolled) | Course.id.in_(taught)
    )
    schools = select(SurveySchool.survey_id).where(SurveySchool.school_id.in_(actor.school_ids))
    return Survey.partnership_id.in_(actor.partnership_ids) | Survey.id.in_(courses) | Survey.id.in_(schools)


def list_partnerships_led_by(actor: Actor) -> list[Partnership]:
    """Partnerships whose surveys the actor plans, by name."""
    return list(
        db.session.scalars(select(Partnership).where(Partnership.id.in_(actor.leads)).order_by(Partnership.name))
    )


def list_courses_of(partnership: Partnership) -> list[Course]:
    """Courses of the partnership that have not ended, and then those that have, by title."""
    day = today()
    found = db.session.scalars(
        select(Course).where(Course.partnership_id == partnership.id).options(joinedload(Course.host_school))
    )
    return sorted(found, key=lambda course: (course.ends_on < day, course.title))


def list_schools_of(partnership: Partnership) -> list[School]:
    """Schools that are members today, by name."""
    day = today()
    members = select(Membership.school_id).where(
        Membership.partnership_id == partnership.id,
        Membership.from_on <= day,
        or_(Membership.to_on.is_(None), Membership.to_on >= day),
    )
    return list(db.session.scalars(select(School).where(School.id.in_(members)).order_by(School.name)))


def list_sittings_of(survey: Survey) -> list[Sitting]:
    """Every sitting of the survey, newest first."""
    return list(
        db.session.scalars(
            select(Sitting)
            .join(Sitting.wave)
            .where(Wave.survey_id == survey.id)
            .options(contains_eager(Sitting.wave), joinedload(Sitting.course), joinedload(Sitting.school))
            .order_by(Sitting.id.desc())
        )
    )


def list_surveys_in(partnership: Partnership) -> list[Survey]:
    """The partnership's surveys by title."""
    query = select(Survey).where(Survey.partnership_id == partnership.id).order_by(Survey.title)
    return list(db.session.scalars(query))
