"""What stands under a quotation: words that tell whose part it was, and never who it was.

A role with a kind of school is told if more than three people of the study fit it, else the role alone, else what is
left: "member of staff", or "pupil". Counted are those who take part. A school is named only where the person
allowed to be named.

People of one role are told apart by a number that is theirs for good and was drawn: a reader sees whether one person
spoke or several. Whose role is not told has none, for their passages together could tell it; nor has who is alone.
"""

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
        self._people = [one for one in participants if allowed_by(one).to_take_part]

    def of(self, speakers: Iterable[Participant]) -> Attribution:
        """Of a quotation in which these speak: each description once."""
        found = [self._one(one) for one in speakers]
        words = dict.fromkeys(one.words for one in found)
        warnings = dict.fromkeys(one.warning for one in found if one.warning)
        return Attribution(listed(words), " ".join(warnings))

    def _one(self, person: Participant) -> Attribution:
        role = str(ONE_OF[ParticipantRole(person.role)])
        if allowed_by(person).to_be_named and person.schools:
            return Attribution(_("%(role)s, %(school)s", role=role, school=listed(one.name for one in person.schools)))
        kinds = _kinds(person)
        n_kind = self._count(person.role, kinds)
        numbered = _numbered(role, person)
        if kinds and n_kind > FEW:
            return Attribution(_with_kind(numbered, kinds))
        n_role = self._count(person.role, frozenset())
        if n_role > FEW:
            return Attribution(numbered, _warning(n_kind, _with_kind(role, kinds)) if kinds else "")
        is_told = person.role == ParticipantRole.PUPIL and n_role > 1
        return Attribution(numbered if is_told else _what_is_left(person), _warning(n_role, role))

    def _count(self, role: str, kinds: frozenset[str]) -> int:
        """People of that role and of just these kinds of school; of the role alone without kinds."""
        return sum(one.role == role and (not kinds or _kinds(one) == kinds) for one in self._people)


def _kinds(person: Participant) -> frozenset[str]:
    return frozenset(school.phase for school in person.schools)


def _numbered(role: str, person: Participant) -> str:
    return _("%(role)s %(number)s", role=role, number=person.number) if person.number else role


def _with_kind(role: str, kinds: Iterable[str]) -> str:
    labels = sorted(str(phase_label(kind)) for kind in kinds)
    return _("%(role)s (%(kinds)s)", role=role, kinds=listed(label.lower() for label in labels))


def _what_is_left(person: Participant) -> str:
    if person.role == ParticipantRole.PUPIL:
        return _("Pupil")
    return _("Member of staff") if person.role != ParticipantRole.OTHER else _("Somebody who took part")


def _warning(n: int, description: str) -> str:
    return ngettext(
        "Only %(n)s person in this study fits “%(description)s”: that would tell who it was, so less is said.",
        "Only %(n)s people in this study fit “%(description)s”: that could tell who it was, so less is said.",
        n,
        n=n,
        description=description,
    )
