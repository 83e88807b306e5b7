"""Change of the same pupils, and how many moved reliably."""

import dataclasses
import math

import pandas as pd
import pytest

from app.stats.change import Change, paired_change, reliable_change, reliable_from

UNDEFINED_WITHOUT_A_PAIR = {field.name for field in dataclasses.fields(Change)} - {
    "n",
    "n_before_only",
    "n_after_only",
    "n_up",
    "n_same",
    "n_down",
}


def undefined(result):
    return {name for name, value in dataclasses.asdict(result).items() if value is None}


def series(values):
    """Values by pupil id."""
    return pd.Series(values, dtype=float)


def test_pupils_are_matched_by_label_and_not_by_position():
    change = paired_change(series({"a": 10, "b": 20, "c": 30}), series({"c": 31, "a": 11, "b": 21}))
    assert (change.n, change.mean_change, change.sd_change) == (3, 1.0, 0.0)


def test_pupils_with_one_wave_are_counted_and_left_out():
    before = series({"a": 10, "b": 20, "c": math.nan, "d": 90, "e": math.nan})
    after = series({"a": 12, "b": 24, "c": 99, "f": 1, "g": 2, "e": math.nan})
    change = paired_change(before, after)
    assert (change.n, change.n_before_only, change.n_after_only) == (2, 1, 3)
    assert (change.mean_before, change.mean_after, change.mean_change) == (15.0, 18.0, 3.0)


def test_waves_without_a_common_pupil_have_no_change():
    change = paired_change(series({"a": 10}), series({"b": 12, "c": 13}))
    assert (change.n, change.n_before_only, change.n_after_only) == (0, 1, 2)
    assert undefined(change) == UNDEFINED_WITHOUT_A_PAIR


def test_labels_of_different_kinds_do_not_match():
    assert paired_change(series({1: 10}), series({"1": 12})).n == 0


@pytest.mark.parametrize("empty", [pd.Series(dtype=float), pd.Series(dtype=object), pd.Series([None, None])])
def test_empty_waves_have_no_change(empty):
    change = paired_change(empty, empty)
    assert change.n == 0
    assert undefined(change) == UNDEFINED_WITHOUT_A_PAIR


def test_one_pupil_has_a_change_and_no_doubt_to_show():
    change = paired_change(series([10]), series([12]))
    assert undefined(change) == UNDEFINED_WITHOUT_A_PAIR - {"mean_before", "mean_after", "mean_change"}
    assert (change.mean_change, change.n_up) == (2.0, 1)


def test_two_pupils_have_everything_but_a_corrected_effect():
    change = paired_change(series([10, 20]), series([12, 26]))
    assert undefined(change) == {"g_av", "g_av_low", "g_av_high"}
    assert (change.df, change.r) == (1, pytest.approx(1))


def test_equal_waves_did_not_change():
    change = paired_change(series([10, 20, 40]), series([10, 20, 40]))
    assert undefined(change) == {"t", "p", "d_z"}
    assert (change.mean_change, change.low, change.high, change.d_av, change.g_av) == (0, 0, 0, 0, 0)
    assert (change.r, change.n_same) == (pytest.approx(1), 3)


def test_the_same_rise_for_all_has_no_t_even_when_subtraction_rounds():
    change = paired_change(series([0.1, 0.2, 0.3, 33.3]), series([0.2, 0.3, 0.4, 33.4]))
    assert undefined(change) == {"t", "p", "d_z"}
    assert (change.low, change.high) == (change.mean_change, change.mean_change)
    assert change.d_pre == pytest.approx(0.1 / change.sd_before)


def test_a_flat_first_wave_leaves_only_its_own_figures_undefined():
    change = paired_change(series([20, 20, 20]), series([10, 20, 36]))
    assert undefined(change) == {"r", "d_pre"}
    assert change.d_av == pytest.approx(2 / (change.sd_after / math.sqrt(2)))


def test_a_flat_second_wave_leaves_only_the_correlation_undefined():
    assert undefined(paired_change(series([10, 20, 36]), series([20, 20, 20]))) == {"r"}


def test_two_flat_waves_have_a_change_and_no_effect_size():
    change = paired_change(series([20, 20]), series([30, 30]))
    assert undefined(change) == {"r", "t", "p", "d_z", "d_av", "d_pre", "g_av", "g_av_low", "g_av_high"}
    assert (change.mean_change, change.sd_before, change.sd_after, change.sd_change) == (10, 0, 0, 0)


def test_rising_staying_and_falling_are_counted():
    change = paired_change(series([10, 20, 30, 40]), series([11, 25, 30, 39]))
    assert (change.n_up, change.n_same, change.n_down) == (2, 1, 1)


def test_a_difference_made_by_rounding_counts_as_the_same():
    third = 200 / 3
    assert paired_change(series([third]), series([third * (1 + 1e-15)])).n_same == 1


def test_whole_numbers_and_lists_will_do():
    assert paired_change([10, 20, 30], pd.Series([11, 22, 33], dtype="Int64")).mean_change == 2.0


def test_a_wider_confidence_gives_a_wider_interval():
    waves = series([10, 20, 30]), series([11, 25, 29])
    narrow, wide = paired_change(*waves, confidence=0.8), paired_change(*waves, confidence=0.99)
    assert wide.low < narrow.low < narrow.high < wide.high
    assert wide.g_av_low < narrow.g_av_low < narrow.g_av_high < wide.g_av_high


def test_reliable_change_keeps_the_sign_of_the_change_and_turns_the_words():
    waves = series({"a": 50, "b": 50, "c": 50}), series({"a": 60, "b": 50, "c": 35})
    good = reliable_change(*waves, reliability=0.8, sd=5)
    bad = reliable_change(*waves, reliability=0.8, sd=5, higher_is_better=False)
    assert good.index.to_dict() == bad.index.to_dict()
    assert good.index["a"] > 0 > good.index["c"]
    assert (good.n_improved, good.n_unchanged, good.n_deteriorated) == (1, 1, 1)
    assert (bad.n_improved, bad.n_unchanged, bad.n_deteriorated) == (1, 1, 1)


def test_a_fall_is_an_improvement_where_lower_is_better():
    moved = reliable_change([50, 50], [30, 30], reliability=0.8, sd=5, higher_is_better=False)
    assert (moved.n_improved, moved.n_deteriorated) == (2, 0)


def test_the_threshold_alone_is_that_of_reliable_change():
    before, after = [50, 61.5, 40, 55.25, None], [55, 60, 45, 50, 70]
    whole = reliable_change(before, after, reliability=0.8)
    assert reliable_from(paired_change(before, after).sd_before, reliability=0.8) == whole.threshold
    assert reliable_from(0.0, reliability=0.8) is reliable_from(None, reliability=0.8) is None


def test_the_order_of_the_lists_changes_no_figure():
    before = pd.Series([50, 61.5, None, 55.25, 33], index=[4, 7, 1, 9, 2])
    after = pd.Series([55, 60, 45, None, 70.5], index=before.index)
    assert paired_change(before, after) == paired_change(before, after[[9, 4, 2, 1, 7]])


def test_reliable_change_takes_the_spread_of_the_pairs_before():
    before, after = series([10, 20, 30, 90]), series([10, 20, 30, math.nan])
    moved = reliable_change(before, after, reliability=0.75)
    assert moved.n == 3
    assert moved.sem == pytest.approx(10 * 0.5)
    assert moved.index.index.tolist() == [0, 1, 2]


@pytest.mark.parametrize(("before", "after"), [([], []), ([10], [12]), ([10, 10], [10, 30])])
def test_without_a_spread_before_nobody_can_be_said_to_have_moved(before, after):
    moved = reliable_change(before, after, reliability=0.8)
    assert (moved.n_improved, moved.n_unchanged, moved.n_deteriorated) == (None, None, None)
    assert (moved.threshold, moved.s_diff, moved.sem) == (None, None, None)
    assert moved.index.isna().tolist() == [True] * moved.n


def test_a_norm_group_gives_the_spread_that_one_pupil_lacks():
    assert reliable_change([10], [40], reliability=0.8, sd=10).n_improved == 1


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"reliability": 1}, "reliability must be at least 0 and below 1, got 1"),
        ({"reliability": -0.2}, "reliability must be at least 0 and below 1, got -0.2"),
        ({"reliability": math.nan}, "reliability must be a finite number, got nan"),
        ({"reliability": 0.8, "sd": 0}, "sd must be above 0, got 0"),
        ({"reliability": 0.8, "sd": -1}, "sd must be above 0, got -1"),
        ({"reliability": 0.8, "confidence": 95}, "confidence must lie between 0 and 1, got 95"),
    ],
)
def test_reliable_change_refuses_impossible_settings(options, message):
    with pytest.raises(ValueError, match=message):
        reliable_change([1, 2], [2, 3], **options)
