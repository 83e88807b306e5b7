"""Other programs count otherwise: the words that were marked are the words that are read."""

import pytest

from app.qda.archive import pack
from app.qda.child import understand_project
from app.qda.places import Counted, Mark, counted
from app.qda.writing import to_qdpx
from tests.qda.projects import everything, guid
from tests.qda.test_faults import parts_of

TEXT = "one 😀 line\r\nand two\r\nand three"


def told(text, words, *, newline=1, astral=1):
    """The place of the words as a program counts that takes so much for a CRLF and a sign above U+FFFF."""

    def size(before):
        pairs = before.count("\r\n")
        return len(before) - pairs * 2 + pairs * newline + sum(sign > "\uffff" for sign in before) * (astral - 1)

    start = text.index(words)
    return size(text[:start]), size(text[: start + len(words)])


@pytest.mark.parametrize("newline", [1, 2])
@pytest.mark.parametrize("astral", [1, 2])
def test_names_of_marks_tell_how_a_program_counts(newline, astral):
    marks = [Mark(*told(TEXT, words, newline=newline, astral=astral), words) for words in ("line", "two", "three")]
    found = counted(TEXT, marks)
    assert [found.text[slice(*found.ours(mark.start, mark.end))] for mark in marks] == ["line", "two", "three"]


@pytest.mark.parametrize(("origin", "newline"), [("ATLAS.ti 24", 1), ("MAXQDA 24", 1), ("NVivo 14", 2), ("", 2)])
def test_without_names_the_program_tells(origin, newline):
    mark = Mark(*told(TEXT, "and three", newline=newline))
    found = counted(TEXT, [mark], origin)
    assert found.text[slice(*found.ours(mark.start, mark.end))] == "and three"


def test_a_byte_order_mark_is_no_sign_of_the_text():
    parts = parts_of(to_qdpx(everything()))
    name = f"sources/{guid(20)}.txt"
    parts[name] = b"\xef\xbb\xbf" + parts[name]
    assert understand_project(pack(parts)) == everything()


def test_folder_and_guids_may_be_written_in_capitals_and_braces():
    parts = parts_of(to_qdpx(everything()))
    xml = parts["project.qde"].decode()
    for number in (1, 11, 20, 60):
        xml = xml.replace(f'"{guid(number)}"', f'"{{{guid(number).upper()}}}"')
    moved = {name.replace("sources/", "Sources/"): content for name, content in parts.items()}
    assert understand_project(pack(moved | {"project.qde": xml.encode()})) == everything()


def test_text_inside_the_xml_is_read_too():
    parts = parts_of(to_qdpx(everything()))
    inside = f'internal://{guid(26)}.txt"'
    xml = parts["project.qde"].decode()
    assert inside in xml
    xml = xml.replace(f' plainTextPath="{inside}', "").replace(
        f'<TextSource guid="{guid(26)}" name="Empty" />',
        f'<TextSource guid="{guid(26)}" name="Empty"><PlainTextContent>Not so</PlainTextContent></TextSource>',
    )
    assert understand_project(pack(parts | {"project.qde": xml.encode()})).sources[1].text == "Not so"


@pytest.mark.parametrize("newline", [1, 2])
@pytest.mark.parametrize("astral", [1, 2])
def test_each_place_is_counted_sign_by_sign(newline, astral):
    raw = "\ufeffa\r\n\r\n😀\x00\rb\x01\x02\n😀😀é\r\n"
    signs = ["a", "\r\n", "\r\n", "😀", "\x00", "\r", "b", "\x01", "\x02", "\n", "😀", "😀", "é", "\r\n"]
    kept = {"\x00": "", "\x01": "", "\x02": "", "\r": "\n", "\r\n": "\n"}
    places, text = [], ""
    for sign in signs:
        places += [len(text)] * {"\r\n": newline, "😀": astral}.get(sign, 1)
        text += kept.get(sign, sign)
    found = Counted(raw, newline, astral)
    assert (found.text, found.length) == (text, len(places))
    assert [found.ours(at, at)[0] for at in range(len(places) + 1)] == [*places, len(text)]


def test_half_a_sign_is_none_of_it():
    words = Counted("a😀b", astral=2)
    assert words.length == 4
    assert words.text[slice(*words.ours(0, 2))] == "a"
