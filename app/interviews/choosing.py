"""Whom an interview may be planned with, who may lead it, and what stands against either, in words."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from app.interviews import queries
from app.interviews.models import InterviewKind
from app.people.models import Person
from app.schools.models import School
from app.studies.allowing import Allowed, allowed_by, is_permitted, permitted_school_ids
from app.studies.models import ConsentKind, Participant, Study
from app.studies.queries import list_participants
from app.web.filters import listed
from app.web.languages import _


@dataclass(frozen=True)
class Choice:
    """A participant and why they cannot be asked now; empty when they can."""

    participant: Participant
    allowed: Allowed
    against: str


@dataclass(frozen=True)
class Ties:
    """What joins an interviewer to those they ask: the schools of both, and whether they teach pupils of these."""

    schools: tuple[School, ...] = ()
    teaches_pupils: bool = False


def list_choices(study: Study, kind: str) -> list[Choice]:
    """Everybody in the study, by pseudonym, with what stands against asking them in this way."""
    permitted = permitted_school_ids(study)
    return [choice_of(one, permitted, kind) for one in list_participants(study)]


def choice_of(participant: Participant, permitted: Collection[int], kind: str) -> Choice:
    """Whoever answers by link may say yes on the page itself; everybody else has to have said it before."""
    allowed = allowed_by(participant)
    return Choice(
        participant, allowed, _against(participant, permitted, allowed, by_link=kind == InterviewKind.WRITTEN)
    )


def _against(participant: Participant, permitted: Collection[int], allowed: Allowed, *, by_link: bool) -> str:
    if participant.withdrawn_at is not None:
        return _("has withdrawn")
    if not is_permitted(participant, permitted):
        missing = [school.name for school in participant.schools if school.id not in permitted]
        return _("the head of %(schools)s has not said yes", schools=listed(missing))
    if allowed.to_take_part:
        return ""
    if any(one.kind == ConsentKind.OPT_OUT and one.withdrawn_at is None for one in participant.consents):
        return _("a carer has said no")
    if by_link and not participant.consents:
        return ""
    if participant.is_pupil:
        return _("has not said yes to taking part")
    return _("has not given consent")


def list_interviewers(study: Study) -> list[Person]:
    """The study's researchers and the partnership's leads and associates, by name."""
    found = {one.person_id: one.person for one in study.researchers}
    found |= {role.person_id: role.person for role in queries.list_roles_of(study.partnership_id)}
    return sorted((one for one in found.values() if not one.disabled_at), key=lambda one: (one.name, one.id))


def ties_between(interviewer: Person | None, participants: Iterable[Participant]) -> Ties:
    """Schools that both belong to; and whether the interviewer teaches pupils of a school whose pupils are asked."""
    if interviewer is None:
        return Ties()
    asked: Sequence[Participant] = list(participants)
    theirs = {school.id: school for one in asked for school in one.schools}
    mine = {role.school_id for role in interviewer.roles}
    shared = tuple(school for number, school in sorted(theirs.items()) if number in mine)
    of_pupils = {school.id for one in asked if one.is_pupil for school in one.schools}
    return Ties(shared, queries.teaches_pupils_of(interviewer.id, of_pupils))
