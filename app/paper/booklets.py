"""What a booklet prints: pages of statements, the keys of their answers, and the mark that guards a card number."""

from dataclasses import dataclass
from math import ceil
from typing import Any

from app.db import vault
from app.instruments.kinds import KINDS
from app.instruments.model import NOT_ANSWERED, SKIPPED, Instrument, Question
from app.waves.codes import SYMBOLS, plain
from app.web.languages import later

EMPTY_KEY = "0"
A_SHEET = 4  # small pages on one sheet that is folded once
MARK_LENGTH = 2


@dataclass(frozen=True)
class Size:
    """How large a booklet is printed: statements a page at most, and whether its sheets are folded."""

    name: str
    title: Any
    a_page: int
    is_folded: bool


SIZES = {
    one.name: one
    for one in (
        Size("folded", later("Small pages: sheets of A4, folded to a booklet"), 7, True),
        Size("large", later("Large print: whole sheets of A4"), 5, False),
    )
}


@dataclass(frozen=True)
class Tick:
    """One box to tick: the key a teacher types for it, its words, and the code that is stored."""

    key: str
    label: str
    code: str


@dataclass(frozen=True)
class Line:
    """One question on paper. `number` counts from 1."""

    number: int
    text: str
    ticks: tuple[Tick, ...]


@dataclass(frozen=True)
class Cover:
    """Whose booklet it is, without a name: card number and mark, or neither on one to copy; and which form."""

    number: int | None
    mark: str
    form: Instrument


def ticks_of(instrument: Instrument, question: Question) -> tuple[Tick, ...]:
    """The boxes of a question, keys counted from 1. Skipping has none: on paper one leaves the question out."""
    extra = [code for code in KINDS[question.kind].extra if code != SKIPPED]
    offered = [(option.label, option.code) for option in question.options]
    offered += [(instrument.words[code], code) for code in extra]
    return tuple(Tick(str(number), label, code) for number, (label, code) in enumerate(offered, 1))


def pages_of(instrument: Instrument, size: Size) -> list[list[Line]]:
    """The questions page by page. Folded pages are as many as fill whole sheets with the cover, evenly filled."""
    lines = [
        Line(number, question.text, ticks_of(instrument, question))
        for number, question in enumerate(instrument.questions, 1)
    ]
    n_pages = ceil(len(lines) / size.a_page)
    if size.is_folded:
        n_pages = ceil((n_pages + 1) / A_SHEET) * A_SHEET - 1
    a_page = ceil(len(lines) / n_pages)
    pages = [lines[start : start + a_page] for start in range(0, len(lines), a_page)]
    return pages + [[] for _ in range(n_pages - len(pages))]


def codes_of(instrument: Instrument, keys: list[str]) -> tuple[str, list[int]]:
    """The string of answers that the keys stand for, and the numbers (from 1) of the questions with no such key."""
    codes, wrong = [], []
    for number, (question, key) in enumerate(zip(instrument.questions, keys, strict=True), 1):
        known = {tick.key: tick.code for tick in ticks_of(instrument, question)} | {EMPTY_KEY: NOT_ANSWERED}
        codes.append(known.get(key, NOT_ANSWERED))
        wrong += [] if key in known else [number]
    return "".join(codes), wrong


def mark_of(wave_id: int, pupil_id: int, digest: str) -> str:
    """Two symbols that belong to one pupil, wave and form: they catch a card number that was mistyped, and no more."""
    number = int(vault.fingerprint(f"{wave_id}/{pupil_id}/{digest}", "paper.mark"), 16)
    symbols = []
    for _ in range(MARK_LENGTH):
        number, place = divmod(number, len(SYMBOLS))
        symbols.append(SYMBOLS[place])
    return "".join(symbols)


def is_mark(typed: str, wave_id: int, pupil_id: int, digest: str) -> bool:
    """True when what was typed, however it was typed, is the pupil's mark."""
    return plain(typed) == mark_of(wave_id, pupil_id, digest)
