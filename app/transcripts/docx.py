"""Word's documents: the words as they read with every change accepted.

Inserted and moved-to words count, deleted and moved-from ones do not. A line break is a new line. Comments,
footnotes, headings and endings of the page are no part of what was said.
"""

import posixpath
import re

from app.transcripts.packages import Package
from app.transcripts.refusals import TranscriptRefused
from app.transcripts.words import Body, Gathering
from app.transcripts.xml_parts import parse

NAMESPACES = (
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main ",
    "http://purl.oclc.org/ooxml/wordprocessingml/main ",
)
COMPATIBLE = "http://schemas.openxmlformats.org/markup-compatibility/2006 Fallback"
TYPES = "[Content_Types].xml"
SKIPPED = {"del", "moveFrom", "delText", "instrText", "delInstrText", "pict", "object", "rt", "footnotePr", "Fallback"}
SIGNS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011", "softHyphen": "\u00ad", "ptab": "\t"}
FETCHES = re.compile(r"\s*(?:DDE|DDEAUTO|INCLUDETEXT|INCLUDEPICTURE|IMPORT|LINK|DATABASE)\b", re.IGNORECASE)


def read_docx(package: Package) -> Body:
    """Paragraphs and rows of the main part."""
    types = _attributes(package, TYPES, "ContentType")
    if any("macroenabled" in kind.casefold() or "vbaproject" in kind.casefold() for kind in types):
        raise TranscriptRefused("macros")
    for name in package.names:
        if name.endswith(".rels"):
            _check_relations(package, name)
    reader = _Reader()
    parse(package.chunks(_main_part(package)), start=reader.start, end=reader.end, words=reader.words)
    return reader.gathering.finish()


def _attributes(package: Package, part: str, attribute: str) -> list[str]:
    found: list[str] = []
    parse(package.chunks(part), start=lambda _, given: found.append(given.get(attribute, "")))
    return found


def _relations(package: Package, part: str) -> list[dict[str, str]]:
    found: list[dict[str, str]] = []
    parse(package.chunks(part), start=lambda _, given: found.append(given))
    return found


def _check_relations(package: Package, part: str) -> None:
    for one in _relations(package, part):
        kind = one.get("Type", "").rpartition("/")[2]
        if one.get("TargetMode", "").casefold() == "external" and kind != "hyperlink":
            raise TranscriptRefused("outside")
        if kind in {"aFChunk", "subDocument"}:
            raise TranscriptRefused("nested")


def _main_part(package: Package) -> str:
    if "_rels/.rels" in package.names:
        for one in _relations(package, "_rels/.rels"):
            if one.get("Type", "").endswith("/officeDocument"):
                return posixpath.normpath(one.get("Target", "")).lstrip("/")
    return "word/document.xml"


class _Reader:
    def __init__(self) -> None:
        self.gathering = Gathering()
        self._skipped = 0
        self._path: list[str] = []
        self._joined = False
        self._instruction = ""

    def start(self, name: str, given: dict[str, str]) -> None:
        local = _local(name)
        self._path.append(local)
        if self._path[-3:-1] == ["pPr", "rPr"] and local in {"del", "moveFrom"}:
            self._joined = True  # the mark between two paragraphs was taken out
        self._check_field(local, given)
        if self._skipped or local in SKIPPED:
            self._skipped += 1
        elif local in SIGNS and self._path[-2:-1] == ["r"]:
            self.gathering.add(SIGNS[local])
        elif local == "sym":
            self.gathering.add(_sign(given))
        else:
            self._start_table(local)

    def _check_field(self, local: str, given: dict[str, str]) -> None:
        if local == "fldChar":
            self._instruction = ""
        elif local == "fldSimple" and any(FETCHES.match(value) for value in given.values()):
            raise TranscriptRefused("outside")

    def _start_table(self, local: str) -> None:
        if local == "tbl":
            self.gathering.start_table()
        elif local == "tc":
            self.gathering.start_cell()

    def end(self, name: str) -> None:
        local = self._path.pop()
        if local == "instrText" and FETCHES.match(self._instruction):
            raise TranscriptRefused("outside")
        if self._skipped:
            self._skipped -= 1
        elif local == "p":
            self._end_paragraph()
        elif local in {"tc", "tr", "tbl"}:
            {"tc": self.gathering.end_cell, "tr": self.gathering.end_row, "tbl": self.gathering.end_table}[local]()

    def _end_paragraph(self) -> None:
        if not self._joined:
            self.gathering.end_paragraph()
        self._joined = False

    def words(self, text: str) -> None:
        inside = self._path[-1] if self._path else ""
        if inside == "instrText":
            self._instruction = (self._instruction + text)[:200]
        elif inside == "t" and not self._skipped:
            self.gathering.add(text)


def _local(name: str) -> str:
    """The name of one of Word's own elements; "" for elements of others."""
    for namespace in NAMESPACES:
        if name.startswith(namespace):
            return name[len(namespace) :]
    return "Fallback" if name == COMPATIBLE else ""


def _sign(given: dict[str, str]) -> str:
    """A sign of a symbol font, whose places Word moves up to U+F000."""
    code = next((value for name, value in given.items() if name.endswith(" char")), "")
    try:
        number = int(code, 16)
    except ValueError:
        return ""
    number = number - 0xF000 if 0xF020 <= number <= 0xF0FF else number
    return chr(number) if number < 0xD800 or 0xE000 <= number < 0xFFFE else ""
