"""Attrition: were the respondents who did not come back different from the start?"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from app.stats import checks, moments

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd


@dataclass(frozen=True)
class Attrition:
    """Those lost against those who came back, by their scores before; None where undefined.

    `difference` is the mean of the lost minus the mean of the returned, with `low` and `high`, in points of the
    score; `d` is the same in pooled standard deviations. `n` respondents have a score before.
    """

    n: int
    n_returned: int
    n_lost: int
    share_lost: float | None
    mean_returned: float | None
    mean_lost: float | None
    difference: float | None
    low: float | None
    high: float | None
    df: float | None
    d: float | None


def attrition(before: pd.Series, returned: pd.Series, *, confidence: float = 0.95) -> Attrition:
    """Compare the before-scores of the respondents who were lost with those who came back.

    Parameters
    ----------
    before : Series
        Scores before, one per respondent; NaN = no score, left out.
    returned : Series of truth values (or 0 and 1), labelled by the same ids in any order
        True for whoever came back. An id that is missing here did not, so `after.notna()` will do.
    confidence : float, between 0 and 1, default 0.95
        Coverage of the interval.

    Returns
    -------
    Attrition
        The interval needs two respondents on each side; a mean needs one.

    Raises
    ------
    ValueError
        A score is not a finite number, `returned` holds something other than true and false, or an id stands twice.

    Notes
    -----
    Welch's interval for two independent means: difference -+ t(df) * sqrt(s1^2/n1 + s2^2/n2).
    Source: Welch (1947), Biometrika 34, 28-35.

    Examples
    --------
    >>> import pandas as pd
    >>> lost = attrition(pd.Series([40, 50, 60, 70]), pd.Series([False, False, True, True]))
    >>> lost.share_lost, lost.difference, round(lost.low, 1), round(lost.high, 1)
    (0.5, -20.0, -50.4, 10.4)
    """
    coverage = checks.confidence(confidence)
    scores = checks.series(before, "before").dropna()
    back = _came_back(returned, scores.index)
    stayed, gone = scores.to_numpy()[back], scores.to_numpy()[~back]
    mean_returned, mean_lost = moments.mean(stayed), moments.mean(gone)
    difference = None if mean_returned is None or mean_lost is None else mean_lost - mean_returned
    error, df, pooled = _two_samples(stayed, gone)
    low, high = moments.t_interval(difference, error, df=df, confidence=coverage)
    return Attrition(
        n=len(scores),
        n_returned=len(stayed),
        n_lost=len(gone),
        share_lost=moments.ratio(float(len(gone)), float(len(scores))),
        mean_returned=mean_returned,
        mean_lost=mean_lost,
        difference=difference,
        low=low,
        high=high,
        df=df,
        d=moments.ratio(difference, pooled),
    )


def _two_samples(first: np.ndarray, second: np.ndarray) -> tuple[float | None, float | None, float | None]:
    """Standard error of the difference of two means, its degrees of freedom, and the pooled spread."""
    s1, s2 = moments.spread(first), moments.spread(second)
    if s1 is None or s2 is None:
        return None, None, None
    n1, n2 = len(first), len(second)
    pooled = math.sqrt(((n1 - 1) * s1**2 + (n2 - 1) * s2**2) / (n1 + n2 - 2))
    parts = (s1**2 / n1, n1 - 1), (s2**2 / n2, n2 - 1)
    return math.hypot(s1 / math.sqrt(n1), s2 / math.sqrt(n2)), moments.satterthwaite(*parts), pooled


def _came_back(returned: Any, labels: pd.Index) -> np.ndarray:
    """One truth value per label; refused is whatever is not true, false, 1, 0 or missing."""
    import pandas as pd

    given = returned if isinstance(returned, pd.Series) else pd.Series(returned)
    given = given if given.dtype == bool else given.astype(object).dropna()
    checks.refuse_repeats(given.index, "returned has two rows for")
    if given.dtype == bool:
        return labels.isin(given.index[given.to_numpy()])
    odd = [value for value in given if value not in (True, False)]
    if odd:
        raise ValueError(f"returned must say true or false, got {odd[0]!r}")
    back = given[[bool(value) for value in given]].index
    return labels.isin(back)
