"""A plan to rows: a few statements for any number of pupils, in the caller's one transaction."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import insert, update

from app.db import db
from app.schools.models import Enrolment, Pupil
from app.schools.planning import Addition, Change, EnrolmentStep, Plan
from app.schools.pupil_actions import mis_fingerprint, new_pseudonym, upn_fingerprint

BATCH = 250


def apply_plan(plan: Plan, school_id: int, progress: Callable[[int], None]) -> None:
    """Write every addition and change of a plan; `progress` is told how many rows are done."""
    n_done = len(plan.unchanged)
    for start in range(0, len(plan.added), BATCH):
        batch = plan.added[start : start + BATCH]
        _add(batch, school_id)
        progress(n_done := n_done + len(batch))
    for start in range(0, len(plan.changed), BATCH):
        changes = plan.changed[start : start + BATCH]
        _change(changes)
        progress(n_done := n_done + len(changes))


def _add(batch: Sequence[Addition], school_id: int) -> None:
    rows = [
        {
            "pseudonym": new_pseudonym(),
            "home_school_id": school_id,
            "sealed_given_name": None,
            "sealed_family_name": None,
            "sealed_upn": None,
            "sealed_mis_id": None,
            "upn_fingerprint": None,
            "mis_fingerprint": None,
            **_stored(addition.values),
        }
        for addition in batch
    ]
    ids = db.session.scalars(insert(Pupil).returning(Pupil.id, sort_by_parameter_order=True), rows).all()
    _enrol([(pupil_id, step) for pupil_id, one in zip(ids, batch, strict=True) for step in one.enrolments])


def _change(batch: Sequence[Change]) -> None:
    alike: defaultdict[tuple[str, ...], list[dict[str, Any]]] = defaultdict(list)
    for change in batch:
        if change.values:
            row = _stored({name: new for name, (_, new) in change.values.items()})
            alike[tuple(sorted(row))].append({"id": change.pupil_id, **row})
    for rows in alike.values():
        db.session.execute(update(Pupil), rows)
    _enrol([(change.pupil_id, step) for change in batch for step in change.enrolments])


def _stored(values: Mapping[str, str]) -> dict[str, str | None]:
    """A plan's values by column; numbers go with the fingerprints that find them."""
    sealed = ("given_name", "family_name", "upn", "mis_id")
    row: dict[str, str | None] = {f"sealed_{name}": values[name] for name in sealed if name in values}
    if "year_group" in values:
        row["year_group"] = values["year_group"]
    if "upn" in values:
        row["upn_fingerprint"] = upn_fingerprint(values["upn"])
    if "mis_id" in values:
        row["mis_fingerprint"] = mis_fingerprint(values["mis_id"])
    return row


def _enrol(steps: Sequence[tuple[int, EnrolmentStep]]) -> None:
    new = [
        {"pupil_id": pupil_id, "course_id": step.course.id, "from_on": step.from_on, "to_on": step.to_on}
        for pupil_id, step in steps
        if step.id is None
    ]
    mended = [{"id": s.id, "from_on": s.from_on, "to_on": s.to_on} for _, s in steps if s.id is not None]
    if new:
        db.session.execute(insert(Enrolment), new)
    if mended:
        db.session.execute(update(Enrolment), mended)
