"""Writes of pupils and enrolments. Each flushes, records its event and never commits."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from app.audit.actions import record
from app.db import db, vault
from app.policy import Actor
from app.schools import pupil_queries
from app.schools.actions import Refused
from app.schools.cells import mis_key
from app.schools.models import Course, Enrolment, Pupil, School
from app.web.languages import _

PSEUDONYM_SIGNS = "23456789BCDFGHJKMNPQRTVWXYZ"
PSEUDONYM_LENGTH = 10


class PupilKnown(Refused):
    """Another pupil of the school has this UPN or MIS id."""


class AlreadyEnrolled(Refused):
    """A pupil is on the course for some of these days."""


@dataclass(frozen=True)
class PupilFields:
    """What the home school knows a pupil by; empty text stands for nothing."""

    year_group: str
    given_name: str = ""
    family_name: str = ""
    upn: str = ""
    mis_id: str = ""


def add_pupil(school: School, actor: Actor, fields: PupilFields) -> Pupil:
    pupil = Pupil(home_school_id=school.id, pseudonym=new_pseudonym())
    _identify(pupil, fields)
    db.session.add(pupil)
    db.session.flush()
    record("add pupil", person_id=actor.id, subject=pupil, school_id=school.id)
    return pupil


def edit_pupil(pupil: Pupil, actor: Actor, fields: PupilFields) -> None:
    _identify(pupil, fields)
    db.session.flush()
    record("edit pupil", person_id=actor.id, subject=pupil, school_id=pupil.home_school_id)


def _identify(pupil: Pupil, fields: PupilFields) -> None:
    """Seal what names the pupil, and keep the fingerprints that find it again."""
    marks = {"upn": upn_fingerprint(fields.upn), "mis": mis_fingerprint(fields.mis_id)}
    for name, field, label in (("upn", "upn", "UPN"), ("mis", "mis_id", _("MIS id"))):
        if marks[name]:
            other = pupil_queries.find_pupil_by(pupil.home_school_id, **{name: marks[name]})
            if other is not None and other is not pupil:
                raise PupilKnown(field, _("Another pupil of the school has this %(label)s", label=label))
    pupil.year_group = fields.year_group
    pupil.sealed_given_name, pupil.sealed_family_name = fields.given_name or None, fields.family_name or None
    pupil.sealed_upn, pupil.upn_fingerprint = fields.upn or None, marks["upn"]
    pupil.sealed_mis_id, pupil.mis_fingerprint = fields.mis_id or None, marks["mis"]


def set_left(pupil: Pupil, actor: Actor, *, left_on: date | None) -> int:
    """Note that a pupil left the school, ending enrolments on that day, or, with None, came back.

    Returns how many enrolments were ended.
    """
    pupil.left_on = left_on
    ended = [e for e in pupil.enrolments if left_on and e.from_on <= left_on and (e.to_on is None or e.to_on > left_on)]
    for enrolment in ended:
        enrolment.to_on = left_on
    db.session.flush()
    action = "note that a pupil left" if left_on else "note that a pupil came back"
    record(action, person_id=actor.id, subject=pupil, school_id=pupil.home_school_id, n_ended=len(ended))
    return len(ended)


def enrol(course: Course, pupils: Iterable[Pupil], actor: Actor, *, from_on: date, to_on: date | None = None) -> int:
    """Put pupils on a course from a day on; AlreadyEnrolled when one is for some of those days. Returns how many."""
    pupils = list(pupils)
    for pupil in pupils:
        for other in pupil.enrolments:
            if other.course_id == course.id and _meet(other, from_on, to_on):
                raise AlreadyEnrolled(
                    "pupils", _("One of these pupils is on the course for some of these days already")
                )
        pupil.enrolments.append(Enrolment(course=course, from_on=from_on, to_on=to_on))
    db.session.flush()
    school_id = pupils[0].home_school_id if pupils else None
    record("enrol pupils", person_id=actor.id, subject=course, school_id=school_id, n_pupils=len(pupils))
    return len(pupils)


def _meet(enrolment: Enrolment, from_on: date, to_on: date | None) -> bool:
    return enrolment.from_on <= (to_on or date.max) and from_on <= (enrolment.to_on or date.max)


def end_enrolment(enrolment: Enrolment, actor: Actor, *, to_on: date | None) -> None:
    """Give an enrolment its last day, or take the end away again with None."""
    enrolment.to_on = to_on
    db.session.flush()
    record(
        "end enrolment" if to_on else "reopen enrolment",
        person_id=actor.id,
        subject=enrolment.course,
        school_id=enrolment.home_school_id,
        enrolment_id=enrolment.id,
    )


def new_pseudonym() -> str:
    """A random name for a pupil, like K7MTR-49DXB: 47 bits, derived from nothing."""
    signs = "".join(secrets.choice(PSEUDONYM_SIGNS) for _ in range(PSEUDONYM_LENGTH))
    return f"{signs[:5]}-{signs[5:]}"


def upn_fingerprint(upn: str) -> str | None:
    """What a UPN is looked up by; None for none."""
    return vault.fingerprint(upn, "pupils.upn") if upn else None


def mis_fingerprint(mis_id: str) -> str | None:
    """What a MIS id is looked up by; None for none."""
    return vault.fingerprint(mis_key(mis_id), "pupils.mis_id") if mis_id else None
