"""Reads of studies. What a person is listed is what the policy lets them read."""

from collections.abc import Iterable, Sequence

from flask import abort
from sqlalchemy import and_, column, exists, func, or_, select, table
from sqlalchemy.orm import joinedload, selectinload

from app.db import db
from app.people.models import Person
from app.policy import Actor
from app.schools.models import Membership, Partnership, School
from app.schools.queries import holds, list_staff
from app.studies.models import (
    Consent,
    OwnSchedule,
    Participant,
    SchoolAsk,
    SchoolPermission,
    Study,
    StudyResearcher,
)
from app.studies.pseudonyms import as_counted
from app.web.filters import today

SPEAKERS = table("speakers", column("participant_id"), column("interview_id"))
TURNS = table("turns", column("participant_id"))
INTERVIEWS = table("interviews", column("study_id"), column("state"))
THEMES = table("themes", column("study_id"), column("deleted_at"))
FINDINGS = table("findings", column("study_id"))
LINKS = table("participant_links", column("participant_id"))
"""Rooms above this one hold what was said, so it is counted here by table, not by model."""


def get_study(study_id: int) -> Study:
    return db.get_or_404(Study, study_id)


def find_study_by_title(partnership_id: int, title: str) -> Study | None:
    return db.session.scalar(select(Study).where(Study.partnership_id == partnership_id, Study.title == title))


def list_studies(actor: Actor) -> Sequence[Study]:
    """Studies the actor may read, the newest first."""
    member = exists().where(
        Membership.partnership_id == Study.partnership_id,
        Membership.school_id.in_(actor.school_ids),
        holds(Membership, today()),
    )
    researched = select(StudyResearcher.study_id).where(StudyResearcher.person_id == actor.id)
    return db.session.scalars(
        select(Study)
        .where(or_(Study.partnership_id.in_(actor.partnership_ids), and_(Study.id.in_(researched), member)))
        .options(joinedload(Study.partnership), selectinload(Study.participants))
        .order_by(Study.created_at.desc(), Study.id.desc())
    ).all()


def list_partnerships_studied_by(actor: Actor) -> Sequence[Partnership]:
    """Where the actor may begin a study."""
    mine = Partnership.id.in_(actor.partnership_ids)
    return db.session.scalars(select(Partnership).where(mine).order_by(Partnership.name)).all()


def list_participants(study: Study) -> Sequence[Participant]:
    """The study's participants by pseudonym, T2 before T10."""
    found = db.session.scalars(select(Participant).where(Participant.study_id == study.id))
    return sorted(found, key=lambda one: as_counted(one.pseudonym))


def list_published_schedules(partnership_id: int) -> Sequence[OwnSchedule]:
    """A partnership's own schedules in every version that was published, by name."""
    own = select(OwnSchedule).where(OwnSchedule.partnership_id == partnership_id)
    published = own.where(OwnSchedule.published_at.is_not(None))
    return db.session.scalars(published.order_by(OwnSchedule.name, OwnSchedule.id)).all()


def list_sealed_names(participant_ids: Iterable[int]) -> list[tuple[int, str | None]]:
    """Participant id and name, opened; asked by `naming` alone."""
    named = select(Participant.id, Participant.sealed_name).where(Participant.id.in_(list(participant_ids)))
    return [(number, name) for number, name in db.session.execute(named)]


def get_participant(participant_id: int) -> Participant:
    return db.get_or_404(Participant, participant_id)


def get_consent(consent_id: int) -> Consent:
    return db.get_or_404(Consent, consent_id)


def get_ask(study_id: int, school_id: int) -> SchoolAsk:
    return db.get_or_404(SchoolAsk, (study_id, school_id))


def get_researcher(study_id: int, person_id: int) -> StudyResearcher:
    return db.get_or_404(StudyResearcher, (study_id, person_id))


def get_member(study: Study, school_id: int) -> School:
    """A school of the study's partnership, or one that it asked while it was; 404 for any other."""
    if school_id not in study.school_ids and db.session.get(SchoolAsk, (study.id, school_id)) is None:
        abort(404)
    return db.get_or_404(School, school_id)


def list_members(study: Study) -> Sequence[School]:
    """Schools that are in the partnership today, and those asked while they were, by name."""
    asked = select(SchoolAsk.school_id).where(SchoolAsk.study_id == study.id)
    here = or_(School.id.in_(study.school_ids), School.id.in_(asked))
    return db.session.scalars(select(School).where(here).order_by(School.name)).all()


def list_asks(study: Study) -> Sequence[SchoolAsk]:
    return db.session.scalars(select(SchoolAsk).where(SchoolAsk.study_id == study.id)).all()


def list_asks_for(actor: Actor) -> Sequence[SchoolAsk]:
    """What studies ask of the schools that the actor leads, the newest first."""
    asked = select(SchoolAsk).where(SchoolAsk.school_id.in_(actor.heads))
    return db.session.scalars(asked.order_by(SchoolAsk.asked_at.desc(), SchoolAsk.study_id, SchoolAsk.school_id)).all()


def list_permissions(study: Study) -> Sequence[SchoolPermission]:
    """Every permission that was ever given, oldest first."""
    given = select(SchoolPermission).where(SchoolPermission.study_id == study.id)
    return db.session.scalars(given.order_by(SchoolPermission.id)).all()


def find_permission(study: Study, school: School) -> SchoolPermission | None:
    """The permission that stands."""
    return db.session.scalar(
        select(SchoolPermission)
        .where(
            SchoolPermission.study_id == study.id,
            SchoolPermission.school_id == school.id,
            SchoolPermission.withdrawn_at.is_(None),
        )
        .order_by(SchoolPermission.id.desc())
        .limit(1)
    )


def list_pseudonyms(study_id: int) -> list[str]:
    return list(db.session.scalars(select(Participant.pseudonym).where(Participant.study_id == study_id)))


def list_numbers(study_id: int) -> list[int]:
    """Numbers that somebody of the study has."""
    query = select(Participant.number).where(Participant.study_id == study_id, Participant.number.is_not(None))
    return [number for number in db.session.scalars(query) if number is not None]


def count_interviews_of(participant: Participant) -> int:
    """Interviews in which the participant speaks or is to speak."""
    theirs = SPEAKERS.c.participant_id == participant.id
    return db.session.scalar(select(func.count()).select_from(SPEAKERS).where(theirs)) or 0


def has_been_asked(participant: Participant) -> bool:
    """True as soon as an interview is planned with the participant, or anything of theirs was written down."""
    return any(
        db.session.scalar(select(exists().where(one.c.participant_id == participant.id)))
        for one in (SPEAKERS, TURNS, LINKS)
    )


def count_interviews(study: Study) -> tuple[int, int]:
    """Interviews that are not withdrawn, and how many of them were held."""
    rows = db.session.execute(select(INTERVIEWS.c.state).where(INTERVIEWS.c.study_id == study.id)).scalars()
    states = [state for state in rows if state != "withdrawn"]
    return len(states), sum(state != "planned" for state in states)


def count_themes(study: Study) -> int:
    here = (THEMES.c.study_id == study.id, THEMES.c.deleted_at.is_(None))
    return db.session.scalar(select(func.count()).select_from(THEMES).where(*here)) or 0


def count_findings(study: Study) -> int:
    return db.session.scalar(select(func.count()).select_from(FINDINGS).where(FINDINGS.c.study_id == study.id)) or 0


def list_candidates(study: Study) -> Sequence[Person]:
    """Staff of the member schools who do not work in the study yet, by name."""
    chosen = {one.person_id for one in study.researchers}
    return [one for one in list_staff(study.school_ids) if one.id not in chosen]


def get_own_schedule(schedule_id: int) -> OwnSchedule:
    return db.get_or_404(OwnSchedule, schedule_id)


def list_versions_of_own(own: OwnSchedule) -> Sequence[OwnSchedule]:
    """Every version of that name in the partnership, the newest first."""
    same = (OwnSchedule.partnership_id == own.partnership_id, OwnSchedule.name == own.name)
    return db.session.scalars(select(OwnSchedule).where(*same).order_by(OwnSchedule.id.desc())).all()


def list_names_of_own(partnership_id: int) -> set[str]:
    return set(db.session.scalars(select(OwnSchedule.name).where(OwnSchedule.partnership_id == partnership_id)))


def list_own_schedules(actor: Actor) -> Sequence[OwnSchedule]:
    """Schedules that the actor may read, by name, the newest version first; drafts for those who may write them."""
    mine = OwnSchedule.partnership_id.in_(actor.partnership_ids)
    handed = OwnSchedule.partnership_id.in_({study.partnership_id for study in list_studies(actor)})
    return db.session.scalars(
        select(OwnSchedule)
        .where(or_(mine, and_(handed, OwnSchedule.published_at.is_not(None))))
        .options(joinedload(OwnSchedule.partnership))
        .order_by(OwnSchedule.name, OwnSchedule.partnership_id, OwnSchedule.id.desc())
    ).all()
