"""A project without references to what is not in it: nothing dangles in what we keep or write."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from app.qda.model import Code, Coding, Project, Selection, Source, Value, changed


def all_codes(codes: Iterable[Code]) -> Iterator[Code]:
    """Codes with those under them, each before its own."""
    for code in codes:
        yield code
        yield from all_codes(code.codes)


class _Known:
    """Guids of a project by kind."""

    def __init__(self, project: Project) -> None:
        self.codes = {one.guid for one in all_codes(project.codes)}
        self.sources = {one.guid for one in project.sources}
        self.selections = {one.guid for source in project.sources for one in source.selections}
        self.notes = {one.guid for one in project.notes}
        self.users = {one.guid for one in project.users}
        self.variables = {one.guid for one in project.variables}
        codings = {one.guid for source in project.sources for one in _codings(source)}
        others = {one.guid for one in project.cases} | {one.guid for one in project.sets}
        self.everything = self.codes | self.sources | self.selections | self.notes | codings | others
        self.everything |= self.users | self.variables


def _codings(source: Source) -> Iterator[Coding]:
    yield from source.codings
    for selection in source.selections:
        yield from selection.codings


def pruned(project: Project) -> Project:
    """Every reference that leads nowhere is dropped; a coding, value or link without its end is dropped itself."""
    known = _Known(project)
    return replace(
        project,
        user=_one(project.user, known.users),
        codes=tuple(_code(one, known) for one in project.codes),
        cases=tuple(
            replace(
                one,
                codes=_kept(one.codes, known.codes),
                values=_values(one.values, known),
                sources=_kept(one.sources, known.sources),
                selections=_kept(one.selections, known.selections),
            )
            for one in project.cases
        ),
        sources=tuple(_source(one, known) for one in project.sources),
        notes=tuple(replace(one, user=_one(one.user, known.users)) for one in project.notes),
        links=tuple(
            replace(one, notes=_kept(one.notes, known.notes))
            for one in project.links
            if {one.origin, one.target} <= known.everything
        ),
        sets=tuple(
            replace(
                one,
                codes=_kept(one.codes, known.codes),
                sources=_kept(one.sources, known.sources),
                notes=_kept(one.notes, known.notes),
            )
            for one in project.sets
        ),
        about=_kept(project.about, known.notes),
    )


def _one(guid: str, known: set[str]) -> str:
    return guid if guid in known else ""


def _kept(guids: tuple[str, ...], known: set[str]) -> tuple[str, ...]:
    return tuple(guid for guid in guids if guid in known)


def _values(values: tuple[Value, ...], known: _Known) -> tuple[Value, ...]:
    return tuple(one for one in values if one.variable in known.variables)


def _code(code: Code, known: _Known) -> Code:
    return replace(code, notes=_kept(code.notes, known.notes), codes=tuple(_code(one, known) for one in code.codes))


def _marks(codings: tuple[Coding, ...], known: _Known) -> tuple[Coding, ...]:
    return tuple(
        changed(one, user=_one(one.user, known.users), notes=_kept(one.notes, known.notes))
        for one in codings
        if one.code in known.codes
    )


def _selection(selection: Selection, known: _Known) -> Selection:
    return changed(
        selection,
        user=_one(selection.user, known.users),
        codings=_marks(selection.codings, known),
        notes=_kept(selection.notes, known.notes),
    )


def _source(source: Source, known: _Known) -> Source:
    return replace(
        source,
        user=_one(source.user, known.users),
        selections=tuple(_selection(one, known) for one in source.selections),
        codings=_marks(source.codings, known),
        notes=_kept(source.notes, known.notes),
        values=_values(source.values, known),
    )
