"""Entries beside the pupils a school already has: who would be added, changed, left as they are, or refused.

A pupil is recognised by the MIS id, then by the UPN. Where the two point at different pupils, or a MIS id at
a pupil with another permanent UPN (systems give numbers out again), the row is refused: a person has to look.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from app.schools.cells import mis_key
from app.schools.judging import Entry, Findings, KnownCourse, Refusal, WantedEnrolment, read_entries
from app.schools.reading import Table
from app.web.languages import _

VALUES = ("mis_id", "upn", "given_name", "family_name", "year_group")


@dataclass(frozen=True)
class KnownEnrolment:
    """A pupil's time on a course as it is stored; an open end is None."""

    id: int
    course_id: int
    from_on: date
    to_on: date | None


@dataclass(frozen=True)
class KnownPupil:
    """A pupil as stored; a value that is not known is missing."""

    id: int
    values: Mapping[str, str]
    enrolments: tuple[KnownEnrolment, ...] = ()
    left_on: date | None = None


@dataclass(frozen=True)
class EnrolmentStep:
    """An enrolment to add (`id` is None) or to give other dates."""

    course: KnownCourse
    from_on: date
    to_on: date | None
    id: int | None = None


@dataclass(frozen=True)
class Addition:
    """A pupil who would be added."""

    row: int
    values: Mapping[str, str]
    enrolments: tuple[EnrolmentStep, ...] = ()


@dataclass(frozen=True)
class Change:
    """A pupil who would be changed: field to (old, new), and enrolments."""

    row: int
    pupil_id: int
    values: Mapping[str, tuple[str, str]]
    enrolments: tuple[EnrolmentStep, ...] = ()


@dataclass
class Plan:
    """What applying a file would do."""

    added: list[Addition] = field(default_factory=list)
    changed: list[Change] = field(default_factory=list)
    unchanged: list[int] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)
    warnings: list[Refusal] = field(default_factory=list)

    @property
    def n_refused_rows(self) -> int:
        """Rows with at least one refusal."""
        return len({refusal.row for refusal in self.refused})

    @property
    def may_be_applied(self) -> bool:
        """True when nothing was refused and something would change."""
        return not self.refused and bool(self.added or self.changed)


@dataclass
class _Wanted:
    """A pupil of the file: one row, or several that differ in the course only."""

    row: int
    values: Mapping[str, str]
    enrolments: list[WantedEnrolment] = field(default_factory=list)


def make_plan(
    table: Table,
    mapping: Mapping[str, str],
    *,
    known: Iterable[KnownPupil],
    courses: Sequence[KnownCourse],
) -> Plan:
    """What the table would do to a school's pupils."""
    findings = read_entries(table, mapping, courses)
    plan = Plan(refused=findings.refused, warnings=findings.warnings)
    register = _Register(known)
    matched: dict[int, int] = {}
    for wanted in _wanted(findings, mapping, plan):
        try:
            pupil = register.find(wanted.values)
        except _Ambiguous as doubt:
            plan.refused.append(_refusal(wanted, mapping, doubt.field, str(doubt)))
            continue
        if pupil and pupil.id in matched:
            sentence = _(
                "By what we hold this is the same pupil as in row %(row)s. Keep one of them", row=matched[pupil.id]
            )
            plan.refused.append(_refusal(wanted, mapping, "", sentence))
            continue
        if pupil:
            matched[pupil.id] = wanted.row
        _place(plan, wanted, pupil, mapping)
    plan.refused.sort(key=lambda refusal: refusal.row)
    return plan


def _wanted(findings: Findings, mapping: Mapping[str, str], plan: Plan) -> list[_Wanted]:
    """Pupils of the file, rows of one pupil joined; a row that repeats or contradicts another is refused."""
    seen: dict[tuple[str, str], _Wanted] = {}
    answer: list[_Wanted] = []
    for entry in findings.entries:
        keys = _keys(entry.values)
        before = next(((key, seen[key]) for key in keys if key in seen), None)
        if before is None:
            wanted = _Wanted(entry.row, entry.values, [entry.enrolment] if entry.enrolment else [])
            answer.append(wanted)
            seen |= dict.fromkeys(keys, wanted)
        elif sentence := _repeated(entry, before[1], mapping[before[0][0]]):
            plan.refused.append(_refusal(entry, mapping, before[0][0], sentence))
        elif entry.enrolment:
            before[1].enrolments.append(entry.enrolment)
    return answer


def _keys(values: Mapping[str, str]) -> list[tuple[str, str]]:
    keys = (("mis_id", mis_key(values.get("mis_id", ""))), ("upn", values.get("upn", "")))
    return [(name, key) for name, key in keys if key]


def _repeated(entry: Entry, before: _Wanted, heading: str) -> str:
    """Why a second row of a pupil is refused; empty for one that only adds another course."""
    if entry.values != before.values:
        return _(
            "Row %(row)s has the same %(heading)s but other details. One pupil cannot be both",
            row=before.row,
            heading=heading,
        )
    course = entry.enrolment.course.id if entry.enrolment else None
    if course is None or course in {one.course.id for one in before.enrolments}:
        return _(
            "Row %(row)s has the same %(heading)s. Keep one row for a pupil, or one for each course",
            row=before.row,
            heading=heading,
        )
    return ""


class _Ambiguous(ValueError):
    def __init__(self, field_name: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field = field_name


class _Register:
    """The school's pupils by MIS id and by UPN."""

    def __init__(self, known: Iterable[KnownPupil]) -> None:
        self.by_key = {key: pupil for pupil in known for key in _keys(pupil.values)}

    def find(self, values: Mapping[str, str]) -> KnownPupil | None:
        """The one pupil meant, None for a new one; _Ambiguous where two answers are possible."""
        found = {name: self.by_key.get((name, key)) for name, key in _keys(values)}
        by_mis, by_upn = found.get("mis_id"), found.get("upn")
        if by_mis and by_upn and by_mis.id != by_upn.id:
            raise _Ambiguous("upn", _("The MIS id belongs to one pupil we hold, the UPN to another. Check both"))
        if by_mis and not by_upn and _permanent(by_mis.values) and "upn" in values:
            sentence = _(
                "We hold another UPN for the pupil with this MIS id. If your system gave the id to somebody "
                "else, or the UPN was corrected, change that pupil by hand first"
            )
            raise _Ambiguous("upn", sentence)
        return by_mis or by_upn


def _permanent(values: Mapping[str, str]) -> bool:
    return values.get("upn", "A")[-1].isdigit()


def _place(plan: Plan, wanted: _Wanted, pupil: KnownPupil | None, mapping: Mapping[str, str]) -> None:
    """Put one pupil where the plan counts it."""
    known = pupil.enrolments if pupil else ()
    steps = tuple(step for one in wanted.enrolments if (step := _step(one, known)))
    if pupil is None:
        if "year_group" not in wanted.values:
            plan.refused.append(_refusal(wanted, mapping, "year_group", _("A new pupil needs a year group")))
        else:
            plan.added.append(Addition(wanted.row, wanted.values, steps))
        return
    pairs = ((name, (pupil.values.get(name, ""), new)) for name, new in wanted.values.items())
    values = {name: pair for name, pair in pairs if pair[0] != pair[1]}
    if {"given_name", "family_name"} <= {name for name, (before, _) in values.items() if before}:
        sentence = _("Forename and surname both change: make sure that this is the same pupil")
        plan.warnings.append(_refusal(wanted, mapping, "family_name", sentence))
    if pupil.left_on:
        sentence = _("We hold that this pupil left the school. If that is wrong, say so on the pupil's page")
        plan.warnings.append(_refusal(wanted, mapping, "mis_id", sentence))
    if values or steps:
        plan.changed.append(Change(wanted.row, pupil.id, values, steps))
    else:
        plan.unchanged.append(wanted.row)


def _step(wanted: WantedEnrolment, known: Sequence[KnownEnrolment]) -> EnrolmentStep | None:
    """What a wanted enrolment does to the stored ones; a date the file leaves open keeps the stored one."""
    course = wanted.course
    held = [one for one in known if one.course_id == course.id]
    meant = max(held, key=lambda one: one.from_on, default=None)
    exact = next((one for one in held if one.from_on == wanted.from_on), None)
    meant = exact or meant
    if meant is None or (wanted.from_on and not exact and meant.to_on and meant.to_on < wanted.from_on):
        return EnrolmentStep(course, wanted.from_on or course.starts_on, wanted.to_on)
    from_on, to_on = wanted.from_on or meant.from_on, wanted.to_on or meant.to_on
    if (from_on, to_on) == (meant.from_on, meant.to_on):
        return None
    return EnrolmentStep(course, from_on, to_on, meant.id)


def _refusal(row: "_Wanted | Entry", mapping: Mapping[str, str], name: str, sentence: str) -> Refusal:
    return Refusal(row.row, mapping.get(name, ""), row.values.get(name, ""), sentence)
