"""Scales: from answers to a score, and how well the statements of a scale hang together."""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.stats import checks, moments

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd


@dataclass(frozen=True)
class Alpha:
    """Cronbach's alpha with its interval.

    `value` is at most 1 and can be negative; `n` counts the complete respondents used, `k` the items.
    """

    value: float
    low: float
    high: float
    n: int
    k: int


def score(
    answers: pd.DataFrame,
    *,
    low: float,
    high: float,
    reverse: Iterable[Hashable] = (),
    minimum_share: float = 0.6,
) -> pd.Series:
    """Score of one scale per respondent, 0 to 100.

    Parameters
    ----------
    answers : DataFrame, shape (respondents, items)
        One numeric column per item of the scale; NaN = missing.
    low, high : float
        The lowest and the highest code an item can have, the same for all items.
    reverse : iterable of column names, default none
        Items in which a high code speaks against what the scale measures; each counts as `low + high - code`.
    minimum_share : float, 0 to 1, default 0.6
        Share of the items a respondent must have answered to be scored.

    Returns
    -------
    Series, one value per row of `answers`, on the same index
        `(mean of the answered items - low) / (high - low) * 100`; NaN when fewer than `minimum_share` of the items,
        or none at all, were answered.

    Raises
    ------
    ValueError
        `low` is not below `high`, an answer lies outside them or is not a number, `reverse` names an unknown item,
        `minimum_share` is no share, or a row or a column stands twice.

    Notes
    -----
    The mean of the answered items stands for the missing ones (prorating); nothing is imputed.

    Examples
    --------
    >>> import pandas as pd
    >>> answers = pd.DataFrame({"like": [5, 4, None], "bored": [1, None, None]})
    >>> score(answers, low=1, high=5, reverse=["bored"], minimum_share=0.5).tolist()
    [100.0, 75.0, nan]
    """
    bottom, top = _limits(low, high)
    cells = checks.frame(answers)
    _refuse_outside(cells, bottom, top)
    for item in checks.known(reverse, cells.columns, "reverse"):
        cells[item] = bottom + top - cells[item]
    scores = ((cells.mean(axis=1) - bottom) / (top - bottom) * 100).clip(0, 100)
    return scores.where(cells.notna().sum(axis=1) >= _items_needed(minimum_share, cells.shape[1]))


def cronbach_alpha(answers: pd.DataFrame, *, confidence: float = 0.95) -> Alpha:
    """Internal consistency of a scale, from complete respondents only.

    Parameters
    ----------
    answers : DataFrame, shape (respondents, items)
        One numeric column per item, all scored in the same direction; NaN = missing.
        A row with any NaN is left out.
    confidence : float, between 0 and 1, default 0.95
        Coverage of the interval.

    Returns
    -------
    Alpha
        `n` is counted after incomplete rows were left out, and the interval rests on it.

    Raises
    ------
    ValueError
        Fewer than two items or two complete respondents, or every respondent has the same total.

    Notes
    -----
    `k / (k - 1) * (1 - sum of the items' variances / variance of the total)` with sample variances (n - 1).
    Interval: Feldt, Woodruff and Salih (1987), Applied Psychological Measurement 11(1), 93-103:
    `1 - (1 - alpha) * F(n - 1, (n - 1)(k - 1))`.

    Examples
    --------
    >>> import pandas as pd
    >>> alpha = cronbach_alpha(pd.DataFrame({"a": [1, 2, 3, 4], "b": [2, 1, 4, 3]}))
    >>> round(alpha.value, 2), alpha.n, alpha.k
    (0.75, 4, 2)
    """
    coverage = checks.confidence(confidence)
    complete = checks.frame(answers).dropna().to_numpy()
    n, k = complete.shape
    if n < 2 or k < 2:
        raise ValueError(f"alpha needs 2 items and 2 complete respondents, got {k} and {n}")
    value = _alpha(complete)
    if value is None:
        raise ValueError(f"alpha is undefined: all {n} complete respondents have the same total")
    from scipy.special import fdtri

    tail, df1, df2 = (1 - coverage) / 2, n - 1, (n - 1) * (k - 1)
    low = 1 - (1 - value) * float(fdtri(df1, df2, 1 - tail))
    high = 1 - (1 - value) * float(fdtri(df1, df2, tail))
    return Alpha(value=value, low=low, high=high, n=int(n), k=int(k))


def item_statistics(answers: pd.DataFrame) -> pd.DataFrame:
    """Each item of a scale on its own and against the rest.

    Parameters
    ----------
    answers : DataFrame, shape (respondents, items)
        One numeric column per item, all scored in the same direction; NaN = missing.

    Returns
    -------
    DataFrame, one row per item in the order of the columns; the index is called `item`
        `mean`, `sd` (n - 1) and `n` use everybody who answered the item. `item_rest_correlation` (Pearson, with the
        sum of the other items) and `alpha_if_dropped` use complete respondents, as `cronbach_alpha` does. A cell
        is NaN where it is undefined: too few respondents or items, or no variation.

    Raises
    ------
    ValueError
        No column, a value that is not a finite number, or a row or a column that stands twice.

    Notes
    -----
    The item is left out of the sum it is correlated with: otherwise it would be correlated with itself.
    Source: Nunnally and Bernstein (1994), Psychometric Theory, 3rd ed., chapter 8.

    Examples
    --------
    >>> import pandas as pd
    >>> items = pd.DataFrame({"a": [1, 2, 3, 4], "b": [2, 1, 4, 3], "c": [1, 2, 3, None]})
    >>> item_statistics(items)[["mean", "n"]].to_dict("index")["c"]
    {'mean': 2.0, 'n': 3}
    """
    import pandas as pd

    cells = checks.frame(answers)
    complete = cells.dropna().to_numpy()
    rows = [
        _item(cells[item].dropna().to_numpy(), complete=complete, position=position)
        for position, item in enumerate(cells.columns)
    ]
    columns = ["mean", "sd", "n", "item_rest_correlation", "alpha_if_dropped"]
    return pd.DataFrame(rows, index=cells.columns.rename("item"), columns=columns)


def _item(answered: np.ndarray, *, complete: np.ndarray, position: int) -> dict[str, float | int]:
    import numpy as np

    rest = np.delete(complete, position, axis=1)
    figures = {
        "mean": moments.mean(answered),
        "sd": moments.spread(answered),
        "item_rest_correlation": moments.correlation(complete[:, position], rest.sum(axis=1)),
        "alpha_if_dropped": _alpha(rest),
    }
    return {"n": len(answered)} | {name: math.nan if value is None else value for name, value in figures.items()}


def _alpha(complete: np.ndarray) -> float | None:
    n, k = complete.shape
    if n < 2 or k < 2:
        return None
    total = moments.spread(complete.sum(axis=1), below=moments.noise(complete) * k)
    unexplained = moments.ratio(float(complete.var(axis=0, ddof=1).sum()), total and total**2)
    return None if unexplained is None else min(1.0, k / (k - 1) * (1 - unexplained))


def _limits(low: float, high: float) -> tuple[float, float]:
    bottom, top = checks.number(low, "low"), checks.number(high, "high")
    if bottom >= top:
        raise ValueError(f"low must be below high, got {low!r} and {high!r}")
    return bottom, top


def _refuse_outside(cells: pd.DataFrame, bottom: float, top: float) -> None:
    for item, column in cells.items():
        outside = column[(column < bottom) | (column > top)]
        if len(outside):
            raise ValueError(f"answers must lie in {bottom:g} to {top:g}, got {outside.iloc[0]:g} in {item!r}")


def _items_needed(minimum_share: float, k: int) -> int:
    """At least one; a product such as 0.7 * 10 = 7.000000000000001 must not ask for an eighth."""
    share = checks.number(minimum_share, "minimum_share")
    if not 0 <= share <= 1:
        raise ValueError(f"minimum_share must lie in 0 to 1, got {minimum_share!r}")
    return max(1, math.ceil(share * k - 1e-9))
