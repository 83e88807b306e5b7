"""One partnership of the demo: its schools, staff, courses, pupils and enrolments, as rows."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from app.demo import cast
from app.demo.rows import Rows
from app.people.models import Person, Role, RoleKind
from app.schools.models import Course, CourseTeacher, Enrolment, Membership, Partnership, PastoralLead, Pupil, School
from app.schools.pupil_actions import mis_fingerprint, upn_fingerprint
from app.schools.upn import check_letter
from app.waves.codes import SYMBOLS

DOMAIN = "demo.example"
UNTIL_SUMMER = timedelta(days=60)
LOOKED_AFTER = "sports"  # the school whose pastoral lead is named
SUPPORTED = {"special": "leaders", "sports": "diploma"}  # schools of the support assistant, and a course in each


@dataclass
class Made:
    """Numbers of what was made, by the keys of the cast."""

    number: int
    partnership: int = 0
    lead: int = 0
    schools: dict[str, int] = field(default_factory=dict)
    courses: dict[str, int] = field(default_factory=dict)
    teachers: dict[str, int] = field(default_factory=dict)
    pupils: list[int] = field(default_factory=list)
    course_of: dict[int, str] = field(default_factory=dict)  # pupil to the course they were first enrolled on


def address(who: str, number: int) -> str:
    """An e-mail address: `lead@demo.example`, in the second partnership `lead.2@demo.example`."""
    return f"{who}@{DOMAIN}" if number == 1 else f"{who}.{number}@{DOMAIN}"


def add_partnership(rows: Rows, number: int, *, password_hash: str, starts_on: date, random: Random) -> Made:
    """Add the `number`th partnership, whose courses run from `starts_on` until next summer."""
    made = Made(number)
    made.partnership = rows.add(Partnership, name=_numbered(cast.PARTNERSHIP, number), about=cast.ABOUT)
    _add_schools(rows, made, starts_on)
    _add_staff(rows, made, password_hash)
    _add_courses(rows, made, starts_on)
    _add_pupils(rows, made, starts_on, random)
    return made


def _numbered(name: str, number: int) -> str:
    return name if number == 1 else f"{name} {number}"


def _add_schools(rows: Rows, made: Made, starts_on: date) -> None:
    for place in cast.PLACES:
        urn = cast.FIRST_URN + (made.number - 1) * len(cast.PLACES) + len(made.schools)
        made.schools[place.key] = school = rows.add(
            School,
            urn=str(urn),
            name=_numbered(place.name, made.number),
            phase=place.phase,
            type=place.type,
            town=cast.TOWN,
        )
        rows.add(
            Membership,
            partnership_id=made.partnership,
            school_id=school,
            part="lead" if place is cast.PLACES[0] else "partner",
            from_on=starts_on - timedelta(days=365),
            to_on=None,
        )


def _add_staff(rows: Rows, made: Made, password_hash: str) -> None:
    def person(who: str, name: str) -> int:
        return rows.add(Person, email=address(who, made.number), name=name, password_hash=password_hash)

    def role(person_id: int, kind: RoleKind, *, school: int | None = None, partnership: int | None = None) -> None:
        rows.add(Role, person_id=person_id, kind=kind, school_id=school, partnership_id=partnership)

    if made.number == 1:
        role(person("admin", "Demo Administrator"), RoleKind.ADMINISTRATOR)
    made.lead = person("lead", "Demo Lead")
    role(made.lead, RoleKind.LEAD, partnership=made.partnership)
    role(person("research", "Demo Researcher"), RoleKind.ASSOCIATE, partnership=made.partnership)
    for place in cast.PLACES:
        role(person(f"head.{place.key}", place.head), RoleKind.LEADER, school=made.schools[place.key])
    for course in cast.PROGRAMMES:
        made.teachers[course.key] = teacher = person(f"teacher.{course.key}", f"Demo Teacher, {course.title}")
        role(teacher, RoleKind.PRACTITIONER, school=made.schools[course.host])
    made.teachers["support"] = assistant = person("support", "Demo Support Assistant")
    for place_key in SUPPORTED:
        role(assistant, RoleKind.PRACTITIONER, school=made.schools[place_key])
    pastoral = person(f"pastoral.{LOOKED_AFTER}", "Demo Pastoral Lead, Sports")
    role(pastoral, RoleKind.PRACTITIONER, school=made.schools[LOOKED_AFTER])
    rows.link(PastoralLead, school_id=made.schools[LOOKED_AFTER], person_id=pastoral)


def _add_courses(rows: Rows, made: Made, starts_on: date) -> None:
    for programme in cast.PROGRAMMES:
        made.courses[programme.key] = course = rows.add(
            Course,
            partnership_id=made.partnership,
            host_school_id=made.schools[programme.host],
            title=programme.title,
            qualification=programme.qualification,
            key_stage="mixed" if any(year == "9" for _, year, _, _ in programme.groups) else "KS4",
            starts_on=starts_on,
            ends_on=starts_on + timedelta(days=300),
        )
        rows.link(CourseTeacher, course_id=course, person_id=made.teachers[programme.key])
    for course_key in SUPPORTED.values():
        rows.link(CourseTeacher, course_id=made.courses[course_key], person_id=made.teachers["support"])


def _add_pupils(rows: Rows, made: Made, starts_on: date, random: Random) -> None:
    found: dict[tuple[str, str], list[int]] = {}
    for place in cast.PLACES:
        for year, n in place.pupils.items():
            group = [_add_pupil(rows, made, place.key, year, len(made.pupils) + i, random) for i in range(n)]
            found[place.key, year] = group
            made.pupils += group
    for programme in cast.PROGRAMMES:
        for home, year, first, last in programme.groups:
            for pupil in found[home, year][first:last]:
                rows.add(
                    Enrolment,
                    course_id=made.courses[programme.key],
                    pupil_id=pupil,
                    from_on=starts_on,
                    to_on=None,
                )
                made.course_of.setdefault(pupil, programme.key)


def _add_pupil(rows: Rows, made: Made, home: str, year: str, serial: int, random: Random) -> int:
    """A pupil of the school `home`; `serial` counts within the partnership, from 0."""
    given, family = names(serial)
    upn, mis_id = unique_pupil_number(made.number, year, serial + 1), f"D{serial + 1:04d}"
    signs = "".join(random.choices(SYMBOLS, k=10))
    return rows.add(
        Pupil,
        pseudonym=f"{signs[:5]}-{signs[5:]}",
        home_school_id=made.schools[home],
        year_group=year,
        sealed_given_name=given,
        sealed_family_name=family,
        sealed_upn=upn,
        sealed_mis_id=mis_id,
        upn_fingerprint=upn_fingerprint(upn),
        mis_fingerprint=mis_fingerprint(mis_id),
    )


def names(serial: int) -> tuple[str, str]:
    """Given and family name of a pupil; within a partnership no two are the same."""
    return cast.GIVEN_NAMES[serial % len(cast.GIVEN_NAMES)], cast.FAMILY_NAMES[serial % len(cast.FAMILY_NAMES)]


def unique_pupil_number(establishment: int, year: str, serial: int) -> str:
    """A UPN whose check letter is right, of an authority that does not exist."""
    rest = f"{cast.AUTHORITY}{establishment % 10_000:04d}{int(year) + 10:02d}{serial:03d}"
    return check_letter(rest) + rest
