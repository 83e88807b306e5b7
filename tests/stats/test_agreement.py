"""Agreement of coders: kappa for two, alpha for many."""

import math
from collections import Counter
from itertools import permutations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.stats.agreement import (
    cohen_kappa,
    cohen_kappa_of_counts,
    krippendorff_alpha,
    krippendorff_alpha_of_counts,
)
from tests.stats.strategies import quick

RATINGS = st.lists(
    st.lists(st.one_of(st.none(), st.integers(1, 4)), min_size=3, max_size=3), min_size=1, max_size=12
).map(lambda units: pd.DataFrame(units, dtype=float).T)


def alpha_by_pairs(ratings, distance):
    """Krippendorff's alpha straight from its definition: every ordered pair of ratings, one by one."""
    units = [column.dropna().tolist() for _, column in ratings.items() if column.count() > 1]
    values = [value for unit in units for value in unit]
    observed = sum(distance(a, b, values) / (len(unit) - 1) for unit in units for a, b in permutations(unit, 2))
    expected = sum(distance(a, b, values) for a, b in permutations(values, 2))
    return 1 - observed * (len(values) - 1) / expected if expected else None


def ranks_between(a, b, values):
    low, high = min(a, b), max(a, b)
    ends = sum(value in (low, high) for value in values) / 2
    return (sum(low <= value <= high for value in values) - ends) ** 2 if a != b else 0


DISTANCES = {
    "nominal": lambda a, b, _: float(a != b),
    "ordinal": ranks_between,
    "interval": lambda a, b, _: (a - b) ** 2,
}


@pytest.mark.parametrize("level", sorted(DISTANCES))
@quick
@given(ratings=RATINGS)
def test_alpha_equals_its_definition_pair_by_pair(level, ratings):
    expected = alpha_by_pairs(ratings, DISTANCES[level])
    assert krippendorff_alpha(ratings, level=level) == (None if expected is None else pytest.approx(expected, abs=1e-9))


@quick
@given(marks=st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("abc")), min_size=1, max_size=30))
def test_kappa_equals_its_definition_from_shares(marks):
    first, second = map(list, zip(*marks, strict=True))
    n = len(marks)
    observed = sum(a == b for a, b in marks) / n
    chance = sum(first.count(mark) * second.count(mark) for mark in "abc") / n**2
    kappa = cohen_kappa(pd.Series(first), pd.Series(second))
    assert kappa.agreement == pytest.approx(observed)
    assert kappa.value == (None if chance == 1 else pytest.approx((observed - chance) / (1 - chance), abs=1e-12))


def test_units_are_matched_by_label():
    first = pd.Series({"p1": "home", "p2": "peers", "p3": "home"})
    second = pd.Series({"p3": "home", "p2": "peers", "p1": "home"})
    assert (cohen_kappa(first, second).value, cohen_kappa(first, second).n) == (1.0, 3)


def test_a_unit_that_one_coder_left_out_is_left_out():
    kappa = cohen_kappa(pd.Series([1, 0, None, 1]), pd.Series([1, 0, 0, None]))
    assert (kappa.value, kappa.n) == (1.0, 2)


def test_two_coders_who_never_vary_have_agreement_and_no_kappa():
    kappa = cohen_kappa(pd.Series([True, True]), pd.Series([True, True]))
    assert (kappa.value, kappa.n, kappa.agreement) == (None, 2, 1.0)


def test_one_coder_who_marks_what_the_other_never_does_is_at_chance():
    kappa = cohen_kappa(pd.Series([1] * 10), pd.Series([0] + [1] * 9))
    assert (kappa.value, kappa.agreement) == (0.0, 0.9)


def test_nothing_marked_by_both_gives_no_agreement_to_speak_of():
    kappa = cohen_kappa(pd.Series({"a": 1}), pd.Series({"b": 1}))
    assert (kappa.value, kappa.n, kappa.agreement) == (None, 0, None)


def test_a_unit_marked_twice_by_one_coder_is_refused():
    with pytest.raises(ValueError, match="first has two rows for 'p1'"):
        cohen_kappa(pd.Series([1, 2], index=["p1", "p1"]), pd.Series([1], index=["p1"]))


@pytest.mark.parametrize(
    "ratings",
    [
        pd.DataFrame([[1, 1], [1, 1]]),
        pd.DataFrame([[1, math.nan], [math.nan, 2]]),
        pd.DataFrame([[1, 2, 3]]),
        pd.DataFrame(),
        pd.DataFrame([[None, None], [None, None]]),
    ],
)
@pytest.mark.parametrize("level", sorted(DISTANCES))
def test_alpha_is_undefined_without_two_different_ratings_that_can_be_compared(ratings, level):
    assert krippendorff_alpha(ratings, level=level) is None


def test_raters_who_agree_throughout_have_alpha_one():
    assert krippendorff_alpha(pd.DataFrame([[1, 2, 3], [1, 2, 3]]), level="ordinal") == 1.0


def test_nominal_ratings_may_be_words():
    numbers = pd.DataFrame([[1, 2, 3, 1], [1, 2, 2, None]])
    words = numbers.replace({1: "home", 2: "peers", 3: "work"})
    assert krippendorff_alpha(words) == krippendorff_alpha(numbers)


@pytest.mark.parametrize("level", ["ordinal", "interval"])
def test_words_have_no_order_and_no_distance(level):
    with pytest.raises(ValueError, match="ratings must hold numbers, got 'home'"):
        krippendorff_alpha(pd.DataFrame([["home", "peers"], ["home", "work"]]), level=level)


def test_an_unknown_level_is_refused():
    with pytest.raises(ValueError, match="level must be one of .*, got 'ratio'"):
        krippendorff_alpha(pd.DataFrame([[1, 2], [1, 2]]), level="ratio")


def test_something_other_than_a_table_is_refused():
    with pytest.raises(ValueError, match="ratings must be a DataFrame of raters x units, got ndarray"):
        krippendorff_alpha(np.zeros((2, 2)))


@quick
@given(marks=st.lists(st.tuples(st.sampled_from("ab"), st.sampled_from("abc")), max_size=30))
def test_kappa_of_counts_is_that_of_the_units(marks):
    first, second = zip(*marks, strict=True) if marks else ((), ())
    one = cohen_kappa(pd.Series(first, dtype=object), pd.Series(second, dtype=object))
    assert cohen_kappa_of_counts(Counter(marks)) == one


@quick
@given(units=st.lists(st.tuples(*[st.sampled_from([None, True, False])] * 3), max_size=30))
def test_alpha_of_counts_is_that_of_the_units(units):
    expected = krippendorff_alpha(pd.DataFrame(units, dtype=object).T) if units else None
    found = krippendorff_alpha_of_counts(Counter(units))
    assert found == (None if expected is None else pytest.approx(expected, abs=1e-9))
