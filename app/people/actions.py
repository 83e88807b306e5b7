"""Writes of the people feature: sessions, accounts, invitations and roles. Each records what was done."""

from app.audit import actions as audit
from app.db import db
from app.people.models import Person


def note_sign_in(person: Person, *, way: str) -> None:
    """Record a sign-in: by `password`, or with a code of the `app` or a `recovery` code."""
    audit.record("sign in", person_id=person.id, subject=person, way=way)


def end_sessions(person: Person, *, by: int) -> None:
    """End every session of the person at once."""
    person.session_version += 1
    audit.record("sign out everywhere", person_id=by, subject=person)
    db.session.flush()
