"""Reads of pupils, enrolments and imports."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import false, or_, select
from sqlalchemy.orm import contains_eager, joinedload, lazyload, selectinload, undefer

from app.db import db
from app.schools.models import Course, Enrolment, ImportProfile, Membership, Pupil, PupilImport
from app.schools.queries import is_present
from app.web import jobs
from app.web.filters import today
from app.web.jobs import Job

CHUNK = 5_000  # ids in one query
LISTED_IMPORTS = 30
IMPORT_KIND = "import pupils"


def get_pupil(pupil_id: int) -> Pupil:
    return db.get_or_404(Pupil, pupil_id)


def get_enrolment(enrolment_id: int) -> Enrolment:
    return db.get_or_404(Enrolment, enrolment_id)


def open_one_name() -> None:
    """Open what is sealed of the first pupil, if there is one; ValueError when another key sealed it."""
    db.session.scalar(
        select(Pupil.sealed_family_name).where(Pupil.sealed_family_name.is_not(None)).order_by(Pupil.id).limit(1)
    )


def list_pupils(school_id: int) -> Sequence[Pupil]:
    """Pupils whose home the school is, by pseudonym, with their courses."""
    return db.session.scalars(
        select(Pupil)
        .where(Pupil.home_school_id == school_id)
        .options(selectinload(Pupil.enrolments).options(joinedload(Enrolment.course), lazyload(Enrolment.pupil)))
        .order_by(Pupil.pseudonym)
    ).all()


def list_pupils_to_enrol(course: Course, school_id: int) -> Sequence[Pupil]:
    """Pupils of a school who have not left and are not on the course now or later."""
    day = today()
    busy = select(Enrolment.pupil_id).where(
        Enrolment.course_id == course.id, or_(Enrolment.to_on.is_(None), Enrolment.to_on >= day)
    )
    return db.session.scalars(
        select(Pupil)
        .where(Pupil.home_school_id == school_id, Pupil.id.not_in(busy))
        .where(is_present(day))
        .order_by(Pupil.pseudonym)
    ).all()


def list_enrolments(course: Course) -> Sequence[Enrolment]:
    """A course's enrolments, those that hold before those that ended, with pupils and home schools."""
    return db.session.scalars(
        select(Enrolment)
        .where(Enrolment.course_id == course.id)
        .options(joinedload(Enrolment.pupil).joinedload(Pupil.home_school))
        .order_by(Enrolment.from_on, Enrolment.id)
    ).all()


def list_enrolments_elsewhere(membership: Membership, *, after: date) -> Sequence[Enrolment]:
    """Enrolments of the school's pupils on courses that other schools of the partnership host, on days after one."""
    others = (Course.partnership_id == membership.partnership_id, Course.host_school_id != membership.school_id)
    goes_on = (Course.ends_on > after, or_(Enrolment.to_on.is_(None), Enrolment.to_on > after))
    return db.session.scalars(
        select(Enrolment)
        .join(Enrolment.course)
        .join(Enrolment.pupil)
        .where(*others, *goes_on, Pupil.home_school_id == membership.school_id)
        .options(contains_eager(Enrolment.course), contains_eager(Enrolment.pupil))
    ).all()


def list_sealed_names(pupil_ids: Sequence[int]) -> list[tuple[int, str | None, str | None]]:
    """Id, given name and family name; only `naming` asks, for pupils it has checked."""
    rows: list[tuple[int, str | None, str | None]] = []
    for start in range(0, len(pupil_ids), CHUNK):
        chunk = pupil_ids[start : start + CHUNK]
        found = select(Pupil.id, Pupil.sealed_given_name, Pupil.sealed_family_name).where(Pupil.id.in_(chunk))
        rows += [(pupil_id, given, family) for pupil_id, given, family in db.session.execute(found)]
    return rows


def list_pupils_with_identity(school_id: int) -> Sequence[Pupil]:
    """Pupils of a school with all that is sealed, for its own import."""
    sealed = (Pupil.sealed_given_name, Pupil.sealed_family_name, Pupil.sealed_upn, Pupil.sealed_mis_id)
    return db.session.scalars(
        select(Pupil)
        .where(Pupil.home_school_id == school_id)
        .options(*(undefer(column) for column in sealed), selectinload(Pupil.enrolments).lazyload(Enrolment.pupil))
        .order_by(Pupil.id)
    ).all()


def find_pupil_by(school_id: int, *, mis: str | None = None, upn: str | None = None) -> Pupil | None:
    """The pupil of a school with this fingerprint of a MIS id or of a UPN."""
    same = Pupil.mis_fingerprint == mis if mis else Pupil.upn_fingerprint == upn if upn else false()
    return db.session.scalar(select(Pupil).where(Pupil.home_school_id == school_id, same))


def get_import(import_id: int) -> PupilImport:
    return db.get_or_404(PupilImport, import_id)


def list_imports(school_id: int) -> Sequence[PupilImport]:
    """A school's imports of the last year, newest first."""
    return db.session.scalars(
        select(PupilImport)
        .where(PupilImport.school_id == school_id)
        .order_by(PupilImport.id.desc())
        .limit(LISTED_IMPORTS)
    ).all()


def lock_import(import_id: int) -> PupilImport:
    """The import as it is now, held so that nobody else starts it."""
    return db.session.get_one(PupilImport, import_id, with_for_update=True, populate_existing=True)


def list_imports_older_than(moment: datetime) -> Sequence[PupilImport]:
    """Imports from before a moment whose file is still held."""
    return db.session.scalars(
        select(PupilImport).where(PupilImport.created_at < moment, PupilImport.sealed_file.is_not(None))
    ).all()


def find_job_of(pupil_import: PupilImport) -> Job | None:
    """The last job that applied, or applies, the import."""
    return jobs.last_of(IMPORT_KIND, pupil_import.id)


def find_profile(school_id: int, headings: str) -> ImportProfile | None:
    """How the school mapped a file with these headings before."""
    return db.session.scalar(
        select(ImportProfile).where(ImportProfile.school_id == school_id, ImportProfile.headings == headings)
    )
