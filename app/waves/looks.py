"""Names of pupils shown on pages of this room: each look at a real name is recorded with the pupil's school."""

from collections import Counter
from collections.abc import Sequence

from app.audit.actions import record_look
from app.policy import Actor
from app.schools.models import Pupil
from app.schools.naming import names_of
from app.web import limits

ONCE = "1 per 10 minutes"


def look_at_names(pupils: Sequence[Pupil], actor: Actor) -> dict[int, str]:
    """As `names_of`, for a page that is only looked at: whose real names were given out is recorded, school by school.

    Not for a request that writes: the record is durable at once, and would wait for the request's own transaction.
    """
    names = names_of(pupils, actor)
    _record(pupils, names, actor)
    return names


def look_at_name(pupil: Pupil, actor: Actor) -> str:
    """The one name of one pupil, as `look_at_names`."""
    return look_at_names([pupil], actor)[pupil.id]


def watch_names(pupils: Sequence[Pupil], actor: Actor, place: str) -> dict[int, str]:
    """As `look_at_names`, for a page that asks anew every few seconds: recorded every ten minutes that it is open."""
    names = names_of(pupils, actor)
    key = ("watch names", str(actor.id), place)
    if not limits.is_full(ONCE, *key):
        _record(pupils, names, actor)
        limits.hit(ONCE, *key)
    return names


def _record(pupils: Sequence[Pupil], names: dict[int, str], actor: Actor) -> None:
    given = Counter(pupil.home_school_id for pupil in pupils if names[pupil.id] != pupil.pseudonym)
    for school_id, n_pupils in sorted(given.items()):
        record_look("view names", person_id=actor.id, school_id=school_id, n_pupils=n_pupils)
