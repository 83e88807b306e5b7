"""Whatever bytes come in, reading answers with a table or with a sentence, and the process lives."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.schools import columns
from app.schools.planning import make_plan
from app.schools.reading import MOST_COLUMNS, MOST_ROWS, read_table
from app.schools.refusals import FileRefused

from .files import UPNS, csv_bytes, ods_bytes, xlsx_bytes

ROWS = [("Adno", "UPN", "Forename", "Year"), ("1001", UPNS[0], "Zoë", "10"), ("1002", UPNS[1], "Al", "9")]
TEXT_STARTS = (b"", b"\xef\xbb\xbf", b"\xff\xfe", b"UPN,Year\n", b"<html>")
WORKBOOK_STARTS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
SLOW = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def read_or_refuse(data):
    """The table, or None when it was refused with a sentence."""
    try:
        table = read_table(data)
    except FileRefused:
        return None
    assert len(table.rows) <= MOST_ROWS
    assert len(table.headings) <= MOST_COLUMNS
    assert len(set(table.headings)) == len(table.headings)
    return table


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(TEXT_STARTS), st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(start, rest):
    read_or_refuse(start + rest)


@SLOW
@given(st.sampled_from(WORKBOOK_STARTS), st.binary(max_size=400))
def test_any_bytes_that_claim_to_be_a_workbook_are_read_or_refused(start, rest):
    assert read_or_refuse(start + rest) is None


@pytest.mark.parametrize("make", [xlsx_bytes, ods_bytes])
def test_a_workbook_with_any_byte_changed_is_read_or_refused(make):
    good = make(ROWS)

    @SLOW
    @given(st.integers(0, len(good) - 1), st.integers(1, 255))
    def changed(place, by):
        data = bytearray(good)
        data[place] ^= by
        read_or_refuse(bytes(data))

    changed()


TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.lists(TEXT, min_size=4, max_size=5), min_size=1, max_size=6))
def test_any_cells_are_planned_or_refused_row_by_row(rows):
    table = read_or_refuse(csv_bytes([ROWS[0], *rows]))
    if table is None:
        return
    plan = make_plan(table, columns.guess(ROWS[0]), known=(), courses=())
    assert all(one.sentence for one in plan.refused)
    told = {one.row for one in (*plan.added, *plan.refused)}
    assert told == {row.number for row in table.rows}
