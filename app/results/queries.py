"""Reads for results: surveys, scores, what changed since, and the ledger."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flask import abort
from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select, union_all
from sqlalchemy.orm import joinedload

from app.answers.models import Response
from app.db import db
from app.disclosure import Thresholds
from app.policy import Actor, Permission, allows
from app.results.compared import Compared, ComparedCourse, ComparedWave, Group, Picked
from app.results.models import Release
from app.results.profiles import OwnPupil, OwnPupils
from app.results.scores import MISSING
from app.schools.models import Course, CourseTeacher, Enrolment, Partnership, Pupil, School
from app.waves.models import Survey, SurveyCourse, SurveySchool, Wave
from app.web.filters import today

Rows = Sequence[Sequence[float]]


def get_compared(survey_id: int, actor: Actor | None = None) -> Compared:
    """The survey's facts as this viewer needs them, or 404."""
    found = db.session.execute(
        select(Survey.__table__, Partnership.name.label("partnership"))
        .join(Partnership, Partnership.id == Survey.partnership_id)
        .where(Survey.id == survey_id)
    ).one_or_none()
    if found is None:
        abort(404)
    own = list(actor.school_ids) if actor else []
    return Compared(
        id=found.id,
        title=found.title,
        partnership_id=found.partnership_id,
        partnership=found.partnership,
        instrument=(found.instrument_name, found.instrument_version),
        thresholds=Thresholds(t1=found.least_in_school, t2=found.least_outside, t3=found.least_in_public),
        teachers_see_profiles=found.teachers_see_profiles,
        waves=_list_waves(survey_id),
        courses=_list_courses(survey_id),
        school_ids=tuple(db.session.scalars(select(School.id).where(School.id.in_(own), _takes_part(survey_id))))
        if own
        else (),
    )


def _list_waves(survey_id: int) -> tuple[ComparedWave, ...]:
    columns = select(Wave.id, Wave.kind, Wave.opens_on, Wave.closes_on)
    rows = db.session.execute(columns.where(Wave.survey_id == survey_id).order_by(Wave.position)).all()
    waves: list[ComparedWave] = []
    for row in rows:
        n = sum(wave.kind == row.kind for wave in waves) + 1
        name = f"{row.kind} {n}" if n > 1 else row.kind
        waves.append(ComparedWave(row.id, row.kind, name, row.opens_on, row.closes_on))
    return tuple(waves)


def _list_courses(survey_id: int) -> tuple[ComparedCourse, ...]:
    rows = db.session.execute(
        select(Course.id, Course.title, Course.host_school_id, CourseTeacher.person_id)
        .join(SurveyCourse, SurveyCourse.course_id == Course.id)
        .outerjoin(CourseTeacher, CourseTeacher.course_id == Course.id)
        .where(SurveyCourse.survey_id == survey_id)
        .order_by(Course.title, Course.id)
    ).all()
    teachers: dict[tuple[int, str, int], list[int]] = {}
    for course_id, title, host, person_id in rows:
        teachers.setdefault((course_id, title, host), []).extend([person_id] if person_id else [])
    return tuple(ComparedCourse(*facts, tuple(people)) for facts, people in teachers.items())


def _takes_part(survey_id: int) -> ColumnElement[bool]:
    """A school that is asked, hosts a course asked, or is the home of a pupil on one."""
    courses = select(SurveyCourse.course_id).where(SurveyCourse.survey_id == survey_id)
    return or_(
        exists().where(SurveySchool.survey_id == survey_id, SurveySchool.school_id == School.id),
        exists().where(Course.id.in_(courses), Course.host_school_id == School.id),
        exists().where(
            Pupil.home_school_id == School.id, Enrolment.pupil_id == Pupil.id, Enrolment.course_id.in_(courses)
        ),
    )


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
        Pupil.id == Enrolment.pupil_id,
        Pupil.home_school_id.in_(own),
    )
    return db.session.execute(
        select(Survey.id, Survey.title, Partnership.name.label("partnership"), answered.label("answered"))
        .join(Partnership, Partnership.id == Survey.partnership_id)
        .where(or_(Survey.partnership_id.in_(actor.partnership_ids or [0]), asked, hosted, home))
        .order_by(Survey.created_at.desc(), Survey.id.desc())
    ).all()


def map_school_names(school_ids: Sequence[int]) -> dict[int, str]:
    """Names of these schools by id."""
    found = db.session.execute(select(School.id, School.name).where(School.id.in_(school_ids))).all()
    return {row.id: row.name for row in found}


def list_answered_waves(compared: Compared) -> set[int]:
    """Waves that at least one pupil has finished."""
    done = exists().where(Response.wave_id == Wave.id, Response.state == "finished")
    return set(db.session.scalars(select(Wave.id).where(Wave.survey_id == compared.id, done)))


def find_latest_update(picked: Picked) -> datetime | None:
    """When a response of these waves last changed: one look into the index a wave."""
    each = [select(func.max(Response.updated_at).label("at")).where(Response.wave_id == w.id) for w in picked.waves]
    newest = union_all(*each).subquery()
    return db.session.scalar(select(func.max(newest.c.at)))


def _counts(wave: ComparedWave) -> ColumnElement[bool]:
    """Finished responses, and what was left unfinished once the wave is over."""
    states = ("finished",) if today() <= wave.closes_on else ("finished", "open")
    return and_(Response.wave_id == wave.id, Response.state.in_(states))


def _in_group(statement: Select[Any], group: Group) -> Select[Any]:
    """Only responses of the group's pupils."""
    lens, by, value = group.lens, group.by, group.value
    course_id = lens.course_id or (int(value) if by in ("course", "hosted") else None)
    school_id = int(value) if by == "school" else (lens.school_id if by != "hosted" else None)
    if school_id is not None or by == "year":
        statement = statement.join(Pupil, Pupil.id == Response.pupil_id)
    if school_id is not None:
        statement = statement.where(Pupil.home_school_id == school_id)
    if by == "year":
        statement = statement.where(Pupil.year_group == value)
    if course_id is not None:
        enrolled = select(Enrolment.pupil_id).where(Enrolment.course_id == course_id)
        statement = statement.where(Response.pupil_id.in_(enrolled))
    return statement


def list_scores(group: Group, wave: ComparedWave, n_scales: int) -> Rows:
    """Pupil id and scale scores of the group's responses; `MISSING` where a scale has no score."""
    scores = [func.coalesce(getattr(Response, f"score_{number}"), MISSING) for number in range(1, n_scales + 1)]
    statement = _in_group(select(Response.pupil_id, *scores).where(_counts(wave)), group)
    return db.session.execute(statement).all()


def list_answers(wave: ComparedWave) -> Sequence[str]:
    """Compact answers of all the wave's responses."""
    return db.session.scalars(select(Response.answers).where(_counts(wave)).order_by(Response.pupil_id)).all()


def list_changed_pupils(group: Group, picked: Picked, since: datetime) -> Sequence[int]:
    """Pupils of the group with a response that was finished, voided or changed since."""
    statement = select(Response.pupil_id).distinct()
    statement = statement.where(
        Response.wave_id.in_([wave.id for wave in picked.waves]), Response.updated_at > since, Response.state != "open"
    )
    return db.session.scalars(_in_group(statement, group)).all()


def count_changed(wave: ComparedWave, since: datetime) -> int:
    """Finished or voided responses of the wave that changed since."""
    changed = select(func.count(Response.id)).where(
        Response.wave_id == wave.id, Response.updated_at > since, Response.state != "open"
    )
    return db.session.scalar(changed) or 0


def list_own_pupils(school_id: int, courses: Sequence[int], picked: Picked) -> Sequence[int]:
    """Pupils with a response who belong to the school or attend a course that it hosts."""
    hosted = select(Enrolment.pupil_id).where(Enrolment.course_id.in_(courses))
    statement = (
        select(Response.pupil_id)
        .distinct()
        .join(Pupil, Pupil.id == Response.pupil_id)
        .where(Response.wave_id.in_([wave.id for wave in picked.waves]))
        .where(or_(Pupil.home_school_id == school_id, Pupil.id.in_(hosted)))
    )
    return db.session.scalars(statement).all()


def find_release(survey_id: int, view: str) -> Release | None:
    """What the view last showed."""
    newest = select(Release).where(Release.survey_id == survey_id, Release.view == view)
    return db.session.scalars(newest.order_by(Release.id.desc()).limit(1)).one_or_none()


def list_sets(survey_id: int) -> tuple[int, list[bytes]]:
    """The newest release's id, and the packed sets of all that was ever shown of the survey."""
    rows = db.session.execute(
        select(Release.id, Release.sets).where(Release.survey_id == survey_id).order_by(Release.id)
    ).all()
    return (rows[-1].id if rows else 0), [row.sets for row in rows]


def list_home_schools(picked: Picked) -> list[tuple[str, str]]:
    """Home schools of pupils with a response, by name."""
    ids = _distinct_of(Pupil.home_school_id, picked)
    rows = db.session.execute(select(School.id, School.name).where(School.id.in_(ids)).order_by(School.name)).all()
    return [(str(row.id), row.name) for row in rows]


def list_years(picked: Picked) -> list[tuple[str, str]]:
    """Year groups of pupils with a response, in order."""
    years = db.session.scalars(_distinct_of(Pupil.year_group, picked)).all()
    ordered = sorted(years, key=lambda year: (not year.isdigit(), int(year) if year.isdigit() else 0, year))
    return [(year, f"Year {year}" if year.isdigit() else year) for year in ordered]


def _distinct_of(column: Any, picked: Picked) -> Select[Any]:
    in_waves = Response.wave_id.in_([wave.id for wave in picked.waves])
    return select(column).distinct().join(Response, Response.pupil_id == Pupil.id).where(in_waves)


def get_own_pupils(survey_id: int, course_id: int) -> OwnPupils:
    """A course of the survey, for its teachers' look at their pupils; 404 when it is not asked."""
    compared = get_compared(survey_id)
    course = next((course for course in compared.courses if course.id == course_id), None)
    return OwnPupils(compared, course) if course else abort(404)


def get_own_pupil(survey_id: int, course_id: int, pseudonym: str) -> OwnPupil:
    """One pupil who is on the course now."""
    pupils = get_own_pupils(survey_id, course_id)
    found = [pupil for pupil in list_pupils_on(course_id) if pupil.pseudonym == pseudonym]
    return OwnPupil(pupils, found[0]) if found else abort(404)


def list_pupils_on(course_id: int) -> Sequence[Pupil]:
    """Pupils who are on the course today, by year and pseudonym, with what the home school may read."""
    day = today()
    enrolled = select(Enrolment.pupil_id).where(
        Enrolment.course_id == course_id,
        Enrolment.from_on <= day,
        or_(Enrolment.to_on.is_(None), Enrolment.to_on >= day),
    )
    pupils = select(Pupil).options(joinedload(Pupil.home_school)).where(Pupil.id.in_(enrolled))
    return db.session.scalars(pupils.order_by(Pupil.year_group, Pupil.pseudonym)).all()


def map_names(pupils: Sequence[Pupil], actor: Actor) -> dict[int, str]:
    """Names of those pupils whose home school the person works in; nobody else's are read at all."""
    own = [pupil.id for pupil in pupils if allows(actor, Permission.PUPIL_NAME, pupil)]
    names = select(Pupil.id, Pupil.sealed_given_name, Pupil.sealed_family_name).where(Pupil.id.in_(own))
    return {row[0]: f"{row[1] or ''} {row[2] or ''}".strip() for row in db.session.execute(names)}


def map_scores(compared: Compared, pupils: Sequence[Pupil], n_scales: int) -> dict[int, dict[int, tuple[Any, ...]]]:
    """Scale scores of these pupils' finished responses: by pupil, then by wave."""
    columns = [getattr(Response, f"score_{number}") for number in range(1, n_scales + 1)]
    rows = db.session.execute(
        select(Response.pupil_id, Response.wave_id, *columns).where(
            Response.pupil_id.in_([pupil.id for pupil in pupils]), or_(*(_counts(wave) for wave in compared.waves))
        )
    ).all()
    found: dict[int, dict[int, tuple[Any, ...]]] = {}
    for pupil_id, wave_id, *scores in rows:
        found.setdefault(pupil_id, {})[wave_id] = tuple(scores)
    return found
