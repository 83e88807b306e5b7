"""Projects and code books to files that most programs read: see `helping` for what is put in for their sake.

Texts are files of their own named by their guid, UTF-8 with LF; containers that would be empty are left out. The same
project gives the same bytes.
"""

import re
from collections.abc import Iterable, Sequence
from typing import TypeVar
from xml.etree.ElementTree import Element, SubElement
from xml.sax.saxutils import escape

from app.qda.archive import FOLDER, PROJECT, pack
from app.qda.cleaning import clean_code, clean_sets, cleaned
from app.qda.helping import with_helpers
from app.qda.model import Case, Code, CodeBook, Coding, Gathered, Project, Selection, Source, Value
from app.qda.pruning import pruned
from app.qda.schema import CODEBOOK_SPACE, PROJECT_SPACE

ORIGIN = "Lateral"
DECLARATION = "<?xml version='1.0' encoding='utf-8'?>"
SPECIAL = re.compile('[&<>"\t\n\r]')
IN_QUOTES = {'"': "&quot;", "\t": "&#09;", "\n": "&#10;", "\r": "&#13;"}


def to_qdpx(project: Project) -> bytes:
    """The file of a project."""
    ready = with_helpers(pruned(cleaned(project)))
    texts = [(one.guid, one.text) for one in ready.sources] + [(one.guid, one.text) for one in ready.notes]
    parts = {PROJECT: project_xml(ready)}
    return pack(parts | {f"{FOLDER}/{guid}.txt": text.encode() for guid, text in texts})


def to_qdc(book: CodeBook) -> bytes:
    """The file of a code book, which has at least one code."""
    root = Element("CodeBook", {"xmlns": CODEBOOK_SPACE, "origin": book.origin or ORIGIN})
    codes = SubElement(root, "Codes")
    for code in map(clean_code, book.codes):
        _code(codes, code, with_notes=False)
    if book.sets:
        sets = SubElement(root, "Sets")
        for one in clean_sets(book.sets):
            made = _described(sets, "Set", one.description, guid=one.guid, name=one.name)
            for guid in one.codes:
                SubElement(made, "MemberCode", guid=guid)
    return _bytes(root)


def project_xml(project: Project) -> bytes:
    """The XML alone, of a project that is clean and helped."""
    root = _element(
        None,
        "Project",
        xmlns=PROJECT_SPACE,
        name=project.name,
        origin=project.origin or ORIGIN,
        creatingUserGUID=project.user,
        creationDateTime=project.created_at,
    )
    root.set("name", project.name)
    for parent, user in _in(root, "Users", project.users):
        _element(parent, "User", guid=user.guid, name=user.name)
    if project.codes:
        codes = SubElement(SubElement(root, "CodeBook"), "Codes")
        for code in project.codes:
            _code(codes, code)
    for parent, variable in _in(root, "Variables", project.variables):
        given = {"guid": variable.guid, "name": variable.name, "typeOfVariable": str(variable.kind)}
        _described(parent, "Variable", variable.description, **given)
    for parent, case in _in(root, "Cases", project.cases):
        _case(parent, case)
    for parent, source in _in(root, "Sources", project.sources):
        _source(parent, source)
    for parent, note in _in(root, "Notes", project.notes):
        _text(parent, "Note", note.guid, name=note.name, creatingUser=note.user, creationDateTime=note.created_at)
    _rest(root, project)
    return _bytes(root)


def _rest(root: Element, project: Project) -> None:
    for parent, link in _in(root, "Links", project.links):
        ends = {"originGUID": link.origin, "targetGUID": link.target}
        given = {"guid": link.guid, "name": link.name, "direction": link.direction, "color": link.colour}
        _refer(_element(parent, "Link", **given, **ends), "NoteRef", link.notes)
    for parent, one in _in(root, "Sets", project.sets):
        _set(parent, one)
    _description(root, project.description)
    _refer(root, "NoteRef", project.about)


def _bytes(root: Element) -> bytes:
    lines = [DECLARATION]
    _write(root, lines, "")
    return "\n".join([*lines, ""]).encode()


def _write(element: Element, lines: list[str], pad: str) -> None:
    """A line for each element, or for each end of one that holds others: the library's own way takes twice as long."""
    head = "".join([pad, "<", element.tag, *(f' {name}="{_quoted(value)}"' for name, value in element.items())])
    if len(element):
        lines.append(f"{head}>")
        for child in element:
            _write(child, lines, pad + " ")
        lines.append(f"{pad}</{element.tag}>")
    elif element.text:
        lines.append(f"{head}>{escape(element.text)}</{element.tag}>")
    else:
        lines.append(f"{head} />")


def _quoted(value: str) -> str:
    return escape(value, IN_QUOTES) if SPECIAL.search(value) else value


T = TypeVar("T")


def _in(root: Element, name: str, things: Sequence[T]) -> Iterable[tuple[Element, T]]:
    """Each thing with the container it stands in, which is made only when there is one."""
    if things:
        container = SubElement(root, name)
        for thing in things:
            yield container, thing


def _element(parent: Element | None, tag: str, /, **attributes: str) -> Element:
    """An element with those attributes that are not empty."""
    given = {key: value for key, value in attributes.items() if value}
    return Element(tag, given) if parent is None else SubElement(parent, tag, given)


def _described(parent: Element, tag: str, description: str, **attributes: str) -> Element:
    """An element whose name must be there, with its description first."""
    made = SubElement(parent, tag, attributes)
    _description(made, description)
    return made


def _description(parent: Element, words: str) -> None:
    if words:
        SubElement(parent, "Description").text = words


def _refer(parent: Element, name: str, guids: Iterable[str]) -> None:
    for guid in guids:
        SubElement(parent, name, targetGUID=guid)


def _code(parent: Element, code: Code, *, with_notes: bool = True) -> None:
    attributes = {"guid": code.guid, "name": code.name, "isCodable": "true" if code.is_codable else "false"}
    if code.colour:
        attributes["color"] = code.colour
    made = _described(parent, "Code", code.description, **attributes)
    if with_notes:
        _refer(made, "NoteRef", code.notes)
    for one in code.codes:
        _code(made, one, with_notes=with_notes)


def _value(parent: Element, value: Value) -> None:
    made = SubElement(parent, "VariableValue")
    _refer(made, "VariableRef", (value.variable,))
    if value.text is not None:
        SubElement(made, f"{value.kind}Value").text = value.text


def _case(parent: Element, case: Case) -> None:
    made = _element(parent, "Case", guid=case.guid, name=case.name)
    _description(made, case.description)
    _refer(made, "CodeRef", case.codes)
    for value in case.values:
        _value(made, value)
    _refer(made, "SourceRef", case.sources)
    _refer(made, "SelectionRef", case.selections)


def _text(parent: Element, tag: str, guid: str, **attributes: str) -> Element:
    return _element(parent, tag, guid=guid, plainTextPath=f"internal://{guid}.txt", **attributes)


def _source(parent: Element, source: Source) -> None:
    made = _text(
        parent,
        "TextSource",
        source.guid,
        name=source.name,
        creatingUser=source.user,
        creationDateTime=source.created_at,
    )
    _description(made, source.description)
    for selection in source.selections:
        _selection(made, selection)
    for coding in source.codings:
        _coding(made, coding)
    _refer(made, "NoteRef", source.notes)
    for value in source.values:
        _value(made, value)


def _selection(parent: Element, selection: Selection) -> None:
    made = _element(
        parent,
        "PlainTextSelection",
        guid=selection.guid,
        name=selection.name,
        startPosition=str(selection.start),
        endPosition=str(selection.end),
        creatingUser=selection.user,
        creationDateTime=selection.created_at,
    )
    _description(made, selection.description)
    for coding in selection.codings:
        _coding(made, coding)
    _refer(made, "NoteRef", selection.notes)


def _coding(parent: Element, coding: Coding) -> None:
    made = _element(parent, "Coding", guid=coding.guid, creatingUser=coding.user, creationDateTime=coding.created_at)
    _refer(made, "CodeRef", (coding.code,))
    _refer(made, "NoteRef", coding.notes)


def _set(parent: Element, one: Gathered) -> None:
    made = _described(parent, "Set", one.description, guid=one.guid, name=one.name)
    _refer(made, "MemberCode", one.codes)
    _refer(made, "MemberSource", one.sources)
    _refer(made, "MemberNote", one.notes)
