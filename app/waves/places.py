"""Who belongs to a lesson and how far each of them is, in one read: boards ask for it every few seconds."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Date, and_, bindparam, select

from app.db import db
from app.schools.models import Enrolment, Pupil
from app.schools.queries import holds, is_present
from app.waves.models import Card, MoreTime, Sitting
from app.waves.progress import ANSWERING, FINISHED, N_ASKED, N_GIVEN, STATES, Progress, is_response, responses


@dataclass(frozen=True)
class Place:
    """One pupil of a sitting: card number (None before there is a card) and how far they are.

    `n_given` of `n_asked` questions have an answer. `is_here` once the pupil came into this very lesson: who began in
    an earlier one and has not come today is not. `until` is there for a pupil who was given more time than the class.
    """

    number: int | None
    pupil_id: int
    state: str
    n_given: int = 0
    n_asked: int = 0
    began_at: datetime | None = None
    last_at: datetime | None = None
    is_here: bool = False
    until: datetime | None = None


def _places(asked: Any) -> Any:
    """The places of the pupils asked; made once, because boards ask it so often."""
    state = responses.c
    is_here = and_(state.sitting_id == bindparam("sitting_id"), state.state.is_not(None))
    work = (state.state, N_GIVEN, N_ASKED, state.started_at, state.updated_at, is_here)
    return (
        select(Card.number, Pupil.id, *work, MoreTime.until)
        .select_from(Pupil)
        .join(Card, and_(Card.pupil_id == Pupil.id, Card.survey_id == bindparam("survey_id")), isouter=True)
        .join(MoreTime, and_(MoreTime.card_id == Card.id, MoreTime.sitting_id == bindparam("sitting_id")), isouter=True)
        .join(responses, is_response(bindparam("wave_id"), Pupil.id), isouter=True)
        .where(asked, is_present(bindparam("day", type_=Date)))
    )


_enrolled = select(Enrolment.pupil_id).where(
    Enrolment.course_id == bindparam("group_id"), holds(Enrolment, bindparam("day", type_=Date))
)
_at_school = Pupil.home_school_id == bindparam("group_id")
PLACES = {
    "course": _places(Pupil.id.in_(_enrolled)),
    "school": _places(_at_school),
    "year": _places(_at_school & (Pupil.year_group == bindparam("year_group"))),
}


def list_places(sitting: Sitting, day: date) -> list[Place]:
    """Everyone who belongs to a sitting, by card number."""
    query = PLACES["course" if sitting.course_id else "year" if sitting.year_group else "school"]
    asked = {
        "day": day,
        "sitting_id": sitting.id,
        "wave_id": sitting.wave_id,
        "survey_id": sitting.wave.survey_id,
        "group_id": sitting.course_id or sitting.school_id,
        "year_group": sitting.year_group,
    }
    places = [_place(*row) for row in db.session.execute(query, asked)]
    return sorted(places, key=lambda place: (place.number is None, place.number or 0, place.pupil_id))


def _place(number: int | None, pupil_id: int, state: str | None, *work: Any) -> Place:
    n_given, n_asked, began_at, last_at, is_here, until = work
    return Place(number, pupil_id, STATES[state], n_given or 0, n_asked or 0, began_at, last_at, bool(is_here), until)


def progress_of(places: Iterable[Place]) -> Progress:
    """The places counted."""
    states = [place.state for place in places]
    return Progress(len(states), states.count(ANSWERING), states.count(FINISHED))


def version_of(places: Iterable[Place], *shown: object) -> str:
    """A tag that changes when what the board shows changes: of a place its state, and whatever else is shown."""
    text = repr([(place.number, place.state) for place in places]) + repr(shown)
    return hashlib.sha256(text.encode()).hexdigest()[:16]
