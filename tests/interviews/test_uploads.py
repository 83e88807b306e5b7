"""A transcript from a file: understood, matched, confirmed, stored; or refused with a sentence and nothing stored."""

from datetime import date, timedelta

import pytest

from app.audit.models import AuditEvent
from app.db import db, now
from app.interviews import anchored, states, text_actions, text_uploads
from app.interviews.held import TranscriptUpload
from app.interviews.models import Interview, Note, Speaker
from app.interviews.texts import Transcript
from app.people.session import actor_of
from app.studies import taking_part
from app.studies.models import Participant
from app.studies.taking_part import Scopes, Word
from app.transcripts.refusals import REASONS
from tests.factories import a_participant, a_transcript
from tests.interviews.conftest import SPOKEN
from tests.interviews.uploading import chosen_on, go_on, store, upload
from tests.transcripts import hostile


def stored(held) -> Transcript:
    db.session.expire_all()
    return db.session.query(Transcript).filter_by(interview_id=held.interview.id).one()


def test_a_file_is_matched_and_stored(browser, held):
    page = store(browser, held, SPOKEN.encode())
    assert "What have pupils gained from it?" in page.text
    transcript = stored(held)
    asked, answered = transcript.turns
    assert (
        transcript.sealed_text == "What have pupils gained from it?\n\nMia found friends at Beech.\nShe speaks up now."
    )
    assert (asked.is_interviewer, asked.participant_id, asked.question_id) == (True, None, "pupils-gains")
    assert (answered.participant_id, answered.question_id) == (held.participant.id, "pupils-gains")
    assert transcript.sealed_text[answered.start : answered.end].startswith("Mia")
    assert (transcript.source, transcript.file_name, transcript.interview.state) == ("file", "talk.txt", "drafted")


def test_labels_are_proposed_with_their_reason(browser, held):
    page = browser.page(upload(browser, held, SPOKEN.encode()).location)
    assert chosen_on(page) == {"speaker_0": "i", "speaker_1": str(held.participant.id)}
    assert "The label is a part of the name" in page.text
    assert "The speaker's name and a colon, then the words" in page.text


def test_two_labels_of_one_person_become_one(browser, held):
    content = SPOKEN + "\nMs Q: The bus was late.\n"
    speakers = upload(browser, held, content.encode()).location
    go_on(browser, go_on(browser, speakers, speaker_2=str(held.participant.id)))
    assert {turn.participant_id for turn in stored(held).turns if not turn.is_interviewer} == {held.participant.id}


def test_a_question_can_be_taken_away(browser, held):
    questions = go_on(browser, upload(browser, held, SPOKEN.encode()).location)
    go_on(browser, questions, turn_0="")
    assert {turn.question_id for turn in stored(held).turns} == {""}


def test_nothing_is_stored_before_it_is_confirmed(browser, held):
    go_on(browser, upload(browser, held, SPOKEN.encode()).location)
    assert db.session.query(Transcript).count() == 0


ONE_OF_EACH = {
    reason: (ending, make) for ending, make, reason in hostile.ALL.values() if reason in set(REASONS) - {"big"}
}


@pytest.mark.parametrize("reason", sorted(ONE_OF_EACH))
def test_a_hostile_file_is_refused_with_a_sentence_and_nothing_is_stored(browser, held, reason):
    ending, make = ONE_OF_EACH[reason]
    page = upload(browser, held, make(), name=f"talk.{ending}", status=422)
    assert REASONS[reason] in page.text
    assert db.session.query(TranscriptUpload).count() == 0


def test_a_file_that_is_too_big_is_refused(browser, held):
    browser.token(f"{held.address}/file")
    page = upload(browser, held, b"A: " + b"words " * 1_748_000, status=422)
    assert REASONS["big"] in page.text


def test_what_waits_is_sealed_and_gone_when_it_is_stored(browser, held):
    speakers = upload(browser, held, SPOKEN.encode()).location
    waiting = db.session.query(TranscriptUpload).one()
    assert b"Mia" not in waiting.sealed_content
    go_on(browser, go_on(browser, speakers))
    db.session.expire_all()
    assert (waiting.sealed_content, waiting.sealed_choices) == (None, None)


def test_a_file_waits_for_a_day(browser, held):
    speakers = upload(browser, held, SPOKEN.encode()).location
    waiting = db.session.query(TranscriptUpload).one()
    waiting.created_at = now() - timedelta(hours=25)
    assert browser.page(speakers, 303).location == held.address
    assert text_uploads.delete_old_files() == 1


def test_a_file_can_be_thrown_away(browser, held):
    speakers = upload(browser, held, SPOKEN.encode()).location
    browser.post_form(speakers.replace("speakers", "removal"), at=speakers)
    assert db.session.query(TranscriptUpload).one().sealed_content is None


def test_confirming_twice_stores_once(browser, held):
    questions = go_on(browser, upload(browser, held, SPOKEN.encode()).location)
    fields = chosen_on(browser.page(questions)) | {"csrf_token": browser.token(questions)}
    for _attempt in range(2):
        assert browser.post(questions, data=fields).status_code == 303
    assert db.session.query(Transcript).count() == 1


class Coded:
    """A room above that holds on to every transcript."""

    def count(self, transcript):
        return 1

    def move(self, transcript, splice):
        raise AssertionError("nothing is corrected here")


def test_a_coded_transcript_is_not_replaced(browser, held, monkeypatch):
    a_transcript(held.interview, (held.participant, "The first words."))
    questions = go_on(browser, upload(browser, held, SPOKEN.encode()).location)
    monkeypatch.setattr(anchored, "_rooms", [Coded()])
    go_on(browser, questions)
    assert stored(held).sealed_text == "The first words."
    assert "so it stays" in browser.page(f"{held.address}/file").text


def test_a_new_transcript_takes_the_place_of_one_that_nobody_coded_and_has_to_be_approved_anew(browser, held):
    a_transcript(held.interview, (held.participant, "The first words."))
    held.interview.state, held.interview.speakers[0].approved_at = "approved", now()
    assert "There is a transcript already" in browser.page(f"{held.address}/file").text
    store(browser, held, SPOKEN.encode())
    assert stored(held).sealed_text.startswith("What have pupils")
    interview = db.session.get(Interview, held.interview.id)
    assert (interview.state, interview.speakers[0].approved_at) == ("drafted", None)


def test_notes_become_a_transcript_question_by_question(browser, held):
    for question_id, words in (
        ("worked-less", "Late  buses.\r\n"),
        ("pupils-gains", "Friends\x0b"),
        ("who-chose", " "),
    ):
        note = Note(question_id=question_id, speaker_key="1", sealed_text=words)
        held.interview.notes.append(note)
    browser.post_form(f"{held.address}/notes", at=held.address)
    transcript = stored(held)
    told = [(turn.is_interviewer, turn.participant_id, turn.question_id) for turn in transcript.turns]
    who = held.participant.id
    assert told == [
        (True, None, "pupils-gains"),
        (False, who, "pupils-gains"),
        (True, None, "worked-less"),
        (False, who, "worked-less"),
    ]
    assert transcript.sealed_text.endswith("Late  buses.")
    assert transcript.source == "notes"


def test_written_answers_are_told_from_notes(held, db):
    held.interview.kind = "written"
    held.interview.notes.append(Note(question_id="pupils-gains", speaker_key="1", sealed_text="Friends."))
    db.session.flush()
    from app.people.session import actor_of

    assert text_actions.store_notes(held.interview, actor_of(held.researcher)).source == "written"


def test_without_notes_there_is_no_transcript(browser, held):
    browser.post_form(f"{held.address}/notes", at=f"{held.address}/file")
    assert "Nothing is noted yet" in browser.page(held.address).text
    assert db.session.query(Transcript).count() == 0


def test_each_step_is_recorded_without_words(browser, held):
    store(browser, held, SPOKEN.encode())
    told = {event.action: str(event.detail) for event in db.session.query(AuditEvent)}
    assert {"upload transcript", "store transcript", "view participants' names"} <= set(told)
    assert not any("Zora" in detail or "Mia" in detail for detail in told.values())


@pytest.fixture
def group(held):
    """The interview as a group's: a pupil speaks in it as well."""
    pupil = a_participant(held.study, held.school, role="pupil", pseudonym="P1")
    held.interview.kind = "group"
    held.interview.speakers.append(Speaker(participant_id=pupil.id, key="b"))
    db.session.commit()
    held.pupil, held.actor = pupil, actor_of(held.researcher)
    return held


DAY = date(2026, 9, 2)
OUT = {
    "withdraws": lambda one: taking_part.withdraw(one.pupil, one.actor),
    "says no": lambda one: taking_part.record_word(one.pupil, one.actor, Word(DAY, "1", Scopes(False))),
    "a carer says no": lambda one: taking_part.record_opt_out(one.pupil, one.actor, given_on=DAY, sheet_version="1"),
    "the interview is withdrawn": lambda one: states.withdraw(one.interview, by=one.actor.id),
}


@pytest.mark.parametrize("out", OUT)
def test_a_file_that_waits_is_gone_the_moment_somebody_in_it_is_out(browser, group, out):
    speakers = upload(browser, group, SPOKEN.encode()).location
    go_on(browser, speakers)
    OUT[out](group)
    db.session.commit()
    db.session.expire_all()
    waiting = db.session.query(TranscriptUpload).one()
    assert (waiting.sealed_content, waiting.sealed_choices) == (None, None)
    status = 409 if out == "the interview is withdrawn" else 303
    assert browser.get(speakers).status_code == status


def test_a_yes_and_somebody_elsewhere_leave_the_file_where_it_is(browser, group):
    upload(browser, group, SPOKEN.encode())
    elsewhere = a_participant(group.study, group.school, pseudonym="T9")
    taking_part.record_word(group.pupil, group.actor, Word(DAY, "1", Scopes(True)))
    taking_part.withdraw(elsewhere, group.actor)
    assert db.session.query(TranscriptUpload).one().sealed_content is not None


def test_who_withdraws_while_a_file_is_read_leaves_none_behind(browser, held, monkeypatch):
    """Reading takes a moment, with no transaction open: what was so before it is asked again."""
    read, actor, number = text_uploads.read, actor_of(held.researcher), held.participant.id

    def read_slowly(*args):
        taking_part.withdraw(db.session.get_one(Participant, number), actor)
        db.session.commit()
        return read(*args)

    monkeypatch.setattr(text_uploads, "read", read_slowly)
    upload(browser, held, SPOKEN.encode(), status=409)
    assert db.session.query(TranscriptUpload).count() == 0


def test_a_withdrawn_interview_takes_no_words_in_again(browser, held):
    speakers = upload(browser, held, SPOKEN.encode()).location
    questions = go_on(browser, speakers)
    token = browser.token(questions)
    held.interview.state = "withdrawn"
    db.session.commit()
    for address in (f"{held.address}/file", speakers, questions):
        assert browser.get(address).status_code == 409
    assert browser.post(questions, data={"csrf_token": token}).status_code == 409
    assert browser.post(f"{held.address}/notes", data={"csrf_token": token}).status_code == 409
    with pytest.raises(text_actions.NoWords):
        text_actions.store(held.interview, None, text_actions.Draft("file", [text_actions.DraftTurn("Good.")]))
    assert held.interview.state == "withdrawn"
