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

    `labels` are theirs, or their places where the values came without any. `moved` is after minus before, exactly 0
    where the two differ by no more than rounding error.
    """

    labels: pd.Index | np.ndarray
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
    first, second = checks.series(before, "before"), checks.series(after, "after")
    n_first, n_second = int(first.count()), int(second.count())
    shared, x, y = _side_by_side(first, second) if first.index.equals(second.index) else _matched(first, second)
    return _paired(shared, x, y, alone=(n_first - len(shared), n_second - len(shared)))


def pair_arrays(before: np.ndarray, after: np.ndarray) -> Pairs:
    """Match two arrays of floats of the same respondents in the same order; NaN counts as no value."""
    import numpy as np

    first, second = checks.floats(before, "before"), checks.floats(after, "after")
    if first.shape != second.shape:
        raise ValueError(f"before and after must be of one length, got {len(first)} and {len(second)}")
    in_first, in_second = ~np.isnan(first), ~np.isnan(second)
    shared = np.flatnonzero(in_first & in_second)
    n = len(shared)
    x, y = (first, second) if n == len(first) else (first[shared], second[shared])
    return _paired(shared, x, y, alone=(int(in_first.sum()) - n, int(in_second.sum()) - n))


def _paired(labels: Any, before: np.ndarray, after: np.ndarray, *, alone: tuple[int, int]) -> Pairs:
    import numpy as np

    moved = after - before
    np.copyto(moved, 0.0, where=np.abs(moved) <= moments.ROUNDING * np.abs(after))
    return Pairs(labels, before, after, moved, n_before_only=alone[0], n_after_only=alone[1])


def _side_by_side(first: pd.Series, second: pd.Series) -> tuple[pd.Index, np.ndarray, np.ndarray]:
    """Pairs of two lists with the same labels in the same order: what `_matched` finds, in a tenth of its time."""
    both = (first.notna() & second.notna()).to_numpy()
    return first.index[both], first.to_numpy()[both], second.to_numpy()[both]


def _matched(first: pd.Series, second: pd.Series) -> tuple[pd.Index, np.ndarray, np.ndarray]:
    first, second = first.dropna(), second.dropna()
    shared = first.index.intersection(second.index, sort=False)
    return shared, first.reindex(shared).to_numpy(), second.reindex(shared).to_numpy()
