"""How strong a finding is: computed from what stands behind it, by rules that a reader can check.

* *unsupported*: nothing speaks for it (any more).
* *single source*: all that speaks for it is of one kind, such as interviews with teachers.
* *contested*: as many people are quoted against it as for it, or more; or as many other sources.
* *supported*: at least two kinds of source speak for it.
* *strong*: at least three kinds, people of half of the study's schools or more (two at least), and nothing against.

Nobody may raise it. Whoever writes the finding may call it tentative: a strong one then counts as supported.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from app.coding.corpus import Quotation
from app.coding.findings import Finding, FindingSource


class Strength(StrEnum):
    """From the weakest to the strongest."""

    UNSUPPORTED = "unsupported"
    SINGLE = "single source"
    CONTESTED = "contested"
    SUPPORTED = "supported"
    STRONG = "strong"


@dataclass(frozen=True)
class Evidence:
    """A finding with everything that stands behind it today."""

    finding: Finding
    pro: tuple[Quotation, ...]
    contra: tuple[Quotation, ...]
    n_study_schools: int

    @property
    def sources_for(self) -> list[FindingSource]:
        return [one for one in self.finding.sources if one.side == "for"]

    @property
    def sources_against(self) -> list[FindingSource]:
        return [one for one in self.finding.sources if one.side == "against"]

    @property
    def kinds(self) -> tuple[str, ...]:
        """Kinds of source that speak for it: a role for interviews with people of it, or another source's kind."""
        roles = {role for one in self.pro for role in one.roles}
        return tuple(sorted(roles | {one.kind for one in self.sources_for}))

    @property
    def school_ids(self) -> frozenset[int]:
        """Schools of those who are quoted for it."""
        return frozenset(school_id for one in self.pro for school_id in one.school_ids)

    @property
    def n_people(self) -> int:
        """Who are quoted for it."""
        return len(_people(self.pro))

    @property
    def strength(self) -> Strength:
        found = self._computed()
        return min(found, Strength.SUPPORTED, key=_rank) if self.finding.is_tentative else found

    def _computed(self) -> Strength:
        if not self.kinds:
            return Strength.UNSUPPORTED
        if self._is_contested():
            return Strength.CONTESTED
        if len(self.kinds) == 1:
            return Strength.SINGLE
        is_wide = len(self.school_ids) >= max(2, self.n_study_schools / 2)
        if len(self.kinds) >= 3 and is_wide and not (self.contra or self.sources_against):
            return Strength.STRONG
        return Strength.SUPPORTED

    def _is_contested(self) -> bool:
        people, sources = len(_people(self.contra)), len(self.sources_against)
        by_people = bool(people) and people >= self.n_people
        return by_people or (bool(sources) and sources >= len(self.sources_for))


def evidence_of(finding: Finding, quotations: Iterable[Quotation], n_study_schools: int) -> Evidence:
    """What stands behind a finding, of the quotations that may be read now."""
    sides = {one.coding_id: one.side for one in finding.quotations}
    linked = [one for one in quotations if one.id in sides]
    return Evidence(
        finding,
        tuple(one for one in linked if sides[one.id] == "for"),
        tuple(one for one in linked if sides[one.id] == "against"),
        n_study_schools,
    )


def _people(quotations: Sequence[Quotation]) -> set[int]:
    return {person.id for one in quotations for person in one.participants}


def _rank(one: Strength) -> int:
    return list(Strength).index(one)
