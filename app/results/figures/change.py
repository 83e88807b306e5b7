"""The change of every scale of a group, as released figures."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from app.disclosure import BESIDE, Cell, Released, Row, members_of
from app.instruments.model import Instrument
from app.results.compared import Picked
from app.results.figures import columns, wording
from app.results.figures.apart import keep_apart
from app.results.figures.comparison import Alphas, Comparison, Line
from app.results.gate import Gate
from app.results.scores import Scores
from app.results.sets import LEFT_OUT

Lost = list[tuple[str, Cell, Cell, Cell]]  # scale, difference of those who left, its interval


@dataclass(frozen=True)
class Figures:
    """What a view shows: one table for the page, the chart and the file, and the sentence at the top."""

    table: Released
    headline: str
    waves: tuple[tuple[str, str], ...]  # name and kind, first to last

    @property
    def lines(self) -> list[tuple[str, Line]]:
        """Title of each scale with its cells by key."""
        names = columns.keys(len(self.waves) - 2)
        return [(row.label, dict(zip(names, row.cells, strict=True))) for row in self.table.rows]

    @property
    def anything_shown(self) -> bool:
        return any(line["n"].shown and line["n"].value for _, line in self.lines)

    @property
    def anything_unproven(self) -> bool:
        """True when a scale is missing for what was shown before, and not for its number of pupils."""
        return any(line["n"] == BESIDE for _, line in self.lines)

    def to_plain(self) -> dict[str, Any]:
        """As JSON keeps it in the ledger."""
        return {"table": self.table.to_plain(), "headline": self.headline, "waves": [list(w) for w in self.waves]}

    @classmethod
    def from_plain(cls, kept: dict[str, Any]) -> "Figures":
        waves = tuple((name, kind) for name, kind in kept["waves"])
        return cls(Released.from_plain(kept["table"]), kept["headline"], waves)


@dataclass(frozen=True)
class Asked:
    """What is to be shown, and through which gate. `apart` are pupils who are left out because of the form they sat.

    It is None where that leaves nobody out: everybody sits the same form, or both are compared.
    """

    picked: Picked
    instrument: Instrument
    gate: Gate
    apart: Sequence[int] | None = None


def change_figures(
    scores: Scores, asked: Asked, *, alphas: Alphas, last: Callable[[], Figures | None] | None = None
) -> Figures:
    """The change of every scale as it may be shown now.

    A scale that may not move on, although the view as a whole may, stays as `last` showed it, which is read only then.
    """
    picked, instrument, gate = asked.picked, asked.instrument, asked.gate
    lines: dict[str, Line] = {}
    refused: list[str] = []
    lost: Lost = []
    for number, scale in enumerate(instrument.scales):
        one = Comparison(scores, picked, number, gate)
        lines[scale.title] = one.line(alphas.get(scale.id))
        refused += [scale.title] * one.refused
        if not one.refused and (difference := one.lost()):
            lost.append((scale.title, *difference))
    if refused and last and (shown := last()):
        lines |= {title: line for title, line in shown.lines if title in refused}
    lines = keep_apart(lines, least=gate.least)
    names = [wave.name for wave in picked.waves]
    return Figures(
        Released(
            columns.headings(names),
            tuple(Row(title, tuple(line.values())) for title, line in lines.items()),
            gate.tier,
            counts=_counts(lines, picked),
            notes=(*_forms_note(asked), *_notes(lines, lost, len(instrument.scales))),
        ),
        wording.headline(lines, picked.first.name, picked.last.name, least=gate.least),
        tuple((wave.name, wave.kind) for wave in picked.waves),
    )


def _forms_note(asked: Asked) -> tuple[str, ...]:
    """How many are left out because of the form they sat, as far as that may be said, and why."""
    if asked.apart is None:
        return ()
    n_apart = asked.gate.size(LEFT_OUT, members_of(asked.apart))
    return (wording.forms_note(n_apart),)


def _counts(lines: dict[str, Line], picked: Picked) -> tuple[str, ...]:
    counts = sorted({int(line["n"].value or 0) for line in lines.values() if line["n"].shown})
    if not counts:
        return (wording.nothing_shown(lines),)
    n = str(counts[0]) if len(counts) == 1 else f"{counts[0]} to {counts[-1]}, depending on the scale,"
    return (f"Pupils who answered both {picked.first.name} and {picked.last.name}: {n.rstrip(',')}.",)


def _notes(lines: dict[str, Line], lost: Lost, n_scales: int) -> tuple[str, ...]:
    weak = [title for title, line in lines.items() if _is_weak(line["alpha"])]
    alone = [line["n_first_only"] for line in lines.values() if line["n"].value]
    notes = [wording.NO_PROOF, wording.many_scales(n_scales), wording.NO_RANKING]
    if alone:
        clearest = max(lost, key=lambda found: abs(found[1].value or 0), default=None)
        most = max(alone, key=lambda cell: (not cell.shown, cell.value or 0))
        notes.append(wording.attrition_note(most, clearest))
    return (*notes, wording.reliability_note(weak), wording.DENOMINATORS)


def _is_weak(alpha: Cell) -> bool:
    return alpha.value is not None and alpha.value < wording.WEAK_ALPHA
