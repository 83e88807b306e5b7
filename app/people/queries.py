"""Reads of people."""

import unicodedata

from sqlalchemy import func, select

from app.db import db
from app.people.models import Person, RecoveryCode


def plain_email(email: str) -> str:
    """An address as it is kept and compared: NFKC, lower case, no spaces around it."""
    return unicodedata.normalize("NFKC", email).strip().casefold()


def find_person_of_session(user_id: str) -> Person | None:
    """The person a session's `id:version` belongs to, unless signed out everywhere or disabled since."""
    number, _, version = user_id.partition(":")
    if not number.isdigit():
        return None
    person = db.session.get(Person, int(number))
    if person is None or person.disabled_at or str(person.session_version) != version:
        return None
    return person


def find_person_by_email(email: str) -> Person | None:
    """The person with this address, however it is written."""
    return db.session.scalars(select(Person).where(Person.email == plain_email(email))).one_or_none()


def get_person(person_id: int) -> Person:
    """The person, or 404."""
    return db.get_or_404(Person, person_id)


def count_recovery_codes(person: Person) -> int:
    """Recovery codes that are left."""
    left = select(func.count()).where(RecoveryCode.person_id == person.id, RecoveryCode.used_at.is_(None))
    return db.session.scalar(left) or 0
