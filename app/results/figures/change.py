"""The change of every scale of a group, as released figures."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from app.disclosure import BESIDE, Cell, Released, Row, members_of
from app.instruments.languages import ENGLISH
from app.instruments.model import Instrument
from app.results.compared import Picked
from app.results.figures import columns
from app.results.figures.apart import keep_apart
from app.results.figures.comparison import Alphas, Comparison, Line
from app.results.figures.telling import Facts, Told, tell
from app.results.figures.wording import Clearest
from app.results.gate import Gate
from app.results.naming import wave_in_sentence
from app.results.scores import Scores
from app.results.sets import LEFT_OUT
from app.web.languages import current, in_english


@dataclass(frozen=True)
class Figures:
    """What a view shows: one table for the page, the chart and the file, and the sentence at the top.

    All its words are English, as released. Without `facts`, as releases once were, they are said in no other language.
    """

    table: Released
    headline: str
    waves: tuple[tuple[str, str], ...]  # name and kind, first to last
    facts: Facts | None = None

    @property
    def told(self) -> Told:
        """The sentences in the language of the page."""
        if self.facts is None or current().code == ENGLISH:
            return Told(self.headline, self.table.counts, self.table.notes)
        return tell(dict(self.lines), self.waves, self.facts)

    @cached_property
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

    @property
    def names(self) -> list[str]:
        """The waves inside a sentence, first to last, in the language of the page."""
        return [wave_in_sentence(*wave) for wave in self.waves]

    def to_plain(self) -> dict[str, Any]:
        """As JSON keeps it in the ledger."""
        kept = {"table": self.table.to_plain(), "headline": self.headline, "waves": [list(w) for w in self.waves]}
        return kept | ({"facts": self.facts.to_plain()} if self.facts else {})

    @classmethod
    def from_plain(cls, kept: dict[str, Any]) -> "Figures":
        waves = tuple((name, kind) for name, kind in kept["waves"])
        facts = Facts.from_plain(kept["facts"]) if "facts" in kept else None
        return cls(Released.from_plain(kept["table"]), kept["headline"], waves, facts)


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
    lost: list[Clearest] = []
    for number, scale in enumerate(instrument.scales):
        one = Comparison(scores, picked, number, gate)
        lines[scale.title] = one.line(alphas.get(scale.id))
        refused += [scale.title] * one.refused
        if not one.refused and (difference := one.lost()):
            lost.append((scale.title, *difference))
    if refused and last and (shown := last()):
        lines |= {title: line for title, line in shown.lines if title in refused}
    lines = keep_apart(lines, least=gate.least)
    clearest = max(lost, key=lambda found: abs(found[1].value or 0), default=None)
    return _worded(lines, asked, Facts(gate.least, _n_apart(asked), clearest))


def _worded(lines: dict[str, dict[str, Cell]], asked: Asked, facts: Facts) -> Figures:
    """The figures with their words in English, which is what the ledger keeps and files say."""
    waves = tuple((wave.name, wave.kind) for wave in asked.picked.waves)
    with in_english():
        told = tell(lines, waves, facts)
    headings = columns.headings([name for name, _kind in waves])
    rows = tuple(Row(title, tuple(line.values())) for title, line in lines.items())
    table = Released(headings, rows, asked.gate.tier, counts=told.counts, notes=told.notes)
    return Figures(table, told.headline, waves, facts)


def _n_apart(asked: Asked) -> Cell | None:
    """How many are left out because of the form they sat, as far as that may be said; None where it is nobody."""
    if asked.apart is None:
        return None
    return asked.gate.size(LEFT_OUT, members_of(asked.apart))
