"""A plan to rows: a few statements for any number of pupils, in the caller's one transaction."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import insert, update

from app.db import db, vault
from app.schools.models import Enrolment, Pupil
from app.schools.planning import Addition, Change, EnrolmentStep, Plan
from app.schools.pupil_actions import mis_fingerprint, new_pseudonym, upn_fingerprint

BATCH = 250
SEALED = ("given_name", "family_name", "upn", "mis_id")


@dataclass(frozen=True)
class Prepared:
    """Rows ready to be written, values sealed: new pupils and changed ones (by id), each with its enrolments."""

    added: list[tuple[dict[str, Any], Sequence[EnrolmentStep]]]
    changed: list[tuple[dict[str, Any], Sequence[EnrolmentStep]]]
    n_unchanged: int


def prepare(plan: Plan, school_id: int) -> Prepared:
    """Seal and fingerprint all that a plan will write: the slow half, for which nobody needs to wait."""
    return Prepared(
        added=[(_new_row(one, school_id), one.enrolments) for one in plan.added],
        changed=[(_changed_row(one), one.enrolments) for one in plan.changed],
        n_unchanged=len(plan.unchanged),
    )


def write(prepared: Prepared, progress: Callable[[int], None]) -> None:
    """Write every addition and change; `progress` is told how many rows are done."""
    n_done = prepared.n_unchanged
    for rows, write_batch in ((prepared.added, _add), (prepared.changed, _change)):
        for start in range(0, len(rows), BATCH):
            batch = rows[start : start + BATCH]
            write_batch(batch)
            progress(n_done := n_done + len(batch))


def _new_row(addition: Addition, school_id: int) -> dict[str, Any]:
    return {
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


def _changed_row(change: Change) -> dict[str, Any]:
    return {"id": change.pupil_id, **_stored({name: new for name, (_, new) in change.values.items()})}


def _add(batch: Sequence[tuple[dict[str, Any], Sequence[EnrolmentStep]]]) -> None:
    rows = [row for row, _ in batch]
    ids = db.session.scalars(insert(Pupil).returning(Pupil.id, sort_by_parameter_order=True), rows).all()
    _enrol([(pupil_id, step) for pupil_id, (_, steps) in zip(ids, batch, strict=True) for step in steps])


def _change(batch: Sequence[tuple[dict[str, Any], Sequence[EnrolmentStep]]]) -> None:
    alike: defaultdict[tuple[str, ...], list[dict[str, Any]]] = defaultdict(list)
    for row, _ in batch:
        if len(row) > 1:
            alike[tuple(sorted(row))].append(row)
    for rows in alike.values():
        db.session.execute(update(Pupil), rows)
    _enrol([(row["id"], step) for row, steps in batch for step in steps])


def _stored(values: Mapping[str, str]) -> dict[str, str | bytes | None]:
    """A plan's values by column, names and numbers sealed; numbers go with the fingerprints that find them."""
    row: dict[str, str | bytes | None] = {
        f"sealed_{name}": vault.seal(values[name], f"pupils.{name}") for name in SEALED if name in values
    }
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
