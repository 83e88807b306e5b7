"""Reads of the responses of a group: their answers, who changed, and whether any did.

What a statement looks like depends on the shape of the question alone, so each is compiled once and then given values.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    String,
    UnaryExpression,
    and_,
    bindparam,
    case,
    cast,
    func,
    literal_column,
    or_,
    select,
    text,
    union_all,
)
from sqlalchemy.sql.operators import custom_op

from app.answers.models import GIVEN_ANEW, Response
from app.db import db
from app.prepared import Query, on_postgresql
from app.results.compared import Compared, ComparedWave, Group, Picked
from app.results.scores import Sheet
from app.results.versions import Rewrite
from app.schools.models import Enrolment, Pupil
from app.waves.queries import is_enrolled_during
from app.web.filters import today

OWN_FORM: ColumnElement[bool] = Response.digest == literal_column("''")
"""The survey's own form was answered, not the one beside it."""
OPEN, FINISHED, VOID = (literal_column(f"'{state}'", String) for state in ("open", "finished", "void"))
_OF_WAVE: ColumnElement[bool] = Response.wave_id == bindparam("wave_0")
STATE = Query(
    select(
        select(func.count()).where(_OF_WAVE).scalar_subquery().label("n"),
        select(func.max(Response.updated_at)).where(_OF_WAVE).scalar_subquery().label("newest"),
    )
)


@dataclass(frozen=True)
class Shape:
    """What a question about the responses of a group in some waves depends on, but for the values."""

    over: tuple[bool, ...]  # of each wave whether it is, so that what was left unfinished counts too
    with_beside: bool
    by_school: bool
    by_year: bool
    by_course: bool
    for_postgresql: bool

    @property
    def places(self) -> range:
        return range(len(self.over))


def _asked(group: Group | None, waves: Sequence[ComparedWave]) -> tuple[Shape, dict[str, Any]]:
    """The shape and the values of a question about the group's pupils, or about everybody."""
    values: dict[str, Any] = {f"wave_{place}": wave.id for place, wave in enumerate(waves)}
    school_id = course_id = year = None
    if group is not None:
        course_id = group.lens.course_id or (int(group.value) if group.by in ("course", "hosted") else None)
        school_id = (
            int(group.value) if group.by == "school" else (group.lens.school_id if group.by != "hosted" else None)
        )
        year = group.value if group.by == "year" else None
        values |= {"school_id": school_id, "course_id": course_id, "year": year}
        values |= {f"opens_{place}": wave.opens_on for place, wave in enumerate(waves)}
        values |= {f"closes_{place}": wave.closes_on for place, wave in enumerate(waves)}
    shape = Shape(
        over=tuple(today() > wave.closes_on for wave in waves),
        with_beside=waves[0].with_beside,
        by_school=school_id is not None,
        by_year=year is not None,
        by_course=course_id is not None,
        for_postgresql=on_postgresql(),
    )
    return shape, values


def _counts(shape: Shape, place: int) -> ColumnElement[bool]:
    """Finished responses, and what was left unfinished once the wave is over.

    That none is void follows; saying so lets SQLite use the index of wave and pupil.
    """
    states = [FINISHED, OPEN] if shape.over[place] else [FINISHED]
    counted = and_(Response.wave_id == bindparam(f"wave_{place}"), Response.state.in_(states), Response.state != VOID)
    return counted if shape.with_beside else and_(counted, OWN_FORM)


def _all_counted(shape: Shape) -> ColumnElement[bool]:
    return or_(*(_counts(shape, place) for place in shape.places))


def _in_group(statement: Any, shape: Shape, places: Sequence[int] | None = None) -> Any:
    """Only responses of the group's pupils; a course's are those who were on it in the wave, one of these `places`."""
    if shape.by_school or shape.by_year:
        at_home = [Pupil.home_school_id == bindparam("school_id")] if shape.by_school else []
        of_year = [Pupil.year_group == bindparam("year")] if shape.by_year else []
        pupils = select(Pupil.id).where(*at_home, *of_year)
        statement = statement.where(_is_of(pupils, shape) if at_home else Response.pupil_id.in_(pupils))
    if shape.by_course:
        statement = statement.where(or_(*(_was_on_course(place) for place in places or shape.places)))
    return statement


def _is_of(pupils: Select[Any], shape: Shape) -> ColumnElement[bool]:
    """A response of one of these few pupils.

    PostgreSQL is made to read their ids once: while it has not yet counted a wave that has just been answered, it takes
    the wave for empty, and would go through all of it again for each pupil.
    """
    if shape.for_postgresql:
        return Response.pupil_id == func.any(func.array(pupils.scalar_subquery()))
    return Response.pupil_id.in_(pupils)


def _was_on_course(place: int) -> ColumnElement[bool]:
    during = is_enrolled_during(bindparam(f"opens_{place}"), bindparam(f"closes_{place}"))
    enrolled = select(Enrolment.pupil_id).where(Enrolment.course_id == bindparam("course_id"), during)
    return and_(Response.wave_id == bindparam(f"wave_{place}"), Response.pupil_id.in_(enrolled))


def newest_in(n_waves: int) -> list[ColumnElement[datetime]]:
    """When a response of each of the waves `wave_0`, `wave_1`... last changed: a look into the index for each."""
    newest = select(func.max(Response.updated_at))
    places = [newest.where(Response.wave_id == bindparam(f"wave_{place}")) for place in range(n_waves)]
    return [one.scalar_subquery().label(f"at_{place}") for place, one in enumerate(places)]


def get_state(wave: ComparedWave) -> tuple[int, datetime | None]:
    """How many responses the wave has, whatever their state, and when the newest of them changed."""
    found = STATE.find(wave_0=wave.id)
    return found.n, found.newest


def get_sheet(group: Group | None, wave: ComparedWave, n_questions: int, *, digest: str = "") -> Sheet:
    """Answers of the group's pupils, or of everybody's, in one row of two long texts: to one form, by default the own.

    `digest` is as responses keep it.
    """
    return get_sheets(group, [wave], n_questions, digest=digest)[wave.id]


def get_sheets(
    group: Group | None, waves: Sequence[ComparedWave], n_questions: int, *, digest: str = ""
) -> dict[int, Sheet]:
    """The same of several waves by their ids, in a row each."""
    shape, values = _asked(group, waves)
    found = _sheets_of(shape).find_all(**values, digest=digest, n_questions=n_questions)
    return {waves[row.place].id: Sheet.of(row.ids or "", row.answers or "", n_questions) for row in found}


@cache
def _sheets_of(shape: Shape) -> Query:
    return Query(union_all(*(_sheet_of(shape, place) for place in shape.places)))


def _sheet_of(shape: Shape, place: int) -> Any:
    ids = _joined(cast(Response.pupil_id, String), ",", shape).label("ids")
    answers = _joined(Response.answers, "", shape).label("answers")
    of_form = Response.digest == bindparam("digest"), func.length(Response.answers) == bindparam("n_questions")
    found = select(literal_column(str(place), Integer).label("place"), ids, answers)
    return _in_group(found.where(_counts(shape, place), *of_form), shape, [place])


def _joined(texts: Any, separator: str, shape: Shape) -> ColumnElement[str]:
    """All texts in one; `func.aggregate_strings` would be finished only with the values, each time anew."""
    join = func.string_agg if shape.for_postgresql else func.group_concat
    return join(texts, literal_column(f"'{separator}'"), type_=String())


def list_apart(group: Group, picked: Picked) -> list[int]:
    """Pupils of the group who sat the form beside the survey's own in one of the waves."""
    shape, values = _asked(group, [replace(wave, with_beside=True) for wave in picked.waves])
    return [row.pupil_id for row in _apart_of(shape).find_all(**values)]


@cache
def _apart_of(shape: Shape) -> Query:
    statement = select(Response.__table__.c.pupil_id).distinct().where(_all_counted(shape), ~OWN_FORM)
    return Query(_in_group(statement, shape))


def find_state_of(group: Group, picked: Picked) -> str:
    """A word that changes with the responses that count in the group: how many, which, and when they last changed."""
    shape, values = _asked(group, picked.waves)
    found = _state_of(shape).find(**values)
    return f"{found.n}-{found.ids}-{found.newest.timestamp() if found.newest else 0}"


@cache
def _state_of(shape: Shape) -> Query:
    ids = func.coalesce(func.sum(Response.id), 0).label("ids")
    state = select(func.count().label("n"), ids, func.max(Response.updated_at).label("newest"))
    return Query(_in_group(state.where(_all_counted(shape)), shape))


def has_changed(updated_at: ColumnElement[Any], since: ColumnElement[Any]) -> ColumnElement[bool]:
    """A response that began or ceased to count since: finished, or set aside after it was finished.

    "No thank you" and what was set aside half done never stood in a figure, so they hide nobody who did.
    """
    was_finished = and_(Response.state == VOID, Response.finished_at.is_not(None))
    return and_(updated_at > since, or_(Response.state == FINISHED, was_finished))


@dataclass(frozen=True)
class Changed:
    """Pupils with a response that was finished or voided since one moment: how many, and who of them since a later."""

    n: int
    since_later: list[int]


def get_changed(group: Group, picked: Picked, *, since: datetime, later: datetime) -> Changed:
    """Who changed in the group; the pupils are read as one text."""
    shape, values = _asked(group, picked.waves)
    found = _changed_of(shape).find(**values, since=since, later=later)
    return Changed(int(found.n), [int(number) for number in found.ids.split(",")] if found.ids else [])


@cache
def _changed_of(shape: Shape) -> Query:
    changed = _changed(shape).subquery()
    who = case((changed.c.newest > bindparam("later"), cast(changed.c.pupil_id, String)))
    return Query(select(func.count().label("n"), _joined(who, ",", shape).label("ids")).select_from(changed))


def _changed(shape: Shape) -> Select[Any]:
    waves: list[Any] = [bindparam(f"wave_{place}") for place in shape.places]
    wave_id, updated_at = (_by_pupil(one, shape) for one in (Response.wave_id, Response.updated_at))
    newest = func.max(Response.updated_at).label("newest")
    statement = select(Response.pupil_id, newest).where(wave_id.in_(waves), has_changed(updated_at, bindparam("since")))
    statement = statement.group_by(Response.pupil_id)
    return _in_group(statement if shape.with_beside else statement.where(OWN_FORM), shape)


def _by_pupil(column: Any, shape: Shape) -> ColumnElement[Any]:
    """The column, so that SQLite finds a school's pupils one by one and not through all that changed in the survey."""
    if not shape.by_school or shape.for_postgresql:
        return column
    return UnaryExpression(column, operator=custom_op("+"), type_=column.type)


def list_rewrites(picked: Picked, since: datetime) -> list[Rewrite]:
    """Whose answers may stand for others than those counted at some moment since, and from when on.

    What was finished is never changed, only set aside; what is unfinished counts once its wave is over, and goes on
    only if the wave is opened anew, on another day than it was begun.
    """
    values = {f"wave_{place}": wave.id for place, wave in enumerate(picked.waves)}
    return [tuple(row) for row in _rewrites_in(len(values)).find_all(**values, since=since)]


@cache
def _rewrites_in(n_waves: int) -> Query:
    waves: list[Any] = [bindparam(f"wave_{place}") for place in range(n_waves)]
    return Query(
        select(*Response.__table__.c["wave_id", "pupil_id", "updated_at"]).where(
            Response.wave_id.in_(waves),
            Response.updated_at > bindparam("since"),
            text(f"({GIVEN_ANEW})"),
        )
    )


def list_homes_in(group: Group, picked: Picked) -> list[int]:
    """Home schools of the group's pupils with a response that counts."""
    shape, values = _asked(group, picked.waves)
    homes: Any = select(Pupil.home_school_id).distinct().join(Response, Response.pupil_id == Pupil.id)
    return list(db.session.scalars(_in_group(homes.where(_all_counted(shape)), shape), values))


def map_scores(compared: Compared, pupil_ids: Sequence[int], n_scales: int) -> dict[int, dict[int, tuple[Any, ...]]]:
    """Scale scores of these pupils' responses that count: by pupil, then by wave."""
    shape, values = _asked(None, compared.waves)
    columns = [getattr(Response, f"score_{number}") for number in range(1, n_scales + 1)]
    of_them = select(Response.pupil_id, Response.wave_id, *columns).where(Response.pupil_id.in_(pupil_ids))
    found: dict[int, dict[int, tuple[Any, ...]]] = {}
    for pupil_id, wave_id, *scores in db.session.execute(of_them.where(_all_counted(shape)), values):
        found.setdefault(pupil_id, {})[wave_id] = tuple(scores)
    return found
