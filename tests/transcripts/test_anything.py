"""Whatever bytes come in, the answer is a transcript or a sentence, and no word is lost on the way."""

import unicodedata
from collections import Counter

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.transcripts.refusals import TranscriptRefused
from app.transcripts.understanding import understand

from .files import docx, odt, rtf

KINDS = ("docx", "odt", "rtf", "txt", "vtt", "srt")
STARTS = (
    b"",
    b"PK\x03\x04",
    b"{\\rtf1 ",
    b"WEBVTT\n\n",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b"1\n00:00:01,000 --> 00:00:02,000\n",
)
MANY = settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
ROWS = ("Title", ("Time", "Speaker", "Text"), ("0:01", "Ann", "Hellö\tthere\nyou"), ("0:02", "Bob", "Hi"), "Ann: end")
WEBVTT = "WEBVTT\n\nNOTE x\n\na-b/0\n00:01.000 --> 00:02.000 align:start\n<v Ann>H&eacute;</v>\n\n"
WEBVTT += "00:03.000 --> 00:04\nBob: ö"
SUBTITLES = (
    "1\r\n00:00:01,000 --> 00:00:02,000\r\n[Ann] Hé\r\n\r\n2\r\n00:00:02,500 --> 00:00:03,000\r\n[Bob] <i>Hi</i>\r\n"
)
OLD_MEETING = "Interview\n\nAnn  0:01\nHé: llo\n\n[Bob] 0:02\n#Cat: x {Dan} y\n@Eve: #00:01:02-5#\n"
SAMPLES = {
    "docx": docx(*ROWS),
    "odt": odt(*ROWS),
    "rtf": rtf(*ROWS),
    "txt": OLD_MEETING.encode("utf-16"),
    "vtt": WEBVTT.encode(),
    "srt": SUBTITLES.encode("cp1252"),
}


def read_or_refuse(kind, data):
    """The transcript, or None when it was refused; nothing else may happen."""
    try:
        transcript = understand(kind, data)
    except TranscriptRefused:
        return None
    assert transcript.turns
    for turn in transcript.turns:
        assert turn.speaker is None or turn.speaker == unicodedata.normalize("NFC", turn.speaker).strip() != ""
        assert unicodedata.is_normalized("NFC", turn.text)
        assert turn.start is None or turn.start >= 0
        turn.text.encode("utf-8")
    assert all(transcript.turns[place].start is None for place in transcript.layout.unmatched)
    return transcript


@pytest.mark.parametrize("kind", KINDS)
def test_the_whole_sample_is_read(kind):
    assert read_or_refuse(kind, SAMPLES[kind])


@pytest.mark.parametrize("kind", KINDS)
def test_a_file_cut_off_anywhere_is_read_or_refused(kind):
    data = SAMPLES[kind]
    for end in range(len(data)):
        cut = read_or_refuse(kind, data[:end])
        assert cut is None or kind in {"txt", "vtt", "srt"}, end


@pytest.mark.parametrize("kind", KINDS)
def test_a_file_with_any_byte_changed_is_read_or_refused(kind):
    good = SAMPLES[kind]

    @MANY
    @given(st.lists(st.tuples(st.integers(0, len(good) - 1), st.integers(1, 255)), min_size=1, max_size=4))
    def changed(changes):
        data = bytearray(good)
        for place, by in changes:
            data[place] ^= by
        read_or_refuse(kind, bytes(data))

    changed()


@MANY
@given(st.sampled_from(KINDS), st.sampled_from(STARTS), st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(kind, start, rest):
    read_or_refuse(kind, start + rest)


PIECES = ["Ann", "bob", ":", "：", " ", "  ", "\t", "[", "]", "{", "}", "#", "@", "(", ")", "0:01", "00:00:02.5", "-->"]
PIECES += [
    "1",
    "\n",
    "\n\n",
    "WEBVTT",
    "NOTE",
    "<v Ann>",
    "</v>",
    "<v",
    "&amp;",
    "é",
    "e\u0301",
    ".",
    ",",
    "-",
    "#0:00:01-2#",
]
RICH = [
    "{",
    "}",
    "\\par",
    "\\cell",
    "\\row",
    "\\intbl",
    "\\trowd",
    "\\u233",
    "\\'e9",
    "\\uc2",
    "\\f1",
    "\\*",
    "\\",
    " x",
    "\\~",
]
RICH += [
    "\\fonttbl",
    "\\fcharset128",
    "\\v",
    "\\deleted",
    "\\u-10180",
    "\\u-8384",
    "?",
    "\\ansicpg65001",
    "\\'ff",
    "\\fldinst",
]


@settings(MANY, max_examples=800)
@given(st.sampled_from(["txt", "vtt", "srt"]), st.lists(st.sampled_from(PIECES), max_size=40))
def test_any_signs_of_layouts_in_any_order_are_read_or_refused(kind, pieces):
    read_or_refuse(kind, "".join(pieces).encode())


@settings(MANY, max_examples=600)
@given(st.lists(st.sampled_from(RICH), max_size=40))
def test_any_commands_of_rich_text_in_any_order_are_read_or_refused(pieces):
    inside = "".join(pieces)
    read_or_refuse("rtf", f"{{\\rtf1 Ann: a{inside}{'}' * (inside.count('{') - inside.count('}') + 1)}".encode())


def letters(*texts):
    return Counter(letter for text in texts for letter in unicodedata.normalize("NFC", text) if letter.isalpha())


@settings(MANY, max_examples=800)
@given(st.lists(st.sampled_from([piece for piece in PIECES if piece not in {"-->", "WEBVTT"}]), max_size=60))
def test_no_letter_of_typed_lines_is_lost(pieces):
    text = "".join(pieces) + "\n\nso it ended"
    transcript = understand("txt", text.encode())
    kept = [part for turn in transcript.turns for part in (turn.speaker or "", turn.text)]
    assert letters(text) == letters(*kept, *transcript.layout.set_aside)
