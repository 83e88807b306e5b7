"""Files that leave: no formula, no raw figure, nothing lost."""

import csv
import io
import unicodedata
import zipfile

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from app.disclosure import Undisclosed
from app.web.downloads import attachment, csv_file, harmless, xlsx_file

STARTS = tuple("=+-@|%")
BREAKS = tuple("\t\r\n\0")


def rows_of(response):
    return list(csv.reader(io.StringIO(response.data.decode("utf-8-sig"), newline="")))


FORMULAS = [
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "|cmd",
    "%0A",
    " =1",
    "\u00a0=1",
    "\ufeff=1",
    "\u200b=1",
] + ["＝1+1", "＋1+", "－cmd", "＠SUM", "--1", "+44 7700 900123", "-", "=", "+-1", "-1,5"]
HARMLESS = ["-1", "-3.25", "+0.4", "-1e-5", 0, -7, 2.5, "", None, "Ash", "1=1", "a@b.example", "50%"]


@pytest.mark.parametrize("cell", FORMULAS)
def test_what_a_spreadsheet_would_run_is_disarmed(cell):
    assert harmless(cell) == "'" + cell


@pytest.mark.parametrize(
    "cell", ["-1", "-3.25", "+0.4", "-1e-5", 0, -7, 2.5, "", None, "Ash", "1=1", "a@b.example", "50%"]
)
def test_numbers_and_plain_text_stay_as_they_are(cell):
    assert harmless(cell) == ("" if cell is None else str(cell))


@given(st.text(max_size=40))
@example("\u3000\u2066=cmd")
@settings(max_examples=2000, deadline=None)
def test_no_cell_begins_like_a_formula(text):
    cell = harmless(text)
    assert cell in (text, "'" + text)
    seen = unicodedata.normalize("NFKC", cell.strip("\u200b\ufeff\u2066\u00a0 ")[:1])
    try:
        float(cell)
    except ValueError:
        assert not seen.startswith(STARTS)
        assert not cell.startswith((*STARTS, *BREAKS))


@given(st.lists(st.lists(st.text(max_size=12), min_size=3, max_size=3), max_size=5))
@settings(max_examples=200, deadline=None)
def test_a_csv_file_gives_back_every_cell(app_for_files, table):
    response = csv_file("x.csv", ["a", "b", "c"], table)
    assert rows_of(response)[1:] == [[harmless(cell) for cell in row] for row in table]


@pytest.fixture(scope="module")
def app_for_files(app):
    return app


def test_headings_are_disarmed_too(app):
    assert rows_of(csv_file("x.csv", ["=1", "ok"], []))[0] == ["'=1", "ok"]


def test_a_csv_file_opens_in_excel_and_as_a_download(app):
    response = csv_file("figures.csv", ["Café"], [["naïve"]])
    assert response.data.startswith(b"\xef\xbb\xbf")
    assert response.headers["Content-Disposition"] == "attachment; filename=figures.csv"
    assert response.content_type == "text/csv; charset=utf-8"


@pytest.mark.parametrize("write", [csv_file, xlsx_file])
@pytest.mark.parametrize("figure", [np.float64(4.2), np.int64(3), [np.float64(1)]])
def test_raw_figures_leave_in_no_file(app, write, figure):
    with pytest.raises(Undisclosed):
        write("x", ["a"], [["fine"], [figure]])


def test_a_workbook_holds_text_and_no_formula(app):
    response = xlsx_file("x.xlsx", ["Name", "=HEADING()"], [["=1+1", "007"], ["http://evil.example", None]])
    book = zipfile.ZipFile(io.BytesIO(response.data))
    sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    assert "hyperlink" not in sheet
    read = CalamineWorkbook.from_filelike(io.BytesIO(response.data)).get_sheet_by_index(0).to_python()
    assert read == [["Name", "=HEADING()"], ["=1+1", "007"], ["http://evil.example", ""]]


@pytest.mark.parametrize("name", ['a"b.csv', "a\r\nSet-Cookie: x=1.csv", "pupils of Ash.csv", "écoles.csv"])
def test_a_file_name_breaks_no_header(app, name):
    header = attachment(b"x", name, "text/plain").headers["Content-Disposition"]
    assert "\r" not in header
    assert "\n" not in header
    assert header.startswith("attachment; ")
