"""A tree that was checked becomes a project. What we don't take over is said in `left`."""

from collections import Counter
from collections.abc import Iterable

from app.marked import marked
from app.qda.meaning import SOURCES, plain_guid
from app.qda.model import (
    Case,
    Code,
    CodeBook,
    Coding,
    Gathered,
    Left,
    Link,
    Note,
    Project,
    Selection,
    Source,
    User,
    Value,
    ValueKind,
    Variable,
)
from app.qda.places import Counted, legal
from app.qda.pruning import pruned
from app.qda.tree import Element

_UNTAKEN = {
    "PictureSource": marked("%(n)s × pictures with what is marked in them"),
    "PDFSource": marked("%(n)s × PDFs with what is marked in them"),
    "AudioSource": marked("%(n)s × recordings with what is marked in them"),
    "VideoSource": marked("%(n)s × films with what is marked in them"),
    "Graph": marked("%(n)s × maps of things and lines between them"),
}
_EMPTY = Counted("")


def project(root: Element, texts: dict[str, Counted]) -> Project:
    """The project of a tree without faults; `texts` are those of its sources and notes."""
    sources = tuple(_source(one, texts) for one in root.under("Sources", "TextSource"))
    lost = {plain_guid(one.get("guid")) for one in root.walk() if one.name in SOURCES[1:] or one.name == "Graph"}
    return pruned(
        Project(
            name=_line(root.get("name")),
            origin=_line(root.get("origin")),
            description=_words(root),
            user=_guid(root, "creatingUserGUID"),
            created_at=_moment(root),
            users=tuple(User(_guid(one), _line(one.get("name"))) for one in root.under("Users", "User")),
            codes=tuple(map(_code, root.under("CodeBook", "Codes", "Code"))),
            variables=tuple(map(_variable, root.under("Variables", "Variable"))),
            cases=tuple(map(_case, root.under("Cases", "Case"))),
            sources=sources,
            notes=tuple(_note(one, texts) for one in root.under("Notes", "Note")),
            links=tuple(map(_link, root.under("Links", "Link"))),
            sets=tuple(_set(one, "targetGUID") for one in root.under("Sets", "Set")),
            about=_targets(root, "NoteRef"),
            left=tuple(_left(root, lost)),
        )
    )


def code_book(root: Element) -> CodeBook:
    """The code book of a tree without faults."""
    codes = tuple(map(_code, root.under("Codes", "Code")))
    sets = tuple(_set(one, "guid") for one in root.under("Sets", "Set"))
    return CodeBook(codes, _line(root.get("origin")), sets)


def _guid(element: Element, name: str = "guid") -> str:
    return plain_guid(element.get(name))


def _line(text: str) -> str:
    return legal(text)


def _moment(element: Element) -> str:
    return element.get("creationDateTime").strip()


def _words(element: Element) -> str:
    found = element.find("Description")
    return "" if found is None else legal(found.text)


def _targets(element: Element, name: str) -> tuple[str, ...]:
    return tuple(_guid(one, "targetGUID") for one in element.all(name))


def _code(element: Element) -> Code:
    return Code(
        _guid(element),
        _line(element.get("name")),
        is_codable=element.get("isCodable").strip() in ("true", "1"),
        colour=_colour(element),
        description=_words(element),
        notes=_targets(element, "NoteRef"),
        codes=tuple(map(_code, element.all("Code"))),
    )


def _colour(element: Element) -> str:
    """`#rrggbb` in small letters; the short form doubles each sign."""
    colour = element.get("color").strip().lower()
    return "#" + "".join(sign * 2 for sign in colour[1:]) if len(colour) == 4 else colour


def _variable(element: Element) -> Variable:
    kind = ValueKind(element.get("typeOfVariable").strip())
    return Variable(_guid(element), _line(element.get("name")), kind, _words(element))


def _value(element: Element) -> Value:
    refers, *given = element.children
    if not given:
        return Value(_guid(refers, "targetGUID"), ValueKind.TEXT, None)
    kind = ValueKind(given[0].name.removesuffix("Value"))
    text = legal(given[0].text) if kind == ValueKind.TEXT else given[0].text.strip(" \t\r\n")
    return Value(_guid(refers, "targetGUID"), kind, text)


def _case(element: Element) -> Case:
    return Case(
        _guid(element),
        _line(element.get("name")),
        _words(element),
        codes=_targets(element, "CodeRef"),
        values=tuple(map(_value, element.all("VariableValue"))),
        sources=_targets(element, "SourceRef"),
        selections=_targets(element, "SelectionRef"),
    )


def _coding(element: Element) -> Coding:
    (code,) = _targets(element, "CodeRef")
    user = _guid(element, "creatingUser")
    return Coding(_guid(element), code, user, _moment(element), _targets(element, "NoteRef"))


def _selection(element: Element, text: Counted) -> Selection:
    start, end = text.ours(int(element.get("startPosition")), int(element.get("endPosition")))
    return Selection(
        _guid(element),
        start,
        end,
        _line(element.get("name")),
        _words(element),
        _guid(element, "creatingUser"),
        _moment(element),
        codings=tuple(map(_coding, element.all("Coding"))),
        notes=_targets(element, "NoteRef"),
    )


def _source(element: Element, texts: dict[str, Counted]) -> Source:
    text = texts.get(_guid(element), _EMPTY)
    return Source(
        _guid(element),
        _line(element.get("name")),
        text.text,
        _words(element),
        _guid(element, "creatingUser"),
        _moment(element),
        selections=tuple(_selection(one, text) for one in element.all("PlainTextSelection")),
        codings=tuple(map(_coding, element.all("Coding"))),
        notes=_targets(element, "NoteRef"),
        values=tuple(map(_value, element.all("VariableValue"))),
    )


def _note(element: Element, texts: dict[str, Counted]) -> Note:
    text = texts.get(_guid(element), _EMPTY).text
    return Note(_guid(element), _line(element.get("name")), text, _guid(element, "creatingUser"), _moment(element))


def _link(element: Element) -> Link:
    return Link(
        _guid(element),
        _line(element.get("name")),
        element.get("direction").strip(),
        _colour(element),
        _guid(element, "originGUID"),
        _guid(element, "targetGUID"),
        notes=_targets(element, "NoteRef"),
    )


def _set(element: Element, reference: str) -> Gathered:
    return Gathered(
        _guid(element),
        _line(element.get("name")),
        _words(element),
        codes=tuple(_guid(one, reference) for one in element.all("MemberCode")),
        sources=_targets(element, "MemberSource"),
        notes=_targets(element, "MemberNote"),
    )


def _left(root: Element, lost: set[str]) -> Iterable[Left]:
    """What is not taken over, each kind once with how many there are."""
    for kind, n in sorted(Counter(one.name for one in root.walk() if one.name in _UNTAKEN).items()):
        yield Left(_UNTAKEN[kind], n)
    if any(one.get("richTextPath") for one in root.walk()):
        yield Left(marked("bold, italic and other looks of texts"))
    inside = sum(len(one.all("PlainTextSelection", "Coding", "VariableValue")) for one in root.under("Notes", "Note"))
    if inside:
        yield Left(marked("%(n)s × marks and values inside memos"), inside)
    if lost and root.find("Links", "Sets", "Cases"):
        yield Left(marked("what links, sets and cases say of these"))
