"""Coded transcripts as a word processor's document, by the standard library: a zip with three parts of XML."""

from collections.abc import Iterable, Iterator
from xml.etree.ElementTree import Element, SubElement, tostring

from app.coding.exchange import Export
from app.coding.exchange_rows import Paragraph, paragraphs_of
from app.qda.archive import pack
from app.qda.places import legal

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
TINT = "FFF2B3"
"""Behind marked words: dark letters on it can be read, on paper too."""


def docx_of(export: Export) -> bytes:
    """Every transcript with who speaks, marked words, and under each turn the themes of these."""
    root = Element("w:document", {"xmlns:w": WORD})
    body = SubElement(root, "w:body")
    _words(_paragraph(body), export.study.title, bold=True, size=32)
    for leaving in export.leaving:
        _words(_paragraph(body, before=360), leaving.reading.interview.title, bold=True, size=26)
        for one in paragraphs_of(export, leaving):
            _turn(body, one)
    return pack(
        {
            "[Content_Types].xml": _bytes(_types()),
            "_rels/.rels": _bytes(_relations()),
            "word/document.xml": _bytes(root),
        }
    )


def _turn(body: Element, turn: Paragraph) -> None:
    paragraph = _paragraph(body, before=120)
    _words(paragraph, f"{turn.label}: ", bold=True)
    for piece in turn.pieces:
        _words(paragraph, piece.text, tint=bool(piece.numbers))
        if piece.numbers:
            _words(paragraph, _numbers(piece.numbers), raised=True)
    for number, theme, coder in turn.themes:
        _words(_paragraph(body, indent=400), f"{number}  {theme}" + (f" ({coder})" if coder else ""), size=18)


def _numbers(numbers: Iterable[int]) -> str:
    return f"[{', '.join(map(str, numbers))}]"


def _paragraph(body: Element, *, before: int = 0, indent: int = 0) -> Element:
    made = SubElement(body, "w:p")
    about = SubElement(made, "w:pPr")
    SubElement(about, "w:spacing", {"w:before": str(before), "w:after": "60"})
    if indent:
        SubElement(about, "w:ind", {"w:left": str(indent)})
    return made


def _words(
    paragraph: Element, text: str, *, bold: bool = False, tint: bool = False, raised: bool = False, size: int = 0
) -> None:
    """A run of words. The parts of its look stand in the order that the format wants."""
    run = SubElement(paragraph, "w:r")
    look = SubElement(run, "w:rPr")
    if bold:
        SubElement(look, "w:b")
    if size:
        SubElement(look, "w:sz", {"w:val": str(size)})
    if tint:
        SubElement(look, "w:shd", {"w:val": "clear", "w:color": "auto", "w:fill": TINT})
    if raised:
        SubElement(look, "w:vertAlign", {"w:val": "superscript"})
    for at, line in enumerate(_lines(text)):
        if at:
            SubElement(run, "w:br")
        SubElement(run, "w:t", {"xml:space": "preserve"}).text = line


def _lines(text: str) -> Iterator[str]:
    yield from legal(text).split("\n")


def _types() -> Element:
    root = Element("Types", {"xmlns": f"{PACKAGE}/content-types"})
    kind = "application/vnd.openxmlformats-package.relationships+xml"
    SubElement(root, "Default", {"Extension": "rels", "ContentType": kind})
    SubElement(root, "Override", {"PartName": "/word/document.xml", "ContentType": MAIN})
    return root


def _relations() -> Element:
    root = Element("Relationships", {"xmlns": f"{PACKAGE}/relationships"})
    SubElement(root, "Relationship", {"Id": "r1", "Type": f"{OFFICE}/officeDocument", "Target": "word/document.xml"})
    return root


def _bytes(root: Element) -> bytes:
    return tostring(root, encoding="utf-8", xml_declaration=True)
