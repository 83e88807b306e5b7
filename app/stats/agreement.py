"""Agreement: do two or more people who marked the same things mark them alike, beyond chance?"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from app.stats import checks, moments

Pair = TypeVar("Pair", bound="tuple[Hashable, Hashable]")
Ratings = TypeVar("Ratings", bound="tuple[Hashable | None, ...]")

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd


@dataclass(frozen=True)
class Kappa:
    """Cohen's kappa. `n` units have both marks; `agreement` is the share marked alike, without regard to chance.

    `value` is None when both used one and the same mark throughout, or `n` is 0: chance alone then explains all.
    """

    value: float | None
    n: int
    agreement: float | None


def cohen_kappa(first: pd.Series, second: pd.Series) -> Kappa:
    """Agreement of two coders beyond chance, for marks without an order.

    Parameters
    ----------
    first, second : Series
        One mark per unit (any value that can be compared, truth values included), labelled by the same units in any
        order; NaN or None = not marked.

    Returns
    -------
    Kappa
        1 is perfect agreement, 0 what chance would give; it can be negative.

    Raises
    ------
    ValueError
        A unit stands twice.

    Notes
    -----
    (p_o - p_e) / (1 - p_e), with p_e from the two coders' own shares of each mark.
    Source: Cohen (1960), Educational and Psychological Measurement 20, 37-46.

    Examples
    --------
    >>> import pandas as pd
    >>> kappa = cohen_kappa(pd.Series([1, 1, 0, 0, 1]), pd.Series([1, 0, 0, 0, 1]))
    >>> round(kappa.value, 3), kappa.n, kappa.agreement
    (0.615, 5, 0.8)
    """
    import numpy as np

    x, y = _marks(first, "first"), _marks(second, "second")
    both = x.index.intersection(y.index, sort=False)
    n = len(both)
    if n == 0:
        return Kappa(value=None, n=0, agreement=None)
    codes = _as_codes(np.concatenate([x.reindex(both).to_numpy(), y.reindex(both).to_numpy()]))
    alike = int((codes[:n] == codes[n:]).sum())
    kinds = int(codes.max()) + 1
    chance = int((np.bincount(codes[:n], minlength=kinds) * np.bincount(codes[n:], minlength=kinds)).sum())
    return Kappa(
        value=moments.ratio(float(n * alike - chance), float(n * n - chance)),
        n=n,
        agreement=alike / n,
    )


def krippendorff_alpha(ratings: pd.DataFrame, *, level: str = "nominal") -> float | None:
    """Agreement of any number of raters, some of whom may have left units out.

    Parameters
    ----------
    ratings : DataFrame, shape (raters, units)
        NaN or None = not rated. Numbers for the levels `ordinal` and `interval`, any values for `nominal`.
    level : "nominal", "ordinal" or "interval", default "nominal"
        Whether two different ratings are simply different, differ by the ranks between them, or by their distance.

    Returns
    -------
    float or None
        1 is perfect agreement, 0 what chance would give; it can be negative. None when no unit has two ratings or
        all ratings that can be compared are the same.

    Raises
    ------
    ValueError
        Another level, no table, or an ordinal or interval rating that is not a finite number.

    Notes
    -----
    1 - D_observed / D_expected; units with fewer than two ratings are left out. The ordinal distance of two values is
    the number of ratings between their mid-ranks, so it is the interval distance of the ranks.
    Source: Krippendorff (2004), Content Analysis, 2nd ed., chapter 11; (2011), Computing Krippendorff's
    Alpha-Reliability.

    Examples
    --------
    >>> import pandas as pd
    >>> ratings = pd.DataFrame([[1, 2, 3, 3], [1, 2, 3, 4], [None, 2, 3, 4]])
    >>> round(krippendorff_alpha(ratings), 3), round(krippendorff_alpha(ratings, level="interval"), 3)
    (0.773, 0.915)
    """
    if level not in _DISAGREEMENT:
        raise ValueError(f"level must be one of {sorted(_DISAGREEMENT)}, got {level!r}")
    units, values = _rated(ratings)
    if level != "nominal":
        values = checks.series(values, "ratings").to_numpy()
    if len(values) == 0:
        return None
    observed, expected = _DISAGREEMENT[level](units, values)
    share = moments.ratio(observed * (len(values) - 1), expected)
    return None if share is None else 1 - share


def cohen_kappa_of_counts(counts: Mapping[Pair, int]) -> Kappa:
    """Cohen's kappa where many units are marked alike, as the characters of a text are.

    Parameters
    ----------
    counts : Mapping
        Pair of marks, the first coder's and the second's, to the number of units that have it.

    Returns
    -------
    Kappa
        Equal to `cohen_kappa` of as many units, to the last digit.

    Examples
    --------
    >>> kappa = cohen_kappa_of_counts({(1, 1): 2, (1, 0): 1, (0, 0): 2})
    >>> round(kappa.value, 3), kappa.n, kappa.agreement
    (0.615, 5, 0.8)
    """
    n = sum(counts.values())
    if n == 0:
        return Kappa(value=None, n=0, agreement=None)
    first, second = _margin(counts, 0), _margin(counts, 1)
    alike = sum(count for (one, other), count in counts.items() if one == other)
    chance = sum(count * second.get(mark, 0) for mark, count in first.items())
    return Kappa(value=moments.ratio(float(n * alike - chance), float(n * n - chance)), n=n, agreement=alike / n)


def krippendorff_alpha_of_counts(counts: Mapping[Ratings, int]) -> float | None:
    """Krippendorff's alpha at the nominal level where many units are rated alike, as the characters of a text are.

    Parameters
    ----------
    counts : Mapping
        The ratings of one unit, one for each rater and None where a rater left it out, to the number of such units.

    Returns
    -------
    float or None
        Equal to `krippendorff_alpha` of as many units; None where that is.

    Examples
    --------
    >>> round(krippendorff_alpha_of_counts({(1, 1, None): 3, (1, 0, 0): 1, (0, 0, 0): 4}), 3)
    0.796
    """
    observed, in_all = 0.0, dict[Hashable, int]()
    for ratings, count in counts.items():
        given = [rating for rating in ratings if rating is not None]
        if len(given) < 2 or count == 0:
            continue
        here = {mark: given.count(mark) for mark in given}
        observed += count * (len(given) ** 2 - sum(n * n for n in here.values())) / (len(given) - 1)
        for mark, n in here.items():
            in_all[mark] = in_all.get(mark, 0) + n * count
    n = sum(in_all.values())
    share = moments.ratio(observed * (n - 1), float(n * n - sum(each * each for each in in_all.values())))
    return None if share is None else 1 - share


def _margin(counts: Mapping[Pair, int], place: int) -> dict[Hashable, int]:
    totals: dict[Hashable, int] = {}
    for pair, count in counts.items():
        totals[pair[place]] = totals.get(pair[place], 0) + count
    return totals


def _nominal(units: np.ndarray, values: Any) -> tuple[float, float]:
    """Unequal pairs, within units and over all: counts of ratings squared minus counts of equal ones squared."""
    import numpy as np

    codes = _as_codes(values)
    in_unit, of_kind = np.bincount(units), np.bincount(codes)
    cells, equal = np.unique(units * len(of_kind) + codes, return_counts=True)
    alike = np.bincount(cells // len(of_kind), weights=equal.astype(float) ** 2)
    return float(((in_unit**2 - alike) / (in_unit - 1)).sum()), float(len(codes) ** 2 - (of_kind**2).sum())


def _interval(units: np.ndarray, values: Any) -> tuple[float, float]:
    """Squared distances of all pairs, within units and over all, from sums and sums of squares."""
    import numpy as np

    if values.max() - values.min() <= moments.noise(values):
        return 0.0, 0.0
    centred = values - values.mean()
    in_unit = np.bincount(units)
    centres = np.bincount(units, weights=centred) / in_unit
    apart = np.bincount(units, weights=(centred - centres[units]) ** 2)
    pairs = 2 * in_unit * apart / (in_unit - 1)
    return float(pairs.sum()), float(2 * len(values) * (centred**2).sum())


def _ordinal(units: np.ndarray, values: Any) -> tuple[float, float]:
    import pandas as pd

    return _interval(units, pd.Series(values).rank().to_numpy())


_DISAGREEMENT: dict[str, Callable[[np.ndarray, Any], tuple[float, float]]] = {
    "nominal": _nominal,
    "ordinal": _ordinal,
    "interval": _interval,
}


def _rated(ratings: Any) -> tuple[np.ndarray, np.ndarray]:
    """Unit number and value of every rating that stands beside another of the same unit."""
    import numpy as np
    import pandas as pd

    if not isinstance(ratings, pd.DataFrame):
        raise ValueError(f"ratings must be a DataFrame of raters x units, got {type(ratings).__name__}")
    cells = ratings.astype(object).to_numpy()
    given = ratings.notna().to_numpy(dtype=bool)
    raters, columns = np.nonzero(given & (given.sum(axis=0) >= 2))
    _, units = np.unique(columns, return_inverse=True)
    return units, cells[raters, columns]


def _marks(marks: Any, name: str) -> pd.Series:
    import pandas as pd

    given = (marks if isinstance(marks, pd.Series) else pd.Series(marks)).astype(object)
    checks.refuse_repeats(given.index, f"{name} has two rows for")
    return given.dropna()


def _as_codes(values: np.ndarray) -> np.ndarray:
    """0, 1, 2, ... for each different value."""
    import pandas as pd

    return pd.factorize(values)[0]
