"""What a reader may hold: cells, rows and tables of plain Python, already rounded.

Symbols are those of the Department for Education: `c` suppressed, `x` not available, `z` not applicable, `low` for a
number that is not zero but rounds to it. One reason covers every suppressed cell: telling a small cell from its cover
would help to work out both.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from math import isnan
from typing import Any

from app.disclosure.raw import Undisclosed, checks_itself, refuse_raw
from app.disclosure.tiers import Tier

TOO_FEW = "too few to show"
SAME_ANSWER = "everyone answered much the same, so only a band is shown"
SMALLEST_BASE = {Tier.T0: 10, Tier.T1: 10, Tier.T2: 10, Tier.T3: 20}


@checks_itself
@dataclass(frozen=True, slots=True)
class Cell:
    """One figure as shown: its text, the same rounded number for a chart, and why it is missing or inexact."""

    text: str
    value: float | None = None
    reason: str = ""

    def __post_init__(self) -> None:
        if type(self.text) is not str or type(self.reason) is not str:
            raise Undisclosed(f"a cell holds plain text, got {type(self.text)} and {type(self.reason)}")
        if self.value is not None and type(self.value) is not float:
            raise Undisclosed(f"a cell holds a plain float or nothing, got {type(self.value)}")

    @property
    def shown(self) -> bool:
        """True when there is a number to read or to draw."""
        return self.value is not None


HIDDEN = Cell("c", None, TOO_FEW)
BESIDE = Cell("c", None, "so much was shown before that this can't be shown safely beside it")
NOT_AVAILABLE = Cell("x", None, "not available")
NOT_APPLICABLE = Cell("z", None, "does not apply")


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a released table."""

    label: str
    cells: tuple[Cell, ...]


@checks_itself
@dataclass(frozen=True, slots=True)
class Released:
    """A table that is safe to print, draw and download.

    `counts` are sentences that say whose figures these are ("31 pupils answered both times"); `notes` the cautions
    that must stay beside them wherever they go.
    """

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    tier: Tier
    counts: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        held = (self.columns, self.rows, self.counts, self.notes, *(row.cells for row in self.rows))
        if any(type(part) is not tuple for part in held):
            raise Undisclosed("a table that is looked through once holds nothing that could change: tuples alone")
        for row in self.rows:
            if len(row.cells) != len(self.columns):
                raise ValueError(f"{row.label}: {len(row.cells)} cells for {len(self.columns)} columns")
        refuse_raw(
            [
                self.columns,
                self.tier,
                self.counts,
                self.notes,
                [(row.label, row.cells) for row in self.rows],
            ]
        )

    def column(self, name: str) -> tuple[Cell, ...]:
        """Cells under one heading, from the first row to the last."""
        position = self.columns.index(name)
        return tuple(row.cells[position] for row in self.rows)

    def to_plain(self) -> dict[str, Any]:
        """As dictionaries and lists that JSON can keep."""
        rows = [[row.label, [[c.text, c.value, c.reason] for c in row.cells]] for row in self.rows]
        kept = {"columns": self.columns, "counts": self.counts, "notes": self.notes}
        return {name: list(texts) for name, texts in kept.items()} | {
            "tier": str(self.tier),
            "rows": rows,
        }

    @classmethod
    def from_plain(cls, kept: dict[str, Any]) -> "Released":
        """The table that `to_plain` wrote."""
        rows = tuple(Row(label, tuple(Cell(*cell) for cell in cells)) for label, cells in kept["rows"])
        columns, counts, notes = (tuple(kept[name]) for name in ("columns", "counts", "notes"))
        return cls(columns, rows, Tier(kept["tier"]), counts, notes)


def rounded(value: float | None, *, decimals: int) -> Cell:
    """A number to so many decimals; `low` when it is not zero but would read as zero."""
    if value is None or isnan(value):
        return NOT_AVAILABLE
    text = f"{float(value):.{decimals}f}"
    if float(text) == 0:
        return Cell("low", 0.0, "rounds to zero") if value else Cell(f"{0:.{decimals}f}", 0.0)
    return Cell(text, float(text))


def mean_cell(value: float | None) -> Cell:
    """A mean, a change of means or its limits: one decimal."""
    return rounded(value, decimals=1)


def effect_cell(value: float | None) -> Cell:
    """An effect size or a reliability: two decimals."""
    return rounded(value, decimals=2)


def count_cell(n: int) -> Cell:
    """A number of people that has passed the rules of `counts`."""
    return Cell(str(int(n)), float(n))


def share_cell(n: int, base: int, *, tier: Tier) -> Cell:
    """A whole percentage, or "5 of 6" where the base is too small for one."""
    if not base:
        return NOT_APPLICABLE
    if base < SMALLEST_BASE[tier]:
        return Cell(f"{n} of {base}", float(n))
    return Cell(f"{100 * n / base:.0f} %", float(f"{100 * n / base:.0f}"))


def band_cell(value: float, *, low: float = 0, high: float = 100) -> Cell:
    """The tenth of the scale in which a mean lies, for a group that answered alike."""
    width = (high - low) / 10
    floor = low + min(int((value - low) / width), 9) * width
    return Cell(f"{floor:.0f} to {floor + width:.0f}", None, SAME_ANSWER)


def csv_rows(released: Released, *, label: str = "Scale") -> Iterator[tuple[str, ...]]:
    """Heading and lines of a CSV; `label` says what the lines are, the last column why cells have no number."""
    yield (label, *released.columns, "reason")
    for row in released.rows:
        yield (row.label, *(cell.text for cell in row.cells), _reasons(released.columns, row.cells))


def _reasons(columns: tuple[str, ...], cells: tuple[Cell, ...]) -> str:
    """Each reason once, with the columns that it holds for."""
    found: dict[str, list[str]] = {}
    for name, cell in zip(columns, cells, strict=True):
        if cell.reason:
            found.setdefault(cell.reason, []).append(name)
    return "; ".join(
        reason if len(names) == len(columns) else f"{reason}: {', '.join(names)}" for reason, names in found.items()
    )
