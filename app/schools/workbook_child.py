"""Run as a program: a workbook on standard input, its first filled sheet as JSON on standard output.

It imports nothing of the app, runs within the limits of `app/limited`, and says `{"fault": ...}` where it
understands what is wrong. A cell is text, or `["date", iso]`, or `["formula", text]`. Formulas are found in
XLSX only: such files can carry formulas that no spreadsheet has ever worked out, whose stored value means
nothing.
"""

import json
import re
import sys
import zipfile
from datetime import date, datetime
from io import BytesIO

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError, SheetVisibleEnum

FORMULA = re.compile(rb'<(?:\w+:)?c\b[^>]*?\br="([A-Z]{1,3})(\d{1,7})"[^>]*>\s*<(?:\w+:)?f[\s/>]')
RELATION = re.compile(rb"<(?:\w+:)?Relationship\b[^>]*>")
SHEET = re.compile(rb"<(?:\w+:)?sheet\b[^>]*>")
FAULT_BLANK = 1_000  # blank rows below a table are no rows; a sheet may keep this many more than the limit


def main() -> None:
    most_rows, most_columns = int(sys.argv[1]), int(sys.argv[2])
    try:
        answer = read(sys.stdin.buffer.read(), most_rows=most_rows, most_columns=most_columns)
    except PasswordError:
        answer = {"fault": "locked"}
    except (CalamineError, KeyError, ValueError, zipfile.BadZipFile):
        answer = {"fault": "damaged"}
    json.dump(answer, sys.stdout)


def read(data: bytes, *, most_rows: int, most_columns: int) -> dict:
    """Rows of the first visible sheet that holds anything, counted from the sheet's own first row."""
    workbook = CalamineWorkbook.from_filelike(BytesIO(data))
    for place, meta in enumerate(workbook.sheets_metadata):
        if meta.visible != SheetVisibleEnum.Visible:
            continue
        sheet = workbook.get_sheet_by_index(place)
        if sheet.end is None:
            continue
        if sheet.total_width > most_columns:
            return {"fault": "columns"}
        if sheet.total_height > most_rows + FAULT_BLANK:
            return {"fault": "rows"}
        return {"sheet": meta.name, "rows": _rows(sheet, _formulas(data, meta.name))}
    return {"fault": "empty"}


def _rows(sheet: CalamineSheet, formulas: set[tuple[int, int]]) -> list[list]:
    rows = [[_plain(value) for value in row] for row in sheet.to_python(skip_empty_area=False)]
    for row, column in formulas:
        if row < len(rows) and column < len(rows[row]):
            value = rows[row][column]
            rows[row][column] = ["formula", value if isinstance(value, str) else value[1]]
    return rows


def _plain(value: object) -> str | list[str]:
    if isinstance(value, datetime):
        return ["date", value.date().isoformat()]
    if isinstance(value, date):
        return ["date", value.isoformat()]
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _formulas(data: bytes, sheet_name: str) -> set[tuple[int, int]]:
    """Row and column, from 0, of every formula of one sheet of an XLSX file."""
    if not data.startswith(b"PK"):
        return set()
    with zipfile.ZipFile(BytesIO(data)) as package:
        if "xl/workbook.xml" not in package.namelist():
            return set()
        sheet = package.read(_path_of(package, sheet_name))
    return {(int(row) - 1, _column(letters)) for letters, row in FORMULA.findall(sheet)}


def _path_of(package: zipfile.ZipFile, sheet_name: str) -> str:
    escaped = re.escape(_escaped(sheet_name)).encode()
    relation = ""
    for tag in SHEET.findall(package.read("xl/workbook.xml")):
        if re.search(rb'\bname="' + escaped + rb'"', tag) and (found := re.search(rb':id="([^"]+)"', tag)):
            relation = found[1].decode()
    for tag in RELATION.findall(package.read("xl/_rels/workbook.xml.rels")):
        if re.search(rb'\bId="' + re.escape(relation).encode() + rb'"', tag):
            target = re.search(rb'\bTarget="([^"]+)"', tag)
            path = target[1].decode() if target else ""
            return path.lstrip("/") if path.startswith("/") else f"xl/{path}"
    raise KeyError(sheet_name)


def _escaped(name: str) -> str:
    return name.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number - 1


if __name__ == "__main__":
    main()
