"""Rich text: words, paragraphs and rows of tables, in any code page. Deleted and hidden words do not count."""

import re
from dataclasses import dataclass, replace

from app.transcripts.refusals import TranscriptRefused
from app.transcripts.rtf_signs import (
    CHARSETS,
    ESCAPED,
    PAGES,
    PARAGRAPHS,
    REFUSED,
    SIGNS,
    SKIPPED,
    TOKEN,
    code_page,
)
from app.transcripts.words import Body, Gathering

MAGIC = b"{\\rtf"
MOST_DEPTH = 200
MOST_FONTS = 5_000
FETCHES = re.compile(r"\s*(?:DDE|DDEAUTO|INCLUDETEXT|INCLUDEPICTURE|IMPORT|LINK|DATABASE)\b", re.IGNORECASE)
OUTSIDE = re.compile(r"\s*(?:[a-z]{2,}:|[\\/]{2})", re.IGNORECASE)
WATCHED = {"fldinst": FETCHES, "template": OUTSIDE}
HIGH, LOW = range(0xD800, 0xDC00), range(0xDC00, 0xE000)


def read_rtf(data: bytes) -> Body:
    """Paragraphs and rows of a file that starts with `MAGIC`."""
    reader = _Reader()
    told = {
        "brace": reader.on_brace,
        "text": reader.on_text,
        "byte": reader.on_byte,
        "sign": reader.on_sign,
        "word": reader.on_word,
        "number": reader.on_word,
        None: lambda _: None,
    }
    for token in TOKEN.finditer(data.decode("latin-1")):
        told[token.lastgroup](token)
        if reader.ended:
            return reader.finish()
    raise TranscriptRefused("damaged")


@dataclass(slots=True)
class _Group:
    skipped: bool = False
    fonts: bool = False
    hidden: bool = False
    watched: str = ""
    codec: str = ""
    fallback: int = 1  # how many signs after a letter by its number stand for the same letter


class _Reader:
    def __init__(self) -> None:
        self.ended = False
        self._gathering = Gathering()
        self._groups: list[_Group] = []
        self._now = _Group()
        self._page = "cp1252"
        self._charsets: dict[int, str] = {}
        self._font = 0
        self._bytes = bytearray()
        self._high = 0
        self._passed = 0
        self._starred = False
        self._row = False
        self._instruction = ""

    def finish(self) -> Body:
        return self._gathering.finish()

    def on_brace(self, token: re.Match[str]) -> None:
        self._flush()
        self._passed = 0
        if token["brace"] == "{":
            if len(self._groups) >= MOST_DEPTH:
                raise TranscriptRefused("deep")
            self._groups.append(self._now)
            self._now = replace(self._now)
            return
        if self._now.watched and WATCHED[self._now.watched].match(self._instruction):
            raise TranscriptRefused("outside")
        self._now = self._groups.pop() if self._groups else self._now
        self.ended = not self._groups

    def on_text(self, token: re.Match[str]) -> None:
        text = token["text"]
        passed = min(self._passed, len(text))
        self._passed -= passed
        self._put(text[passed:].encode("latin-1"))

    def on_byte(self, token: re.Match[str]) -> None:
        if self._passed:
            self._passed -= 1
        else:
            self._put(bytes.fromhex(token["byte"]))

    def on_sign(self, token: re.Match[str]) -> None:
        sign = token["sign"]
        if sign == "*":
            self._starred = True
        elif sign in "\r\n":
            self._end_paragraph()
        elif self._passed:
            self._passed -= 1
        elif sign in ESCAPED:
            self._say(ESCAPED[sign])

    def on_word(self, token: re.Match[str]) -> None:
        word, number = token["word"], int(token["number"]) if token["number"] else None
        if word in REFUSED:
            raise TranscriptRefused(REFUSED[word])
        self._passed = 0
        starred, self._starred = self._starred, False
        if word in WATCHED:
            self._now.watched, self._now.skipped, self._instruction = word, True, ""
        elif word == "fonttbl":
            self._now.fonts = self._now.skipped = True
        elif starred or word in SKIPPED:
            self._now.skipped = True
        elif self._now.fonts:
            self._note_font(word, number)
        elif not self._now.skipped:
            self._do(word, number)

    def _note_font(self, word: str, number: int | None) -> None:
        if word == "f":
            self._font = number or 0
        elif word == "fcharset" and number in CHARSETS and len(self._charsets) < MOST_FONTS:
            self._charsets[self._font] = CHARSETS[number]

    def _do(self, word: str, number: int | None) -> None:
        if word == "u" and number is not None:
            self._letter(number % 0x10000)
        elif word in SIGNS:
            self._say(SIGNS[word])
        elif word in PARAGRAPHS:
            self._end_paragraph()
        elif word in {"intbl", "cell", "row"}:
            self._table(word)
        else:
            self._set(word, number)

    def _set(self, word: str, number: int | None) -> None:
        if word == "uc":
            self._now.fallback = number or 0
        elif word in {"v", "deleted"}:
            self._flush()
            self._now.hidden = number != 0
        elif word == "plain":
            self._flush()
            self._now.hidden, self._now.codec = False, ""
        elif word == "f":
            self._flush()
            self._now.codec = self._charsets.get(number or 0, "")
        elif word == "ansicpg":
            self._page = code_page(number or 0)
        elif word in PAGES:
            self._page = PAGES[word]

    def _table(self, word: str) -> None:
        if word == "row":
            self._flush()
            self._gathering.drop_cell()
            self._gathering.end_row()
            self._row = False
            return
        if not self._row:
            self._row = True
            self._gathering.start_cell()
        if word == "cell":
            self._end_paragraph()
            self._gathering.end_cell()
            self._gathering.start_cell()

    def _letter(self, code: int) -> None:
        """A letter by its number; two of them make one letter above U+FFFF."""
        self._flush()
        self._passed = self._now.fallback
        if code in HIGH:
            self._high = code
            return
        if code in LOW:
            code = 0x10000 + ((self._high - 0xD800) << 10) + code - 0xDC00 if self._high else 0xFFFD
        self._high = 0
        self._say(chr(code))

    def _put(self, data: bytes) -> None:
        if self._now.watched:
            self._instruction = (self._instruction + data.decode("latin-1"))[:200]
        elif not self._now.skipped and not self._now.hidden:
            self._bytes += data

    def _say(self, text: str) -> None:
        self._flush()
        if not self._now.skipped and not self._now.hidden:
            self._gathering.add(text)

    def _flush(self) -> None:
        if self._bytes:
            self._gathering.add(self._bytes.decode(self._now.codec or self._page, "replace"))
            self._bytes.clear()

    def _end_paragraph(self) -> None:
        self._flush()
        if not self._now.skipped:
            self._gathering.end_paragraph()
