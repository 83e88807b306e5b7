"""What must hold for every class of pupils, not for one example."""

import dataclasses
import math
import random

import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy import stats

from app.stats.change import added_value, attrition, change_of, pair_arrays, paired_change, reliable_change
from app.stats.counts import distribution
from app.stats.scales import cronbach_alpha, item_statistics, score
from tests.stats.strategies import answer_tables, quick, scores, waves

MOVED_BY_A_CONSTANT = {
    "mean_after",
    "mean_change",
    "low",
    "high",
    "t",
    "p",
    "d_z",
    "d_av",
    "d_pre",
    "g_av",
    "g_av_low",
    "g_av_high",
    "n_up",
    "n_same",
    "n_down",
}


def shuffled(rows, seed=3):
    order = list(range(len(rows)))
    random.Random(seed).shuffle(order)
    return rows.iloc[order]


def close(result):
    """The fields of a result, its numbers to be compared within rounding error."""
    fields = dataclasses.asdict(result)
    return {
        name: value if value is None else pytest.approx(value, rel=1e-9, abs=1e-9) for name, value in fields.items()
    }


@quick
@given(pair=waves())
def test_the_order_of_pupils_does_not_change_the_change(pair):
    before, after = pair
    assert dataclasses.asdict(paired_change(shuffled(before), shuffled(after, 5))) == close(paired_change(*pair))


@quick
@given(pair=waves(), constant=st.integers(-500, 500))
def test_a_constant_added_to_both_waves_moves_their_means_and_nothing_else(pair, constant):
    plain, moved = paired_change(*pair), paired_change(pair[0] + constant, pair[1] + constant)
    expected = close(plain)
    for name in ("mean_before", "mean_after"):
        value = getattr(plain, name)
        expected[name] = None if value is None else pytest.approx(value + constant)
    assert dataclasses.asdict(moved) == expected


@quick
@given(pair=waves(), constant=st.integers(-500, 500))
def test_a_constant_added_to_one_wave_moves_the_change_and_no_spread(pair, constant):
    plain, moved = paired_change(*pair), paired_change(pair[0], pair[1] + constant)
    assert {k: v for k, v in dataclasses.asdict(moved).items() if k not in MOVED_BY_A_CONSTANT} == {
        k: v for k, v in close(plain).items() if k not in MOVED_BY_A_CONSTANT
    }
    for name in ("mean_after", "mean_change", "low", "high"):
        value = getattr(plain, name)
        assert getattr(moved, name) == (None if value is None else pytest.approx(value + constant))


@quick
@given(pair=waves())
def test_waves_that_change_places_change_the_sign(pair):
    there, back = paired_change(*pair), paired_change(*reversed(pair))
    for name in ("mean_change", "t", "d_z", "d_av", "g_av"):
        value = getattr(there, name)
        assert getattr(back, name) == (None if value is None else pytest.approx(-value))
    assert (there.n_up, there.n_same, there.n_down) == (back.n_down, back.n_same, back.n_up)
    assert (there.n_before_only, there.n_after_only) == (back.n_after_only, back.n_before_only)


@quick
@given(pair=waves(), factor=st.integers(2, 50))
def test_the_unit_of_the_score_does_not_change_an_effect_size(pair, factor):
    plain, scaled = close(paired_change(*pair)), paired_change(pair[0] * factor, pair[1] * factor)
    for name in ("r", "t", "p", "d_z", "d_av", "d_pre", "g_av", "g_av_low", "g_av_high", "n_up"):
        assert getattr(scaled, name) == plain[name]


@quick
@given(pair=waves(of=scores, at_least=3))
def test_t_p_and_interval_are_those_of_scipy(pair):
    before, after = pair
    change = paired_change(before, after)
    assume(change.t is not None)
    oracle = stats.ttest_rel(after, before)
    interval = oracle.confidence_interval(0.95)
    assert (change.t, change.p, change.df) == pytest.approx((oracle.statistic, oracle.pvalue, oracle.df))
    assert (change.low, change.high) == pytest.approx((interval.low, interval.high), rel=1e-9, abs=1e-9)


@quick
@given(pair=waves())
def test_everybody_is_counted_once(pair):
    before, after = pair
    change = paired_change(before, after)
    assert change.n + change.n_before_only == before.count()
    assert change.n + change.n_after_only == after.count()
    assert change.n_up + change.n_same + change.n_down == change.n


@quick
@given(pair=waves(), reliability=st.floats(0, 0.99))
def test_reliable_change_sorts_every_pair_into_one_group(pair, reliability):
    moved = reliable_change(*pair, reliability=reliability, sd=12)
    assert moved.n_improved + moved.n_unchanged + moved.n_deteriorated == moved.n == len(moved.index)
    assert moved.n_unchanged == int((moved.index.abs() * moved.s_diff < moved.threshold - 1e-9).sum())


@quick
@given(pair=waves())
def test_results_hold_plain_numbers(pair):
    before, after = pair
    comparison = pd.DataFrame({"before": [10, 40, 90], "after": [20, 50, 70]})
    results = [
        paired_change(before, after),
        reliable_change(before, after, reliability=0.7),
        attrition(before, after.notna()),
        added_value(before, after, comparison),
    ]
    values = [value for result in results for value in vars(result).values() if not isinstance(value, pd.Series)]
    assert {type(value) for value in values} <= {int, float, type(None)}
    assert all(math.isfinite(value) for value in values if value is not None)


@quick
@given(pair=waves(of=st.one_of(st.none(), st.floats(-1e49, 1e49), st.floats(-1e-300, 1e-300))))
def test_no_numbers_are_so_odd_that_a_figure_fails(pair):
    for result in (paired_change(*pair), attrition(pair[0], pair[1].notna())):
        assert all(math.isfinite(value) for value in vars(result).values() if value is not None)


@quick
@given(pair=waves(), others=waves())
def test_no_comparison_group_is_so_odd_that_the_added_value_fails(pair, others):
    added = added_value(*pair, pd.DataFrame({"before": others[0], "after": others[1]}))
    assert all(math.isfinite(value) for value in vars(added).values() if value is not None)


@quick
@given(answers=answer_tables(), share=st.sampled_from([0, 0.2, 0.5, 0.6, 0.8, 1]))
def test_scores_lie_in_0_to_100_and_ignore_the_order_of_rows_and_statements(answers, share):
    scored = score(answers, low=1, high=5, minimum_share=share)
    again = score(shuffled(answers)[reversed(answers.columns)], low=1, high=5, minimum_share=share)
    assert scored.dropna().between(0, 100).all()
    pd.testing.assert_series_equal(again.reindex(scored.index), scored)


@quick
@given(answers=answer_tables())
def test_reversing_every_statement_mirrors_the_score(answers):
    plain = score(answers, low=1, high=5)
    pd.testing.assert_series_equal(score(answers, low=1, high=5, reverse=answers.columns), 100 - plain)


@quick
@given(answers=answer_tables(missing=False), constants=st.lists(st.integers(-9, 9), min_size=6, max_size=6))
def test_alpha_ignores_order_and_constants(answers, constants):
    try:
        plain = cronbach_alpha(answers)
    except ValueError:
        assume(False)
    moved = answers + constants[: answers.shape[1]]
    assert dataclasses.asdict(cronbach_alpha(shuffled(moved)[reversed(answers.columns)])) == close(plain)
    assert plain.low <= plain.value <= plain.high <= 1
    assert {type(value) for value in vars(plain).values()} == {int, float}


@quick
@given(answers=answer_tables(missing=False))
def test_alpha_equals_its_form_by_covariances(answers):
    assume(answers.sum(axis=1).nunique() > 1)
    covariances = answers.cov().to_numpy()
    k = answers.shape[1]
    between = covariances.sum() - covariances.trace()
    assert cronbach_alpha(answers).value == pytest.approx(k / (k - 1) * between / covariances.sum())


@quick
@given(answers=answer_tables())
def test_item_statistics_ignore_the_order_of_rows(answers):
    pd.testing.assert_frame_equal(item_statistics(shuffled(answers)), item_statistics(answers))


@quick
@given(answers=answer_tables())
def test_a_distribution_accounts_for_every_answer(answers):
    counts = distribution(answers, codes=[1, 2, 3, 4, 5])
    assert (counts["answered"] + counts["blank"] == len(answers)).all()
    assert counts["answered"].tolist() == answers.count().tolist()


@given(waves())
@quick
def test_arrays_side_by_side_give_the_figures_of_labelled_lists(both):
    before, after = both
    found = change_of(pair_arrays(before.to_numpy(), after.to_numpy()))
    assert dataclasses.asdict(found) == dataclasses.asdict(paired_change(before, after))
