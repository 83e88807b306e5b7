"""Writes of the answers feature but for the answers themselves, which `journal` saves."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from flask import current_app
from sqlalchemy import update
from sqlalchemy.dialects import postgresql, sqlite

from app.answers import queries
from app.answers.models import Response
from app.answers.passes import Pass, new_nonce
from app.answers.standing import CardReplaced, NoResponse, ResponseFinished, WaveClosed, check_lesson, check_open
from app.db import db
from app.instruments.model import NOT_ANSWERED, Instrument
from app.waves.models import Card, Sitting
from app.web.filters import ZONE


def instrument_of(digest: str) -> Instrument:
    """The very file a survey was planned with; UnknownInstrument when it is gone."""
    return current_app.extensions["instruments"].of_digest(digest)


def admit(sitting: Sitting, card: Card, moment: datetime) -> Pass:
    """A new pass for the pupil whose card it is, for what they began already or for a beginning."""
    wave = sitting.wave
    if not wave.is_open_on(moment.astimezone(ZONE).date()):
        raise WaveClosed
    digest = instrument_of(wave.survey.instrument_digest).digest
    ticket = Pass(new_nonce(), digest, sitting.id, card.id, card.issue)
    response = queries.find_response(wave.id, card.pupil_id)
    if response is None or response.state == "declined":
        return ticket
    if response.state == "finished":
        raise ResponseFinished
    response.sitting_id = sitting.id
    db.session.flush()
    return replace(ticket, response_id=response.id)


def begin(ticket: Pass, moment: datetime) -> Pass:
    """The pupil said yes: from now on there is a response. Saying it twice is saying it once."""
    response = _take_up(ticket, "open", moment)
    if response.state == "finished":
        raise ResponseFinished
    response.state, response.sitting_id, response.updated_at = "open", ticket.sitting_id, moment
    db.session.flush()
    return replace(ticket, nonce=new_nonce(), response_id=response.id)


def decline(ticket: Pass, moment: datetime) -> None:
    """The pupil said no. What somebody began already stays as it is."""
    _take_up(ticket, "declined", moment)


def finish(ticket: Pass, moment: datetime) -> None:
    """The pupil is done. Finishing twice is finishing once."""
    standing = queries.find_standing(ticket)
    if standing is not None and standing.state == "finished" and standing.issue == ticket.issue:
        return
    check_open(standing, ticket, moment)
    db.session.execute(
        update(Response)
        .where(Response.id == ticket.response_id, Response.state == "open")
        .values(state="finished", finished_at=moment, updated_at=moment)
    )


def _take_up(ticket: Pass, state: str, moment: datetime) -> Response:
    """The pupil's response of this wave, made with `state` if there is none yet."""
    sitting, card = queries.find_sitting(ticket.sitting_id), queries.find_card(ticket.card_id, ticket.issue)
    if sitting is None:
        raise NoResponse
    if card is None:
        raise CardReplaced
    check_lesson(_Lesson(sitting), moment)
    row = {
        "wave_id": sitting.wave_id,
        "pupil_id": card.pupil_id,
        "sitting_id": sitting.id,
        "state": state,
        "answers": NOT_ANSWERED * len(instrument_of(ticket.digest).questions),
        "started_at": moment,
        "updated_at": moment,
    }
    insert: Any = postgresql.insert if db.engine.dialect.name == "postgresql" else sqlite.insert
    db.session.execute(insert(Response).values(row).on_conflict_do_nothing())
    response = queries.find_response(sitting.wave_id, card.pupil_id)
    if response is None:
        raise NoResponse
    return response


class _Lesson:
    """The four dates of a sitting and its wave."""

    def __init__(self, sitting: Sitting) -> None:
        self.closed_at, self.closes_at = sitting.closed_at, sitting.closes_at
        self.opens_on, self.closes_on = sitting.wave.opens_on, sitting.wave.closes_on
