"""Which codings and memos a person may know of. Pages, searches, counts and exports all ask here.

Where a transcript is coded blind, everybody sees their own codings only, until each of its coders has finished.
"""

from collections.abc import Collection, Sequence

from sqlalchemy import ColumnElement, and_, exists, or_, select

from app.coding.models import CoderProgress, Coding, FileCoder, Memo, key_of
from app.db import db
from app.interviews.models import Interview
from app.interviews.texts import Transcript
from app.studies.models import Study


def seen_by(person_id: int) -> ColumnElement[bool]:
    """Living codings that this person may know of, as a condition for a query on `Coding`."""
    blind = select(CoderProgress.transcript_id).where(_is_open_round())
    return and_(Coding.deleted_at.is_(None), or_(Coding.coder_id == person_id, Coding.transcript_id.not_in(blind)))


def memo_seen_by(person_id: int) -> ColumnElement[bool]:
    """Memos that this person may know of: of a transcript that is coded blind, their own. For a query on `Memo`."""
    blind = select(CoderProgress.transcript_id).where(_is_open_round())
    return or_(Memo.transcript_id.is_(None), Memo.author_id == person_id, Memo.transcript_id.not_in(blind))


def is_blind(transcript: Transcript) -> bool:
    """True while the codings of others stay hidden."""
    return bool(db.session.scalar(select(exists().where(_is_open_round(), _of(transcript)))))


def is_any_blind(study: Study) -> bool:
    """True while a transcript of the study is coded blind."""
    query = select(CoderProgress.coder_id).join(Transcript, Transcript.id == CoderProgress.transcript_id)
    query = query.join(Interview, Interview.id == Transcript.interview_id)
    return db.session.scalar(query.where(Interview.study_id == study.id, _is_open_round()).limit(1)) is not None


def list_coders(transcript: Transcript) -> Sequence[CoderProgress]:
    """Everybody's part in the transcript, in the order in which they began."""
    query = select(CoderProgress).where(_of(transcript))
    return db.session.scalars(query.order_by(CoderProgress.started_at, CoderProgress.coder_id)).all()


def list_file_names(transcript: Transcript) -> Sequence[str]:
    """Names, as the file has them, of those whose marks came with it and of whom nobody has said who they are."""
    marked = exists().where(
        Coding.file_coder_id == FileCoder.id, Coding.transcript_id == transcript.id, Coding.deleted_at.is_(None)
    )
    query = select(FileCoder.name).where(FileCoder.person_id.is_(None), marked)
    return db.session.scalars(query.order_by(FileCoder.name)).all()


def list_informed_ids(transcript: Transcript, person_ids: Collection[int]) -> set[int]:
    """Those among these to whom somebody else's marks in the transcript have stood open, removed ones included.

    Who codes it blind with others already has learnt nothing since that began.
    """
    rows = db.session.execute(
        select(Coding.coder_id, Coding.file_coder_id).where(Coding.transcript_id == transcript.id).distinct()
    )
    marked = {key_of(coder_id, file_coder_id) for coder_id, file_coder_id in rows}
    coding_blind = {one.coder_id for one in list_coders(transcript) if one.is_blind} if is_blind(transcript) else set()
    return {one for one in person_ids if one not in coding_blind and marked - {one}}


def _is_open_round() -> ColumnElement[bool]:
    return and_(CoderProgress.is_blind, CoderProgress.finished_at.is_(None))


def _of(transcript: Transcript) -> ColumnElement[bool]:
    return CoderProgress.transcript_id == transcript.id
