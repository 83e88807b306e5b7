"""Geometry of the charts in `charts.html`: plain numbers in, places on the page out.

Across, places are per cent of the chart's width, so a chart fits a phone and a wide screen without scaling its text;
down, they are pixels. Nothing here knows a colour or a word of HTML.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import isfinite

EDGE = 2.0
LABEL_HEIGHT = 24
MARK_STEP = 11
ROW_GAP = 20
AXIS_HEIGHT = 26
NOTE_BESIDE_LABEL = 10
KINDS = ("before", "during", "after", "follow-up")


@dataclass(frozen=True)
class Mark:
    """One wave's mean on the chart's scale, with its interval where there is one, or None: too few to show."""

    mean: float
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Wave:
    """A wave of the legend; its kind (before, during, after, follow-up) decides its shape and colour."""

    name: str
    kind: str


@dataclass(frozen=True)
class Line:
    """One row of a dumbbell chart: a name, a mark (or None) for each wave, and a few words at the end of the row.

    A short note ("+4.2") stands beside the name; a longer one, said where a mark is missing, stands below it.
    """

    label: str
    marks: Sequence[Mark | None]
    note: str = ""


@dataclass(frozen=True)
class PlacedMark:
    """Where a mark goes, its wave's kind and the words for a pointer that rests on it."""

    kind: str
    x: float
    y: int
    x_low: float | None
    x_high: float | None
    text: str


@dataclass(frozen=True)
class Row:
    """A placed line: the baselines of its label and note, its marks, and the links between neighbouring marks."""

    label: str
    note: str
    y: int
    y_note: int
    marks: list[PlacedMark]
    links: list[tuple[PlacedMark, PlacedMark]]


@dataclass(frozen=True)
class Dumbbell:
    """A chart of means before, during and after, one row for each scale."""

    height: int
    waves: list[Wave]
    ticks: list[tuple[float, str]]
    rows: list[Row]

    @property
    def has_ranges(self) -> bool:
        """True where a mark has an interval, so that the legend explains what is drawn and nothing else."""
        return any(mark.x_low is not None for row in self.rows for mark in row.marks)


def dumbbell(
    lines: Sequence[Line], waves: Sequence[Wave], *, low: float = 0, high: float = 100, n_ticks: int = 5
) -> Dumbbell:
    """Place `lines` on a scale from `low` to `high`, with a mark for each of the `waves`.

    Raises
    ------
    ValueError
        A mark that is not a number on the scale, a row whose marks do not match the waves, an unknown kind of wave.
    """
    unknown = {wave.kind for wave in waves} - set(KINDS)
    if unknown:
        raise ValueError(f"a wave is one of {', '.join(KINDS)}, not {unknown}")
    row_height = LABEL_HEIGHT + MARK_STEP * max(len(waves) - 1, 0) + ROW_GAP
    rows = []
    for index, line in enumerate(lines):
        if len(line.marks) != len(waves):
            raise ValueError(f"{line.label}: {len(line.marks)} marks for {len(waves)} waves")
        rows.append(_place_row(line, waves, index * row_height, (low, high)))
    step = (high - low) / (n_ticks - 1)
    ticks = [(across(low + step * i, low, high), f"{low + step * i:g}") for i in range(n_ticks)]
    return Dumbbell(row_height * len(rows) + AXIS_HEIGHT, list(waves), ticks, rows)


def _place_row(line: Line, waves: Sequence[Wave], top: int, scale: tuple[float, float]) -> Row:
    placed = [
        _place_mark(mark, wave, top + LABEL_HEIGHT + 5 + MARK_STEP * place, scale)
        for place, (wave, mark) in enumerate(zip(waves, line.marks, strict=True))
        if mark is not None
    ]
    beside = len(line.note) <= NOTE_BESIDE_LABEL
    y_note = top + 14 if beside else top + LABEL_HEIGHT + 10 + MARK_STEP * (len(waves) - 1)
    return Row(line.label, line.note, top + 14, y_note, placed, list(pairwise(placed)))


def _place_mark(mark: Mark, wave: Wave, y: int, scale: tuple[float, float]) -> PlacedMark:
    low, high = scale
    text = f"{wave.name}: {mark.mean:.1f}"
    if mark.low is None or mark.high is None:
        return PlacedMark(wave.kind, across(mark.mean, low, high), y, None, None, text)
    ends = [across(min(max(end, low), high), low, high) for end in (mark.low, mark.high)]
    text += f" ({mark.low:.1f} to {mark.high:.1f})"
    return PlacedMark(wave.kind, across(mark.mean, low, high), y, ends[0], ends[1], text)


def across(value: float, low: float, high: float) -> float:
    """Per cent from the left for a value on the scale; marks at the ends keep clear of the edge."""
    if not isfinite(value) or not low <= value <= high or low == high:
        raise ValueError(f"{value} is not on the scale from {low} to {high}")
    return round(EDGE + (100 - 2 * EDGE) * (value - low) / (high - low), 2)


@dataclass(frozen=True)
class Share:
    """One piece of a bar: its place in the order, label, count, and its start and width in per cent."""

    place: int
    label: str
    count: int
    x: float
    width: float


def share_bar(parts: Sequence[tuple[str, int]]) -> list[Share]:
    """Cut a bar into `parts` (label, count) in their order; the widths add up to 100 unless all counts are 0."""
    if any(count < 0 for _, count in parts):
        raise ValueError("a share bar needs counts of 0 or more")
    total = sum(count for _, count in parts) or 1
    shares, before = [], 0
    for place, (label, count) in enumerate(parts):
        start, end = (round(100 * n / total, 3) for n in (before, before + count))
        shares.append(Share(place, label, count, start, round(end - start, 3)))
        before += count
    return shares


@dataclass(frozen=True)
class Spark:
    """A small line in a box of 96 by 28 pixels: the runs of points that are known, and the last point."""

    runs: list[list[tuple[float, float]]]
    last: tuple[float, float] | None


def spark(values: Sequence[float | None], *, low: float = 0, high: float = 100) -> Spark:
    """Place `values` left to right at even steps; a None leaves a gap, never a guess."""
    step = 88 / max(len(values) - 1, 1)
    runs: list[list[tuple[float, float]]] = [[]]
    for index, value in enumerate(values):
        if value is None:
            runs.append([])
            continue
        height = (across(value, low, high) - EDGE) / (100 - 2 * EDGE)
        runs[-1].append((round(4 + step * index, 1), round(24 - 20 * height, 1)))
    known = [run for run in runs if run]
    return Spark(known, known[-1][-1] if known else None)
