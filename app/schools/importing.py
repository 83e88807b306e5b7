"""A file on its way in: uploaded, its columns chosen, checked, and then applied whole or not at all.

The file is held sealed and is deleted when it has been applied or thrown away, or after a day. What a file would do is
worked out anew each time from the file and the pupils the school has, so a check never grows stale. The work is a job;
all that it writes is committed in one transaction with the job's end.
"""

from collections.abc import Mapping
from datetime import timedelta

from app.audit.actions import record
from app.db import db, now, reading, vault
from app.policy import Actor
from app.schools import columns, pupil_queries, queries
from app.schools.applying import prepare, write
from app.schools.judging import KnownCourse
from app.schools.models import ImportProfile, Pupil, PupilImport, School
from app.schools.planning import KnownEnrolment, KnownPupil, Plan, make_plan
from app.schools.reading import Table, read_table
from app.web import jobs
from app.web.filters import number
from app.web.jobs import Job, Task
from app.web.languages import _

DELETE_KIND = "delete file"
PLACE = "pupil_imports.sealed_file"
KEPT = timedelta(hours=24)
UPLOADED, MAPPED, APPLYING, APPLIED, DISCARDED = "uploaded", "mapped", "applying", "applied", "discarded"


class FileGone(LookupError):
    """The file has been applied, thrown away or deleted after a day."""


class AlreadyStarted(ValueError):
    """Somebody has confirmed this import, or it is not ready to be confirmed."""


def upload(school: School, actor: Actor, *, file_name: str, data: bytes) -> PupilImport:
    """Take a file in; `FileRefused` says why one cannot be used. Each goes after a day."""
    school_id = school.id
    db.session.rollback()  # reading a file takes seconds, in which nobody else's answers may wait for this request
    table, sealed = read_table(data), vault.seal_bytes(data, PLACE)
    delete_old_files()
    pupil_import = PupilImport(
        school_id=school_id,
        person_id=actor.id,
        file_name=file_name[-200:] or "file",
        sealed_file=sealed,
        n_rows=len(table.rows),
        mapping=suggest_mapping(school_id, table),
        state=UPLOADED,
    )
    db.session.add(pupil_import)
    db.session.flush()
    record("upload pupils", person_id=actor.id, subject=pupil_import, school_id=school_id, n_rows=len(table.rows))
    jobs.enqueue(DELETE_KIND, subject_id=pupil_import.id, after=KEPT)
    return pupil_import


def suggest_mapping(school_id: int, table: Table) -> dict[str, str]:
    """Field to heading: as the school chose for these headings before, else a guess."""
    profile = pupil_queries.find_profile(school_id, columns.signature(table.headings))
    if profile is None:
        return columns.guess(table.headings)
    by_plain = {columns.plain(heading): heading for heading in table.headings}
    chosen = ((name, by_plain.get(columns.plain(heading))) for name, heading in profile.mapping.items())
    return {name: heading for name, heading in chosen if heading}


def open_table(pupil_import: PupilImport) -> Table:
    """The table of an import's file, read with no transaction open; FileGone when it is no longer held."""
    if not is_held(pupil_import):
        raise FileGone
    sealed = bytes(pupil_import.sealed_file or b"")
    db.session.rollback()
    return read_table(vault.open_bytes(sealed, PLACE))


def is_held(pupil_import: PupilImport) -> bool:
    """True while the file can be opened."""
    return pupil_import.sealed_file is not None and not is_old(pupil_import)


def is_old(pupil_import: PupilImport) -> bool:
    """True when the file was uploaded more than a day ago: it may no longer be opened."""
    return now() - pupil_import.created_at > KEPT


def choose_columns(pupil_import: PupilImport, table: Table, mapping: Mapping[str, str]) -> None:
    """Keep which column holds what, for this file and for the next; AlreadyStarted when it was confirmed meanwhile."""
    held = pupil_queries.lock_import(pupil_import.id)
    if held.state not in (UPLOADED, MAPPED):
        raise AlreadyStarted
    held.mapping, held.state = dict(mapping), MAPPED
    headings = columns.signature(table.headings)
    profile = pupil_queries.find_profile(held.school_id, headings)
    if profile is None:
        profile = ImportProfile(school_id=held.school_id, headings=headings)
        db.session.add(profile)
    profile.mapping, profile.saved_at = dict(mapping), now()
    db.session.flush()


def plan_of(pupil_import: PupilImport, table: Table) -> Plan:
    """What the file would do to the pupils the school has now."""
    school_id = pupil_import.school_id
    known = [known_pupil(pupil) for pupil in pupil_queries.list_pupils_with_identity(school_id)]
    courses = [KnownCourse(c.id, c.title, c.starts_on, c.ends_on) for c in queries.list_courses_open_to(school_id)]
    return make_plan(table, pupil_import.mapping, known=known, courses=courses)


def known_pupil(pupil: Pupil) -> KnownPupil:
    """A stored pupil as the plan compares it."""
    values = {
        "mis_id": pupil.sealed_mis_id,
        "upn": pupil.sealed_upn,
        "given_name": pupil.sealed_given_name,
        "family_name": pupil.sealed_family_name,
        "year_group": pupil.year_group,
    }
    enrolments = tuple(KnownEnrolment(e.id, e.course_id, e.from_on, e.to_on) for e in pupil.enrolments)
    held = {name: value for name, value in values.items() if value}
    return KnownPupil(pupil.id, held, enrolments, left_on=pupil.left_on)


def start(pupil_import: PupilImport, actor: Actor) -> Job:
    """Confirm an import: exactly one confirmation starts the work, whoever sends how many."""
    held = pupil_queries.lock_import(pupil_import.id)
    job = pupil_queries.find_job_of(held)
    failed = job is not None and job.state == "failed"
    if held.state != MAPPED and not (held.state == APPLYING and failed):
        raise AlreadyStarted
    if not is_held(held):
        raise FileGone
    held.state, held.person_id = APPLYING, actor.id
    return jobs.enqueue(pupil_queries.IMPORT_KIND, subject_id=held.id, person_id=actor.id, n_total=held.n_rows)


@jobs.kind(pupil_queries.IMPORT_KIND)
def perform(task: Task) -> str:
    """Read, judge and write one import. Nothing is written unless every row can be."""
    import_id = task.subject_id or 0
    with reading():
        pupil_import = pupil_queries.get_import(import_id)
        plan = plan_of(pupil_import, open_table(pupil_import))
        school_id = pupil_import.school_id
    prepared = None if plan.refused else prepare(plan, school_id)
    held = pupil_queries.lock_import(import_id)
    if held.state != APPLYING:
        return _("This file has been applied already.")
    _count(held, plan)
    if prepared is None:
        held.state = MAPPED
        return _("Some rows are refused now. Nothing was imported: look at the check again.")
    write(prepared, task.progress)
    _finish(held, APPLIED)
    counts = {"n_added": held.n_added, "n_changed": held.n_changed, "n_unchanged": held.n_unchanged}
    record("import pupils", person_id=task.person_id, subject=held, school_id=held.school_id, **counts)
    return _(
        "%(added)s added, %(changed)s changed, %(unchanged)s as they were.",
        added=number(held.n_added),
        changed=number(held.n_changed),
        unchanged=number(held.n_unchanged),
    )


def _count(pupil_import: PupilImport, plan: Plan) -> None:
    pupil_import.n_added, pupil_import.n_changed = len(plan.added), len(plan.changed)
    pupil_import.n_unchanged, pupil_import.n_refused = len(plan.unchanged), plan.n_refused_rows


def discard(pupil_import: PupilImport, actor: Actor) -> None:
    """Throw a file away before it is applied."""
    held = pupil_queries.lock_import(pupil_import.id)
    if held.state not in (UPLOADED, MAPPED):
        raise AlreadyStarted
    _finish(held, DISCARDED)
    record("discard pupils", person_id=actor.id, subject=held, school_id=held.school_id)


@jobs.kind(DELETE_KIND)
def delete_file(task: Task) -> str:
    """Delete one file a day after it came, with whatever else is as old: a stop of the server loses nothing."""
    delete_old_files()
    return ""


def delete_old_files() -> int:
    """Delete the files that nobody applied within a day; returns how many."""
    old = pupil_queries.list_imports_older_than(now() - KEPT)
    for pupil_import in old:
        state = pupil_import.state if pupil_import.state == APPLIED else DISCARDED
        _finish(pupil_import, state)
    return len(old)


def _finish(pupil_import: PupilImport, state: str) -> None:
    pupil_import.state, pupil_import.sealed_file, pupil_import.finished_at = state, None, now()
