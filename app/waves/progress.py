"""Reads of how far pupils are: not started, answering, finished. Never an answer.

The table of responses belongs to the room above. Here it is known by the few columns that are work and not answers,
so nothing in this room can read what a pupil said. Of the answers there is only how many they are, which the database
counts.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Integer, String, and_, case, column, distinct, func, literal_column, select, table

from app.db import UtcDateTime, db
from app.instruments.model import NOT_ANSWERED
from app.schools.models import Enrolment, Pupil
from app.schools.queries import holds, is_present
from app.waves.groups import Group, groups_of
from app.waves.models import Sitting, Survey, Wave
from app.waves.rosters import pupil_ids_of_all

responses = table(
    "responses",
    column("id", Integer),
    column("wave_id", Integer),
    column("pupil_id", Integer),
    column("sitting_id", Integer),
    column("state", String),
    column("started_at", UtcDateTime),
    column("updated_at", UtcDateTime),
)
_answers: Any = literal_column("responses.answers")
N_ASKED = func.length(_answers)
N_GIVEN = func.length(func.replace(_answers, NOT_ANSWERED, ""))
WAITING, ANSWERING, FINISHED = "not started", "answering", "finished"
# A pupil who said no thank you counts as finished: on the board a neighbour must not be able to tell.
STATES = {None: WAITING, "open": ANSWERING, "finished": FINISHED, "declined": FINISHED}
DONE = ("finished", "declined")


@dataclass(frozen=True)
class Progress:
    """How many of a group are how far."""

    n: int = 0
    n_answering: int = 0
    n_finished: int = 0

    @property
    def n_waiting(self) -> int:
        return self.n - self.n_answering - self.n_finished


def is_response(wave_id: Any, pupil_id: Any) -> Any:
    """The one response of a pupil in a wave that counts."""
    return and_(responses.c.wave_id == wave_id, responses.c.pupil_id == pupil_id, responses.c.state != "void")


def count_by_group(wave: Wave, groups: Sequence[Group], day: date) -> dict[str, Progress]:
    """Each group's progress in a wave, by the group's key."""
    courses = [group.course.id for group in groups if group.course]
    schools = [group.home_school_id for group in groups if group.school]
    by_course = select(Enrolment.course_id, *_counts()).select_from(Enrolment).join(Pupil)
    by_course = by_course.where(Enrolment.course_id.in_(courses), holds(Enrolment, day)).group_by(Enrolment.course_id)
    by_school = select(Pupil.home_school_id, *_counts()).select_from(Pupil)
    by_school = by_school.where(Pupil.home_school_id.in_(schools)).group_by(Pupil.home_school_id)
    found: dict[str, Progress] = {}
    for kind, query in (("course", by_course), ("school", by_school)):
        query = query.join(responses, is_response(wave.id, Pupil.id), isouter=True).where(is_present(day))
        for id_, *counts in db.session.execute(query):
            found[f"{kind}-{id_}"] = Progress(*counts)
    return {group.key: found.get(group.key, Progress()) for group in groups}


def count_of_wave(wave: Wave, day: date) -> Progress:
    """The progress of all pupils asked in a wave, each counted once."""
    asked = pupil_ids_of_all(groups_of(wave.survey), day)
    query = select(*_counts()).select_from(Pupil).join(responses, is_response(wave.id, Pupil.id), isouter=True)
    return Progress(*db.session.execute(query.where(Pupil.id.in_(asked))).one())


def count_by_sitting(sittings: Sequence[Sitting]) -> dict[int, Progress]:
    """What became of the responses given in each sitting; `n` counts those who took part."""
    query = select(responses.c.sitting_id, func.count(), *_sums()).group_by(responses.c.sitting_id)
    query = query.where(responses.c.sitting_id.in_([one.id for one in sittings]), responses.c.state != "void")
    found = {id_: Progress(*counts) for id_, *counts in db.session.execute(query)}
    return {sitting.id: found.get(sitting.id, Progress()) for sitting in sittings}


def has_answers(survey: Survey) -> bool:
    """True when any pupil began, finished or declined in any wave, void responses included."""
    return bool(ids_of_waves_with_answers(survey))


def ids_of_waves_with_answers(survey: Survey) -> set[int]:
    """Which waves of the survey have responses of any state."""
    waves = select(Wave.id).where(Wave.survey_id == survey.id)
    began = select(responses.c.id).where(responses.c.wave_id == Wave.id).exists()
    return set(db.session.scalars(waves.where(began)))


def find_state(wave: Wave, pupil_id: int) -> str:
    """How far one pupil is in a wave."""
    state = select(responses.c.state).where(is_response(wave.id, pupil_id))
    return STATES[db.session.scalar(state)]


def _counts() -> list[Any]:
    """Pupils, answering, finished: each pupil once, however often they were enrolled."""
    state = responses.c.state
    return [
        func.count(distinct(Pupil.id)),
        func.count(distinct(case((state == "open", Pupil.id)))),
        func.count(distinct(case((state.in_(DONE), Pupil.id)))),
    ]


def _sums() -> list[Any]:
    state = responses.c.state
    return [func.count(case((state == "open", 1))), func.count(case((state.in_(DONE), 1)))]
