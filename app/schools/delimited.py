"""Text files of rows and cells: which encoding, which separator, which cells.

A row's number is the one a spreadsheet shows, so a line break inside a quoted cell does not count as a row.
"""

import csv
import io
import re

from app.schools.columns import recognised
from app.schools.letters import is_read_wrongly
from app.schools.refusals import LostLetters, NotATable, WrongEncoding
from app.web.languages import _, later

SEPARATORS = (",", ";", "\t", "|")
SAMPLE_ROWS = 30
SAMPLE_CHARACTERS = 50_000
BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")
EXCEL_HINT = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)
MARKUP = re.compile(r"\s*<(?:!doctype|html|table|\?xml|meta)\b", re.IGNORECASE)
NO_TEXT = later("not text: it may be a picture, a program or a damaged export")


def rows_of_text(data: bytes) -> list[list[str]]:
    """Every row of a delimited file, blank ones included, in order."""
    if data.lstrip()[:5] == b"%PDF-":
        raise NotATable(_("a PDF, which is made for printing"))
    text = decode(data)
    if MARKUP.match(text):
        raise NotATable(_("a web page or XML saved under a spreadsheet's name"))
    hint = EXCEL_HINT.match(text)
    separator = hint[1] if hint else sniff_separator(text)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
    except csv.Error:
        raise NotATable(_("not a CSV file that we can take apart (is a quotation mark never closed?)")) from None
    if hint:
        rows[0] = []
    return rows


def decode(data: bytes) -> str:
    """The text of a file in UTF-8, UTF-16 or Windows-1252, the three that schools' systems write."""
    text = _decoded(data)
    if CONTROL.search(text):
        raise NotATable(NO_TEXT)
    if "\ufffd" in text:
        raise LostLetters(text[: text.index("\ufffd")].count("\n") + 1)
    return text


def _decoded(data: bytes) -> str:
    try:
        for mark, encoding in BOMS:
            if data.startswith(mark):
                return data.decode(encoding)
        if unmarked := _unmarked_utf16(data):
            return data.decode(unmarked)
    except UnicodeDecodeError:
        raise WrongEncoding from None
    if b"\x00" in data:
        raise NotATable(NO_TEXT)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return _decoded_from_windows(data)


def _decoded_from_windows(data: bytes) -> str:
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError:
        raise WrongEncoding from None
    if is_read_wrongly(data, text):
        raise WrongEncoding
    return text


def _unmarked_utf16(data: bytes) -> str:
    """Western text in UTF-16 has a zero in nearly every second byte."""
    sample = data[:2000]
    half = len(sample) // 2
    if half and sample[1::2].count(0) > 0.7 * half:
        return "utf-16-le"
    if half and sample[0::2].count(0) > 0.7 * half:
        return "utf-16-be"
    return ""


def sniff_separator(text: str) -> str:
    """The separator that brings out the most headings we know; else that cuts most rows alike, into the most cells."""
    return max(SEPARATORS, key=lambda separator: _fitness(text, separator))


def _fitness(text: str, separator: str) -> tuple[int, float, int]:
    rows: list[list[str]] = []
    try:
        for row in csv.reader(io.StringIO(text[:SAMPLE_CHARACTERS], newline=""), delimiter=separator):
            if row:
                rows.append(row)
            if len(rows) == SAMPLE_ROWS:
                break
    except csv.Error:
        return (0, 0.0, 0)
    widths = [len(row) for row in rows if len(row) > 1]
    if not widths:
        return (0, 0.0, 0)
    known = max(sum(recognised(cell) for cell in row) for row in rows)
    usual = max(set(widths), key=widths.count)
    return (known, widths.count(usual) / len(rows), usual)
