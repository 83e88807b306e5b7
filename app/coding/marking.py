"""What a coder does to passages: mark, move, give another theme, write a memo, remove. Each is a step that undo knows.

A change names the version it was made from. `Stale` says that somebody, or another window, was quicker: nothing is
lost, nothing is written over.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from app.coding import journal
from app.coding.models import Coding, Theme
from app.db import db, now
from app.interviews.texts import Transcript

MOST_MEMO = 4_000


class Stale(ValueError):
    """The coding has changed, or is gone, since it was read."""


class NotCodable(ValueError):
    """The theme is a heading, is no longer in the code book, or belongs to another study."""


@dataclass(frozen=True)
class Place:
    """A place of the raw text."""

    start: int
    end: int


@dataclass(frozen=True)
class Change:
    """What shall be different; None leaves a thing as it is."""

    place: Place | None = None
    theme_id: int | None = None
    memo: str | None = None


def mark(
    transcript: Transcript, coder_id: int, *, place: Place, theme_ids: Sequence[int], memo: str = ""
) -> list[Coding]:
    """Mark a passage with themes. What the coder has marked so already is not marked twice."""
    journal.lock_progress(transcript, coder_id)
    themes = [_codable(transcript, theme_id) for theme_id in dict.fromkeys(theme_ids)]
    already = _themes_at(transcript, coder_id, place)
    at = journal.next_moment(transcript, coder_id)
    made = [
        Coding(
            transcript_id=transcript.id,
            theme=theme,
            coder_id=coder_id,
            start=place.start,
            end=place.end,
            sealed_memo=memo or None,
        )
        for theme in themes
        if theme.id not in already
    ]
    db.session.add_all(made)
    db.session.flush()
    for coding in made:
        journal.note(coding, None, journal.state_of(coding), at=at)
    return made


def change(coding: Coding, version: int, wanted: Change) -> Coding:
    """Change one's own coding; Stale if it is not as it was read."""
    coding = _held(coding, version)
    before = journal.state_of(coding)
    if wanted.theme_id is not None and wanted.theme_id != coding.theme_id:
        coding.theme_id = _codable(coding.transcript, wanted.theme_id).id
    if wanted.place is not None:
        coding.start, coding.end = wanted.place.start, wanted.place.end
        coding.is_doubtful = False
    if wanted.memo is not None:
        coding.sealed_memo = wanted.memo or None
    after = journal.state_of(coding)
    if before != after:
        _step(coding, before, after)
    _changed(coding)
    return coding


def remove(coding: Coding, version: int) -> Coding:
    """Take one's own coding away; Stale if it is not as it was read."""
    coding = _held(coding, version)
    coding.deleted_at = now()
    _step(coding, journal.state_of(coding), None)
    _changed(coding)
    return coding


def _step(coding: Coding, before: journal.State, after: journal.State) -> None:
    assert coding.coder_id is not None
    journal.lock_progress(coding.transcript, coding.coder_id)
    journal.note(coding, before, after, at=journal.next_moment(coding.transcript, coding.coder_id))


def _held(coding: Coding, version: int) -> Coding:
    found = db.session.get(Coding, coding.id, with_for_update=True, populate_existing=True)
    if found is None or found.deleted_at is not None or found.version != version:
        raise Stale
    return found


def _changed(coding: Coding) -> None:
    coding.version += 1
    coding.updated_at = now()
    db.session.flush()


def _codable(transcript: Transcript, theme_id: int) -> Theme:
    theme = db.session.get(Theme, theme_id)
    if theme is None or theme.study_id != transcript.interview.study_id:
        raise NotCodable
    if theme.deleted_at is not None or not theme.is_codable:
        raise NotCodable
    return theme


def _themes_at(transcript: Transcript, coder_id: int, place: Place) -> set[int]:
    query = select(Coding.theme_id).where(
        Coding.transcript_id == transcript.id,
        Coding.coder_id == coder_id,
        Coding.start == place.start,
        Coding.end == place.end,
        Coding.deleted_at.is_(None),
    )
    return set(db.session.scalars(query))
