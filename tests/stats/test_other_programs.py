"""Agreement by two other libraries on a thousand random cases: overlaps, one mark throughout, gaps, three coders."""

import math
import random
import warnings

import krippendorff
import numpy as np
import pandas as pd
import pytest

from app.stats.agreement import cohen_kappa, krippendorff_alpha

CLOSE = 1e-9


def marks(rng, n, kinds, gaps):
    """One coder's marks; None where there is none."""
    return [None if rng.random() < gaps else rng.randrange(kinds) for _ in range(n)]


def is_same(ours, theirs):
    if ours is None:
        return theirs is None or math.isnan(theirs)
    return abs(ours - theirs) < CLOSE


@pytest.mark.parametrize("seed", range(10))
def test_kappa_is_that_of_scikit_learn(seed):
    from sklearn.metrics import cohen_kappa_score

    rng = random.Random(seed)
    for _ in range(100):
        n, kinds = rng.randint(1, 60), rng.choice([1, 2, 2, 3, 5])
        first, second = marks(rng, n, kinds, 0), marks(rng, n, kinds, 0)
        if rng.random() < 0.2:
            second = first
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it divides by nothing where there is one mark
            theirs = cohen_kappa_score(first, second)
        assert is_same(cohen_kappa(pd.Series(first), pd.Series(second)).value, theirs)


@pytest.mark.parametrize("seed", range(10))
@pytest.mark.parametrize("level", ["nominal", "ordinal", "interval"])
def test_alpha_is_that_of_krippendorffs_package(seed, level):
    rng = random.Random(seed)
    for _ in range(34):
        n, kinds, gaps = rng.randint(2, 40), rng.choice([1, 2, 3, 5]), rng.choice([0, 0.2, 0.6])
        table = pd.DataFrame([marks(rng, n, kinds, gaps) for _ in range(rng.choice([2, 3, 4]))], dtype=float)
        assert is_same(krippendorff_alpha(table, level=level), theirs_of(table.to_numpy(), level))


def theirs_of(table: np.ndarray, level: str) -> float | None:
    """None where the package has no answer: nothing to pair, or one mark throughout."""
    paired = table[:, (~np.isnan(table)).sum(axis=0) > 1]
    if np.unique(paired[~np.isnan(paired)]).size < 2:
        return None
    return float(krippendorff.alpha(reliability_data=paired, level_of_measurement=level))
