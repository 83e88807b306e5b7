"""Writes of the answers feature but for the answers themselves, which `journal` saves."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from flask import current_app
from sqlalchemy import update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import IntegrityError

from app.answers import queries, seqs
from app.answers.models import Response, ResponseLanguage
from app.answers.passes import Pass, new_nonce
from app.answers.standing import (
    CardReplaced,
    LeaseHasMoved,
    NoResponse,
    ResponseFinished,
    SittingClosed,
    WaveClosed,
    check_lease,
    check_open,
    check_time,
)
from app.db import db
from app.instruments.model import NOT_ANSWERED, Instrument
from app.waves.languages import offered_in
from app.waves.models import Card, Sitting
from app.waves.queries import digest_for, is_open_for
from app.web import appearance
from app.web.appearance import Appearance
from app.web.filters import ZONE

_TABLE: Any = Response.__table__
_NEXT_LEASE = _TABLE.c.lease + 1
_INSERT = {
    "postgresql": postgresql.insert(_TABLE).on_conflict_do_nothing(),
    "sqlite": sqlite.insert(_TABLE).on_conflict_do_nothing(),
}
_NOTE = {
    "postgresql": postgresql.insert(ResponseLanguage).on_conflict_do_nothing(),
    "sqlite": sqlite.insert(ResponseLanguage).on_conflict_do_nothing(),
}


def instrument_of(digest: str) -> Instrument:
    """The very file a survey was planned with; UnknownInstrument when it is gone."""
    return current_app.extensions["instruments"].of_digest(digest)


def admit(sitting: Sitting, card: Card, moment: datetime, *, wish: str = "") -> Pass:
    """A new pass for the pupil whose card it is, for what they began already or for a beginning.

    `wish` is the language chosen at the door, if any; else it is what was chosen with this card before. So is how the
    pages look.
    """
    wave = sitting.wave
    if not wave.is_open_on(moment.astimezone(ZONE).date()):
        raise WaveClosed
    if not is_open_for(card, sitting, moment):
        raise SittingClosed
    response = queries.find_response(wave.id, card.pupil_id)
    instrument = instrument_of(_digest_of(response, wave.survey.instrument_digest) or digest_for(card))
    offered = offered_in(sitting, instrument)
    if wish in offered:
        card.language = wish
    _look_as_chosen(card)
    language = card.language if card.language in offered else ""
    ticket = Pass(new_nonce(), instrument.digest, sitting.id, card.id, card.issue, language=language, offered=offered)
    if response is None or response.state == "declined":
        return ticket
    if response.state == "finished":
        raise ResponseFinished
    _change(response.id, sitting_id=sitting.id, lease=_NEXT_LEASE)
    return _noted(replace(ticket, response_id=response.id, earlier=seqs.highest(response.seqs)))


def begin(ticket: Pass, moment: datetime) -> Pass:
    """The pupil said yes: from now on there is a response. Saying it twice is saying it once."""
    response, lesson = _find_or_make(ticket, "open", moment)
    if response.state == "finished":
        raise ResponseFinished
    changes: dict[str, Any] = {"lease": _NEXT_LEASE}
    if response.state == "declined":
        changes |= {"state": "open", "sitting_id": ticket.sitting_id, "started_at": moment, "updated_at": moment}
    _change(response.id, **changes)
    digest = _digest_of(response, lesson.instrument_digest)  # the form may have been changed since the pupil came in
    earlier = seqs.highest(response.seqs)  # of what was begun with this card in another window
    return _noted(replace(ticket, nonce=new_nonce(), digest=digest, response_id=response.id, earlier=earlier))


def read_in(ticket: Pass, language: str) -> Pass:
    """From now on the pupil reads in that language, here and whenever the card is used. NoResponse if it can't be."""
    card, sitting = db.session.get(Card, ticket.card_id), db.session.get(Sitting, ticket.sitting_id)
    if card is None or sitting is None or card.issue != ticket.issue:
        raise NoResponse
    offered = offered_in(sitting, instrument_of(ticket.digest))
    card.language = language if language in offered else ""
    return _noted(replace(ticket, language=card.language, offered=offered))


def show_as(ticket: Pass, chosen: Appearance) -> None:
    """From now on the pages look so, whenever the card is used."""
    card = db.session.get(Card, ticket.card_id)
    if card is None or card.issue != ticket.issue:
        raise NoResponse
    card.appearance = str(chosen)


def _look_as_chosen(card: Card) -> None:
    if chosen := str(appearance.current()):
        card.appearance = chosen
    else:
        appearance.show(Appearance.read(card.appearance))


def _noted(ticket: Pass) -> Pass:
    """The pass as it came; that the response is read in its words is noted, once for each wording."""
    translation = instrument_of(ticket.digest).translations.get(ticket.language)
    if ticket.response_id and translation:
        row = {"response_id": ticket.response_id, "language": ticket.language, "digest": translation.digest}
        db.session.execute(_NOTE[db.engine.dialect.name], row)
    return ticket


def decline(ticket: Pass, moment: datetime) -> int:
    """The pupil said no. The survey's id.

    What was begun with this card in another window counts no more, unless the pupil says yes again.
    """
    response, lesson = _find_or_make(ticket, "declined", moment)
    survey_id: int = lesson.survey_id
    if response.state == "open" and _change(response.id, state="declined", updated_at=moment):
        return survey_id
    if response.state == "finished":
        raise ResponseFinished
    if response.state != "declined":
        raise NoResponse  # it was set aside or finished since we looked
    return survey_id


def take_up(ticket: Pass, moment: datetime, known: int | None = None) -> Any:
    """One window holds the response from now on: its new lease, and the numbers and answers that stand.

    LeaseHasMoved when the newest lease is not the one that is `known` to the window. So a request that was long on its
    way, and was sent again meanwhile, takes the response from nobody.
    """
    check_open(queries.find_standing(ticket), ticket, moment)
    mine = update(_TABLE).where(_TABLE.c.id == ticket.response_id, _TABLE.c.state == "open")
    if known is not None:
        mine = mine.where(_TABLE.c.lease == known)
    held = db.session.execute(
        mine.values(lease=_NEXT_LEASE).returning(_TABLE.c.lease, _TABLE.c.seqs, _TABLE.c.answers)
    ).one_or_none()
    if held is None:  # it was taken up, set aside or finished since we looked
        raise LeaseHasMoved(check_open(queries.find_standing(ticket), ticket, moment).lease)
    return held


def finish(ticket: Pass, lease: int, moment: datetime) -> int:
    """The pupil is done. Finishing twice is finishing once. The survey's id."""
    for _ in range(2):  # once more if it was set aside, finished or taken over since we looked
        standing = queries.find_standing(ticket)
        if _is_finished(standing, ticket):
            return int(standing.survey_id)
        check_lease(check_open(standing, ticket, moment), lease)
        if _change(ticket.response_id, lease, state="finished", finished_at=moment, updated_at=moment):
            return int(standing.survey_id)
    raise NoResponse


def _is_finished(standing: Any, ticket: Pass) -> bool:
    return standing is not None and standing.state == "finished" and standing.issue == ticket.issue


def _digest_of(response: Any, own: str) -> str:
    """Of the form that a response answers, where there is a response; `own` is that of the survey."""
    return (response.digest or own) if response else ""


def _find_or_make(ticket: Pass, state: str, moment: datetime) -> tuple[Any, Any]:
    """The pupil's response of this wave, made with `state` if there is none yet, and what is known of the lesson."""
    lesson = queries.find_lesson(ticket)
    if lesson is None:
        raise NoResponse
    if lesson.issue != ticket.issue:
        raise CardReplaced
    check_time(lesson, ticket, moment)
    row = {
        "wave_id": lesson.wave_id,
        "pupil_id": lesson.pupil_id,
        "sitting_id": ticket.sitting_id,
        "state": state,
        "digest": "" if ticket.digest == lesson.instrument_digest else ticket.digest,
        "answers": NOT_ANSWERED * len(instrument_of(ticket.digest).questions),
        "started_at": moment,
        "updated_at": moment,
    }
    try:
        db.session.execute(_INSERT[db.engine.dialect.name], row)
    except IntegrityError:  # the wave was deleted since we looked
        raise NoResponse from None
    response = queries.find_response(lesson.wave_id, lesson.pupil_id)
    if response is None:
        raise NoResponse
    return response, lesson


def _change(response_id: int, under: int | None = None, /, **values: Any) -> bool:
    """Change columns of a response that is neither finished nor void; False when it is by now.

    With `under` it must still be held under that lease.
    """
    mine = [_TABLE.c.id == response_id, _TABLE.c.state.in_(("open", "declined"))]
    if under is not None:
        mine.append(_TABLE.c.lease == under)
    done = db.session.execute(update(_TABLE).where(*mine).values(values))
    return bool(done.rowcount)  # type: ignore[attr-defined]
