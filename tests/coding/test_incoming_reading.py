"""The file of a project is read as a job: how far it is, what of it is kept, and what follows when it is cut off."""

import zlib

import pytest

from app.coding import incoming_reading
from app.coding.held import ProjectUpload
from app.coding.incoming_held import PLACE
from app.coding.incoming_reading import READ_KIND
from app.db import db, vault
from app.qda.reading import plain_of_qdpx
from app.qda.writing import to_qdpx
from app.studies.models import Study
from app.web import jobs
from app.web.jobs import Job
from tests.coding.bringing import address, filled, foreign, look
from tests.factories import a_person
from tests.interviews.uploading import send

FILE = to_qdpx(foreign())
POLL = {"HX-Request": "true", "HX-Target": "section#progress"}


@pytest.fixture
def browser(browser_of, talk):
    return browser_of(talk.researcher)


@pytest.fixture
def sent(talk):
    """A file that was sent, with the job that reads it: its address and `sent(state, ...)`, which makes the job."""

    def send_in(state, *, n_done=0, sentence=""):
        held = ProjectUpload(
            partnership_id=talk.study.partnership_id,
            person_id=talk.researcher.id,
            file_name="clubs.qdpx",
            sealed_content=vault.seal_bytes(FILE, PLACE),
        )
        db.session.add(held)
        db.session.flush()
        db.session.add(
            Job(kind=READ_KIND, subject_id=held.id, state=state, n_done=n_done, n_total=3, sentence=sentence)
        )
        db.session.commit()
        return f"/project-files/{held.id}"

    return send_in


def content():
    db.session.expire_all()
    return vault.open_bytes(db.session.query(ProjectUpload).one().sealed_content, PLACE)


def n_jobs():
    return db.session.query(Job).filter_by(kind=READ_KIND).count()


def test_what_was_read_takes_the_place_of_the_file(browser, talk):
    look(browser, talk)
    assert zlib.decompress(content()) == plain_of_qdpx(FILE)
    assert [(one.state, one.n_done) for one in db.session.query(Job).filter_by(kind=READ_KIND)] == [("done", 3)]


def test_while_it_is_read_the_page_tells_how_far_it_is_and_asks_again(browser, sent):
    at = sent("running", n_done=1)
    page = browser.page(at)
    for told in ("Finding who speaks", "1 of 3 steps", "so far"):
        assert told in page.text
    assert page.links["See how far it is"] == at
    poll = page.find("div", hx_target="#progress")
    assert (poll.get("hx-get"), bool(poll.get("hx-ptag"))) == (at, True)
    assert "1 of 3 steps" in browser.fragment(at, "progress", headers={"HX-PTag": "older"}).text
    assert content() == FILE


def test_the_page_that_waited_goes_on_once_it_is_read(browser, talk):
    at, _ = look(browser, talk)
    reply = browser.get(at, headers=POLL)
    assert (reply.headers["HX-Redirect"], reply.data) == (at, b"")


def test_nothing_is_stored_of_a_file_that_is_being_read(browser, talk, sent):
    _, page = look(browser, talk)
    waiting = sent("running")
    browser.post_form(waiting, filled(page) | {"school": str(talk.school.id)}, status=200)
    assert db.session.query(Study).count() == 1


def test_a_file_whose_reading_was_cut_off_is_read_again_on_demand_once(browser, sent):
    at = sent("failed", sentence=jobs.CUT_OFF)
    page = browser.page(at)
    assert "The file was not read, and nothing is stored" in page.text
    assert jobs.CUT_OFF in page.text
    browser.post_form(f"{at}/reading", at=at)
    assert "Ms Quill" in browser.page(at).text
    browser.post_form(f"{at}/reading", at=at)
    assert n_jobs() == 2


def test_nobody_starts_a_second_reading_while_one_goes_on(browser, sent):
    at = sent("running")
    browser.post_form(f"{at}/reading", at=at)
    assert n_jobs() == 1


def test_a_fault_of_ours_leaves_the_file_as_it_was_sent(browser, talk, monkeypatch):
    def broken(data):
        raise RuntimeError("out of order")

    with monkeypatch.context() as patch:
        patch.setattr(incoming_reading, "plain_of_qdpx", broken)
        at = send(browser, address(talk), FILE).location
    assert jobs.FAULT in browser.page(at).text
    assert content() == FILE
    browser.post_form(f"{at}/reading", at=at)
    assert "What is in the file" in browser.page(at).text


def test_a_file_that_was_thrown_away_while_it_was_read_stays_away(browser, talk, monkeypatch):
    def thrown_away(data):
        db.session.query(ProjectUpload).update({"sealed_content": None})
        db.session.commit()
        return plain_of_qdpx(data)

    monkeypatch.setattr(incoming_reading, "plain_of_qdpx", thrown_away)
    at = send(browser, address(talk), FILE).location
    assert db.session.query(ProjectUpload).one().sealed_content is None
    assert browser.page(at, 303).location == "/studies"


def test_whoever_left_finds_their_own_files_where_they_sent_them(browser, browser_of, talk, sent):
    at = sent("running")
    assert at in browser.page(address(talk)).links.values()
    other = browser_of(a_person("lead", partnership=talk.study.partnership))
    assert at not in other.page(address(talk)).links.values()
    browser.post_form(f"{at}/removal", at=at)
    assert at not in browser.page(address(talk)).links.values()
