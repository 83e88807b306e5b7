"""A project's file becomes a study: looked at, stored whole, closed until consent is recorded."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from app.audit.models import AuditEvent
from app.coding import incoming_actions
from app.coding.desk import Desk
from app.coding.exchange_project import project_of
from app.coding.held import ProjectUpload
from app.coding.incoming_held import PLACE
from app.coding.models import Coding, FileCoder, Memo, Theme
from app.coding.reading import readings_of
from app.db import db, now, vault
from app.interviews.models import Interview
from app.qda.archive import pack
from app.qda.model import Source
from app.qda.problems import REASONS
from app.qda.writing import to_qdpx
from app.studies.models import Consent, Participant, Study
from tests.coding.bringing import address, agreed, filled, foreign, forget, look, store
from tests.coding.exchanging import export
from tests.factories import a_person
from tests.interviews.uploading import send
from tests.qda.projects import guid
from tests.qda.test_faults import UNCAUGHT, changed, parts_of


@pytest.fixture
def browser(browser_of, talk):
    return browser_of(talk.researcher)


# The preview


def test_the_preview_tells_what_is_in_the_file_and_stores_nothing(browser, talk):
    at, page = look(browser, talk)
    for words in ("Two of Ash", "Diary", "Coder Anna and Coder Ben", "Head of Ash", "Ms Quill", "Getting there"):
        assert words in page.text
    assert filled(page)["role_0"] == "leader"
    assert filled(page)["title"] == "Clubs of Ash"
    assert db.session.query(Study).count() == 1
    assert b"Zqora" not in db.session.query(ProjectUpload).one().sealed_content


def test_the_preview_says_what_will_not_come_along(browser, talk):
    _, page = look(browser, talk)
    for sentence in (
        "1 text without words.",
        "1 coder who marked nothing.",
        "1 coding of no words",
        "1 marked passage without a theme",
        "3 values of what is known of people and texts: Gender, Years.",
        "1 description of a person or text.",
    ):
        assert sentence in page.text


def test_a_whole_project_leaves_nothing_out(browser, coded):
    data = to_qdpx(project_of(export(coded)))
    forget(coded.study)
    _, page = look(browser, coded, data=data)
    assert "Nothing is left out." in page.text


# Storing


def test_a_project_of_another_program_becomes_a_study(browser, talk):
    study = store(browser, talk)
    talk_of_two, diary = db.session.query(Interview).filter_by(study_id=study.id).order_by(Interview.id)
    assert (study.title, study.about) == ("Clubs of Ash", "What changed")
    assert (talk_of_two.title, talk_of_two.kind, talk_of_two.state) == ("Two of Ash", "group", "drafted")
    said = [one for one in readings_of(study) if one.interview is talk_of_two][0].transcript
    who = [(said.sealed_text[one.start : one.end][:12], one.is_interviewer, one.participant_id and one.participant.role)
           for one in said.turns]  # fmt: skip
    assert who == [
        ("What has cha", True, None), ("The bus was ", False, "leader"), ("It is better", False, "leader"),
        ("Zqora learne", False, "other"), ("Thank you.", True, None),
    ]  # fmt: skip
    assert [one.participant.pseudonym for one in diary.speakers] == ["O3"]


def test_codings_keep_words_coder_theme_memo_and_day(browser, talk):
    study = store(browser, talk)
    found = db.session.query(Coding).join(Theme).filter(Theme.study_id == study.id).order_by(Coding.guid).all()
    texts = {one.transcript.id: one.transcript.sealed_text for one in readings_of(study)}
    told = [(texts[one.transcript_id][one.start : one.end], one.coder_name, one.theme.name) for one in found]
    assert told == [
        ("learned a lot 😀", "Coder Anna", "Pupils"),
        ("learned a lot 😀", "Coder Ben", "pupils (2)"),
        ("late.\n\nIt is", "Coder Ben", "Getting there"),
        ("Monday was wet.\n\nNobody came to the club.", "Coder Anna", "Getting there"),
    ]
    assert found[0].sealed_memo == "Why\n\nSo clear"
    assert found[0].created_at.isoformat() == "2025-03-01T10:00:00+00:00"
    assert [one.guid for one in found] == [guid(60), guid(61), guid(62), guid(64)]
    assert {one.coder_id for one in found} == {None}


def test_memos_stand_at_what_they_are_about(browser, talk):
    study = store(browser, talk)
    found = {one.title: one for one in db.session.query(Memo).filter_by(study_id=study.id)}
    assert set(found) == {"On pupils", "At the end", "Journal"}
    assert found["On pupils"].theme_id == db.session.query(Theme).filter_by(name="Pupils").one().id
    assert found["At the end"].transcript_id is not None
    assert (found["Journal"].theme_id, found["Journal"].transcript_id) == (None, None)
    assert db.session.get(FileCoder, found["Journal"].file_coder_id).name == "Coder Ben"


def test_names_of_the_file_are_sealed_and_pseudonyms_stand_instead(browser, talk):
    study = store(browser, talk, role_2="")
    people = {one.pseudonym: one for one in study.participants}
    assert sorted(people) == ["L1", "O1", "O2"]
    assert people["L1"].sealed_name == "Head of Ash"
    assert "Ash School" not in {one.sealed_name for one in people.values()}
    assert people["L1"].schools == [talk.school]
    page = browser.page(f"/studies/{study.id}/participants")
    assert "Quill" not in page.text


def test_nobody_reads_a_word_before_consent_is_recorded(browser, talk):
    study = store(browser, talk)
    reading = readings_of(study)[0]
    assert "Zqora" not in reading.redacted.text
    assert "Zqora" not in reading.raw.text
    assert Desk(study, talk.researcher.id).quotations == []
    assert db.session.query(Consent).join(Participant).filter(Participant.study_id == study.id).count() == 0


def test_who_agreed_is_recorded_with_day_and_sheet_and_allows_no_more_than_to_take_part(browser, talk):
    study = store(browser, talk, agreed_1="y", given_on="2026-09-01", sheet_version="Sheet 1")
    (word,) = db.session.query(Consent).join(Participant).filter(Participant.study_id == study.id)
    assert (word.participant.sealed_name, word.given_on, word.sheet_version) == (
        "Ms Quill",
        date(2026, 9, 1),
        "Sheet 1",
    )
    assert (word.to_take_part, word.to_quote, word.to_record, word.to_reuse) == (True, False, False, False)
    assert word.recorded_by_id == talk.researcher.id
    reading = readings_of(study)[0]
    assert "Zqora learned a lot" in reading.redacted.text
    assert "The bus was late" not in reading.redacted.text
    assert "Zqora" not in reading.shareable.text


def test_a_pupil_gives_assent(browser, talk):
    study = store(browser, talk, role_1="pupil", **agreed())
    assert {one.kind for person in study.participants if person.is_pupil for one in person.consents} == {"assent"}


def test_agreement_of_those_who_coded_elsewhere_is_worked_out(browser, talk):
    study = store(browser, talk, **agreed())
    page = browser.page(f"/studies/{study.id}/agreement")
    assert "Coders: Coder Anna and Coder Ben" in page.text


def test_codings_of_a_file_are_found_by_coder_and_nobody_changes_them(browser, talk):
    study = store(browser, talk, **agreed())
    ben = db.session.query(FileCoder).filter_by(study_id=study.id, name="Coder Ben").one()
    page = browser.page(f"/studies/{study.id}/passages?coder=-{ben.id}")
    assert "Coder Ben" in page.text
    assert "Monday" not in page.text
    coding = db.session.query(Coding).filter_by(guid=guid(61)).one()
    assert "Marked by Coder Ben" in browser.page(f"/codings/{coding.id}").text
    token = browser.token(f"/codings/{coding.id}") if "csrf" in browser.get(f"/codings/{coding.id}").text else ""
    sent = browser.post(f"/codings/{coding.id}/removal", data={"csrf_token": token or browser.token(address(talk))})
    assert sent.status_code == 403


def test_it_is_noted_who_brought_what_in(browser, talk):
    study = store(browser, talk)
    event = db.session.query(AuditEvent).filter_by(action="bring in study").one()
    assert (event.object_id, event.person_id) == (study.id, talk.researcher.id)
    assert event.detail == {"n_interviews": 2, "n_people": 4, "n_codings": 4}
    assert db.session.query(ProjectUpload).one().sealed_content is None


# What is refused


REFUSED = {
    "a school is missing": ({"role_0": "teacher", "school": ""}, "Choose a school, or the role “Somebody else”"),
    "no day": ({"agreed_0": "y", "sheet_version": "Sheet 1"}, "Enter the day"),
    "no sheet": ({"agreed_0": "y", "given_on": "2026-09-01"}, "Enter which sheet it was"),
    "a day to come": ({"agreed_0": "y", "given_on": "2099-09-01", "sheet_version": "S"}, "still to come"),
    "nobody ticked": ({"given_on": "2026-09-01", "sheet_version": "S"}, "Tick who agreed"),
    "no title": ({"title": " "}, "Enter a title"),
    "a pseudonym twice": ({"pseudonym_0": "T7", "pseudonym_1": "t7"}, "Somebody else in the study is called so"),
    "a pseudonym that tells": ({"pseudonym_1": "Quill 1"}, "A part of the name stands in it"),
}


@pytest.mark.parametrize(("changes", "sentence"), REFUSED.values(), ids=REFUSED)
def test_what_can_not_be_is_refused_beside_its_field_and_nothing_is_stored(browser, talk, changes, sentence):
    at, page = look(browser, talk)
    fields = filled(page) | {"school": str(talk.school.id), "pseudonym_2": "Kept"} | changes
    refused = browser.post_form(at, fields, status=422)
    assert sentence in refused.text
    assert filled(refused)["pseudonym_2"] == "Kept"
    assert db.session.query(Study).count() == 1
    assert db.session.query(ProjectUpload).one().sealed_content is not None


def test_a_title_that_is_taken_is_refused(browser, talk):
    at, page = look(browser, talk)
    fields = filled(page) | {"school": str(talk.school.id), "title": talk.study.title}
    assert "There is a study of this title already" in browser.post_form(at, fields, status=422).text


def edited(*, xml=("", ""), text=""):
    """A project of ours that somebody changed by hand: its XML, or all words of one of its texts."""
    parts = parts_of(to_qdpx(foreign()))
    parts["project.qde"] = parts["project.qde"].replace(xml[0].encode(), xml[1].encode(), 1)
    parts[f"sources/{guid(20)}.txt"] = text.encode() or parts[f"sources/{guid(20)}.txt"]
    return pack(parts)


FAULTS = {name: (changed(old, new), told) for name, (old, new, told) in UNCAUGHT.items()} | {
    "a text that is missing": (changed("<Users>", "<Users>", but=guid(20)), "is missing"),
    "a text made shorter": (edited(text="Interviewer: What has changed?"), "the text has 30 characters"),
    "a tag that was not closed": (edited(xml=("</Users>", "</User>")), "a tag is not closed here"),
    "a theme taken out by hand": (edited(xml=(f'guid="{guid(13)}"', f'guid="{guid(14)}"')), "no such Code"),
}


@pytest.mark.parametrize(("data", "told"), FAULTS.values(), ids=FAULTS)
def test_what_no_schema_catches_is_refused_on_the_page_with_its_line(browser, talk, data, told):
    page = refused(browser, talk, data)
    listed, *_ = [" ".join(one.itertext()) for one in page.find_all("li") if told in " ".join(one.itertext())]
    assert listed.startswith("Line ")
    assert "told below. Nothing of it came in" in page.text
    assert db.session.query(Coding).count() == 0
    assert db.session.query(Study).one().id == talk.study.id


def refused(browser, talk, data):
    """The page that says why a file is not taken, after it was read: nothing is kept of it but that."""
    page = browser.page(send(browser, address(talk), data).location)
    held = db.session.query(ProjectUpload).one()
    assert vault.open_bytes(held.sealed_content, PLACE).startswith(b'{"faults"')
    return page


HOSTILE = {
    "cut off": (to_qdpx(foreign())[:-200], "damaged"),
    "another kind": (b"Interviewer: What?\n", "damaged"),
    "entities": (pack({"project.qde": b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"}), "entities"),
    "a bomb": (pack({"project.qde": b" " * 60_000_000}), "packed"),
    "a way out": (pack({"../project.qde": b"<a/>"}), "paths"),
    "no project": (pack({"word/document.xml": b"<a/>"}), "project"),
}


@pytest.mark.parametrize(("data", "reason"), HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_file_is_refused_with_a_sentence(browser, talk, data, reason):
    assert REASONS[reason] in refused(browser, talk, data).text


def test_a_file_that_is_too_big_or_empty_is_refused_at_once(browser, talk):
    browser.token(address(talk))
    assert REASONS["big"] in send(browser, address(talk), b"PK" + bytes(20 * 1024 * 1024), status=422).text
    assert REASONS["empty"] in send(browser, address(talk), b"", status=422).text
    assert db.session.query(ProjectUpload).count() == 0


def test_a_project_of_endless_lines_is_refused(browser, talk):
    endless = replace(foreign(), cases=(), sources=(Source(guid(20), "Endless", "I: a\n" * 200_002),))
    page = refused(browser, talk, to_qdpx(endless))
    assert REASONS["demanding"] in page.text or REASONS["packed"] in page.text


def test_a_project_without_words_or_with_too_many_people_is_refused(browser, talk):
    bare = replace(foreign(), sources=(), cases=())
    assert "no text with words" in refused(browser, talk, to_qdpx(bare)).text
    db.session.query(ProjectUpload).delete()
    (case, *_) = foreign().cases
    crowd = replace(foreign(), cases=tuple(replace(case, guid=guid(1000 + n)) for n in range(201)))
    assert "names 202 people" in refused(browser, talk, to_qdpx(crowd)).text


# Once only


def test_the_same_project_twice_says_where_it_is_and_stores_nothing(browser, talk):
    study = store(browser, talk)
    _, page = look(browser, talk, replace(foreign(), name="Another name"))
    assert "This project is here already" in page.text
    assert page.links["Clubs of Ash"] == f"/studies/{study.id}"
    assert db.session.query(Study).count() == 2


def test_two_who_look_at_the_same_project_store_it_once(browser, talk):
    (first, page), (second, _) = look(browser, talk), look(browser, talk)
    fields = filled(page) | {"school": str(talk.school.id)}
    browser.post_form(first, fields)
    assert "here already" in browser.post_form(second, fields | {"title": "Again"}, status=409).text
    assert browser.page(first, 303).location == "/studies"
    assert db.session.query(Study).count() == 2


def test_where_it_is_is_told_to_those_alone_who_may_know(browser_of, browser, talk):
    from tests.factories import a_partnership

    store(browser, talk)
    elsewhere = a_partnership()
    there = f"/partnerships/{elsewhere.id}/projects/new"
    lead = browser_of(a_person("lead", partnership=elsewhere))
    page = lead.page(send(lead, there, to_qdpx(foreign())).location)
    assert "Clubs of Ash" not in page.text
    assert "a study that you do not work in" in page.text


def test_themes_that_are_here_already_come_with_new_ids(browser, talk):
    db.session.add(Theme(study_id=talk.study.id, name="Pupils", guid=guid(11)))
    study = store(browser, talk)
    theirs = db.session.query(Theme).filter_by(study_id=study.id, name="Pupils").one()
    assert theirs.guid != guid(11)


def test_a_file_waits_for_a_day_and_can_be_thrown_away(browser, talk):
    at, _ = look(browser, talk)
    browser.post_form(f"{at}/removal", at=at)
    assert db.session.query(ProjectUpload).one().sealed_content is None
    at, _ = look(browser, talk)
    waiting = db.session.query(ProjectUpload).order_by(ProjectUpload.id.desc()).first()
    waiting.created_at = now() - timedelta(hours=25)
    assert browser.page(at, 303).location == "/studies"
    assert incoming_actions.delete_old_files() == 1
