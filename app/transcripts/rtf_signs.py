"""What the control words of RTF stand for."""

import re

TOKEN = re.compile(
    r"\\(?P<word>[a-zA-Z]{1,32})(?P<number>-?\d{1,9})? ?"
    r"|\\'(?P<byte>[0-9a-fA-F]{2})"
    r"|\\(?P<sign>[^a-zA-Z])"
    r"|(?P<brace>[{}])"
    r"|[\r\n]+"
    r"|(?P<text>[^\\{}\r\n]+)"
)
SIGNS = {
    "tab": "\t",
    "line": "\n",
    "nestcell": "\t",
    "emdash": "\u2014",
    "endash": "\u2013",
    "lquote": "\u2018",
    "rquote": "\u2019",
    "ldblquote": "\u201c",
    "rdblquote": "\u201d",
    "bullet": "\u2022",
    "emspace": "\u2003",
    "enspace": "\u2002",
    "qmspace": "\u2005",
    "zwj": "\u200d",
    "zwnj": "\u200c",
    "ltrmark": "\u200e",
    "rtlmark": "\u200f",
}
ESCAPED = {"~": "\u00a0", "_": "\u2011", "-": "\u00ad", "\\": "\\", "{": "{", "}": "}"}
PARAGRAPHS = {"par", "sect", "page"}
REFUSED = {"bin": "nested", "object": "nested", "objdata": "nested", "objocx": "nested", "ddeauto": "outside"}
SKIPPED = {
    *("colortbl", "stylesheet", "info", "pict", "footnote", "annotation", "listtext", "pntext", "filetbl", "revtbl"),
    *("header", "headerl", "headerr", "headerf", "footer", "footerl", "footerr", "footerf", "xe", "tc", "nonshppict"),
}
# Sources of the numbers: the Rich Text Format specification 1.9.1, "Font Table" and "Character Set".
CHARSETS = {
    77: "mac_roman",
    128: "cp932",
    129: "cp949",
    134: "gbk",
    136: "cp950",
    161: "cp1253",
    162: "cp1254",
    163: "cp1258",
    177: "cp1255",
    178: "cp1256",
    186: "cp1257",
    204: "cp1251",
    222: "cp874",
    238: "cp1250",
}
PAGES = {"mac": "mac_roman", "pc": "cp437", "pca": "cp850"}
PAGE_NUMBERS = {10000: "mac_roman", 65001: "utf-8", 936: "gbk"}
KNOWN_PAGES = {437, 850, 852, 866, 874, 932, 949, 950, *range(1250, 1259)}


def code_page(number: int) -> str:
    """The encoding of a code page; Windows-1252 for one that is not known."""
    return PAGE_NUMBERS.get(number) or (f"cp{number}" if number in KNOWN_PAGES else "cp1252")
