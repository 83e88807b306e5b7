"""Who may offer a role, asked again when the offer is taken up: an invitation is worth its inviter's right, no more.

Schools and partnerships belong to a room above this one; it says here how the right to invite to them is judged.
"""

from collections.abc import Callable

from app.db import db
from app.people.models import RESET, Invitation, Person, RoleKind
from app.people.queries import plain_email
from app.people.session import actor_of
from app.policy import Actor, Permission, allows

Judge = Callable[[Actor, Invitation], bool]
_judges: dict[str, Judge] = {}


def judge_by(*kinds: RoleKind, judge: Judge) -> None:
    """Let invitations of these kinds be judged so."""
    _judges.update(dict.fromkeys(kinds, judge))


def is_same_mailbox(one: str, other: str) -> bool:
    """True for addresses whose mail goes to one person: what stands after a plus only sorts it."""
    return _mailbox(one) == _mailbox(other)


def is_inviter(person: Person, invitation: Invitation) -> bool:
    """True when the person made the invitation, in this account or, as mailbox or name tell, in another of theirs."""
    inviter = db.session.get(Person, invitation.invited_by_id) if invitation.invited_by_id else None
    return inviter is not None and (
        inviter.id == person.id
        or is_same_mailbox(inviter.email, person.email)
        or plain_email(inviter.name).split() == plain_email(person.name).split()
    )


def _mailbox(email: str) -> tuple[str, str]:
    name, _, place = plain_email(email).rpartition("@")
    return name.partition("+")[0], place


def still_stands(invitation: Invitation) -> bool:
    """True while whoever made the link could make it again; the command line always can."""
    if invitation.invited_by_id is None:
        return True
    inviter = db.session.get(Person, invitation.invited_by_id)
    if inviter is None or inviter.disabled_at:
        return False
    actor = actor_of(inviter)
    if invitation.kind in (RESET, RoleKind.ADMINISTRATOR):
        return allows(actor, Permission.INSTALLATION_MANAGE)
    return _judges[invitation.kind](actor, invitation)
