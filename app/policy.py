"""Who may do what: every rule of the house as one table.

`allows(actor, permission, subject)` is the only decision. A rule is a list of clauses; one clause must hold whole.
Predicates read after "the actor is" and ask only for plain attributes, so that any slice's objects fit:

* `partnership_ids`  the partnerships a thing belongs to
* `school_ids`       the schools it concerns now (members, home and host schools)
* `home_school_id`   the one school that keeps a pupil's name
* `host_school_id`   the school that teaches a course
* `teacher_ids`      the persons who teach it and still work at one of its schools
* `pastoral_ids`     the persons who are named to look after pupils at their home school, and told to them
* `researcher_ids` the persons who interview and code in a study
* `has_leader`       whether somebody leads the school, who alone decides about it from then on
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


@dataclass(frozen=True)
class Actor:
    """A signed-in member of staff and the scopes of their roles."""

    id: int
    name: str
    administrator: bool = False
    leads: frozenset[int] = frozenset()
    researches: frozenset[int] = frozenset()
    heads: frozenset[int] = frozenset()
    practises: frozenset[int] = frozenset()

    @property
    def school_ids(self) -> frozenset[int]:
        """Schools the actor works in."""
        return self.heads | self.practises

    @property
    def partnership_ids(self) -> frozenset[int]:
        """Partnerships the actor holds a role for, apart from the schools' memberships."""
        return self.leads | self.researches


class Permission(StrEnum):
    """What a view lets a person do."""

    ACCOUNT_USE = "use one's own account"
    INSTALLATION_MANAGE = "manage the installation and its administrators"
    PARTNERSHIP_LIST = "see the list of one's partnerships"
    PARTNERSHIP_CREATE = "create a partnership"
    PARTNERSHIP_READ = "see a partnership"
    PARTNERSHIP_EDIT = "change a partnership, its schools and its people"
    SCHOOL_LIST = "see the list of one's schools"
    SCHOOL_CREATE = "add a school"
    SCHOOL_READ = "see a school"
    SCHOOL_EDIT = "change a school's details"
    SCHOOL_STAFF = "invite and remove a school's staff"
    SCHOOL_EVENTS = "see who looked at a school"
    SCHOOL_JOIN = "let a school join or leave a partnership"
    COURSE_CREATE = "add a course to a partnership"
    COURSE_READ = "see a course and its pseudonymous pupils"
    COURSE_EDIT = "change a course, its teachers and enrolments"
    ENROLMENT_EDIT = "end or mend an enrolment"
    PUPIL_LIST = "see a school's pupils"
    PUPIL_IMPORT = "import a school's pupils"
    PUPIL_NAME = "read a pupil's name and UPN"
    INSTRUMENT_READ = "read the instruments"
    SURVEY_LIST = "see the list of one's surveys"
    SURVEY_PLAN = "plan a survey in a partnership"
    SURVEY_READ = "see a survey's plan and progress"
    SURVEY_EDIT = "change a survey"
    LANGUAGE_OPEN = "open a language in draft to pupils in lessons of one's school"
    CARDS_PRINT = "print and replace the cards of a group"
    SITTING_OPEN = "open a wave for a group"
    SITTING_RUN = "run a sitting: extend, close, replace a card, void"
    RESULTS_LIST = "see the list of surveys with results"
    RESULTS_READ = "see a survey's released figures"
    FORMS_BRIDGE = "declare that the two forms of a survey may be compared"
    CODEBOOK_READ = "read a survey's code book, and in how many answers each language was read"
    PROFILES_READ = "see the profiles of one's own pupils"
    PASTORAL_NAME = "name a school's pastoral lead"
    STUDY_LIST = "see the list of one's studies"
    STUDY_CREATE = "begin a study in a partnership"
    STUDY_EDIT = "change a study, its researchers and its participants"
    STUDY_READ = "see a study's interviews, themes and codings, names hidden"
    STUDY_PERMIT = "give and take back a head's permission for a study"
    SCHEDULE_READ = "read a partnership's own schedules"
    SCHEDULE_EDIT = "write a partnership's own schedules"
    INTERVIEW_HOLD = "plan and hold interviews, and take notes"
    TRANSCRIPT_RAW = "read what was said with its names, and hide or correct it"
    CODING_DO = "mark passages, write summaries and findings"
    FINDINGS_READ = "read the findings that a study shares"


Rule = Callable[[Actor, Any], bool]


def signed_in(actor: Actor, subject: Any) -> bool:
    return actor is not None


def administrator(actor: Actor, subject: Any) -> bool:
    return actor.administrator


def lead_of_any(actor: Actor, subject: Any) -> bool:
    return bool(actor.leads)


def lead_of_it(actor: Actor, subject: Any) -> bool:
    return bool(actor.leads & set(subject.partnership_ids))


def researcher_of_it(actor: Actor, subject: Any) -> bool:
    return bool(actor.researches & set(subject.partnership_ids))


def head_of_a_school_in_it(actor: Actor, subject: Any) -> bool:
    return bool(actor.heads & set(subject.school_ids))


def staff_of_a_school_in_it(actor: Actor, subject: Any) -> bool:
    return bool(actor.school_ids & set(subject.school_ids))


def head_of_the_host(actor: Actor, subject: Any) -> bool:
    return subject.host_school_id in actor.heads


def without_leader(actor: Actor, subject: Any) -> bool:
    return not subject.has_leader


def staff_of_the_home_school(actor: Actor, subject: Any) -> bool:
    return subject.home_school_id in actor.school_ids


def researcher_in_it(actor: Actor, subject: Any) -> bool:
    return actor.id in subject.researcher_ids


def teacher_of_it(actor: Actor, subject: Any) -> bool:
    return actor.id in subject.teacher_ids


def pastoral_lead_of_it(actor: Actor, subject: Any) -> bool:
    return actor.id in subject.pastoral_ids


RULES: dict[Permission, list[tuple[Rule, ...]]] = {
    Permission.ACCOUNT_USE: [(signed_in,)],
    Permission.INSTALLATION_MANAGE: [(administrator,)],
    Permission.PARTNERSHIP_LIST: [(signed_in,)],
    Permission.PARTNERSHIP_CREATE: [(administrator,)],
    Permission.PARTNERSHIP_READ: [
        (administrator,),
        (lead_of_it,),
        (researcher_of_it,),
        (staff_of_a_school_in_it,),
    ],
    Permission.PARTNERSHIP_EDIT: [(administrator,), (lead_of_it,)],
    Permission.SCHOOL_LIST: [(signed_in,)],
    Permission.SCHOOL_CREATE: [(administrator,), (lead_of_any,)],
    Permission.SCHOOL_READ: [
        (administrator,),
        (lead_of_it,),
        (researcher_of_it,),
        (staff_of_a_school_in_it,),
    ],
    Permission.SCHOOL_EDIT: [
        (administrator, without_leader),
        (lead_of_it, without_leader),
        (head_of_a_school_in_it,),
    ],
    Permission.SCHOOL_STAFF: [
        (administrator, without_leader),
        (lead_of_it, without_leader),
        (head_of_a_school_in_it,),
    ],
    Permission.SCHOOL_EVENTS: [(head_of_a_school_in_it,)],
    Permission.SCHOOL_JOIN: [(head_of_a_school_in_it,)],
    Permission.COURSE_CREATE: [(lead_of_it,), (head_of_a_school_in_it,)],
    Permission.COURSE_READ: [
        (lead_of_it,),
        (researcher_of_it,),
        (teacher_of_it,),
        (staff_of_a_school_in_it,),
    ],
    Permission.COURSE_EDIT: [(lead_of_it,), (head_of_the_host,)],
    Permission.ENROLMENT_EDIT: [(lead_of_it,), (head_of_the_host,), (staff_of_the_home_school,)],
    Permission.PUPIL_LIST: [(staff_of_the_home_school,)],
    Permission.PUPIL_IMPORT: [(staff_of_the_home_school,)],
    Permission.PUPIL_NAME: [(staff_of_the_home_school,)],
    Permission.INSTRUMENT_READ: [(signed_in,)],
    Permission.SURVEY_LIST: [(signed_in,)],
    Permission.SURVEY_PLAN: [(lead_of_it,)],
    Permission.SURVEY_READ: [
        (lead_of_it,),
        (researcher_of_it,),
        (teacher_of_it,),
        (staff_of_a_school_in_it,),
    ],
    Permission.SURVEY_EDIT: [(lead_of_it,)],
    Permission.LANGUAGE_OPEN: [(head_of_a_school_in_it,)],
    Permission.CARDS_PRINT: [(teacher_of_it,), (head_of_a_school_in_it,), (staff_of_the_home_school,)],
    Permission.SITTING_OPEN: [(teacher_of_it,), (head_of_a_school_in_it,), (staff_of_the_home_school,)],
    Permission.SITTING_RUN: [(teacher_of_it,), (head_of_a_school_in_it,), (staff_of_the_home_school,)],
    Permission.RESULTS_LIST: [(signed_in,)],
    Permission.RESULTS_READ: [(lead_of_it,), (researcher_of_it,), (teacher_of_it,), (staff_of_a_school_in_it,)],
    Permission.FORMS_BRIDGE: [(lead_of_it,), (researcher_of_it,)],
    Permission.CODEBOOK_READ: [(lead_of_it,), (researcher_of_it,)],
    Permission.PROFILES_READ: [(teacher_of_it,), (pastoral_lead_of_it,)],
    Permission.PASTORAL_NAME: [(head_of_a_school_in_it,)],
    Permission.STUDY_LIST: [(signed_in,)],
    Permission.STUDY_CREATE: [(lead_of_it,), (researcher_of_it,)],
    Permission.STUDY_EDIT: [(lead_of_it,), (researcher_of_it,)],
    Permission.STUDY_READ: [(lead_of_it,), (researcher_of_it,), (researcher_in_it,)],
    Permission.STUDY_PERMIT: [(head_of_a_school_in_it,)],
    Permission.SCHEDULE_READ: [(lead_of_it,), (researcher_of_it,), (researcher_in_it,)],
    Permission.SCHEDULE_EDIT: [(lead_of_it,), (researcher_of_it,)],
    Permission.INTERVIEW_HOLD: [(lead_of_it,), (researcher_of_it,), (researcher_in_it,)],
    Permission.TRANSCRIPT_RAW: [(lead_of_it,), (researcher_of_it,), (researcher_in_it,)],
    Permission.CODING_DO: [(lead_of_it,), (researcher_of_it,), (researcher_in_it,)],
    Permission.FINDINGS_READ: [
        (lead_of_it,),
        (researcher_of_it,),
        (researcher_in_it,),
        (staff_of_a_school_in_it,),
    ],
}


def allows(actor: Actor | None, permission: Permission, subject: Any = None) -> bool:
    """True when one clause of the permission's rule holds for the actor and the subject."""
    if actor is None:
        return False
    return any(all(rule(actor, subject) for rule in clause) for clause in RULES[permission])
