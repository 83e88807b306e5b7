"""The journal of a coder in a transcript: each step with what was before and after, taken back and done again.

One action may be several steps (a passage marked with three themes); those have the same moment and go together.
A step is put back by what it changed, not by what else has happened to the coding since: the theme of a passage that
was moved stays as the code book has it by then, and places follow the corrections of the text.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, func, select

from app.coding.models import CoderProgress, Coding, CodingStep, Theme
from app.db import db, now
from app.interviews.anchored import Splice, moved
from app.interviews.texts import TextEdit, Transcript

State = dict[str, Any] | None
Span = tuple[int, int]
_STANDS = CodingStep.undone_at.is_(None)


class NothingToUndo(ValueError):
    """The journal has nothing that could be taken back, or done again."""


def state_of(coding: Coding) -> dict[str, Any]:
    """What a step remembers of a living coding."""
    return {"theme": coding.theme_id, "start": coding.start, "end": coding.end}


def lock_progress(transcript: Transcript, coder_id: int) -> CoderProgress:
    """The coder's part in the transcript, kept for this transaction; their steps come one after the other."""
    key = {"transcript_id": transcript.id, "coder_id": coder_id}
    found = db.session.get(CoderProgress, key, with_for_update=True)
    if found is None:
        found = CoderProgress(**key)
        db.session.add(found)
        db.session.flush()
    return found


def next_moment(transcript: Transcript, coder_id: int) -> datetime:
    """A moment that no earlier step of the coder has."""
    last = db.session.scalar(select(func.max(CodingStep.at)).where(*_written(transcript, coder_id)))
    return max(now(), last + timedelta(microseconds=1)) if last else now()


def note(coding: Coding, before: State, after: State, *, at: datetime) -> None:
    """Write a step of the coding's coder."""
    step = CodingStep(transcript_id=coding.transcript_id, coder_id=coding.coder_id, coding_id=coding.id, at=at)
    step.before, step.after = before, after
    db.session.add(step)


def next_undo(transcript: Transcript, coder_id: int) -> Sequence[CodingStep]:
    """The steps that undo would take back now."""
    query = select(func.max(CodingStep.at)).where(*_mine(transcript, coder_id), _STANDS)
    return _steps_at(transcript, coder_id, db.session.scalar(query))


def next_redo(transcript: Transcript, coder_id: int) -> Sequence[CodingStep]:
    """The steps that were taken back last, as long as nothing else was done since."""
    mine = _mine(transcript, coder_id)
    done = select(func.max(CodingStep.at)).where(*mine, _STANDS).scalar_subquery()
    later = done.is_(None) | (CodingStep.at > done)
    query = select(func.min(CodingStep.at)).where(*mine, ~_STANDS, later)
    return _steps_at(transcript, coder_id, db.session.scalar(query))


def can_undo_and_redo(transcript: Transcript, coder_id: int) -> tuple[bool, bool]:
    """Whether there is anything to take back, and anything to do again."""
    stands, undone = (func.max(CodingStep.at).filter(one) for one in (_STANDS, ~_STANDS))
    done, taken_back = db.session.execute(select(stands, undone).where(*_mine(transcript, coder_id))).one()
    return done is not None, taken_back is not None and (done is None or taken_back > done)


def undo(transcript: Transcript, coder_id: int) -> list[Span]:
    """Take back the coder's last action; the places where something looks different now."""
    lock_progress(transcript, coder_id)
    steps = next_undo(transcript, coder_id)
    if not steps:
        raise NothingToUndo
    for step in steps:
        step.undone_at = now()
    return sorted({span for step in reversed(steps) for span in _put(step, step.after, step.before)})


def redo(transcript: Transcript, coder_id: int) -> list[Span]:
    """Do again what was taken back last; the places where something looks different now."""
    lock_progress(transcript, coder_id)
    steps = next_redo(transcript, coder_id)
    if not steps:
        raise NothingToUndo
    for step in steps:
        step.undone_at = None
    return sorted({span for step in steps for span in _put(step, step.before, step.after)})


def _written(transcript: Transcript, coder_id: int) -> tuple[ColumnElement[bool], ...]:
    return CodingStep.transcript_id == transcript.id, CodingStep.coder_id == coder_id


def _mine(transcript: Transcript, coder_id: int) -> tuple[ColumnElement[bool], ...]:
    """Steps of codings that are the coder's still: who was taken for a coder of a file may have changed theirs."""
    still = select(Coding.id).where(Coding.id == CodingStep.coding_id, Coding.coder_id == coder_id).exists()
    return *_written(transcript, coder_id), still


def _steps_at(transcript: Transcript, coder_id: int, at: datetime | None) -> Sequence[CodingStep]:
    if at is None:
        return ()
    query = select(CodingStep).where(*_mine(transcript, coder_id), CodingStep.at == at)
    return db.session.scalars(query.order_by(CodingStep.id)).all()


def _put(step: CodingStep, old: State, new: State) -> tuple[Span, Span]:
    """Bring a coding from one state of a step to the other; where it was and where it is."""
    coding = db.session.get_one(Coding, step.coding_id, with_for_update=True, populate_existing=True)
    before = coding.start, coding.end
    if new is None:
        coding.deleted_at = coding.deleted_at or now()
    elif old is None:
        theme = db.session.get(Theme, coding.theme_id)
        can_stand = theme is not None and theme.deleted_at is None and has_words(step, new)
        coding.deleted_at = None if can_stand else coding.deleted_at
    else:
        _put_changes(coding, step, old, new)
    coding.version += 1
    coding.updated_at = now()
    return before, (coding.start, coding.end)


def _put_changes(coding: Coding, step: CodingStep, old: dict[str, Any], new: dict[str, Any]) -> None:
    if old["theme"] != new["theme"]:
        theme = db.session.get(Theme, new["theme"])
        if theme is not None and theme.deleted_at is None and theme.is_codable:
            coding.theme_id = theme.id
    if (old["start"], old["end"]) != (new["start"], new["end"]):
        start, end = _carried_on(step, new)
        coding.start, coding.end = (start, end) if start < end else (coding.start, coding.end)


def has_words(step: CodingStep, state: dict[str, Any]) -> bool:
    """False when the text was corrected since and none of the words of that state is left: nothing can stand there."""
    start, end = _carried_on(step, state)
    return start < end


def _carried_on(step: CodingStep, state: dict[str, Any]) -> Span:
    return carried((state["start"], state["end"]), _edits_since(step))


def _edits_since(step: CodingStep) -> Sequence[TextEdit]:
    query = select(TextEdit).where(TextEdit.transcript_id == step.transcript_id, TextEdit.at > step.at)
    return db.session.scalars(query.order_by(TextEdit.at, TextEdit.id)).all()


def carried(place: Span, edits: Iterable[TextEdit]) -> Span:
    """Where a place lies after these corrections, as codings move with them; an empty one if no word is left."""
    for edit in edits:
        if place[0] < place[1]:
            place = moved(place, Splice(edit.start, edit.sealed_before, edit.sealed_after))
    return place
