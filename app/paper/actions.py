"""Writes of the paper feature: what a pupil ticked, or that they said no, through the saving code of the screens.

All of a booklet is one transaction, that of the request: it is stored whole or not at all.
"""

from datetime import datetime

from app.answers import journal
from app.answers.actions import begin, decline, finish
from app.answers.passes import Pass, new_nonce
from app.answers.standing import CannotAnswer
from app.audit.actions import record
from app.db import db, now
from app.instruments.model import NOT_ANSWERED, Instrument
from app.paper import queries
from app.paper.models import PaperEntry
from app.waves.groups import Seat, group_of


class AlreadyGiven(Exception):
    """The pupil is done, or has answered something; `on_paper` tells from where. Nothing was changed."""

    def __init__(self, *, on_paper: bool) -> None:
        super().__init__("on paper" if on_paper else "on screen")
        self.on_paper = on_paper


def check_free(seat: Seat) -> None:
    """AlreadyGiven if a booklet would be laid over anything."""
    response = queries.lock_response(seat)
    if response is not None and not queries.is_untouched(response):
        raise AlreadyGiven(on_paper=queries.is_from_paper(response.id))


def enter_booklet(seat: Seat, instrument: Instrument, codes: str, *, person_id: int) -> None:
    """Store the answers of a booklet and finish. `codes` has one code a question, in the instrument's order."""
    check_free(seat)
    moment = now()
    ticket = begin(_pass_for(seat, instrument), moment)
    response = queries.lock_response(seat)
    if not queries.is_untouched(response):
        raise AlreadyGiven(on_paper=False)  # the pupil answered on screen just now
    _lay(ticket, instrument, codes, lease=response.lease, moment=moment)
    finish(ticket, response.lease, moment)
    _note(seat, response.id, person_id=person_id, moment=moment)


def decline_on_paper(seat: Seat, instrument: Instrument, *, person_id: int) -> None:
    """The pupil ticked “No thank you”. The record does not tell it from a booklet with answers."""
    check_free(seat)
    moment = now()
    decline(_pass_for(seat, instrument), moment)
    _note(seat, queries.lock_response(seat).id, person_id=person_id, moment=moment)


def _lay(ticket: Pass, instrument: Instrument, codes: str, *, lease: int, moment: datetime) -> None:
    connection = db.session.connection()
    for position, code in enumerate(codes):
        if code == NOT_ANSWERED:
            continue
        write = journal.Write(position, code, lease, write_id=f"paper-{position}")
        saved = journal.weigh(connection, ticket, instrument, write=write, moment=moment)
        if isinstance(saved, CannotAnswer):
            raise saved


def _pass_for(seat: Seat, instrument: Instrument) -> Pass:
    """A pass that no browser ever carries."""
    return Pass(new_nonce(), instrument.digest, seat.sitting.id, seat.card.id, seat.card.issue, on_paper=True)


def _note(seat: Seat, response_id: int, *, person_id: int, moment: datetime) -> None:
    db.session.add(PaperEntry(response_id=response_id, entered_by_id=person_id, entered_at=moment))
    db.session.flush()
    group = group_of(seat.sitting)
    record(
        "enter paper booklet",
        person_id=person_id,
        subject=seat.sitting,
        school_id=group.school_ids[0],
        wave=seat.sitting.wave_id,
        group=group.key,
        card=seat.card.number,
    )
