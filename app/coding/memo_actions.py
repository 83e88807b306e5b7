"""Writes of memos: write, change, take out, bring back, delete for good. Each flushes."""

from dataclasses import dataclass

from app.audit.actions import record
from app.coding.memo_queries import lock_memo
from app.coding.models import Memo
from app.db import db, now
from app.policy import Actor
from app.studies.models import Study


class MemoStale(ValueError):
    """Somebody has changed the memo, or taken it out, since it was read."""


@dataclass(frozen=True)
class MemoFields:
    """What a memo says, and what about: a theme, a transcript, or neither, which is the study."""

    title: str
    text: str
    theme_id: int | None = None
    transcript_id: int | None = None


def write_memo(study: Study, actor: Actor, fields: MemoFields) -> Memo:
    memo = Memo(study_id=study.id, author_id=actor.id)
    _fill(memo, fields)
    db.session.add(memo)
    db.session.flush()
    record("write memo", person_id=actor.id, subject=memo)
    return memo


def change_memo(memo: Memo, actor: Actor, fields: MemoFields, *, version: int) -> None:
    """Change it; MemoStale if it is not as it was read. One that was taken out stands in the lists again."""
    lock_memo(memo)
    if memo.version != version:
        raise MemoStale
    _fill(memo, fields)
    memo.deleted_at = None
    memo.changed_by_id = None if memo.author_id == actor.id else actor.id
    memo.updated_at = now()
    _changed(memo, actor, "change memo")


def remove_memo(memo: Memo, actor: Actor, *, version: int) -> None:
    """Take it out of the lists; MemoStale if it is not as it was read."""
    lock_memo(memo)
    if memo.version != version:
        raise MemoStale
    memo.deleted_at = memo.deleted_at or now()
    _changed(memo, actor, "remove memo")


def bring_back(memo: Memo, actor: Actor) -> None:
    lock_memo(memo)
    memo.deleted_at = None
    _changed(memo, actor, "bring back memo")


def delete_memo(memo: Memo, actor: Actor) -> None:
    """Delete one for good that was taken out before; MemoStale if it was brought back meanwhile."""
    lock_memo(memo)
    if memo.deleted_at is None:
        raise MemoStale
    record("delete memo", person_id=actor.id, subject=memo)
    db.session.delete(memo)
    db.session.flush()


def _fill(memo: Memo, fields: MemoFields) -> None:
    memo.title, memo.sealed_text = fields.title, fields.text
    memo.theme_id, memo.transcript_id = fields.theme_id, fields.transcript_id


def _changed(memo: Memo, actor: Actor, action: str) -> None:
    memo.version += 1
    db.session.flush()
    record(action, person_id=actor.id, subject=memo)
