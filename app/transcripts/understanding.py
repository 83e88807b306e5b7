"""From bytes to a transcript, inside the process with limits: what the file is, its lines or cues, its layout."""

import re

from app.transcripts.cues import SIGNATURE, has_cues, turns_of_cues
from app.transcripts.docx import TYPES, read_docx
from app.transcripts.lines import Found, turns_of_lines
from app.transcripts.model import Layout, Transcript
from app.transcripts.odt import read_odt
from app.transcripts.packages import MAGIC, Package, opened
from app.transcripts.refusals import TranscriptRefused
from app.transcripts.rtf import MAGIC as RTF
from app.transcripts.rtf import read_rtf
from app.transcripts.tables import flattened, rows_of_lines, turns_of_table
from app.transcripts.text import decoded, lines_of
from app.transcripts.words import Body

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
LOCKED = "EncryptedPackage".encode("utf-16-le")
PACKAGES = {"docx", "odt"}
ADVERT = re.compile(r"Transcribed by https://otter\.ai/?", re.IGNORECASE)
TEXTS = {"txt", "vtt", "srt"}
MACROS = {"docm", "dotm"}
NO_TEXT = (MAGIC.lower(), OLE, RTF, b"%pdf", b"<?xml", b"<!doctype", b"<html")


def understand(ending: str, data: bytes) -> Transcript:
    """The transcript in a file whose name has that ending, without a full stop; TranscriptRefused says why not."""
    if ending in MACROS:
        raise TranscriptRefused("macros")
    if ending not in {*PACKAGES, *TEXTS, "rtf"}:
        raise TranscriptRefused("kind")
    if not data.strip(b" \t\r\n\x00\xef\xbb\xbf\xff\xfe"):
        raise TranscriptRefused("empty")
    if ending in TEXTS:
        return _plain(ending, data)
    found = _found(_body(ending, data))
    return _transcript(found, kind=ending, encoding=None)


def _plain(ending: str, data: bytes) -> Transcript:
    if data.lstrip(b"\xef\xbb\xbf \t\r\n")[:16].lower().startswith(NO_TEXT):
        raise TranscriptRefused("name")
    text, encoding = decoded(data)
    lines = lines_of(text)
    webvtt = lines[0].split()[:1] == [SIGNATURE]
    timed = has_cues(lines)
    if ending != "txt" and not timed:
        raise TranscriptRefused("times")
    kind = "vtt" if webvtt else "srt" if ending == "vtt" else ending
    found = turns_of_cues(lines, webvtt=webvtt) if webvtt or timed else _of_lines(lines)
    return _transcript(found, kind=kind, encoding=encoding)


def _body(ending: str, data: bytes) -> Body:
    if ending == "rtf":
        if not data.startswith(RTF):
            raise TranscriptRefused("name")
        return read_rtf(data)
    if data.startswith(OLE):
        raise TranscriptRefused("locked" if LOCKED in data else "name")
    if not data.startswith(MAGIC):
        raise TranscriptRefused("name")
    with opened(data) as package:
        return _document(ending, package)


def _document(ending: str, package: Package) -> Body:
    if ending == "docx" and TYPES in package.names:
        return read_docx(package)
    if ending == "odt" and {"mimetype", "content.xml"} <= package.names:
        return read_odt(package)
    raise TranscriptRefused("name")


def _found(body: Body) -> Found:
    """The turns of a document, each of its paragraphs and cells cleaned as lines of plain text are."""
    rows: Body = [_clean(part) if isinstance(part, str) else tuple(map(_clean, part)) for part in body]
    if any(isinstance(part, tuple) for part in rows) and (found := turns_of_table(rows)):
        return found
    lines = flattened(rows) or [""]
    return turns_of_cues(lines, webvtt=False) if has_cues(lines) else _of_lines(lines)


def _clean(text: str) -> str:
    return "\n".join(lines_of(text)).strip("\n")


def _of_lines(lines: list[str]) -> Found:
    """Turns of lines; a last line that only names the program which wrote them is set aside."""
    last = next((place for place in range(len(lines) - 1, -1, -1) if lines[place]), 0)
    advert = lines[last:] if ADVERT.fullmatch(lines[last]) else []
    found = turns_of_lines(lines[: len(lines) - len(advert)])
    found.set_aside += [line for line in advert if line]
    if found.form in {"none", "timed"} and (rows := rows_of_lines(lines)):
        return turns_of_table(rows) or found
    return found


def _transcript(found: Found, *, kind: str, encoding: str | None) -> Transcript:
    if not any(turn.text for turn in found.turns):
        raise TranscriptRefused("empty")
    aside = (found.continued, tuple(found.set_aside))
    layout = Layout(kind, found.form, encoding, tuple(found.unmatched), *aside)
    return Transcript(tuple(found.turns), layout)
