"""Our figures equal published ones. Data and sources: `reference/SOURCES.md`."""

import math

import numpy as np
import pandas as pd
import pytest

from app.stats.agreement import cohen_kappa, krippendorff_alpha
from app.stats.change import added_value, paired_change, reliable_change
from app.stats.counts import distribution
from app.stats.scales import cronbach_alpha, score
from tests.stats.reference import read


@pytest.fixture
def sleep():
    data = read("sleep", index_col="patient")
    return paired_change(data["before"], data["after"])


@pytest.mark.parametrize(
    ("field", "expected"),
    [
        ("mean_change", 1.58),
        ("t", 4.0621),
        ("df", 9),
        ("p", 0.002833),
        ("low", 0.7001142),
        ("high", 2.4598858),
    ],
)
def test_the_sleep_data_give_what_r_prints(sleep, field, expected):
    assert getattr(sleep, field) == pytest.approx(expected, abs=5e-5 if field == "t" else 1e-6)


@pytest.mark.parametrize(
    ("field", "expected"),
    [
        ("sd_before", 1.7890097),
        ("sd_after", 2.0022487),
        ("r", 0.7951702),
        ("d_z", 1.2845576),
        ("d_av", 0.8321811),
        ("d_pre", 0.8831702),
        ("g_av", 0.7605094),
        ("g_av_low", 0.3935660),
        ("g_av_high", 1.1274528),
    ],
)
def test_the_sleep_data_give_the_effect_sizes_that_effectsize_computes(sleep, field, expected):
    assert getattr(sleep, field) == pytest.approx(expected, abs=1e-6)


def test_five_pairs_give_what_pingouin_prints():
    data = read("five_pairs", index_col="row")
    change = paired_change(data["before"], data["after"])
    assert (change.n, change.df) == (5, 4)
    assert change.t == pytest.approx(2.31, abs=0.005)
    assert change.p == pytest.approx(0.0822, abs=5e-5)
    assert (change.low, change.high) == pytest.approx((-0.14, 1.54), abs=0.005)
    assert change.d_av == pytest.approx(0.2508010, abs=1e-6)


def test_five_pairs_without_one_before_give_what_pingouin_prints_for_four():
    data = read("five_pairs", index_col="row")
    change = paired_change(data["before"].mask(data.index == 3), data["after"])
    assert (change.n, change.df, change.n_before_only, change.n_after_only) == (4, 3, 0, 1)
    assert change.t == pytest.approx(5.902, abs=5e-4)
    assert change.p == pytest.approx(0.010, abs=5e-4)
    assert (change.low, change.high) == pytest.approx((0.45, 1.50), abs=0.005)
    assert change.d_av == pytest.approx(0.306, abs=5e-4)


def test_alpha_of_the_binary_items_uses_the_nine_complete_rows():
    alpha = cronbach_alpha(read("binary_items"))
    assert alpha.value == pytest.approx(0.801694915, abs=1e-9)
    assert (alpha.n, alpha.k) == (9, 11)


def test_the_interval_of_alpha_rests_on_the_rows_used():
    alpha = cronbach_alpha(read("binary_items"))
    assert (alpha.low, alpha.high) == pytest.approx((0.533, 0.947), abs=5e-4)


@pytest.mark.parametrize(
    ("before", "after", "sd", "reliability", "index", "reliable"),
    [
        (30, 45, 7.5, 0.80, 3.162, True),
        (42, 55, 12, 0.88, 2.211, True),
        (68, 63, 15, 0.91, -0.786, False),
        (30, 48, 10, 0.80, 2.846, True),
        (50, 42, 5, 0.80, -2.5298221, True),
        (50, 46, 5, 0.80, -1.2649111, False),
        (50, 50, 5, 0.80, 0.0, False),
        (50, 54, 5, 0.80, 1.2649111, False),
        (50, 58, 5, 0.80, 2.5298221, True),
    ],
)
def test_one_pupil_moves_reliably_as_in_the_worked_examples(before, after, sd, reliability, index, reliable):
    moved = reliable_change(pd.Series([before]), pd.Series([after]), reliability=reliability, sd=sd)
    assert moved.index.iloc[0] == pytest.approx(index, abs=5e-4)
    assert moved.n_improved + moved.n_deteriorated == int(reliable)


def test_the_threshold_of_reliable_change_follows_from_the_error_of_measurement():
    moved = reliable_change(pd.Series([24]), pd.Series([35]), reliability=0.75, sd=2 * 3.07)
    assert moved.sem == pytest.approx(3.07)
    assert moved.s_diff == pytest.approx(4.34, abs=0.005)
    assert moved.threshold == pytest.approx(8.51, abs=0.005)
    assert moved.index.iloc[0] == pytest.approx(2.5336, abs=5e-4)
    assert moved.n_improved == 1


def test_the_classic_figures_give_their_error_and_threshold():
    moved = reliable_change(pd.Series([30]), pd.Series([45]), reliability=0.80, sd=7.5)
    assert (moved.sem, moved.s_diff, moved.threshold) == pytest.approx((3.354, 4.743, 9.297), abs=5e-4)


def test_three_answers_of_five_are_prorated_to_a_total_and_two_are_not():
    answers = pd.DataFrame([[2, 1, 1, None, None], [2, 2, None, None, None]], columns=list("abcde"))
    totals = score(answers, low=0, high=2) / 100 * 10
    assert totals.iloc[0] == pytest.approx(6.67, abs=0.005)
    assert math.isnan(totals.iloc[1])


def test_the_share_of_positive_answers_leaves_out_those_to_whom_the_question_did_not_apply():
    given = ["often"] * 76 + ["sometimes"] * 111 + ["never"] * 87 + ["n/a"] * 10
    counts = distribution(pd.DataFrame({"q": given}), codes=["often", "sometimes", "never"], missing=["n/a"]).loc["q"]
    assert (counts["often"] + counts["sometimes"]) / counts["answered"] == pytest.approx(0.68, abs=0.005)


def test_an_added_value_of_three_where_the_spread_is_five_is_an_effect_of_six_tenths():
    before = pd.Series([10.0, 10.0, 20.0, 20.0, 30.0, 30.0])
    others = pd.DataFrame({"before": before, "after": before})
    others["after"] += np.array([1, -1, 1, -1, 1, -1]) * 5 * math.sqrt(4 / 6)
    added = added_value(before, before + 3, others)
    assert added.sd_comparison == pytest.approx(5)
    assert (added.value, added.effect) == pytest.approx((3, 0.6))


@pytest.mark.parametrize(("level", "expected"), [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849)])
def test_four_observers_agree_as_krippendorff_computes(level, expected):
    assert krippendorff_alpha(read("four_observers"), level=level) == pytest.approx(expected, abs=5e-4)


def test_two_observers_agree_hardly_beyond_chance_as_krippendorff_computes():
    ratings = pd.DataFrame([[0, 1, 0, 0, 0, 0, 0, 0, 1, 0], [1, 1, 1, 0, 0, 1, 0, 0, 0, 0]])
    assert krippendorff_alpha(ratings) == pytest.approx(0.095, abs=5e-4)


def test_two_readers_of_fifty_proposals_agree_at_four_tenths():
    first = pd.Series(["yes"] * 25 + ["no"] * 25)
    second = pd.Series(["yes"] * 20 + ["no"] * 5 + ["yes"] * 10 + ["no"] * 15)
    kappa = cohen_kappa(first, second)
    assert (kappa.agreement, kappa.value) == pytest.approx((0.7, 0.4))
