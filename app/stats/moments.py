"""Means, spreads and intervals as plain Python numbers, None where they are undefined."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np

# A spread below this share of the largest value is rounding error of the subtraction, not variation.
ROUNDING = 1e-12


def mean(values: np.ndarray) -> float | None:
    """Arithmetic mean; None of nothing."""
    return float(values.mean()) if len(values) else None


def noise(*samples: np.ndarray) -> float:
    """The size below which a difference between such values is rounding error."""
    import numpy as np

    return ROUNDING * max((float(np.abs(values).max()) for values in samples if len(values)), default=0.0)


def spread(values: np.ndarray, *, below: float | None = None) -> float | None:
    """Sample standard deviation (n - 1); None for fewer than two values, exactly 0 without variation.

    `below` is the range that still counts as rounding error; by default that of the values themselves.
    """
    if len(values) < 2:
        return None
    limit = noise(values) if below is None else below
    return float(values.std(ddof=1)) if float(values.max() - values.min()) > limit else 0.0


def ratio(part: float | None, whole: float | None) -> float | None:
    """`part / whole`; None when either is undefined, `whole` is 0 or the result is no finite number."""
    if part is None or not whole:
        return None
    value = part / whole
    return value if math.isfinite(value) else None


def correlation(
    first: np.ndarray, second: np.ndarray, *, spreads: tuple[float | None, float | None] | None = None
) -> float | None:
    """Pearson's r of two samples of equal length; None when one of them does not vary.

    `spreads` are theirs, where they are known.
    """
    spreads = spreads or (spread(first), spread(second))
    if not all(spreads):
        return None
    joint = float(((first - first.mean()) * (second - second.mean())).sum()) / (len(first) - 1)
    r = ratio(ratio(joint, spreads[0]), spreads[1])
    return None if r is None else max(-1.0, min(1.0, r))


def t_interval(
    centre: float | None, error: float | None, *, df: float | None, confidence: float
) -> tuple[float | None, float | None]:
    """`centre` -+ t(df) * `error`; without error both ends are the centre."""
    if centre is None or error is None:
        return None, None
    if error == 0:
        return centre, centre
    if not df:
        return None, None
    from scipy.special import stdtrit

    reach = float(stdtrit(df, (1 + confidence) / 2)) * error
    return centre - reach, centre + reach


def two_sided_p(t: float | None, df: float | None) -> float | None:
    """Probability of a t at least as far from 0 on either side."""
    if t is None or not df:
        return None
    from scipy.special import stdtr

    return float(2 * stdtr(df, -abs(t)))


def normal_quantile(confidence: float) -> float:
    """The z that leaves (1 - confidence) / 2 in each tail."""
    from scipy.special import ndtri

    return float(ndtri((1 + confidence) / 2))


def satterthwaite(*parts: tuple[float, int]) -> float | None:
    """Degrees of freedom of a sum of independent (variance of a mean, its own df).

    Source: Welch (1947), Biometrika 34, 28-35.
    """
    total = sum(variance for variance, _ in parts)
    shares = [(ratio(variance, total) or 0.0, df) for variance, df in parts]
    return ratio(1.0, sum(share**2 / df for share, df in shares if df > 0))
