"""Reads of polls: what the viewer has to do with a survey at this moment, and whether anything is under way in it."""

from datetime import datetime, timedelta

from sqlalchemy import BindParameter, bindparam, exists, literal_column, or_, select, union_all

from app.answers.models import Response
from app.db import now
from app.people.models import Role
from app.policy import Actor
from app.prepared import Query
from app.results.queries import takes_part
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
UNDER_WAY = Query(
    select(
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


def list_standing(survey_id: int, actor: Actor) -> tuple[set[int], tuple[int, ...]]:
    """Courses of the survey that the actor teaches still, and their own schools that take part.

    Who works at no school teaches nothing, by `teaches_still`, and has no school: nothing is read for them.
    """
    if not actor.school_ids:
        return set(), ()
    rows = STANDING.find_all(survey_id=survey_id, person_id=actor.id, day=today())
    return {row.id for row in rows if row.kind == "course"}, tuple(row.id for row in rows if row.kind == "school")


def is_under_way(survey_id: int) -> bool:
    """True while a lesson of the survey is open, for the class or for one pupil, or an answer came in lately."""
    found = UNDER_WAY.find(survey_id=survey_id, moment=now(), since=now() - QUIET)
    return bool(found.moved or found.open)
