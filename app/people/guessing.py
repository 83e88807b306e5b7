"""How easily a password is guessed, by what people who guess try first.

A password is read as a chain of pieces: everyday words and names, the person's own, runs along the alphabet or the
keyboard, numbers, and single characters. Each different piece is worth a little, a repeated one nothing more; a chain
worth less than `ENOUGH` is refused. So `Password2026!`, `qwertyuiop123`, `aaaaaaaaaaaa` and `AshSchool1234` are, in
any spelling, and any four words that have nothing to do with one another are not. The words are our own list.
"""

import re
from collections.abc import Iterable
from functools import cache
from itertools import pairwise
from pathlib import Path

from app.people.passwords import LEAST, MOST, plain
from app.web.languages import _

ENOUGH = 7
WORD, OWN, RUN, CHARACTER = 2, 1, 1, 1
DIGITS_A_POINT = 4
SHORTEST_WORD = 3
OURS = ("lateral", "school", "college", "academy", "partnership")
ROWS = (
    "abcdefghijklmnopqrstuvwxyz",
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "1234567890",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm",
)
LOOKALIKES = str.maketrans("@4031!5$7+", "aaoeiisstt")
_WORDS = Path(__file__).with_name("common_words.txt")


def why_refused(password: str, *, about: Iterable[str] = ()) -> str | None:
    """What to do about a password that is too short, too long or too easily guessed; None for a good one.

    `about` holds the person's own name and address, which somebody who guesses would try.
    """
    if len(password) > MOST:
        return _("Use %(n)s characters or fewer", n=MOST)
    if len(plain(password)) < LEAST:
        return _(
            "Use at least %(n)s characters. Three or four words that have nothing to do with each other work well",
            n=LEAST,
        )
    own = frozenset(own_words(about))
    text = plain(password).casefold()
    spellings = {text, text.translate(LOOKALIKES), re.sub(r"[\s._-]", "", text)}
    if min(worth(spelling, own) for spelling in spellings) < ENOUGH:
        return _(
            "That would be guessed soon. Use three or four words that have nothing to do with each other or with you"
        )
    return None


@cache
def common_words() -> frozenset[str]:
    """Words that turn up in passwords all over: our own list, one line a subject."""
    lines = _WORDS.read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


def own_words(about: Iterable[str]) -> set[str]:
    """The parts of a name and an address that are long enough to be typed on purpose, and ours."""
    parts = {part for text in about for part in re.split(r"[\W\d_]+", plain(text).casefold())}
    return {part for part in parts if len(part) >= SHORTEST_WORD} | set(OURS)


def worth(text: str, own: frozenset[str] = frozenset()) -> int:
    """Points for the different pieces of `text`, which is in lower case."""
    pieces: dict[str, int] = {}
    place = 0
    while place < len(text):
        piece, points = _next_piece(text, place, own)
        pieces[piece] = points
        place += len(piece)
    return sum(pieces.values())


def _next_piece(text: str, place: int, own: frozenset[str]) -> tuple[str, int]:
    """The longest piece that begins at `place`, and its points."""
    found = [(word, OWN) for word in own if text.startswith(word, place)]
    found += [(text[place:end], WORD) for end in _ends(text, place) if text[place:end] in common_words()]
    if run := _run(text, place):
        found.append((run, RUN))
    if digits := re.compile(r"\d+").match(text, place):
        found.append((digits.group(), -(-len(digits.group()) // DIGITS_A_POINT)))
    if found:
        return max(found, key=lambda each: (len(each[0]), -each[1]))
    return text[place], CHARACTER


def _ends(text: str, place: int) -> range:
    longest = max(map(len, common_words()))
    return range(place + SHORTEST_WORD, min(len(text), place + longest) + 1)


def _run(text: str, place: int) -> str:
    """Three or more characters that repeat or follow one another on a row, forwards or backwards."""
    best = 1
    for step in _STEPS:
        length = 1
        for one, two in pairwise(text[place:]):
            if (one == two) if step is None else (one + two in step):
                length += 1
            else:
                break
        best = max(best, length)
    return text[place : place + best] if best >= SHORTEST_WORD else ""


def _neighbours(row: str) -> frozenset[str]:
    return frozenset(one + two for one, two in pairwise(row))


_STEPS: tuple[frozenset[str] | None, ...] = (
    None,
    *(_neighbours(row) for row in ROWS),
    *(_neighbours(row[::-1]) for row in ROWS),
)
