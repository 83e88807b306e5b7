"""The geometry of charts: marks stand where their numbers say, and nothing is drawn that is not known."""

import math
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.web.charts import Line, Mark, Wave, across, dumbbell, share_bar, spark

BEFORE, DURING, AFTER = Wave("Before", "before"), Wave("During", "during"), Wave("After", "after")


def test_a_mark_in_the_middle_of_the_scale_stands_in_the_middle_of_the_chart():
    assert across(50, 0, 100) == 50


def test_marks_at_the_ends_keep_clear_of_the_edges():
    assert (across(0, 0, 100), across(100, 0, 100)) == (2, 98)


@given(st.floats(0, 100), st.floats(0, 100))
def test_a_larger_mean_never_stands_further_left(one, other):
    smaller, larger = sorted((one, other))
    assert across(smaller, 0, 100) <= across(larger, 0, 100)


@pytest.mark.parametrize("value", [-0.1, 100.1, math.nan, math.inf])
def test_a_mean_that_is_not_on_the_scale_is_refused(value):
    with pytest.raises(ValueError, match="not on the scale"):
        dumbbell([Line("Effort", [Mark(value)])], [BEFORE])


def test_each_row_has_a_mark_for_each_wave_from_the_top_down():
    chart = dumbbell([Line("Effort", [Mark(40), Mark(50), Mark(60)])], [BEFORE, DURING, AFTER])
    marks = chart.rows[0].marks
    assert [mark.kind for mark in marks] == ["before", "during", "after"]
    assert [mark.x for mark in marks] == sorted(mark.x for mark in marks)
    assert [mark.y for mark in marks] == sorted(mark.y for mark in marks)


def test_a_wave_with_too_few_answers_has_no_mark_and_no_link():
    chart = dumbbell([Line("Effort", [Mark(40), None, Mark(60)])], [BEFORE, DURING, AFTER])
    assert [mark.kind for mark in chart.rows[0].marks] == ["before", "after"]
    assert [(one.kind, other.kind) for one, other in chart.rows[0].links] == [("before", "after")]


def test_a_row_with_nothing_to_show_is_only_its_label():
    row = dumbbell([Line("Effort", [None, None], "too few to show")], [BEFORE, AFTER]).rows[0]
    assert (row.marks, row.links, row.note) == ([], [], "too few to show")


def test_a_long_note_stands_below_the_label_and_a_short_one_beside_it():
    short, long = dumbbell([Line("A", [Mark(1)], "+4.2"), Line("B", [None], "too few to show")], [BEFORE]).rows
    assert short.y_note == short.y
    assert long.y_note > long.y


def test_whiskers_reach_from_low_to_high_and_stop_at_the_scale():
    mark = dumbbell([Line("Effort", [Mark(97, 93, 101)])], [BEFORE]).rows[0].marks[0]
    assert (mark.x_low, mark.x_high) == (across(93, 0, 100), 98)
    assert mark.text == "Before: 97.0 (93.0 to 101.0)"


def test_a_mark_without_an_interval_has_no_whiskers():
    mark = dumbbell([Line("Effort", [Mark(50)])], [BEFORE]).rows[0].marks[0]
    assert (mark.x_low, mark.x_high, mark.text) == (None, None, "Before: 50.0")


def test_rows_do_not_overlap_and_the_axis_lies_below_them():
    chart = dumbbell([Line(name, [Mark(20), Mark(30)]) for name in "ABC"], [BEFORE, AFTER])
    tops = [row.y for row in chart.rows]
    bottoms = [row.marks[-1].y for row in chart.rows]
    assert all(bottom < top - 10 for bottom, top in zip(bottoms, tops[1:], strict=False))
    assert chart.height - 22 > bottoms[-1]


def test_the_axis_is_labelled_with_round_numbers():
    assert dumbbell([], [BEFORE]).ticks == [(2, "0"), (26, "25"), (50, "50"), (74, "75"), (98, "100")]


def test_a_row_must_match_the_waves():
    with pytest.raises(ValueError, match="Effort: 1 marks for 2 waves"):
        dumbbell([Line("Effort", [Mark(1)])], [BEFORE, AFTER])


def test_an_unknown_kind_of_wave_is_refused():
    with pytest.raises(ValueError, match="later"):
        dumbbell([], [Wave("Later", "later")])


@given(st.lists(st.integers(0, 10_000), min_size=1, max_size=6))
def test_shares_fill_the_bar_without_gaps(counts):
    shares = share_bar([(str(count), count) for count in counts])
    assert [share.count for share in shares] == counts
    if sum(counts):
        assert sum(share.width for share in shares) == pytest.approx(100)
        for one, other in pairwise(shares):
            assert other.x == pytest.approx(one.x + one.width)
    else:
        assert {share.width for share in shares} == {0}


def test_a_negative_count_is_refused():
    with pytest.raises(ValueError, match="0 or more"):
        share_bar([("Lost", -1)])


def test_a_spark_rises_when_values_rise_and_breaks_where_one_is_unknown():
    line = spark([10, 20, None, 30])
    assert [len(run) for run in line.runs] == [2, 1]
    assert line.runs[0][0][1] > line.runs[0][1][1] > line.runs[1][0][1]
    assert line.last == line.runs[1][0]


def test_a_spark_of_nothing_is_nothing():
    assert spark([None, None]).runs == []
    assert spark([]).last is None
