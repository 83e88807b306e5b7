"""How codings lie over the words of a turn: which one has which number and line, and where words change hands.

Places are code points of what is read of the turn.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

N_LINES = 4
"""So many codings over one word are drawn with lines of their own; the next one shares the last line."""


@dataclass(frozen=True)
class Mark:
    """A passage of one coder, with all its themes. `number` is what is read beside it, `line` how deep it is drawn."""

    first: int
    last: int
    coder_id: int | None
    coding_ids: tuple[int, ...]
    number: int
    line: int


@dataclass(frozen=True)
class Segment:
    """Words under the same marks. `begin` are those whose number stands before it."""

    text: str
    marks: tuple[Mark, ...]
    begin: tuple[Mark, ...]


@dataclass(frozen=True)
class Span:
    """A coding's place in the turn."""

    first: int
    last: int
    coder_id: int | None
    coding_id: int


def marks_of(spans: Iterable[Span]) -> list[Mark]:
    """The marks in the order of the text; codings of one coder over the same words are one mark."""
    together: dict[tuple[int, int, int | None], list[int]] = {}
    for one in sorted(spans, key=lambda one: (one.first, -one.last, one.coder_id or 0, one.coding_id)):
        together.setdefault((one.first, one.last, one.coder_id), []).append(one.coding_id)
    ends = [0] * N_LINES
    marks = []
    for number, ((first, last, coder_id), ids) in enumerate(together.items(), 1):
        line = next((line for line, end in enumerate(ends) if end <= first), N_LINES - 1)
        ends[line] = max(ends[line], last)
        marks.append(Mark(first, last, coder_id, tuple(ids), number, line))
    return marks


def segments_of(text: str, marks: Sequence[Mark], *, first: int = 0) -> list[Segment]:
    """`text`, which begins at `first` of its turn, cut wherever a mark begins or ends."""
    last = first + len(text)
    ends = {place for mark in marks for place in (mark.first, mark.last) if first < place < last}
    cuts = [first, *sorted(ends), last]
    found = []
    for start, end in zip(cuts, cuts[1:], strict=False):
        over = sorted((mark for mark in marks if mark.first < end and mark.last > start), key=lambda mark: mark.line)
        begin = tuple(mark for mark in over if mark.first == start or (start == first and mark.first < first))
        found.append(Segment(text[start - first : end - first], tuple(over), begin))
    return found
