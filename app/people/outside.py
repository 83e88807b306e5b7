"""What is done to a school's people by somebody who is no leader of it, so that the school sees it.

An administrator can end a role, shut an account or make a link for a new password, and whoever adds a school invites
its first leader. Each of these could put a stranger where pupils' names are read; so each has an event of its own with
the school, which its people and the partnership's lead are shown for a month.
"""

from app.audit import actions as audit
from app.people import queries
from app.people.models import Person

SUFFIX = " from outside"


def named(action: str, *, by: int | None, school_id: int | None) -> str:
    """The name of an event: `invite`, or `invite from outside` by nobody who leads the school."""
    return action if school_id is None or queries.leads(by, school_id) else action + SUFFIX


def tell_schools(action: str, person: Person, *, by: int | None) -> None:
    """Record it for each school where the person works, unless they or a leader of the school did it."""
    for role in person.roles:
        if role.school_id and by != person.id and not queries.leads(by, role.school_id):
            audit.record(action, person_id=by, subject=person, school_id=role.school_id, kind=role.kind)
