"""Pseudonyms as they are proposed: a letter for the role and the next free number. Quotations have other numbers."""

import re
from collections.abc import Iterable
from random import SystemRandom

from app.studies.models import ParticipantRole

LETTERS = {
    ParticipantRole.LEADER: "L",
    ParticipantRole.TEACHER: "T",
    ParticipantRole.SUPPORT: "S",
    ParticipantRole.PUPIL: "P",
    ParticipantRole.OTHER: "O",
}
DIGITS = 3
"""Of the numbers under quotations."""


def propose(role: str, taken: Iterable[str], n: int = 1) -> list[str]:
    """The next `n` pseudonyms of the role: after the highest number there was, so that none comes back to another."""
    letter = LETTERS[ParticipantRole(role)]
    numbers = [int(found[1]) for one in taken if (found := re.fullmatch(rf"{letter}(\d{{1,6}})", one, re.IGNORECASE))]
    first = max(numbers, default=0) + 1
    return [f"{letter}{first + step}" for step in range(n)]


def draw_number(taken: Iterable[int]) -> int:
    """A number that nobody of the study has, drawn of the same ones for the first person and for the 450th.

    So it tells neither who was asked first nor how many were. In a larger study the later ones have a digit more.
    """
    held = set(taken)
    ways = (range(10**digits, 10 ** (digits + 1)) for digits in range(DIGITS - 1, 9))
    free = next(way for way in ways if len(held) < len(way) // 2)
    return SystemRandom().choice([number for number in free if number not in held])


def tells(pseudonym: str, name: str) -> bool:
    """True when a word of the name stands in the pseudonym: then it hides nobody."""
    words = re.findall(r"\w{2,}", name.casefold())
    return bool(set(words) & set(re.findall(r"\w{2,}", pseudonym.casefold())))


def as_counted(pseudonym: str) -> tuple[str, int, str]:
    """What pseudonyms are sorted by: T2 before T10."""
    letters = pseudonym.rstrip("0123456789")
    return letters.casefold(), int(pseudonym[len(letters) :] or 0), pseudonym
