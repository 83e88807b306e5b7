"""Writes of transcripts: stored from a file, from notes or from written answers, and who says what in them.

Each flushes, records its event and never commits.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.audit.actions import record
from app.db import db
from app.interviews import anchored, queries, text_queries
from app.interviews.hiding import hide_known
from app.interviews.models import Interview, InterviewKind, InterviewState
from app.interviews.texts import TURN_GAP, Transcript, Turn
from app.policy import Actor
from app.transcripts.text import lines_of

CHECKED = (InterviewState.RETURNED, InterviewState.APPROVED, InterviewState.CODED)


class Coded(ValueError):
    """Passages of the transcript are coded: it stays."""


class NoWords(ValueError):
    """There is nothing to make a transcript of."""


@dataclass(frozen=True)
class DraftTurn:
    """A turn that is not stored yet."""

    text: str
    label: str | None = None
    start_ms: int | None = None
    end_ms: int | None = None
    is_interviewer: bool = False
    participant_id: int | None = None
    question_id: str = ""


@dataclass(frozen=True)
class Draft:
    """A transcript that is not stored yet, and where it comes from."""

    source: str
    turns: Sequence[DraftTurn]
    file_name: str = ""
    layout: str = ""


def store(interview: Interview, actor: Actor, draft: Draft) -> Transcript:
    """Keep a transcript in the place of an earlier one; Coded if passages of that are coded, NoWords if it is empty.

    Of a withdrawn interview nothing is kept.
    """
    queries.lock_interview(interview)
    if interview.state == InterviewState.WITHDRAWN:
        raise NoWords
    turns = [turn for turn in draft.turns if turn.text.strip()]
    if not turns:
        raise NoWords
    earlier = text_queries.find_transcript_of(interview)
    if earlier is not None:
        _remove(text_queries.lock_transcript(earlier.id))
    transcript = Transcript(
        interview_id=interview.id,
        source=draft.source,
        file_name=draft.file_name[-200:],
        layout=draft.layout,
        created_by_id=actor.id,
    )
    _lay_out(transcript, turns)
    db.session.add(transcript)
    take_back_approval(interview)
    interview.state = InterviewState.DRAFTED
    db.session.flush()
    hide_known(transcript)
    action = "replace transcript" if earlier is not None else "store transcript"
    record(action, person_id=actor.id, subject=transcript, interview_id=interview.id, n_turns=len(turns))
    return transcript


def _remove(transcript: Transcript) -> None:
    if anchored.count_anchored(transcript):
        raise Coded
    db.session.delete(transcript)
    db.session.flush()


def _lay_out(transcript: Transcript, turns: Iterable[DraftTurn]) -> None:
    parts: list[str] = []
    at = 0
    for position, one in enumerate(turns):
        transcript.turns.append(
            Turn(
                position=position,
                start=at,
                end=at + len(one.text),
                start_ms=one.start_ms,
                end_ms=one.end_ms,
                sealed_label=one.label,
                is_interviewer=one.is_interviewer,
                participant_id=one.participant_id,
                question_id=one.question_id,
            )
        )
        parts.append(one.text)
        at += len(one.text) + len(TURN_GAP)
    transcript.sealed_text = TURN_GAP.join(parts)
    transcript.n_characters = len(transcript.sealed_text)


def take_back_approval(interview: Interview) -> bool:
    """What was approved is no longer what is written: it has to be checked again. True if anybody had approved."""
    queries.lock_interview(interview)
    was_checked = interview.state in CHECKED
    for speaker in interview.speakers:
        was_checked = was_checked or speaker.approved_at is not None
        speaker.approved_at = None
    interview.read_back_on = None
    if interview.state in CHECKED:
        interview.state = InterviewState.DRAFTED
    return was_checked


def store_notes(interview: Interview, actor: Actor) -> Transcript:
    """Make a transcript of what was noted, or written by the participants themselves: question by question."""
    source = "written" if interview.kind == InterviewKind.WRITTEN else "notes"
    return store(interview, actor, Draft(source, turns_of_notes(interview)))


def turns_of_notes(interview: Interview) -> list[DraftTurn]:
    """Each question that somebody answered, as the schedule words it, and the answers under it."""
    schedule = text_queries.schedule_of(interview)
    worded = {question.id: question.text for question in schedule.questions} if schedule else {}
    order = {question_id: at for at, question_id in enumerate(worded)}
    people = {speaker.key: speaker.participant_id for speaker in interview.speakers}
    alone = next(iter(people.values())) if len(people) == 1 else None
    notes = sorted(interview.notes, key=lambda one: (order.get(one.question_id, len(order)), one.question_id, one.line))
    turns: list[DraftTurn] = []
    asked = ""
    for note in notes:
        words = cleaned(note.sealed_text)
        if not words:
            continue
        if note.question_id != asked and note.question_id in worded:
            turns.append(DraftTurn(worded[note.question_id], is_interviewer=True, question_id=note.question_id))
        asked = note.question_id
        who = people.get(note.speaker_key, alone)
        turns.append(DraftTurn(words, participant_id=who, question_id=note.question_id))
    return turns


def cleaned(text: str) -> str:
    """Words as a transcript keeps them: NFC, lines ended by LF, nothing that XML 1.0 refuses; TranscriptRefused."""
    return "\n".join(lines_of(text)).strip()


def change_turn(turn: Turn, actor: Actor, *, speaker: str, question_id: str, and_on: bool = False) -> None:
    """Say whose a turn is ("i", a participant's id, or nothing) and which question it is under.

    `and_on` puts the turns that follow under the question as well, up to the next of the interviewer.
    """
    transcript = text_queries.lock_transcript(turn.transcript_id)
    participant_id = int(speaker) if speaker.isdigit() else None
    if (turn.is_interviewer, turn.participant_id) != (speaker == "i", participant_id):
        turn.is_interviewer, turn.participant_id = speaker == "i", participant_id
        take_back_approval(transcript.interview)
    for one in [turn, *(_answers_after(transcript, turn) if and_on else ())]:
        one.question_id = question_id
    touch(transcript)
    record("change turn", person_id=actor.id, subject=transcript, turn_id=turn.id)


def _answers_after(transcript: Transcript, turn: Turn) -> Iterable[Turn]:
    for one in transcript.turns:
        if one.position > turn.position:
            if one.is_interviewer:
                return
            yield one


def touch(transcript: Transcript) -> None:
    """Count a change of text, turns or names, so that pages know they are old."""
    transcript.version += 1
    db.session.flush()
