"""Writes of sittings: open, extend, close, void. A sitting ends by its time without anybody doing anything."""

from datetime import date, timedelta

from sqlalchemy import update

from app.audit.actions import record
from app.db import db, now
from app.waves import cards, codes, queries
from app.waves.groups import Lesson, Seat, group_of
from app.waves.models import Card, MoreTime, Sitting
from app.waves.progress import WAITING, find_state, responses

USUAL_MINUTES = 60
LONGEST = timedelta(hours=6)  # from now; a code left open over the weekend is nobody's lesson


class WaveNotOpen(Exception):
    """The wave is not open on that day."""


class OtherSittingOpen(Exception):
    """The group has another open sitting of the wave; `sitting` is it."""

    def __init__(self, sitting: Sitting) -> None:
        super().__init__(f"sitting {sitting.id} is open")
        self.sitting = sitting


class AlreadyBegun(Exception):
    """The pupil began this wave with one form, which stays theirs in it."""


class NoOtherForm(Exception):
    """Everybody sits the same form in this survey."""


class NothingToVoid(Exception):
    """The pupil has no response in this wave."""


def open_sitting(lesson: Lesson, day: date, *, person_id: int) -> Sitting:
    """The open sitting of the wave and group: the one there is, or a new one with cards for everybody."""
    wave, group = lesson.wave, lesson.group
    if not wave.is_open_on(day):
        raise WaveNotOpen
    cards.lock(wave.survey)
    if found := queries.find_open_sitting_of(lesson):
        return found
    made = cards.make_cards(wave.survey, (group,), day)
    moment = now()
    sitting = Sitting(
        wave=wave,
        course=group.course,
        school=group.school,
        year_group=group.year_group,
        class_code=_free_class_code(),
        opened_by_id=person_id,
        opened_at=moment,
        closes_at=moment + timedelta(minutes=USUAL_MINUTES),
    )
    db.session.add(sitting)
    db.session.flush()
    _record("open sitting", sitting, person_id, new_cards=len(made))
    return sitting


def extend_sitting(sitting: Sitting, minutes: int, day: date, *, person_id: int) -> None:
    """Give more time; a sitting that has ended opens again, for so many minutes from now."""
    if not sitting.wave.is_open_on(day):
        raise WaveNotOpen
    cards.lock(sitting.wave.survey)
    moment = now()
    if not sitting.is_open_at(moment):
        if other := queries.find_open_sitting_of(Lesson(sitting.wave, group_of(sitting))):
            raise OtherSittingOpen(other)
        if sitting.closed_at is not None and queries.is_class_code_taken(sitting.class_code):
            sitting.class_code = _free_class_code()
        sitting.closed_at = None
    ends = max(sitting.closes_at, moment) + timedelta(minutes=minutes)
    sitting.closes_at = min(ends, max(moment + LONGEST, sitting.closes_at))
    db.session.flush()
    _record("extend sitting", sitting, person_id, minutes=minutes)


def extend_card(seat: Seat, minutes: int, day: date, *, person_id: int) -> MoreTime:
    """Let one pupil go on longer than the class: from its end, from now when it has ended, or from what they had."""
    sitting, card, moment = seat.sitting, seat.card, now()
    if not sitting.wave.is_open_on(day):
        raise WaveNotOpen
    cards.lock(sitting.wave.survey)
    more = db.session.get(MoreTime, (sitting.id, card.id)) or MoreTime(sitting_id=sitting.id, card_id=card.id)
    ends = max(sitting.closes_at, moment) if sitting.is_open_at(moment) else moment
    ends = max(ends, more.until or ends) + timedelta(minutes=minutes)
    more.until = min(ends, max(moment + LONGEST, more.until or moment))
    more.given_by_id, more.given_at = person_id, moment
    db.session.add(more)
    db.session.flush()
    _record("give more time", sitting, person_id, card=card.number, minutes=minutes)
    return more


def choose_form(seat: Seat, *, beside: bool, person_id: int) -> None:
    """Let one pupil sit the other form from now on; AlreadyBegun once they began this wave with one."""
    survey = seat.sitting.wave.survey
    if beside and not survey.beside_digest:
        raise NoOtherForm
    cards.lock(survey)
    if find_state(seat.sitting.wave, seat.card.pupil_id) != WAITING:
        raise AlreadyBegun
    seat.card.is_beside = beside
    db.session.flush()
    _record("choose form", seat.sitting, person_id, card=seat.card.number, beside=beside)


def note_help(sitting: Sitting, *, n_read_to: int, n_scribed: int, person_id: int) -> None:
    """How many had the statements read to them or their answers typed: two numbers, and never whose they are."""
    sitting.n_read_to, sitting.n_scribed = n_read_to, n_scribed
    db.session.flush()
    _record("note help", sitting, person_id, read_to=n_read_to, scribed=n_scribed)


def close_sitting(sitting: Sitting, *, person_id: int) -> None:
    """End the lesson now; one that has ended stays as it is."""
    if sitting.closed_at is None:
        sitting.closed_at = now()
        db.session.flush()
        _record("close sitting", sitting, person_id)


def void_response(sitting: Sitting, card: Card, *, person_id: int) -> None:
    """Set aside what the card's pupil gave in this wave, so that they may begin again; nothing is deleted."""
    done = db.session.execute(
        update(responses)
        .where(
            responses.c.wave_id == sitting.wave_id, responses.c.pupil_id == card.pupil_id, responses.c.state != "void"
        )
        .values(state="void", updated_at=now())
    )
    if not done.rowcount:  # type: ignore[attr-defined]
        raise NothingToVoid
    _record("void response", sitting, person_id, card=card.number)


def _free_class_code() -> str:
    """A class code that no sitting holds which is open or could be opened again."""
    while queries.is_class_code_taken(code := codes.new_class_code()):
        pass
    return code


def _record(action: str, sitting: Sitting, person_id: int, **detail: object) -> None:
    group = group_of(sitting)
    record(
        action,
        person_id=person_id,
        subject=sitting,
        school_id=group.school_ids[0],
        wave=sitting.wave.id,
        group=group.key,
        **detail,
    )
