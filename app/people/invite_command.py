"""How an installation gets its first administrator, and helps one who is locked out: from the command line."""

from email_validator import EmailNotValidError, validate_email

from app.db import db
from app.people import actions, queries
from app.people.models import RoleKind


class NoAddress(ValueError):
    """What was given is no e-mail address."""


def link_for_administrator(email: str, *, without_two_step: bool = False) -> tuple[str, str]:
    """What the link does, and its path. Committed here: a command is a request of its own."""
    try:
        validate_email(email, check_deliverability=False)
    except EmailNotValidError as error:
        raise NoAddress(f"{email} is not an e-mail address") from error
    person = queries.find_person_by_email(email)
    if person is None or all(role.kind != RoleKind.ADMINISTRATOR for role in person.roles):
        name = person.name if person else email.partition("@")[0]
        _, path = actions.invite(None, email=email, name=name, kind=RoleKind.ADMINISTRATOR)
        sentence = "Whoever opens this link within seven days becomes an administrator:"
    else:
        if person.disabled_at:
            actions.enable(person, by=None)
        if without_two_step:
            actions.turn_off_two_step(person, by=None)
        _, path = actions.make_reset_link(person, by=None)
        sentence = "This address is an administrator already. The link sets a new password, once, within seven days:"
    db.session.commit()
    return sentence, path
