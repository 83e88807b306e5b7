"""What is written is read again, to the last sign."""

from dataclasses import replace

from hypothesis import HealthCheck, given, settings

from app.qda.child import understand_code_book, understand_project
from app.qda.cleaning import cleaned
from app.qda.model import CodeBook, Gathered, Selection, Source
from app.qda.plain import from_json, from_lines, to_json, to_lines
from app.qda.reading import from_qdc, from_qdpx
from app.qda.writing import to_qdc, to_qdpx
from tests.qda.projects import everything, guid, projects


def test_a_project_with_everything_comes_back_through_the_limited_process():
    assert from_qdpx(to_qdpx(everything())) == everything()


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(projects())
def test_any_project_comes_back(project):
    data = to_qdpx(project)
    assert understand_project(data) == project
    assert to_qdpx(project) == data


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(projects())
def test_a_project_is_the_same_in_a_column(project):
    lines = list(to_lines(project))
    assert from_lines(b"".join(lines)) == from_lines(to_json(project).encode()) == project
    assert [from_json(Source, line.decode()) for line in lines[1:]] == list(project.sources)


def test_a_code_book_comes_back():
    codes = tuple(replace(code, codes=tuple(replace(one, notes=()) for one in code.codes))
                  for code in everything().codes)  # fmt: skip
    book = CodeBook(codes, "Lateral", (Gathered(guid(90), "Both", "why", (guid(11), guid(12))),))
    assert from_qdc(to_qdc(book)) == book
    assert understand_code_book(to_qdc(book)) == book


def test_signs_that_xml_forbids_go_before_places_are_counted():
    text = "\ufeffone\x0b two\r\nthree\x00 four"
    start = text.index("three") - 1  # the byte order mark is not counted
    mark = Selection(guid(21), start, start + 5, "three\x00 " * 40)
    dirty = replace(
        everything(), cases=(), links=(), sets=(),
        sources=(Source(guid(20), "A\nB", text, selections=(mark,)),),
    )  # fmt: skip
    clean = cleaned(dirty)
    (source,) = clean.sources
    (selection,) = source.selections
    assert (source.name, source.text) == ("A B", "one two\nthree four")
    assert source.text[selection.start : selection.end] == "three"
    assert len(selection.name) <= 100
    assert cleaned(clean) == clean
    assert understand_project(to_qdpx(dirty)).sources == clean.sources
