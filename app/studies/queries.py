"""Reads of studies. What a person is listed is what the policy lets them read."""

from collections.abc import Iterable, Sequence

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload, selectinload

from app.db import db
from app.policy import Actor
from app.schools.models import Partnership
from app.studies.models import OwnSchedule, Participant, Study, StudyResearcher


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


def list_published_schedules(partnership_id: int) -> Sequence[OwnSchedule]:
    """A partnership's own schedules in every version that was published, by name."""
    own = select(OwnSchedule).where(OwnSchedule.partnership_id == partnership_id)
    published = own.where(OwnSchedule.published_at.is_not(None))
    return db.session.scalars(published.order_by(OwnSchedule.name, OwnSchedule.id)).all()


def list_sealed_names(participant_ids: Iterable[int]) -> list[tuple[int, str | None]]:
    """Participant id and name, opened; asked by `naming` alone."""
    named = select(Participant.id, Participant.sealed_name).where(Participant.id.in_(list(participant_ids)))
    return [(number, name) for number, name in db.session.execute(named)]
