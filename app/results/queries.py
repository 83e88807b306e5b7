"""Reads for results: surveys, scores, what changed since, and the ledger."""

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Any

from flask import abort
from sqlalchemy import BindParameter, ColumnElement, Select, and_, bindparam, exists, func, literal, or_, select, true
from sqlalchemy.orm import joinedload

from app.answers.models import Response
from app.db import db
from app.disclosure import Thresholds
from app.policy import Actor
from app.prepared import Asked, Query, find_together
from app.results.compared import Compared, ComparedCourse, ComparedWave, Picked
from app.results.models import Bridge, Release
from app.results.response_queries import FINISHED, has_changed, newest_in
from app.schools.models import Course, CourseTeacher, Enrolment, Partnership, Pupil, School
from app.schools.queries import is_present, teaches_still
from app.waves.models import Survey, SurveyCourse, SurveySchool, Wave
from app.waves.queries import is_enrolled_during
from app.web.filters import today

the_survey = (
    select(
        *Survey.__table__.c,
        Partnership.__table__.c.name.label("partnership"),
        Bridge.__table__.c.declared_at.label("bridged_at"),
    )
    .join(Partnership, Partnership.id == Survey.partnership_id)
    .outerjoin(Bridge, Bridge.survey_id == Survey.id)
    .where(Survey.id == bindparam("survey_id"))
)
SURVEY = Query(the_survey)
WAVES = Query(
    select(*Wave.__table__.c["id", "kind", "opens_on", "closes_on"])
    .where(Wave.survey_id == bindparam("survey_id"))
    .order_by(Wave.position)
)
COURSES = Query(
    select(*Course.__table__.c["id", "title", "host_school_id"], CourseTeacher.__table__.c.person_id)
    .join(SurveyCourse, SurveyCourse.course_id == Course.id)
    .outerjoin(CourseTeacher, and_(CourseTeacher.course_id == Course.id, teaches_still(bindparam("day"))))
    .where(SurveyCourse.survey_id == bindparam("survey_id"))
    .order_by(Course.title, Course.id)
)
_last_shown = (
    select(*Release.__table__.c["id", "as_of", "released_at", "n"])
    .where(Release.survey_id == bindparam("survey_id"), Release.view == bindparam("view"))
    .order_by(Release.id.desc())
    .limit(1)
)

Kept = tuple[int, datetime, str, datetime]  # id, moment, tier and newest answer looked at of a release
PAYLOAD = Query(select(Release.__table__.c.payload).where(Release.id == bindparam("release_id")))
RELEASES = Query(
    select(*Release.__table__.c["id", "released_at", "tier", "as_of"])
    .where(Release.survey_id == bindparam("survey_id"))
    .order_by(Release.id)
)
NEWEST = Query(
    select(*Release.__table__.c["id", "released_at"])
    .where(Release.survey_id == bindparam("survey_id"))
    .order_by(Release.id.desc())
    .limit(1)
)
_last = (
    select(*Release.__table__.c["n", "as_of", "payload"])
    .where(Release.survey_id == bindparam("survey_id"), Release.view == bindparam("view"))
    .order_by(Release.id.desc())
    .limit(1)
    .subquery()
)
LAST_OF_WAVE = Query(
    select(
        *_last.c["n", "payload"],
        select(func.count(Response.id))
        .where(Response.wave_id == bindparam("wave_id"), has_changed(Response.__table__.c.updated_at, _last.c.as_of))
        .scalar_subquery()
        .label("n_changed"),
    )
)
# One response for each wave: to EXISTS, PostgreSQL may first gather all there are.
_one_finished = select(Response.id).where(Response.wave_id == Wave.id, Response.state == FINISHED).limit(1)
ANSWERED = Query(
    select(Wave.__table__.c.id).where(
        Wave.survey_id == bindparam("survey_id"), _one_finished.scalar_subquery().is_not(None)
    )
)


def get_compared(survey_id: int, actor: Actor | None = None) -> Compared:
    """The survey's facts as this viewer needs them, or 404."""
    asks: list[Asked] = [*asks_of_compared(survey_id)]
    if actor and actor.school_ids:
        asks.append(_ask_of_own_schools(survey_id, actor))
    surveys, waves, courses, *schools = find_together(*asks)
    return compared_among(surveys, waves, courses, own_schools=tuple(tuple(row) for rows in schools for row in rows))


def asks_of_compared(survey_id: int) -> tuple[Asked, Asked, Asked]:
    """What to ask the database for these facts."""
    one = {"survey_id": survey_id}
    return (SURVEY, one), (WAVES, one), (COURSES, one | {"day": today()})


def compared_among(
    surveys: list[Any], waves: list[Any], courses: list[Any], *, own_schools: tuple[tuple[int, str], ...] = ()
) -> Compared:
    """The survey that was found, or 404."""
    found = surveys[0] if surveys else abort(404)
    return Compared(
        id=found.id,
        title=found.title,
        partnership_id=found.partnership_id,
        partnership=found.partnership,
        instrument=(found.instrument_name, found.instrument_version),
        thresholds=Thresholds(t1=found.least_in_school, t2=found.least_outside, t3=found.least_in_public),
        teachers_see_profiles=found.teachers_see_profiles,
        waves=_waves_of(waves, with_beside=found.bridged_at is not None),
        courses=_courses_of(courses),
        own_schools=own_schools,
        beside=(found.beside_name, found.beside_version) if found.beside_digest else None,
        bridged_at=found.bridged_at,
        pastoral_sees_profiles=found.pastoral_sees_profiles,
    )


def _ask_of_own_schools(survey_id: int, actor: Actor) -> Asked:
    given = {f"school_{place}": school_id for place, school_id in enumerate(actor.school_ids)}
    return _taking_part(len(given)), {"survey_id": survey_id, **given}


@cache
def _taking_part(n_schools: int) -> Query:
    schools: list[Any] = [bindparam(f"school_{place}") for place in range(n_schools)]
    survey = bindparam("survey_id", type_=Wave.survey_id.type)
    return Query(select(*School.__table__.c["id", "name"]).where(School.id.in_(schools), takes_part(survey)))


def _waves_of(rows: list[Any], *, with_beside: bool) -> tuple[ComparedWave, ...]:
    waves: list[ComparedWave] = []
    for row in rows:
        n = sum(wave.kind == row.kind for wave in waves) + 1
        name = f"{row.kind} {n}" if n > 1 else row.kind
        waves.append(ComparedWave(row.id, row.kind, name, row.opens_on, row.closes_on, with_beside))
    return tuple(waves)


def _courses_of(rows: list[Any]) -> tuple[ComparedCourse, ...]:
    teachers: dict[tuple[int, str, int], list[int]] = {}
    for row in rows:
        taught_by = teachers.setdefault((row.id, row.title, row.host_school_id), [])
        taught_by.extend([row.person_id] if row.person_id else [])
    return tuple(ComparedCourse(*facts, tuple(people)) for facts, people in teachers.items())


def takes_part(survey_id: int | BindParameter[int]) -> ColumnElement[bool]:
    """A school that is asked, hosts a course asked, or is the home of a pupil who was on one in a wave."""
    courses = select(SurveyCourse.course_id).where(SurveyCourse.survey_id == survey_id)
    return or_(
        exists().where(SurveySchool.survey_id == survey_id, SurveySchool.school_id == School.id),
        exists().where(Course.id.in_(courses), Course.host_school_id == School.id),
        exists().where(
            Pupil.home_school_id == School.id,
            Enrolment.course_id.in_(courses),
            _is_asked(),
            Wave.survey_id == survey_id,
        ),
    )


def _is_asked() -> ColumnElement[bool]:
    """A pupil who was at the school, and on the course, in a wave of the survey."""
    here = Enrolment.pupil_id == Pupil.id
    return and_(here, is_enrolled_during(Wave.opens_on, Wave.closes_on), is_present(Wave.opens_on))


def list_surveys_of(actor: Actor) -> Sequence[Any]:
    """Surveys whose results the person may read, newest first, with partnership and whether anybody has finished."""
    answered = exists().where(Wave.survey_id == Survey.id, Response.wave_id == Wave.id, Response.state == "finished")
    own = select(School.id).where(School.id.in_(actor.school_ids or [0]))
    asked = exists().where(SurveySchool.survey_id == Survey.id, SurveySchool.school_id.in_(own))
    hosted = exists().where(
        SurveyCourse.survey_id == Survey.id, Course.id == SurveyCourse.course_id, Course.host_school_id.in_(own)
    )
    home = exists().where(
        SurveyCourse.survey_id == Survey.id,
        Enrolment.course_id == SurveyCourse.course_id,
        Wave.survey_id == Survey.id,
        _is_asked(),
        Pupil.home_school_id.in_(own),
    )
    mine = select(CourseTeacher.course_id).where(CourseTeacher.person_id == actor.id, teaches_still(today()))
    taught = exists().where(SurveyCourse.survey_id == Survey.id, SurveyCourse.course_id.in_(mine))
    return db.session.execute(
        select(Survey.id, Survey.title, Partnership.name.label("partnership"), answered.label("answered"))
        .join(Partnership, Partnership.id == Survey.partnership_id)
        .where(or_(Survey.partnership_id.in_(actor.partnership_ids or [0]), asked, hosted, home, taught))
        .order_by(Survey.created_at.desc(), Survey.id.desc())
    ).all()


def list_answered_waves(compared: Compared) -> set[int]:
    """Waves that at least one pupil has finished."""
    return {row.id for row in ANSWERED.find_all(survey_id=compared.id)}


def find_bridge(survey_id: int) -> Bridge | None:
    """Who declared that the survey's two forms may be compared, when and why; None while nobody did."""
    return db.session.scalar(
        select(Bridge).where(Bridge.survey_id == survey_id).options(joinedload(Bridge.declared_by))
    )


def find_last_of_wave(survey_id: int, view: str, wave: ComparedWave) -> Any:
    """Of what the view last showed `n` and `payload`, with how many responses of the wave changed since; or None."""
    return LAST_OF_WAVE.find(survey_id=survey_id, view=view, wave_id=wave.id)


def ask_of_latest_and_shown(survey_id: int, view: str, picked: Picked) -> Asked:
    """What to ask the database for the next one."""
    waves = _places_of(picked)
    return _latest_and_shown(len(waves)), {"survey_id": survey_id, "view": view, **waves}


def find_latest_and_shown(survey_id: int, view: str, picked: Picked) -> tuple[datetime | None, Any]:
    """When a response of these waves last changed, and what the view last showed, or None."""
    (found,) = find_together(ask_of_latest_and_shown(survey_id, view, picked))[0]
    newest = (getattr(found, f"at_{place}") for place in range(len(picked.waves)))
    return max((at for at in newest if at), default=None), None if found.id is None else found


@cache
def _latest_and_shown(n_waves: int) -> Query:
    last = _last_shown.subquery()
    always = select(literal(1)).subquery()  # a row even of a view that never showed anything
    return Query(select(*newest_in(n_waves), *last.c).select_from(always.outerjoin(last, true())))


def get_payload(release_id: int) -> dict[str, Any]:
    """What that release shows."""
    found: dict[str, Any] = PAYLOAD.find(release_id=release_id).payload
    return found


def list_releases(survey_id: int) -> list[Kept]:
    """Id, moment, tier and newest answer looked at of all that was ever shown of the survey, oldest first."""
    return [tuple(row) for row in RELEASES.find_all(survey_id=survey_id)]


def find_newest_release(survey_id: int) -> tuple[int, datetime] | None:
    """Id and moment of what was shown of the survey last, in whichever view."""
    found = NEWEST.find(survey_id=survey_id)
    return (found.id, found.released_at) if found else None


def map_sets(release_ids: Sequence[int]) -> dict[int, bytes]:
    """The packed sets of these releases."""
    if not release_ids:
        return {}
    rows = db.session.execute(select(Release.id, Release.sets).where(Release.id.in_(release_ids)))
    return {row.id: row.sets for row in rows}


def list_home_schools(picked: Picked) -> list[tuple[str, str]]:
    """Home schools of pupils with a response, by name."""
    return [(str(row.id), row.name) for row in _homes_in(len(picked.waves)).find_all(**_places_of(picked))]


@cache
def _homes_in(n_waves: int) -> Query:
    ids = _distinct_of(Pupil.home_school_id, n_waves)
    return Query(select(*School.__table__.c["id", "name"]).where(School.id.in_(ids)).order_by(School.name))


def list_years(picked: Picked) -> list[tuple[str, str]]:
    """Year groups of pupils with a response, in order."""
    years = [row.year_group for row in _years_in(len(picked.waves)).find_all(**_places_of(picked))]
    ordered = sorted(years, key=lambda year: (not year.isdigit(), int(year) if year.isdigit() else 0, year))
    return [(year, f"Year {year}" if year.isdigit() else year) for year in ordered]


@cache
def _years_in(n_waves: int) -> Query:
    return Query(_distinct_of(Pupil.year_group, n_waves))


def _distinct_of(column: Any, n_waves: int) -> Select[Any]:
    waves: list[Any] = [bindparam(f"wave_{place}") for place in range(n_waves)]
    in_waves = Response.wave_id.in_(waves)
    return select(column).distinct().join(Response, Response.pupil_id == Pupil.id).where(in_waves)


def _places_of(picked: Picked) -> dict[str, Any]:
    """The waves as such a statement names them."""
    return {f"wave_{place}": wave.id for place, wave in enumerate(picked.waves)}
