"""Reads of people."""

from app.db import db
from app.people.models import Person


def find_person_of_session(user_id: str) -> Person | None:
    """The person a session's `id:version` belongs to, unless signed out everywhere or disabled since."""
    number, _, version = user_id.partition(":")
    if not number.isdigit():
        return None
    person = db.session.get(Person, int(number))
    if person is None or person.disabled_at or str(person.session_version) != version:
        return None
    return person
