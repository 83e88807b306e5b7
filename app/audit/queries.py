"""Reads of the record: what happened at one school, and what the things in it are called.

The things belong to rooms above this one, so they are named here by table, not by model.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, column, func, select, table

from app.audit.models import GUESSING, AuditEvent
from app.db import db, now

Thing = tuple[str, int]  # a table's name and a row's id
CALLED = {
    "people": "name",
    "invitations": "name",
    "partnerships": "name",
    "schools": "name",
    "courses": "title",
    "surveys": "title",
    "pupils": "pseudonym",
    "studies": "title",
    "participants": "pseudonym",
}
MENTIONED = {
    "course_id": "courses",
    "survey_id": "surveys",
    "survey": "surveys",
    "pupil_id": "pupils",
    "partnership_id": "partnerships",
    "study_id": "studies",
}
GUESSING_SHOWN = timedelta(days=7)
MOST_GUESSING = 10
CHUNK = 500  # ids in one query


@dataclass(frozen=True)
class Asked:
    """Which events: of one school, of these kinds of action (all, if none is named), from a moment on."""

    school_id: int
    actions: tuple[str, ...] = ()
    since: datetime | None = None

    @property
    def holds(self) -> list[ColumnElement[bool]]:
        """The same as conditions."""
        conditions = [AuditEvent.school_id == self.school_id]
        conditions += [AuditEvent.action.in_(self.actions)] if self.actions else []
        return conditions + ([AuditEvent.at >= self.since] if self.since else [])


def list_events(asked: Asked, *, limit: int | None = None, offset: int = 0) -> Sequence[AuditEvent]:
    """The newest first."""
    newest = select(AuditEvent).where(*asked.holds).order_by(AuditEvent.at.desc(), AuditEvent.id.desc())
    return db.session.scalars(newest.limit(limit).offset(offset)).all()


def count_events(asked: Asked) -> int:
    """How many there are."""
    return db.session.scalar(select(func.count(AuditEvent.id)).where(*asked.holds)) or 0


def list_guessing(survey_id: int | None = None) -> Sequence[AuditEvent]:
    """When many wrong codes came in the last days, newest first: everywhere, or card codes in one survey's lessons."""
    found = select(AuditEvent).where(AuditEvent.object_type == GUESSING, AuditEvent.at >= now() - GUESSING_SHOWN)
    if survey_id is not None:
        found = found.where(AuditEvent.object_id == survey_id)
    return db.session.scalars(found.order_by(AuditEvent.id.desc()).limit(MOST_GUESSING)).all()


def things_of(event: AuditEvent) -> set[Thing]:
    """What the event is about and what it mentions, as far as it has a name; pupils have pseudonyms."""
    things = {(MENTIONED[key], int(str(value))) for key, value in event.detail.items() if key in MENTIONED}
    if event.object_type in CALLED and event.object_id:
        things.add((event.object_type, event.object_id))
    kind, _, number = str(event.detail.get("group", "")).partition("-")
    if kind == "course":
        things.add(("courses", int(number)))
    return things


def list_names(events: Iterable[AuditEvent]) -> dict[Thing, str]:
    """Names of all that the events are about; what was deleted since is not in it."""
    wanted: defaultdict[str, set[int]] = defaultdict(set)
    for event in events:
        for name, number in things_of(event):
            wanted[name].add(number)
    return {(name, number): called for name, ids in wanted.items() for number, called in _named(name, sorted(ids))}


def _named(name: str, ids: Sequence[int]) -> list[tuple[int, str]]:
    named = table(name, column("id"), column(CALLED[name]))
    rows: list[tuple[int, str]] = []
    for start in range(0, len(ids), CHUNK):
        chosen = named.c.id.in_(ids[start : start + CHUNK])
        rows += [(number, called) for number, called in db.session.execute(select(*named.c).where(chosen))]
    return rows
