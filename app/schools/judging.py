"""A mapped table to entries: every row read, each refusal with its row, its column, its value and a sentence.

Blank cells say nothing and change nothing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from app.schools import columns
from app.schools.cells import IS_FORMULA, read_cell, says_nothing, show
from app.schools.dates import read_dates
from app.schools.reading import Row, Table
from app.schools.workbooks import Formula
from app.web.languages import _

DATES = ("from_on", "to_on")


@dataclass(frozen=True)
class Refusal:
    """Something in a file that is wrong, or, among warnings, only odd."""

    row: int
    column: str
    value: str
    sentence: str


@dataclass(frozen=True)
class KnownCourse:
    """A course that the school's pupils can be enrolled on."""

    id: int
    title: str
    starts_on: date
    ends_on: date


@dataclass(frozen=True)
class WantedEnrolment:
    """An enrolment that a row asks for; a date that the file leaves open is None."""

    row: int
    course: KnownCourse
    from_on: date | None = None
    to_on: date | None = None


@dataclass(frozen=True)
class Entry:
    """One row that could be read: values by field (blank ones left out) and its enrolment, if any."""

    row: int
    values: Mapping[str, str]
    enrolment: WantedEnrolment | None = None


@dataclass
class Findings:
    """What reading a table came to."""

    entries: list[Entry] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)
    warnings: list[Refusal] = field(default_factory=list)


def read_entries(table: Table, mapping: Mapping[str, str], courses: Sequence[KnownCourse]) -> Findings:
    """Read every row of `table` by `mapping` (field name to heading)."""
    findings = Findings()
    reader = _Reader(table, mapping, courses)
    for row in table.rows:
        refused, values = reader.values(row, findings.warnings)
        refused += reader.faults_of(row, values, {one.column for one in refused})
        enrolment, faults = reader.enrolment(row, values.pop("course", ""))
        refused += faults
        findings.refused += refused
        if not refused:
            findings.entries.append(Entry(row.number, values, enrolment))
    return findings


class _Reader:
    """Reads rows of one table; the date columns are read whole, once, beforehand."""

    def __init__(self, table: Table, mapping: Mapping[str, str], courses: Sequence[KnownCourse]) -> None:
        self.table = table
        self.mapping = mapping
        self.places = {name: table.place(heading) for name, heading in mapping.items()}
        self.identity = [mapping[name] for name in columns.IDENTITY if name in mapping]
        self.titles = sorted(course.title for course in courses)
        self.courses: dict[str, list[KnownCourse]] = {}
        for course in courses:
            self.courses.setdefault(_title_key(course.title), []).append(course)
        self.days = {name: self._date_column(name) for name in DATES if name in mapping}

    def values(self, row: Row, warnings: list[Refusal]) -> tuple[list[Refusal], dict[str, str]]:
        """The readable cells of a row by field, and what is wrong with the others."""
        refused: list[Refusal] = []
        values: dict[str, str] = {}
        for name, place in self.places.items():
            cell, heading = row.cells[place], self.mapping[name]
            if name in DATES or says_nothing(cell):
                continue
            try:
                value, doubt = read_cell(name, cell)
            except ValueError as fault:
                refused.append(Refusal(row.number, heading, show(cell), str(fault)))
                continue
            if value:
                values[name] = value
            if doubt:
                warnings.append(Refusal(row.number, heading, show(cell), doubt))
        return refused, values

    def faults_of(self, row: Row, values: Mapping[str, str], already: set[str]) -> list[Refusal]:
        """Dates that cannot be taken, cells beyond the headings, and a row that names no pupil."""
        faults = [
            Refusal(row.number, self.mapping[name], show(row.cells[self.places[name]]), days[row.number])
            for name, days in ((name, faults) for name, (_, faults) in self.days.items())
            if row.number in days
        ]
        width = len(self.table.headings)
        if extra := [show(cell) for cell in row.cells[width:] if cell != ""]:
            sentence = _("This row has more cells than there are headings. A comma inside a cell needs quotation marks")
            faults.append(Refusal(row.number, columns.letter(width), extra[0], sentence))
        if not any(name in values for name in columns.IDENTITY) and not already & set(self.identity):
            sentence = self._nobody()
            faults.append(Refusal(row.number, self.identity[0], "", sentence))
        return faults

    def _nobody(self) -> str:
        if len(self.identity) == 1:
            return _("This row has no %(first)s, so the pupil cannot be recognised", first=self.identity[0])
        first, second = self.identity
        return _(
            "This row has no %(first)s and no %(second)s, so the pupil cannot be recognised", first=first, second=second
        )

    def enrolment(self, row: Row, title: str) -> tuple[WantedEnrolment | None, list[Refusal]]:
        """The enrolment a row asks for; a title nobody knows is refused together with the known ones."""
        from_on, to_on = (self._day(name, row) for name in DATES)
        if not title:
            return None, self._dates_alone(row, from_on or to_on)
        found = self.courses.get(_title_key(title), [])
        if len(found) != 1:
            return None, [Refusal(row.number, self.mapping["course"], title, self._unknown(found))]
        if to_on and to_on < (from_on or found[0].starts_on):
            sentence = _("The enrolment would end before it starts")
            return None, [Refusal(row.number, self.mapping["to_on"], show(to_on), sentence)]
        return WantedEnrolment(row.number, found[0], from_on, to_on), []

    def _dates_alone(self, row: Row, day: date | None) -> list[Refusal]:
        if day is None:
            return []
        sentence = _("There is a date of enrolment but no course. Fill in the course or take the date out")
        return [Refusal(row.number, self.mapping["course"], "", sentence)]

    def _unknown(self, found: list[KnownCourse]) -> str:
        if found:
            return _("Two of your partnerships have a course of this name. Rename one of them first")
        known = ", ".join(f"“{title}”" for title in self.titles) or _("none yet")
        return _("There is no course of this name in your partnerships. Known courses: %(known)s", known=known)

    def _day(self, name: str, row: Row) -> date | None:
        return self.days[name][0].get(row.number) if name in self.days else None

    def _date_column(self, name: str) -> tuple[dict[int, date], dict[int, str]]:
        """Row number to date, and row number to what is wrong."""
        place = self.places[name]
        column = ((row.number, row.cells[place]) for row in self.table.rows)
        cells = [(number, cell) for number, cell in column if not says_nothing(cell)]
        formulas = {number: IS_FORMULA for number, cell in cells if isinstance(cell, Formula)}
        read = read_dates((number, cell) for number, cell in cells if number not in formulas)
        return read.values, read.faults | formulas


def _title_key(title: str) -> str:
    return " ".join(title.split()).casefold()
