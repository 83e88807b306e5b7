"""A confirmed file becomes a transcript: its labels are people, its turns stand under questions."""

from collections.abc import Mapping

from app.audit.actions import record
from app.db import db
from app.interviews import text_queries, text_uploads
from app.interviews.held import TranscriptUpload
from app.interviews.text_actions import Draft, DraftTurn, store
from app.interviews.text_matching import INTERVIEWER, spread
from app.interviews.texts import Transcript
from app.policy import Actor
from app.transcripts.model import Transcript as Found


def draft_of(held: TranscriptUpload, found: Found, asked: Mapping[int, str]) -> Draft:
    """What was read, with the people that were chosen and the questions that turns ask (turn, from 0, to id)."""
    labels = text_uploads.labels_of(found)
    chosen = text_uploads.chosen_speakers(held, len(labels)) or []
    who = {label.name: value for label, value in zip(labels, chosen, strict=True)}
    known = {str(one.participant_id) for one in held.interview.speakers}
    under = spread(len(found.turns), asked)
    turns = [
        DraftTurn(
            text=turn.text,
            label=turn.speaker,
            start_ms=turn.start,
            end_ms=turn.end,
            is_interviewer=who[turn.speaker] == INTERVIEWER,
            participant_id=int(who[turn.speaker]) if who[turn.speaker] in known else None,
            question_id=question_id,
        )
        for turn, question_id in zip(found.turns, under, strict=True)
    ]
    return Draft("file", turns, held.file_name, f"{found.layout.kind} {found.layout.form}")


def confirm(held: TranscriptUpload, actor: Actor, found: Found, asked: Mapping[int, str]) -> Transcript:
    """Store what was read, once; FileGone for whoever comes second."""
    locked = text_queries.lock_upload(held.id)
    if locked.sealed_content is None or locked.sealed_choices is None:
        raise text_uploads.FileGone
    transcript = store(locked.interview, actor, draft_of(locked, found, asked))
    text_uploads.finish(locked)
    record("confirm transcript", person_id=actor.id, subject=locked, transcript_id=transcript.id)
    db.session.flush()
    return transcript
