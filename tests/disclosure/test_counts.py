"""Counts of people: what the gate hides, and that nobody can work it out again."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.disclosure import (
    Released,
    Tier,
    Totals,
    release_counts,
    release_pairs,
    release_parts,
)
from app.disclosure.counts import Table
from app.disclosure.possible import has_three_values


def released(*rows: list[int], least: int = 6, totals: Totals = Totals.BOTH) -> Released:
    named = [(f"group {i}", row) for i, row in enumerate(rows)]
    columns = [f"answer {j}" for j in range(len(rows[0]))]
    return release_counts(named, columns=columns, least=least, tier=Tier.T2, totals=totals)


def texts(table: Released) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in table.rows]


@pytest.mark.parametrize(
    ("row", "shown"),
    [
        ([12, 3, 7], ["12", "c", "c", "22"]),
        ([20, 2, 0], ["c", "c", "0", "22"]),
        ([5, 0, 0], ["c", "c", "c", "c"]),
        ([20, 1, 1], ["20", "c", "c", "c"]),
        ([12, 1, 1, 8], ["12", "c", "c", "c", "22"]),
        ([12, 10, 0], ["12", "10", "0", "22"]),
        ([2, 2, 2, 9], ["c", "c", "c", "9", "15"]),
        ([0, 0, 0], ["0", "0", "0", "0"]),
    ],
)
def test_a_row_is_shown_as_the_rules_say(row, shown):
    assert texts(released(row, totals=Totals.ROWS)) == [shown]


def test_every_hidden_cell_gives_the_same_reason():
    cells = released([12, 3, 7], totals=Totals.ROWS).rows[0].cells
    assert {cell.reason for cell in cells if cell.text == "c"} == {"too few to show"}
    assert all(cell.value is None for cell in cells if cell.text == "c")


def test_a_school_sees_groups_of_three():
    assert texts(released([12, 3, 7], least=3, totals=Totals.ROWS)) == [["12", "3", "7", "22"]]


def test_a_group_that_answered_alike_is_shown_in_bands():
    cells = released([22, 0, 0], totals=Totals.ROWS).rows[0].cells
    assert [cell.text for cell in cells] == ["20 to 22", "0 to 2", "0 to 2", "22"]
    assert "band" in cells[0].reason
    assert cells[0].value is None


def test_totals_of_columns_do_not_undo_the_bands():
    table = released([22, 0, 0], [9, 8, 7], [10, 10, 10])
    assert texts(table)[0][:3] == ["20 to 22", "0 to 2", "0 to 2"]
    assert sum(row[1] == "c" for row in texts(table)[1:3]) >= 1


def test_parts_of_a_group_whose_size_is_shown_go_together():
    assert [cell.text for cell in release_parts([20, 1, 1], least=6)] == ["c", "c", "c"]
    assert [cell.text for cell in release_parts([12, 3, 7], least=6)] == [
        "12",
        "c",
        "c",
    ]


def test_pupils_with_one_wave_only_pass_the_same_rules():
    assert [cell.text for cell in release_pairs(31, 2, 0, least=6)] == ["31", "c", "0"]
    assert [cell.text for cell in release_pairs(4, 0, 0, least=6)] == ["c", "c", "c"]
    assert [cell.text for cell in release_pairs(31, 0, 7, least=6)] == ["31", "0", "7"]


def test_counts_must_be_counts():
    with pytest.raises(ValueError, match="whole numbers"):
        released([3, -1, 2])


counts = st.integers(0, 14)
tables = st.integers(1, 4).flatmap(
    lambda width: st.lists(st.lists(counts, min_size=width, max_size=width), min_size=1, max_size=4)
)
some_totals = st.sampled_from([Totals.ROWS, Totals.COLUMNS, Totals.BOTH])


@given(tables, st.sampled_from([3, 6, 10]), some_totals)
@settings(max_examples=300, deadline=None)
def test_interval_arithmetic_leaves_every_hidden_number_three_values(rows, least, totals):
    table = Table([list(row) for row in rows], least, totals)
    table.hide_small()
    table.band_alike()
    table.cover()
    bounds = intervals(table)
    for place in table.hidden:
        low, high = bounds[place]
        assert high - low >= 2, f"{place} lies between {low} and {high} in {rows}"


@given(tables, st.sampled_from([3, 6, 10]), some_totals)
@settings(max_examples=200, deadline=None)
def test_no_small_number_is_ever_shown(rows, least, totals):
    shown = [cell.value for row in released(*rows, least=least, totals=totals).rows for cell in row.cells]
    assert not [value for value in shown if value and value < least]


@given(
    st.lists(st.lists(st.integers(0, 3), min_size=2, max_size=3), min_size=2, max_size=2),
    st.data(),
)
@settings(max_examples=60, deadline=None)
def test_possible_values_agree_with_trying_every_table(rows, data):
    width = min(map(len, rows))
    table = Table([row[:width] for row in rows], 3, Totals.BOTH)
    inner = [(i, j) for i in range(2) for j in range(width)]
    table.hidden = set(data.draw(st.lists(st.sampled_from(inner), min_size=1, unique=True)))
    seen: dict[tuple[int, int], set[int]] = {place: set() for place in table.hidden}
    free = sorted(table.hidden)
    ranges = (range(1 if table.count(p) else 0, 10) for p in free)
    for values in product(*ranges) if len(free) < 5 else ():
        trial = dict(zip(free, values, strict=True))
        if all(sum(trial.get(p, table.count(p)) for p in parts) == table.count(total) for total, parts in table.sums()):
            for place, value in trial.items():
                seen[place].add(value)
    if len(free) < 5:
        for place, values_found in seen.items():
            assert has_three_values(table, place) == (len(values_found) >= 3)


def intervals(table: Table) -> dict[tuple[int, int], tuple[float, float]]:
    """What a reader with pencil and paper finds: bounds of unseen numbers, narrowed sum by sum until they stand."""
    bounds = {}
    for place in table.places():
        n = table.count(place)
        bounds[place] = (1 if n else 0, float("inf")) if place in table.hidden else (n, n)
    for _ in range(40):
        for total, parts in table.sums():
            low = sum(bounds[p][0] for p in parts)
            high = sum(bounds[p][1] for p in parts)
            bounds[total] = (max(bounds[total][0], low), min(bounds[total][1], high))
            for part in parts:
                rest_low = sum(bounds[p][0] for p in parts if p != part)
                rest_high = sum(bounds[p][1] for p in parts if p != part)
                bounds[part] = (
                    max(bounds[part][0], bounds[total][0] - rest_high),
                    min(bounds[part][1], bounds[total][1] - rest_low),
                )
    return bounds


def test_the_same_numbers_are_judged_anew_for_another_threshold():
    for _ in range(2):
        assert [cell.text for cell in release_parts([20, 10, 2], least=2)] == ["20", "10", "2"]
        assert "2" not in [cell.text for cell in release_parts([20, 10, 2], least=3)]
        assert [cell.text for cell in release_pairs(20, 2, 2, least=2)] == ["20", "2", "2"]
        assert [cell.text for cell in release_pairs(20, 2, 2, least=3)] != ["20", "2", "2"]
