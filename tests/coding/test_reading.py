"""What is left of a passage: for researchers, and for everybody else."""

import pytest

from app.coding.reading import TAKEN_OUT, Refusal, reading_of, readings_of
from app.db import db, now
from app.interviews.models import Speaker
from app.interviews.texts import Replacement
from app.studies.models import Consent
from tests.factories import a_participant, an_interview

WORDS = "she speaks up now"


def passage(talk, words=WORDS):
    db.session.commit()
    db.session.expire_all()
    return reading_of(talk.transcript.id).passage(*talk.place(words))


def test_words_that_were_allowed_and_approved_may_be_shared(talk):
    found = passage(talk)
    assert (found.text, found.is_shareable) == (WORDS, True)
    assert found.participants == (talk.participant,)


def test_names_are_replaced_in_what_is_read(talk):
    start, end = talk.place("Zoe")
    db.session.add(Replacement(transcript_id=talk.transcript.id, start=start, end=end, put="[a pupil]"))
    assert passage(talk, "Zoe found friends").text == "[a pupil] found friends"


def refuse_withdrawn_person(talk):
    talk.participant.withdrawn_at = now()


def refuse_withdrawn_interview(talk):
    talk.interview.state = "withdrawn"


def refuse_consent_taken_back(talk):
    talk.consent.withdrawn_at = now()


def refuse_quoting(talk):
    talk.consent.to_quote = False


def refuse_school(talk):
    talk.permission.withdrawn_at = now()


def refuse_unchecked_state(talk):
    talk.interview.state = "returned"


def refuse_unchecked_person(talk):
    talk.interview.speakers[0].approved_at = None


def refuse_carer(talk):
    talk.participant.consents.append(Consent(kind="opt-out", given_on=talk.consent.given_on, to_take_part=False))


def refuse_nobody_known(talk):
    talk.transcript.turns[1].participant_id = None


@pytest.mark.parametrize(
    ("refuse", "refusal"),
    [
        (refuse_withdrawn_person, Refusal.WITHDRAWN),
        (refuse_withdrawn_interview, Refusal.WITHDRAWN),
        (refuse_consent_taken_back, Refusal.NOT_TAKING_PART),
        (refuse_quoting, Refusal.NOT_TO_BE_QUOTED),
        (refuse_school, Refusal.NOT_PERMITTED),
        (refuse_unchecked_state, Refusal.NOT_APPROVED),
        (refuse_unchecked_person, Refusal.NOT_APPROVED),
        (refuse_carer, Refusal.NOT_TAKING_PART),
        (refuse_nobody_known, Refusal.NOBODY_KNOWN),
    ],
)
def test_one_thing_against_it_is_enough(talk, refuse, refusal):
    refuse(talk)
    assert refusal in passage(talk).refusals


@pytest.mark.parametrize(
    "refuse", [refuse_withdrawn_person, refuse_withdrawn_interview, refuse_consent_taken_back, refuse_carer]
)
def test_researchers_read_nothing_of_who_is_out(talk, refuse):
    refuse(talk)
    found = passage(talk)
    assert found.text == TAKEN_OUT
    assert WORDS not in reading_of(talk.transcript.id).redacted.text


@pytest.mark.parametrize("refuse", [refuse_quoting, refuse_school, refuse_unchecked_state, refuse_unchecked_person])
def test_researchers_go_on_reading_what_may_only_not_be_shared(talk, refuse):
    refuse(talk)
    assert passage(talk).text == WORDS


def test_the_interviewers_questions_are_no_quotation(talk):
    assert passage(talk, "Where has it worked").refusals == {Refusal.NOT_AN_ANSWER}


def test_a_passage_over_two_turns_needs_the_yes_of_both_speakers(talk):
    other = a_participant(talk.study, talk.school)
    talk.transcript.turns[3].participant_id = other.id
    assert Refusal.NOT_TAKING_PART in passage(talk, "now.\n\nWhere has it worked less well?\n\nThe bus").refusals


def test_words_of_nobody_known_are_closed_once_somebody_who_spoke_is_out(talk):
    talk.transcript.turns[1].participant_id = None
    assert passage(talk).text == WORDS
    refuse_withdrawn_person(talk)
    assert passage(talk).text == TAKEN_OUT


def test_somebody_who_was_no_speaker_of_the_interview_is_not_read(talk):
    talk.transcript.turns[1].participant_id = a_participant(talk.study, talk.school).id
    assert passage(talk).text == TAKEN_OUT


def test_a_group_is_approved_together(talk):
    talk.interview.kind = "group"
    talk.interview.speakers[0].approved_at = None
    assert passage(talk).is_shareable


@pytest.mark.parametrize("kind", ["individual", "telephone", "written"])
def test_whoever_is_asked_alone_approves_it_themselves(talk, kind):
    talk.interview.kind = kind
    assert passage(talk).is_shareable
    refuse_unchecked_person(talk)
    assert passage(talk).refusals == {Refusal.NOT_APPROVED}


def test_readings_are_those_of_the_study(talk):
    an_interview(talk.study)
    assert [one.transcript for one in readings_of(talk.study)] == [talk.transcript]


def test_questions_go_with_the_answers_once_nobody_who_spoke_takes_part(talk):
    """Who asks says again what was answered."""
    other = a_participant(talk.study, talk.school)
    other.consents.append(Consent(kind="consent", given_on=talk.consent.given_on, to_take_part=True))
    talk.interview.speakers.append(Speaker(participant_id=other.id, key="2"))
    refuse_withdrawn_person(talk)
    assert passage(talk, "Where has it worked").text == "Where has it worked"
    other.withdrawn_at = now()
    assert passage(talk, "Where has it worked").text == TAKEN_OUT
