"""Reads of the answers feature."""

from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import and_, bindparam, select
from sqlalchemy.orm import lazyload

from app.answers.models import Response
from app.answers.passes import Pass
from app.db import db
from app.prepared import Query
from app.waves.models import Card, MoreTime, Sitting, Survey, Wave

_MINE = and_(MoreTime.sitting_id == Sitting.id, MoreTime.card_id == Card.id)
"""Whether this card may go on longer than its class."""
STANDING = (
    select(
        Response.state,
        Response.answers,
        Response.lease,
        Response.seqs,
        Sitting.closed_at,
        Sitting.closes_at,
        MoreTime.until,
        Wave.opens_on,
        Wave.closes_on,
        Wave.survey_id,
        Card.issue,
    )
    .select_from(Response)
    .join(Wave, Wave.id == Response.wave_id)
    .join(Sitting, and_(Sitting.wave_id == Wave.id, Sitting.id == bindparam("sitting_id")))
    .join(Card, and_(Card.pupil_id == Response.pupil_id, Card.id == bindparam("card_id")))
    .outerjoin(MoreTime, _MINE)
    .where(Response.id == bindparam("response_id"))
)
"""All that decides whether an answer may be written, in one row."""


class Standing(NamedTuple):
    """A row of STANDING."""

    state: str
    answers: str
    lease: int
    seqs: str
    closed_at: datetime | None
    closes_at: datetime
    until: datetime | None
    opens_on: date
    closes_on: date
    survey_id: int
    issue: int


LESSON = (
    select(
        Sitting.wave_id,
        Sitting.closed_at,
        Sitting.closes_at,
        MoreTime.until,
        Wave.opens_on,
        Wave.closes_on,
        Wave.survey_id,
        Card.pupil_id,
        Card.issue,
        Survey.instrument_digest,
    )
    .join(Wave, Wave.id == Sitting.wave_id)
    .join(Survey, Survey.id == Wave.survey_id)
    .join(Card, and_(Card.survey_id == Wave.survey_id, Card.id == bindparam("card_id")))
    .outerjoin(MoreTime, _MINE)
    .where(Sitting.id == bindparam("sitting_id"))
)
"""All that decides whether a pupil may begin, in one row."""

_STANDING, _LESSON = Query(STANDING), Query(LESSON)
_RESPONSE = Query(
    select(Response.id, Response.state, Response.digest, Response.seqs).where(
        Response.wave_id == bindparam("wave_id"), Response.pupil_id == bindparam("pupil_id"), Response.state != "void"
    )
)
_HELP = Query(select(Survey.help_contact).where(Survey.id == bindparam("survey_id")))


def ids_of(ticket: Pass) -> dict[str, int]:
    """What STANDING and LESSON need to know."""
    return {"sitting_id": ticket.sitting_id, "card_id": ticket.card_id, "response_id": ticket.response_id}


def find_standing(ticket: Pass) -> Any:
    """The row of STANDING for the response a pass belongs to, or None."""
    return _STANDING.find(**ids_of(ticket))


def find_lesson(ticket: Pass) -> Any:
    """The row of LESSON for the sitting and the card of a pass, or None."""
    return _LESSON.find(**ids_of(ticket))


def find_response(wave_id: int, pupil_id: int) -> Any:
    """Id, state, form and numbers of the pupil's response of that wave, or None; a void one does not count."""
    return _RESPONSE.find(wave_id=wave_id, pupil_id=pupil_id)


def find_survey_of(ticket: Pass) -> Survey | None:
    """The survey that the pass's sitting puts."""
    asked = select(Survey).join(Wave).join(Sitting).where(Sitting.id == ticket.sitting_id)
    return db.session.scalar(asked.options(lazyload(Survey.waves)))


def find_help_contact(survey_id: int) -> str:
    """Whom a pupil of that survey may talk to; nothing when nobody is named."""
    found = _HELP.find(survey_id=survey_id)
    return found.help_contact or "" if found else ""
