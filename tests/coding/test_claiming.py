"""“That coder is me”: codings of a file become somebody's, once, and go back to the name in the file."""

import pytest

from app.audit.models import AuditEvent
from app.coding import claiming, journal, marking, rounds
from app.coding.desk import Desk
from app.coding.exchange import export_of
from app.coding.exchange_project import project_of
from app.coding.marking import Change
from app.coding.models import CoderProgress, Coding, FileCoder, Memo
from app.db import db
from app.people.models import Person
from app.people.session import actor_of
from app.studies.models import StudyResearcher
from tests.coding.bringing import agreed, store
from tests.factories import a_person
from tests.pages import words
from tests.qda.projects import guid


@pytest.fixture
def browser(browser_of, talk):
    return browser_of(talk.researcher)


@pytest.fixture
def study(browser, talk):
    return store(browser, talk, **agreed())


@pytest.fixture
def cara(talk):
    return a_person("associate", partnership=talk.study.partnership, name="Cara Hill")


def coder(study, name="Coder Anna"):
    db.session.rollback()
    return db.session.query(FileCoder).filter_by(study_id=study.id, name=name).one()


def page_of(study):
    return f"/studies/{study.id}/file-coders"


def claim(browser, study, name="Coder Anna", status=303):
    return browser.post_form(f"/file-coders/{coder(study, name).id}/claim", at=page_of(study), status=status)


def release(browser, study, name="Coder Anna", status=303):
    return browser.post_form(f"/file-coders/{coder(study, name).id}/release", at=page_of(study), status=status)


def name(browser, study, person, who="Coder Anna", status=303):
    at = f"/file-coders/{coder(study, who).id}/person"
    return browser.post_form(at, {"person": str(person.id)}, at=page_of(study), status=status)


def marks(study, name="Coder Anna"):
    db.session.expire_all()
    return db.session.query(Coding).filter_by(file_coder_id=coder(study, name).id).order_by(Coding.guid).all()


def users(study, person):
    db.session.expire_all()
    return {one.guid: one.name for one in project_of(export_of(study, actor_of(person))).users}


def coders_told(browser, study):
    text = browser.page(f"/studies/{study.id}/agreement").text
    return text.partition("Coders: ")[2].partition(". Transcripts")[0]


# Whose codings they are


def test_whoever_coded_elsewhere_says_so_and_changes_the_codings(browser, study, talk):
    assert "Was that you?" in browser.page(f"/codings/{marks(study)[0].id}").text
    claim(browser, study)
    first = marks(study)[0]
    assert {one.coder_id for one in marks(study)} == {talk.researcher.id}
    page = browser.page(f"/codings/{first.id}")
    assert "Remove this theme from the words" in page.text
    data = {"version": str(first.version), "memo": "Clearer still"}
    browser.post_form(f"/codings/{first.id}", data, at=f"/codings/{first.id}")
    assert marks(study)[0].sealed_memo == "Clearer still"
    assert {one.coder_id for one in marks(study, "Coder Ben")} == {None}


def test_memos_go_along(browser, study, talk):
    claim(browser, study, "Coder Ben")
    assert db.session.query(Memo).filter_by(title="Journal").one().author_id == talk.researcher.id
    assert db.session.query(Memo).filter_by(title="On pupils").one().author_id is None


def test_others_see_the_person_and_still_change_nothing(browser, browser_of, study, talk, cara):
    claim(browser, study)
    other = browser_of(cara)
    assert f"Marked by {talk.researcher.name}. Only they" in other.page(f"/codings/{marks(study)[0].id}").text
    token = other.token(page_of(study))
    assert other.post(f"/codings/{marks(study)[0].id}/removal", data={"csrf_token": token}).status_code == 403


def test_it_is_noted_and_told_who_said_it_and_when(browser, study, talk, cara):
    claim(browser, study)
    name(browser, study, cara, "Coder Ben")
    text = browser.page(page_of(study)).text
    assert f"This is {talk.researcher.name}, who said so on" in text
    assert f"This is Cara Hill. {talk.researcher.name} said so on" in text
    release(browser, study)
    found = db.session.query(AuditEvent).filter(AuditEvent.action.like("%coded%")).order_by(AuditEvent.id).all()
    assert [(one.action, one.person_id, one.detail["coder"]) for one in found] == [
        ("say that one coded", talk.researcher.id, talk.researcher.id),
        ("say who coded", talk.researcher.id, cara.id),
        ("take back who coded", talk.researcher.id, talk.researcher.id),
    ]
    assert {one.detail["study_id"] for one in found} == {study.id}


# Once only


def test_a_coder_is_one_person_and_a_person_one_coder(browser, browser_of, study, talk, cara):
    claim(browser, study)
    assert "That coder is somebody already" in claim(browser_of(cara), study, status=409).text
    assert "A person is one coder of a file" in claim(browser, study, "Coder Ben", status=409).text
    assert "A person is one coder of a file" in name(browser, study, talk.researcher, "Coder Ben", status=409).text
    assert coder(study).person_id == talk.researcher.id
    assert coder(study, "Coder Ben").person_id is None


def test_only_those_who_may_code_in_the_study_are_named(browser, browser_of, study, talk, cara):
    teacher = a_person("practitioner", school=talk.school)
    assert "Choose somebody who may code" in name(browser, study, teacher, status=409).text
    page = browser.page(page_of(study))
    assert cara.name in page.text
    assert teacher.name not in page.text
    assert browser_of(teacher).get(page_of(study)).status_code == 404


# Taken back


def test_taken_back_they_stand_under_the_name_in_the_file(browser, study, talk):
    claim(browser, study)
    release(browser, study)
    assert [(one.coder_id, one.coder_name) for one in marks(study)] == [(None, "Coder Anna")] * 2
    assert (coder(study).person_id, coder(study).claimed_by_id, coder(study).claimed_at) == (None, None, None)
    assert db.session.query(CoderProgress).filter_by(coder_id=talk.researcher.id).count() == 0
    claim(browser, study, "Coder Ben")
    assert coder(study, "Coder Ben").person_id == talk.researcher.id


def test_what_was_changed_stays_and_nobody_undoes_it_any_more(browser, study, talk):
    claim(browser, study)
    one, me = marks(study)[0], talk.researcher.id
    start, end = one.start, one.end
    marking.change(one, one.version, Change(place=marking.Place(start, end - 1)))
    db.session.commit()
    assert journal.can_undo_and_redo(one.transcript, me) == (True, False)
    release(browser, study)
    one = marks(study)[0]
    assert (one.start, one.end) == (start, end - 1)
    assert journal.can_undo_and_redo(one.transcript, me) == (False, False)
    with pytest.raises(journal.NothingToUndo):
        journal.undo(one.transcript, me)
    db.session.rollback()
    claim(browser, study)
    assert journal.can_undo_and_redo(marks(study)[0].transcript, me) == (True, False)


def test_by_the_person_or_whoever_may_change_the_study(browser, browser_of, study, talk, cara):
    helper = a_person("practitioner", school=talk.school)
    db.session.add(StudyResearcher(study_id=study.id, person_id=helper.id))
    db.session.commit()
    claim(browser, study)
    assert "Take it back" not in browser_of(helper).page(page_of(study)).text
    at = f"/file-coders/{coder(study).id}/release"
    token = browser_of(helper)
    sent = token.post(at, data={"csrf_token": token.token(page_of(study))})
    assert sent.status_code == 403
    release(browser_of(cara), study)
    assert coder(study).person_id is None
    claim(browser_of(helper), study)
    release(browser_of(helper), study)


def test_of_somebody_whose_account_is_gone_the_name_in_the_file_is_left(browser, study, cara):
    name(browser, study, cara)
    db.session.delete(db.session.get_one(Person, cara.id))
    db.session.commit()
    assert {(one.coder_id, one.coder_name) for one in marks(study)} == {(None, "Coder Anna")}
    assert "a name in the file" in browser.page(page_of(study)).text


# Agreement, blind coding, files


def test_agreement_is_between_people(browser, study, talk):
    assert coders_told(browser, study) == "Coder Anna and Coder Ben"
    claim(browser, study)
    assert coders_told(browser, study) == " and ".join(sorted(("Coder Ben", talk.researcher.name)))


def test_whoever_has_begun_here_has_not_finished_by_claiming(browser, study, talk):
    for transcript_id in {one.transcript_id for one in marks(study)}:
        db.session.add(CoderProgress(transcript_id=transcript_id, coder_id=talk.researcher.id))
    db.session.commit()
    claim(browser, study)
    assert "Nothing to compare yet" in browser.page(f"/studies/{study.id}/agreement").text


def test_nobody_becomes_a_coder_in_the_middle_of_a_blind_round(browser, study, talk, cara):
    claim(browser, study)
    transcript_id = marks(study, "Coder Ben")[0].transcript_id
    both = {"coders": [str(talk.researcher.id), str(cara.id)]}
    browser.post_form(f"/transcripts/{transcript_id}/coding/blind", both)
    assert "coded blind" in name(browser, study, cara, "Coder Ben", status=409).text
    assert "coded blind" in release(browser, study, status=409).text
    shown = {
        one.coding.coder_id for one in Desk(study, cara.id).quotations if one.coding.transcript_id == transcript_id
    }
    assert shown == set(), "neither those of a coder of the file nor those of a person"
    assert "coded blind" in browser.page(page_of(study)).text


def test_a_file_of_the_study_keeps_the_coder(browser, study, talk, cara):
    assert users(study, talk.researcher) == {guid(1): "Coder Anna", guid(2): "Coder Ben"}
    claim(browser, study)
    assert users(study, talk.researcher) == {guid(1): talk.researcher.name, guid(2): "Coder Ben"}
    mine = marks(study)[0]
    marking.mark(
        mine.transcript, talk.researcher.id, place=marking.Place(mine.start, mine.end + 2), theme_ids=[mine.theme_id]
    )
    db.session.commit()
    assert set(users(study, talk.researcher)) == {guid(1), guid(2)}
    release(browser, study)
    assert {guid(1): "Coder Anna", guid(2): "Coder Ben"}.items() <= users(study, talk.researcher).items()
    assert talk.researcher.name in users(study, talk.researcher).values(), "what was marked here stays the person's"


def test_a_study_that_is_from_no_file_says_so(browser, talk):
    assert "No codings of this study came with a file" in browser.page(page_of(talk.study)).text
    assert "file-coders" not in browser.page(f"/studies/{talk.study.id}/files").html


def test_the_way_there_is_on_files_and_agreement(browser, study):
    for page in ("files", "agreement"):
        assert page_of(study) in browser.page(f"/studies/{study.id}/{page}").links.values()


def test_two_who_say_it_at_once_are_one(study, talk, cara):
    """The second one waits for the first, and then reads who it is."""
    stale = coder(study)
    claiming.claim(coder(study), actor_of(talk.researcher), talk.researcher.id)
    db.session.commit()
    with pytest.raises(claiming.Taken):
        claiming.claim(stale, actor_of(cara), cara.id)


def coders_of(browser, transcript):
    page = browser.page(f"/transcripts/{transcript.id}/coding")
    return words(page.find("section", class_="coders"))


def test_who_codes_names_coders_of_the_file_until_it_is_said_who_they_are(study, browser, talk, cara):
    transcript = marks(study)[0].transcript
    assert "Coder Anna a name in the file" in coders_of(browser, transcript)
    claiming.claim(coder(study), actor_of(cara), cara.id)
    db.session.commit()
    told = coders_of(browser, transcript)
    assert "Cara Hill finished" in told
    assert "Coder Anna" not in told


def test_who_codes_names_nobody_of_the_file_while_it_is_coded_blind(study, browser, talk, cara):
    transcript = marks(study)[0].transcript
    rounds.begin_blind(transcript, actor_of(talk.researcher), [talk.researcher.id, cara.id])
    db.session.commit()
    assert "Coder Anna" not in coders_of(browser, transcript)
