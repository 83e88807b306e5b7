"""Documents of word processors: tables, changes, breaks, fields and code pages, read as a person would read them."""

import pytest

from app.transcripts.model import Turn
from app.transcripts.understanding import understand

from .files import MAIN, OFFICE, docx, docx_parts, odt, odt_parts, paragraph, relations, rtf, zipped

MAKERS = {"docx": docx, "odt": odt, "rtf": rtf}
each_kind = pytest.mark.parametrize("kind", MAKERS)


def word(body, **more):
    return understand("docx", zipped(docx_parts(body) | more))


def open_document(body):
    return understand("odt", zipped(odt_parts(body)))


def rich(body):
    return understand("rtf", b"{\\rtf1\\ansi\\ansicpg1252 " + body + b"}")


def words(transcript):
    return [(turn.speaker, turn.text) for turn in transcript.turns]


TABLES = {
    "headings": (
        [
            ("Timespan", "Content", "Speaker"),
            ("0:00.0 - 0:12.3", "Hello\nthere", "Ann"),
            ("0:12.3 - 0:15.0", "Hi", "Bob"),
        ],
        [Turn("Ann", 0, 12_300, "Hello\nthere"), Turn("Bob", 12_300, 15_000, "Hi")],
    ),
    "start and end": (
        [
            ("No", "Start", "End", "Who", "Text"),
            ("1", "0:01", "0:02", "Ann:", "1: a"),
            ("2", "0:02", "0:05", "Bob:", "b"),
        ],
        [Turn("Ann", 1_000, 2_000, "1: a"), Turn("Bob", 2_000, 5_000, "b")],
    ),
    "speaker and words": (
        [("Interviewer", "Why?"), ("Ann", "Because it was late, and: so on."), ("Interviewer", "Ah.")],
        [
            Turn("Interviewer", None, None, "Why?"),
            Turn("Ann", None, None, "Because it was late, and: so on."),
            Turn("Interviewer", None, None, "Ah."),
        ],
    ),
    "time, speaker and words": (
        [("00:01", "Ann", "Hello to you"), ("00:02", "Bob", "Hello to you"), ("", "Ann", "More")],
        [
            Turn("Ann", 1_000, None, "Hello to you"),
            Turn("Bob", 2_000, None, "Hello to you"),
            Turn("Ann", None, None, "More"),
        ],
    ),
    "time and words": (
        [("00:01", "we began; late"), ("00:02 – 00:04", "we went on")],
        [Turn(None, 1_000, None, "we began; late"), Turn(None, 2_000, 4_000, "we went on")],
    ),
}


@each_kind
@pytest.mark.parametrize("name", TABLES)
def test_a_table_is_read_row_by_row(name, kind):
    rows, turns = TABLES[name]
    transcript = understand(kind, MAKERS[kind](*rows))
    assert list(transcript.turns) == turns
    assert transcript.layout.form == "table"


@each_kind
def test_what_stands_around_a_table_is_kept(kind):
    transcript = understand(
        kind, MAKERS[kind]("Group 2", ("Speaker", "Text"), ("Ann", "Hello"), ("Bob", "Hi"), "The end")
    )
    assert words(transcript) == [(None, "Group 2"), ("Ann", "Hello"), ("Bob", "Hi"), (None, "The end")]
    assert transcript.layout.unmatched == (0, 3)
    assert transcript.layout.set_aside == ("Speaker\tText",)


@each_kind
def test_a_small_table_above_a_conversation_is_words(kind):
    lines = ["Ann: It was a long conversation about the drama course.", "Bob: It was; it went on for hours, I think."]
    transcript = understand(kind, MAKERS[kind](("Date", "4 May"), *lines))
    assert words(transcript)[0] == (None, "Date\t4 May")
    assert list(transcript.speakers) == ["Ann", "Bob"]


@each_kind
def test_breaks_tabs_blanks_and_signs_of_a_document_stay(kind):
    text = "a\tb  c — “d” \u00a0é 🎻 \\ { } <&>\nnext"
    transcript = understand(kind, MAKERS[kind](f"Ann: {text}", "Bob: x"))
    assert words(transcript) == [("Ann", text), ("Bob", "x")]


@each_kind
def test_a_name_and_a_time_before_a_break_in_one_paragraph(kind):
    transcript = understand(kind, MAKERS[kind]("Meeting", "Ann Lee   0:03\nHello.", "Lee, Bob   0:07\nHi.\nYes."))
    assert transcript.turns == (
        Turn(None, None, None, "Meeting"),
        Turn("Ann Lee", 3_000, None, "Hello."),
        Turn("Lee, Bob", 7_000, None, "Hi.\nYes."),
    )


def run(text):
    return f"<w:r><w:t>{text}</w:t></w:r>"


def test_changes_in_word_are_read_as_accepted():
    before = f"<w:p>{run('Ann: I ')}<w:del w:id='1'><w:r><w:delText>hate</w:delText></w:r></w:del>"
    after = f"<w:ins w:id='2'>{run('like')}</w:ins>{run(' it')}</w:p>"
    moved = f"<w:p>{run('Bob: ')}<w:moveFrom>{run('gone')}</w:moveFrom><w:moveTo>{run('here')}</w:moveTo></w:p>"
    assert words(word(before + after + moved)) == [("Ann", "I like it"), ("Bob", "here")]


def test_paragraphs_whose_mark_was_deleted_are_one():
    mark = "<w:pPr><w:rPr><w:del w:id='1'/></w:rPr></w:pPr>"
    assert words(word(f"<w:p>{mark}{run('Ann: one ')}</w:p><w:p>{run('two')}</w:p>")) == [("Ann", "one two")]


def test_signs_of_word_become_letters():
    inside = "<w:t>a</w:t><w:noBreakHyphen/><w:t>b</w:t><w:br/><w:t>c</w:t><w:cr/><w:t>d</w:t><w:tab/><w:t>e</w:t>"
    symbol = '<w:sym w:font="Wingdings" w:char="F04A"/><w:softHyphen/>'
    made = word(
        f"<w:p><w:pPr><w:tabs><w:tab w:val='left'/></w:tabs></w:pPr><w:r><w:t>Ann: </w:t>{inside}{symbol}</w:r></w:p>"
    )
    assert words(made) == [("Ann", "a\u2011b\nc\nd\teJ\u00ad")]


def test_fields_boxes_and_links_of_word():
    field = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> PAGE </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>4</w:t></w:r>'
    )
    link = f"<w:hyperlink>{run('here')}</w:hyperlink><w:sdt><w:sdtContent>{run('!')}</w:sdtContent></w:sdt>"
    alternate = (
        '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        f"<mc:Choice>{run('?')}</mc:Choice><mc:Fallback>{run('twice')}</mc:Fallback></mc:AlternateContent>"
    )
    assert words(word(f"<w:p>{run('Ann: page ')}{field}{link}{alternate}</w:p>")) == [("Ann", "page 4here!?")]


def test_a_table_in_a_cell_is_words_of_the_cell():
    inner = f"<w:tbl><w:tr><w:tc>{paragraph('in')}</w:tc></w:tr></w:tbl>"
    cells = f"<w:tc>{paragraph('Ann')}</w:tc><w:tc>{paragraph('out')}{inner}</w:tc>"
    assert words(word(f"<w:tbl><w:tr>{cells}</w:tr></w:tbl>")) == [("Ann", "out\nin")]


def test_the_stricter_form_of_word_documents_is_read():
    parts = docx_parts(paragraph("Ann: Hello") + paragraph("Bob: Hi"))
    strict = "http://purl.oclc.org/ooxml/wordprocessingml/main"
    text = str(parts["word/document.xml"])
    parts["word/document.xml"] = text.replace("http://schemas.openxmlformats.org/wordprocessingml/2006/main", strict)
    assert words(understand("docx", zipped(parts))) == [("Ann", "Hello"), ("Bob", "Hi")]


def test_the_main_part_may_have_any_name():
    parts = docx_parts(paragraph("Ann: Hello"))
    parts["word/document2.xml"] = parts.pop("word/document.xml")
    parts["_rels/.rels"] = relations(MAIN.replace("document.xml", "document2.xml"))
    assert words(understand("docx", zipped(parts))) == [("Ann", "Hello")]


def test_an_ordinary_link_in_a_document_is_no_danger():
    link = f'<Relationship Id="r2" Type="{OFFICE}/hyperlink" Target="https://otter.example" TargetMode="External"/>'
    more = {"word/_rels/document.xml.rels": relations(link)}
    assert words(understand("docx", docx("Ann: Hello", **more))) == [("Ann", "Hello")]


def test_changes_notes_and_blanks_of_an_open_document():
    made = open_document(
        "<text:tracked-changes><text:changed-region><text:deletion><text:p>gone</text:p></text:deletion>"
        "</text:changed-region></text:tracked-changes>"
        "<text:h>Ann:  one\n two<text:change/><text:s text:c='2'/>x<text:note><text:note-body><text:p>foot</text:p>"
        "</text:note-body></text:note><office:annotation><text:p>remark</text:p></office:annotation></text:h>"
        "<text:list><text:list-item><text:p>Bob: <text:span>t</text:span><text:a xlink:href='https://a.example'>o</text:a>"
        "<text:tab/>u<text:line-break/>  v</text:p></text:list-item></text:list>"
    )
    assert words(made) == [("Ann", "one two  x"), ("Bob", "to\tu\nv")]


FONTS = rb"{\fonttbl{\f0\fcharset0 A;}{\f7\fcharset204 B;}{\f8\fcharset128 C;}}"
LINK = rb'{\field{\*\fldinst HYPERLINK "https://a.example"}{\fldrslt here}} {\*\bkmkstart x}{\pict 0a0b}'
PREAMBLE = rb"{\stylesheet{\s0 Normal;}}{\info{\author Nobody}}{\header top\par}"
RICH = {
    "letters of the code page": (rb"Ann: caf\'e9 \'93x\'94 \'80", "café “x” €"),
    "letters by number": (rb"Ann: \u8220?x\u8221? \u-10180?\u-8384?", "“x” \U0001f340"),
    "half a letter": (rb"Ann: x\u-8384?", "x\ufffd"),
    "no stand-ins": (rb"\uc0 Ann: \u233 t\u233  {\uc2 \u8364 xxa}\u233 b", "été €aéb"),
    "a stand-in by its byte": (rb"Ann: \u233\'e9\u233 ?x", "ééx"),
    "no stand-in where one should be": (rb"Ann: \u233\tab x", "é\tx"),
    "signs": (
        rb"Ann: a\emdash b\endash c\lquote d\rquote\bullet f\~g\_h\-i\tab j",
        "a—b–c‘d’•f\u00a0g\u2011h\u00adi\tj",
    ),
    "escapes": (rb"Ann: \{a\} \\ b", "{a} \\ b"),
    "a break": (rb"Ann: a\line b", "a\nb"),
    "deleted and hidden words": (rb"Ann: a{\deleted b}c{\v d}e\v f\v0 g", "aceg"),
    "a field and a picture": (rb"Ann: " + LINK, "here"),
    "what is no text": (PREAMBLE + rb"Ann: {\b bold} {\*\unknown gone}x", "bold x"),
    "fonts with letters of their own": (FONTS + rb"Ann: {\f7 \'ef\'f0}\f8 \'83A\f0 \'e9", "прアé"),
    "numbers of a list": (rb"{\listtext 1.\tab}Ann: x" + b"\r\n\ny", "xy"),
}


@pytest.mark.parametrize("name", RICH)
def test_rich_text_becomes_letters(name):
    body, text = RICH[name]
    assert words(rich(body)) == [("Ann", text)]


def test_the_code_page_of_rich_text_counts():
    made = understand("rtf", rb"{\rtf1\ansi\ansicpg1251 Ann: \'ef\'f0\par Bob: x}")
    assert words(made) == [("Ann", "пр"), ("Bob", "x")]
    assert words(understand("rtf", rb"{\rtf1\mac Ann: \'8e}")) == [("Ann", "é")]


def test_rows_of_rich_text_as_word_writes_them():
    row = rb"\trowd\cellx1\cellx2\pard\plain\intbl {Ann}\cell {Hello\par there}\cell\pard\plain\intbl"
    row += rb"{\trowd\cellx1\cellx2\row}"
    assert words(rich(row + rb"\pard Bye\par")) == [("Ann", "Hello\nthere"), (None, "Bye")]
