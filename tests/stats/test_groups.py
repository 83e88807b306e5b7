"""Pupils lost against pupils kept; a programme against a comparison group."""

import math

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from app.stats.change import added_value, attrition

BEFORE = pd.Series([40.0, 50, 60, 70, 55, 65, 30], index=list("abcdefg"))
RETURNED = pd.Series([True, True, True, True, False, False, False], index=list("abcdefg"))
OTHERS = pd.DataFrame({"before": [20.0, 40, 60, 80, 50], "after": [35.0, 44, 58, 69, 47]})


def test_the_interval_of_those_lost_is_welchs():
    lost = attrition(BEFORE, RETURNED)
    oracle = stats.ttest_ind(BEFORE[~RETURNED], BEFORE[RETURNED], equal_var=False)
    assert (lost.low, lost.high) == pytest.approx(tuple(oracle.confidence_interval(0.95)))
    assert (lost.df, lost.difference) == pytest.approx((oracle.df, -5))


def test_the_counts_of_those_lost_say_of_how_many():
    lost = attrition(BEFORE, RETURNED)
    assert (lost.n, lost.n_returned, lost.n_lost, lost.share_lost) == (7, 4, 3, pytest.approx(3 / 7))


def test_the_effect_of_loss_is_in_pooled_spreads():
    lost = attrition(pd.Series([10.0, 20, 40, 50]), pd.Series([True, True, False, False]))
    assert lost.d == pytest.approx(30 / math.sqrt(50))


def test_whoever_has_no_later_score_was_lost():
    after = pd.Series({"a": 41.0, "b": 52.0, "c": math.nan, "z": 3.0})
    lost = attrition(BEFORE, after.notna())
    assert (lost.n_returned, lost.n_lost) == (2, 5)


def test_pupils_without_a_score_before_do_not_count():
    assert attrition(BEFORE.mask(BEFORE > 60), RETURNED).n == 5


def test_ones_and_noughts_will_do_for_true_and_false():
    assert attrition(BEFORE, RETURNED.astype(int)) == attrition(BEFORE, RETURNED)


@pytest.mark.parametrize(
    ("returned", "known"),
    [
        ([True] * 7, {"mean_returned"}),
        ([False] * 7, {"mean_lost"}),
        ([True] * 6 + [False], {"mean_returned", "mean_lost", "difference"}),
    ],
)
def test_a_side_with_fewer_than_two_gives_no_interval(returned, known):
    lost = attrition(BEFORE, pd.Series(returned, index=BEFORE.index))
    figures = ("mean_returned", "mean_lost", "difference", "low", "high", "df", "d")
    assert {name for name in figures if getattr(lost, name) is not None} == known


def test_nobody_before_means_nobody_lost():
    lost = attrition(pd.Series(dtype=float), pd.Series(dtype=bool))
    assert (lost.n, lost.n_lost, lost.share_lost, lost.difference) == (0, 0, None, None)


def test_two_flat_sides_differ_without_doubt_or_spread():
    lost = attrition(pd.Series([10, 10, 20, 20]), pd.Series([True, True, False, False]))
    assert (lost.low, lost.difference, lost.high, lost.d) == (10, 10, 10, None)


def test_scores_in_the_place_of_true_and_false_are_refused():
    with pytest.raises(ValueError, match="returned must say true or false, got 55"):
        attrition(BEFORE, pd.Series([1, 55]))


def test_a_pupil_who_came_back_twice_is_refused():
    with pytest.raises(ValueError, match="returned has two rows for 'a'"):
        attrition(BEFORE, pd.Series([True, False], index=["a", "a"]))


def test_the_line_of_the_comparison_group_is_least_squares():
    slope, intercept = np.polyfit(OTHERS["before"], OTHERS["after"], 1)
    added = added_value(pd.Series([30.0, 50]), pd.Series([45.0, 58]), OTHERS)
    assert (added.slope, added.intercept) == pytest.approx((slope, intercept))
    assert added.mean_expected == pytest.approx(intercept + slope * 40)
    assert added.value == pytest.approx(51.5 - added.mean_expected)


def test_the_comparison_group_itself_added_nothing():
    added = added_value(OTHERS["before"], OTHERS["after"], OTHERS)
    assert added.value == pytest.approx(0, abs=1e-9)
    assert added.low < 0 < added.high


def test_regression_to_the_mean_alone_adds_nothing():
    """Two noisy measures of the same thing: those who start lowest rise, with no programme at all."""
    dice = np.random.default_rng(7)
    true = dice.normal(50, 10, 4000)
    everyone = pd.DataFrame({"before": true + dice.normal(0, 10, 4000), "after": true + dice.normal(0, 10, 4000)})
    chosen = everyone[:2000].nsmallest(300, "before")
    added = added_value(chosen["before"], chosen["after"], everyone[2000:])
    assert added.mean_change > 5
    assert added.low < 0 < added.high


def test_the_interval_covers_the_truth_as_often_as_it_says():
    dice = np.random.default_rng(11)
    hits = 0
    for _ in range(400):
        start, other = dice.normal(45, 10, 12), dice.normal(50, 10, 15)
        others = pd.DataFrame({"before": other, "after": 20 + 0.6 * other + dice.normal(0, 8, 15)})
        added = added_value(pd.Series(start), pd.Series(24 + 0.6 * start + dice.normal(0, 8, 12)), others)
        hits += added.low <= 4 <= added.high
    assert 0.92 <= hits / 400 <= 0.98


def test_without_a_comparison_group_only_the_simple_change_is_known():
    added = added_value(pd.Series([30.0, 50]), pd.Series([45.0, 58]))
    assert (added.n, added.n_comparison, added.mean_change) == (2, 0, 11.5)
    assert (added.value, added.low, added.high, added.effect, added.slope) == (None,) * 5


@pytest.mark.parametrize("rows", [OTHERS[:2], OTHERS.assign(before=50.0), OTHERS.assign(after=math.nan)])
def test_a_comparison_group_that_fits_no_line_is_no_comparison(rows):
    added = added_value(pd.Series([30.0]), pd.Series([45.0]), rows)
    assert (added.n_comparison, added.value) == (len(rows.dropna()), None)


def test_a_perfect_line_leaves_no_spread_to_measure_the_effect_in():
    line = pd.DataFrame({"before": [10.0, 20, 30], "after": [15.1, 20.1, 25.1]})
    added = added_value(pd.Series([10.0, 20]), pd.Series([16.1, 22.1]), line)
    assert added.value == pytest.approx(1.5)
    assert (added.sd_comparison, added.effect) == (0, None)


def test_one_pupil_has_an_added_value_without_an_interval():
    added = added_value(pd.Series([30.0]), pd.Series([45.0]), OTHERS)
    assert (added.n, added.low, added.high, added.df) == (1, None, None, None)
    assert added.value is not None


def test_a_programme_of_nobody_added_nothing_that_can_be_told():
    added = added_value(pd.Series(dtype=float), pd.Series(dtype=float), OTHERS)
    assert (added.n, added.n_comparison, added.value) == (0, 5, None)


def test_a_comparison_without_its_columns_is_refused():
    with pytest.raises(ValueError, match=r"comparison names \['after'\], but the columns are \['before'\]"):
        added_value(pd.Series([1]), pd.Series([2]), OTHERS[["before"]])
