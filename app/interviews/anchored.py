"""What points at places of a transcript from rooms above this one: they are asked and told here.

A room above registers itself once, when it is loaded. It is asked before a transcript is replaced, and told of each
stretch of text that is replaced by other words, or struck, in the same transaction.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Protocol

from app.interviews.texts import Transcript


@dataclass(frozen=True)
class Splice:
    """`after` stands where the text had `before` from `start` on. Places are code points of the raw text."""

    start: int
    before: str
    after: str

    @property
    def end(self) -> int:
        """Where the words end that were there before."""
        return self.start + len(self.before)

    @property
    def until(self) -> int:
        """Where the words end that are there now."""
        return self.start + len(self.after)

    @property
    def shift(self) -> int:
        """By how much everything behind it moves."""
        return len(self.after) - len(self.before)

    @property
    def inverse(self) -> "Splice":
        return Splice(self.start, self.after, self.before)


class Anchors(Protocol):
    """A room above, as this one knows it."""

    def count(self, transcript: Transcript) -> int:
        """How many of its things point at the transcript."""

    def move(self, transcript: Transcript, splice: Splice) -> None:
        """Move its things to where their words are now."""

    def forget(self, transcript: Transcript, words: Collection[str]) -> None:
        """Take words that are being struck out of whatever people wrote there."""


_rooms: list[Anchors] = []


def register(room: Anchors) -> None:
    """Have the room asked and told from now on."""
    _rooms.append(room)


def count_anchored(transcript: Transcript) -> int:
    """How many things of rooms above point at places of the transcript."""
    return sum(room.count(transcript) for room in _rooms)


def announce(transcript: Transcript, splice: Splice) -> None:
    """Tell every room above of words that were replaced."""
    for room in _rooms:
        room.move(transcript, splice)


def announce_struck(transcript: Transcript, words: Collection[str]) -> None:
    """Tell every room above of words that nobody is to read any more, turn by turn."""
    for room in _rooms:
        room.forget(transcript, words)


def moved(place: tuple[int, int], splice: Splice) -> tuple[int, int]:
    """Where the words of a place are after a splice; both ends are one where none of them is left.

    A place that holds the whole splice holds the new words; of one that is cut the words that remain are kept.
    """
    start, end = place
    if end <= splice.start:
        return start, end
    if start >= splice.end:
        return start + splice.shift, end + splice.shift
    if start <= splice.start and splice.end <= end:
        return start, end + splice.shift
    if splice.start <= start and end <= splice.end:
        return (splice.start, splice.until)
    if start < splice.start:
        return start, splice.start
    return splice.until, end + splice.shift
