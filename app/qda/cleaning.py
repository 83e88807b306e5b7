"""A project made fit to be written: no sign that XML forbids, names on one line, places moved with their words."""

from collections.abc import Sequence
from dataclasses import replace

from app.qda.model import Code, Gathered, Project, Selection, Source, Value, ValueKind, changed
from app.qda.places import Counted, legal

LONGEST_NAME = 100
"""Characters of a selection's name: some programs cut longer ones, and one shows each line of it as a row."""


def one_line(text: str, most: int | None = None) -> str:
    """Words on one line, blanks between them single, cut at the most characters."""
    return " ".join(legal(text).split())[:most].rstrip()


def cleaned(project: Project) -> Project:
    """The project as it is written. What is clean already is not changed."""
    return replace(
        project,
        name=one_line(project.name),
        origin=one_line(project.origin),
        description=legal(project.description),
        users=tuple(replace(one, name=one_line(one.name)) for one in project.users),
        codes=tuple(map(clean_code, project.codes)),
        variables=tuple(
            replace(one, name=one_line(one.name), description=legal(one.description)) for one in project.variables
        ),
        cases=tuple(
            replace(
                one, name=one_line(one.name), description=legal(one.description), values=tuple(map(_value, one.values))
            )
            for one in project.cases
        ),
        sources=tuple(map(_source, project.sources)),
        notes=tuple(replace(one, name=one_line(one.name), text=legal(one.text)) for one in project.notes),
        links=tuple(replace(one, name=one_line(one.name)) for one in project.links),
        sets=clean_sets(project.sets),
        left=(),
    )


def clean_code(code: Code) -> Code:
    """The same of one code and those under it."""
    return replace(
        code,
        name=one_line(code.name),
        description=legal(code.description),
        codes=tuple(map(clean_code, code.codes)),
    )


def clean_sets(sets: Sequence[Gathered]) -> tuple[Gathered, ...]:
    return tuple(replace(one, name=one_line(one.name), description=legal(one.description)) for one in sets)


def _value(value: Value) -> Value:
    """A value that is not known has no kind of its own in the file, and comes back as unknown text."""
    if value.text is None:
        return replace(value, kind=ValueKind.TEXT)
    return replace(value, text=legal(value.text)) if value.kind == ValueKind.TEXT else value


def _source(source: Source) -> Source:
    words = Counted(source.text, newline=2)
    return replace(
        source,
        name=one_line(source.name),
        text=words.text,
        description=legal(source.description),
        selections=tuple(_selection(one, words) for one in source.selections),
        values=tuple(map(_value, source.values)),
    )


def _selection(selection: Selection, words: Counted) -> Selection:
    start, end = words.ours(selection.start, selection.end)
    name = one_line(selection.name, LONGEST_NAME)
    return changed(selection, start=start, end=end, name=name, description=legal(selection.description))
