"""Tables of counts: hide small cells, then whatever would give them away.

Rows are groups of people, columns are what they answered. A table with its totals is a set of sums, one a row and one
a column; each number is a part of one sum and a part, or the total, of another. All rules speak of one such sum.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import Flag
from functools import lru_cache

from app.disclosure.cells import HIDDEN, SAME_ANSWER, Cell, Released, Row, count_cell
from app.disclosure.possible import has_three_values
from app.disclosure.tiers import Tier

Place = tuple[int, int]  # row and column of the table with its totals; the totals come last
SPREAD = 2  # "all but at most 2": a band covers at least three counts
REMEMBERED = 4096  # how many verdicts on such few numbers are kept: they depend on nothing else


class Totals(Flag):
    """Which totals stand in the table or are known from elsewhere on the page."""

    NONE = 0
    ROWS = 1
    COLUMNS = 2
    BOTH = 3


@dataclass
class Table:
    """Counts with their totals, which of them are offered, and which have been hidden so far."""

    numbers: list[list[int]]
    least: int
    totals: Totals
    hidden: set[Place] = field(default_factory=set)
    alike: set[int] = field(default_factory=set)  # rows in which everybody gave the same answer
    last: Place = field(init=False)
    tells_rows: bool = field(init=False)  # whether the totals of rows are offered
    tells_columns: bool = field(init=False)

    def __post_init__(self) -> None:
        for row in self.numbers:
            if any(n < 0 or n != int(n) for n in row):
                raise ValueError(f"counts are whole numbers from 0, got {row}")
            row.append(sum(row))
        self.numbers.append([sum(column) for column in zip(*self.numbers, strict=True)])
        self.last = len(self.numbers) - 1, len(self.numbers[0]) - 1
        self.tells_rows, self.tells_columns = Totals.ROWS in self.totals, Totals.COLUMNS in self.totals

    def count(self, place: Place) -> int:
        return self.numbers[place[0]][place[1]]

    def offered(self, place: Place) -> bool:
        """False for a total that nobody is told."""
        in_column = self.tells_rows or place[1] != self.last[1]
        return in_column and (self.tells_columns or place[0] != self.last[0])

    def places(self) -> Iterator[Place]:
        rows, columns = self.last
        return ((i, j) for i in range(rows + 1) for j in range(columns + 1) if self.offered((i, j)))

    def sums(self) -> Iterator[tuple[Place, list[Place]]]:
        """Every total with its parts, where the total is offered."""
        rows, columns = self.last
        across = (((i, columns), [(i, j) for j in range(columns)]) for i in range(rows + 1))
        down = (((rows, j), [(i, j) for i in range(rows)]) for j in range(columns + 1))
        for total, parts in (*across, *down):
            if self.offered(total) and all(self.offered(part) for part in parts):
                yield total, parts

    def hide_small(self) -> None:
        """Rule 1: one to k-1 people; the whole of a row of so few, zeros and total included."""
        for place in self.places():
            row_total = self.numbers[place[0]][-1]
            if 0 < self.count(place) < self.least or (place[0] < self.last[0] and 0 < row_total < self.least):
                self.hidden.add(place)

    def band_alike(self) -> None:
        """Rule 3: no exact count in a row where everyone gave the same answer, so that bands can stand there."""
        for i, (*parts, total) in enumerate(self.numbers[:-1]):
            if total >= self.least and len(parts) > 1 and sum(n > 0 for n in parts) == 1:
                self.alike.add(i)
                self.hidden.update((i, j) for j in range(len(parts)))

    def cover(self) -> None:
        """Rule 2, until nothing more needs hiding: cover every sum, then see that nothing can be worked out."""
        while place := self._uncovered() or self._worked_out():
            self.hidden.add(place)

    def _uncovered(self) -> Place | None:
        found = (self._cover_of(total, parts) for total, parts in self.sums())
        return next((place for place in found if place), None)

    def _cover_of(self, total: Place, parts: list[Place]) -> Place | None:
        """What must be hidden next so that this sum does not tell what it should not.

        Several small parts that are fewer than k together are not covered by one large neighbour, whose distance from
        the total is the very number to protect: the total goes (20, 1, 1 of 22). One small part and one large are
        hidden together (20, 2 of 22).
        """
        hidden = [part for part in parts if part in self.hidden]
        shown = sorted((p for p in parts if p not in self.hidden and self.count(p)), key=self.count)
        if total in self.hidden:
            return None if hidden or not shown else shown[0]
        if not hidden or (len(hidden) > 1 and sum(map(self.count, hidden)) >= self.least):
            return None
        return total if not shown or (len(hidden) > 1 and len(shown) == 1) else shown[0]

    def _worked_out(self) -> Place | None:
        """A neighbour, or at last a total, of a hidden number that could be only one or two numbers."""
        for place in sorted(self.hidden, key=self.count):
            if not has_three_values(self, place):
                row, column = place
                near = [p for p in self.places() if p not in self.hidden and (p[0] == row or p[1] == column)]
                near = near or [p for p in self.places() if p not in self.hidden]
                if near:
                    return min(
                        near,
                        key=lambda p: (
                            self._is_total(p),
                            not self.count(p),
                            self.count(p),
                        ),
                    )
        return None

    def _is_total(self, place: Place) -> bool:
        return place[0] == self.last[0] or place[1] == self.last[1]


def release_counts(
    numbers: Sequence[tuple[str, Sequence[int]]],
    *,
    columns: Sequence[str],
    least: int,
    tier: Tier,
    totals: Totals = Totals.BOTH,
) -> Released:
    """Counts of people by group and answer as they may be shown.

    Parameters
    ----------
    numbers
        Label of each group with its counts, in the order of `columns`; groups share no people, nor do answers.
    least
        Smallest number of people that may be shown (k).
    totals
        Totals that stand in the table, or that the reader knows from beside it.
    """
    table = Table([list(counts) for _, counts in numbers], least, totals)
    table.hide_small()
    table.band_alike()
    table.cover()
    n_columns = table.last[1]
    labels = [label for label, _ in numbers] + ["Total"] * (Totals.COLUMNS in totals)
    shown = n_columns + (Totals.ROWS in totals)
    rows = (Row(label, tuple(_cells(table, i)[:shown])) for i, label in enumerate(labels))
    headings = (*columns, *["Total"] * (Totals.ROWS in totals))
    return Released(headings, tuple(rows), tier)


def release_parts(parts: Sequence[int], *, least: int) -> tuple[Cell, ...]:
    """Parts of one group whose size is shown whatever happens: where the total would have to go, all parts do."""
    return _parts(tuple(parts), least)


@lru_cache(maxsize=REMEMBERED)
def _parts(parts: tuple[int, ...], least: int) -> tuple[Cell, ...]:
    table = Table([list(parts)], least, Totals.ROWS)
    table.hide_small()
    table.band_alike()
    table.cover()
    if (0, len(parts)) in table.hidden:
        return (HIDDEN,) * len(parts)
    return tuple(_cells(table, 0)[:-1])


def release_pairs(paired: int, before_only: int, after_only: int, *, least: int) -> tuple[Cell, Cell, Cell]:
    """Pupils with both waves, with the first alone, with the second alone (rule 6); no total of them is shown."""
    return _pairs((paired, before_only, after_only), least)


@lru_cache(maxsize=REMEMBERED)
def _pairs(numbers: tuple[int, int, int], least: int) -> tuple[Cell, Cell, Cell]:
    table = Table([list(numbers)], least, Totals.NONE)
    table.hide_small()
    table.cover()
    both, first, second = _cells(table, 0)[:3]
    return both, first, second


def _cells(table: Table, row: int) -> list[Cell]:
    """Cells of one row, its total last; a group that answered alike is shown in bands."""
    *parts, total = table.numbers[row]
    cells = [HIDDEN if (row, j) in table.hidden else count_cell(n) for j, n in enumerate(table.numbers[row])]
    if row in table.alike and cells[-1] is not HIDDEN:
        most, few = f"{total - SPREAD} to {total}", f"0 to {SPREAD}"
        cells[:-1] = [Cell(most if n else few, None, SAME_ANSWER) for n in parts]
    return cells
