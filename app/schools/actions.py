"""Writes of partnerships, schools and courses. Each flushes, records its event and never commits."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.audit.actions import record
from app.db import db
from app.policy import Actor
from app.schools import queries
from app.schools.gias import RegisteredSchool
from app.schools.models import Course, CourseTeacher, Membership, Partnership, School
from app.web.languages import _


class Refused(ValueError):
    """Something an action does not do; `field` is what the sentence is about."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field = field


class NameTaken(Refused):
    """Another thing has this name already."""


class UrnTaken(Refused):
    """Another school has this URN already."""


class AlreadyMember(Refused):
    """The school is in the partnership for some of these days."""


class HasLeft(Refused):
    """The school has left, and comes back only when one of its own leaders agrees."""


class NotAMember(Refused):
    """The school is not in the partnership."""


@dataclass(frozen=True)
class CourseFields:
    """What a course is described by."""

    title: str
    qualification: str
    key_stage: str
    host_school_id: int
    starts_on: date
    ends_on: date
    teacher_ids: Sequence[int] = ()


def create_partnership(actor: Actor, *, name: str, about: str = "") -> Partnership:
    partnership = Partnership(name=name, about=about)
    _refuse_taken_name(partnership, name)
    db.session.add(partnership)
    db.session.flush()
    record("create partnership", person_id=actor.id, subject=partnership)
    return partnership


def edit_partnership(partnership: Partnership, actor: Actor, *, name: str, about: str) -> None:
    _refuse_taken_name(partnership, name)
    partnership.name, partnership.about = name, about
    db.session.flush()
    record("edit partnership", person_id=actor.id, subject=partnership)


def _refuse_taken_name(partnership: Partnership, name: str) -> None:
    other = queries.find_partnership_by_name(name)
    if other is not None and other is not partnership:
        raise NameTaken("name", _("There is a partnership of this name already"))


def join(
    partnership: Partnership, actor: Actor, *, school: School, part: str, from_on: date, to_on: date | None = None
) -> Membership:
    """Make a school a member from a day on; AlreadyMember when it is one for some of those days."""
    refuse_overlap(partnership, school.id, from_on, to_on)
    membership = Membership(school=school, part=part, from_on=from_on, to_on=to_on)
    partnership.memberships.append(membership)
    db.session.flush()
    _record_membership("join partnership", membership, actor)
    return membership


def change_membership(membership: Membership, actor: Actor, *, part: str, from_on: date, to_on: date | None) -> None:
    """Give a membership other dates or another part; the event keeps the old ones. An ended one stays ended."""
    day = queries.today()
    revived = membership.to_on and membership.to_on < day and (to_on is None or to_on >= day)
    if revived and membership.school.decides_for_itself:
        raise HasLeft("to_on", _("The school has left. Add it anew, which asks one of its leaders"))
    refuse_overlap(membership.partnership, membership.school_id, from_on, to_on, but=membership)
    _record_membership("change membership", membership, actor)
    membership.part, membership.from_on, membership.to_on = part, from_on, to_on
    db.session.flush()


def remove_membership(membership: Membership, actor: Actor) -> None:
    """Take out a membership that was entered by mistake; one that was real is ended instead."""
    _record_membership("remove membership", membership, actor)
    membership.partnership.memberships.remove(membership)
    db.session.flush()


def _record_membership(action: str, membership: Membership, actor: Actor) -> None:
    record(
        action,
        person_id=actor.id,
        subject=membership.partnership,
        school_id=membership.school_id,
        part=membership.part,
        from_on=membership.from_on.isoformat(),
        to_on=membership.to_on.isoformat() if membership.to_on else None,
    )


def refuse_overlap(
    partnership: Partnership, school_id: int, from_on: date, to_on: date | None, *, but: Membership | None = None
) -> None:
    """Raise `AlreadyMember` when the school is a member for some of these days."""
    for other in partnership.memberships:
        if other is but or other.school_id != school_id:
            continue
        if other.from_on <= (to_on or date.max) and from_on <= (other.to_on or date.max):
            raise AlreadyMember("from_on", _("The school is a member for some of these days already"))


def create_school(actor: Actor, *, urn: str, name: str, phase: str, type: str = "", town: str = "") -> School:
    school = School(urn=urn, name=name, phase=phase, type=type, town=town)
    if queries.find_school_by_urn(urn):
        raise UrnTaken("urn", _("There is a school with this URN already"))
    db.session.add(school)
    db.session.flush()
    record("add school", person_id=actor.id, subject=school, school_id=school.id)
    return school


def add_schools(actor: Actor, registered: Sequence[RegisteredSchool]) -> tuple[int, int]:
    """Add the schools that are not here yet, and leave those alone that are: how many of each."""
    known = queries.list_urns()
    new = [one for one in registered if one.urn not in known]
    db.session.add_all(School(urn=one.urn, name=one.name, phase=one.phase, type=one.type, town=one.town) for one in new)
    db.session.flush()
    record("add schools", person_id=actor.id, n_added=len(new), n_known=len(registered) - len(new))
    return len(new), len(registered) - len(new)


def edit_school(school: School, actor: Actor, *, urn: str, name: str, phase: str, type: str, town: str) -> None:
    other = queries.find_school_by_urn(urn)
    if other is not None and other is not school:
        raise UrnTaken("urn", _("Another school has this URN"))
    school.urn, school.name, school.phase, school.type, school.town = urn, name, phase, type, town
    db.session.flush()
    record("edit school", person_id=actor.id, subject=school, school_id=school.id)


def create_course(partnership: Partnership, actor: Actor, fields: CourseFields) -> Course:
    course = Course(partnership=partnership)
    _describe(course, partnership, fields)
    db.session.add(course)
    db.session.flush()
    record("add course", person_id=actor.id, subject=course, school_id=course.host_school_id)
    return course


def edit_course(course: Course, actor: Actor, fields: CourseFields) -> None:
    _describe(course, course.partnership, fields)
    db.session.flush()
    record("edit course", person_id=actor.id, subject=course, school_id=course.host_school_id)


def _describe(course: Course, partnership: Partnership, fields: CourseFields) -> None:
    with db.session.no_autoflush:
        other = queries.find_course_by_title(partnership.id, fields.title)
        if other is not None and other is not course:
            raise NameTaken("title", _("This partnership has a course of this title already"))
        if fields.host_school_id not in (*partnership.school_ids, course.host_school_id):
            raise NotAMember("host_school_id", _("Choose a school that is in the partnership today"))
        course.title, course.qualification, course.key_stage = fields.title, fields.qualification, fields.key_stage
        course.host_school_id, course.starts_on, course.ends_on = (
            fields.host_school_id,
            fields.starts_on,
            fields.ends_on,
        )
        held = {teacher.person_id: teacher for teacher in course.teachers}
        course.teachers = [held.get(one) or CourseTeacher(person_id=one) for one in dict.fromkeys(fields.teacher_ids)]
