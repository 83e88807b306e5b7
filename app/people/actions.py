"""Writes of the people feature: accounts, sessions, invitations and roles. Each records what was done.

`by` is the id of who did it: the person themself, an administrator, or None for the command line.
"""

from datetime import timedelta
from typing import Any

from sqlalchemy import delete, update

from app.audit import actions as audit
from app.db import db, now
from app.people import inviting, links, outside, queries, two_step
from app.people.models import RESET, SCOPES, EndedSession, Invitation, Person, RecoveryCode, Role, RoleKind
from app.policy import Actor

INVITATION_LASTS = timedelta(days=7)
LONGEST_SESSION = timedelta(hours=24)  # the most that ABSOLUTE_HOURS may be


class ScopeMismatch(ValueError):
    """A role for a school needs a school, one for a partnership a partnership, the administrator's neither."""


class LastAdministrator(Exception):
    """Somebody must be able to manage the installation."""


class LinkSpent(Exception):
    """The invitation was used, withdrawn or has expired."""


class OwnInvitation(Exception):
    """Nobody gives themself a role: who manages a school's people must not reach its pupils' names by that alone."""


class AccountExists(Exception):
    """The address of the invitation has an account already: its owner takes the role up after signing in."""


def note_sign_in(person: Person, *, way: str) -> None:
    """Record a sign-in: by `password`, or with a code of the `app` or a `recovery` code."""
    audit.record("sign in", person_id=person.id, subject=person, way=way)


def end_session(key: str, *, by: int) -> None:
    """End the one session with this key. What ended longer ago than any session lasts is forgotten."""
    db.session.execute(delete(EndedSession).where(EndedSession.ended_at < now() - LONGEST_SESSION))
    db.session.merge(EndedSession(fingerprint=queries.fingerprint_of_session(key)))
    audit.record("sign out", person_id=by)
    db.session.flush()


def end_sessions(person: Person, *, by: int | None) -> None:
    """End every session of the person at once."""
    person.session_version += 1
    audit.record("sign out everywhere", person_id=by, subject=person)
    db.session.flush()


def change_name(person: Person, *, name: str) -> None:
    """Change the name that colleagues see."""
    person.name = name
    audit.record("change name", person_id=person.id, subject=person)
    db.session.flush()


def set_password(person: Person, kept: str, *, by: int | None) -> None:
    """Keep a new password's hash; every session made with the old one ends."""
    person.password_hash = kept
    person.session_version += 1
    audit.record("change password", person_id=by, subject=person)
    db.session.flush()


def turn_on_two_step(person: Person, secret: str, *, step: int) -> list[str]:
    """Ask for a code from now on; `step` is the one just spent. Other sessions end. Gives the codes to show once."""
    person.otp_secret, person.otp_last_step = secret, step
    person.session_version += 1
    audit.record("turn on two-step", person_id=person.id, subject=person)
    return make_recovery_codes(person)


def turn_off_two_step(person: Person, *, by: int | None) -> None:
    """Ask for the password only."""
    person.otp_secret = person.otp_last_step = None
    person.recovery_codes.clear()
    audit.record("turn off two-step", person_id=by, subject=person)
    outside.tell_schools("lift two-step", person, by=by)
    db.session.flush()


def make_recovery_codes(person: Person) -> list[str]:
    """Ten new codes in place of the old ones; only their fingerprints are kept."""
    codes = two_step.new_recovery_codes()
    person.recovery_codes = [RecoveryCode(fingerprint=two_step.fingerprint(code)) for code in codes]
    audit.record("make recovery codes", person_id=person.id, subject=person)
    db.session.flush()
    return codes


def disable(person: Person, *, by: int | None) -> None:
    """Let the person in no more; their roles stay for the day they come back."""
    _keep_an_administrator(without=person)
    person.disabled_at = now()
    person.session_version += 1
    audit.record("disable person", person_id=by, subject=person)
    outside.tell_schools("shut account", person, by=by)
    db.session.flush()


def enable(person: Person, *, by: int | None) -> None:
    """Let the person in again."""
    person.disabled_at = None
    audit.record("enable person", person_id=by, subject=person)
    outside.tell_schools("open account", person, by=by)
    db.session.flush()


def invite(
    inviter: Actor | None,
    *,
    email: str,
    name: str,
    kind: str,
    school_id: int | None = None,
    partnership_id: int | None = None,
) -> tuple[Invitation, str]:
    """Offer a role to an address: the invitation and its link's path, to be shown to the inviter once.

    Whether the address has an account changes nothing here; its owner takes the role up after signing in. An earlier
    invitation of the address to the same role is withdrawn, so one link is good at a time. Raises `OwnInvitation`.
    """
    scope = _checked_scope(kind, school_id, partnership_id)
    if inviter and inviting.is_same_mailbox(queries.get_person(inviter.id).email, email):
        raise OwnInvitation
    return _new_invitation(inviter.id if inviter else None, email=email, name=name, kind=kind, **scope)


def make_reset_link(person: Person, *, by: int | None) -> tuple[Invitation, str]:
    """A link with which the person sets a new password once. Who makes it could use it, so their schools are told."""
    outside.tell_schools("make password link", person, by=by)
    return _new_invitation(by, email=person.email, name=person.name, kind=RESET)


def _new_invitation(by: int | None, **fields: Any) -> tuple[Invitation, str]:
    fields["email"] = queries.plain_email(fields["email"])
    invitation = Invitation(**fields, invited_by_id=by, created_at=now(), expires_at=now() + INVITATION_LASTS)
    for earlier in queries.list_invitations_like(invitation):
        earlier.withdrawn_at = now()
    db.session.add(invitation)
    db.session.flush()
    _record_at("invite", invitation, by=by)
    return invitation, links.path_of(invitation)


def _record_at(action: str, invitation: Invitation, *, by: int | None) -> None:
    """Record what was done with an invitation, as the place it is for will be shown it."""
    school_id = invitation.school_id
    action = outside.named(action, by=by, school_id=school_id)
    audit.record(action, person_id=by, subject=invitation, school_id=school_id, kind=invitation.kind)


def withdraw(invitation: Invitation, *, by: int | None) -> None:
    """Make the link worthless."""
    if invitation.state == "waiting":
        invitation.withdrawn_at = now()
        _record_at("withdraw invitation", invitation, by=by)
        db.session.flush()


def join(invitation: Invitation, *, name: str, kept: str) -> Person:
    """Make the account that an invitation promised; raises `LinkSpent` or `AccountExists`."""
    if queries.find_person_by_email(invitation.email):
        raise AccountExists
    _spend(invitation)
    person = Person(email=invitation.email, name=name, password_hash=kept)
    db.session.add(person)
    db.session.flush()
    audit.record("join", person_id=person.id, subject=invitation)
    _grant_invited(person, invitation)
    return person


def accept(invitation: Invitation, person: Person) -> None:
    """Give the invited role to a person who has an account; raises `LinkSpent` or `OwnInvitation`."""
    if inviting.is_inviter(person, invitation):
        raise OwnInvitation
    _spend(invitation)
    audit.record("accept invitation", person_id=person.id, subject=invitation)
    _grant_invited(person, invitation)


def reset_password(invitation: Invitation, kept: str) -> Person:
    """Set a new password by a reset link; raises `LinkSpent`."""
    person = queries.find_person_by_email(invitation.email)
    if person is None or person.disabled_at:
        raise LinkSpent
    _spend(invitation)
    set_password(person, kept, by=person.id)
    return person


def _spend(invitation: Invitation) -> None:
    """Use a link up, in one statement, so that two people can't both; not when its maker could make it no more."""
    if not inviting.still_stands(invitation):
        raise LinkSpent
    open_still = (Invitation.used_at.is_(None), Invitation.withdrawn_at.is_(None), Invitation.expires_at > now())
    spent = db.session.execute(
        update(Invitation).where(Invitation.id == invitation.id, *open_still).values(used_at=now())
    )
    if not spent.rowcount:  # type: ignore[attr-defined]
        raise LinkSpent


def _grant_invited(person: Person, invitation: Invitation) -> None:
    scope = {"school_id": invitation.school_id, "partnership_id": invitation.partnership_id}
    grant(person, invitation.kind, **scope, by=invitation.invited_by_id)


def grant(
    person: Person,
    kind: str,
    *,
    by: int | None,
    school_id: int | None = None,
    partnership_id: int | None = None,
) -> Role:
    """Give a role; one that the person holds already is left as it is."""
    scope = _checked_scope(kind, school_id, partnership_id)
    for held in person.roles:
        if (held.kind, held.school_id, held.partnership_id) == (kind, school_id, partnership_id):
            return held
    role = Role(kind=kind, **scope)
    person.roles.append(role)
    action = outside.named("grant role", by=by, school_id=school_id)
    audit.record(action, person_id=by, subject=person, school_id=school_id, kind=str(kind))
    db.session.flush()
    return role


def revoke(role: Role, *, by: int | None) -> None:
    """Take a role away; raises `LastAdministrator`."""
    person = role.person
    if role.kind == RoleKind.ADMINISTRATOR:
        _keep_an_administrator(without=person)
    action = outside.named("revoke role", by=by, school_id=role.school_id)
    audit.record(action, person_id=by, subject=person, school_id=role.school_id, kind=role.kind)
    person.roles.remove(role)
    db.session.flush()


def _keep_an_administrator(*, without: Person) -> None:
    """Raise `LastAdministrator` when nobody else could manage the installation. The rows stay locked until the end."""
    active = queries.lock_administrators()
    if active == [without.id]:
        raise LastAdministrator


def _checked_scope(kind: str, school_id: int | None, partnership_id: int | None) -> dict[str, int | None]:
    scope = {"school_id": school_id, "partnership_id": partnership_id}
    given = tuple(name for name, value in scope.items() if value is not None)
    if given != SCOPES[RoleKind(kind)]:
        raise ScopeMismatch(f"{kind} needs {SCOPES[RoleKind(kind)] or 'no scope'}, got {given or 'none'}")
    return scope
