"""Signing in: the password, then the code where somebody asked for a second step.

Nobody learns whether an address exists: an unknown one costs the same time, counts as a try and gets the same answer.
Tries are counted by address and network together, and wrong ones by network, wide enough for a school behind one
address. A stranger can't lock anybody out, because tries from elsewhere don't count.
"""

from collections.abc import MutableMapping
from datetime import datetime, timedelta
from typing import Any

from app.audit import actions as audit
from app.db import db, now, vault
from app.people import passwords, queries, two_step
from app.people.models import Person
from app.web import limits

TRIES = "5 per 15 minutes"
WRONG_FROM_ONE_NETWORK = "100 per hour"
CODE_WAITS = timedelta(minutes=10)


class TooManyTries(Exception):
    """Wait before the next try."""


def check_password(email: str, password: str, network: str) -> Person | None:
    """The person whose address and password these are. A wrong pair is recorded; the address is not."""
    address = vault.fingerprint(queries.plain_email(email), "sign in")
    place = vault.fingerprint(network, "network")
    pair = ("sign in", address, place[:16])
    if limits.is_full(WRONG_FROM_ONE_NETWORK, "sign in", place) or not limits.hit(TRIES, *pair):
        raise TooManyTries

    person = queries.find_person_by_email(email)
    found, kept = (person.id, person.password_hash) if person and not person.disabled_at else (None, None)
    db.session.rollback()
    if not passwords.is_right(password, kept):
        _note_wrong(place, found, address=address[:16], step="password")
        return None
    limits.forget(TRIES, *pair)
    fresh = passwords.hash_of(password) if passwords.is_outdated(str(kept)) else str(kept)

    person = db.session.get_one(Person, found)
    if person.disabled_at or person.password_hash != kept:
        return None
    person.password_hash = fresh
    return person


def check_code(person: Person, code: str, network: str) -> str | None:
    """`app` or `recovery`: how the code was right. None if it was not, and then the try is recorded."""
    person_id = person.id
    place = vault.fingerprint(network, "network")
    if not limits.hit(TRIES, "sign-in code", str(person_id)):
        raise TooManyTries
    way = two_step.use_code(db.session.get_one(Person, person_id), code)
    if way is None:
        _note_wrong(place, person_id, step="code")
    return way


def _note_wrong(place: str, person_id: int | None, *, step: str, address: str = "") -> None:
    """Count and record a wrong try. It is committed here, because the answer to a wrong try undoes the request."""
    limits.hit(WRONG_FROM_ONE_NETWORK, "sign in", place)
    subject = db.session.get(Person, person_id) if person_id else None
    audit.record("fail sign-in", person_id=None, subject=subject, step=step, address=address)
    db.session.commit()


def hold(cookie: MutableMapping[str, Any], person: Person, back: str | None) -> None:
    """Remember that the password was right, and nothing else, until the code comes."""
    cookie.clear()
    cookie["second_step"] = [person.id, person.session_version, now().isoformat(), back]


def held(cookie: MutableMapping[str, Any]) -> tuple[Person, str | None] | None:
    """The person whose code is awaited and where they want to go, for ten minutes after the password."""
    try:
        person_id, version, since, back = cookie["second_step"]
        if now() - datetime.fromisoformat(since) > CODE_WAITS:
            return None
    except (KeyError, TypeError, ValueError):
        return None
    person = queries.find_person_between_steps(person_id, version)
    return (person, back) if person and person.otp_secret else None
