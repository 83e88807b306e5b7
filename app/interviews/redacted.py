"""A transcript as it is read: its words with names replaced, and with what may not be read taken out.

Places in the raw text and in what is read differ wherever something was put in. `Redacted` leads from the one to the
other, in Unicode code points counted from 0, the end not included. What cuts into a replaced place takes in all of it.
"""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property


@dataclass(frozen=True)
class Put:
    """`text` is read where the raw text has `start` to `end`."""

    start: int
    end: int
    text: str


@dataclass(frozen=True)
class _Piece:
    """A stretch of the raw text, and where it is read; a replaced one is read as a whole or not at all."""

    raw: tuple[int, int]
    read: tuple[int, int]
    is_put: bool


class Redacted:
    """The raw text with `puts` laid over it. Where puts overlap, the one that starts first, then the longer, holds."""

    def __init__(self, raw: str, puts: Iterable[Put] = ()) -> None:
        self._pieces: list[_Piece] = []
        parts: list[str] = []
        at = read = 0
        for put in sorted(puts, key=lambda one: (one.start, -one.end)):
            if put.start < at or not put.start < put.end <= len(raw):
                continue
            read = self._add(parts, raw[at : put.start], at, read, is_put=False)
            read = self._add(parts, put.text, put.start, read, is_put=True, raw_end=put.end)
            at = put.end
        self._add(parts, raw[at:], at, read, is_put=False)
        self.text = "".join(parts)
        self._n_raw = len(raw)

    def _add(
        self, parts: list[str], text: str, start: int, read: int, *, is_put: bool, raw_end: int | None = None
    ) -> int:
        if text or is_put:
            end = start + len(text) if raw_end is None else raw_end
            self._pieces.append(_Piece((start, end), (read, read + len(text)), is_put))
            parts.append(text)
        return read + len(text)

    @cached_property
    def _raw_starts(self) -> list[int]:
        return [piece.raw[0] for piece in self._pieces]

    @cached_property
    def _read_starts(self) -> list[int]:
        return [piece.read[0] for piece in self._pieces]

    def to_read(self, start: int, end: int) -> tuple[int, int]:
        """Where `start` to `end` of the raw text is read."""
        return self._led(start, end, self._n_raw, self._raw_starts, ("raw", "read"))

    def to_raw(self, start: int, end: int) -> tuple[int, int]:
        """Which words of the raw text are read at `start` to `end`."""
        return self._led(start, end, len(self.text), self._read_starts, ("read", "raw"))

    def _led(self, start: int, end: int, most: int, starts: list[int], ways: tuple[str, str]) -> tuple[int, int]:
        """ValueError for a place that is empty or lies outside."""
        if not 0 <= start < end <= most:
            raise ValueError(f"{start} to {end} is no place in a text of {most} characters")
        first = self._pieces[bisect_right(starts, start) - 1]
        last = self._pieces[bisect_right(starts, end - 1) - 1]
        (first_here, first_there), (last_here, last_there) = (
            (getattr(piece, ways[0]), getattr(piece, ways[1])) for piece in (first, last)
        )
        there = first_there[0] if first.is_put else first_there[0] + start - first_here[0]
        until = last_there[1] if last.is_put else last_there[0] + end - last_here[0]
        return there, until

    def passage(self, start: int, end: int) -> str:
        """What is read of `start` to `end` of the raw text."""
        first, last = self.to_read(start, end)
        return self.text[first:last]
