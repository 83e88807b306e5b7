"""Reads for the profiles of pupils: whose they are, and who of them is there."""

from collections.abc import Sequence

from flask import abort
from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import joinedload

from app.db import db
from app.policy import Actor
from app.results.compared import Compared
from app.results.profiles import OwnPupil, OwnPupils, PupilsInCare
from app.results.queries import get_compared
from app.schools.models import Enrolment, Pupil, School
from app.schools.pastoral import find_lead, list_led_by
from app.schools.queries import is_present
from app.waves.models import SurveyCourse, SurveySchool
from app.web.filters import today


def get_own_pupils(survey_id: int, course_id: int) -> OwnPupils:
    """A course of the survey, for its teachers' look at their pupils; 404 when it is not asked."""
    compared = get_compared(survey_id)
    course = next((course for course in compared.courses if course.id == course_id), None)
    return OwnPupils(compared, course) if course else abort(404)


def get_own_pupil(survey_id: int, course_id: int, pseudonym: str) -> OwnPupil:
    """One pupil who is on the course now."""
    return _one_of(get_own_pupils(survey_id, course_id), list_pupils_on(course_id), pseudonym)


def get_pupils_in_care(survey_id: int, school_id: int) -> PupilsInCare:
    """A school's pupils whom the survey asks, for its pastoral lead."""
    lead = find_lead(school_id)
    return PupilsInCare(get_compared(survey_id), db.get_or_404(School, school_id), lead.id if lead else None)


def get_pupil_in_care(survey_id: int, school_id: int, pseudonym: str) -> OwnPupil:
    """One of them."""
    return _one_of(get_pupils_in_care(survey_id, school_id), list_pupils_of(survey_id, school_id), pseudonym)


def _one_of(pupils: OwnPupils | PupilsInCare, there: Sequence[Pupil], pseudonym: str) -> OwnPupil:
    found = [pupil for pupil in there if pupil.pseudonym == pseudonym]
    return OwnPupil(pupils, found[0]) if found else abort(404)


def list_pupils_on(course_id: int) -> Sequence[Pupil]:
    """Pupils who are on the course today, with what the home school may read."""
    return _list_pupils(Pupil.id.in_(select(Enrolment.pupil_id).where(Enrolment.course_id == course_id, _holds())))


def list_pupils_of(survey_id: int, school_id: int) -> Sequence[Pupil]:
    """Pupils of the school today whom the survey asks: all of them, or those who are on a course of it."""
    courses = select(SurveyCourse.course_id).where(SurveyCourse.survey_id == survey_id)
    asked = select(SurveySchool.school_id).where(SurveySchool.survey_id == survey_id)
    on_a_course = Pupil.id.in_(select(Enrolment.pupil_id).where(Enrolment.course_id.in_(courses), _holds()))
    by_either = or_(on_a_course, Pupil.home_school_id.in_(asked))
    return _list_pupils(Pupil.home_school_id == school_id, is_present(today()), by_either)


def list_schools_in_care(actor: Actor, compared: Compared) -> Sequence[School]:
    """Schools that take part whose pupils' profiles the person may see as their pastoral lead."""
    if not compared.pastoral_sees_profiles:
        return ()
    led = list_led_by(actor) & set(compared.school_ids)
    return db.session.scalars(select(School).where(School.id.in_(led)).order_by(School.name)).all() if led else ()


def _holds() -> ColumnElement[bool]:
    day = today()
    return (Enrolment.from_on <= day) & or_(Enrolment.to_on.is_(None), Enrolment.to_on >= day)


def _list_pupils(*which: ColumnElement[bool]) -> Sequence[Pupil]:
    pupils = select(Pupil).options(joinedload(Pupil.home_school)).where(*which)
    return db.session.scalars(pupils.order_by(Pupil.pseudonym)).all()
