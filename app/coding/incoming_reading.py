"""The file of a project is read as a job: what it holds is kept in its place, or why it is refused.

A job that ends otherwise leaves the file as it was sent, to be read once more.
"""

import zlib
from collections.abc import Sequence
from dataclasses import dataclass

from app.coding import incoming_queries as queries
from app.coding.held import ProjectUpload
from app.coding.incoming import Incoming
from app.coding.incoming_held import PLACE, FileGone, content_of, is_held
from app.coding.incoming_storing import KEYS
from app.db import reading, vault
from app.marked import marked
from app.policy import Actor
from app.qda.model import Project
from app.qda.plain import from_json, from_lines, to_json
from app.qda.problems import Problem, Refused, fault, refused
from app.qda.reading import plain_of_qdpx
from app.studies.models import Study
from app.web import jobs
from app.web.jobs import Job, Task

READ_KIND = "read project file"
N_STEPS = 3
"""The file is read, laid out in turns, and looked for among what is here."""
MOST_LINES, MOST_CODINGS = 200_000, 30_000
MOST_PEOPLE = 200
"""Each has a line of their own on the preview."""
_REFUSED, _UNPACKED = b'{"faults"', b"{"


@dataclass(frozen=True)
class Refusal:
    """Kept in place of a file that is refused: its faults, or the studies in which it is already."""

    faults: tuple[Problem, ...] = ()
    here: tuple[int, ...] = ()


class HereAlready(ValueError):
    """Words, people or codings of the file are in these studies. Held once, whoever withdraws is gone everywhere."""

    def __init__(self, studies: Sequence[Study]) -> None:
        super().__init__()
        self.studies = studies


def job_of(held: ProjectUpload) -> Job | None:
    """The job that reads the file, or did; none of one that came before there were such."""
    return jobs.last_of(READ_KIND, held.id)


def start(held: ProjectUpload, actor: Actor) -> None:
    """Have the file read."""
    jobs.enqueue(READ_KIND, subject_id=held.id, person_id=actor.id, n_total=N_STEPS)


def start_again(held: ProjectUpload, actor: Actor) -> None:
    """The same after it went wrong, once, whoever asks for it how often."""
    locked = queries.lock_upload(held.id)
    job = job_of(locked)
    if is_held(locked) and job is not None and job.state == "failed":
        start(locked, actor)


@jobs.kind(READ_KIND)
def read(task: Task) -> str:
    """Read one file. Nothing is written before it is over."""
    upload_id = task.subject_id or 0
    with reading():
        try:
            sealed = vault.seal_bytes(_understood(queries.get_project_upload(upload_id), task), PLACE)
        except FileGone:
            return ""
    held = queries.lock_upload(upload_id)
    if held.sealed_content is not None:
        held.sealed_content = sealed
    return ""


def _understood(held: ProjectUpload, task: Task) -> bytes:
    """The project as `plain` writes it, packed, or the refusal."""
    try:
        plain = plain_of_qdpx(content_of(held, apart=True))
        task.progress(1)
        project = from_lines(plain)
        _refuse_long(project)
        _refuse_many(Incoming(project))
        task.progress(2)
        refuse_here(project)
    except Refused as refusal:
        return to_json(Refusal(refusal.problems)).encode()
    except HereAlready as known:
        return to_json(Refusal(here=tuple(one.id for one in known.studies))).encode()
    return zlib.compress(plain, level=1)  # or twice thirty megabytes are on the way to PostgreSQL


def open_project(held: ProjectUpload) -> Incoming:
    """The study that a file which was read would become. Refused and HereAlready say why it can be none."""
    content = content_of(held, apart=True)
    if not content.startswith(_REFUSED):
        plain = content if content.startswith(_UNPACKED) else zlib.decompress(content)
        del content
        return Incoming(from_lines(plain)).laid_out()
    refusal = from_json(Refusal, content.decode())
    if refusal.faults:
        raise Refused(*refusal.faults)
    raise HereAlready(queries.list_studies(refusal.here))


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


def refuse_here(project: Project) -> None:
    """HereAlready, if it is."""
    if studies := queries.list_studies_with(project):
        raise HereAlready(studies)
