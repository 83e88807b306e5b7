"""National curriculum years as schools write them, read into one way of writing: N1, N2, R, 1 ... 14.

Year 14 stands for the pupils of special schools and colleges who stay on.
"""

import re

from app.web.languages import _

YEARS = ("N1", "N2", "R", *(str(number) for number in range(1, 15)))
NURSERY = re.compile(r"(?:nursery|nurs|n)([12])")
RECEPTION = re.compile(r"(?:year|yr|y)?(?:reception|recep|rec|r|0)")
NUMBERED = re.compile(r"(?:ncyear|ncy|nationalcurriculumyear|yeargroup|year|yr|y)?\.?0?(\d{1,2})(?:[/-]?[a-z]{1,3})?")


class YearRefused(ValueError):
    """The text names no year group; the message tells the person why."""


def read_year(text: str) -> str:
    """The year group in a cell: "Year 10", "Yr 7", "10A" and "Reception" are read; YearRefused otherwise."""
    plain = re.sub(r"[\s_]+", "", text).lower()
    if found := NURSERY.fullmatch(plain):
        return f"N{found[1]}"
    if RECEPTION.fullmatch(plain):
        return "R"
    if (found := NUMBERED.fullmatch(plain)) and str(int(found[1])) in YEARS:
        return str(int(found[1]))
    raise YearRefused(_("This is not a year group. Write N1, N2, R or a number from 1 to 14, like 10"))


def is_year(text: str) -> bool:
    """True for text that `read_year` reads."""
    try:
        return bool(read_year(text))
    except YearRefused:
        return False


def year_label(year: str) -> str:
    """How a year is shown: "Year 10", "Reception", "Nursery 1"."""
    if year == "R":
        return _("Reception")
    if year.startswith("N"):
        return _("Nursery %(year)s", year=year[1])
    return _("Year %(year)s", year=year)


def year_order(year: str) -> int:
    """Place of a year among all, youngest first; unknown ones come last."""
    return YEARS.index(year) if year in YEARS else len(YEARS)
