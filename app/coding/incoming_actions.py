"""Files of projects and code books on their way in: held sealed, looked at, then stored whole or not at all.

What was read is deleted when it has been stored or thrown away, or after a day.
"""

from sqlalchemy.exc import IntegrityError

from app.audit.actions import record
from app.coding import incoming_queries as queries
from app.coding import incoming_reading, incoming_storing
from app.coding.held import ProjectUpload
from app.coding.incoming import Incoming
from app.coding.incoming_held import KEPT, PLACE, FileGone, content_of, finish
from app.coding.incoming_storing import Wanted
from app.db import db, now, vault
from app.policy import Actor
from app.qda.model import CodeBook
from app.qda.plain import from_json, to_json
from app.qda.reading import from_qdc, refuse_size
from app.schools.models import Partnership
from app.studies.models import Study
from app.web import jobs
from app.web.jobs import Task

DELETE_KIND = "delete project file"


def upload_project(partnership: Partnership, actor: Actor, *, file_name: str, data: bytes) -> ProjectUpload:
    """Take the file of a project, to be read; Refused when its size says enough."""
    refuse_size(data)
    held = ProjectUpload(partnership_id=partnership.id, person_id=actor.id, file_name=file_name[-200:])
    db.session.rollback()  # a big one is sealed while nobody else's answers wait for this request
    _hold(held, vault.seal_bytes(data, PLACE))
    incoming_reading.start(held, actor)
    return held


def upload_book(study: Study, actor: Actor, *, file_name: str, data: bytes) -> ProjectUpload:
    """Take a code book in; Refused lists its faults."""
    held = ProjectUpload(partnership_id=study.partnership_id, study_id=study.id, person_id=actor.id)
    held.file_name = file_name[-200:]
    db.session.rollback()
    return _hold(held, vault.seal_bytes(to_json(from_qdc(data)).encode(), PLACE))


def _hold(held: ProjectUpload, sealed: bytes) -> ProjectUpload:
    delete_old_files()
    held.sealed_content = sealed
    db.session.add(held)
    db.session.flush()
    kind = "upload code book" if held.study_id else "upload project"
    record(kind, person_id=held.person_id, subject=held, partnership_id=held.partnership_id)
    jobs.enqueue(DELETE_KIND, subject_id=held.id, after=KEPT)
    return held


def open_book(held: ProjectUpload) -> CodeBook:
    """The code book."""
    return from_json(CodeBook, content_of(held).decode())


def store_project(upload_id: int, actor: Actor, incoming: Incoming, wanted: Wanted) -> Study:
    """Make a study of it, once; FileGone for whoever comes second, HereAlready if it came by another file."""
    try:
        return _store(upload_id, actor, incoming, wanted)
    except IntegrityError:  # somebody stored the same project, or one with the same themes, at the same moment
        db.session.rollback()
        return _store(upload_id, actor, incoming, wanted)


def _store(upload_id: int, actor: Actor, incoming: Incoming, wanted: Wanted) -> Study:
    locked = queries.lock_upload(upload_id)
    if locked.sealed_content is None:
        raise FileGone
    incoming_reading.refuse_here(incoming.project)
    study = incoming_storing.store(locked.partnership, actor, incoming, wanted)
    finish(locked)
    return study


def take_book(held: ProjectUpload) -> CodeBook:
    """The code book, to be added once; FileGone for whoever comes second."""
    locked = queries.lock_upload(held.id)
    taken = open_book(locked)
    finish(locked)
    return taken


def discard(held: ProjectUpload, actor: Actor) -> None:
    """Throw a file away."""
    locked = queries.lock_upload(held.id)
    if locked.sealed_content is not None:
        record("discard project file", person_id=actor.id, subject=locked, partnership_id=locked.partnership_id)
    finish(locked)


@jobs.kind(DELETE_KIND)
def delete_file(task: Task) -> str:
    """Delete one file a day after it came, with whatever else is as old: a stop of the server loses nothing."""
    delete_old_files()
    return ""


def delete_old_files() -> int:
    """Delete what nobody stored within a day; returns how many."""
    old = queries.list_uploads_older_than(now() - KEPT)
    for held in old:
        finish(held)
    return len(old)
