"""A code book's file: looked at first, merged by id and then by name, and nothing that is here is overwritten."""

from dataclasses import replace

import pytest

from app.coding.exchange_in import NEW, SAME_ID, SAME_NAME, fit
from app.coding.held import ProjectUpload
from app.coding.models import Theme
from app.db import db, now
from app.qda.model import Code, CodeBook, Gathered
from app.qda.writing import to_qdc
from app.studies.models import Study
from tests.factories import a_study, a_theme
from tests.interviews.uploading import send
from tests.qda.projects import guid


@pytest.fixture
def browser(browser_of, coded):
    return browser_of(coded.researcher)


def files(talk):
    return f"/studies/{talk.study.id}/files"


def look(browser, talk, *codes, sets=()):
    """The preview of a code book, and its address."""
    data = to_qdc(CodeBook(codes, sets=sets))
    at = send(browser, f"/studies/{talk.study.id}/code-book", data, name="book.qdc", at=files(talk)).location
    return at, browser.page(at)


def names(study_id):
    db.session.expire_all()
    themes = db.session.query(Theme).filter_by(study_id=study_id).order_by(Theme.id)
    by_id = {one.id: one.name for one in themes}
    return [(one.name, by_id.get(one.parent_id)) for one in themes]


def test_the_preview_tells_what_is_new_and_adds_nothing(browser, coded):
    other = Code(guid(12), "Courage")
    _, page = look(browser, coded, Code(guid(10), "pupils", codes=(Code(guid(11), "Voice"), other)), sets=(
        Gathered(guid(80), "Both"),))  # fmt: skip
    assert "A theme of this name is here" in page.text
    assert "Add 1 theme" in page.text
    assert "1 set of themes." in page.text
    assert len(names(coded.study.id)) == 3


def test_what_is_new_is_added_under_its_heading_with_its_id_and_words(browser, coded):
    new = Code(guid(12), "Courage", colour="#123456", description="Dares\n\nFor example: “I did”")
    at, _ = look(browser, coded, Code(guid(10), "pupils", codes=(Code(guid(11), "Voice"), new)))
    browser.post_form(at, at=at)
    assert names(coded.study.id)[3:] == [("Courage", "Pupils")]
    added = db.session.query(Theme).filter_by(guid=guid(12)).one()
    assert (added.definition, added.example, added.colour) == ("Dares", "“I did”", "#123456")
    assert added.position > coded.theme.position


def test_the_same_id_is_the_same_theme_whatever_it_is_called_and_wherever_it_stands(browser, coded):
    renamed = Code(coded.theme.guid, "Speaking up", description="Other words", codes=(Code(guid(12), "In class"),))
    at, page = look(browser, coded, renamed)
    assert "The same theme is here as “Voice”" in page.text
    browser.post_form(at, at=at)
    assert names(coded.study.id)[3:] == [("In class", "Voice")]
    assert coded.theme.definition == "Speaks up"


def test_a_book_that_is_here_adds_nothing(browser, coded):
    data = browser.get(f"/studies/{coded.study.id}/code-book").data
    at = send(browser, f"/studies/{coded.study.id}/code-book", data, name="book.qdc", at=files(coded)).location
    assert "Every theme of this file is here already" in browser.page(at).text


def test_a_book_is_added_once(browser, coded):
    at, _ = look(browser, coded, Code(guid(12), "Courage"))
    token = browser.token(at)
    for _attempt in range(2):
        assert browser.post(at, data={"csrf_token": token}).status_code == 303
    assert len(names(coded.study.id)) == 4
    assert db.session.query(ProjectUpload).one().sealed_content is None


def test_a_theme_of_another_study_or_one_that_was_removed_comes_with_a_new_id(browser, coded):
    there = a_study(db.session.get_one(Study, coded.study.id).partnership)
    a_theme(there, "Courage", guid=guid(12))
    coded.bus.deleted_at = now()
    at, _ = look(browser, coded, Code(guid(12), "Courage"), Code(coded.bus.guid, "=Getting there"))
    browser.post_form(at, at=at)
    assert [name for name, _ in names(coded.study.id)[3:]] == ["Courage", "=Getting there"]
    assert db.session.query(Theme).filter_by(guid=guid(12)).one().study_id == there.id


def test_a_book_can_be_thrown_away(browser, coded):
    at, _ = look(browser, coded, Code(guid(12), "Courage"))
    browser.post_form(f"{at}/removal", at=at)
    assert browser.page(at, 303).location == files(coded)
    assert len(names(coded.study.id)) == 3


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"<CodeBook/>", "the file opens with CodeBook"),
        (to_qdc(CodeBook((Code(guid(1), "A"), Code(guid(1), "B")))), "Line 5: the GUID"),
        (to_qdc(CodeBook((Code(guid(1), "A"),)))[:-30], "damaged"),
        (b"PK\x03\x04", "damaged"),
    ],
)  # fmt: skip
def test_a_book_with_a_fault_is_refused_with_its_line(browser, coded, data, told):
    page = send(browser, f"/studies/{coded.study.id}/code-book", data, name="book.qdc", at=files(coded), status=422)
    assert told in page.text
    assert db.session.query(ProjectUpload).count() == 0


def test_twice_in_the_file_is_once_in_the_book():
    """Those under the second stand under the first."""
    first = Code(guid(1), "Pupils")
    second = replace(first, guid=guid(2), codes=(Code(guid(3), "Voice"),))
    one, two, under = fit([], (first, second))
    assert [one.fit, two.fit, under.fit] == [NEW, SAME_NAME, NEW]
    assert under.above == guid(1)


def test_an_id_counts_more_than_a_name():
    here = [Theme(id=1, guid=guid(1), name="A", position=0), Theme(id=2, guid=guid(2), name="B", position=1)]
    (found,) = fit(here, (Code(guid(2), "A"),))
    assert (found.fit, found.theme) == (SAME_ID, here[1])
