"""Every sentence that goes with a table of change: said from its cells, so in any language.

The ledger keeps them in English, as they were released; a page in another language says them anew.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.disclosure import Cell
from app.results.figures import wording
from app.results.figures.who import Line, in_both
from app.results.figures.wording import Clearest
from app.results.naming import wave_in_sentence


@dataclass(frozen=True)
class Facts:
    """What the sentences need beside the table: the smallest group, and what the cells do not hold.

    `n_apart` is None where nobody is left out for the form they sat.
    """

    least: int
    n_apart: Cell | None = None
    clearest: Clearest | None = None

    def to_plain(self) -> dict[str, Any]:
        """As JSON keeps it."""
        scale, *cells = self.clearest or ("",)
        apart, clearest = [_plain(cell) for cell in (self.n_apart,) if cell], [_plain(cell) for cell in cells]
        return {"least": self.least, "apart": apart, "clearest": [scale, *clearest] if clearest else []}

    @classmethod
    def from_plain(cls, kept: dict[str, Any]) -> "Facts":
        apart, clearest = kept["apart"], kept["clearest"]
        scale, *cells = clearest or [""]
        found = tuple(Cell(*cell) for cell in cells)
        return cls(kept["least"], Cell(*apart[0]) if apart else None, (scale, *found) if found else None)


@dataclass(frozen=True)
class Told:
    """The sentence at the top, whose figures these are, and the cautions."""

    headline: str
    counts: tuple[str, ...]
    notes: tuple[str, ...]


def tell(lines: Mapping[str, Line], waves: tuple[tuple[str, str], ...], facts: Facts) -> Told:
    """All sentences in the language of the page. `waves` are names and kinds, first to last."""
    first, last = (wave_in_sentence(*wave) for wave in (waves[0], waves[-1]))
    shown = {title: line for title, line in lines.items() if line["n"].shown}
    count = in_both(shown, {"first": first, "last": last}) if shown else wording.nothing_shown(lines)
    return Told(wording.headline(lines, first, last, least=facts.least), (count,), _notes(lines, facts))


def _notes(lines: Mapping[str, Line], facts: Facts) -> tuple[str, ...]:
    weak = [title for title, line in lines.items() if _is_weak(line["alpha"])]
    alone = [line["n_first_only"] for line in lines.values() if line["n"].value]
    notes = [str(wording.NO_PROOF), wording.many_scales(len(lines)), str(wording.NO_RANKING)]
    if facts.n_apart is not None:
        notes.insert(0, wording.forms_note(facts.n_apart))
    if alone:
        most = max(alone, key=lambda cell: (not cell.shown, cell.value or 0))
        notes.append(wording.attrition_note(most, facts.clearest))
    return (*notes, wording.reliability_note(weak), str(wording.DENOMINATORS))


def _is_weak(alpha: Cell) -> bool:
    return alpha.value is not None and alpha.value < wording.WEAK_ALPHA


def _plain(cell: Cell) -> list[Any]:
    return [cell.text, cell.value, cell.reason]
