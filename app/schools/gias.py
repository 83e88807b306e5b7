"""Schools from an extract of Get Information about Schools, the government's register: URN, name, phase, type, town.

The register's file has 150 columns and is written in ISO-8859-1. Of each open school five columns are taken; heads'
names and all else are left in the file.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.schools.delimited import rows_of_text
from app.schools.reading import trim
from app.schools.refusals import EmptyFile, FileRefused, TooManyRows
from app.web.languages import _

MOST_SCHOOLS = 5_000
URN, NAME, STATUS = "URN", "EstablishmentName", "EstablishmentStatus (name)"
PHASE, TYPE_GROUP = "PhaseOfEducation (name)", "EstablishmentTypeGroup (name)"
TYPE, TOWN = "TypeOfEstablishment (name)", "Town"
NEEDED = (URN, NAME, STATUS, PHASE)
PHASES = {
    "Nursery": "primary",
    "Primary": "primary",
    "Middle deemed primary": "primary",
    "Secondary": "secondary",
    "Middle deemed secondary": "secondary",
    "All-through": "all-through",
    "16 plus": "16 plus",
}
LONGEST_NAME, LONGEST_TYPE, LONGEST_TOWN = 160, 80, 80


class NotTheRegister(FileRefused):
    """The file lacks columns that the register's extracts have."""

    def __init__(self, missing: Sequence[str]) -> None:
        super().__init__(
            _(
                "This is not an extract of Get Information about Schools: it has no column %(columns)s. "
                "Download “establishment fields” as CSV there and choose that file",
                columns=", ".join(missing),
            )
        )


class BadSchool(FileRefused):
    """A row of the register that cannot be taken."""

    def __init__(self, row: int, sentence: str) -> None:
        super().__init__(_("Row %(row)s: %(sentence)s. Nothing of the file was added", row=row, sentence=sentence))


@dataclass(frozen=True)
class RegisteredSchool:
    """An open school as the register describes it."""

    urn: str
    name: str
    phase: str
    type: str
    town: str


def read_register(data: bytes) -> list[RegisteredSchool]:
    """The open schools of an extract, each once; FileRefused says why a file cannot be used."""
    if not data.strip():
        raise EmptyFile
    rows = [[str(trim(cell)) for cell in row] for row in rows_of_text(data)]
    headings = rows[0] if rows else []
    if missing := [name for name in NEEDED if name not in headings]:
        raise NotTheRegister(missing)
    if len(rows) > MOST_SCHOOLS + 1:
        raise TooManyRows(MOST_SCHOOLS)
    found: dict[str, RegisteredSchool] = {}
    for number, row in enumerate(rows[1:], start=2):
        values = dict(zip(headings, row, strict=False))
        if any(row) and values.get(STATUS, "").startswith("Open"):
            school = _school(number, values)
            found[school.urn] = school
    if not found:
        raise EmptyFile(_("The file names no open school"))
    return list(found.values())


def _school(row: int, values: Mapping[str, str]) -> RegisteredSchool:
    urn, name = values.get(URN, ""), values.get(NAME, "")
    if len(urn) != 6 or not urn.isdigit():
        raise BadSchool(row, _("“%(urn)s” is no URN; a URN has 6 digits", urn=urn))
    if not name or len(name) > LONGEST_NAME:
        raise BadSchool(row, _("the name must have 1 to %(most)s characters", most=LONGEST_NAME))
    kind, group = values.get(TYPE, ""), values.get(TYPE_GROUP, "")
    phase = (
        "special"
        if group == "Special schools" or "special" in kind.lower()
        else PHASES.get(values.get(PHASE, ""), "other")
    )
    return RegisteredSchool(urn, name, phase, kind[:LONGEST_TYPE], values.get(TOWN, "")[:LONGEST_TOWN])
