"""What the schema cannot say: what references lead to, whose a guid is, places and values."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from app.marked import marked
from app.qda.archive import Archive
from app.qda.places import Counted, Mark, counted, decoded
from app.qda.problems import Problem, fault
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
MISSING = marked("the file %(file)s of %(element)s is missing")
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
            sentence = marked("the GUID %(guid)s of %(element)s is already that of another thing")
            problems.append(fault(element.line, sentence, guid=guid, element=element.name))
        kinds.add(element.name)
    return known


def _references(element: Element, known: dict[str, set[str]]) -> Iterator[Problem]:
    for name, kinds in (_REFERENCES.get(element.name, {}) | _BY_USERS).items():
        if name not in element.attributes:
            continue
        guid = plain_guid(element.get(name))
        found = known.get(guid, set())
        if not found or (kinds and not found & set(kinds)):
            gaps = {"name": name, "element": element.name, "guid": guid}
            if len(kinds) == 1:
                sentence = marked("%(name)s of %(element)s points at %(guid)s, and there is no such %(wanted)s")
                yield fault(element.line, sentence, **gaps, wanted=kinds[0])
            else:
                sentence = marked("%(name)s of %(element)s points at %(guid)s, and there is no thing of that kind")
                yield fault(element.line, sentence, **gaps)


def _media(element: Element, archive: Archive) -> Iterator[Problem]:
    """Files that are said to be inside must be; what lies outside the project is its owner's affair."""
    for name in ("path", "richTextPath"):
        path = element.get(name)
        if path.casefold().startswith("internal://") and not archive.has(path):
            yield fault(element.line, MISSING, file=path, element=element.name)


def _text(element: Element, archive: Archive, origin: str, checked: Checked) -> None:
    raw, wrong = _words_of(element, archive)
    if wrong:
        checked.problems.append(fault(element.line, wrong, element=element.name, file=element.get("plainTextPath")))
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
        return "", marked("%(element)s has its text twice, as PlainTextContent and as plainTextPath")
    if inside is not None:
        return inside.text, ""
    if not path:
        return "", marked("%(element)s has no text") if element.name == "TextSource" else ""
    data = archive.source(path)
    if data is None:
        return "", MISSING
    try:
        return decoded(data), ""
    except UnicodeDecodeError:
        return "", marked("the file %(file)s of %(element)s is not text in UTF-8")


def _place(element: Element, mark: Mark, length: int) -> Iterator[Problem]:
    if mark.start < 0:
        yield fault(element.line, marked("the selection starts at %(start)s, before the text"), start=mark.start)
    elif mark.end < mark.start:
        sentence = marked("the selection ends at %(end)s, before it starts at %(start)s")
        yield fault(element.line, sentence, start=mark.start, end=mark.end)
    elif mark.end > length:
        sentence = marked("the selection ends at %(end)s, and the text has %(length)s characters")
        yield fault(element.line, sentence, end=mark.end, length=length)


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
            sentence = marked("the value is a %(given)s, and its variable is of type %(kind)s")
            yield fault(element.line, sentence, given=given, kind=kind)
