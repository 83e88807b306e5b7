"""Heads' permission: a study asks a school, its head says yes or no here or on paper, and may take a yes back.

Each yes is a row of its own. Nobody of a school is interviewed before one stands.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.audit.actions import record
from app.db import db, now
from app.policy import Actor
from app.schools.models import School
from app.studies import queries
from app.studies.models import SchoolAsk, SchoolPermission, Study
from app.web.filters import today


class State(StrEnum):
    """How far a school has come with a study."""

    NOT_ASKED = "not asked"
    ASKED = "asked"
    YES = "yes"
    NO = "no"
    TAKEN_BACK = "taken back"


@dataclass(frozen=True)
class Standing:
    """A school's word in a study: the ask, the newest permission, and what both come to."""

    school: School
    ask: SchoolAsk | None
    permission: SchoolPermission | None

    @property
    def state(self) -> State:
        if self.permission is not None and self.permission.withdrawn_at is None:
            return State.YES
        if self.ask is not None and self.ask.refused_at is not None:
            return State.NO
        taken_back = self.permission.withdrawn_at if self.permission is not None else None
        if taken_back is not None and (self.ask is None or self.ask.asked_at < taken_back):
            return State.TAKEN_BACK
        return State.ASKED if self.ask is not None else State.NOT_ASKED


def list_standings(study: Study) -> list[Standing]:
    """Every school of the study by name, with its word."""
    asks = {one.school_id: one for one in queries.list_asks(study)}
    newest = {one.school_id: one for one in queries.list_permissions(study)}
    return [Standing(one, asks.get(one.id), newest.get(one.id)) for one in queries.list_members(study)]


def standing_of(study: Study, school: School) -> Standing:
    """The word of one school."""
    given = [one for one in queries.list_permissions(study) if one.school_id == school.id]
    return Standing(school, db.session.get(SchoolAsk, (study.id, school.id)), given[-1] if given else None)


def ask(study: Study, school: School, actor: Actor) -> SchoolAsk:
    """Ask the school's head, or ask again."""
    asked = db.session.get(SchoolAsk, (study.id, school.id))
    if asked is None:
        asked = SchoolAsk(study_id=study.id, school_id=school.id)
        db.session.add(asked)
    asked.asked_at, asked.refused_at = now(), None
    db.session.flush()
    _note("ask school", study, school, actor)
    return asked


def give(asked: SchoolAsk, actor: Actor) -> None:
    """The head says yes. A yes that stands is not given twice."""
    if queries.find_permission(asked.study, asked.school) is None:
        asked.refused_at = None
        _add(asked.study, asked.school, actor, given_on=today(), sheet_version=asked.study.sheet_version)
        _note("give permission", asked.study, asked.school, actor)


def refuse(asked: SchoolAsk, actor: Actor) -> None:
    """The head says no. Whoever has said yes takes that back instead."""
    if queries.find_permission(asked.study, asked.school) is None and asked.refused_at is None:
        asked.refused_at = now()
        db.session.flush()
        _note("refuse permission", asked.study, asked.school, actor)


def record_paper(study: Study, school: School, actor: Actor, *, given_on: date, sheet_version: str) -> None:
    """Note what a head signed on paper. The school is asked by this too, so that its head finds it on their page."""
    if queries.find_permission(study, school) is None:
        if db.session.get(SchoolAsk, (study.id, school.id)) is None:
            db.session.add(SchoolAsk(study_id=study.id, school_id=school.id))
        _add(study, school, actor, given_on=given_on, sheet_version=sheet_version)
        _note("record permission", study, school, actor)


def take_back(study: Study, school: School, actor: Actor) -> None:
    """From this moment nobody of the school is interviewed, and nothing its people said is quoted."""
    standing = [one for one in queries.list_permissions(study) if one.school_id == school.id and not one.withdrawn_at]
    for one in standing:
        one.withdrawn_at = now()
    if standing:
        db.session.flush()
        _note("take back permission", study, school, actor)


def _add(study: Study, school: School, actor: Actor, *, given_on: date, sheet_version: str) -> None:
    permission = SchoolPermission(
        study_id=study.id,
        school_id=school.id,
        given_on=given_on,
        sheet_version=sheet_version,
        recorded_by_id=actor.id,
    )
    db.session.add(permission)
    db.session.flush()


def _note(action: str, study: Study, school: School, actor: Actor) -> None:
    record(action, person_id=actor.id, school_id=school.id, study_id=study.id)
