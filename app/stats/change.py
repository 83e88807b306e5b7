"""Change: the same pupils' scores in two waves, and what can honestly be said about the difference."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.stats import checks, moments
from app.stats.lost import Attrition, attrition
from app.stats.pairing import Pairs, pair, pair_arrays
from app.stats.regression import AddedValue, added_value

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

__all__ = [
    "AddedValue",
    "Attrition",
    "Change",
    "Pairs",
    "ReliableChange",
    "added_value",
    "attrition",
    "change_of",
    "pair_arrays",
    "paired_change",
    "reliable_change",
    "reliable_from",
]


@dataclass(frozen=True)
class Change:
    """Change of the same respondents between two waves; None is what cannot be computed from so few or so equal.

    Means, spreads, `mean_change`, `low` and `high` are in points of the score; `r`, `t`, `p` and every d and g have
    no unit. `n` respondents have both values; only they enter the figures.
    """

    n: int
    n_before_only: int
    n_after_only: int
    mean_before: float | None
    mean_after: float | None
    mean_change: float | None
    low: float | None
    high: float | None
    sd_before: float | None
    sd_after: float | None
    sd_change: float | None
    r: float | None
    t: float | None
    df: int | None
    p: float | None
    d_z: float | None
    d_av: float | None
    d_pre: float | None
    g_av: float | None
    g_av_low: float | None
    g_av_high: float | None
    n_up: int
    n_same: int
    n_down: int


@dataclass(frozen=True, eq=False)
class ReliableChange:
    """How many moved further than the scale's own error of measurement; None where that error is unknown or 0.

    `index` holds one value per paired respondent: (after - before) / `s_diff`, so a rise is positive whether or not
    it is good. `threshold`, `sem` and `s_diff` are in points of the score; a change of `threshold` or more is reliable.
    """

    index: pd.Series
    n: int
    n_improved: int | None
    n_unchanged: int | None
    n_deteriorated: int | None
    threshold: float | None
    sem: float | None
    s_diff: float | None


def paired_change(before: pd.Series, after: pd.Series, *, confidence: float = 0.95) -> Change:
    """Mean change of the respondents who have both values, with its interval and effect sizes.

    Parameters
    ----------
    before, after : Series
        Scores, one per respondent, labelled by the same ids in any order; NaN = missing.
    confidence : float, between 0 and 1, default 0.95
        Coverage of both intervals.

    Returns
    -------
    Change
        A field is None where it is undefined: all but the counts without a pair; spreads, intervals, t and p with
        one pair; t, p and d_z when everybody changed by the same amount; a d whose denominator is 0; g_av with
        two pairs.

    Raises
    ------
    ValueError
        A value is not a finite number, an id stands twice, or `confidence` is no share.

    Notes
    -----
    With M the mean change, s1 and s2 the sample standard deviations (n - 1) before and after:
    interval M -+ t(n - 1) * sd_change / sqrt(n); d_z = M / sd_change; d_pre = M / s1 (Becker 1988, British Journal of
    Mathematical and Statistical Psychology 41, 257-278); d_av = M / sqrt((s1^2 + s2^2) / 2), the root mean square of
    the two and not their plain mean, which other programs also call d_av. g_av = J(n - 1) * d_av with
    J(v) = exp(lgamma(v/2) - ln(v/2)/2 - lgamma((v-1)/2)) (Hedges 1981, Journal of Educational Statistics 6, 107-128);
    its interval is J * (d_av -+ z * SE(M) / s_av), as the R package effectsize computes it.

    Without a comparison group a change is no proof that a programme caused it.

    Examples
    --------
    >>> import pandas as pd
    >>> change = paired_change(pd.Series([50, 60, 70, 40]), pd.Series([55, 70, 70, None]))
    >>> change.n, change.n_before_only, change.mean_change
    (3, 1, 5.0)
    >>> round(change.low, 2), round(change.high, 2)
    (-7.42, 17.42)
    """
    return change_of(pair(before, after), confidence=confidence)


def change_of(pairs: Pairs, *, confidence: float = 0.95) -> Change:
    """What `paired_change` gives for respondents who are paired already."""
    coverage = checks.confidence(confidence)
    n = len(pairs)
    mean_change, sd_change = moments.mean(pairs.after - pairs.before), pairs.sd_change()
    sd_before, sd_after = moments.spread(pairs.before), moments.spread(pairs.after)
    error = None if sd_change is None else sd_change / math.sqrt(n)
    df = n - 1 if n > 1 else None
    low, high = moments.t_interval(mean_change, error, df=df, confidence=coverage)
    t = moments.ratio(mean_change, error)
    s_av = None if sd_before is None or sd_after is None else math.hypot(sd_before, sd_after) / math.sqrt(2)
    d_av = moments.ratio(mean_change, s_av)
    g_av, reach = _small_sample(d_av, moments.ratio(error, s_av), df=df, confidence=coverage)
    return Change(
        n=n,
        n_before_only=pairs.n_before_only,
        n_after_only=pairs.n_after_only,
        mean_before=moments.mean(pairs.before),
        mean_after=moments.mean(pairs.after),
        mean_change=mean_change,
        low=low,
        high=high,
        sd_before=sd_before,
        sd_after=sd_after,
        sd_change=sd_change,
        r=moments.correlation(pairs.before, pairs.after, spreads=(sd_before, sd_after)),
        t=t,
        df=df,
        p=moments.two_sided_p(t, df),
        d_z=moments.ratio(mean_change, sd_change),
        d_av=d_av,
        d_pre=moments.ratio(mean_change, sd_before),
        g_av=g_av,
        g_av_low=None if g_av is None or reach is None else g_av - reach,
        g_av_high=None if g_av is None or reach is None else g_av + reach,
        **_directions(pairs.moved),
    )


def reliable_change(
    before: pd.Series,
    after: pd.Series,
    *,
    reliability: float,
    sd: float | None = None,
    confidence: float = 0.95,
    higher_is_better: bool = True,
) -> ReliableChange:
    """Reliable change index (Jacobson and Truax) of each respondent who has both values.

    Parameters
    ----------
    before, after : Series
        Scores, one per respondent, labelled by the same ids in any order; NaN = missing.
    reliability : float, 0 to below 1
        Reliability of the scale, best from a re-test; alpha where there is none.
    sd : float, optional
        Standard deviation the error is taken from, for example of the norm group; by default that of the paired
        respondents before.
    confidence : float, between 0 and 1, default 0.95
        1 - confidence is the share that would pass the threshold by error of measurement alone.
    higher_is_better : bool, default True
        Whether a rise is an improvement.

    Returns
    -------
    ReliableChange
        The counts, `threshold` and `s_diff` are None and `index` is NaN when the spread before is undefined or 0.

    Raises
    ------
    ValueError
        `reliability` is not in 0 to below 1, `sd` is not above 0, or the scores are refused as in `paired_change`.

    Notes
    -----
    SEM = sd * sqrt(1 - reliability); S_diff = sqrt(2) * SEM; reliable when |change| >= z * S_diff (z = 1.96 at 95 %).
    Source: Jacobson and Truax (1991), Journal of Consulting and Clinical Psychology 59, 12-19; the sqrt(2) was missing
    in 1984 and was corrected in 1986.

    Examples
    --------
    >>> import pandas as pd
    >>> moved = reliable_change(pd.Series([50, 50, 50]), pd.Series([58, 54, 40]), reliability=0.8, sd=5)
    >>> moved.n_improved, moved.n_unchanged, moved.n_deteriorated, round(moved.threshold, 2)
    (1, 1, 1, 6.2)
    """
    import pandas as pd

    coverage, share = checks.confidence(confidence), _reliability(reliability)
    pairs = pair(before, after)
    spread = moments.spread(pairs.before) if sd is None else _positive(sd)
    threshold, sem, s_diff = _errors(spread, share, coverage)
    if threshold is None or sem is None or s_diff is None:
        unknown = pd.Series(math.nan, index=pairs.labels, dtype=float)
        return ReliableChange(unknown, len(pairs), None, None, None, None, sem=None, s_diff=None)
    rose, fell = int((pairs.moved >= threshold).sum()), int((pairs.moved <= -threshold).sum())
    return ReliableChange(
        index=pd.Series(pairs.moved / s_diff, index=pairs.labels),
        n=len(pairs),
        n_improved=rose if higher_is_better else fell,
        n_unchanged=len(pairs) - rose - fell,
        n_deteriorated=fell if higher_is_better else rose,
        threshold=threshold,
        sem=sem,
        s_diff=s_diff,
    )


def reliable_from(sd: float | None, *, reliability: float, confidence: float = 0.95) -> float | None:
    """The `threshold` of `reliable_change` alone, from the spread before; None where that is undefined or 0.

    Examples
    --------
    >>> round(reliable_from(5, reliability=0.8), 2)
    6.2
    """
    return _errors(sd, _reliability(reliability), checks.confidence(confidence))[0]


def _errors(spread: float | None, share: float, coverage: float) -> tuple[float | None, float | None, float | None]:
    """Smallest reliable change, standard error of measurement, and that of a difference."""
    if not spread:
        return None, None, None
    sem = spread * math.sqrt(1 - share)
    s_diff = math.sqrt(2) * sem
    return moments.normal_quantile(coverage) * s_diff, sem, s_diff


def _small_sample(
    d: float | None, error: float | None, *, df: int | None, confidence: float
) -> tuple[float | None, float | None]:
    """d corrected for a small sample, and how far its interval reaches to each side."""
    if d is None or error is None or df is None or df < 2:
        return None, None
    factor = math.exp(math.lgamma(df / 2) - math.log(df / 2) / 2 - math.lgamma((df - 1) / 2))
    return factor * d, factor * moments.normal_quantile(confidence) * error


def _directions(moved: np.ndarray) -> dict[str, int]:
    return {
        "n_up": int((moved > 0).sum()),
        "n_same": int((moved == 0).sum()),
        "n_down": int((moved < 0).sum()),
    }


def _reliability(value: float) -> float:
    share = checks.number(value, "reliability")
    if not 0 <= share < 1:
        raise ValueError(f"reliability must be at least 0 and below 1, got {value!r}")
    return share


def _positive(sd: float) -> float:
    if checks.number(sd, "sd") <= 0:
        raise ValueError(f"sd must be above 0, got {sd!r}")
    return float(sd)
