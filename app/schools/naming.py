"""Who reads a pupil's name: the only place that opens sealed columns for a page.

Staff of the home school read it; everybody else, administrators and leads included, meets the pseudonym.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from app.policy import Actor, Permission, allows
from app.schools import pupil_queries
from app.schools.models import Pupil


@dataclass(frozen=True)
class Identity:
    """What the home school knows a pupil by; a value that was not given is empty."""

    given_name: str
    family_name: str
    upn: str
    mis_id: str

    @property
    def name(self) -> str:
        return f"{self.given_name} {self.family_name}".strip()


def names_of(pupils: Iterable[Pupil], actor: Actor | None) -> dict[int, str]:
    """Pupil id to the name that the actor may read: the real one, or the pseudonym."""
    return names_and_order_of(pupils, actor)[0]


def names_and_order_of(pupils: Iterable[Pupil], actor: Actor | None) -> tuple[dict[int, str], dict[int, str]]:
    """As `names_of`; and the same with the family name first, to sort by."""
    listed = list(pupils)
    names = {pupil.id: pupil.pseudonym for pupil in listed}
    order = dict(names)
    readable = [pupil.id for pupil in listed if allows(actor, Permission.PUPIL_NAME, pupil)]
    for pupil_id, given, family in pupil_queries.list_sealed_names(readable):
        if given or family:
            names[pupil_id] = " ".join(part for part in (given, family) if part)
            order[pupil_id] = f"{family or ''} {given or ''}".strip().casefold()
    return names, order


def name_of(pupil: Pupil, actor: Actor | None) -> str:
    """The one name of one pupil, as `names_of`."""
    return names_of([pupil], actor)[pupil.id]


def find_identity(pupil: Pupil, actor: Actor | None) -> Identity | None:
    """All that the home school keeps of a pupil, or None for whoever may not read it."""
    if not allows(actor, Permission.PUPIL_NAME, pupil):
        return None
    return Identity(
        given_name=pupil.sealed_given_name or "",
        family_name=pupil.sealed_family_name or "",
        upn=pupil.sealed_upn or "",
        mis_id=pupil.sealed_mis_id or "",
    )
