"""Year groups as schools write them."""

import pytest

from app.schools.years import YEARS, YearRefused, is_year, read_year, year_label, year_order


@pytest.mark.parametrize(
    ("written", "year"),
    [
        ("10", "10"), ("Year 10", "10"), ("year10", "10"), ("Yr 7", "7"), ("Y9", "9"), ("10A", "10"), ("11 XY", "11"),
        ("07", "7"), ("NCY 8", "8"), ("R", "R"), ("Reception", "R"), ("Year R", "R"), ("0", "R"), ("N1", "N1"),
        ("Nursery 2", "N2"), ("13", "13"), ("Year 14", "14"), ("9/B", "9"), ("Yr. 8", "8"), ("10-Blu", "10"),
    ],
)  # fmt: skip
def test_a_year_is_read_however_it_is_written(written, year):
    assert read_year(written) == year


@pytest.mark.parametrize("written", ["", "15", "Year", "ten", "2026", "10ABCD", "-1", "N3", "1.5", "1.2", "10/11"])
def test_what_is_no_year_is_refused(written):
    with pytest.raises(YearRefused, match="not a year group"):
        read_year(written)
    assert not is_year(written)


@pytest.mark.parametrize("year", YEARS)
def test_a_year_read_again_is_the_same_year(year):
    assert read_year(year) == year
    assert read_year(year_label(year)) == year


def test_years_are_ordered_from_the_youngest():
    assert sorted(["10", "N2", "9", "R", "odd"], key=year_order) == ["N2", "R", "9", "10", "odd"]
