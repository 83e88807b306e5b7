"""A transcript part by part, as it is read: what the coding page shows, and where a place on it lies.

A place on the page is a turn and a number of code points of what is *read* of it; a coding's place is one of the raw
text. `ReadTurn` leads from one to the other, with the turn alone: a long transcript is never read whole.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from sqlalchemy import ColumnElement, ScalarSelect, and_, or_, select
from sqlalchemy.orm import aliased, defer

from app.coding.reading import TAKEN_OUT, Reading
from app.db import db
from app.interviews.redacted import Put, Redacted
from app.interviews.texts import Replacement, Transcript, Turn
from app.studies.allowing import permitted_school_ids
from app.studies.models import Participant

PART = 30_000
"""Characters of a part, give or take a turn. A turn that is longer is cut into parts itself."""


class NoSuchPlace(ValueError):
    """What was asked to be marked is not in the text."""


@dataclass(frozen=True)
class ReadTurn:
    """A turn as it is read, or, of a very long one, the stretch from `first` to `last` of what is read."""

    turn: Turn
    speaker: Participant | None
    redacted: Redacted
    first: int
    last: int
    is_open: bool

    @property
    def text(self) -> str:
        return self.redacted.text[self.first : self.last]

    def to_read(self, start: int, end: int) -> tuple[int, int] | None:
        """Where a place of the raw text is read in this turn; None if it lies elsewhere."""
        start, end = max(start, self.turn.start), min(end, self.turn.end)
        if start >= end:
            return None
        return self.redacted.to_read(start - self.turn.start, end - self.turn.start)

    def to_raw(self, first: int, last: int) -> tuple[int, int]:
        """Which words of the raw text are read there; NoSuchPlace for what lies outside, or may not be read."""
        if not self.is_open or not 0 <= first < last <= len(self.redacted.text):
            raise NoSuchPlace
        start, end = self.redacted.to_raw(first, last)
        return start + self.turn.start, end + self.turn.start


@dataclass(frozen=True)
class Window:
    """Some turns of a transcript in their order, one after the other."""

    reading: Reading
    turns: tuple[ReadTurn, ...]

    @cached_property
    def by_id(self) -> dict[int, ReadTurn]:
        return {one.turn.id: one for one in self.turns}

    @property
    def span(self) -> tuple[int, int]:
        """The raw places of all of it; an empty one at the start where there is no turn."""
        return (self.turns[0].turn.start, self.turns[-1].turn.end) if self.turns else (0, 0)

    def words(self, start: int, end: int) -> str:
        """What is read of a place of the raw text, a line for each turn."""
        found = ((one, one.to_read(start, end)) for one in self.turns)
        return "\n".join(one.redacted.text[place[0] : place[1]] for one, place in found if place)


def count_parts(transcript: Transcript) -> int:
    return max(1, -(-transcript.n_characters // PART))


def part_of(transcript: Transcript, start: int) -> int:
    """The part, from 1, on which a raw place begins."""
    turn = db.session.scalar(
        select(Turn)
        .where(Turn.transcript_id == transcript.id, Turn.start <= start)
        .order_by(Turn.start.desc())
        .limit(1)
        .options(defer(Turn.sealed_label))
    )
    shown_at = start if turn is None or turn.end - turn.start > PART else turn.start
    return min(shown_at // PART + 1, count_parts(transcript))


def part(transcript: Transcript, number: int) -> Window:
    """The turns that begin in this part, counted from 1, and what belongs here of one that is longer than a part."""
    start, end = (number - 1) * PART, number * PART
    begins = and_(Turn.start >= start, Turn.start < end)
    goes_on = and_(Turn.start < start, Turn.end > start, Turn.end - Turn.start > PART)
    return _window(transcript, or_(begins, goes_on), (start, end))


def turns_between(transcript: Transcript, first_id: int, last_id: int) -> Window:
    """Two turns and all that lies between; NoSuchPlace when the transcript has no such turns in this order."""
    window = _window(transcript, Turn.position.between(_position_of(first_id), _position_of(last_id)))
    if not window.turns or (window.turns[0].turn.id, window.turns[-1].turn.id) != (first_id, last_id):
        raise NoSuchPlace
    return window


def _position_of(turn_id: int) -> ScalarSelect[int]:
    named = aliased(Turn)
    return select(named.position).where(named.id == turn_id).scalar_subquery()


def turns_at(transcript: Transcript, first: int, last: int) -> Window:
    """The turns at these positions and between them, as many as there are."""
    return _window(transcript, Turn.position.between(first, last))


def turns_under(transcript: Transcript, span: tuple[int, int]) -> Window:
    """The turns under a raw place, whole."""
    return _window(transcript, and_(Turn.start < span[1], Turn.end > span[0]))


def turns_touched(transcript: Transcript, spans: Iterable[tuple[int, int]], *, shown: int) -> Window:
    """The turns under these raw places, as part `shown` shows them."""
    touched = [and_(Turn.start < end, Turn.end > start) for start, end in spans]
    window = _window(transcript, or_(*touched), ((shown - 1) * PART, shown * PART)) if touched else None
    turns = tuple(one for one in window.turns if one.first < one.last) if window else ()
    return Window(window.reading if window else Reading(transcript, ()), turns)


def _window(transcript: Transcript, which: ColumnElement[bool], cut: tuple[int, int] | None = None) -> Window:
    query = select(Turn).where(Turn.transcript_id == transcript.id, which).order_by(Turn.position)
    turns = db.session.scalars(query.options(defer(Turn.sealed_label))).all()
    reading = Reading(transcript, permitted_school_ids(transcript.interview.study))
    people = {one.participant_id: one.participant for one in reading.interview.speakers}
    hidden = _replacements_in(transcript, turns)
    found = (_read_turn(reading, turn, people, hidden, cut=cut) for turn in turns)
    return Window(reading, tuple(found))


def _replacements_in(transcript: Transcript, turns: Sequence[Turn]) -> Sequence[Replacement]:
    if not turns:
        return ()
    query = select(Replacement).where(
        Replacement.transcript_id == transcript.id,
        Replacement.start < turns[-1].end,
        Replacement.end > turns[0].start,
    )
    return db.session.scalars(query.order_by(Replacement.start)).all()


def _read_turn(
    reading: Reading,
    turn: Turn,
    people: dict[int, Participant],
    hidden: Sequence[Replacement],
    *,
    cut: tuple[int, int] | None,
) -> ReadTurn:
    raw, is_open = reading.transcript.sealed_text[turn.start : turn.end], reading.is_open(turn)
    puts = [
        Put(max(one.start, turn.start) - turn.start, min(one.end, turn.end) - turn.start, one.put)
        for one in hidden
        if one.start < turn.end and one.end > turn.start
    ]
    redacted = Redacted(raw, puts if is_open else [Put(0, len(raw), TAKEN_OUT)])
    first, last = _stretch(redacted, turn, cut) if cut and len(raw) > PART else (0, len(redacted.text))
    return ReadTurn(turn, people.get(turn.participant_id or 0), redacted, first, last, is_open)


def _stretch(redacted: Redacted, turn: Turn, cut: tuple[int, int]) -> tuple[int, int]:
    """What is read of a very long turn between the ends of a part, from the end of a word to the end of a word."""
    start, end = max(cut[0], turn.start) - turn.start, min(cut[1], turn.end) - turn.start
    if start >= end:
        return 0, 0
    first, last = redacted.to_read(start, end)
    return _word_end(redacted.text, first), _word_end(redacted.text, last)


def _word_end(text: str, at: int) -> int:
    """The next space after `at`, or `at` itself in a text without any nearby."""
    if at in (0, len(text)):
        return at
    space = text.find(" ", at, at + 100)
    return at if space < 0 else space
