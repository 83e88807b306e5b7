r"""Which characters a place means, however the program that wrote it counts.

We count Unicode code points of a text with LF and without a byte order mark. Others count the two signs of a CRLF as
one or as two, and a sign above U+FFFF as one or as two. Which it is shows in the names of selections, for most programs
name a selection by the words in it: the way of counting in which most names fit is taken, and where they tell nothing,
that of the program (`origin`) or the plain one.
"""

import re
from array import array
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import product

ONE_PER_NEWLINE = ("atlas", "maxqda")
_ILLEGAL = "[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
_ASTRAL = "[\U00010000-\U0010ffff]"
ILLEGAL = re.compile(_ILLEGAL)
_ODD = {1: re.compile(f"\r\n|{_ILLEGAL}"), 2: re.compile(f"\r\n|{_ILLEGAL}|{_ASTRAL}")}
"""Signs that count in the file otherwise than with us, by how much one above U+FFFF does."""
_NEWLINE = re.compile("\r\n|\r")
_LONGEST = 60


def legal(text: str) -> str:
    """The text without signs that XML 1.0 forbids, its lines ended by LF, without a byte order mark."""
    return ILLEGAL.sub("", _NEWLINE.sub("\n", text.removeprefix("\ufeff")))


def decoded(data: bytes) -> str:
    """A text file of a project: UTF-8, with or without a byte order mark; UnicodeDecodeError when it is not."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16")
    return data.decode("utf-8-sig")


@dataclass(frozen=True)
class Mark:
    """A place as the file counts it, and the name that was given to it."""

    start: int
    end: int
    name: str = ""


class Counted:
    """A text as we keep it, and the way from the file's places to ours."""

    def __init__(self, raw: str, newline: int = 1, astral: int = 1) -> None:
        """`newline` and `astral` are how much a CRLF and a sign above U+FFFF count in the file."""
        self.text = legal(raw)
        body = raw.removeprefix("\ufeff")
        self._theirs, self._ours = array("l", [0]), array("l", [0])
        """Where each stretch begins, as the file counts and as we do: plain ones, with an odd sign between two."""
        after = theirs = ours = 0
        for odd in _ODD[astral].finditer(body):
            theirs, ours = theirs + odd.start() - after, ours + odd.start() - after
            self._theirs.append(theirs)
            self._ours.append(ours)
            theirs, ours = theirs + _size(odd[0], newline, astral), ours + (not ILLEGAL.match(odd[0]))
            self._theirs.append(theirs)
            self._ours.append(ours)
            after = odd.end()
        self.length = theirs + len(body) - after
        """How long the file takes the text to be."""

    def ours(self, start: int, end: int) -> tuple[int, int]:
        """Our places of the file's; half of a sign that counts twice is none of it."""
        return self._place(start), self._place(end)

    def _place(self, theirs: int) -> int:
        stretch = bisect_right(self._theirs, theirs) - 1
        is_odd = stretch % 2
        return self._ours[stretch] + (0 if is_odd else theirs - self._theirs[stretch])

    def n_named(self, marks: Iterable[Mark]) -> int:
        """Of how many marks the name begins as the words do."""
        return sum(self._is_named(mark) for mark in marks)

    def _is_named(self, mark: Mark) -> bool:
        if not mark.name or not 0 <= mark.start < mark.end <= self.length:
            return False
        words = _flat(self.text[slice(*self.ours(mark.start, mark.end))])
        name = _flat(mark.name).removesuffix("...").removesuffix("…").strip()
        return bool(words) and (words.startswith(name[:_LONGEST]) or words == name)


def _size(sign: str, newline: int, astral: int) -> int:
    return newline if sign == "\r\n" else astral if sign > "\uffff" else 1


def _flat(text: str) -> str:
    return " ".join(text[: 4 * _LONGEST].split())


def counted(raw: str, marks: Sequence[Mark], origin: str = "") -> Counted:
    """The text counted in the way that its marks were."""
    newlines = (1, 2) if "\r\n" in raw else (1,)
    if "\r\n" in raw and not any(name in origin.casefold() for name in ONE_PER_NEWLINE):
        newlines = (2, 1)
    astrals = (1, 2) if any(sign > "\uffff" for sign in raw) else (1,)
    ways = [Counted(raw, newline, astral) for astral, newline in product(astrals, newlines)]
    if len(ways) == 1:
        return ways[0]
    return max(ways, key=lambda way: (_holds(way, marks), way.n_named(marks)))


def _holds(way: Counted, marks: Sequence[Mark]) -> bool:
    """A way of counting in which a mark would lie beyond the text is not the one that was used."""
    return all(mark.end <= way.length for mark in marks)
