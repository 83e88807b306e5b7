"""Bytes to letters, and letters to lines, with the limits of one conversation."""

import re
import unicodedata

from app.transcripts.refusals import TranscriptRefused

MOST_CHARACTERS = 2_000_000
MOST_LINES = 100_000
LONGEST_LINE = 500_000
MOST_MARKS = 60  # accents on one letter: more is a prank, and sorting them takes for ever
BOMS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
NO_TEXT = re.compile("[\x00-\x08\x0e-\x1f\x7f\ufffe\uffff]")
ENDS = re.compile("\r\n?|[\n\x0b\x0c\x85\u2028\u2029]")
SAMPLE = 2_000


def decoded(data: bytes) -> tuple[str, str]:
    """The letters of a file of plain text, and the encoding they were in."""
    for bom, encoding in BOMS:
        if data.startswith(bom):
            return _letters(data[len(bom) :], encoding), encoding
    if encoding := _wide(data):
        return _letters(data, encoding), encoding
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return _letters(data, "cp1252"), "windows-1252"


def _wide(data: bytes) -> str:
    """UTF-16 without a byte order mark shows by its zeros, which stand in every second place."""
    sample = data[:SAMPLE]
    if len(data) % 2 or b"\x00" not in sample:
        return ""
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if odd > 4 * even:
        return "utf-16-le"
    return "utf-16-be" if even > 4 * odd else ""


def _letters(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        raise TranscriptRefused("letters") from None


def normal(text: str) -> str:
    """Text in form NFC. Signs that no text holds are refused, and so is more than one conversation."""
    if len(text) > MOST_CHARACTERS:
        raise TranscriptRefused("long")
    if NO_TEXT.search(text):
        raise TranscriptRefused("letters")
    if text.isascii():
        return text
    marks = 0
    for letter in text:
        marks = marks + 1 if letter > "\u02ff" and unicodedata.combining(letter) else 0
        if marks > MOST_MARKS:
            raise TranscriptRefused("letters")
    return unicodedata.normalize("NFC", text)


def lines_of(text: str) -> list[str]:
    """The lines of a text in form NFC without blanks at their ends; at most as many and as long as a person speaks."""
    lines = ENDS.split(normal(text.removeprefix("\ufeff").removesuffix("\x1a")), MOST_LINES)
    if len(lines) > MOST_LINES:
        raise TranscriptRefused("long")
    if any(len(line) > LONGEST_LINE for line in lines):
        raise TranscriptRefused("line")
    return [line.strip() for line in lines]
