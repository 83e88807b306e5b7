"""Scores of a scale, its alpha, its items."""

import math

import numpy as np
import pandas as pd
import pytest

from app.stats.scales import cronbach_alpha, item_statistics, score


def row(*values):
    return pd.DataFrame([values], columns=[f"q{number}" for number in range(len(values))])


@pytest.mark.parametrize(("value", "expected"), [(1, 0), (2, 25), (3, 50), (4, 75), (5, 100)])
def test_a_score_runs_from_0_to_100(value, expected):
    assert score(row(value, value), low=1, high=5).tolist() == [expected]


def test_a_reversed_statement_counts_the_other_way_round():
    assert score(row(5, 1), low=1, high=5, reverse=["q1"]).tolist() == [100]


def test_all_statements_may_be_reversed():
    assert score(row(1, 2), low=1, high=5, reverse=["q0", "q1"]).tolist() == [87.5]


def test_codes_need_not_start_at_one():
    assert score(row(-2, 0), low=-2, high=2).tolist() == [25]


@pytest.mark.parametrize(
    ("items", "answered", "share", "scored"),
    [
        (5, 3, 0.6, True),
        (5, 2, 0.6, False),
        (10, 7, 0.7, True),
        (10, 6, 0.7, False),
        (3, 2, 2 / 3, True),
        (25, 7, 0.28, True),
        (5, 4, 0.600001, True),
        (5, 3, 0.600001, False),
        (4, 4, 1, True),
        (4, 3, 1, False),
        (4, 1, 0, True),
        (4, 0, 0, False),
        (1, 0, 0.6, False),
    ],
)
def test_a_score_needs_its_share_of_answers(items, answered, share, scored):
    answers = row(*([3.0] * answered + [math.nan] * (items - answered)))
    assert score(answers, low=1, high=5, minimum_share=share).notna().tolist() == [scored]


def test_missing_answers_do_not_pull_the_score():
    assert score(row(5.0, 5.0, 5.0, math.nan, math.nan), low=1, high=5).tolist() == [100]


def test_scores_stand_on_the_rows_they_came_from():
    answers = pd.DataFrame({"a": [1, 5], "b": [1, 5]}, index=["p9", "p2"])
    assert score(answers, low=1, high=5).to_dict() == {"p9": 0.0, "p2": 100.0}


def test_nobody_gives_no_scores():
    assert score(pd.DataFrame({"a": []}), low=1, high=5).empty


def test_scoring_leaves_the_answers_as_they_were():
    answers = row(5, 1)
    score(answers, low=1, high=5, reverse=["q1"])
    assert answers.equals(row(5, 1))


def test_a_score_never_leaves_0_to_100_by_rounding():
    scores = score(row(0.7, 0.7, 0.7), low=0.1, high=0.7)
    assert 99.999 < scores.iloc[0] <= 100


@pytest.mark.parametrize(
    ("answers", "options", "message"),
    [
        (row(6, 1), {}, "answers must lie in 1 to 5, got 6 in 'q0'"),
        (row(0, 1), {}, "answers must lie in 1 to 5, got 0 in 'q0'"),
        (row(1), {"low": 5, "high": 5}, "low must be below high, got 5 and 5"),
        (row(1), {"low": math.nan}, "low must be a finite number, got nan"),
        (row(1), {"high": "5"}, "high must be a finite number, got '5'"),
        (row(1), {"reverse": ["q7"]}, r"reverse names \['q7'\], but the columns are \['q0'\]"),
        (row(1), {"reverse": "q0"}, "reverse must be a list of question ids, got the text 'q0'"),
        (row(1), {"minimum_share": 1.1}, "minimum_share must lie in 0 to 1, got 1.1"),
        (row(1), {"minimum_share": -0.1}, "minimum_share must lie in 0 to 1, got -0.1"),
        (row(1), {"minimum_share": True}, "minimum_share must be a finite number, got True"),
    ],
)
def test_a_score_that_makes_no_sense_is_refused(answers, options, message):
    with pytest.raises(ValueError, match=message):
        score(answers, **({"low": 1, "high": 5} | options))


def test_alpha_by_hand():
    # Variances 5/3 and 5/3, of the total 16/3: 2 * (1 - (10/3) / (16/3)) = 0.75
    alpha = cronbach_alpha(pd.DataFrame({"a": [1, 2, 3, 4], "b": [2, 1, 4, 3]}))
    assert (alpha.value, alpha.n, alpha.k) == (pytest.approx(0.75), 4, 2)


def test_statements_that_repeat_one_another_have_alpha_one():
    alpha = cronbach_alpha(pd.DataFrame({"a": [1, 2, 4], "b": [1, 2, 4], "c": [1, 2, 4]}))
    assert (alpha.low, alpha.value, alpha.high) == pytest.approx((1, 1, 1))


def test_statements_that_contradict_one_another_have_a_negative_alpha():
    assert cronbach_alpha(pd.DataFrame({"a": [1, 2, 3, 4], "b": [4, 3, 2, 2]})).value < 0


def test_a_wider_confidence_gives_a_wider_interval():
    items = pd.DataFrame({"a": [1, 2, 3, 4, 5], "b": [2, 1, 4, 3, 5]})
    narrow, wide = cronbach_alpha(items, confidence=0.8), cronbach_alpha(items, confidence=0.99)
    assert wide.low < narrow.low < narrow.value < narrow.high < wide.high


@pytest.mark.parametrize(
    ("items", "message"),
    [
        ({"a": [1, 2, 3]}, "alpha needs 2 items and 2 complete respondents, got 1 and 3"),
        ({"a": [1, 2], "b": [None, 1]}, "alpha needs 2 items and 2 complete respondents, got 2 and 1"),
        ({"a": [], "b": []}, "alpha needs 2 items and 2 complete respondents, got 2 and 0"),
        ({"a": [1, 1], "b": [2, 2]}, "alpha is undefined: all 2 complete respondents have the same total"),
        ({"a": [1, 2, 3], "b": [3, 2, 1]}, "alpha is undefined: all 3 complete respondents have the same total"),
        ({"a": [0.1, 0.2, 0.3], "b": [0.3, 0.2, 0.1]}, "alpha is undefined"),
    ],
)
def test_an_alpha_that_cannot_be_computed_is_refused(items, message):
    with pytest.raises(ValueError, match=message):
        cronbach_alpha(pd.DataFrame(items))


@pytest.fixture
def items():
    return pd.DataFrame({"a": [1, 2, 3, 4, 5], "b": [2, 1, 4, 3, 5], "c": [1, 2, 3, 4, None]})


def test_items_are_described_by_all_who_answered_them(items):
    described = item_statistics(items)
    assert described["n"].to_dict() == {"a": 5, "b": 5, "c": 4}
    assert described["mean"].to_dict() == {"a": 3.0, "b": 3.0, "c": 2.5}
    assert described.loc["c", "sd"] == pytest.approx(items["c"].std())


def test_an_item_is_set_against_the_sum_of_the_others(items):
    complete = items.dropna()
    expected = np.corrcoef(complete["a"], complete["b"] + complete["c"])[0, 1]
    assert item_statistics(items).loc["a", "item_rest_correlation"] == pytest.approx(expected)


def test_alpha_without_an_item_is_alpha_of_the_others(items):
    expected = cronbach_alpha(items.dropna()[["b", "c"]]).value
    assert item_statistics(items).loc["a", "alpha_if_dropped"] == pytest.approx(expected)


def test_items_come_in_their_own_order_under_the_names_promised(items):
    described = item_statistics(items[["c", "a", "b"]])
    assert described.index.tolist() == ["c", "a", "b"]
    assert described.index.name == "item"
    assert described.columns.tolist() == ["mean", "sd", "n", "item_rest_correlation", "alpha_if_dropped"]


@pytest.mark.parametrize(
    ("table", "empty"),
    [
        ({"a": [], "b": []}, ["mean", "sd", "item_rest_correlation", "alpha_if_dropped"]),
        ({"a": [1, 2]}, ["item_rest_correlation", "alpha_if_dropped"]),
        ({"a": [1, 2], "b": [2, 2]}, ["item_rest_correlation", "alpha_if_dropped"]),
    ],
)
def test_what_cannot_be_said_of_an_item_is_left_empty(table, empty):
    described = item_statistics(pd.DataFrame(table, dtype=float)).loc["a"]
    assert described.index[described.isna()].tolist() == empty
