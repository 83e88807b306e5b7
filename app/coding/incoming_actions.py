"""Files of projects and code books on their way in: read, held sealed, looked at, then stored whole or not at all.

What was read is deleted when it has been stored or thrown away, or after a day.
"""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy.exc import IntegrityError

from app.audit.actions import record
from app.coding import incoming_queries as queries
from app.coding import incoming_storing
from app.coding.held import ProjectUpload
from app.coding.incoming import Incoming
from app.coding.incoming_storing import KEYS, Wanted
from app.db import db, now, vault
from app.marked import marked
from app.policy import Actor
from app.qda.model import CodeBook, Project
from app.qda.plain import from_json, from_lines, to_json
from app.qda.problems import Refused, fault, refused
from app.qda.reading import from_qdc, plain_of_qdpx
from app.schools.models import Partnership
from app.studies.models import Study
from app.web import jobs
from app.web.jobs import Task

DELETE_KIND = "delete project file"
PLACE = "project_uploads.sealed_content"
KEPT = timedelta(hours=24)
MOST_LINES, MOST_CODINGS = 200_000, 30_000
MOST_PEOPLE = 200
"""Each has a line of their own on the preview."""


class FileGone(LookupError):
    """The file was stored, thrown away or deleted after a day."""


class HereAlready(ValueError):
    """Words, people or codings of the file are in these studies. Held once, whoever withdraws is gone everywhere."""

    def __init__(self, studies: Sequence[Study]) -> None:
        super().__init__()
        self.studies = studies


def upload_project(partnership: Partnership, actor: Actor, *, file_name: str, data: bytes) -> ProjectUpload:
    """Take a project in; Refused lists its faults, HereAlready says where it is."""
    partnership_id = partnership.id
    db.session.rollback()  # reading a file takes a moment, in which nobody else's answers may wait for this request
    plain = plain_of_qdpx(data)
    project = from_lines(plain)
    _refuse_long(project)
    _refuse_many(Incoming(project))
    sealed = vault.seal_bytes(plain, PLACE)
    _refuse_here(project)
    held = ProjectUpload(partnership_id=partnership_id, person_id=actor.id, file_name=file_name[-200:])
    return _hold(held, sealed)


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


def _refuse_long(project: Project) -> None:
    """Texts are laid out, and codings stored, in this process: more than this is no study of interviews."""
    n_lines = sum(one.text.count("\n") for one in project.sources)
    n_codings = sum(len(place.codings) for one in project.sources for place in one.selections)
    if n_lines > MOST_LINES or n_codings > MOST_CODINGS:
        raise refused("demanding")


def _refuse_many(incoming: Incoming) -> None:
    if not incoming.talks:
        nothing = marked("There is no text with words in this project, so there is nothing to store")
        raise Refused(fault(0, nothing))
    if len(incoming.people) > MOST_PEOPLE:
        many = marked("This project names %(n)s people, and a study takes %(most)s. Export it in parts")
        raise Refused(fault(0, many, n=len(incoming.people), most=MOST_PEOPLE))
    for talk in incoming.talks:
        if len(talk.speakers) > len(KEYS):
            crowd = marked("In “%(title)s” %(n)s people speak, and a text takes %(most)s")
            raise Refused(fault(0, crowd, title=talk.source.name, n=len(talk.speakers), most=len(KEYS)))


def _refuse_here(project: Project) -> None:
    if studies := queries.list_studies_with(project):
        raise HereAlready(studies)


def is_held(held: ProjectUpload) -> bool:
    """True while the file can be opened."""
    return held.sealed_content is not None and now() - held.created_at <= KEPT


def sealed_of(held: ProjectUpload) -> bytes:
    """What was read, as it is held; FileGone when it no longer is."""
    if not is_held(held):
        raise FileGone
    return bytes(held.sealed_content or b"")


def open_project(held: ProjectUpload) -> Incoming:
    """The study that it would become. No transaction stays open while that is worked out: a big one takes a moment."""
    return Incoming(from_lines(_plain_of(held))).laid_out()


def _plain_of(held: ProjectUpload) -> bytes:
    sealed = sealed_of(held)
    db.session.rollback()
    return vault.open_bytes(sealed, PLACE)


def open_book(held: ProjectUpload) -> CodeBook:
    """The code book."""
    return from_json(CodeBook, vault.open_bytes(sealed_of(held), PLACE).decode())


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
    _refuse_here(incoming.project)
    study = incoming_storing.store(locked.partnership, actor, incoming, wanted)
    finish(locked)
    return study


def take_book(held: ProjectUpload) -> CodeBook:
    """The code book, to be added once; FileGone for whoever comes second."""
    locked = queries.lock_upload(held.id)
    taken = open_book(locked)
    finish(locked)
    return taken


def finish(held: ProjectUpload) -> None:
    """Forget what was read."""
    held.sealed_content = None
    db.session.flush()


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
