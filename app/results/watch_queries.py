"""Reads of polls: what the viewer has to do with a survey at this moment, and whether anything is under way in it."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import BindParameter, bindparam, exists, literal_column, or_, select, union_all

from app.answers.models import Response
from app.db import now
from app.people.models import Role
from app.prepared import Asked, Query
from app.results.queries import takes_part, the_survey
from app.schools.models import CourseTeacher, School
from app.schools.queries import teaches_still
from app.waves.models import MoreTime, Sitting, SurveyCourse, Wave
from app.web.filters import today

QUIET = timedelta(minutes=2)
"""For so long nothing may have moved before pages that are left open rest."""

_SURVEY: BindParameter[int] = bindparam("survey_id", type_=Wave.survey_id.type)
_MOMENT: BindParameter[datetime] = bindparam("moment", type_=Sitting.closes_at.type)
_held = select(Role.school_id).where(Role.person_id == bindparam("person_id"), Role.school_id.is_not(None))
STANDING = Query(
    union_all(
        select(literal_column("'course'").label("kind"), CourseTeacher.course_id.label("id"), CourseTeacher.person_id)
        .join(SurveyCourse, SurveyCourse.course_id == CourseTeacher.course_id)
        .where(SurveyCourse.survey_id == _SURVEY, CourseTeacher.person_id == bindparam("person_id"))
        .where(teaches_still(bindparam("day"))),
        select(literal_column("'school'"), School.id, School.id).where(School.id.in_(_held), takes_part(_SURVEY)),
    )
)
_its_waves = select(Wave.id).where(Wave.survey_id == _SURVEY)
_longer = exists().where(MoreTime.sitting_id == Sitting.id, MoreTime.until > _MOMENT)
WATCHED = Query(
    the_survey.add_columns(
        exists()
        .where(
            Response.wave_id.in_(_its_waves), Response.updated_at > bindparam("since", type_=Response.updated_at.type)
        )
        .label("moved"),
        exists()
        .where(
            Sitting.wave_id.in_(_its_waves), or_(Sitting.closed_at.is_(None) & (Sitting.closes_at > _MOMENT), _longer)
        )
        .label("open"),
    )
)


def ask_of_standing(survey_id: int, person_id: int) -> Asked:
    """Which courses of the survey the person teaches still, and which of their own schools take part."""
    return STANDING, {"survey_id": survey_id, "person_id": person_id, "day": today()}


def standing_among(rows: list[Any]) -> tuple[set[int], tuple[int, ...]]:
    """The courses that were found, and the schools."""
    return {row.id for row in rows if row.kind == "course"}, tuple(row.id for row in rows if row.kind == "school")


def ask_of_watched(survey_id: int) -> Asked:
    """The survey, and whether a lesson of it is open, for the class or for one pupil, or an answer came in lately."""
    moment = now()
    return WATCHED, {"survey_id": survey_id, "moment": moment, "since": moment - QUIET}


def is_under_way(rows: list[Any]) -> bool:
    """What was found of that."""
    return any(row.moved or row.open for row in rows)
