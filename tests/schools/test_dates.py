"""A column of dates is read together."""

from datetime import date

import pytest

from app.schools.dates import COULD_BE_EITHER, MIXED, MONTH_FIRST, NO_SUCH_DAY, NOT_A_DATE, read_dates


def read(*cells):
    return read_dates(enumerate(cells, start=2))


@pytest.mark.parametrize(
    "written",
    ["03/09/2026", "3/9/26", "3.9.2026", "2026-09-03", "2026-09-03 00:00:00", "03/09/2026 00:00", "3 September 2026",
     "3rd Sep 26", "46268", "3-Sep-2026"],
)  # fmt: skip
def test_one_day_is_read_from_every_way_of_writing_it(written):
    assert read(written).values == {2: date(2026, 9, 3)}


def test_a_real_date_of_a_workbook_is_taken():
    assert read(date(2026, 9, 3)).values == {2: date(2026, 9, 3)}


def test_blank_cells_are_neither_dates_nor_faults():
    answer = read("", "03/09/2026", "")
    assert answer.values == {3: date(2026, 9, 3)}
    assert not answer.faults


@pytest.mark.parametrize(("written", "year"), [("1/1/69", 2069), ("1/1/70", 1970), ("1/1/08", 2008)])
def test_a_short_year_is_read_around_the_pivot(written, year):
    assert read(written).values[2].year == year


@pytest.mark.parametrize("written", ["soon", "2026", "13", "99999", "3/9", "2026/09/03", "3 Foo 2026"])
def test_what_is_no_date_is_refused(written):
    assert read(written).faults == {2: NOT_A_DATE}


@pytest.mark.parametrize("written", ["31/06/2026", "29/02/2027", "2026-13-01", "0/1/2026"])
def test_a_day_that_is_not_in_the_calendar_is_refused(written):
    assert read(written).faults == {2: NO_SUCH_DAY}


def test_a_month_written_first_is_refused_with_every_date_it_makes_doubtful():
    answer = read("04/23/2026", "03/09/2026", "25/12/2026", "2026-09-03")
    assert answer.faults == {2: MONTH_FIRST, 3: COULD_BE_EITHER}
    assert answer.values == {4: date(2026, 12, 25), 5: date(2026, 9, 3)}


def test_typed_dates_among_real_ones_are_refused():
    answer = read(date(2026, 3, 4), "23/04/2026")
    assert answer.faults == {3: MIXED}
    assert 2 in answer.values


def test_iso_dates_among_real_ones_are_no_doubt():
    assert not read(date(2026, 3, 4), "2026-04-23").faults
