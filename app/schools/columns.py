"""Which column holds what: the fields an import knows, the headings schools give them, and a first guess.

Headings are compared without capitals, spaces and punctuation, so "Reg. Group" and "reg group" are the same.
"""

import hashlib
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from app.web.languages import _, later


@dataclass(frozen=True)
class Field:
    """Something an import can take from a file; synonyms stand in the order in which they are preferred."""

    name: str
    label: str
    hint: str
    synonyms: tuple[str, ...]


FIELDS = (
    Field(
        "mis_id", later("MIS id or admission number"), later("The number your own system gives the pupil"),
        ("MIS ID", "Admission Number", "Admission No", "Adno", "Adm No", "Pupil ID", "Student ID",
         "Person ID", "Learner ID", "External ID", "Id"),
    ),
    Field(
        "upn", "UPN", later("13 characters; kept by the home school only"),
        ("UPN", "Unique Pupil Number", "Pupil UPN", "UPN Number"),
    ),
    Field(
        "given_name", later("Forename"), later("Sealed: read by the home school only. You may leave names out"),
        ("Forename", "Legal Forename", "First name", "Legal First Name", "Given name", "Christian name",
         "Forenames", "Preferred Forename", "Preferred First Name", "Preferred Name", "Chosen name"),
    ),
    Field(
        "family_name", later("Surname"), later("Sealed: read by the home school only. You may leave names out"),
        ("Surname", "Legal Surname", "Family name", "Last name", "Legal Last Name", "Preferred Surname",
         "Preferred Last Name"),
    ),
    Field(
        "year_group", later("Year group"), later("N1, N2, R or 1 to 14; Year 10 and 10A are read as 10"),
        ("Year Group", "NC Year", "Year", "Year taught in", "NCY", "National Curriculum Year",
         "NC Year Actual", "Curriculum Year", "Yr", "Actual NC Year", "Year Code"),
    ),
    Field(
        "course", later("Course"), later("The title of a course of the partnership"),
        ("Course", "Course title", "Course name", "Programme", "Programme title", "Enrolled on"),
    ),
    Field(
        "from_on", later("Enrolled from"), later("A date like 03/09/2026"),
        ("Enrolled from", "Course start", "Course start date", "Enrolment date", "Enrolment start",
         "Start date", "Starts on", "Start", "From"),
    ),
    Field(
        "to_on", later("Enrolled until"), later("A date like 17/07/2027; leave it out if the end is open"),
        ("Enrolled until", "Course end", "Course end date", "Enrolment end", "End date", "Ends on",
         "Leaving date", "End", "Until", "To"),
    ),
)  # fmt: skip
BY_NAME = {one.name: one for one in FIELDS}
REQUIRED = ("year_group",)
IDENTITY = ("mis_id", "upn")


def plain(heading: str) -> str:
    """A heading without capitals, accents, spaces and punctuation."""
    spread = unicodedata.normalize("NFKD", heading).casefold()
    return "".join(sign for sign in spread if sign.isalnum())


KNOWN = frozenset(plain(synonym) for one in FIELDS for synonym in one.synonyms)


def recognised(cell: object) -> bool:
    """True for a heading that some field is known by."""
    return isinstance(cell, str) and plain(cell) in KNOWN


def unique_headings(cells: Sequence[str]) -> tuple[str, ...]:
    """Headings a person can tell apart: blank ones get their letter, repeated ones are counted."""
    named = [cell or f"Column {letter(place)}" for place, cell in enumerate(cells)]
    repeated = {key for key, times in Counter(plain(name) for name in named).items() if times > 1}
    return tuple(
        f"{name} (column {letter(place)})" if plain(name) in repeated else name for place, name in enumerate(named)
    )


def letter(place: int) -> str:
    """The name a spreadsheet gives a column: 0 is A, 26 is AA."""
    name, rest = "", place + 1
    while rest:
        rest, digit = divmod(rest - 1, 26)
        name = chr(ord("A") + digit) + name
    return name


def signature(headings: Iterable[str]) -> str:
    """The same for two files with the same headings in any order: a saved mapping is found by it."""
    return hashlib.sha256("\n".join(sorted(plain(heading) for heading in headings)).encode()).hexdigest()


def guess(headings: Sequence[str]) -> dict[str, str]:
    """Field name to heading, for each field that some heading is a synonym of; a heading is used once."""
    by_plain: dict[str, str] = {}
    for heading in headings:
        by_plain.setdefault(plain(heading), heading)
        by_plain.setdefault(plain(heading.partition(" (column ")[0]), heading)
    answer: dict[str, str] = {}
    for one in FIELDS:
        for synonym in one.synonyms:
            heading = by_plain.get(plain(synonym), "")
            if heading and heading not in answer.values():
                answer[one.name] = heading
                break
    return answer


def repeated_for(field_name: str, headings: Iterable[str]) -> list[str]:
    """Headings that all stand for one field, when there is more than one: the person has to choose."""
    synonyms = {plain(synonym) for synonym in BY_NAME[field_name].synonyms}
    alike = [heading for heading in headings if plain(heading.partition(" (column ")[0]) in synonyms]
    return alike if len(alike) > 1 else []


def mapping_faults(mapping: Mapping[str, str], headings: Sequence[str]) -> dict[str, str]:
    """What stops a mapping from being used: field name to a sentence."""
    faults = {
        name: _("Choose the column that holds the %(field)s", field=BY_NAME[name].label.lower())
        for name in REQUIRED
        if name not in mapping
    }
    if not any(name in mapping for name in IDENTITY):
        faults["mis_id"] = _("Choose the column of the MIS id or of the UPN, so that a pupil is known next time")
    for name in ("from_on", "to_on"):
        if name in mapping and "course" not in mapping:
            faults[name] = _("A date of enrolment needs a course: choose its column as well")
    used = Counter(mapping.values())
    for name, heading in mapping.items():
        if heading not in headings:
            faults[name] = _("The file has no such column")
        elif used[heading] > 1:
            faults[name] = _("“%(heading)s” is chosen more than once", heading=heading)
    return faults
