"""Writes of a partnership's own schedules: begin, change, publish, go on with the next version, throw a draft away.

A published version never changes (`OwnSchedule` refuses it); what comes next is a new version that begins as its copy.
"""

from collections.abc import Callable
from dataclasses import replace

from app.audit.actions import record
from app.db import db, now
from app.instruments.check import check_text
from app.instruments.model import Instrument, Question
from app.instruments.problems import Problem
from app.policy import Actor
from app.schools.models import Partnership
from app.studies import drafts, queries, schedules
from app.studies.models import OwnSchedule, Published
from app.web.filters import today

MOST_OF_NAME = 60


class NotReady(ValueError):
    """A draft with problems is not published."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


def begin(partnership: Partnership, actor: Actor, title: str, source: Instrument | None) -> OwnSchedule:
    """A draft of its own name: a copy of another schedule, or empty."""
    taken = {one.name for one in schedules.library().all()} | queries.list_names_of_own(partnership.id)
    name, version = drafts.id_for(title, taken), f"{today().year}-1"
    empty = drafts.blank(name, version, title)
    if source is not None:
        empty = replace(source, name=name, version=version, title=title, status_note=empty.status_note)
    return _add(partnership.id, actor, empty)


def change(own: OwnSchedule, actor: Actor, step: Callable[[Instrument], Instrument]) -> None:
    """Take one step in writing. Two who write at once take their steps one after the other."""
    db.session.refresh(own, with_for_update=True)
    own.text = drafts.written(step(drafts.read_draft(own.text)))
    db.session.flush()
    record("edit schedule", person_id=actor.id, subject=own)


def problems_of(own: OwnSchedule) -> list[Problem]:
    """What the checker says of it: problems, which keep it from being published, and advice."""
    return check_text(own.text)


def publish(own: OwnSchedule, actor: Actor) -> None:
    """From now on studies may use it, and it never changes; NotReady while it has problems."""
    db.session.refresh(own, with_for_update=True)
    blocking = [one for one in problems_of(own) if one.severity == "problem"]
    if blocking:
        raise NotReady(blocking)
    own.digest = schedules.read_own(own.text).digest
    own.published_at = now()
    db.session.flush()
    record("publish schedule", person_id=actor.id, subject=own)


def write_next_version(own: OwnSchedule, actor: Actor) -> OwnSchedule:
    """A draft that begins as a copy; the one there is already, if there is."""
    versions = queries.list_versions_of_own(own)
    draft = next((one for one in versions if one.published_at is None), None)
    if draft is not None:
        return draft
    version = drafts.next_version([one.version for one in versions], today().year)
    return _add(own.partnership_id, actor, replace(drafts.read_draft(own.text), version=version))


def throw_away(own: OwnSchedule, actor: Actor) -> None:
    """Delete a draft. What is published stays for those who were asked by it."""
    if own.published_at is not None:
        raise Published(own.name)
    record("delete schedule", person_id=actor.id, subject=own)
    db.session.delete(own)
    db.session.flush()


def questions_known(partnership_id: int) -> dict[str, Question]:
    """Questions that somebody may have been asked, by id: ours first, then those that the partnership published."""
    known: dict[str, Question] = {}
    for schedule in (*schedules.list_ours(), *schedules.list_own(partnership_id)):
        known |= {one.id: one for one in schedule.questions if one.id not in known}
    return known


def ids_taken(own: OwnSchedule) -> set[str]:
    """Ids that a new question does not get: whatever they were used for, it was something else."""
    return {*questions_known(own.partnership_id), *(one.id for one in drafts.read_draft(own.text).questions)}


def _add(partnership_id: int, actor: Actor, draft: Instrument) -> OwnSchedule:
    own = OwnSchedule(
        partnership_id=partnership_id,
        name=draft.name[:MOST_OF_NAME],
        version=draft.version,
        text=drafts.written(draft),
        created_by_id=actor.id,
    )
    db.session.add(own)
    db.session.flush()
    record("create schedule", person_id=actor.id, subject=own)
    return own
