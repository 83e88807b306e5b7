"""A code book of another study or program becomes themes of this one.

A code is the theme of the same guid, wherever that stands; else the one of the same name under the same heading; else
it is new. What is there stays as it is: nobody's words about a theme are overwritten by a file.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from app.audit.actions import record
from app.coding import book
from app.coding import incoming_queries as queries
from app.coding.colours import next_colour
from app.coding.exchange_project import EXAMPLE
from app.coding.models import Theme
from app.db import db
from app.policy import Actor
from app.qda.cleaning import one_line
from app.qda.model import Code, CodeBook
from app.studies.models import Study

LONGEST_NAME, LONGEST_TEXT = 80, 1000
NEW, SAME_ID, SAME_NAME = "new", "same id", "same name"


@dataclass(frozen=True)
class Fitted:
    """A code and what becomes of it; `theme` is the one that is there already."""

    code: Code
    depth: int
    fit: str
    theme: Theme | None
    above: str
    """The guid of the theme that it stands under; empty at the top."""
    guid: str
    """That of the theme which it is, or will be: what stands under the code stands under that."""


def fit(themes: Sequence[Theme], codes: Sequence[Code]) -> list[Fitted]:
    """Every code of a book, each before those under it, beside the themes that are there."""
    guids = {one.id: one.guid for one in themes}
    by_guid = {one.guid: one for one in themes}
    by_name = {(guids.get(one.parent_id or 0, ""), one.name.casefold()): one.guid for one in themes}
    return list(_fitted(codes, "", depth=0, by_guid=by_guid, by_name=by_name))


def _fitted(
    codes: Iterable[Code], above: str, *, depth: int, by_guid: dict[str, Theme], by_name: dict[tuple[str, str], str]
) -> Iterator[Fitted]:
    for code in codes:
        key = above, name_of(code).casefold()
        if code.guid in by_guid:
            guid, kind = code.guid, SAME_ID
        elif key in by_name:
            guid, kind = by_name[key], SAME_NAME
        else:
            guid, kind = code.guid, NEW
            by_name[key] = guid
        yield Fitted(code, depth, kind, by_guid.get(guid), above, guid)
        yield from _fitted(code.codes, guid, depth=depth + 1, by_guid=by_guid, by_name=by_name)


def name_of(code: Code) -> str:
    return one_line(code.name, LONGEST_NAME) or "—"


def add_book(study: Study, actor: Actor, taken: CodeBook) -> tuple[int, int]:
    """Add each code that is new as a theme; how many were added, and how many were there already."""
    themes = book.lock(study)
    fitted = fit(themes, taken.codes)
    new = [one for one in fitted if one.fit == NEW]
    ids = {one.guid: one.id for one in themes}
    positions = {one.parent_id: one.position for one in themes}  # they come by position, so the last one holds
    used = queries.taken_guids(Theme, (one.code.guid for one in new))
    colours = [one.colour for one in themes]
    for one in new:
        theme = _theme(one.code, colours)
        theme.study_id, theme.created_by_id, theme.parent_id = study.id, actor.id, ids.get(one.above)
        theme.position = positions[theme.parent_id] = positions.get(theme.parent_id, -1) + 1
        if one.guid not in used:
            theme.guid = one.guid
        db.session.add(theme)
        db.session.flush()
        ids[one.guid] = theme.id
    record("add code book", person_id=actor.id, subject=study, n_themes=len(new))
    return len(new), len(fitted) - len(new)


def _theme(code: Code, colours: list[str]) -> Theme:
    """The theme, with a colour that few others have where the file has none; it is added to the colours."""
    definition, _, example = code.description.partition(EXAMPLE)
    colours.append(code.colour or next_colour(colours))
    return Theme(
        name=name_of(code),
        definition=definition[:LONGEST_TEXT],
        example=example[:LONGEST_TEXT],
        colour=colours[-1],
        is_codable=code.is_codable,
    )


def is_cut(code: Code) -> bool:
    """True when its name or its words are longer than a theme's may be."""
    parts = code.description.partition(EXAMPLE)
    return len(one_line(code.name)) > LONGEST_NAME or max(len(parts[0]), len(parts[2])) > LONGEST_TEXT
