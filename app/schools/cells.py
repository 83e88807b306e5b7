"""One cell's text to one value, field by field: what is taken, what is refused and what is only odd.

A cell that begins like a formula is refused, not stripped of its sign: a name that starts with "=" is a fault
of the export, and a name that we had altered would be a name nobody has.
"""

import re
from collections.abc import Callable
from datetime import date

from app.schools.letters import NOT_IN_NAMES
from app.schools.upn import read_upn
from app.schools.workbooks import Cell, Formula
from app.schools.years import read_year
from app.web.languages import _, later

FORMULA_SIGNS = ("=", "+", "-", "@")
PLACEHOLDERS = frozenset({"", "-", "--", "n/a", "na", "none", "null", "#n/a"})
LONGEST_NAME = 80
LONGEST_MIS_ID = 40
BROKEN_ACCENTS = re.compile("[ÃÂ][\u0080-\u00bf\u0152-\u0192\u02c6\u02dc\u2013-\u2122]")
IS_FORMULA = later("This cell is a formula. Copy the column and paste it back as values")


class CellRefused(ValueError):
    """A cell's value cannot be taken; the message tells the person why."""


def show(cell: Cell) -> str:
    """A cell as the person sees it in a spreadsheet."""
    return cell.strftime("%d/%m/%Y") if isinstance(cell, date) else str(cell)


def says_nothing(cell: Cell) -> bool:
    """True for a blank cell and for what people type to leave one blank."""
    return show(cell).casefold() in PLACEHOLDERS and not isinstance(cell, Formula)


def read_cell(field: str, cell: Cell) -> tuple[str, str]:
    """The value of a field and a doubt about it; ValueError where the cell cannot be taken."""
    if isinstance(cell, date):
        raise CellRefused(_("This cell is a date. Give the column the format “Text” and type the value again"))
    if isinstance(cell, Formula):
        raise CellRefused(IS_FORMULA)
    if cell.startswith(FORMULA_SIGNS):
        raise CellRefused(_("This begins with %(sign)s like a formula. Take the sign out in the file", sign=cell[0]))
    return READERS[field](" ".join(cell.split()))


def mis_key(text: str) -> str:
    """What two spellings of one MIS id share: capitals, and zeros in front that Excel drops, do not count."""
    key = text.casefold()
    return (key.lstrip("0") or "0") if key.isdigit() else key


def _read_name(text: str) -> tuple[str, str]:
    if BROKEN_ACCENTS.search(text) or NOT_IN_NAMES.search(text):
        raise CellRefused(_("The accents in this name are broken. Export it again and save as “CSV UTF-8” or XLSX"))
    if not any(sign.isalpha() for sign in text):
        raise CellRefused(_("A name needs at least one letter"))
    if len(text) > LONGEST_NAME:
        raise CellRefused(_("A name can have %(most)s characters and this has %(n)s", most=LONGEST_NAME, n=len(text)))
    return text, ""


def _read_mis_id(text: str) -> tuple[str, str]:
    if len(text) > LONGEST_MIS_ID:
        raise CellRefused(
            _("A MIS id can have %(most)s characters and this has %(n)s", most=LONGEST_MIS_ID, n=len(text))
        )
    return text, ""


def _read_upn(text: str) -> tuple[str, str]:
    number = read_upn(text)
    return (number.text, number.warning) if number else ("", "")


READERS: dict[str, Callable[[str], tuple[str, str]]] = {
    "mis_id": _read_mis_id,
    "upn": _read_upn,
    "given_name": _read_name,
    "family_name": _read_name,
    "year_group": lambda text: (read_year(text), ""),
    "course": lambda text: (text, ""),
}
