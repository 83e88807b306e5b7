"""Reads of files that wait, and of what is here already of a file."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import islice
from typing import Any

from flask import abort
from sqlalchemy import select

from app.coding.held import BroughtProject, ProjectUpload
from app.coding.models import Coding, Theme
from app.db import db
from app.interviews.models import Interview
from app.interviews.texts import Transcript
from app.qda.model import Project
from app.schools.models import Partnership, School
from app.studies.models import Participant, Study

AT_ONCE = 5_000
"""So many guids are asked for in one query."""


def get_project_upload(upload_id: int) -> ProjectUpload:
    """A project's file; 404 for that of a code book."""
    held = db.get_or_404(ProjectUpload, upload_id)
    return abort(404) if held.study_id is not None else held


def get_book_upload(upload_id: int) -> ProjectUpload:
    """A code book's file; 404 for that of a project."""
    held = db.get_or_404(ProjectUpload, upload_id)
    return abort(404) if held.study_id is None else held


def lock_upload(upload_id: int) -> ProjectUpload:
    """The file, which nobody else may store or throw away before this transaction ends."""
    return db.session.get_one(ProjectUpload, upload_id, with_for_update=True, populate_existing=True)


def list_waiting(partnership: Partnership, person_id: int, since: datetime) -> Sequence[ProjectUpload]:
    """Projects' files that the person sent since then and has neither stored nor thrown away, the last one first."""
    mine = select(ProjectUpload).where(ProjectUpload.partnership_id == partnership.id)
    mine = mine.where(ProjectUpload.person_id == person_id, ProjectUpload.study_id.is_(None))
    waiting = mine.where(ProjectUpload.sealed_content.is_not(None), ProjectUpload.created_at > since)
    return db.session.scalars(waiting.order_by(ProjectUpload.id.desc())).all()


def list_studies(ids: Iterable[int]) -> Sequence[Study]:
    """Those of these studies that there are."""
    return db.session.scalars(select(Study).where(Study.id.in_(ids)).order_by(Study.id)).all()


def list_uploads_older_than(moment: datetime) -> Sequence[ProjectUpload]:
    """Those whose content is still held."""
    held = ProjectUpload.sealed_content.is_not(None)
    return db.session.scalars(select(ProjectUpload).where(ProjectUpload.created_at < moment, held)).all()


def taken_guids(model: Any, guids: Iterable[str]) -> set[str]:
    """Those of these guids that a thing of the kind has here."""
    return {
        guid for some in _parts(guids) for guid in db.session.scalars(select(model.guid).where(model.guid.in_(some)))
    }


def list_studies_with(project: Project) -> Sequence[Study]:
    """Studies that hold a text, somebody or a coding of the project."""
    sources = [one.guid for one in project.sources]
    codings = [mark.guid for one in project.sources for place in one.selections for mark in place.codings]
    codings += [mark.guid for one in project.sources for mark in one.codings]
    talks = select(Interview.study_id).join(Transcript, Transcript.interview_id == Interview.id)
    people = select(Participant.study_id)
    marked = select(Theme.study_id).join(Coding, Coding.theme_id == Theme.id)
    found = _ids(talks, Transcript, sources) | _ids(people, Participant, [one.guid for one in project.cases])
    found |= _ids(marked, Coding, codings)
    return list_studies(found)


def _ids(query: Any, model: Any, guids: Iterable[str]) -> set[int]:
    return {number for some in _parts(guids) for number in db.session.scalars(query.where(model.guid.in_(some)))}


def _parts(guids: Iterable[str]) -> Iterator[list[str]]:
    rest = iter(guids)
    while some := list(islice(rest, AT_ONCE)):
        yield some


def list_schools_in(partnership: Partnership) -> Sequence[School]:
    """Its member schools of today, by name."""
    here = School.id.in_(partnership.school_ids)
    return db.session.scalars(select(School).where(here).order_by(School.name)).all()


def find_brought(study: Study) -> BroughtProject | None:
    """What came with the file that the study is from."""
    return db.session.get(BroughtProject, study.id)
