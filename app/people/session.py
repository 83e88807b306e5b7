"""The signed-in session: whom it belongs to, how long it lasts, and how it ends everywhere at once.

The cookie holds a person's id, their session version and a random key. Raising the version ends every session of that
person; signing out ends the one with that key, so that a copied cookie opens nothing either. A session ends after
`IDLE_MINUTES` without a page and, whatever happens, `ABSOLUTE_HOURS` after signing in.
"""

import secrets
from collections.abc import Mapping, MutableMapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from flask import session
from flask_login import UserMixin

from app.config import Settings
from app.db import now
from app.people.models import Person, RoleKind
from app.policy import Actor
from app.web.languages import _, ngettext

SEEN_EVERY = timedelta(minutes=1)


class SignedIn(UserMixin):
    """What Flask-Login keeps of a person: an id that dies with the session, and what their roles allow."""

    def __init__(self, user_id: str, actor: Actor) -> None:
        self.user_id, self.actor = user_id, actor

    def get_id(self) -> str:
        return self.user_id


def id_of(person: Person, key: str) -> str:
    """What the cookie of a person's session holds."""
    return f"{person.id}:{person.session_version}:{key}"


def begin(cookie: MutableMapping[str, Any], person: Person) -> None:
    """Start a session anew in `cookie`: nothing of an earlier one is kept."""
    moment = now().isoformat()
    cookie.clear()
    cookie.update(_user_id=id_of(person, secrets.token_hex(16)), _fresh=True, signed_in_at=moment, seen_at=moment)


def key_of(cookie: MutableMapping[str, Any]) -> str:
    """The key of the session in `cookie`; empty when nobody is signed in."""
    return str(cookie.get("_user_id", "")).rpartition(":")[2]


def why_over(cookie: Mapping[str, Any], settings: Settings) -> str:
    """Why the session is over, for the person whose it was; empty while it goes on."""
    moment, minutes, hours = now(), settings.idle_minutes, settings.absolute_hours
    try:
        began = datetime.fromisoformat(cookie["signed_in_at"])
        seen = datetime.fromisoformat(cookie["seen_at"])
    except (KeyError, TypeError, ValueError):
        return _("You were signed out, to be safe. Sign in to go on")
    if moment - began > timedelta(hours=hours):
        return ngettext(
            "You were signed out, because you signed in more than an hour ago. Sign in to go on where you were",
            "You were signed out, because you signed in more than %(num)s hours ago. Sign in to go on where you were",
            hours,
        )
    if moment - seen > timedelta(minutes=minutes):
        return _(
            "You were signed out, because nothing was done here for %(n)s minutes. Sign in to go on where you were",
            n=minutes,
        )
    return ""


def note_seen() -> None:
    """Push the idle limit on; the cookie is written once a minute at most."""
    if now() - datetime.fromisoformat(session["seen_at"]) > SEEN_EVERY:
        session["seen_at"] = now().isoformat()


def actor_of(person: Person) -> Actor:
    """The person with the scopes of their roles, as the policy reads them."""
    return actor_with(person.id, person.name, [(r.kind, r.school_id or r.partnership_id or 0) for r in person.roles])


def actor_with(number: int, name: str, roles: Sequence[tuple[str, int]]) -> Actor:
    """An actor with roles of these kinds for these schools or partnerships."""

    def scopes(kind: RoleKind) -> frozenset[int]:
        return frozenset(scope for held, scope in roles if held == kind)

    return Actor(
        id=number,
        name=name,
        administrator=any(held == RoleKind.ADMINISTRATOR for held, _ in roles),
        leads=scopes(RoleKind.LEAD),
        researches=scopes(RoleKind.ASSOCIATE),
        heads=scopes(RoleKind.LEADER),
        practises=scopes(RoleKind.PRACTITIONER),
    )
