"""Good and bad files: every reason for refusing one is a sentence."""

import zipfile
from datetime import date
from io import BytesIO

import pytest

from app.schools import refusals
from app.schools.reading import MOST_CHARACTERS, MOST_COLUMNS, MOST_ROWS, read_table
from app.schools.workbooks import Formula

from .files import csv_bytes, ods_bytes, xlsx_bytes, zip_bytes

ROWS = [("UPN", "Forename", "Surname", "Year"), ("B801200005001", "Zoë", "Ford", "Year 10")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "latin-1"])
@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_text_is_read_in_every_encoding_and_with_every_separator(encoding, separator):
    table = read_table(csv_bytes(ROWS, encoding=encoding, separator=separator))
    assert table.headings == ROWS[0]
    assert [(row.number, row.cells) for row in table.rows] == [(2, ROWS[1])]


@pytest.mark.parametrize("make", [xlsx_bytes, ods_bytes])
def test_a_workbook_reads_like_the_same_text(make):
    assert read_table(make(ROWS)).rows == read_table(csv_bytes(ROWS)).rows


def test_rows_keep_the_number_a_spreadsheet_shows():
    text = 'Pupils of Elm School\r\n\r\nUPN,"Fore\nname",Year\r\n\r\nB801200005001,"Jo\nAnn",10\r\n\r\nX,Y,9\r\n'
    table = read_table(text.encode())
    assert table.headings == ("UPN", "Fore name", "Year")
    assert [row.number for row in table.rows] == [5, 7]


def test_rows_of_a_workbook_keep_their_numbers():
    table = read_table(xlsx_bytes([["Pupils of Elm School"], [], ["UPN", "Year"], [], ["B801200005001", 10]]))
    assert [(row.number, row.cells) for row in table.rows] == [(5, ("B801200005001", "10"))]


def test_blanks_around_cells_and_signs_nobody_sees_are_taken_off():
    table = read_table("UPN , Forename\nB801200005001\u00a0,  Jo\u200b \n".encode())
    assert table.headings == ("UPN", "Forename")
    assert table.rows[0].cells == ("B801200005001", "Jo")


def test_accents_are_written_one_way():
    table = read_table("UPN,Forename\nB801200005001,Zoe\u0308\n".encode())
    assert table.rows[0].cells[1] == "Zoë"


def test_what_excel_says_about_the_separator_is_heard():
    assert read_table(b"sep=;\r\nUPN;Name, given\r\nB801200005001;Jo\r\n").headings == ("UPN", "Name, given")


def test_other_separators_inside_cells_do_not_mislead():
    table = read_table(b"UPN,Forename\nB801200005001,;;;;\nR674123101121,;;;;\n")
    assert table.headings == ("UPN", "Forename")


def test_numbers_dates_and_formulas_of_a_workbook_are_told_apart():
    table = read_table(xlsx_bytes([["Adno", "From", "Year", "Share"], [1001, date(2026, 9, 3), "=1+9", 1.5]]))
    adno, day, year, share = table.rows[0].cells
    assert (adno, day, share) == ("1001", date(2026, 9, 3), "1.5")
    assert isinstance(year, Formula)


def test_the_first_visible_sheet_is_read():
    table = read_table(xlsx_bytes(ROWS, hidden=True, sheet="A & B"))
    assert table.sheet == "A & B"
    assert table.headings == ROWS[0]


def test_short_rows_are_filled_and_long_ones_kept():
    table = read_table(b"UPN,Year\nB801200005001\nR674123101121,9,Jo\n")
    assert [row.cells for row in table.rows] == [("B801200005001", ""), ("R674123101121", "9", "Jo")]


@pytest.mark.parametrize("data", [b"", b"  \r\n\t\n", b"\xef\xbb\xbf\r\n", b",,,\r\n,,\r\n"])
def test_an_empty_file_says_so(data):
    with pytest.raises(refusals.EmptyFile, match="empty"):
        read_table(data)


def test_an_empty_workbook_says_so():
    with pytest.raises(refusals.EmptyFile, match="no sheet with anything in it"):
        read_table(xlsx_bytes([]))


def test_headings_without_rows_are_not_enough():
    with pytest.raises(refusals.NoRows, match="no rows below"):
        read_table(b"UPN,Year\r\n,\r\n")


@pytest.mark.parametrize(
    "data",
    [
        b"B801200005001,Jo,Ford,10\nR674123101121,Al,Roy,9\n",
        b"Ford,Jo,Year 10\nRoy,Al,Year 9\n",
        b"1001,Jo\n1002,Al\n",
    ],
)
def test_a_file_without_headings_says_so(data):
    with pytest.raises(refusals.NoHeader, match="row of headings"):
        read_table(data)


def test_headings_nobody_knows_are_still_headings():
    assert read_table(b"Kid,Set\nJo,Blue\n").headings == ("Kid", "Set")


@pytest.mark.parametrize(
    "data",
    [
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)) * 8,
        b"%PDF-1.7\n\x00\x01\x02",
        b"UPN,Year\nB\x00C,10\n",
    ],
)
def test_what_is_not_text_says_so(data):
    with pytest.raises(refusals.FileRefused, match="not text|encoding|a PDF"):
        read_table(data)


def test_an_unknown_encoding_says_so():
    with pytest.raises(refusals.WrongEncoding, match="encoding"):
        read_table(b"UPN,Forename\nB801200005001,Zo\x81\x8d\n")


def test_broken_utf16_says_so():
    with pytest.raises(refusals.WrongEncoding):
        read_table(b"\xff\xfe" + "UPN,Year".encode("utf-16-le") + b"\x00\xd8\x41")


def test_letters_lost_before_us_are_named_with_their_row():
    with pytest.raises(refusals.LostLetters, match="row 3"):
        read_table("UPN,Forename\nB801200005001,Jo\nR674123101121,Zo\ufffd\n".encode())


@pytest.mark.parametrize("start", [b"<html><table>", b"<?xml version='1.0'?><Workbook>", b"\r\n <!DOCTYPE html>"])
def test_a_web_page_named_like_a_spreadsheet_says_so(start):
    with pytest.raises(refusals.NotATable, match="web page"):
        read_table(start + b"<tr><td>UPN</td></tr>")


def test_a_pdf_says_so():
    with pytest.raises(refusals.NotATable, match="is a PDF"):
        read_table(b"%PDF-1.4\nUPN,Year\nB801200005001,10\n")


def test_fifty_megabytes_are_refused_before_they_are_read():
    with pytest.raises(refusals.FileTooBig, match="10 MB"):
        read_table(b"UPN,Year\n" + b"B801200005001,10\n" * (50 * 1024 * 1024 // 17))


def test_more_rows_than_allowed_say_so():
    with pytest.raises(refusals.TooManyRows, match="20,000 rows"):
        read_table(b"UPN,Year\n" + b"x,10\n" * (MOST_ROWS + 1))
    assert len(read_table(b"UPN,Year\n" + b"x,10\n" * MOST_ROWS).rows) == MOST_ROWS


@pytest.mark.parametrize("make", [csv_bytes, xlsx_bytes])
def test_more_columns_than_allowed_say_so(make):
    with pytest.raises(refusals.TooManyColumns, match=f"{MOST_COLUMNS} columns"):
        read_table(make([["UPN"] * (MOST_COLUMNS + 1), ["x"] * (MOST_COLUMNS + 1)]))


def test_a_quotation_mark_that_is_never_closed_is_found_by_its_row():
    with pytest.raises(refusals.CellTooLong, match="Row 2, column B"):
        read_table(b'UPN,Name\nx,"Jo\n' + b"y,Al\n" * MOST_CHARACTERS)


@pytest.mark.parametrize("size", [200_000, 2_000_000])
def test_an_endless_cell_is_refused(size):
    with pytest.raises(refusals.FileRefused, match="quotation mark"):
        read_table(b'UPN,Name\nx,"' + b"J" * size)


def test_a_damaged_workbook_says_so():
    good = xlsx_bytes(ROWS)
    for bad in (
        good[: len(good) // 2],
        b"PK\x03\x04" + b"\x00" * 100,
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
    ):
        with pytest.raises(refusals.DamagedWorkbook, match="damaged"):
            read_table(bad)


def test_a_changed_byte_inside_a_workbook_is_noticed():
    data = bytearray(xlsx_bytes(ROWS))
    place = data.index(b"sheetData") if b"sheetData" in data else data.index(b"xl/worksheets/sheet1.xml") + 60
    data[place] ^= 0xFF
    with pytest.raises(refusals.DamagedWorkbook):
        read_table(bytes(data))


def test_another_kind_of_package_says_so():
    with pytest.raises(refusals.NotATable, match="not a spreadsheet"):
        read_table(zip_bytes({"word/document.xml": b"<w/>", "[Content_Types].xml": b"<t/>"}))


def test_a_workbook_with_a_password_says_so():
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 64
    with pytest.raises(refusals.LockedWorkbook, match="password"):
        read_table(ole)


def test_an_opendocument_file_with_a_password_says_so():
    manifest = b"<manifest><encryption-data/></manifest>"
    with pytest.raises(refusals.LockedWorkbook):
        read_table(zip_bytes({"content.xml": b"xx", "META-INF/manifest.xml": manifest}))


@pytest.mark.parametrize("megabytes", [20, 150])
def test_a_bomb_is_refused_by_what_it_declares(megabytes):
    bomb = zip_bytes({"xl/workbook.xml": b"<w/>", "xl/worksheets/sheet1.xml": b" " * (megabytes << 20)})
    assert len(bomb) < 400_000
    with pytest.raises(refusals.WorkbookTooBig, match="more than we can read safely"):
        read_table(bomb)


def test_a_bomb_that_declares_less_than_it_holds_is_refused():
    bomb = bytearray(zip_bytes({"xl/workbook.xml": b"<w/>", "xl/worksheets/sheet1.xml": b" " * (20 << 20)}))
    size = (20 << 20).to_bytes(4, "little")
    while (place := bomb.find(size)) >= 0:
        bomb[place : place + 4] = (1000).to_bytes(4, "little")
    with pytest.raises(refusals.FileRefused):
        read_table(bytes(bomb))


def test_thousands_of_entries_are_refused():
    with pytest.raises(refusals.WorkbookTooBig):
        read_table(zip_bytes({"xl/workbook.xml": b"<w/>"} | {f"xl/{n}.xml": b"" for n in range(2_001)}))


def test_one_cell_in_the_last_corner_does_not_bring_the_server_down():
    data = xlsx_bytes([["UPN", "Year"], ["B801200005001", "10"]])
    with zipfile.ZipFile(BytesIO(data)) as package:
        entries = {name: package.read(name) for name in package.namelist()}
    sheet = entries["xl/worksheets/sheet1.xml"]
    far = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    entries["xl/worksheets/sheet1.xml"] = sheet.replace(b"</sheetData>", far)
    with pytest.raises(refusals.FileRefused):
        read_table(zip_bytes(entries))
