"""Reads of partnerships, schools and courses. What a person is listed is what the policy lets them read."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from sqlalchemy import BindParameter, ColumnElement, and_, exists, func, or_, select, true
from sqlalchemy.orm import InstrumentedAttribute, joinedload, selectinload

from app.audit import queries as audit
from app.db import db
from app.people.models import Person, Role
from app.policy import Actor
from app.schools.models import Course, CourseTeacher, Enrolment, Membership, Partnership, Pupil, School
from app.web.filters import today as today


def get_partnership(partnership_id: int) -> Partnership:
    return db.get_or_404(Partnership, partnership_id)


def get_school(school_id: int) -> School:
    return db.get_or_404(School, school_id)


def get_course(course_id: int) -> Course:
    return db.get_or_404(Course, course_id)


def get_membership(membership_id: int) -> Membership:
    return db.get_or_404(Membership, membership_id)


def find_school_by_urn(urn: str) -> School | None:
    return db.session.scalar(select(School).where(School.urn == urn))


def find_partnership_by_name(name: str) -> Partnership | None:
    return db.session.scalar(select(Partnership).where(func.lower(Partnership.name) == name.lower()))


def find_course_by_title(partnership_id: int, title: str) -> Course | None:
    return db.session.scalar(
        select(Course).where(Course.partnership_id == partnership_id, func.lower(Course.title) == title.lower())
    )


def has_moved(partnership: Partnership, school_id: int, *, since: datetime) -> bool:
    """True when the school has joined or left the partnership, or was taken out, since that moment."""
    asked = audit.Asked(school_id, ("join partnership", "leave partnership", "remove membership"), since)
    return any(
        (event.object_type, event.object_id) == (Partnership.__tablename__, partnership.id)
        for event in audit.list_events(asked)
    )


def list_partnerships(actor: Actor) -> Sequence[Partnership]:
    """Partnerships the actor may read, by name."""
    member = select(Membership.partnership_id).where(
        Membership.school_id.in_(actor.school_ids), holds(Membership, today())
    )
    mine = or_(Partnership.id.in_(actor.partnership_ids), Partnership.id.in_(member))
    return db.session.scalars(
        select(Partnership)
        .where(true() if actor.administrator else mine)
        .options(selectinload(Partnership.memberships))
        .order_by(Partnership.name)
    ).all()


def list_schools(actor: Actor) -> Sequence[School]:
    """Schools the actor may read, by name."""
    member = select(Membership.school_id).where(
        Membership.partnership_id.in_(actor.partnership_ids), holds(Membership, today())
    )
    mine = or_(School.id.in_(actor.school_ids), School.id.in_(member))
    return db.session.scalars(
        select(School)
        .where(true() if actor.administrator else mine)
        .options(selectinload(School.memberships).joinedload(Membership.partnership))
        .order_by(School.name, School.id)
    ).all()


def list_all_schools() -> Sequence[School]:
    """Every school of the installation, to choose one that joins; its name and URN are public."""
    return db.session.scalars(select(School).order_by(School.name, School.id)).all()


def list_urns() -> set[str]:
    """URNs of every school of the installation."""
    return set(db.session.scalars(select(School.urn)))


def list_courses(actor: Actor, *, partnership_id: int | None = None, school_id: int | None = None) -> Sequence[Course]:
    """Courses the actor may read, by title: of one partnership, or hosted by one school, or all."""
    statement = select(Course).where(_readable_course(actor))
    if partnership_id is not None:
        statement = statement.where(Course.partnership_id == partnership_id)
    if school_id is not None:
        statement = statement.where(Course.host_school_id == school_id)
    return db.session.scalars(
        statement.options(joinedload(Course.host_school), joinedload(Course.partnership)).order_by(
            Course.title, Course.id
        )
    ).all()


def _readable_course(actor: Actor) -> ColumnElement[bool]:
    attended = (
        select(Enrolment.course_id)
        .join(Pupil, Pupil.id == Enrolment.pupil_id)
        .where(Pupil.home_school_id.in_(actor.school_ids), holds(Enrolment, today()))
    )
    taught = select(CourseTeacher.course_id).where(CourseTeacher.person_id == actor.id, teaches_still(today()))
    return or_(
        Course.partnership_id.in_(actor.partnership_ids),
        Course.host_school_id.in_(actor.school_ids),
        Course.id.in_(attended),
        Course.id.in_(taught),
    )


def teaches_still(day: date | BindParameter[date]) -> ColumnElement[bool]:
    """`Course.teacher_ids` in SQL: the teacher of a row of `CourseTeacher` works at a school of the course."""
    member = exists().where(
        Membership.partnership_id == Course.partnership_id,
        Membership.school_id == Role.school_id,
        holds(Membership, day),
    )
    return (
        exists()
        .where(
            Role.person_id == CourseTeacher.person_id,
            Course.id == CourseTeacher.course_id,
            or_(Role.school_id == Course.host_school_id, member),
        )
        .correlate(CourseTeacher)
    )


def list_courses_open_to(school_id: int) -> Sequence[Course]:
    """Courses of the partnerships that the school is in today: those its pupils can be enrolled on."""
    partnerships = select(Membership.partnership_id).where(
        Membership.school_id == school_id, holds(Membership, today())
    )
    return db.session.scalars(
        select(Course)
        .where(Course.partnership_id.in_(partnerships))
        .options(joinedload(Course.host_school), joinedload(Course.partnership))
        .order_by(Course.title, Course.id)
    ).all()


def list_hosted(membership: Membership, *, after: date) -> Sequence[Course]:
    """Courses of the partnership that the school hosts and that go on after a day."""
    own = (Course.partnership_id == membership.partnership_id, Course.host_school_id == membership.school_id)
    return db.session.scalars(select(Course).where(*own, Course.ends_on > after).order_by(Course.title)).all()


def count_pupils(school_ids: Iterable[int]) -> dict[int, int]:
    """School id to how many pupils have it as home and have not left."""
    rows = db.session.execute(
        select(Pupil.home_school_id, func.count())
        .where(Pupil.home_school_id.in_(list(school_ids)), is_present(today()))
        .group_by(Pupil.home_school_id)
    )
    return {school_id: n for school_id, n in rows}


def count_enrolled(course_ids: Iterable[int]) -> dict[int, int]:
    """Course id to how many pupils are on it today."""
    rows = db.session.execute(
        select(Enrolment.course_id, func.count())
        .where(Enrolment.course_id.in_(list(course_ids)), holds(Enrolment, today()))
        .group_by(Enrolment.course_id)
    )
    return {course_id: n for course_id, n in rows}


def list_staff(school_ids: Iterable[int]) -> Sequence[Person]:
    """People with a role at one of the schools, by name."""
    return _people(Person.id.in_(select(Role.person_id).where(Role.school_id.in_(list(school_ids)))))


def list_teachers(course: Course) -> Sequence[Person]:
    """People who teach or support a course, by name."""
    return _people(Person.id.in_(course.teacher_ids))


def list_former_teachers(course: Course) -> Sequence[Person]:
    """People who were chosen to teach a course and work at none of its schools any more, by name."""
    chosen = {one.person_id for one in course.teachers}
    return _people(Person.id.in_(chosen - set(course.teacher_ids)))


def _people(where: ColumnElement[bool]) -> Sequence[Person]:
    return db.session.scalars(
        select(Person).where(where, Person.disabled_at.is_(None)).order_by(Person.name, Person.id)
    ).all()


def holds(table: type[Membership] | type[Enrolment], day: date | BindParameter[date]) -> ColumnElement[bool]:
    """True for rows that hold on a day; an open end is none."""
    return and_(table.from_on <= day, or_(table.to_on.is_(None), table.to_on >= day))


def is_present(day: date | BindParameter[date] | InstrumentedAttribute[date]) -> ColumnElement[bool]:
    """A pupil of the home school on the day: the day they left is their last."""
    return or_(Pupil.left_on.is_(None), Pupil.left_on >= day)
