"""A file's bytes to one table: headings, and rows of trimmed cells with the numbers a spreadsheet shows.

Whatever cannot be used is refused with a `FileRefused` whose message says what to do.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.schools import columns
from app.schools.delimited import rows_of_text
from app.schools.refusals import (
    CellTooLong,
    EmptyFile,
    FileTooBig,
    NoHeader,
    NoRows,
    TooManyColumns,
    TooManyRows,
)
from app.schools.upn import FORM
from app.schools.workbooks import Cell, Formula, is_workbook, rows_of_workbook
from app.schools.years import is_year

MOST_MEGABYTES = 10
MOST_ROWS = 20_000
MOST_COLUMNS = 100
MOST_CHARACTERS = 500
SEARCHED_FOR_HEADINGS = 20  # reports often carry a title and a date above the headings
INVISIBLE = re.compile("[\u200b-\u200f\u2060\ufeff\u00ad]")
LOOKS_LIKE_DATA = re.compile(r"[\d./\-\s:]+")


@dataclass(frozen=True)
class Row:
    """One row of a file: the number a spreadsheet shows, and at least as many cells as there are headings."""

    number: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Table:
    """What a file holds: its headings, each different, and the rows below them that are not blank."""

    headings: tuple[str, ...]
    rows: tuple[Row, ...]
    sheet: str = ""

    def place(self, heading: str) -> int:
        """Which cell of a row stands below a heading."""
        return self.headings.index(heading)


def read_table(data: bytes) -> Table:
    """Read a CSV, XLSX, XLS or ODS file; FileRefused says why not."""
    if len(data) > MOST_MEGABYTES * 1024 * 1024:
        raise FileTooBig(MOST_MEGABYTES)
    if not data.strip(b" \t\r\n\x00\xef\xbb\xbf"):
        raise EmptyFile
    sheet, rows = _raw_rows(data)
    return _table([Row(number, _trimmed(cells)) for number, cells in enumerate(rows, start=1)], sheet)


def _raw_rows(data: bytes) -> tuple[str, Sequence[Sequence[Cell]]]:
    if is_workbook(data):
        return rows_of_workbook(data, most_rows=MOST_ROWS, most_columns=MOST_COLUMNS)
    return "", rows_of_text(data)


def _trimmed(cells: Sequence[Cell]) -> tuple[Cell, ...]:
    kept = [trim(cell) for cell in cells]
    while kept and kept[-1] == "":
        kept.pop()
    return tuple(kept)


def trim(cell: Cell) -> Cell:
    """A cell without blanks around it or signs nobody sees, its accents written one way."""
    if isinstance(cell, date):
        return cell
    text = unicodedata.normalize("NFC", INVISIBLE.sub("", cell)).strip()
    return Formula(text) if isinstance(cell, Formula) else text


def _table(rows: list[Row], sheet: str) -> Table:
    filled = [row for row in rows if row.cells]
    if not filled:
        raise EmptyFile
    _check_sizes(filled)
    top = _header_place(filled)
    header, body = filled[top], filled[top + 1 :]
    if not body:
        raise NoRows
    headings = columns.unique_headings([_heading(cell) for cell in header.cells])
    return Table(headings, tuple(_padded(row, len(headings)) for row in body), sheet)


def _heading(cell: Cell) -> str:
    return cell.isoformat() if isinstance(cell, date) else " ".join(cell.split())


def _check_sizes(rows: list[Row]) -> None:
    if len(rows) > MOST_ROWS + 1:
        raise TooManyRows(MOST_ROWS)
    for row in rows:
        if len(row.cells) > MOST_COLUMNS:
            raise TooManyColumns(MOST_COLUMNS)
        for place, cell in enumerate(row.cells):
            if isinstance(cell, str) and len(cell) > MOST_CHARACTERS:
                raise CellTooLong(row.number, columns.letter(place), MOST_CHARACTERS)


def _header_place(rows: list[Row]) -> int:
    """The first of the rows with the most headings we know; a row that holds a pupil is none."""
    scores = [sum(columns.recognised(cell) for cell in row.cells) for row in rows[:SEARCHED_FOR_HEADINGS]]
    place = scores.index(max(scores))
    if any(_is_data(cell) for cell in rows[place].cells):
        raise NoHeader
    return place


def _is_data(cell: Cell) -> bool:
    """True for what stands in a pupil's row and never in a heading: a date, a number, a UPN, a year group."""
    if isinstance(cell, date) or FORM.fullmatch(cell.upper()) or LOOKS_LIKE_DATA.fullmatch(cell):
        return True
    return any(sign.isdigit() for sign in cell) and is_year(cell)


def _padded(row: Row, width: int) -> Row:
    return Row(row.number, row.cells + ("",) * (width - len(row.cells)))
