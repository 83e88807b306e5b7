"""Coded transcripts as a word processor's document, by the standard library: a zip with three parts of XML.

A study has a hundred thousand elements: each is written where it stands, and no tree of them is kept.
"""

from collections.abc import Iterable, Iterator
from xml.sax.saxutils import escape

from app.coding.exchange import Export
from app.coding.exchange_rows import Paragraph, paragraphs_of
from app.qda.archive import pack
from app.qda.places import legal

DECLARATION = '<?xml version="1.0" encoding="utf-8"?>\n'
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
TYPES = f"""<Types xmlns="{PACKAGE}/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Override PartName="/word/document.xml" ContentType="{MAIN}"/>
</Types>"""
RELATIONS = f"""<Relationships xmlns="{PACKAGE}/relationships">
<Relationship Id="r1" Type="{OFFICE}/officeDocument" Target="word/document.xml"/>
</Relationships>"""
BOLD = "<w:b/>"
SIZE = '<w:sz w:val="{}"/>'
"""In half points."""
TINT = '<w:shd w:val="clear" w:color="auto" w:fill="FFF2B3"/>'
"""Behind marked words: dark letters on it can be read, on paper too."""
RAISED = '<w:vertAlign w:val="superscript"/>'
"""Looks of a run are put together in this order, which the format wants."""


def docx_of(export: Export) -> bytes:
    """Every transcript with who speaks, marked words, and under each turn the themes of these."""
    document = f'<w:document xmlns:w="{WORD}"><w:body>{"".join(_body(export))}</w:body></w:document>'
    parts = {"[Content_Types].xml": TYPES, "_rels/.rels": RELATIONS, "word/document.xml": document}
    return pack({name: (DECLARATION + part).encode() for name, part in parts.items()})


def _body(export: Export) -> Iterator[str]:
    yield _paragraph(_words(export.study.title, BOLD + SIZE.format(32)))
    for leaving in export.leaving:
        yield _paragraph(_words(leaving.reading.interview.title, BOLD + SIZE.format(26)), before=360)
        for one in paragraphs_of(export, leaving):
            yield from _turn(one)


def _turn(turn: Paragraph) -> Iterator[str]:
    runs = [_words(f"{turn.label}: ", BOLD)]
    for piece in turn.pieces:
        runs.append(_words(piece.text, TINT if piece.numbers else ""))
        if piece.numbers:
            runs.append(_words(_numbers(piece.numbers), RAISED))
    yield _paragraph("".join(runs), before=120)
    for number, theme, coder in turn.themes:
        words = f"{number}  {theme}" + (f" ({coder})" if coder else "")
        yield _paragraph(_words(words, SIZE.format(18)), indent=400)


def _numbers(numbers: Iterable[int]) -> str:
    return f"[{', '.join(map(str, numbers))}]"


def _paragraph(runs: str, *, before: int = 0, indent: int = 0) -> str:
    left = f'<w:ind w:left="{indent}"/>' if indent else ""
    return f'<w:p><w:pPr><w:spacing w:before="{before}" w:after="60"/>{left}</w:pPr>{runs}</w:p>'


def _words(text: str, look: str) -> str:
    """A run of words; a line that ends in them ends in the document."""
    lines = escape(legal(text)).split("\n")
    inside = "<w:br/>".join(f'<w:t xml:space="preserve">{line}</w:t>' for line in lines)
    return f"<w:r><w:rPr>{look}</w:rPr>{inside}</w:r>"
