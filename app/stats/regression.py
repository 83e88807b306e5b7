"""Added value: change beyond what the same start would have led to without the programme."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from app.stats import checks, moments
from app.stats.pairing import Pairs, pair

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd


@dataclass(frozen=True)
class AddedValue:
    """Mean of (score after - score expected from the score before); None without a usable comparison group.

    `value`, `low`, `high`, `mean_change`, `mean_expected` and `sd_comparison` are in points of the score; `effect` is
    `value / sd_comparison`. Expected is `intercept + slope * before`, learnt from the comparison group.
    """

    n: int
    n_comparison: int
    mean_change: float | None
    mean_expected: float | None
    value: float | None
    low: float | None
    high: float | None
    df: float | None
    effect: float | None
    sd_comparison: float | None
    slope: float | None
    intercept: float | None


class _Line(NamedTuple):
    """Least squares through the comparison group: after = intercept + slope * before."""

    n: int
    centre: float
    squares: float
    slope: float
    intercept: float
    spread: float


def added_value(
    before: pd.Series, after: pd.Series, comparison: pd.DataFrame | None = None, *, confidence: float = 0.95
) -> AddedValue:
    """Change beyond regression to the mean, measured against a comparison group.

    Parameters
    ----------
    before, after : Series
        Scores of those in the programme, labelled by the same ids in any order; NaN = missing.
    comparison : DataFrame with columns `before` and `after`, one row per respondent outside the programme
        Rows with a missing value are left out. Without at least three complete rows that vary before, nothing
        but the counts and the simple change can be said.
    confidence : float, between 0 and 1, default 0.95
        Coverage of the interval.

    Returns
    -------
    AddedValue
        `value` is above 0 when those in the programme scored higher after than others with the same start.

    Raises
    ------
    ValueError
        `comparison` lacks a column, or a score is refused as in `paired_change`.

    Notes
    -----
    Pupils who start low rise, and those who start high fall, without any programme; the simple change counts that as
    an effect. Here the comparison group's line of after on before says what to expect. SE^2 = s^2 / n +
    s_c^2 * (1 / m + (mean before - mean before in comparison)^2 / Sxx), with s the spread of the added values, s_c
    (`sd_comparison`) the residual spread of the m in the comparison group on m - 2 degrees of freedom; degrees of
    freedom after Welch and Satterthwaite. Idea: Ford and others (2009), British Journal of Psychiatry 194, 552-558.
    It removes what depends on the start, not other ways in which the two groups differ.

    Examples
    --------
    >>> import pandas as pd
    >>> others = pd.DataFrame({"before": [20, 40, 60, 80], "after": [30, 45, 55, 70]})
    >>> value = added_value(pd.Series([30, 50]), pd.Series([45, 55]), others)
    >>> value.mean_change, round(value.mean_expected, 2), round(value.value, 2)
    (10.0, 43.5, 6.5)
    """
    coverage = checks.confidence(confidence)
    pairs, others = pair(before, after), _comparison(comparison)
    mean_change = moments.mean(pairs.after - pairs.before)
    line = _fit(others)
    if line is None or len(pairs) == 0:
        return AddedValue(len(pairs), len(others), mean_change, *[None] * 9)
    expected = line.intercept + line.slope * pairs.before
    gained = pairs.after - expected
    value = float(gained.mean())
    error, df = _error(gained, reach=float(pairs.before.mean()) - line.centre, line=line)
    low, high = moments.t_interval(value, error, df=df, confidence=coverage)
    return AddedValue(
        n=len(pairs),
        n_comparison=line.n,
        mean_change=mean_change,
        mean_expected=float(expected.mean()),
        value=value,
        low=low,
        high=high,
        df=df,
        effect=moments.ratio(value, line.spread),
        sd_comparison=line.spread,
        slope=line.slope,
        intercept=line.intercept,
    )


def _comparison(given: Any) -> Pairs:
    if given is None:
        return pair([], [])
    cells = checks.frame(given, "comparison")
    checks.known(["before", "after"], cells.columns, "comparison")
    complete = cells[["before", "after"]].dropna()
    return pair(complete["before"], complete["after"])


def _fit(others: Pairs) -> _Line | None:
    x, y = others.before, others.after
    if len(x) < 3 or not moments.spread(x):
        return None
    squares = float(((x - x.mean()) ** 2).sum())
    slope = float(((x - x.mean()) * (y - y.mean())).sum()) / squares
    intercept = float(y.mean()) - slope * float(x.mean())
    left = y - intercept - slope * x
    varies = moments.spread(left, below=moments.noise(x * slope, y))
    spread = math.sqrt(float((left**2).sum()) / (len(x) - 2)) if varies else 0.0
    return _Line(len(x), float(x.mean()), squares, slope, intercept, spread)


def _error(gained: np.ndarray, *, reach: float, line: _Line) -> tuple[float | None, float | None]:
    """Standard error of the mean added value and its degrees of freedom."""
    spread = moments.spread(gained)
    if spread is None:
        return None, None
    of_pupils = spread**2 / len(gained)
    of_line = line.spread**2 * (1 / line.n + reach**2 / line.squares)
    return math.sqrt(of_pupils + of_line), moments.satterthwaite((of_pupils, len(gained) - 1), (of_line, line.n - 2))
