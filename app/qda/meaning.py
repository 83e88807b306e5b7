"""What the schema cannot say: what references lead to, whose a guid is, places and values."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from app.qda.archive import Archive
from app.qda.places import Counted, Mark, counted, decoded
from app.qda.problems import Problem
from app.qda.tree import Element

SOURCES = ("TextSource", "PictureSource", "PDFSource", "AudioSource", "VideoSource")
SELECTIONS = (
    "PlainTextSelection",
    "PictureSelection",
    "PDFSelection",
    "AudioSelection",
    "VideoSelection",
    "TranscriptSelection",
)
TEXTS = ("TextSource", "Note")
_REFERENCES: dict[str, dict[str, tuple[str, ...]]] = {
    "CodeRef": {"targetGUID": ("Code",)},
    "MemberCode": {"targetGUID": ("Code",), "guid": ("Code",)},
    "SourceRef": {"targetGUID": SOURCES},
    "MemberSource": {"targetGUID": SOURCES},
    "SelectionRef": {"targetGUID": SELECTIONS},
    "NoteRef": {"targetGUID": ("Note",)},
    "MemberNote": {"targetGUID": ("Note",)},
    "VariableRef": {"targetGUID": ("Variable",)},
    "Link": {"originGUID": (), "targetGUID": ()},
    "TranscriptSelection": {"fromSyncPoint": ("SyncPoint",), "toSyncPoint": ("SyncPoint",)},
    "Vertex": {"representedGUID": ()},
    "Edge": {"representedGUID": (), "sourceVertex": ("Vertex",), "targetVertex": ("Vertex",)},
}
_BY_USERS = dict.fromkeys(("creatingUser", "modifyingUser", "creatingUserGUID", "modifyingUserGUID"), ("User",))
_TWINS = {"Code", "Case"}
"""NVivo's way to tell whose words are whose: a code of the same guid as the case."""


def plain_guid(written: str) -> str:
    """A guid as we keep it."""
    return written.strip(" \t\r\n").strip("{}").lower()


@dataclass
class Checked:
    """Faults of a project, and its texts, by the guid of source or note."""

    problems: list[Problem] = field(default_factory=list)
    texts: dict[str, Counted] = field(default_factory=dict)


def check(root: Element, archive: Archive | None) -> Checked:
    """Go through a tree that fits the schema. A code book has no archive, and no texts."""
    checked = Checked()
    known = _named(root, checked.problems)
    for element in root.walk():
        checked.problems += _references(element, known)
        if archive is not None:
            checked.problems += _media(element, archive)
            if element.name in TEXTS:
                _text(element, archive, root.get("origin"), checked)
    checked.problems += _values(root)
    checked.problems.sort(key=lambda problem: problem.line)
    return checked


def _named(root: Element, problems: list[Problem]) -> dict[str, set[str]]:
    """Guid to the kinds of thing that bear it."""
    known: dict[str, set[str]] = {}
    for element in root.walk():
        if "guid" not in element.attributes or element.name == "MemberCode":
            continue
        guid = plain_guid(element.get("guid"))
        kinds = known.setdefault(guid, set())
        if kinds and ({element.name} | kinds != _TWINS or element.name in kinds):
            problems.append(
                Problem(element.line, f"the GUID {guid} of {element.name} is already that of another thing")
            )
        kinds.add(element.name)
    return known


def _references(element: Element, known: dict[str, set[str]]) -> Iterator[Problem]:
    for name, kinds in (_REFERENCES.get(element.name, {}) | _BY_USERS).items():
        if name not in element.attributes:
            continue
        guid = plain_guid(element.get(name))
        found = known.get(guid, set())
        if not found or (kinds and not found & set(kinds)):
            wanted = kinds[0] if len(kinds) == 1 else "thing of that kind"
            yield Problem(element.line, f"{name} of {element.name} points at {guid}, and there is no such {wanted}")


def _media(element: Element, archive: Archive) -> Iterator[Problem]:
    """Files that are said to be inside must be; what lies outside the project is its owner's affair."""
    for name in ("path", "richTextPath"):
        path = element.get(name)
        if path.casefold().startswith("internal://") and not archive.has(path):
            yield Problem(element.line, f"the file {path} of {element.name} is missing")


def _text(element: Element, archive: Archive, origin: str, checked: Checked) -> None:
    raw, fault = _words_of(element, archive)
    if fault:
        checked.problems.append(Problem(element.line, fault))
        return
    selections = element.all("PlainTextSelection")
    marks = [Mark(int(one.get("startPosition")), int(one.get("endPosition")), one.get("name")) for one in selections]
    words = counted(raw, marks, origin)
    checked.texts[plain_guid(element.get("guid"))] = words
    for one, mark in zip(selections, marks, strict=True):
        checked.problems += _place(one, mark, words.length)


def _words_of(element: Element, archive: Archive) -> tuple[str, str]:
    """The text, or what is wrong with it."""
    inside, path = element.find("PlainTextContent"), element.get("plainTextPath")
    if inside is not None and path:
        return "", f"{element.name} has its text twice, as PlainTextContent and as plainTextPath"
    if inside is not None:
        return inside.text, ""
    if not path:
        return "", f"{element.name} has no text" if element.name == "TextSource" else ""
    data = archive.source(path)
    if data is None:
        return "", f"the file {path} of {element.name} is missing"
    try:
        return decoded(data), ""
    except UnicodeDecodeError:
        return "", f"the file {path} is not text in UTF-8"


def _place(element: Element, mark: Mark, length: int) -> Iterator[Problem]:
    if mark.start < 0:
        yield Problem(element.line, f"the selection starts at {mark.start}, before the text")
    elif mark.end < mark.start:
        yield Problem(element.line, f"the selection ends at {mark.end}, before it starts at {mark.start}")
    elif mark.end > length:
        yield Problem(element.line, f"the selection ends at {mark.end}, and the text has {length} characters")


def _values(root: Element) -> Iterator[Problem]:
    """Is a value of the kind that its variable says?"""
    kinds = {plain_guid(one.get("guid")): one.get("typeOfVariable") for one in root.under("Variables", "Variable")}
    for element in root.walk():
        if element.name != "VariableValue":
            continue
        given = next((child.name for child in element.children if child.name != "VariableRef"), None)
        refers = element.find("VariableRef")
        kind = kinds.get(plain_guid(refers.get("targetGUID"))) if refers is not None else None
        if given is not None and kind is not None and given != f"{kind.strip()}Value":
            yield Problem(element.line, f"the value is a {given}, and its variable is of type {kind}")
