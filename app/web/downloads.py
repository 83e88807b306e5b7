"""How a file leaves: figures only as `Released`, other rows as plain text, never a formula."""

import csv
import io
from collections.abc import Iterable, Sequence

from flask import Response

from app.disclosure import refuse_raw

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def harmless(value: object) -> str:
    """Text that a spreadsheet will not run: a leading apostrophe where it would be a formula."""
    text = "" if value is None else str(value)
    if text.startswith(FORMULA_STARTS) and not _is_number(text):
        return "'" + text
    return text


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


def attachment(content: bytes, name: str, mimetype: str) -> Response:
    """Any bytes as a download."""
    response = Response(content, content_type=mimetype)
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response
