"""OpenDocument texts: the words as they read with every change accepted, without notes and annotations."""

import re

from app.transcripts.packages import Package
from app.transcripts.refusals import TranscriptRefused
from app.transcripts.words import MOST_CELLS, Body, Gathering
from app.transcripts.xml_parts import parse

OASIS = "urn:oasis:names:tc:opendocument:xmlns:"
MIME = "application/vnd.oasis.opendocument.text"
MANIFEST = "META-INF/manifest.xml"
SKIPPED = {"text tracked-changes", "text note", "office annotation", "text ruby-text", "office forms"}
PARAGRAPHS = {"text p", "text h"}
MOST_BLANKS = 1_000
BLANKS = re.compile("[ \t\r\n]+")
OUTSIDE = re.compile(r"\s*(?:[a-z][a-z0-9+.-]*:|//|/|\.\./|\\)", re.IGNORECASE)


def read_odt(package: Package) -> Body:
    """Paragraphs and rows of the text."""
    if package.start("mimetype", 200).strip() != MIME.encode():
        raise TranscriptRefused("name")
    if MANIFEST in package.names:
        parse(package.chunks(MANIFEST), start=_check_lock)
    reader = _Reader()
    parse(package.chunks("content.xml"), start=reader.start, end=reader.end, words=reader.words)
    return reader.gathering.finish()


def _check_lock(name: str, _: dict[str, str]) -> None:
    if name.endswith(" encryption-data"):
        raise TranscriptRefused("locked")


class _Reader:
    def __init__(self) -> None:
        self.gathering = Gathering()
        self._path: list[str] = []
        self._skipped = 0
        self._paragraphs = 0
        self._blank = True  # a blank at the start of a paragraph, or after a blank, is none
        self._covers = [1]

    def start(self, name: str, given: dict[str, str]) -> None:
        local = _local(name)
        self._path.append(local)
        _check_safe(local, given)
        if self._skipped or local in SKIPPED:
            self._skipped += 1
        elif local in PARAGRAPHS:
            self._paragraphs += 1
            self._blank = True
        elif local.startswith("text "):
            self._sign(local, given)
        else:
            self._start_table(local, given)

    def _sign(self, local: str, given: dict[str, str]) -> None:
        if local == "text s":
            self._add(" " * _count(given, "text:1.0 c", MOST_BLANKS))
        elif local in {"text tab", "text line-break"}:
            self._add("\t" if local == "text tab" else "\n")
            self._blank = local == "text line-break"

    def _start_table(self, local: str, given: dict[str, str]) -> None:
        if local == "table table":
            self.gathering.start_table()
        elif local in {"table table-cell", "table covered-table-cell"}:
            self._covers.append(_count(given, "table:1.0 number-columns-repeated", MOST_CELLS))
            self.gathering.start_cell()

    def end(self, _: str) -> None:
        local = self._path.pop()
        if self._skipped:
            self._skipped -= 1
        elif local in PARAGRAPHS:
            self._paragraphs -= 1
            self.gathering.end_paragraph()
        elif local in {"table table-cell", "table covered-table-cell"}:
            self.gathering.end_cell()
            for _again in range(self._covers.pop() - 1):
                self.gathering.start_cell()
                self.gathering.end_cell()
        elif local == "table table-row":
            self.gathering.end_row()
        elif local == "table table":
            self.gathering.end_table()

    def words(self, text: str) -> None:
        if self._skipped or not self._paragraphs:
            return
        text = BLANKS.sub(" ", text)
        if self._blank:
            text = text.removeprefix(" ")
        if text:
            self._add(text)
            self._blank = text.endswith(" ")

    def _add(self, text: str) -> None:
        self.gathering.add(text)
        self._blank = False


def _local(name: str) -> str:
    """ "text p" for an element of OpenDocument; "" for elements of others."""
    if not name.startswith(OASIS):
        return ""
    space, _, local = name[len(OASIS) :].partition(" ")
    return f"{space.partition(':')[0]} {local}"


def _check_safe(local: str, given: dict[str, str]) -> None:
    if local.startswith("script ") or local in {"office dde-source", "text dde-connection-decl"}:
        raise TranscriptRefused("macros")
    if local == "text a":
        return
    link = given.get("http://www.w3.org/1999/xlink href", "")
    if link and OUTSIDE.match(link):
        raise TranscriptRefused("outside")
    if local in {"draw object", "draw object-ole", "draw plugin", "draw applet"}:
        raise TranscriptRefused("nested")


def _count(given: dict[str, str], name: str, most: int) -> int:
    text = given.get(OASIS + name, "1")
    if not text.isascii() or not text.isdigit():
        return 1
    if len(text) > 6 or int(text) > most:
        raise TranscriptRefused("packed")
    return int(text)
