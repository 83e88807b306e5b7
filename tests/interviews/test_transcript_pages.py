"""The pages of a stored transcript: three levels, names hidden and shown again, words put right."""

import pytest

from app.audit.models import AuditEvent
from app.db import db, now
from app.interviews import name_finding
from app.interviews.held import SparedPlace
from app.interviews.name_proposals import propose_names
from app.interviews.reading import readings_of
from app.interviews.texts import HiddenName, Replacement, Transcript
from app.studies.models import SchoolPermission
from tests.factories import a_participant, a_transcript
from tests.interviews.conftest import SPOKEN
from tests.interviews.uploading import chosen_on, store

ANSWER = "Mia found friends at Beech. Will Mia speak up? She will, and mia knows."


@pytest.fixture
def talk(held):
    return a_transcript(held.interview, (None, "What have pupils gained from it?"), (held.participant, ANSWER))


def list_name(browser, held, name="Mia", put="a pupil"):
    address = f"/studies/{held.study.id}/names"
    return browser.post_form(address, {"name": name, "put": put})


def hide(browser, held, **fields):
    address = f"/studies/{held.study.id}/names/places"
    return browser.post_form(address, fields)


def put_right(browser, turn, words, status=303, **changes):
    address = f"/turns/{turn.id}/words"
    version = browser.page(address).find("input", name="version").get("value")
    return browser.post_form(address, {"words": words, "version": version} | changes, status=status)


def test_names_are_looked_at_and_hidden_and_the_text_stays(browser, held, talk):
    list_name(browser, held)
    page = browser.page(f"/studies/{held.study.id}/names/places")
    ticked = [one for one in page.find_all("input", name="leave") if one.get("checked") is not None]
    assert len(page.find_all("input", name="leave")) == 3
    assert len(ticked) == 1
    hide(browser, held, leave=ticked[0].get("value"))
    text = browser.page(held.address).text
    assert "[a pupil] found friends at Beech. Will [a pupil] speak up? She will, and mia knows." in text
    db.session.expire_all()
    assert ANSWER in db.session.get(Transcript, talk.id).sealed_text
    assert "No name of the list can be read" in browser.page(f"/studies/{held.study.id}/names/places").text


def test_a_name_is_read_again_and_its_places_are_offered_anew(browser, held, talk):
    list_name(browser, held)
    hide(browser, held)
    name = db.session.query(HiddenName).one()
    browser.post_form(f"/hidden-names/{name.id}/again", at=f"/studies/{held.study.id}/names")
    assert "Mia found friends" in browser.page(held.address).text
    assert (db.session.query(Replacement).count(), db.session.query(SparedPlace).count()) == (0, 0)


def test_the_list_is_sealed_and_knows_a_name_by_any_spelling(browser, held, talk):
    list_name(browser, held, "Zoë O'Neil")
    with db.engine.connect() as connection:
        (row,) = connection.exec_driver_sql("select sealed_name, fingerprint from hidden_names").all()
    assert b"Neil" not in bytes(row[0])
    assert "neil" not in row[1]
    address = f"/studies/{held.study.id}/names"
    assert "on the list already" in browser.post_form(address, {"name": "ZOE O’NEIL", "put": "x"}, status=422).text


def test_a_name_taken_off_the_list_can_be_read(browser, held, talk):
    list_name(browser, held)
    hide(browser, held)
    name = db.session.query(HiddenName).one()
    browser.post_form(f"/hidden-names/{name.id}/removal", at=f"/studies/{held.study.id}/names")
    assert "Mia found friends" in browser.page(held.address).text


def test_names_of_the_list_are_hidden_in_a_new_transcript_at_once(browser, held):
    list_name(browser, held)
    page = store(browser, held, SPOKEN.encode())
    assert "[a pupil] found friends" in page.text
    assert "Mia" not in page.text


def test_names_are_proposed(browser, held, talk):
    talk.sealed_text = talk.sealed_text.replace("Will Mia", "Ms Zora Quill, ask Mia and Mia")
    talk.turns[1].end = talk.n_characters = len(talk.sealed_text)
    page = browser.page(f"/studies/{held.study.id}/names")
    assert "Zora Quill A participant" in page.text
    assert "Mia Written with a capital letter" in page.text


def test_the_transcripts_are_read_once_however_many_names_are_looked_for(held, talk, monkeypatch):
    names = [f"Person{n} Quill{n}" for n in range(20)]
    people = {a_participant(held.study, held.school, sealed_name=name).id: name for name in names}
    read = []
    fold = name_finding.folded
    monkeypatch.setattr(name_finding, "folded", lambda text: read.append(text) or fold(text))
    propose_names(held.study, readings_of(held.study), people)
    assert sum(ANSWER in text for text in read) == 1


def test_who_sees_names_beside_a_refused_name_is_noted(browser, held, talk):
    held.participant.sealed_name = "Mia Quill"
    page = browser.post_form(f"/studies/{held.study.id}/names", {}, status=422, at=held.address)
    assert "Mia A participant" in page.text
    assert [one.action for one in db.session.query(AuditEvent)].count("view participants' names") == 1


def test_who_sees_words_with_names_after_a_refused_correction_is_noted(browser, held, talk):
    page = browser.post_form(f"/turns/{talk.turns[1].id}/words", {}, status=422, at=held.address)
    assert ANSWER in page.text
    assert [one.action for one in db.session.query(AuditEvent)].count("read transcript") == 1


def test_only_what_may_go_further_is_shown_to_share(browser, held, talk):
    address = f"{held.address}/shareable"
    assert "friends" not in browser.page(address).text
    held.interview.state, held.interview.speakers[0].approved_at = "approved", now()
    permission = SchoolPermission(study_id=held.study.id, school_id=held.school.id, given_on=now().date())
    db.session.add(permission)
    assert "friends" in browser.page(address).text
    permission.withdrawn_at = now()
    assert "friends" not in browser.page(address).text


def test_who_reads_the_names_is_noted_at_the_school(browser, held, talk):
    browser.page(held.address)
    assert db.session.query(AuditEvent).filter_by(action="read transcript").count() == 0
    assert "That you looked is noted" in browser.page(f"{held.address}/raw").text
    (event,) = db.session.query(AuditEvent).filter_by(action="read transcript")
    assert event.school_id == held.school.id


def test_who_sees_where_names_stand_is_noted_once_for_an_interview(browser, held, talk):
    address = f"/studies/{held.study.id}/names/places"
    browser.page(address)
    assert db.session.query(AuditEvent).filter_by(action="read transcript").count() == 0
    list_name(browser, held)
    assert len(browser.page(address).find_all("input", name="leave")) == 3
    (event,) = db.session.query(AuditEvent).filter_by(action="read transcript")
    assert (event.school_id, event.detail["interview_id"]) == (held.school.id, held.interview.id)


@pytest.mark.parametrize("level", ["", "/raw", "/shareable"])
def test_nothing_is_read_of_who_took_it_back(browser, held, talk, level):
    held.participant.withdrawn_at = now()
    page = browser.page(held.address + level)
    assert "friends" not in page.text
    assert "friends" not in browser.page(f"/studies/{held.study.id}/names/places").text
    browser.page(f"/turns/{talk.turns[1].id}/words", 404)


def test_a_turn_is_given_to_somebody_else_and_under_a_question(browser, held, talk):
    address = f"/turns/{talk.turns[0].id}"
    fields = chosen_on(browser.page(address)) | {"question_id": "worked-less", "and_on": "y"}
    held.interview.state, held.interview.speakers[0].approved_at = "approved", now()
    browser.post_form(address, fields)
    assert {turn.question_id for turn in talk.turns} == {"worked-less"}
    assert held.interview.state == "approved"
    browser.post_form(f"/turns/{talk.turns[1].id}", {"speaker": "", "question_id": ""})
    assert (talk.turns[1].participant_id, held.interview.state) == (None, "drafted")


def test_a_word_is_put_right_and_taken_back(browser, held, talk):
    put_right(browser, talk.turns[1], ANSWER.replace("Beech", "Birch"))
    assert "friends at Birch." in browser.page(held.address).text
    page = browser.page(f"{held.address}/corrections")
    assert "BeechBirch" in page.text
    browser.post_form(f"{held.address}/corrections")
    assert "friends at Beech." in browser.page(held.address).text


def test_an_old_page_changes_nothing(browser, held, talk):
    page = put_right(browser, talk.turns[1], "Other words", status=422, version="0")
    assert "Somebody changed the transcript meanwhile" in page.text


@pytest.mark.parametrize(("words", "told"), [("  ", "Enter what was said"), ("a\x07b", "The letters in this file")])
def test_words_that_no_transcript_holds_are_refused(browser, held, talk, words, told):
    assert told in put_right(browser, talk.turns[1], words, status=422).text
    db.session.expire_all()
    assert ANSWER in talk.sealed_text


def test_a_correction_hides_names_in_its_own_turn_only(browser, held, talk):
    list_name(browser, held)
    put_right(browser, talk.turns[0], "What has Mia gained from it?")
    text = browser.page(held.address).text
    assert "What has [a pupil] gained" in text
    assert "Mia found friends" in text
