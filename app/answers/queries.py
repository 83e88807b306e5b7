"""Reads of the answers feature."""

from typing import Any

from sqlalchemy import and_, bindparam, select
from sqlalchemy.orm import joinedload

from app.answers.models import Response
from app.answers.passes import Pass
from app.db import db
from app.waves.models import Card, Sitting, Survey, Wave

STANDING = (
    select(
        Response.state,
        Response.answers,
        Sitting.closed_at,
        Sitting.closes_at,
        Wave.opens_on,
        Wave.closes_on,
        Card.issue,
    )
    .select_from(Response)
    .join(Wave, Wave.id == Response.wave_id)
    .join(Sitting, and_(Sitting.wave_id == Wave.id, Sitting.id == bindparam("sitting_id")))
    .join(Card, and_(Card.pupil_id == Response.pupil_id, Card.id == bindparam("card_id")))
    .where(Response.id == bindparam("response_id"))
)
"""All that decides whether an answer may be written, in one row."""


def ids_of(ticket: Pass) -> dict[str, int]:
    """What STANDING needs to know."""
    return {"sitting_id": ticket.sitting_id, "card_id": ticket.card_id, "response_id": ticket.response_id}


def find_standing(ticket: Pass) -> Any:
    """The row of STANDING for the response a pass belongs to, or None."""
    return db.session.execute(STANDING, ids_of(ticket)).one_or_none()


def find_sitting(sitting_id: int) -> Sitting | None:
    return db.session.get(Sitting, sitting_id, options=[joinedload(Sitting.wave).joinedload(Wave.survey)])


def find_card(card_id: int, issue: int) -> Card | None:
    """The card of a pass, unless it was replaced since."""
    return db.session.scalar(select(Card).where(Card.id == card_id, Card.issue == issue))


def find_response(wave_id: int, pupil_id: int) -> Response | None:
    """The pupil's response of that wave; a void one does not count."""
    return db.session.scalar(
        select(Response).where(Response.wave_id == wave_id, Response.pupil_id == pupil_id, Response.state != "void")
    )


def find_survey(survey_id: int) -> Survey | None:
    return db.session.get(Survey, survey_id)
