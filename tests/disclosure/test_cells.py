"""Cells and tables: symbols, rounding, what is kept and what is downloaded."""

import json

import numpy as np
import pytest

from app.disclosure import (
    HIDDEN,
    NOT_APPLICABLE,
    Cell,
    Released,
    Row,
    Thresholds,
    Tier,
    Undisclosed,
    band_cell,
    count_cell,
    csv_rows,
    effect_cell,
    large_enough,
    mean_cell,
    share_cell,
)


@pytest.fixture
def table() -> Released:
    rows = (
        Row("Feelings about school", (count_cell(31), mean_cell(6.24))),
        Row("Teachers", (HIDDEN, HIDDEN)),
    )
    return Released(
        ("Pupils", "Change"),
        rows,
        Tier.T2,
        ("31 pupils answered twice",),
        ("No proof of cause",),
    )


def test_means_carry_one_decimal_and_effects_two():
    assert (mean_cell(6.2499).text, mean_cell(6.2499).value) == ("6.2", 6.2)
    assert (effect_cell(-0.456).text, effect_cell(-0.456).value) == ("-0.46", -0.46)


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.04, "low"), (-0.04, "low"), (0.0, "0.0"), (None, "x"), (float("nan"), "x")],
)
def test_a_number_near_nothing_is_told_from_nothing(value, text):
    assert mean_cell(value).text == text


def test_percentages_need_a_base():
    assert share_cell(5, 6, tier=Tier.T2).text == "5 of 6"
    assert share_cell(5, 10, tier=Tier.T2).text == "50 %"
    assert share_cell(12, 19, tier=Tier.T3).text == "12 of 19"
    assert share_cell(0, 0, tier=Tier.T2) == NOT_APPLICABLE


@pytest.mark.parametrize(
    ("value", "text"),
    [(0, "0 to 10"), (100, "90 to 100"), (70, "70 to 80"), (69.9, "60 to 70")],
)
def test_a_mean_of_people_who_answered_alike_is_a_band(value, text):
    cell = band_cell(value)
    assert (cell.text, cell.value) == (text, None)


def test_the_download_says_why_a_number_is_missing(table):
    heading, first, second = csv_rows(table)
    assert heading == ("Scale", "Pupils", "Change", "reason")
    assert first == ("Feelings about school", "31", "6.2", "")
    assert second == (
        "Teachers",
        "c",
        "c",
        "too few to show",
    )


def test_a_table_is_kept_as_json_and_comes_back_the_same(table):
    assert Released.from_plain(json.loads(json.dumps(table.to_plain()))) == table


def test_a_column_gives_the_chart_the_numbers_of_the_table(table):
    assert [cell.value for cell in table.column("Change")] == [6.2, None]


def test_a_row_must_fit_its_headings():
    with pytest.raises(ValueError, match="1 cells for 2 columns"):
        Released(("a", "b"), (Row("x", (HIDDEN,)),), Tier.T1)


@pytest.mark.parametrize("value", [np.float64(2.5), 3, True])
def test_a_cell_takes_no_number_but_a_plain_float(value):
    with pytest.raises(Undisclosed):
        Cell("2.5", value)


def test_a_label_from_a_frame_is_refused():
    with pytest.raises(Undisclosed):
        Released(("n",), (Row(np.str_("Ash"), (HIDDEN,)),), Tier.T1)


def test_thresholds_belong_to_the_survey():
    own = Thresholds(t1=4, t2=8, t3=12)
    assert [own.least(tier) for tier in Tier] == [1, 4, 8, 12]
    assert [Thresholds().least(tier) for tier in Tier] == [1, 3, 6, 10]
    with pytest.raises(ValueError, match="rise"):
        Thresholds(t1=7)
    with pytest.raises(ValueError, match="share"):
        Thresholds(share=0)


@pytest.mark.parametrize(
    ("schools", "tier", "enough"),
    [
        ({1: 2, 2: 1}, Tier.T1, True),
        ({1: 2}, Tier.T1, False),
        ({1: 6}, Tier.T2, True),
        ({1: 5}, Tier.T2, False),
        ({1: 5, 2: 5}, Tier.T3, False),
        ({1: 4, 2: 3, 3: 3}, Tier.T3, True),
        ({1: 7, 2: 2, 3: 1}, Tier.T3, False),
        ({1: 4, 2: 3, 3: 2}, Tier.T3, False),
    ],
)
def test_a_group_must_be_large_enough_for_the_viewer(schools, tier, enough):
    assert large_enough(schools, tier=tier, thresholds=Thresholds()) is enough
