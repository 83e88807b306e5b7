"""The grid a teacher types into: one key a question, all of them, and a second time where that is wanted."""

from dataclasses import dataclass, field

from flask import request

from app.db import SAFE_METHODS, vault
from app.instruments.model import Instrument
from app.paper.booklets import EMPTY_KEY, SIZES, Line, codes_of, pages_of
from app.waves.groups import Seat
from app.web.languages import _


@dataclass(frozen=True)
class Booklet:
    """A booklet as it is being typed. `wrong` and `differ` hold numbers of questions, from 1.

    `first` is what was typed the first time, sealed, so that the page can carry it without showing it.
    """

    pages: list[list[Line]]
    keys: list[str]
    codes: str = ""
    wrong: list[int] = field(default_factory=list)
    differ: list[int] = field(default_factory=list)
    twice: bool = False
    first: str = ""
    is_complete: bool = False

    @property
    def mistakes(self) -> list[tuple[int, str]]:
        """Question numbers with what is wrong there."""
        told = [(number, _no_key(number)) for number in self.wrong]
        return told + [(number, _differs(number)) for number in self.differ]

    @property
    def legends(self) -> list[str]:
        """The keys in words, once for each set of answers that the booklet has."""
        found: dict[str, list[int]] = {}
        for line in (line for page in self.pages for line in page):
            ticks = ", ".join(f"{tick.key} {tick.label}" for tick in line.ticks)
            found.setdefault(ticks, []).append(line.number)
        if len(found) == 1:
            return list(found)
        return [
            _("Questions %(first)s to %(last)s: %(keys)s", first=numbers[0], last=numbers[-1], keys=one)
            for one, numbers in found.items()
        ]


def _no_key(number: int) -> str:
    return _(
        "Question %(number)s has no key of the list. Type %(key)s if it was left out", number=number, key=EMPTY_KEY
    )


def _differs(number: int) -> str:
    return _("Question %(number)s is not what you typed before. Look at the paper", number=number)


def read_booklet(seat: Seat, instrument: Instrument) -> Booklet:
    """What the request has of a booklet: an empty grid, a grid with mistakes, or all that is needed to store it."""
    pages = pages_of(instrument, SIZES["folded"])
    n_questions = len(instrument.questions)
    twice = request.values.get("twice") == "yes"
    if request.method in SAFE_METHODS or request.form.get("declined"):
        return Booklet(pages, [""] * n_questions, twice=twice)
    keys = [request.form.get(f"q{number}", "").strip() for number in range(1, n_questions + 1)]
    codes, wrong = codes_of(instrument, keys)
    if wrong:
        return Booklet(pages, keys, wrong=wrong, twice=twice, first=request.form.get("first", ""))
    return _compared(Booklet(pages, keys, codes, twice=twice), seat)


def _compared(booklet: Booklet, seat: Seat) -> Booklet:
    """The booklet with what to do next: store it, type it again, or look at what differs, after which it is stored."""
    first = _opened(request.form.get("first", ""), seat)
    if not booklet.twice or request.form.get("looked") == "yes" or first == booklet.codes:
        return Booklet(booklet.pages, booklet.keys, booklet.codes, twice=booklet.twice, is_complete=True)
    if not first:
        empty = [""] * len(booklet.keys)
        return Booklet(booklet.pages, empty, twice=True, first=vault.seal(booklet.codes, _place(seat)).hex())
    differ = [number for number, (one, two) in enumerate(zip(first, booklet.codes, strict=False), 1) if one != two]
    return Booklet(booklet.pages, booklet.keys, differ=differ, twice=True)


def _opened(sealed: str, seat: Seat) -> str:
    """What was typed the first time; nothing if there is none, or if it is of another card."""
    try:
        return vault.open_bytes(bytes.fromhex(sealed), _place(seat)).decode()
    except ValueError:
        return ""


def _place(seat: Seat) -> str:
    return f"paper.first.{seat.sitting.id}.{seat.card.id}"
