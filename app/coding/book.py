"""The code book: themes are added, changed, moved, merged, removed, and brought back.

A theme that was removed or merged keeps its row. What happened to its codings stands in the journal as steps of
nobody, at the very moment when the theme went; by them all of it can be brought back.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from app.audit.actions import record
from app.coding import journal, queries, seeing
from app.coding.colours import next_colour
from app.coding.models import Coding, CodingStep, Theme
from app.db import db, now
from app.policy import Actor
from app.studies.models import Study


class BookStale(ValueError):
    """The theme has changed, or is gone, since it was read."""


class NameTaken(ValueError):
    """The study has a living theme of this name under the same heading."""


class NotThere(ValueError):
    """A theme can't stand under itself, under one of its own, or under one that is gone."""


class HasThemes(ValueError):
    """There are themes under it, which must go elsewhere first."""


class CodedBlind(ValueError):
    """While a transcript is coded blind, no theme is taken out of the code book."""


@dataclass(frozen=True)
class ThemeFields:
    """What a theme is described by."""

    name: str
    definition: str = ""
    example: str = ""
    colour: str = ""
    is_codable: bool = True
    parent_id: int | None = None


def add_theme(study: Study, actor: Actor, fields: ThemeFields) -> Theme:
    """Add a theme after the others of its parent. Without a colour it gets one that few others have."""
    siblings = lock(study)
    colour = fields.colour or next_colour(one.colour for one in siblings)
    theme = Theme(study_id=study.id, created_by_id=actor.id)
    _place(theme, fields, siblings)
    _fill(theme, fields, colour)
    db.session.add(theme)
    db.session.flush()
    record("add theme", person_id=actor.id, subject=theme)
    return theme


def change_theme(theme: Theme, actor: Actor, fields: ThemeFields, *, version: int) -> None:
    """Change a theme; BookStale if it is not as it was read."""
    siblings = _held(theme, version)
    _place(theme, fields, siblings)
    _fill(theme, fields, fields.colour or theme.colour)
    theme.version += 1
    db.session.flush()
    record("change theme", person_id=actor.id, subject=theme)


def shift_theme(theme: Theme, actor: Actor, *, by: int, version: int) -> None:
    """Move a theme up (-1) or down (1) among those of the same parent."""
    row = [one for one in _held(theme, version) if one.parent_id == theme.parent_id]
    at = row.index(theme)
    to = min(max(at + by, 0), len(row) - 1)
    row.insert(to, row.pop(at))
    for position, one in enumerate(row):
        one.position = position
    theme.version += 1
    db.session.flush()
    record("move theme", person_id=actor.id, subject=theme)


def remove_theme(theme: Theme, actor: Actor, *, version: int, into: Theme | None = None) -> int:
    """Take a theme out of the book; its codings go with it, or to the theme that it is merged into. How many."""
    siblings = _held(theme, version)
    if any(one.parent_id == theme.id for one in siblings):
        raise HasThemes
    if seeing.is_any_blind(theme.study):
        raise CodedBlind
    if into is not None and (into not in siblings or into is theme or not into.is_codable):
        raise NotThere
    theme.deleted_at = now()
    theme.version += 1
    codings = db.session.scalars(select(Coding).where(Coding.theme_id == theme.id, queries.is_living())).all()
    kept = _marked_with(into) if into is not None else set()
    for coding in codings:
        _retire(coding, theme, into, kept)
    db.session.flush()
    record("merge theme" if into else "remove theme", person_id=actor.id, subject=theme, n_codings=len(codings))
    return len(codings)


def bring_back(theme: Theme, actor: Actor) -> None:
    """Undo a removal or a merging: the theme stands in the book again, with the codings that it lost then."""
    siblings = lock(theme.study)
    if theme.deleted_at is None:
        raise BookStale
    _refuse_taken(theme, theme.name, theme.parent_id, siblings)
    if theme.parent_id not in {None, *(one.id for one in siblings)}:
        theme.parent_id = None
    for step in _steps_of(theme):
        _restore(step)
    theme.deleted_at = None
    theme.version += 1
    db.session.flush()
    record("bring back theme", person_id=actor.id, subject=theme)


def lock(study: Study) -> list[Theme]:
    """The study's living themes, by position; whoever else changes the book waits."""
    db.session.get_one(Study, study.id, with_for_update=True)
    query = select(Theme).where(Theme.study_id == study.id, Theme.deleted_at.is_(None))
    query = query.order_by(Theme.position, Theme.id).execution_options(populate_existing=True)
    return list(db.session.scalars(query))


def _held(theme: Theme, version: int) -> list[Theme]:
    siblings = lock(theme.study)
    if theme not in siblings or theme.version != version:
        raise BookStale
    return siblings


def _place(theme: Theme, fields: ThemeFields, themes: Sequence[Theme]) -> None:
    """Put it under its parent, at the end if it comes from elsewhere."""
    above = {one.id: one.parent_id for one in themes}
    parent_id = fields.parent_id
    if parent_id is not None and parent_id not in above:
        raise NotThere
    at: int | None = parent_id
    while at is not None:
        if at == theme.id:
            raise NotThere
        at = above.get(at)
    _refuse_taken(theme, fields.name, parent_id, themes)
    if theme.id is None or theme.parent_id != parent_id:
        row = [one.position for one in themes if one.parent_id == parent_id]
        theme.parent_id, theme.position = parent_id, max(row, default=-1) + 1


def _refuse_taken(theme: Theme, name: str, parent_id: int | None, themes: Iterable[Theme]) -> None:
    beside = {one.name.casefold() for one in themes if one is not theme and one.parent_id == parent_id}
    if name.casefold() in beside:
        raise NameTaken(name)


def _fill(theme: Theme, fields: ThemeFields, colour: str) -> None:
    theme.name, theme.definition, theme.example = fields.name, fields.definition, fields.example
    theme.colour, theme.is_codable = colour, fields.is_codable


def _marked_with(theme: Theme) -> set[tuple[int, int | None, int, int]]:
    """Where the theme's codings lie, and whose they are."""
    codings = db.session.scalars(select(Coding).where(Coding.theme_id == theme.id, queries.is_living()))
    return {_place_of(one) for one in codings}


def _place_of(coding: Coding) -> tuple[int, int | None, int, int]:
    return coding.transcript_id, coding.coder_key, coding.start, coding.end


def _retire(coding: Coding, theme: Theme, into: Theme | None, kept: set[tuple[int, int | None, int, int]]) -> None:
    """Take a theme off a coding. One that would be there twice then is only removed."""
    stays = into is not None and _place_of(coding) not in kept
    step = CodingStep(transcript_id=coding.transcript_id, coding_id=coding.id, at=theme.deleted_at)
    step.before = journal.state_of(coding)
    if into is not None and stays:
        coding.theme_id = into.id
    else:
        coding.deleted_at = theme.deleted_at
    step.after = journal.state_of(coding) if stays else None
    coding.version += 1
    db.session.add(step)


def _steps_of(theme: Theme) -> Sequence[CodingStep]:
    query = select(CodingStep).join(Coding, Coding.id == CodingStep.coding_id)
    found = db.session.scalars(query.where(CodingStep.coder_id.is_(None), CodingStep.at == theme.deleted_at)).all()
    return [step for step in found if step.before and step.before["theme"] == theme.id and step.undone_at is None]


def _restore(step: CodingStep) -> None:
    """Give the theme back to a coding, unless its coder has done something else with it, or its words are gone."""
    coding = db.session.get_one(Coding, step.coding_id, with_for_update=True, populate_existing=True)
    step.undone_at = now()
    had_words = step.before is not None and journal.has_words(step, step.before)
    was_removed = step.after is None and coding.deleted_at == step.at and had_words
    was_moved = step.after is not None and coding.theme_id == step.after["theme"]
    if step.before and (was_removed or was_moved):
        coding.theme_id = step.before["theme"]
        coding.deleted_at = None if was_removed else coding.deleted_at
        coding.version += 1
