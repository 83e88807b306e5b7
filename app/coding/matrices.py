"""Themes beside participants, beside questions, and beside one another: how many passages, and which.

A passage counts once in a cell, whoever marked it. A heading's row holds the passages of all themes under it.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from app.coding.corpus import Place, Quotation, places_of
from app.coding.retrieval import theme_and_under
from app.coding.tree import Branch
from app.studies.models import Participant


@dataclass(frozen=True)
class Column:
    """A participant or a question. `key` is what the address of its passages says."""

    key: str
    title: str
    note: str = ""


@dataclass(frozen=True)
class Matrix:
    """Counts by theme's id and column's key; a pair that is missing has none."""

    branches: tuple[Branch, ...]
    columns: tuple[Column, ...]
    counts: Mapping[tuple[int, str], int]
    totals: Mapping[int, int]
    """Passages of each theme, in whatever column: less than the sum where one lies in several."""

    def count(self, theme_id: int, key: str) -> int:
        return self.counts.get((theme_id, key), 0)

    def rows(self) -> Iterable[tuple[str, ...]]:
        """Rows of a file: the theme with what stands above it, a number for each column, the total."""
        for branch in self.branches:
            counts = (self.count(branch.theme.id, column.key) for column in self.columns)
            yield branch.full_name, *(str(n) for n in counts), str(self.totals.get(branch.theme.id, 0))


def by_participant(
    quotations: Sequence[Quotation], branches: Sequence[Branch], participants: Iterable[Participant]
) -> Matrix:
    """Themes x participants."""
    columns = [Column(str(one.id), one.pseudonym) for one in participants]
    return _matrix(quotations, branches, columns, lambda one: {str(person.id) for person in one.participants})


def by_question(quotations: Sequence[Quotation], branches: Sequence[Branch], questions: Mapping[str, str]) -> Matrix:
    """Themes x questions, in the order of the schedules; `questions` is id to text."""
    columns = [Column(key, text) for key, text in questions.items()]
    return _matrix(quotations, branches, columns, lambda one: one.question_ids)


def _matrix(
    quotations: Sequence[Quotation],
    branches: Sequence[Branch],
    columns: Sequence[Column],
    keys_of: Callable[[Quotation], Iterable[str]],
) -> Matrix:
    by_theme: dict[int, list[Quotation]] = {}
    for one in quotations:
        by_theme.setdefault(one.theme.id, []).append(one)
    counts: dict[tuple[int, str], int] = {}
    totals = {}
    for branch in branches:
        places: dict[str, set[Place]] = {}
        inside = [one for theme in theme_and_under(branches, branch.theme.id) for one in by_theme.get(theme, ())]
        for one in inside:
            for key in keys_of(one):
                places.setdefault(key, set()).add(one.place)
        counts.update({(branch.theme.id, key): len(found) for key, found in places.items()})
        totals[branch.theme.id] = len(places_of(inside))
    return Matrix(tuple(branches), tuple(columns), counts, totals)


@dataclass(frozen=True)
class Meeting:
    """Two passages of different themes that lie over some same words, and those words."""

    first: Quotation
    second: Quotation
    start: int
    end: int


def meetings_of(quotations: Sequence[Quotation]) -> list[Meeting]:
    """Wherever two themes lie over the same words; once for each stretch of words and pair of themes."""
    found: dict[tuple[int, int, int, int, int], Meeting] = {}
    for one, other in _overlapping(quotations):
        if one.theme.id == other.theme.id:
            continue
        first, second = sorted((one, other), key=lambda each: each.theme.id)
        start, end = max(one.coding.start, other.coding.start), min(one.coding.end, other.coding.end)
        key = (first.theme.id, second.theme.id, one.coding.transcript_id, start, end)
        found.setdefault(key, Meeting(first, second, start, end))
    return list(found.values())


def count_meetings(meetings: Iterable[Meeting]) -> dict[tuple[int, int], int]:
    """How often each two themes meet, the lower id first."""
    counts: dict[tuple[int, int], int] = {}
    for one in meetings:
        pair = (one.first.theme.id, one.second.theme.id)
        counts[pair] = counts.get(pair, 0) + 1
    return counts


def _overlapping(quotations: Sequence[Quotation]) -> Iterable[tuple[Quotation, Quotation]]:
    """Pairs that overlap; the quotations of one transcript are looked at from left to right."""
    by_transcript: dict[int, list[Quotation]] = {}
    for one in quotations:
        by_transcript.setdefault(one.coding.transcript_id, []).append(one)
    for row in by_transcript.values():
        open_: list[Quotation] = []
        for one in sorted(row, key=lambda each: each.coding.start):
            open_ = [other for other in open_ if other.coding.end > one.coding.start]
            yield from ((other, one) for other in open_)
            open_.append(one)
