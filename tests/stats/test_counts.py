"""How often each answer was given."""

import math

import pandas as pd
import pytest

from app.stats.counts import distribution


def test_answers_are_counted_by_question_and_code():
    counts = distribution(pd.DataFrame({"q1": [1, 2, 2], "q2": [3, 3, 3]}), codes=[1, 2, 3])
    assert counts.loc["q1", [1, 2, 3]].tolist() == [1, 2, 0]
    assert counts.loc["q2", [1, 2, 3]].tolist() == [0, 0, 3]


def test_kinds_of_missing_answers_stay_apart_and_out_of_the_base():
    answers = pd.DataFrame({"q": [4, "skipped", "prefer-not", "skipped", None, math.nan]})
    counts = distribution(answers, codes=[4], missing=["skipped", "prefer-not", "not-shown"]).loc["q"]
    assert counts.to_dict() == {4: 1, "skipped": 2, "prefer-not": 1, "not-shown": 0, "blank": 2, "answered": 1}


def test_columns_and_rows_come_in_the_order_asked_for():
    counts = distribution(pd.DataFrame({"b": [1], "a": [2]}), codes=[2, 1], missing=[9])
    assert counts.columns.tolist() == [2, 1, 9, "blank", "answered"]
    assert counts.index.tolist() == ["b", "a"]
    assert counts.index.name == "question"


def test_whole_numbers_made_floats_by_a_gap_are_still_codes():
    counts = distribution(pd.DataFrame({"q": [1.0, math.nan, 1.0]}), codes=[1])
    assert counts.loc["q", 1] == 2


def test_words_are_codes_and_categories_nobody_chose_are_not_answers():
    answers = pd.DataFrame({"q": pd.Categorical(["yes", "no"], categories=["yes", "no", "perhaps"])})
    assert distribution(answers, codes=["yes", "no"]).loc["q", "yes"] == 1


def test_nobody_gives_noughts():
    assert distribution(pd.DataFrame({"q": []}), codes=[1, 2]).loc["q"].tolist() == [0, 0, 0, 0]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"codes": [1, 2]}, r"answers to 'q' must be one of \[1, 2\], got 3"),
        ({"codes": [1, 3, 1]}, r"name each code once .* got \[1, 3, 1\]"),
        ({"codes": [3], "missing": [3]}, r"name each code once .* got \[3, 3\]"),
        ({"codes": [3, "blank"]}, r"name each code once and not blank or answered"),
        ({"codes": "123"}, "codes must be a list of codes, got the text '123'"),
    ],
)
def test_codes_that_do_not_fit_are_refused(options, message):
    with pytest.raises(ValueError, match=message):
        distribution(pd.DataFrame({"q": [3]}), **options)
