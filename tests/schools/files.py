"""Small real files for the tests of reading and importing."""

import zipfile
from collections.abc import Sequence
from datetime import date, datetime
from io import BytesIO

import xlsxwriter

HEADINGS = ("Adno", "UPN", "Legal Forename", "Legal Surname", "NC Year", "Course", "Start date", "End date")
UPNS = ("B801200005001", "R674123101121", "P207000016049", "A80120000501A", "L80120000501Z", "Y87012340512B")


def csv_bytes(rows: Sequence[Sequence[str]], *, encoding: str = "utf-8", separator: str = ",") -> bytes:
    """A delimited file in which cells with the separator are quoted."""
    lines = [separator.join(f'"{cell}"' if separator in cell else cell for cell in row) for row in rows]
    return "\r\n".join([*lines, ""]).encode(encoding)


def xlsx_bytes(rows: Sequence[Sequence[object]], *, sheet: str = "Pupils", hidden: bool = False) -> bytes:
    """A workbook; strings that begin with "=" become formulas, dates real dates."""
    buffer = BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    if hidden:
        book.add_worksheet("Notes").hide()
    page = book.add_worksheet(sheet)
    page.activate()
    page.set_first_sheet()
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    for number, row in enumerate(rows):
        for place, cell in enumerate(row):
            if isinstance(cell, date | datetime):
                page.write_datetime(number, place, cell, day)
            elif isinstance(cell, str) and not cell.startswith("="):
                page.write_string(number, place, cell)
            else:
                page.write(number, place, cell)
    book.close()
    return buffer.getvalue()


def zip_bytes(entries: dict[str, bytes]) -> bytes:
    """A zip file with the given entries."""
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in entries.items():
            package.writestr(name, content)
    return buffer.getvalue()


def ods_bytes(rows: Sequence[Sequence[str]]) -> bytes:
    """The least that is an OpenDocument spreadsheet."""
    spaces = (
        'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
    )
    cell = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
    body = "".join(f"<table:table-row>{''.join(cell.format(value) for value in row)}</table:table-row>" for row in rows)
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {spaces} office:version="1.3"><office:body>'
        f'<office:spreadsheet><table:table table:name="Pupils">{body}</table:table></office:spreadsheet>'
        "</office:body></office:document-content>"
    )
    return zip_bytes(
        {
            "mimetype": b"application/vnd.oasis.opendocument.spreadsheet",
            "content.xml": content.encode(),
            "META-INF/manifest.xml": b'<?xml version="1.0"?><manifest/>',
        }
    )
