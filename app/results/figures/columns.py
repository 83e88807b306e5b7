"""The columns of a change table: stable keys for the page, headings for people, always in this order."""

from collections.abc import Sequence

BETWEEN = ("mean_between", "n_between")
BEFORE_BETWEEN = {
    "n": "Pupils in both",
    "n_first_only": "Only {first}",
    "n_last_only": "Only {last}",
    "mean_first": "Mean {first}",
}
AFTER_BETWEEN = {
    "mean_last": "Mean {last}",
    "change": "Change",
    "low": "Change, 95 % interval from",
    "high": "Change, 95 % interval to",
    "g_av": "Effect size g_av",
    "g_av_low": "g_av, 95 % interval from",
    "g_av_high": "g_av, 95 % interval to",
    "rose": "Rose",
    "stayed": "Stayed the same",
    "fell": "Fell",
    "rose_reliably": "Rose reliably",
    "moved_little": "No reliable change",
    "fell_reliably": "Fell reliably",
    "threshold": "Reliable from, points",
    "alpha": "Reliability (alpha)",
    "alpha_low": "Alpha, 95 % interval from",
    "alpha_high": "Alpha, 95 % interval to",
    "d_av": "d_av",
    "d_pre": "d_pre",
}


def keys(n_between: int) -> tuple[str, ...]:
    """Keys of the columns; each wave in between has its mean and the number of pupils behind it."""
    between = (f"{key}_{place}" for place in range(n_between) for key in BETWEEN)
    return (*BEFORE_BETWEEN, *between, *AFTER_BETWEEN)


def headings(waves: Sequence[str]) -> tuple[str, ...]:
    """What people read above the columns, in the order of `keys`; `waves` are names from first to last."""
    first, *between, last = waves
    named = (text for wave in between for text in (f"Mean {wave}", f"Pupils in all, {wave}"))
    texts = (*BEFORE_BETWEEN.values(), *named, *AFTER_BETWEEN.values())
    return tuple(text.format(first=first, last=last) for text in texts)
