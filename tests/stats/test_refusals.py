"""What no figure takes: each refusal quotes what came."""

import math
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest

from app.stats.change import added_value, attrition, pair_arrays, paired_change, reliable_change
from app.stats.counts import distribution
from app.stats.scales import cronbach_alpha, item_statistics, score

OF_WAVES = [
    paired_change,
    lambda before, after: reliable_change(before, after, reliability=0.8),
    added_value,
]
OF_TABLES = [
    lambda answers: score(answers, low=1, high=5),
    cronbach_alpha,
    item_statistics,
]
OF_ANY_TABLE = [*OF_TABLES, lambda answers: distribution(answers, codes=[1, 2, 3])]

BAD_VALUES = [
    (pd.Series(["often", "never"]), "must hold numbers, got 'often'"),
    (pd.Series([1, "2"], dtype=object), "must hold numbers, got '2'"),
    (pd.Series([1, True], dtype=object), "must hold numbers, got True"),
    (pd.Series([Decimal("1.5"), Decimal(2)]), r"must hold numbers, got Decimal\('1.5'\)"),
    (pd.Series([True, False]), "must hold numbers, got truth values: code them as 0 and 1"),
    (pd.Series([True, None], dtype="boolean"), "must hold numbers, got truth values"),
    (pd.Series([1, math.inf]), "must hold finite numbers below .*, got inf"),
    (pd.Series([1, -math.inf]), "must hold finite numbers below .*, got -inf"),
    (pd.Series([1, 1e200]), r"must hold finite numbers below .*, got 1e\+200"),
    (pd.Series([1j, 2]), "must hold numbers, got 1j"),
    (pd.to_datetime(pd.Series(["2026-01-01", "2026-01-02"])), r"must hold numbers, got Timestamp"),
]


@pytest.mark.parametrize("figure", OF_WAVES)
@pytest.mark.parametrize(("values", "message"), BAD_VALUES)
def test_waves_of_something_other_than_finite_numbers_are_refused(figure, values, message):
    with pytest.raises(ValueError, match="before " + message):
        figure(values, pd.Series([1, 2]))
    with pytest.raises(ValueError, match="after " + message):
        figure(pd.Series([1, 2]), values)


@pytest.mark.parametrize("figure", OF_TABLES)
@pytest.mark.parametrize(("values", "message"), BAD_VALUES)
def test_tables_of_something_other_than_finite_numbers_are_refused(figure, values, message):
    with pytest.raises(ValueError, match=r"answers\['q'\] " + message):
        figure(pd.DataFrame({"p": [1, 2], "q": values}))


@pytest.mark.parametrize("figure", OF_WAVES)
def test_a_pupil_who_stands_in_a_wave_twice_is_refused(figure):
    once, twice = pd.Series([1, 2], index=["a", "b"]), pd.Series([1, 2], index=["a", "a"])
    with pytest.raises(ValueError, match="before has two rows for 'a'"):
        figure(twice, once)
    with pytest.raises(ValueError, match="after has two rows for 'a'"):
        figure(once, twice)


@pytest.mark.parametrize("figure", OF_ANY_TABLE)
@pytest.mark.parametrize(
    ("table", "message"),
    [
        (pd.DataFrame({"q": [1, 2]}, index=["a", "a"]), "answers has two rows for 'a'"),
        (pd.DataFrame([[1, 2]], columns=["q", "q"]), "answers has two columns called 'q'"),
        (pd.DataFrame(index=["a"]), "answers must have at least one column, got none"),
        ([[1, 2]], "answers must be a DataFrame, got list"),
    ],
)
def test_tables_out_of_shape_are_refused(figure, table, message):
    with pytest.raises(ValueError, match=message):
        figure(table)


def test_attrition_refuses_odd_scores_too():
    with pytest.raises(ValueError, match="before must hold numbers, got 'often'"):
        attrition(pd.Series(["often"]), pd.Series([True]))


@pytest.mark.parametrize("confidence", [0, 1, 95, -0.5, math.nan, None, "0.95", True])
@pytest.mark.parametrize(
    "figure",
    [
        lambda confidence: paired_change([1, 2], [2, 4], confidence=confidence),
        lambda confidence: cronbach_alpha(pd.DataFrame({"a": [1, 2], "b": [1, 3]}), confidence=confidence),
        lambda confidence: attrition(pd.Series([1]), pd.Series([True]), confidence=confidence),
        lambda confidence: added_value([1], [2], confidence=confidence),
    ],
)
def test_a_confidence_that_is_no_share_is_refused(figure, confidence):
    with pytest.raises(ValueError, match="confidence must .*, got "):
        figure(confidence)


def test_missing_values_of_every_kind_are_missing():
    before = pd.Series([1, None, math.nan, pd.NA, pd.NaT, 2], dtype=object)
    assert paired_change(before, pd.Series([1, 2, 3, 4, 5, 6])).n == 2


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        (np.array([1.0, np.inf]), np.array([1.0, 2.0]), "finite numbers"),
        (np.array([1, 2]), np.array([1.0, 2.0]), "row of floats"),
        (np.array([[1.0, 2.0]]), np.array([1.0, 2.0]), "row of floats"),
        (np.array([1.0]), np.array([1.0, 2.0]), "one length"),
    ],
)
def test_arrays_that_do_not_lie_side_by_side_are_refused(before, after, message):
    with pytest.raises(ValueError, match=message):
        pair_arrays(before, after)
