"""What a look at results writes: what was shown, and who looked at a pupil.

These run inside GET requests, whose own session is never committed: both are durable on their own, and before the page
is sent.
"""

from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Dialect, bindparam, insert, update

from app.audit.actions import record_look
from app.db import db, now
from app.policy import Actor
from app.prepared import Prepared, Query
from app.results import queries, response_queries
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
    databases: two viewers cannot each be shown what neither may see beside the other's.
    """
    with db.engine.begin() as connection:
        dialect, of_survey = connection.dialect, {"survey_id": survey_id}
        QUEUE.on(dialect).run(connection, of_survey)
        newest = queries.NEWEST.on(dialect).find(connection, of_survey)
        if seen is not None and (newest.id if newest else 0) != seen:
            return None
        released_at = now()
        written = of_survey | release | {"released_at": released_at}
        ((release_id,),) = _insert(dialect).run(connection, written)
        return release_id, released_at


@lru_cache
def _insert(dialect: Dialect) -> Prepared:
    return Prepared(insert(Release).returning(Release.id), dialect, columns=_RELEASE)


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
