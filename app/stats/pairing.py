"""The same respondents in two lists: who has both values, who only one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from app.stats import checks, moments

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd


@dataclass(frozen=True, eq=False)
class Pairs:
    """Respondents with both values, in the order of the first list, and how many have only one.

    `moved` is after minus before, exactly 0 where the two differ by no more than rounding error.
    """

    labels: pd.Index
    before: np.ndarray
    after: np.ndarray
    moved: np.ndarray
    n_before_only: int
    n_after_only: int

    def __len__(self) -> int:
        return len(self.before)

    def sd_change(self) -> float | None:
        """Sample standard deviation of the change; exactly 0 when everybody moved by the same amount."""
        return moments.spread(self.moved, below=moments.noise(self.before, self.after))


def pair(before: Any, after: Any) -> Pairs:
    """Match two Series by label, whatever their order; a missing value counts as no value."""
    import numpy as np

    first, second = checks.series(before, "before"), checks.series(after, "after")
    n_first, n_second = int(first.count()), int(second.count())
    shared, x, y = _side_by_side(first, second) if first.index.equals(second.index) else _matched(first, second)
    moved = y - x
    moved[np.abs(moved) <= moments.ROUNDING * np.abs(y)] = 0.0
    return Pairs(
        labels=shared,
        before=x,
        after=y,
        moved=moved,
        n_before_only=n_first - len(shared),
        n_after_only=n_second - len(shared),
    )


def _side_by_side(first: pd.Series, second: pd.Series) -> tuple[pd.Index, np.ndarray, np.ndarray]:
    """Pairs of two lists with the same labels in the same order: what `_matched` finds, in a tenth of its time."""
    both = (first.notna() & second.notna()).to_numpy()
    return first.index[both], first.to_numpy()[both], second.to_numpy()[both]


def _matched(first: pd.Series, second: pd.Series) -> tuple[pd.Index, np.ndarray, np.ndarray]:
    first, second = first.dropna(), second.dropna()
    shared = first.index.intersection(second.index, sort=False)
    return shared, first.reindex(shared).to_numpy(), second.reindex(shared).to_numpy()
