"""What a stranger's file may not be: each fault is refused with its line and a sentence."""

import zipfile
from io import BytesIO

import pytest

from app.qda.archive import pack
from app.qda.child import understand_code_book, understand_project
from app.qda.problems import REASONS, Refused
from app.qda.reading import from_qdc, from_qdpx
from app.qda.writing import to_qdc, to_qdpx
from app.web.collecting import collect
from tests.qda.projects import everything, guid


def parts_of(data):
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def changed(old, new, *, count=1, but=""):
    """The project with everything, its XML changed at the first place; `but` names a text that is left out."""
    parts = parts_of(to_qdpx(everything()))
    xml = parts["project.qde"].decode()
    assert old in xml
    parts["project.qde"] = xml.replace(old, new, count).encode()
    return pack({name: content for name, content in parts.items() if not but or but not in name})


@pytest.fixture(scope="module")
def sayings():
    """Every sentence that a translator is given."""
    return {saying for _, saying in collect()}


def refusal(data, understand=understand_project):
    with pytest.raises(Refused) as caught:
        understand(data)
    return caught.value


CODE_REF = f'<CodeRef targetGUID="{guid(12)}" />'
UNCAUGHT = {
    "a code that is not there": (CODE_REF, f'<CodeRef targetGUID="{guid(999)}" />', "no such Code"),
    "a guid twice": (f'<User guid="{guid(2)}"', f'<User guid="{guid(1)}"', "already that of another thing"),
    "an end before its start": ('startPosition="4"', 'startPosition="40"', "before it starts"),
    "an end beyond the text": ('endPosition="34"', 'endPosition="3500"', "characters"),
    "a value of another type": ("<IntegerValue>12</IntegerValue>", "<TextValue>x</TextValue>", "of type Integer"),
}
SYNTAX = {
    "a guid that is none": (f'<User guid="{guid(2)}"', '<User guid="ben"', "must be a GUID"),
    "no isCodable": (' isCodable="false"', "", "needs the attribute isCodable"),
    "a moment with a blank": ("2026-09-01T10:00:00Z", "2026-09-01 10:00:00", "must be a moment"),
    "a day that is none": ("2026-09-01T10:00:00Z", "2026-02-30T10:00:00Z", "must be a moment"),
    "another order": ("<Users>", "<Notes></Notes><Users>", "wrong order"),
    "a colour that is none": ("#1d70b8", "blue", "must be a colour"),
    "an empty container": ("<Links>", "<Links></Links><Links>", "Links is empty"),
    "an element of nobody": ("<Users>", "<Weight/><Users>", "Weight does not belong in Project"),
    "an attribute of nobody": ("<Users>", '<Users size="2">', "Users has no attribute size"),
    "words where none belong": ("<Users>", "<Users>and others", "where none belong"),
    "a place that is no number": ('startPosition="4"', 'startPosition="four"', "whole number"),
    "a type of variable that is none": ('"Integer"', '"Number"', "must be Text, Boolean"),
}


@pytest.mark.parametrize(("old", "new", "told"), UNCAUGHT.values(), ids=UNCAUGHT)
def test_what_no_schema_catches_is_refused_with_its_line(sayings, old, new, told):
    found = refusal(changed(old, new)).problems
    assert any(told in problem.text and problem.line > 1 for problem in found)
    assert {problem.sentence for problem in found} <= sayings


def test_a_text_that_is_missing_is_refused_with_its_line():
    (problem,) = refusal(changed("<Users>", "<Users>", but=guid(20))).problems
    assert "is missing" in problem.text
    assert problem.line > 1


@pytest.mark.parametrize(("old", "new", "told"), SYNTAX.values(), ids=SYNTAX)
def test_what_breaks_the_schema_is_refused_with_its_line(sayings, old, new, told):
    found = refusal(changed(old, new))
    assert any(told in problem.text and problem.line for problem in found.problems)
    assert {problem.sentence for problem in found.problems} <= sayings


def test_every_fault_is_told_at_once():
    data = changed(CODE_REF, CODE_REF.replace(guid(12), guid(999)))
    parts = parts_of(data)
    parts["project.qde"] = parts["project.qde"].replace(b'endPosition="34"', b'endPosition="3500"')
    assert len(refusal(pack(parts)).problems) == 2


def test_a_reference_to_a_thing_of_another_kind_is_refused():
    assert "no such Code" in str(refusal(changed(CODE_REF, CODE_REF.replace(guid(12), guid(20)))))


@pytest.mark.parametrize("where", ["internal://gone.m4a"])
def test_a_recording_that_should_be_inside_is_missed(where):
    recording = f'<Sources><AudioSource guid="{guid(500)}" path="{where}" />'
    assert "is missing" in str(refusal(changed("<Sources>", recording)))


def test_recordings_are_named_as_left_out(sayings):
    recording = f'<Sources><AudioSource guid="{guid(500)}" path="relative://a.m4a" />'
    data = changed("<Sources>", recording)
    found = understand_project(data)
    assert str(found.left[0]) == "1 × recordings with what is marked in them"
    assert {left.sentence for left in found.left} <= sayings
    assert found.sources == everything().sources


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b"PK\x03\x04 no", "damaged"),
        (pack({"other.txt": b""}), "project"),
        (pack({"project.qde": b"<Project"}), "damaged"),
        (pack({"project.qde": b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"}), "entities"),
        (pack({"project.qde": b"<a>" * 300 + b"</a>" * 300}), "deep"),
        (pack({"project.qde": b" " * 60_000_000}), "packed"),
        (pack({"../project.qde": b"<a/>"}), "paths"),
        (pack({"project.qde": b"<a/>", "PROJECT.qde": b"<a/>"}), "damaged"),
    ],
)  # fmt: skip
def test_a_file_that_means_harm_is_refused_whole(data, reason):
    with pytest.raises(Refused) as caught:
        from_qdpx(data)
    assert str(caught.value) == REASONS[reason]


def test_a_code_book_with_a_fault_is_refused():
    from app.qda.model import CodeBook

    data = to_qdc(CodeBook(everything().codes))
    assert "isCodable" in str(refusal(data.replace(b' isCodable="false"', b"", 1), understand_code_book))
    assert "already that" in str(refusal(data.replace(guid(12).encode(), guid(11).encode()), understand_code_book))
    with pytest.raises(Refused):
        from_qdc(b"<CodeBook/>")
