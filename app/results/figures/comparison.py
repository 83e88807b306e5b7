"""One scale of one group in the waves picked: statistics in, cells out."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from app.disclosure import NOT_AVAILABLE, Cell, band_cell, count_cell, effect_cell, mean_cell
from app.instruments.scoring import ScaleKey
from app.results.compared import ComparedWave, Picked
from app.results.figures import columns
from app.results.figures.apart import NEARLY_ALL
from app.results.gate import Gate
from app.results.scores import Scores, Sheet
from app.stats.change import Change, Pairs, attrition, change_of, pair_arrays, reliable_from
from app.stats.scales import cronbach_alpha

if TYPE_CHECKING:
    import numpy as np

ROUNDING = 1e-9
ALIKE = Cell("c", None, "everyone answered or moved alike, so the change would tell each pupil's own")
FEWEST_FOR_EFFECT_INTERVAL = 20
"""Below it t is over 7 % more than the 1.96 that the interval of the effect size takes: 2.10 for 19 pupils."""
ROUGH = Cell("x", None, "its interval is too rough for so few pupils, or contradicts the interval of the change")
SAME_MOVE = Cell("x", None, "everyone moved by the same, so no interval can be worked out")
Line = dict[str, Cell]
Alpha = tuple[float, float, float]  # alpha and its interval, two decimals
Alphas = dict[str, Alpha]  # by scale id


class Comparison:
    """One scale of one group in the waves picked."""

    def __init__(self, scores: Scores, picked: Picked, number: int, gate: Gate) -> None:
        self.scores, self.picked, self.number, self.gate = scores, picked, number, gate
        first, last = (scores.has(wave.id, number) for wave in (picked.first, picked.last))
        self.paired, self.first_only, self.last_only = first & last, first & ~last, last & ~first
        self.members = scores.members(self.paired)
        self.n = int(self.paired.sum())
        self.refused = bool(self.n) and not gate.lets_means(self.members, *self._names(picked.first, picked.last))

    def _names(self, *waves: ComparedWave) -> list[str]:
        return [f"mean/{wave.id}/{self.number}" for wave in waves]

    def line(self, alpha: Alpha | None) -> Line:
        names = columns.keys(len(self.picked.between))
        if self.refused or not self.n:
            line = dict.fromkeys(names, self.gate.hidden if self.refused else NOT_AVAILABLE)
            return line if self.refused else line | {"n": count_cell(0)}
        change = change_of(self._pairs)
        cells = {**self._sizes(), **self._between(), **self._means(change), **self._directions()}
        cells |= self._reliable(change, alpha)
        return {name: cells[name] for name in names}

    def _sizes(self) -> Line:
        sets = [self.members, *map(self.scores.members, (self.first_only, self.last_only))]
        wholes = [f"whole/{wave.id}/{self.number}" for wave in (self.picked.first, self.picked.last)]
        cells = self.gate.pairs(f"alone/{self.picked.key}/{self.number}", sets, wholes)
        return dict(zip(("n", "n_first_only", "n_last_only"), cells, strict=True))

    def _between(self) -> Line:
        """Means of the same pupils in the waves between, as far as they answered those too."""
        line: Line = {}
        for place, wave in enumerate(self.picked.between):
            there = self.paired & self.scores.has(wave.id, self.number)
            allowed = there.any() and self.gate.lets_means(self.scores.members(there), *self._names(wave))
            mean = float(self.scores.of(wave.id, self.number)[there].mean()) if allowed else None
            missing = self.gate.hidden if there.any() else NOT_AVAILABLE
            line[f"mean_between_{place}"] = mean_cell(mean) if allowed else missing
            line[f"n_between_{place}"] = self._count_beside(int(there.sum())) if allowed else missing
        return line

    def _count_beside(self, n: int) -> Cell:
        """A count beside that of all pairs, unless the two tell of too few who are missing."""
        return NEARLY_ALL if 0 < self.n - n < self.gate.least else count_cell(n)

    def _means(self, change: Change) -> Line:
        spreads = (change.sd_before, change.sd_after, change.sd_change)
        alike = self.gate.least > 1 and any(spread == 0 for spread in spreads)
        numbers = {"change": change.mean_change, "low": change.low, "high": change.high}
        effects = {name: getattr(change, name) for name in ("g_av", "g_av_low", "g_av_high", "d_av", "d_pre")}
        line = {name: ALIKE if alike else mean_cell(value) for name, value in numbers.items()}
        line |= {name: ALIKE if alike else effect_cell(value) for name, value in effects.items()}
        if not alike:
            line |= _unsure(change)
        means = {"mean_first": change.mean_before, "mean_last": change.mean_after}
        return line | {name: band_cell(value or 0) if alike else mean_cell(value) for name, value in means.items()}

    @cached_property
    def _pairs(self) -> Pairs:
        return pair_arrays(*(self.scores.of(w.id, self.number) for w in (self.picked.first, self.picked.last)))

    @cached_property
    def _moved(self) -> np.ndarray:
        """Last minus first, exactly 0 where they differ by rounding only; NaN without both."""
        import numpy as np

        first, last = (self.scores.of(w.id, self.number) for w in (self.picked.first, self.picked.last))
        moved: np.ndarray = last - first
        np.copyto(moved, 0.0, where=np.abs(moved) <= ROUNDING * np.abs(last))
        return moved

    def _directions(self) -> Line:
        moved = self._moved
        return self._parts("direction", (moved > 0, moved == 0, moved < 0), ("rose", "stayed", "fell"))

    def _parts(self, name: str, masks: tuple[np.ndarray, ...], keys: tuple[str, ...]) -> Line:
        sets = [self.scores.members(mask) for mask in masks]
        return dict(zip(keys, self.gate.parts(f"{name}/{self.picked.key}/{self.number}", sets), strict=True))

    def _reliable(self, change: Change, alpha: Alpha | None) -> Line:
        keys = ("rose_reliably", "moved_little", "fell_reliably")
        unknown = dict.fromkeys((*keys, "threshold", "alpha", "alpha_low", "alpha_high"), NOT_AVAILABLE)
        if alpha is None:
            return unknown
        shown = dict(zip(("alpha", "alpha_low", "alpha_high"), map(effect_cell, alpha), strict=True))
        if not 0 <= alpha[0] < 1:
            return unknown | shown
        threshold = reliable_from(change.sd_before, reliability=alpha[0])
        if threshold is None:
            return unknown | shown
        up, down = self._moved >= threshold, self._moved <= -threshold
        line = self._parts("reliable", (up, self.paired & ~up & ~down, down), keys)
        return line | shown | {"threshold": mean_cell(threshold)}

    def lost(self) -> tuple[Cell, Cell, Cell] | None:
        """How differently those began who did not answer again, when that is clear and may be shown."""
        members = self.scores.members(self.first_only)
        if members.bit_count() < max(2, self.gate.least) or self.n < 2:
            return None
        before, after = (self.scores.series(w.id, self.number) for w in (self.picked.first, self.picked.last))
        missing = attrition(before, after.notna())
        cells = [mean_cell(value) for value in (missing.difference, missing.low, missing.high)]
        low, high = cells[1].value or 0, cells[2].value or 0
        clear = low > 0 or high < 0
        if not clear or not self.gate.lets_means(members, *self._names(self.picked.first), part="lost"):
            return None
        return cells[0], cells[1], cells[2]


def _unsure(change: Change) -> Line:
    """The intervals that would say more than is known: from equal changes, and of an effect size from few."""
    effect = ("g_av_low", "g_av_high")
    if change.sd_change == 0:
        return dict.fromkeys(("low", "high", *effect), SAME_MOVE)
    few = change.n < FEWEST_FOR_EFFECT_INTERVAL
    contradicts = _side(change.low, change.high) != _side(change.g_av_low, change.g_av_high)
    is_known = change.g_av_low is not None
    return dict.fromkeys(effect, ROUGH) if is_known and (few or contradicts) else {}


def _side(low: float | None, high: float | None) -> int:
    """On which side of no change an interval lies; 0 where it includes it."""
    return ((low or 0) > 0) - ((high or 0) < 0)


def alphas_of(sheet: Sheet, keys: dict[str, ScaleKey], *, least: int) -> Alphas:
    """Reliability of every scale over these responses, two decimals; scales without one are left out."""
    found: Alphas = {}
    if len(sheet.pupils) < least:
        return found
    for scale_id, key in keys.items():
        try:
            alpha = cronbach_alpha(sheet.items(key))
        except ValueError:  # too few complete responses, or no variation at all
            continue
        if alpha.n >= least:
            found[scale_id] = (round(alpha.value, 2), round(alpha.low, 2), round(alpha.high, 2))
    return found
