"""Reads of transcripts, of files that wait, and of the names that a study hides."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload, undefer

from app.db import db
from app.instruments.model import Instrument
from app.interviews.held import TranscriptUpload
from app.interviews.models import Interview, Speaker
from app.interviews.texts import Transcript, Turn
from app.studies.models import Participant, Study
from app.studies.schedules import find_schedule


def get_upload(upload_id: int) -> TranscriptUpload:
    return db.get_or_404(TranscriptUpload, upload_id)


def lock_upload(upload_id: int) -> TranscriptUpload:
    """The file, which nobody else may store or throw away before this transaction ends."""
    return db.session.get_one(TranscriptUpload, upload_id, with_for_update=True, populate_existing=True)


def list_uploads_older_than(moment: datetime) -> Sequence[TranscriptUpload]:
    """Those whose content is still held."""
    held = TranscriptUpload.sealed_content.is_not(None)
    return db.session.scalars(select(TranscriptUpload).where(TranscriptUpload.created_at < moment, held)).all()


def list_uploads_of(interview: Interview) -> Sequence[TranscriptUpload]:
    """Files of an interview that are still held."""
    held = TranscriptUpload.sealed_content.is_not(None)
    query = select(TranscriptUpload).where(TranscriptUpload.interview_id == interview.id, held)
    return db.session.scalars(query.with_for_update()).all()


def list_uploads_with(participant: Participant) -> Sequence[TranscriptUpload]:
    """Files of every interview in which they speak that are still held."""
    spoken = select(Speaker.interview_id).where(Speaker.participant_id == participant.id)
    held = TranscriptUpload.sealed_content.is_not(None)
    query = select(TranscriptUpload).where(TranscriptUpload.interview_id.in_(spoken), held)
    return db.session.scalars(query.with_for_update()).all()


def lock_speakers(interview: Interview) -> Sequence[Participant]:
    """Who speaks in it, as they stand now: nobody withdraws before this transaction ends."""
    query = select(Participant).join(Speaker, Speaker.participant_id == Participant.id).order_by(Participant.id)
    query = query.where(Speaker.interview_id == interview.id).with_for_update(of=Participant)
    return db.session.scalars(query.execution_options(populate_existing=True)).all()


def find_transcript_of(interview: Interview) -> Transcript | None:
    return db.session.scalar(select(Transcript).where(Transcript.interview_id == interview.id))


def find_transcript_ids(study: Study) -> dict[int, int]:
    """Transcripts of the study by their interviews."""
    query = select(Transcript.interview_id, Transcript.id).join(Transcript.interview)
    return {row[0]: row[1] for row in db.session.execute(query.where(Interview.study_id == study.id))}


def lock_transcript(transcript_id: int) -> Transcript:
    """The transcript with its text, which nobody else may change before this transaction ends."""
    query = select(Transcript).where(Transcript.id == transcript_id).options(undefer(Transcript.sealed_text))
    return db.session.scalars(query.with_for_update().execution_options(populate_existing=True)).one()


def hold_text(transcript: Transcript) -> None:
    """Let nobody change the text before this transaction ends: a place read in it now stays true."""
    db.session.execute(select(Transcript.id).where(Transcript.id == transcript.id).with_for_update(read=True))


def get_turn(turn_id: int) -> Turn:
    return db.get_or_404(Turn, turn_id, options=[joinedload(Turn.participant)])


def schedule_of(interview: Interview) -> Instrument | None:
    """The schedule the interview was held by; None when the study's partnership has it no more."""
    return find_schedule(interview.study, digest=interview.schedule_digest)
