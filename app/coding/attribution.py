"""What stands under a quotation: words that tell whose part it was, and never who it was.

A role with a kind of school is told if more than three people fit it, else the role alone, else what is left: "member
of staff", or "pupil". Nobody is told by being left over: where three or fewer would be without a kind of school, others
of their role are without one, too. Counted are those who spoke and take part. A school is named only where the person
allowed to be named; whoever is named hides nobody else.

People of one role are told apart by a number that is theirs for good and was drawn: a reader sees whether one person
spoke or several. Whose role is not told has none, for their passages together could tell it; nor has who is alone.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from app.coding.words import ONE_OF
from app.schools.phases import phase_label
from app.studies.allowing import allowed_by
from app.studies.models import Participant, ParticipantRole
from app.web.filters import listed
from app.web.languages import _, ngettext

FEW = 3
"""So many people who fit, or fewer, and a reader may know who it was."""


@dataclass(frozen=True)
class Attribution:
    """`words` for everybody; `warning` for researchers, empty where nothing had to be left out."""

    words: str
    warning: str = ""


class Attributor:
    """Knows how many people of a study fit each description."""

    def __init__(self, participants: Iterable[Participant]) -> None:
        self._kinds: dict[str, Counter[frozenset[str]]] = {}
        for one in participants:
            if allowed_by(one).to_take_part and not _is_named(one):
                self._kinds.setdefault(one.role, Counter())[_kinds(one)] += 1

    def of(self, speakers: Iterable[Participant]) -> Attribution:
        """Of a quotation in which these speak: each description once."""
        found = [self._one(one) for one in speakers]
        words = dict.fromkeys(one.words for one in found)
        warnings = dict.fromkeys(one.warning for one in found if one.warning)
        return Attribution(listed(words), " ".join(warnings))

    def _one(self, person: Participant) -> Attribution:
        role = str(ONE_OF[ParticipantRole(person.role)])
        if _is_named(person):
            return Attribution(_("%(role)s, %(school)s", role=role, school=listed(one.name for one in person.schools)))
        kinds, n_role = _kinds(person), self._count(person.role)
        numbered = _numbered(role, person)
        if n_role > FEW:
            if kinds in self._kinds_told(person.role):
                return Attribution(_with_kind(numbered, kinds))
            return Attribution(numbered, self._why_no_kind(person.role, kinds) if kinds else "")
        if person.role == ParticipantRole.PUPIL and n_role > 1:
            return Attribution(numbered, _warning(n_role, role))
        warning = f"{_warning(n_role, role)} {self._if_left_over(person.role)}"
        return Attribution(_what_is_left(person.role), warning.strip())

    def _count(self, role: str) -> int:
        return sum(self._kinds.get(role, Counter()).values())

    def _kinds_told(self, role: str) -> set[frozenset[str]]:
        """Kinds of school that many have, the largest groups first, as long as nobody is one of a few without any."""
        sizes, n_role = self._kinds.get(role, Counter[frozenset[str]]()), self._count(role)
        told = [kinds for kinds, n in sizes.most_common() if kinds and n > FEW]
        while told and 0 < n_role - sum(sizes[kinds] for kinds in told) <= FEW:
            told.pop()
        return set(told)

    def _why_no_kind(self, role: str, kinds: frozenset[str]) -> str:
        n_kind = self._kinds[role][kinds]
        if n_kind <= FEW:
            return _warning(n_kind, _with_kind(str(ONE_OF[ParticipantRole(role)]), kinds))
        return _("The kind of school is not told here: the few people who would be left without one would stand out.")

    def _if_left_over(self, role: str) -> str:
        """What else to say of somebody whose role is not told, where that of nearly everybody is."""
        words = _what_is_left(role)
        n_left = sum(self._count(one) for one in self._kinds if self._count(one) <= FEW and _what_is_left(one) == words)
        if n_left > FEW:
            return ""
        return _("Nearly everybody else's role is told, so readers may still work it out. Ask before you print it.")


def _is_named(person: Participant) -> bool:
    return allowed_by(person).to_be_named and bool(person.schools)


def _kinds(person: Participant) -> frozenset[str]:
    return frozenset(school.phase for school in person.schools)


def _numbered(role: str, person: Participant) -> str:
    return _("%(role)s %(number)s", role=role, number=person.number) if person.number else role


def _with_kind(role: str, kinds: Iterable[str]) -> str:
    labels = sorted(str(phase_label(kind)) for kind in kinds)
    return _("%(role)s (%(kinds)s)", role=role, kinds=listed(label.lower() for label in labels))


def _what_is_left(role: str) -> str:
    if role == ParticipantRole.PUPIL:
        return _("Pupil")
    return _("Member of staff") if role != ParticipantRole.OTHER else _("Somebody who took part")


def _warning(n: int, description: str) -> str:
    return ngettext(
        "Only %(n)s person in this study fits “%(description)s”: that would tell who it was, so less is said.",
        "Only %(n)s people in this study fit “%(description)s”: that could tell who it was, so less is said.",
        n,
        n=n,
        description=description,
    )
