"""Rules of QDA-XML 1.0 as data: which attributes an element has, what stands in it, and in which order.

A line is `name | attributes | children`. An attribute is `name:type`, with `!` when it must be there; text is the type
that goes without saying. A child is `name` with `?` none or one, `*` any number, `+` at least one; names joined by `/`
take one another's place. `=type` in place of children says that the element holds words of that type.
Source: REFI-QDA 1.5 of 25 September 2019, sections 4 and 5 (project and code book).
"""

import re
from dataclasses import dataclass
from datetime import date, time

from app.marked import marked

PROJECT_SPACE = "urn:QDA-XML:project:1.0"
CODEBOOK_SPACE = "urn:QDA-XML:codebook:1.0"

_MADE = "creatingUser:guid creationDateTime:dateTime modifyingUser:guid modifiedDateTime:dateTime"
_TEXT = f"guid:guid! name richTextPath plainTextPath {_MADE}"
_TEXT_HOLDS = "Description? PlainTextContent? PlainTextSelection* Coding* NoteRef* VariableValue*"
_MEDIUM = f"guid:guid! name path currentPath {_MADE}"
_MARKED = "Description? Coding* NoteRef*"
_BOX = "firstX:integer! firstY:integer! secondX:integer! secondY:integer!"

COMMON = """
Description | | =text
Codes | | Code+
"""
PROJECT = f"""
Project | name! origin creatingUserGUID:guid creationDateTime:dateTime modifyingUserGUID:guid \
modifiedDateTime:dateTime basePath | Users? CodeBook? Variables? Cases? Sources? Notes? Links? Sets? Graphs? \
Description? NoteRef*
Users | | User+
User | guid:guid! name id |
CodeBook | | Codes
Code | guid:guid! name! isCodable:boolean! color:colour | Description? NoteRef* Code*
Variables | | Variable+
Variable | guid:guid! name! typeOfVariable:variable! | Description?
VariableValue | | VariableRef TextValue/BooleanValue/IntegerValue/FloatValue/DateValue/DateTimeValue?
TextValue | | =text
BooleanValue | | =boolean
IntegerValue | | =integer
FloatValue | | =decimal
DateValue | | =date
DateTimeValue | | =dateTime
Cases | | Case+
Case | guid:guid! name | Description? CodeRef* VariableValue* SourceRef* SelectionRef*
Sources | | TextSource/PictureSource/PDFSource/AudioSource/VideoSource+
TextSource | {_TEXT} | {_TEXT_HOLDS}
Note | {_TEXT} | {_TEXT_HOLDS}
Representation | {_TEXT} | {_TEXT_HOLDS}
TextDescription | {_TEXT} | {_TEXT_HOLDS}
PlainTextContent | | =text
PlainTextSelection | guid:guid! name startPosition:integer! endPosition:integer! {_MADE} | {_MARKED}
PictureSource | {_MEDIUM} | Description? TextDescription? PictureSelection* Coding* NoteRef* VariableValue*
PictureSelection | guid:guid! name {_BOX} {_MADE} | {_MARKED}
PDFSource | {_MEDIUM} | Description? PDFSelection* Representation? Coding* NoteRef* VariableValue*
PDFSelection | guid:guid! name page:integer! {_BOX} {_MADE} | Description? Representation? Coding* NoteRef*
AudioSource | {_MEDIUM} | Description? Transcript* AudioSelection* Coding* NoteRef* VariableValue*
AudioSelection | guid:guid! name begin:integer! end:integer! {_MADE} | {_MARKED}
VideoSource | {_MEDIUM} | Description? Transcript* VideoSelection* Coding* NoteRef* VariableValue*
VideoSelection | guid:guid! name begin:integer! end:integer! {_MADE} | {_MARKED}
Transcript | {_TEXT} | Description? PlainTextContent? SyncPoint* TranscriptSelection* NoteRef*
TranscriptSelection | guid:guid! name fromSyncPoint:guid toSyncPoint:guid {_MADE} | {_MARKED}
SyncPoint | guid:guid! timeStamp:integer position:integer |
Coding | guid:guid! creatingUser:guid creationDateTime:dateTime | CodeRef NoteRef*
Notes | | Note+
Links | | Link+
Link | guid:guid! name direction:direction color:colour originGUID:guid targetGUID:guid | NoteRef*
Sets | | Set+
Set | guid:guid! name! | Description? MemberCode* MemberSource* MemberNote*
MemberCode | targetGUID:guid! |
MemberSource | targetGUID:guid! |
MemberNote | targetGUID:guid! |
NoteRef | targetGUID:guid! |
CodeRef | targetGUID:guid! |
SourceRef | targetGUID:guid! |
SelectionRef | targetGUID:guid! |
VariableRef | targetGUID:guid! |
Graphs | | Graph+
Graph | guid:guid! name | Vertex* Edge*
Vertex | guid:guid! representedGUID:guid name firstX:integer! firstY:integer! secondX:integer secondY:integer \
shape:shape color:colour |
Edge | guid:guid! representedGUID:guid name sourceVertex:guid! targetVertex:guid! color:colour direction:direction \
lineStyle:line |
"""
CODEBOOK = """
CodeBook | origin | Codes Sets?
Code | guid:guid! name! isCodable:boolean! color:colour | Description? Code*
Sets | | Set+
Set | guid:guid! name! | Description? MemberCode*
MemberCode | guid:guid! |
"""


@dataclass(frozen=True)
class Particle:
    """A place among the children, and how many of these names may stand at it."""

    names: frozenset[str]
    least: int
    most: float


@dataclass(frozen=True)
class Rule:
    """What an element is: its attributes with their types, its children in order, or the type of its words."""

    attributes: dict[str, str]
    required: frozenset[str]
    children: tuple[Particle, ...]
    words: str = ""


_COUNTS = {"?": (0, 1.0), "*": (0, float("inf")), "+": (1, float("inf"))}


def _particle(word: str) -> Particle:
    least, most = _COUNTS.get(word[-1], (1, 1.0))
    return Particle(frozenset(word.rstrip("?*+").split("/")), least, most)


def _rule(attributes: str, children: str) -> Rule:
    pairs = [one.rstrip("!").partition(":") for one in attributes.split()]
    required = frozenset(one.rstrip("!").partition(":")[0] for one in attributes.split() if one.endswith("!"))
    words = children.removeprefix("=") if children.startswith("=") else ""
    particles = () if words else tuple(map(_particle, children.split()))
    return Rule({name: kind or "text" for name, _, kind in pairs}, required, particles, words)


def _rules(*tables: str) -> dict[str, Rule]:
    lines = [line.split("|") for table in tables for line in table.strip().splitlines()]
    return {name.strip(): _rule(attributes, children.strip()) for name, attributes, children in lines}


RULES = {PROJECT_SPACE: _rules(COMMON, PROJECT), CODEBOOK_SPACE: _rules(COMMON, CODEBOOK)}
ROOTS = {PROJECT_SPACE: "Project", CODEBOOK_SPACE: "CodeBook"}

GUID = re.compile(r"(\{)?[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}(?(1)\})")
_ZONE = r"(Z|[+-](0\d|1[0-4]):[0-5]\d)?"
_DATE = re.compile(r"-?\d{4,}-\d\d-\d\d" + _ZONE)
_MOMENT = re.compile(r"-?\d{4,}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?" + _ZONE)
_PATTERNS = {
    "guid": GUID,
    "colour": re.compile(r"#([0-9a-fA-F]{6}|[0-9a-fA-F]{3})"),
    "boolean": re.compile(r"true|false|0|1"),
    "integer": re.compile(r"[+-]?\d+"),
    "decimal": re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)"),
    "direction": re.compile(r"Associative|OneWay|Bidirectional"),
    "variable": re.compile(r"Text|Boolean|Integer|Float|Date|DateTime"),
    "shape": re.compile(
        r"Person|Oval|Rectangle|RoundedRectangle|Star|LeftTriangle|RightTriangle|UpTriangle|DownTriangle|Note"
    ),
    "line": re.compile(r"dotted|dashed|solid"),
}
MUST_BE = {
    "guid": marked("%(place)s is “%(value)s” and must be a GUID (8-4-4-4-12 signs of 0-9 and a-f)"),
    "colour": marked("%(place)s is “%(value)s” and must be a colour like #1d70b8"),
    "boolean": marked("%(place)s is “%(value)s” and must be true or false"),
    "integer": marked("%(place)s is “%(value)s” and must be a whole number"),
    "decimal": marked("%(place)s is “%(value)s” and must be a number"),
    "date": marked("%(place)s is “%(value)s” and must be a date like 2026-09-01"),
    "dateTime": marked("%(place)s is “%(value)s” and must be a moment like 2026-09-01T10:00:00Z"),
    "direction": marked("%(place)s is “%(value)s” and must be Associative, OneWay or Bidirectional"),
    "variable": marked("%(place)s is “%(value)s” and must be Text, Boolean, Integer, Float, Date or DateTime"),
    "shape": marked("%(place)s is “%(value)s” and must be a shape of the format"),
    "line": marked("%(place)s is “%(value)s” and must be dotted, dashed or solid"),
}


def fits(value: str, kind: str) -> bool:
    """True when text is of that type. But for words and letters, blanks around it do not count."""
    if kind == "text":
        return True
    value = value.strip(" \t\r\n")
    if kind == "date":
        return bool(_DATE.fullmatch(value)) and _is_day(value)
    if kind == "dateTime":
        return bool(_MOMENT.fullmatch(value)) and _is_day(value) and _is_time(value)
    return bool(_PATTERNS[kind].fullmatch(value)) and value.isascii()


def _is_day(value: str) -> bool:
    """Years beyond four figures are taken as they stand."""
    found = re.match(r"-?(\d{4,})-(\d\d)-(\d\d)", value)
    if found is None or int(found[1]) == 0:
        return False
    year = int(found[1]) if len(found[1]) == 4 else 2000 + int(found[1]) % 400
    try:
        date(year, int(found[2]), int(found[3]))
    except ValueError:
        return False
    return True


def _is_time(value: str) -> bool:
    clock = value.partition("T")[2][:8]
    try:
        time.fromisoformat("00:00:00" if clock == "24:00:00" else clock)
    except ValueError:
        return False
    return True
