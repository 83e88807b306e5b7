"""Dates of one column, read together, because one cell alone cannot say which number is the month.

Read are dd/mm/yyyy, d/m/yy, ISO, "3 September 2026", Excel's day numbers and a workbook's own dates. A month
written first is refused wherever it shows, and once it shows, every cell of the column that could be read
both ways is refused with it. In a column that mixes a workbook's own dates with dates typed as text the typed
ones are refused: that is what is left when Excel, set for another country, has turned 03/04 round and left
23/04 as it was.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from app.web.languages import later

FIRST_SERIAL, LAST_SERIAL = 20_000, 80_000  # 1954 and 2119 in Excel's count of days
MONTHS_IN_A_YEAR = 12
FULL_YEAR = 4
EXCEL_ZERO = date(1899, 12, 30)
PIVOT = 70  # a year of two digits below this is in this century

NUMBERS = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4}|\d{2})")
ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
WORDS = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[\s-]([a-z]{3,9})[\s-](\d{4}|\d{2})", re.IGNORECASE)
CLOCK = re.compile(r"[T ]0?0:00(?::00(?:\.0+)?)?$")
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")

MONTH_FIRST = later("The month comes first here. Write the day first, like 23/04/2026")
COULD_BE_EITHER = later(
    "Other dates in this column have the month first, so this one could be read two ways. "
    "Write every date as day/month/year"
)
MIXED = later(
    "This column mixes real dates with dates typed as text, so day and month may have been swapped. "
    "Make every cell the same kind of date"
)
NOT_A_DATE = later("This is not a date we can read. Write it as day/month/year, like 03/09/2026")
NO_SUCH_DAY = later("There is no such day in the calendar")


@dataclass
class Dates:
    """A column that was read: cell number to date, and cell number to what is wrong with it."""

    values: dict[int, date] = field(default_factory=dict)
    faults: dict[int, str] = field(default_factory=dict)


def read_dates(cells: Iterable[tuple[int, str | date]]) -> Dates:
    """Read a column of (row number, cell); blank cells are left out of both answers."""
    column = [(row, cell) for row, cell in cells if cell != ""]
    typed = {row: found for row, cell in column if (found := _typed(cell))}
    american = any(int(found[2]) > MONTHS_IN_A_YEAR >= int(found[1]) for found in typed.values())
    mixed = bool(typed) and any(isinstance(cell, date) for _, cell in column)
    answer = Dates()
    for row, cell in column:
        fault = _column_fault(typed.get(row), american, mixed)
        value = None if fault else _one_date(cell)
        if isinstance(value, date):
            answer.values[row] = value
        else:
            answer.faults[row] = fault or value or NOT_A_DATE
    return answer


def _typed(cell: str | date) -> re.Match[str] | None:
    return NUMBERS.fullmatch(CLOCK.sub("", cell)) if isinstance(cell, str) else None


def _column_fault(found: re.Match[str] | None, american: bool, mixed: bool) -> str:
    """What the rest of the column makes doubtful about a date typed in numbers."""
    if found is None:
        return ""
    first, second = int(found[1]), int(found[2])
    if second > MONTHS_IN_A_YEAR >= first:
        return MONTH_FIRST
    if american and first <= MONTHS_IN_A_YEAR:
        return COULD_BE_EITHER
    return MIXED if mixed else ""


def _one_date(cell: str | date) -> date | str | None:
    """The date, or what is wrong with it."""
    if isinstance(cell, date):
        return cell
    text = CLOCK.sub("", cell)
    if text.isascii() and text.isdigit() and len(text) < 10 and FIRST_SERIAL <= int(text) <= LAST_SERIAL:
        return EXCEL_ZERO + timedelta(days=int(text))
    parts = _parts(text)
    if parts is None:
        return NOT_A_DATE
    try:
        return date(*parts)
    except ValueError:
        return NO_SUCH_DAY


def _parts(text: str) -> tuple[int, int, int] | None:
    if found := ISO.fullmatch(text):
        return int(found[1]), int(found[2]), int(found[3])
    if found := NUMBERS.fullmatch(text):
        return _century(found[3]), int(found[2]), int(found[1])
    if (found := WORDS.fullmatch(text)) and found[2][:3].lower() in MONTHS:
        return _century(found[3]), MONTHS.index(found[2][:3].lower()) + 1, int(found[1])
    return None


def _century(year: str) -> int:
    number = int(year)
    if len(year) == FULL_YEAR:
        return number
    return number + (2000 if number < PIVOT else 1900)
