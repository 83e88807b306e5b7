"""A transcript on its way in: read from a file, its speakers and questions confirmed, then stored whole or not at all.

What was read is held sealed, and is deleted when it has been stored or thrown away, or after a day; and at once when
the interview is withdrawn or anybody who speaks in it no longer takes part. Before it is stored nobody can tell for
certain whose words are whose, so those of one speaker cannot be taken out alone.
"""

import json
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Any

from app.audit.actions import record
from app.db import db, now, vault
from app.interviews import queries, text_queries
from app.interviews.held import TranscriptUpload
from app.interviews.models import Interview, InterviewState
from app.policy import Actor
from app.studies import silencing
from app.studies.models import Participant
from app.transcripts.model import Layout, Transcript, Turn
from app.transcripts.reading import read
from app.web import jobs
from app.web.jobs import Task

DELETE_KIND = "delete transcript file"
PLACE = "transcript_uploads.sealed_content"
KEPT = timedelta(hours=24)


class FileGone(LookupError):
    """The file was stored, thrown away or deleted after a day."""


class NobodyLeft(ValueError):
    """The interview, or everybody who spoke in it, was withdrawn: no words of it are taken in."""


@dataclass(frozen=True)
class Label:
    """A speaker as the file names them, None for turns without a name, and how many turns they have."""

    name: str | None
    n_turns: int


def upload(interview: Interview, actor: Actor, *, file_name: str, data: bytes) -> TranscriptUpload:
    """Take a file in; TranscriptRefused says why one cannot be used, NobodyLeft that nobody may read it."""
    interview_id = interview.id
    db.session.rollback()  # reading a file takes a moment, in which nobody else's answers may wait for this request
    found = read(file_name, data)
    sealed = vault.seal_bytes(_packed(found), PLACE)
    _refuse_withdrawn(interview)
    delete_old_files()
    held = TranscriptUpload(
        interview_id=interview_id, person_id=actor.id, file_name=file_name[-200:] or "file", sealed_content=sealed
    )
    db.session.add(held)
    db.session.flush()
    record("upload transcript", person_id=actor.id, subject=held, interview_id=interview_id, n_turns=len(found.turns))
    jobs.enqueue(DELETE_KIND, subject_id=held.id, after=KEPT)
    return held


def _refuse_withdrawn(interview: Interview) -> None:
    """Asked once more after the file was read. Whoever withdraws meanwhile waits, and then finds the file to delete."""
    queries.lock_interview(interview)
    speakers = text_queries.lock_speakers(interview)
    is_left = any(one.withdrawn_at is None for one in speakers) or not speakers
    if interview.state == InterviewState.WITHDRAWN or not is_left:
        raise NobodyLeft


def _packed(transcript: Transcript) -> bytes:
    turns = [(one.speaker, one.start, one.end, one.text) for one in transcript.turns]
    return json.dumps({"layout": asdict(transcript.layout), "turns": turns}).encode()


def is_held(held: TranscriptUpload) -> bool:
    """True while the file can be opened."""
    return held.sealed_content is not None and now() - held.created_at <= KEPT


def open_upload(held: TranscriptUpload) -> Transcript:
    """What was read; FileGone when it is no longer held."""
    if not is_held(held):
        raise FileGone
    content = json.loads(vault.open_bytes(bytes(held.sealed_content or b""), PLACE))
    layout: dict[str, Any] = content["layout"]
    layout |= {name: tuple(layout[name]) for name in ("unmatched", "set_aside")}
    return Transcript(tuple(Turn(*turn) for turn in content["turns"]), Layout(**layout))


def labels_of(transcript: Transcript) -> list[Label]:
    """Who speaks, in the order in which they first do; turns without a name come last."""
    labels = [Label(name, n) for name, n in transcript.speakers.items()]
    n_without = sum(turn.speaker is None for turn in transcript.turns)
    return [*labels, Label(None, n_without)] if n_without else labels


def choose_speakers(held: TranscriptUpload, chosen: list[str]) -> None:
    """Keep who each label is: a participant's id, "i" for the interviewer, or nothing for nobody."""
    if not is_held(held):
        raise FileGone
    held.sealed_choices = json.dumps(chosen)
    db.session.flush()


def chosen_speakers(held: TranscriptUpload, n_labels: int) -> list[str] | None:
    """What was chosen, one for each label; None before."""
    if held.sealed_choices is None:
        return None
    chosen: list[str] = json.loads(held.sealed_choices)
    return [*chosen, *([""] * n_labels)][:n_labels]


def discard(held: TranscriptUpload, actor: Actor) -> None:
    """Throw a file away."""
    locked = text_queries.lock_upload(held.id)
    if locked.sealed_content is not None:
        record("discard transcript", person_id=actor.id, subject=locked, interview_id=locked.interview_id)
    finish(locked)


def finish(held: TranscriptUpload) -> None:
    """Forget what was read."""
    held.sealed_content = held.sealed_choices = None
    db.session.flush()


def forget_files(interview: Interview) -> None:
    """Forget what waits to be stored of an interview."""
    for held in text_queries.list_uploads_of(interview):
        finish(held)


@silencing.register
def forget_files_with(participant: Participant) -> None:
    """Forget what waits to be stored of interviews in which they speak, with what others said there."""
    for held in text_queries.list_uploads_with(participant):
        finish(held)


@jobs.kind(DELETE_KIND)
def delete_file(task: Task) -> str:
    """Delete one file a day after it came, with whatever else is as old: a stop of the server loses nothing."""
    delete_old_files()
    return ""


def delete_old_files() -> int:
    """Delete what nobody stored within a day; returns how many."""
    old = text_queries.list_uploads_older_than(now() - KEPT)
    for held in old:
        finish(held)
    return len(old)
