"""Reads of agreement, the framework grid and findings."""

from collections.abc import Iterable, Sequence

from flask import abort
from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import selectinload

from app.coding.findings import Finding, FindingSource
from app.coding.models import CoderProgress, Coding, CodingStep, FileCoder, Summary, SummaryQuotation, Theme
from app.db import db
from app.interviews.models import Interview
from app.interviews.texts import Transcript
from app.policy import Actor
from app.studies.models import Participant, Study, StudyResearcher


def list_parts(study: Study) -> Sequence[CoderProgress]:
    """Everybody's part in coding each transcript."""
    query = select(CoderProgress).join(Transcript, Transcript.id == CoderProgress.transcript_id)
    query = query.join(Interview, Interview.id == Transcript.interview_id).where(Interview.study_id == study.id)
    return db.session.scalars(query.order_by(CoderProgress.transcript_id, CoderProgress.coder_id)).all()


def count_changed_since(transcript_ids: Iterable[int]) -> int:
    """Codings of these transcripts that their coder made, changed, removed or took back after having finished."""
    mine = (CoderProgress.transcript_id == CodingStep.transcript_id) & (CoderProgress.coder_id == CodingStep.coder_id)
    query = select(func.count(CodingStep.coding_id.distinct())).join(CoderProgress, mine)
    done_later = and_(CodingStep.at > CoderProgress.finished_at, CodingStep.undone_at.is_(None))
    undone_later = and_(CodingStep.at <= CoderProgress.finished_at, CodingStep.undone_at > CoderProgress.finished_at)
    here = CodingStep.transcript_id.in_(list(transcript_ids))
    return db.session.scalar(query.where(here, or_(done_later, undone_later))) or 0


def list_file_coders(study: Study) -> Sequence[FileCoder]:
    """Coders whom a file named, by name."""
    query = select(FileCoder).where(FileCoder.study_id == study.id).order_by(FileCoder.name, FileCoder.id)
    return db.session.scalars(query).all()


def keys_by_transcript(study: Study) -> dict[int, frozenset[int]]:
    """Transcript to the keys of those whose codings of it came with a file, and who are nobody here."""
    query = select(Coding.transcript_id, FileCoder.id).join(FileCoder, FileCoder.id == Coding.file_coder_id)
    query = query.where(FileCoder.study_id == study.id, FileCoder.person_id.is_(None)).distinct()
    found: dict[int, set[int]] = {}
    for transcript_id, coder_id in db.session.execute(query):
        found.setdefault(transcript_id, set()).add(-coder_id)
    return {transcript_id: frozenset(keys) for transcript_id, keys in found.items()}


def list_summaries(study: Study) -> dict[tuple[int, int], Summary]:
    """What is written in the grid, by participant and theme."""
    query = select(Summary).join(Theme, Theme.id == Summary.theme_id)
    query = query.where(Theme.study_id == study.id, Theme.deleted_at.is_(None))
    return {(one.participant_id, one.theme_id): one for one in db.session.scalars(query)}


def list_linked(summaries: Iterable[Summary]) -> dict[int, set[int]]:
    """Ids of the codings that each summary rests on."""
    ids = [one.id for one in summaries]
    linked: dict[int, set[int]] = {number: set() for number in ids}
    query = select(SummaryQuotation).where(SummaryQuotation.summary_id.in_(ids))
    for one in db.session.scalars(query):
        linked[one.summary_id].add(one.coding_id)
    return linked


def get_finding(finding_id: int) -> Finding:
    return db.get_or_404(Finding, finding_id)


def get_source(finding: Finding, source_id: int) -> FindingSource:
    """The source, if it is one of that finding."""
    found = next((one for one in finding.sources if one.id == source_id), None)
    if found is None:
        abort(404)
    return found


def list_findings(study: Study) -> Sequence[Finding]:
    """The study's findings in their order, each with what it rests on."""
    query = select(Finding).where(Finding.study_id == study.id).order_by(Finding.position, Finding.id)
    return db.session.scalars(query.options(selectinload(Finding.quotations), selectinload(Finding.sources))).all()


def lock_study(study: Study) -> None:
    """Whoever else changes findings or summaries of the study waits."""
    db.session.get_one(Study, study.id, with_for_update=True)


def find_summary(participant_id: int, theme_id: int) -> Summary | None:
    query = select(Summary).where(Summary.participant_id == participant_id, Summary.theme_id == theme_id)
    return db.session.scalar(query.execution_options(populate_existing=True))


def list_summary_quotations(summary: Summary) -> Sequence[SummaryQuotation]:
    return db.session.scalars(select(SummaryQuotation).where(SummaryQuotation.summary_id == summary.id)).all()


def get_cell(study: Study, participant_id: int, theme_id: int) -> tuple[Participant, Theme]:
    """A participant and a living theme of the study; 404 for any other pair."""
    participant, theme = db.session.get(Participant, participant_id), db.session.get(Theme, theme_id)
    if participant is None or theme is None or theme.deleted_at is not None:
        abort(404)
    if participant.study_id != study.id or theme.study_id != study.id:
        abort(404)
    return participant, theme


def list_sharing_studies(actor: Actor) -> Sequence[Study]:
    """Studies with shared findings which the actor may read, by title."""
    shared = select(Finding.study_id).where(Finding.shared_at.is_not(None))
    query = select(Study).where(Study.id.in_(shared)).order_by(Study.title, Study.id)
    researched = set(db.session.scalars(select(StudyResearcher.study_id).where(StudyResearcher.person_id == actor.id)))
    return [
        study
        for study in db.session.scalars(query)
        if study.id in researched
        or study.partnership_id in actor.partnership_ids
        or actor.school_ids & set(study.school_ids)
    ]
