"""What somebody who guesses codes is told, and that it was noticed.

A right pair of class and card code always gets in: nobody can shut a class out by typing rubbish. What is rationed is
being told *which* of the two codes is wrong, for that is what a guesser learns from. Each address has a ration, and
all strangers have one together: so a thousand addresses learn no more than a few. Who has used it up hears one and the
same sentence, whatever was typed, and nothing is written any more. An address from which a pupil came in lately is no
stranger, so that a class is told what to put right while others guess.
"""

from dataclasses import dataclass

from flask import request

from app.audit.actions import record_guessing
from app.waves.models import Sitting
from app.web import limits

OF_ADDRESS = "120 per 10 minutes"
OF_STRANGERS = "600 per 10 minutes"
"""Of wrong class codes, and of wrong card codes in each lesson."""
FAMILIAR = "1 per 3 hours"
MADE_FAMILIAR = "2 per 3 hours"
"""How many addresses a card makes familiar: one card must not vouch for a thousand."""
NOTICED = "1 per hour"
CLASS_CODES = ""


@dataclass(frozen=True)
class Tried:
    """The lesson whose class code was typed; nothing of it for a class code that opens none."""

    class_code: str = CLASS_CODES
    survey_id: int | None = None
    school_id: int | None = None


def tried_at(sitting: Sitting | None) -> Tried:
    """What is counted against."""
    return Tried(sitting.class_code, sitting.wave.survey_id, sitting.school_ids[0]) if sitting else Tried()


def let_in(card_id: int) -> None:
    """A pupil came in: from now on this address is no stranger. Must come before the request's first write."""
    if not _is_familiar() and limits.hit(MADE_FAMILIAR, "made familiar", str(card_id)):
        limits.hit(FAMILIAR, "familiar", _address())


def may_tell(tried: Tried) -> bool:
    """True when whoever typed a wrong pair may hear which code it was; it is counted.

    Being told of the card tells that the class code is right. So who may hear no more of class codes hears nothing of
    cards, either. That is asked first, and in the same way for a right class code and a wrong one.
    """
    is_stranger = not _is_familiar()
    for one in dict.fromkeys((Tried(), tried)):
        if _is_used_up(one, is_stranger=is_stranger):
            _notice(one)
            return False
    told = limits.hit(OF_ADDRESS, "wrong codes", _address(), tried.class_code)
    return told and (not is_stranger or limits.hit(OF_STRANGERS, "wrong codes of strangers", tried.class_code))


def _is_used_up(tried: Tried, *, is_stranger: bool) -> bool:
    return limits.is_full(OF_ADDRESS, "wrong codes", _address(), tried.class_code) or (
        is_stranger and limits.is_full(OF_STRANGERS, "wrong codes of strangers", tried.class_code)
    )


def _notice(tried: Tried) -> None:
    """Put into the record that many wrong codes came, once an hour for class codes and for each lesson."""
    if not limits.is_full(NOTICED, "guessing", tried.class_code) and limits.hit(NOTICED, "guessing", tried.class_code):
        record_guessing(survey_id=tried.survey_id, school_id=tried.school_id)


def _is_familiar() -> bool:
    return limits.is_full(FAMILIAR, "familiar", _address())


def _address() -> str:
    return request.remote_addr or ""
