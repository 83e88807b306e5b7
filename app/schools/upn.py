"""Unique pupil numbers: their form, their check letter, and what may be said about one.

A number is a check letter, the local authority (3 digits), the establishment (4), the year it was given (2)
and a serial (3 digits, or 2 digits and a letter in a temporary number). The check letter is the weighted sum
of the other twelve characters, weights 2 to 13, modulo 23; a letter at the end counts with its own place in
the alphabet.
"""

import re
from dataclasses import dataclass

from app.web.languages import _

LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"  # I, O and S are left out: they read like 1, 0 and 5
LENGTH = 13
FORM = re.compile(r"[A-HJ-NP-RT-Z]\d{11}[0-9A-HJ-NP-RT-Z]")
UNKNOWN = frozenset({"UN1", "UN2", "UN3", "UN4", "UN5"})  # children's services write these for none

# Blocks of authority codes in use in England and Wales. A code outside is odd, not wrong: codes come and go.
AUTHORITIES = (
    (1, 5), (201, 213), (301, 320), (330, 336), (340, 344), (350, 359), (370, 373), (380, 384), (390, 394),
    (420, 420), (660, 681), (701, 709), (800, 899), (901, 947),
)  # fmt: skip


class UpnRefused(ValueError):
    """The text is not a unique pupil number; the message tells the person why."""


@dataclass(frozen=True)
class Upn:
    """A number that holds: its text, whether it is temporary, and a doubt worth mentioning."""

    text: str
    temporary: bool
    warning: str = ""


def check_letter(rest: str) -> str:
    """The letter that belongs in front of the other twelve characters."""
    values = (int(sign) if sign.isdigit() else LETTERS.index(sign) for sign in rest)
    return LETTERS[sum(weight * value for weight, value in enumerate(values, start=2)) % len(LETTERS)]


def read_upn(text: str) -> Upn | None:
    """The number in a cell, None where the cell says there is none; UpnRefused where it cannot be one."""
    number = "".join(text.split()).upper()
    if not number or number in UNKNOWN:
        return None
    _refuse_bad_form(number)
    expected = check_letter(number[1:])
    if number[0] != expected:
        raise UpnRefused(
            _(
                "This is not a correct UPN: these digits need the first letter %(right)s, not %(wrong)s. "
                "Check it against the pupil's record",
                right=expected,
                wrong=number[0],
            )
        )
    return Upn(number, temporary=number[-1].isalpha(), warning=_doubt(number))


def _refuse_bad_form(number: str) -> None:
    if FORM.fullmatch(number):
        return
    if len(number) != LENGTH:
        raise UpnRefused(_("A UPN has %(right)s characters and this has %(n)s", right=LENGTH, n=len(number)))
    if set(number) & set("IOS"):
        raise UpnRefused(_("A UPN never holds the letters I, O or S: they may be the digits 1, 0 or 5"))
    raise UpnRefused(_("A UPN is one letter and 12 digits (only the last may be a letter)"))


def _doubt(number: str) -> str:
    authority = int(number[1:4])
    if any(low <= authority <= high for low, high in AUTHORITIES):
        return ""
    return _("The UPN names a local authority we do not know (%(code)s). Check it if you can", code=number[1:4])
