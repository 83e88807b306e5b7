"""What may leave a study: quotations that nothing stands against, and findings as the partnership's schools read them.

A number of people that is three or smaller is told as "a few", and a kind of source that could tell a person as one of
"interviews": whoever reads it may know everybody who was asked.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.coding.attribution import FEW, Attribution, Attributor
from app.coding.corpus import Quotation
from app.coding.desk import Desk
from app.coding.findings import FindingSource
from app.coding.retrieval import Marked, gathered
from app.coding.strength import Evidence
from app.coding.words import ROLES, SOURCES
from app.studies.models import ParticipantRole
from app.web.filters import listed
from app.web.languages import _, ngettext


@dataclass(frozen=True)
class Quotable:
    """Words that may be quoted, with what stands under them; marked by one coding or by several."""

    id: int
    text: str
    attribution: Attribution
    themes: tuple[str, ...]
    questions: tuple[str, ...]

    @property
    def line(self) -> str:
        """As it is pasted into a report."""
        return f"“{self.text}” ({self.attribution.words})"


def quotable(quotations: Iterable[Quotation]) -> list[Marked]:
    """The passages among these that may be quoted, each once, in their order."""
    return gathered(one for one in quotations if one.is_shareable)


def told(desk: Desk, passages: Iterable[Marked]) -> list[Quotable]:
    """Passages that may be quoted as a report quotes them."""
    attributor = Attributor(desk.speakers)
    return [
        Quotable(
            one.first.id,
            one.first.text,
            attributor.of(one.first.participants),
            tuple(one.themes),
            tuple(desk.questions.get(number, number) for number in sorted(one.first.question_ids)),
        )
        for one in passages
    ]


def quotables_of(desk: Desk, quotations: Iterable[Quotation]) -> list[Quotable]:
    """All that may be quoted of these."""
    return told(desk, quotable(quotations))


@dataclass(frozen=True)
class SharedFinding:
    """A finding as people of the partnership's schools read it."""

    evidence: Evidence
    pro: tuple[Quotable, ...]
    contra: tuple[Quotable, ...]
    more_pro: bool
    """More was said than may be quoted."""
    more_contra: bool
    coverage: str
    kinds: str

    @property
    def surveys(self) -> list[FindingSource]:
        """Changes of a survey that are behind it, or against it."""
        return [one for one in self.evidence.finding.sources if one.survey_id is not None]


def shared_finding(desk: Desk, evidence: Evidence) -> SharedFinding:
    """What of a finding may be read outside the study."""
    return SharedFinding(
        evidence,
        tuple(quotables_of(desk, evidence.pro)),
        tuple(quotables_of(desk, evidence.contra)),
        any(not one.is_shareable for one in evidence.pro),
        any(not one.is_shareable for one in evidence.contra),
        coverage_of(evidence),
        kinds_of(desk, evidence),
    )


def coverage_of(evidence: Evidence) -> str:
    """How many people of how many schools are quoted for it, in words that tell nobody."""
    n_schools = len(evidence.school_ids)
    if not evidence.n_people:
        return _("Nobody is quoted for it.")
    if evidence.n_people <= FEW or n_schools < 2:
        return _("A few people are quoted for it.")
    return ngettext(
        "%(n)s people of %(schools)s of the %(all)s school are quoted for it.",
        "%(n)s people of %(schools)s of the %(all)s schools are quoted for it.",
        evidence.n_study_schools,
        n=evidence.n_people,
        schools=n_schools,
        all=evidence.n_study_schools,
    )


def kinds_of(desk: Desk, evidence: Evidence) -> str:
    """Kinds of source in words; a role of which the study has few is no more than an interview."""
    roles = [one.role for one in desk.speakers]
    words = []
    for kind in evidence.kinds:
        if kind in SOURCES:
            words.append(str(SOURCES[kind]))
        elif roles.count(kind) > FEW:
            words.append(_("Interviews: %(role)s", role=ROLES[ParticipantRole(kind)]))
        else:
            words.append(_("Other interviews"))
    return listed(dict.fromkeys(words))


def rows_of(quotables: Sequence[Quotable]) -> Iterable[tuple[str, ...]]:
    """Rows of a file: words, attribution, themes, questions."""
    for one in quotables:
        yield one.text, one.attribution.words, "; ".join(one.themes), "; ".join(one.questions)
