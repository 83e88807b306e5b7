"""Reads of the paper feature: what stands in the way of a booklet, and nothing of what was in one."""

from typing import Any

from flask import current_app
from sqlalchemy import select

from app.answers.models import Response
from app.db import db
from app.instruments.languages import LANGUAGES, Language
from app.instruments.model import NOT_ANSWERED, Instrument
from app.paper.models import PaperEntry
from app.waves.groups import Group, Seat
from app.waves.languages import offered_at
from app.waves.models import Card, Survey
from app.waves.queries import digest_for


def instrument_for(card: Card) -> Instrument:
    """The very file of the form that the card's pupil sits."""
    return _of_digest(digest_for(card))


def forms_of(survey: Survey) -> list[Instrument]:
    """The survey's own form, and the one beside it where there is one."""
    return [_of_digest(digest) for digest in (survey.instrument_digest, survey.beside_digest) if digest]


def _of_digest(digest: str) -> Instrument:
    found: Instrument = current_app.extensions["instruments"].of_digest(digest)
    return found


def find_card(survey: Survey, number: int) -> Card | None:
    """The card of that number."""
    return db.session.scalar(select(Card).where(Card.survey_id == survey.id, Card.number == number))


def lock_response(seat: Seat) -> Any:
    """The pupil's response of the wave, held until the caller is done: whether it has answers, and if from paper."""
    query = (
        select(Response.id, Response.state, Response.answers, Response.lease)
        .where(
            Response.wave_id == seat.sitting.wave_id, Response.pupil_id == seat.card.pupil_id, Response.state != "void"
        )
        .with_for_update()
    )
    return db.session.execute(query).one_or_none()


def is_from_paper(response_id: int) -> bool:
    """True when somebody typed it."""
    return db.session.get(PaperEntry, response_id) is not None


def is_untouched(response: Any) -> bool:
    """True for a response that was begun on screen and has no answer."""
    return response.state == "open" and not response.answers.strip(NOT_ANSWERED)


def languages_for(group: Group) -> list[Language]:
    """In which languages the group's booklets may be printed: reviewed ones, and drafts that a leader said yes to.

    Only such as all forms of the survey have.
    """
    offered = [offered_at(group.survey, group.school_ids, form) for form in forms_of(group.survey)]
    return [LANGUAGES[code] for code in offered[0] if all(code in codes for codes in offered)]
