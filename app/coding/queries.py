"""Reads of themes and codings."""

from collections import Counter
from collections.abc import Sequence

from flask import abort
from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from app.coding.findings import Finding
from app.coding.models import Coding, Theme
from app.coding.reading import open_places_of
from app.coding.seeing import seen_by
from app.db import db
from app.interviews.models import Interview
from app.interviews.texts import Transcript
from app.people.models import Person
from app.studies.models import Study


def get_theme(theme_id: int) -> Theme:
    return db.get_or_404(Theme, theme_id)


def list_themes(study: Study) -> Sequence[Theme]:
    """The study's themes, those of one parent together and in their order."""
    query = select(Theme).where(Theme.study_id == study.id, Theme.deleted_at.is_(None))
    return db.session.scalars(query.order_by(Theme.parent_id, Theme.position, Theme.id)).all()


def list_findings(study: Study) -> Sequence[Finding]:
    """The study's findings in their order."""
    return db.session.scalars(select(Finding).where(Finding.study_id == study.id).order_by(Finding.position)).all()


def list_removed_themes(study: Study) -> Sequence[Theme]:
    """Themes that were taken out of the book, the last one first."""
    query = select(Theme).where(Theme.study_id == study.id, Theme.deleted_at.is_not(None))
    return db.session.scalars(query.order_by(Theme.deleted_at.desc())).all()


def is_living() -> ColumnElement[bool]:
    """Codings that were not removed, as a condition."""
    return Coding.deleted_at.is_(None)


def get_coding(coding_id: int, person_id: int) -> Coding:
    """A coding that the person may know of, or one of their own that was removed; 404 for any other."""
    mine_or_seen = or_(Coding.coder_id == person_id, seen_by(person_id))
    found = db.session.scalar(select(Coding).where(Coding.id == coding_id, mine_or_seen))
    if found is None:
        abort(404)
    return found


def get_transcript(transcript_id: int) -> Transcript:
    whole = joinedload(Transcript.interview).joinedload(Interview.study).lazyload(Study.researchers)
    return db.get_or_404(Transcript, transcript_id, options=[whole])


def count_passages(study: Study, person_id: int) -> dict[int, int]:
    """Passages of each theme, those that the person may know of and read something of; each once, whoever marked it."""
    places = select(Coding.theme_id, Coding.transcript_id, Coding.start, Coding.end).distinct()
    places = places.join(Theme, Theme.id == Coding.theme_id).where(Theme.study_id == study.id, seen_by(person_id))
    rows = db.session.execute(places).all()
    opened = open_places_of(study) if rows else {}
    return Counter(
        theme_id
        for theme_id, transcript_id, start, end in rows
        if transcript_id in opened and opened[transcript_id].touch(start, end)
    )


def list_codings(transcript: Transcript, person_id: int, span: tuple[int, int]) -> Sequence[Coding]:
    """Codings that touch these raw places and that the person may know of, with theme and coder."""
    query = select(Coding).where(
        Coding.transcript_id == transcript.id, Coding.start < span[1], Coding.end > span[0], seen_by(person_id)
    )
    query = query.options(joinedload(Coding.theme), joinedload(Coding.coder).lazyload(Person.roles)).order_by(
        Coding.start, Coding.id
    )
    return db.session.scalars(query).all()


def list_transcripts(study: Study) -> Sequence[Transcript]:
    """The study's transcripts, the oldest first."""
    query = select(Transcript).join(Transcript.interview).where(Interview.study_id == study.id)
    return db.session.scalars(query.options(contains_eager(Transcript.interview)).order_by(Transcript.id)).all()
