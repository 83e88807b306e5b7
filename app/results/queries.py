"""Reads for results: surveys, scores, what changed since, and the ledger."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from functools import cache
from typing import Any

from flask import abort
from sqlalchemy import BindParameter, ColumnElement, Select, String, and_, bindparam, cast, exists, func, or_, select
from sqlalchemy.orm import joinedload

from app.answers.models import Response
from app.db import db
from app.disclosure import Thresholds
from app.policy import Actor
from app.prepared import Query
from app.results.compared import Compared, ComparedCourse, ComparedWave, Group, Picked
from app.results.models import Bridge, Release
from app.results.profiles import OwnPupil, OwnPupils
from app.results.scores import Sheet
from app.results.versions import Rewrite
from app.schools.models import Course, CourseTeacher, Enrolment, Partnership, Pupil, School
from app.schools.queries import is_present, teaches_still
from app.waves.models import Survey, SurveyCourse, SurveySchool, Wave
from app.waves.queries import is_enrolled_during
from app.web.filters import today

SURVEY = Query(
    select(
        *Survey.__table__.c,
        Partnership.__table__.c.name.label("partnership"),
        Bridge.__table__.c.declared_at.label("bridged_at"),
    )
    .join(Partnership, Partnership.id == Survey.partnership_id)
    .outerjoin(Bridge, Bridge.survey_id == Survey.id)
    .where(Survey.id == bindparam("survey_id"))
)
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
LAST_SHOWN = Query(
    select(*Release.__table__.c["id", "as_of", "released_at", "n"])
    .where(Release.survey_id == bindparam("survey_id"), Release.view == bindparam("view"))
    .order_by(Release.id.desc())
    .limit(1)
)


def get_compared(survey_id: int, actor: Actor | None = None) -> Compared:
    """The survey's facts as this viewer needs them, or 404; a poll needs them too, so they cost three short reads."""
    found = SURVEY.find(survey_id=survey_id)
    if found is None:
        abort(404)
    return Compared(
        id=found.id,
        title=found.title,
        partnership_id=found.partnership_id,
        partnership=found.partnership,
        instrument=(found.instrument_name, found.instrument_version),
        thresholds=Thresholds(t1=found.least_in_school, t2=found.least_outside, t3=found.least_in_public),
        teachers_see_profiles=found.teachers_see_profiles,
        waves=_list_waves(survey_id, with_beside=found.bridged_at is not None),
        courses=_list_courses(survey_id),
        school_ids=_list_own_schools(survey_id, actor) if actor and actor.school_ids else (),
        beside=(found.beside_name, found.beside_version) if found.beside_digest else None,
        bridged_at=found.bridged_at,
    )


def _list_own_schools(survey_id: int, actor: Actor) -> tuple[int, ...]:
    own = select(School.id).where(School.id.in_(actor.school_ids), takes_part(survey_id))
    return tuple(db.session.scalars(own))


def _list_waves(survey_id: int, *, with_beside: bool) -> tuple[ComparedWave, ...]:
    waves: list[ComparedWave] = []
    for row in WAVES.find_all(survey_id=survey_id):
        n = sum(wave.kind == row.kind for wave in waves) + 1
        name = f"{row.kind} {n}" if n > 1 else row.kind
        waves.append(ComparedWave(row.id, row.kind, name, row.opens_on, row.closes_on, with_beside))
    return tuple(waves)


def _list_courses(survey_id: int) -> tuple[ComparedCourse, ...]:
    teachers: dict[tuple[int, str, int], list[int]] = {}
    for row in COURSES.find_all(survey_id=survey_id, day=today()):
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


def map_school_names(school_ids: Sequence[int]) -> dict[int, str]:
    """Names of these schools by id."""
    found = db.session.execute(select(School.id, School.name).where(School.id.in_(school_ids))).all()
    return {row.id: row.name for row in found}


def list_answered_waves(compared: Compared) -> set[int]:
    """Waves that at least one pupil has finished."""
    done = exists().where(Response.wave_id == Wave.id, Response.state == "finished")
    return set(db.session.scalars(select(Wave.id).where(Wave.survey_id == compared.id, done)))


def find_bridge(survey_id: int) -> Bridge | None:
    """Who declared that the survey's two forms may be compared, when and why; None while nobody did."""
    return db.session.scalar(
        select(Bridge).where(Bridge.survey_id == survey_id).options(joinedload(Bridge.declared_by))
    )


OWN_FORM: ColumnElement[bool] = Response.digest == ""
"""The survey's own form was answered, not the one beside it."""


def find_latest_update(picked: Picked) -> datetime | None:
    """When a response of these waves last changed."""
    waves = picked.waves
    newest = _newest_in(len(waves)).find(**{f"wave_{place}": wave.id for place, wave in enumerate(waves)})
    return max((at for at in newest if at), default=None)


@cache
def _newest_in(n_waves: int) -> Query:
    """One look into the index a wave, all in one read."""
    newest = select(func.max(Response.updated_at))
    places = [newest.where(Response.wave_id == bindparam(f"wave_{place}")) for place in range(n_waves)]
    return Query(select(*(one.scalar_subquery().label(f"at_{place}") for place, one in enumerate(places))))


def _counts(wave: ComparedWave) -> ColumnElement[bool]:
    """Finished responses, and what was left unfinished once the wave is over.

    That none is void follows; saying so lets SQLite use the index of wave and pupil.
    """
    states = ("finished",) if today() <= wave.closes_on else ("finished", "open")
    counted = and_(Response.wave_id == wave.id, Response.state.in_(states), Response.state != "void")
    return counted if wave.with_beside else and_(counted, OWN_FORM)


def _in_group(statement: Select[Any], group: Group, waves: Sequence[ComparedWave]) -> Select[Any]:
    """Only responses of the group's pupils; a course's are those who were on it in the wave."""
    lens, by, value = group.lens, group.by, group.value
    course_id = lens.course_id or (int(value) if by in ("course", "hosted") else None)
    school_id = int(value) if by == "school" else (lens.school_id if by != "hosted" else None)
    if school_id is not None or by == "year":
        at_home = [Pupil.home_school_id == school_id] if school_id is not None else []
        of_year = [Pupil.year_group == value] if by == "year" else []
        pupils = select(Pupil.id).where(*at_home, *of_year)
        statement = statement.where(_is_of(pupils) if at_home else Response.pupil_id.in_(pupils))
    if course_id is not None:
        statement = statement.where(or_(*(_was_on(course_id, wave) for wave in waves)))
    return statement


def _is_of(pupils: Select[Any]) -> ColumnElement[bool]:
    """A response of one of these few pupils.

    PostgreSQL is made to read their ids once: while it has not yet counted a wave that has just been answered, it takes
    the wave for empty, and would go through all of it again for each pupil.
    """
    if db.engine.dialect.name == "postgresql":
        return Response.pupil_id == func.any(func.array(pupils.scalar_subquery()))
    return Response.pupil_id.in_(pupils)


def _was_on(course_id: int, wave: ComparedWave) -> ColumnElement[bool]:
    during = is_enrolled_during(wave.opens_on, wave.closes_on)
    enrolled = select(Enrolment.pupil_id).where(Enrolment.course_id == course_id, during)
    return and_(Response.wave_id == wave.id, Response.pupil_id.in_(enrolled))


def get_sheet(group: Group | None, wave: ComparedWave, n_questions: int, *, digest: str = "") -> Sheet:
    """Answers of the group's pupils, or of everybody's, in one row of two long texts: to one form, by default the own.

    `digest` is as responses keep it.
    """
    ids = func.aggregate_strings(cast(Response.pupil_id, String), ",")
    statement: Any = select(ids, func.aggregate_strings(Response.answers, ""))
    of_form = Response.digest == digest, func.length(Response.answers) == n_questions
    statement = statement.where(_counts(wave), *of_form)
    found = db.session.execute(_in_group(statement, group, [wave]) if group else statement).one()
    return Sheet.of(found[0] or "", found[1] or "", n_questions)


def list_apart(group: Group, picked: Picked) -> list[int]:
    """Pupils of the group who sat the form beside the survey's own in one of the waves."""
    waves = [replace(wave, with_beside=True) for wave in picked.waves]
    statement = select(Response.pupil_id).distinct().where(or_(*map(_counts, waves)), ~OWN_FORM)
    return list(db.session.scalars(_in_group(statement, group, waves)))


def find_state_of(group: Group, picked: Picked) -> str:
    """A word that changes with the responses that count in the group: how many, which, and when they last changed."""
    state: Any = select(func.count(), func.coalesce(func.sum(Response.id), 0), func.max(Response.updated_at))
    counted = _in_group(state.where(or_(*map(_counts, picked.waves))), group, picked.waves)
    n, ids, newest = db.session.execute(counted).one()
    return f"{n}-{ids}-{newest.timestamp() if newest else 0}"


def _has_changed(since: datetime) -> ColumnElement[bool]:
    """A response that began or ceased to count: finished since, or set aside after it was finished.

    "No thank you" and what was set aside half done never stood in a figure, so they hide nobody who did.
    """
    was_finished = and_(Response.state == "void", Response.finished_at.is_not(None))
    return and_(Response.updated_at > since, or_(Response.state == "finished", was_finished))


def list_changed_pupils(group: Group, picked: Picked, since: datetime) -> list[int]:
    """Pupils of the group with a response that was finished or voided since: read as one text."""
    changed = _changed(group, picked, since).subquery()
    found = db.session.scalar(select(func.aggregate_strings(cast(changed.c.pupil_id, String), ",")))
    return [int(number) for number in found.split(",")] if found else []


def count_changed_pupils(group: Group, picked: Picked, since: datetime) -> int:
    """How many pupils that are."""
    return db.session.scalar(select(func.count()).select_from(_changed(group, picked, since).subquery())) or 0


def _changed(group: Group, picked: Picked, since: datetime) -> Select[Any]:
    statement = select(Response.pupil_id).distinct()
    statement = statement.where(Response.wave_id.in_([wave.id for wave in picked.waves]), _has_changed(since))
    statement = statement if picked.first.with_beside else statement.where(OWN_FORM)
    return _in_group(statement, group, picked.waves)


def count_changed(wave: ComparedWave, since: datetime) -> int:
    """Responses of the wave that were finished or voided since."""
    changed = select(func.count(Response.id)).where(Response.wave_id == wave.id, _has_changed(since))
    return db.session.scalar(changed) or 0


def list_rewrites(picked: Picked, since: datetime) -> list[Rewrite]:
    """Whose answers may stand for others than those counted at some moment since, and from when on.

    What was finished is never changed, only set aside; what is unfinished counts once its wave is over, and goes on
    only if the wave is opened anew, on another day than it was begun.
    """
    another_day = func.date(Response.started_at) != func.date(Response.updated_at)
    found = db.session.execute(
        select(Response.wave_id, Response.pupil_id, Response.updated_at).where(
            Response.wave_id.in_([wave.id for wave in picked.waves]),
            Response.updated_at > since,
            or_(Response.state == "void", and_(Response.state.in_(("open", "finished")), another_day)),
        )
    )
    return [(row.wave_id, row.pupil_id, row.updated_at) for row in found]


def find_last_shown(survey_id: int, view: str) -> Any:
    """Id, `as_of`, `released_at` and `n` of what the view last showed, or None."""
    return LAST_SHOWN.find(survey_id=survey_id, view=view)


def get_payload(release_id: int) -> dict[str, Any]:
    """What that release shows."""
    found: dict[str, Any] = db.session.execute(select(Release.payload).where(Release.id == release_id)).scalar_one()
    return found


def list_releases(survey_id: int) -> list[tuple[int, datetime, str, datetime]]:
    """Id, moment, tier and newest answer looked at of all that was ever shown of the survey, oldest first."""
    columns = select(*Release.__table__.c["id", "released_at", "tier", "as_of"])
    rows = db.session.execute(columns.where(Release.survey_id == survey_id).order_by(Release.id))
    return [(row.id, row.released_at, row.tier, row.as_of) for row in rows]


def map_sets(release_ids: Sequence[int]) -> dict[int, bytes]:
    """The packed sets of these releases."""
    rows = db.session.execute(select(Release.id, Release.sets).where(Release.id.in_(release_ids)))
    return {row.id: row.sets for row in rows}


def list_home_schools(picked: Picked) -> list[tuple[str, str]]:
    """Home schools of pupils with a response, by name."""
    ids = _distinct_of(Pupil.home_school_id, picked)
    rows = db.session.execute(select(School.id, School.name).where(School.id.in_(ids)).order_by(School.name)).all()
    return [(str(row.id), row.name) for row in rows]


def list_homes_in(group: Group, picked: Picked) -> list[int]:
    """Home schools of the group's pupils with a response that counts."""
    homes: Any = select(Pupil.home_school_id).distinct().join(Response, Response.pupil_id == Pupil.id)
    counted = homes.where(or_(*map(_counts, picked.waves)))
    return list(db.session.scalars(_in_group(counted, group, picked.waves)))


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
