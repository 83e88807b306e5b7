"""A text of a project's file becomes turns: who speaks is taken out of the words, and places move along.

Whose words are whose is told by the passages of cases, and by labels before words ("Interviewer: ..."). Where neither
tells, words are nobody's; they are never given to an interviewer, whose words need no consent, without such a label.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from app.interviews.texts import TURN_GAP
from app.transcripts.labels import LONGEST, accepted, is_heading
from app.transcripts.matching import ROLES, words_of

INTERVIEWER = "i"
NOBODY = ""
Owners = list[tuple[int, frozenset[str]]]
_LABEL = re.compile(rf"^[ \t]*+([^\s:][^\n:]{{0,{LONGEST - 1}}}):(?:[ \t]+|(?=\n)|\Z)", re.MULTILINE)
_FIRST_LINE = re.compile(r"\s*[^\n]*")
_GAP = re.compile(r"\n[ \t]*\n\s*")


@dataclass(frozen=True)
class Owned:
    """A stretch of the file's text that a case says is its own."""

    start: int
    end: int
    who: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A turn: where its words stand in the file's text, the label before them, and who speaks."""

    start: int
    end: int
    label: str
    who: str


@dataclass(frozen=True)
class Said:
    """What is known of a text. `names` leads from a label to who it is; `others` is who speaks where nothing tells.

    `is_ours` says that the text was written here: then only our own labels are labels, they stand at the beginning of
    a turn alone, and words between two of them are one turn.
    """

    text: str
    owned: Sequence[Owned]
    names: Mapping[str, str]
    others: str = NOBODY
    is_ours: bool = False


class LaidOut:
    """The turns of a text, and its words as a transcript keeps them."""

    def __init__(self, text: str, turns: Iterable[Piece]) -> None:
        self.turns = tuple(turns)
        self._starts = [one.start for one in self.turns]
        self._words = text

    @property
    def text(self) -> str:
        """Made each time: of the largest project all of them take as much memory as the file."""
        return TURN_GAP.join(self._words[one.start : one.end] for one in self.turns)

    @property
    def n_characters(self) -> int:
        """How long the text is."""
        return self.places[-1] + self.turns[-1].end - self.turns[-1].start if self.turns else 0

    @cached_property
    def places(self) -> list[int]:
        """Where each turn begins in the transcript."""
        at, found = 0, []
        for one in self.turns:
            found.append(at)
            at += one.end - one.start + len(TURN_GAP)
        return found

    def place(self, start: int, end: int) -> tuple[int, int] | None:
        """Where a place of the file's text stands in the transcript; None when no word of it does."""
        first = max(bisect_right(self._starts, start) - 1, 0)
        last = bisect_right(self._starts, end - 1) - 1
        if self.turns and first <= last and start >= self.turns[first].end:
            first += 1
        if not self.turns or start >= end or first > last:
            return None
        begin = self.places[first] + max(start - self.turns[first].start, 0)
        until = self.places[last] + min(end, self.turns[last].end) - self.turns[last].start
        return (begin, until) if begin < until else None


def labels_in(text: str) -> frozenset[str]:
    """What stands before words like the name of somebody who speaks."""
    found = (one[1].strip() for one in _LABEL.finditer(text))
    return accepted((one for one in found if one and not is_heading(one)), bracketed=False)


def is_interviewer(label: str) -> bool:
    """True for a label that says so, with a number or without."""
    return re.sub(r"\s*\d+$", "", " ".join(words_of(label))) in ROLES[0]


def lay_out(said: Said) -> LaidOut:
    """The text in turns."""
    return LaidOut(said.text, _turns(said))


def _turns(said: Said) -> Iterator[Piece]:
    owners = _owners(said.owned, len(said.text))
    edges = [start for start, _ in owners]
    begins = frozenset(edges)
    labels = {at: own for at, own in _labels(said) if not said.is_ours or at in begins or not _at(owners, edges, at)}
    cuts = sorted({*edges, *labels, *_paragraphs(said, owners, edges), *_asked(said, labels)})
    label, is_open = "", False
    for start, end in zip(cuts, [*cuts[1:], len(said.text)], strict=True):
        own = labels.get(start)
        words = own[1] if own else start
        is_own = own is not None or is_open
        label = own[0] if own else label
        first, last = _trimmed(said.text, min(words, end), end)
        is_open = is_own and first == last
        if first < last:
            who = _who(said, _at(owners, edges, start), label, is_own=is_own)
            yield Piece(first, last, label if is_own else "", who)


def _who(said: Said, owners: frozenset[str], label: str, *, is_own: bool) -> str:
    """Who says words under that label, which is their own or that of words before them."""
    named = said.names.get(label, NOBODY) if label else said.others
    if owners:
        (first, *more) = owners
        return INTERVIEWER if named == INTERVIEWER and is_own else NOBODY if more else first
    return named if named != INTERVIEWER or is_own else said.others


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    words = text[start:end]
    first = start + len(words) - len(words.lstrip())
    return first, max(first, start + len(words.rstrip()))


def _labels(said: Said) -> Iterator[tuple[int, tuple[str, int]]]:
    """Where a label begins: the label, and where the words after it do. Ours stand after a gap alone."""
    for found in _LABEL.finditer(said.text):
        label, start = found[1].strip(), found.start()
        after_gap = start == 0 or said.text[max(start - len(TURN_GAP), 0) : start] == TURN_GAP
        if label in said.names and (after_gap or not said.is_ours):
            yield start, (label, found.end())


def _owners(owned: Sequence[Owned], length: int) -> Owners:
    """The text from place to place with the cases whose words begin to stand there."""
    edges: dict[int, list[tuple[str, int]]] = {0: [], length: []}
    for one in owned:
        if one.start < one.end:
            edges.setdefault(one.start, []).append((one.who, 1))
            edges.setdefault(one.end, []).append((one.who, -1))
    counts: dict[str, int] = {}
    found = []
    for place in sorted(edges):
        for who, step in edges[place]:
            counts[who] = counts.get(who, 0) + step
            if not counts[who]:
                del counts[who]
        found.append((place, frozenset(counts)))
    return found


def _at(owners: Owners, edges: Sequence[int], place: int) -> frozenset[str]:
    """Whose words stand at the place."""
    return owners[bisect_right(edges, place) - 1][1]


def _paragraphs(said: Said, owners: Owners, edges: Sequence[int]) -> Iterator[int]:
    """Where a paragraph begins that nobody says is theirs; in a text of ours it belongs to the words before it."""
    if said.is_ours:
        return
    for found in _GAP.finditer(said.text):
        if not _at(owners, edges, found.end()):
            yield found.end()


def _asked(said: Said, labels: Mapping[int, tuple[str, int]]) -> Iterator[int]:
    """Where the line of an interviewer ends: what follows without a label may be the answer."""
    for label, words in labels.values():
        if said.names[label] == INTERVIEWER and not said.is_ours:
            found = _FIRST_LINE.match(said.text, words)
            if found and found.end() < len(said.text):
                yield found.end()
