"""Links with which a participant writes answers, or checks what was written down, without an account.

A link is a secret of 192 bits; the database keeps its keyed fingerprint alone, so it is shown once, when it is made.
A new one ends the one before. It opens as long as nothing stands against it, asked anew each time.
"""

import secrets
from datetime import timedelta

from app.audit.actions import record
from app.db import db, now, vault
from app.interviews import queries, states, text_queries
from app.interviews.choosing import choice_of
from app.interviews.models import Interview, InterviewKind, InterviewState, LinkPurpose, ParticipantLink, Speaker
from app.interviews.reading import APPROVED
from app.interviews.text_actions import take_back_approval
from app.interviews.texts import Reply
from app.policy import Actor
from app.studies import taking_part
from app.studies.allowing import permitted_school_ids
from app.studies.models import Participant
from app.studies.taking_part import Scopes, Word
from app.web.filters import today

DAYS = 30
BYTES = 24
CHECKABLE = frozenset({InterviewState.DRAFTED, InterviewState.RETURNED})


class LinkRefused(ValueError):
    """A link that can't be made now; its sentence says why."""


def make_link(interview: Interview, participant: Participant, actor: Actor) -> str:
    """The path of a new link for a speaker, for what the interview's state calls for; LinkRefused when for nothing."""
    purpose = purpose_now(interview)
    if purpose is None or participant.id not in {one.participant_id for one in interview.speakers}:
        raise LinkRefused
    if stands_against(interview, participant, purpose):
        raise LinkRefused
    for old in queries.list_links(interview):
        if old.participant_id == participant.id and old.ended_at is None:
            old.ended_at = now()
    token = secrets.token_urlsafe(BYTES)
    link = ParticipantLink(
        interview_id=interview.id,
        participant_id=participant.id,
        purpose=purpose,
        fingerprint=fingerprint_of(token),
        made_by_id=actor.id,
        expires_at=now() + timedelta(days=DAYS),
    )
    db.session.add(link)
    db.session.flush()
    record(
        "make participant's link", person_id=actor.id, subject=interview, study_id=interview.study_id, purpose=purpose
    )
    return f"/take-part/{token}"


def purpose_now(interview: Interview) -> LinkPurpose | None:
    """What a link of this interview would be for; None while there is nothing to write or to check."""
    if interview.kind == InterviewKind.WRITTEN and interview.state == InterviewState.PLANNED:
        return LinkPurpose.WRITE
    if interview.state in CHECKABLE and text_queries.find_transcript_of(interview) is not None:
        return LinkPurpose.CHECK
    return None


def end_link(link: ParticipantLink, actor: Actor) -> None:
    """Take it back: from now on it opens nothing."""
    if link.ended_at is None:
        link.ended_at = now()
        db.session.flush()
        record("take back participant's link", person_id=actor.id, subject=link.interview)


def fingerprint_of(token: str) -> str:
    return vault.fingerprint(token, "participant link")


def form_token(token: str) -> str:
    """What each form of a link's pages carries: nobody makes it who does not hold the link."""
    return vault.fingerprint(token, "participant form")[:32]


def stands_against(interview: Interview, participant: Participant, purpose: str) -> bool:
    """True when a link must open nothing of the interview: somebody withdrew, or a school or a carer said no."""
    if interview.state == InterviewState.WITHDRAWN or participant.withdrawn_at is not None:
        return True
    if participant.id not in {one.participant_id for one in interview.speakers}:
        return True
    kind = InterviewKind.WRITTEN if purpose == LinkPurpose.WRITE else interview.kind
    choice = choice_of(participant, permitted_school_ids(interview.study), kind)
    return bool(choice.against)


def open_link(link: ParticipantLink) -> None:
    """Note the first time that somebody pressed on."""
    if link.opened_at is None:
        link.opened_at = now()
        db.session.flush()


def give_consent(link: ParticipantLink, scopes: Scopes) -> None:
    """The participant's own word, given on the page of their link; nobody else recorded it."""
    participant = link.participant
    taking_part.record_word(participant, None, Word(today(), participant.study.sheet_version, scopes))
    open_link(link)


def send_answers(link: ParticipantLink) -> None:
    """The participant is done writing."""
    states.receive(link.interview)
    link.done_at = now()
    db.session.flush()


def agree(link: ParticipantLink) -> None:
    """What is written is what they said. The interview goes on by itself when all have said so."""
    speaker = speaker_of(link)
    speaker.approved_at = speaker.approved_at or now()
    link.done_at = now()
    db.session.flush()
    record("agree to words", person_id=None, subject=link.interview, study_id=link.interview.study_id)
    states.settle(link.interview)


def ask_for_changes(link: ParticipantLink, replies: list[Reply]) -> None:
    """Keep what the participant wants struck or put otherwise; the researchers do it, and send a new link."""
    db.session.add_all(replies)
    speaker_of(link).approved_at = None
    if link.interview.state in APPROVED:
        take_back_approval(link.interview)
    link.done_at = now()
    db.session.flush()
    number = len(replies)
    record("ask for changes", person_id=None, subject=link.interview, study_id=link.interview.study_id, n=number)


def withdraw(link: ParticipantLink) -> None:
    """The participant takes back every yes, everywhere and at once. An interview of them alone is withdrawn, too."""
    taking_part.withdraw(link.participant, None)
    if link.interview.kind != InterviewKind.GROUP:
        states.withdraw(link.interview, by=None)
    link.done_at = link.done_at or now()
    db.session.flush()


def speaker_of(link: ParticipantLink) -> Speaker:
    return next(one for one in link.interview.speakers if one.participant_id == link.participant_id)
