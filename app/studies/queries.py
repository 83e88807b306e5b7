"""Reads of studies. What a person is listed is what the policy lets them read."""

from collections.abc import Sequence

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload, selectinload

from app.db import db
from app.policy import Actor
from app.schools.models import Partnership
from app.studies.models import Participant, Study, StudyResearcher


def get_study(study_id: int) -> Study:
    return db.get_or_404(Study, study_id)


def find_study_by_title(partnership_id: int, title: str) -> Study | None:
    return db.session.scalar(select(Study).where(Study.partnership_id == partnership_id, Study.title == title))


def list_studies(actor: Actor) -> Sequence[Study]:
    """Studies the actor may read, the newest first."""
    researched = select(StudyResearcher.study_id).where(StudyResearcher.person_id == actor.id)
    return db.session.scalars(
        select(Study)
        .where(or_(Study.partnership_id.in_(actor.partnership_ids), Study.id.in_(researched)))
        .options(joinedload(Study.partnership), selectinload(Study.participants))
        .order_by(Study.created_at.desc(), Study.id.desc())
    ).all()


def list_partnerships_studied_by(actor: Actor) -> Sequence[Partnership]:
    """Where the actor may begin a study."""
    mine = Partnership.id.in_(actor.partnership_ids)
    return db.session.scalars(select(Partnership).where(mine).order_by(Partnership.name)).all()


def list_participants(study: Study) -> Sequence[Participant]:
    """The study's participants by pseudonym."""
    return db.session.scalars(
        select(Participant).where(Participant.study_id == study.id).order_by(Participant.pseudonym)
    ).all()
