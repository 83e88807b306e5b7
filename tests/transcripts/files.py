"""Documents for the tests, made by the smallest code that makes them; readers of other programs accept them too."""

import zipfile
from io import BytesIO
from xml.sax.saxutils import escape

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TYPES = (
    f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/>'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument'
    '.wordprocessingml.document.main+xml"/></Types>'
)
MAIN = f'<Relationship Id="r1" Type="{OFFICE}/officeDocument" Target="word/document.xml"/>'
ODF = "urn:oasis:names:tc:opendocument:xmlns"
ODT_MIME = "application/vnd.oasis.opendocument.text"
Part = str | bytes


def zipped(parts: dict[str, Part], *, packing: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip of these parts in this order."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", packing) as package:
        for name, part in parts.items():
            package.writestr(zipfile.ZipInfo(name), part, compress_type=packing)
    return out.getvalue()


def relations(*inside: str) -> str:
    return f'<Relationships xmlns="{PACKAGE}/relationships">{"".join(inside)}</Relationships>'


def docx_parts(body: str) -> dict[str, Part]:
    """The parts of a Word document; `body` is what stands in w:body."""
    return {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": relations(MAIN),
        "word/document.xml": f'<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>',
    }


def paragraph(text: str) -> str:
    """One of Word's paragraphs. A line break in the text is one in the paragraph, a tab a tab."""
    run = escape(text).replace("\n", "</w:t><w:br/><w:t>").replace("\t", "</w:t><w:tab/><w:t>")
    run = run.replace("<w:t>", '<w:t xml:space="preserve">')
    return f'<w:p><w:r><w:t xml:space="preserve">{run}</w:t></w:r></w:p>'


def docx(*body: str | tuple[str, ...], **more: Part) -> bytes:
    """A Word document of paragraphs, and of a table's row for each tuple."""
    made = [_docx_row(part) if isinstance(part, tuple) else paragraph(part) for part in body]
    return zipped(docx_parts("".join(made)) | more)


def _docx_row(row: tuple[str, ...]) -> str:
    cells = "".join(f"<w:tc>{''.join(map(paragraph, cell.split(chr(10))))}</w:tc>" for cell in row)
    return f"<w:tbl><w:tr>{cells}</w:tr></w:tbl>"


def odt_parts(body: str) -> dict[str, Part]:
    """The parts of an OpenDocument text; `body` is what stands in office:text."""
    spaces = "".join(f' xmlns:{name}="{ODF}:{name}:1.0"' for name in ("office", "text", "table", "script", "draw"))
    spaces += ' xmlns:xlink="http://www.w3.org/1999/xlink"'
    text = f"<office:body><office:text>{body}</office:text></office:body>"
    content = f'<office:document-content{spaces} office:version="1.3">{text}</office:document-content>'
    manifest = f'<manifest:manifest xmlns:manifest="{ODF}:manifest:1.0"/>'
    return {"mimetype": ODT_MIME, "content.xml": content, "META-INF/manifest.xml": manifest}


def odt(*body: str | tuple[str, ...], **more: Part) -> bytes:
    """An OpenDocument text of paragraphs, and of a table's row for each tuple."""
    made = [_odt_row(part) if isinstance(part, tuple) else _odt_paragraph(part) for part in body]
    return zipped(odt_parts("".join(made)) | more)


def _odt_paragraph(text: str) -> str:
    inside = escape(text).replace("\n", "<text:line-break/>").replace("\t", "<text:tab/>")
    while "  " in inside:
        inside = inside.replace("  ", ' <text:s text:c="1"/>')
    return f"<text:p>{inside}</text:p>"


def _odt_row(row: tuple[str, ...]) -> str:
    cells = "".join(
        f"<table:table-cell>{''.join(map(_odt_paragraph, cell.split(chr(10))))}</table:table-cell>" for cell in row
    )
    return f"<table:table><table:table-row>{cells}</table:table-row></table:table>"


def rtf_words(text: str) -> str:
    """Letters as RTF writes them: by UTF-16 number, each with a question mark for readers that know none."""
    out = []
    for letter in text:
        if letter in "\\{}":
            out.append("\\" + letter)
        elif letter in "\n\t":
            out.append("\\line " if letter == "\n" else "\\tab ")
        elif ord(letter) < 128:
            out.append(letter)
        else:
            units = letter.encode("utf-16-le")
            numbers = (int.from_bytes(units[at : at + 2], "little", signed=True) for at in range(0, len(units), 2))
            out += [f"\\u{number}?" for number in numbers]
    return "".join(out)


def rtf(*body: str | tuple[str, ...]) -> bytes:
    """Rich text of paragraphs, and of a table's row for each tuple."""
    made = [_rtf_row(part) if isinstance(part, tuple) else f"\\pard {rtf_words(part)}\\par\n" for part in body]
    fonts = "{\\fonttbl{\\f0\\fswiss\\fcharset0 Sans;}{\\f1\\fcharset204 Cyr;}{\\f2\\fcharset128 Gothic;}}"
    return ("{\\rtf1\\ansi\\ansicpg1252\\deff0" + fonts + "\\uc1 " + "".join(made) + "}").encode("ascii")


def _rtf_row(row: tuple[str, ...]) -> str:
    cells = "".join(
        f"\\pard\\intbl {rtf_words(cell).replace(chr(92) + 'line ', chr(92) + 'par ')}\\cell" for cell in row
    )
    return f"\\trowd\\cellx2000\\cellx9000 {cells}\\row\n"


def docx_lines(text: str) -> bytes:
    return docx(*text.split("\n"))


def odt_lines(text: str) -> bytes:
    return odt(*text.split("\n"))


def rtf_lines(text: str) -> bytes:
    return rtf(*text.split("\n"))
