"""What a look at results writes: what was shown, and who looked at a pupil.

These run inside GET requests, whose own session is never committed: both are durable on their own, and before the page
is sent.
"""

from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Dialect, bindparam, func, insert, select, update

from app.audit.actions import record_look
from app.db import db, now
from app.policy import Actor
from app.prepared import Prepared, Query, run_together
from app.results import response_queries
from app.results.models import Release
from app.results.page import Look
from app.results.profiles import OwnPupils, PupilsInCare
from app.schools.models import Pupil
from app.waves.models import Survey

QUEUE = Query(update(Survey).where(Survey.id == bindparam("survey_id")).values(id=bindparam("survey_id")))
_RELEASE = ("survey_id", "view", "tier", "as_of", "n", "payload", "sets", "released_at")


def keep_release(survey_id: int, *, seen: int | None, **release: Any) -> tuple[int, datetime] | None:
    """Write a release unless the ledger has grown since its entry `seen`; its id and moment, or None.

    The first statement changes the survey's row to itself and so makes all writers of its ledger queue on both
    databases: two viewers cannot each be shown what neither may see beside the other's. Only then does the second look
    how far the ledger goes.
    """
    of_survey, released_at = {"survey_id": survey_id}, now()
    written = of_survey | release | {"released_at": released_at} | ({} if seen is None else {"seen": seen})
    with db.engine.begin() as connection:
        queue, insertion = QUEUE.on(connection.dialect), _insert(connection.dialect, only_if_seen=seen is not None)
        _, rows = run_together(connection, (queue, of_survey), (insertion, written))
    return (rows[0][0], released_at) if rows else None


@lru_cache
def _insert(dialect: Dialect, *, only_if_seen: bool) -> Prepared:
    if not only_if_seen:
        return Prepared(insert(Release).returning(Release.id), dialect, columns=_RELEASE)
    columns = [Release.__table__.c[name] for name in _RELEASE]
    newest = select(func.coalesce(func.max(Release.id), 0)).where(Release.survey_id == bindparam("survey_id"))
    values = select(*(bindparam(one.name, type_=one.type) for one in columns))
    unless_grown = values.where(newest.scalar_subquery() == bindparam("seen"))
    return Prepared(insert(Release).from_select(columns, unless_grown).returning(Release.id), dialect)


def record_profiles_seen(
    actor: Actor, own: OwnPupils | PupilsInCare, pupils: Sequence[Pupil], *, pupil_id: int | None = None
) -> None:
    """Note that somebody looked at profiles, of all or of one: told to the host and to each home."""
    detail = {"survey_id": own.compared.id} | ({"pupil_id": pupil_id} if pupil_id else {})
    if isinstance(own, PupilsInCare):
        record_look("see pastoral profiles", person_id=actor.id, school_id=own.school.id, **detail)
        return
    detail["course_id"] = own.course.id
    for school_id in sorted({own.course.host_school_id, *(pupil.home_school_id for pupil in pupils)}):
        record_look("see profiles", person_id=actor.id, school_id=school_id, **detail)


def record_group_seen(actor: Actor, look: Look) -> None:
    """Note that a teacher was shown the figures of their own course, however small: for the host and for each home.

    A poll that is told of no news is the same look; one that brings other figures is another.
    """
    if not look.is_immediate or look.picked is None:
        return
    course = next(one for one in look.compared.courses if one.id == look.lens.course_id)
    homes = response_queries.list_homes_in(look.group, look.picked)
    for school_id in sorted({course.host_school_id, *homes}):
        detail = {"survey_id": look.compared.id, "course_id": course.id}
        record_look("see own course", person_id=actor.id, school_id=school_id, **detail)
