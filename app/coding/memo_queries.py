"""Reads of memos."""

from collections.abc import Sequence

from flask import abort
from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload, lazyload

from app.coding.models import Memo
from app.coding.reading import open_places_of
from app.coding.seeing import memo_seen_by
from app.db import db
from app.interviews.texts import Transcript
from app.people.models import Person
from app.studies.models import Study


def get_memo(memo_id: int, person_id: int) -> Memo:
    """A memo that this person may know of, also one that was taken out; 404 for any other."""
    found = db.session.scalar(select(Memo).where(Memo.id == memo_id, memo_seen_by(person_id)))
    if found is None or (found.transcript_id and found.transcript_id not in open_places_of(found.study)):
        abort(404)
    return found


def lock_memo(memo: Memo) -> None:
    """Read it anew; whoever else changes it waits. 404 for one that was deleted for good meanwhile."""
    query = select(Memo).where(Memo.id == memo.id).with_for_update(of=Memo)
    if db.session.scalar(query.execution_options(populate_existing=True)) is None:
        abort(404)


def list_memos(study: Study, person_id: int) -> Sequence[Memo]:
    """Memos of the study that this person may know of, the oldest first."""
    return db.session.scalars(_seen(study, person_id).where(Memo.deleted_at.is_(None)).order_by(Memo.id)).all()


def list_removed_memos(study: Study, person_id: int) -> Sequence[Memo]:
    """Those that were taken out, the last one first."""
    query = _seen(study, person_id).where(Memo.deleted_at.is_not(None))
    return db.session.scalars(query.order_by(Memo.deleted_at.desc(), Memo.id)).all()


def _seen(study: Study, person_id: int) -> Select[Memo]:
    query = select(Memo).where(Memo.study_id == study.id, memo_seen_by(person_id))
    return query.options(
        joinedload(Memo.theme),
        joinedload(Memo.file_coder),
        joinedload(Memo.transcript).joinedload(Transcript.interview),
        *(joinedload(one).options(lazyload(Person.roles)) for one in (Memo.author, Memo.changed_by)),
    )
