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

    first = checks.series(before, "before").dropna()
    second = checks.series(after, "after").dropna()
    shared = first.index.intersection(second.index, sort=False)
    x, y = first.reindex(shared).to_numpy(), second.reindex(shared).to_numpy()
    same = np.isclose(x, y, rtol=moments.ROUNDING, atol=0)
    return Pairs(
        labels=shared,
        before=x,
        after=y,
        moved=np.where(same, 0.0, y - x),
        n_before_only=len(first) - len(shared),
        n_after_only=len(second) - len(shared),
    )
