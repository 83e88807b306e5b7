"""How a file leaves: figures only as `Released`, other rows as plain text, never a formula."""

import csv
import io
import unicodedata
from collections.abc import Iterable, Sequence

from flask import Response

from app.disclosure import refuse_raw

FORMULA_STARTS = ("=", "+", "-", "@", "|", "%")
BREAKS = ("\t", "\r", "\n", "\0")


def harmless(value: object) -> str:
    """Text that a spreadsheet will not run: a leading apostrophe where it would be a formula.

    Spreadsheets drop what is invisible before the first character, and take its full-width form for the same.
    """
    text = "" if value is None else str(value)
    first = unicodedata.normalize("NFKC", text.lstrip(_INVISIBLE)[:1])
    if text.startswith(BREAKS) or (first.startswith(FORMULA_STARTS) and not _is_number(text)):
        return "'" + text
    return text


_INVISIBLE = "".join(c for c in map(chr, range(0x10000)) if unicodedata.category(c) in ("Zs", "Zl", "Zp", "Cf", "Cc"))


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def csv_file(name: str, headings: Sequence[str], rows: Iterable[Sequence[object]]) -> Response:
    """A CSV download (UTF-8 with BOM, so that Excel reads it); raises `Undisclosed` on raw figures."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([harmless(heading) for heading in headings])
    for row in rows:
        refuse_raw(list(row))
        writer.writerow([harmless(value) for value in row])
    return attachment(text.getvalue().encode("utf-8-sig"), name, "text/csv; charset=utf-8")


def xlsx_file(name: str, headings: Sequence[str], rows: Iterable[Sequence[object]]) -> Response:
    """A workbook in which every cell is text, so that nothing is run and no number loses its zeros."""
    import xlsxwriter

    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.freeze_panes(1, 0)
        for place, heading in enumerate(headings):
            sheet.write_string(0, place, str(heading), book.add_format({"bold": True}))
        for number, row in enumerate(rows, start=1):
            refuse_raw(list(row))
            for place, value in enumerate(row):
                sheet.write_string(number, place, "" if value is None else str(value))
        sheet.autofit()
    return attachment(buffer.getvalue(), name, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")


def attachment(content: bytes, name: str, mimetype: str) -> Response:
    """Any bytes as a download, under a name of one line."""
    response = Response(content, content_type=mimetype)
    printable = "".join(character for character in name if character.isprintable())
    response.headers.set("Content-Disposition", "attachment", filename=printable)
    return response
