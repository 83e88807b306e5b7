"""Writes of studies. Each flushes, records its event and never commits."""

from dataclasses import dataclass
from datetime import date

from app.audit.actions import record
from app.db import db
from app.people.models import Person
from app.policy import Actor
from app.schools.models import Partnership
from app.studies import queries
from app.studies.models import Study, StudyResearcher


class TitleTaken(ValueError):
    """The partnership has a study of this title already."""


@dataclass(frozen=True)
class StudyFields:
    """What a study is described by."""

    title: str
    about: str = ""
    sheet_version: str = ""
    withdraw_until: date | None = None
    survey_id: int | None = None


def create_study(partnership: Partnership, actor: Actor, fields: StudyFields) -> Study:
    """Begin a study; TitleTaken if there is one of that title."""
    _refuse_taken(partnership.id, fields.title, None)
    study = Study(partnership_id=partnership.id, created_by_id=actor.id)
    _fill(study, fields)
    db.session.add(study)
    db.session.flush()
    record("create study", person_id=actor.id, subject=study)
    return study


def edit_study(study: Study, actor: Actor, fields: StudyFields) -> None:
    _refuse_taken(study.partnership_id, fields.title, study)
    _fill(study, fields)
    db.session.flush()
    record("edit study", person_id=actor.id, subject=study)


def add_researcher(study: Study, person: Person, actor: Actor) -> None:
    """Let somebody interview, read and code in the study; who does already stays."""
    if person.id not in {one.person_id for one in study.researchers}:
        study.researchers.append(StudyResearcher(person_id=person.id))
        db.session.flush()
        record("add researcher", person_id=actor.id, subject=study, researcher=person.id)


def remove_researcher(researcher: StudyResearcher, actor: Actor) -> None:
    """End it: from now on they open nothing of the study. What they noted and coded stays."""
    study = researcher.study
    study.researchers.remove(researcher)
    db.session.flush()
    record("remove researcher", person_id=actor.id, subject=study, researcher=researcher.person_id)


def _refuse_taken(partnership_id: int, title: str, study: Study | None) -> None:
    other = queries.find_study_by_title(partnership_id, title)
    if other is not None and other is not study:
        raise TitleTaken(title)


def _fill(study: Study, fields: StudyFields) -> None:
    study.title, study.about = fields.title, fields.about
    study.sheet_version, study.withdraw_until = fields.sheet_version, fields.withdraw_until
    study.survey_id = fields.survey_id
