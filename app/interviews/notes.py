"""Saving a note while it is typed: durable before it is acknowledged, once however often it is sent, never undone.

The rules are those of pupils' answers. The newest page holds the lease and writes; what an older one sends is kept
as late and changes nothing. Each write has an id, taken once, and a number; of one line the highest number stands.
One short transaction on a connection of its own, so that the reply is made after the commit, and a refusal can be kept.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, ClassVar
from uuid import uuid4

from sqlalchemy import Connection, func, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from app.answers.together import queue_before
from app.db import db
from app.interviews.models import Interview, InterviewState, Note, NoteEvent
from app.interviews.texts import TextEdit, Transcript
from app.web.languages import later as _

LONGEST_NOTE = 20_000
LONGEST_WRITE_ID = 40
MOST_LINES = 400
MOST_AGREE = 30
MOST = 2**31 - 2
OPEN = frozenset({InterviewState.PLANNED, InterviewState.HELD})


class CannotNote(Exception):
    """The note was refused and changes nothing. `sentence` says why."""

    status: ClassVar[int] = 409
    sentence: ClassVar[Any]


class TakenOver(CannotNote):
    """Kept as late, and never applied. Whoever writes may take the notes up again."""

    sentence = _("You are going on in another window. What you wrote here since is kept, apart from the notes.")


class NotesClosed(CannotNote):
    status = 410
    sentence = _("These notes are closed. What was saved is kept. Copy from here what is not.")


class ClosedMeanwhile(TakenOver):
    """Typed before the notes were closed, and come in after: kept as late."""

    sentence = _("These notes are closed. What you wrote here since is kept, apart from the notes.")


class Unreadable(CannotNote):
    status = 422
    sentence = _("That could not be read. Reload the page and try again.")


class LeaseHasMoved(CannotNote):
    """A page wants to take the notes up, and knows an older lease than there is: it may try with this one."""

    sentence = TakenOver.sentence

    def __init__(self, lease: int) -> None:
        super().__init__()
        self.lease = lease


@dataclass(frozen=True, kw_only=True)
class Write:
    """What stands in one line as a page sent it. `seq` 0 is a form without script: the next number."""

    question_id: str
    line: int = 0
    text: str
    speaker_key: str = ""
    n_agree: int = 0
    lease: int
    seq: int = 0
    write_id: str = ""
    person_id: int | None = None


@dataclass(frozen=True)
class Saved:
    """What stands in the line now, its number, and the lease."""

    text: str
    speaker_key: str
    n_agree: int
    seq: int
    lease: int


NOTHING = Saved("", "", 0, 0, 0)


@dataclass(frozen=True)
class Held:
    """What a page is told when it takes the notes up: its lease, the highest number, every line."""

    lease: int
    seq: int
    notes: Mapping[tuple[str, int], Saved]


def take_up(interview_id: int, known: int | None) -> Held:
    """Let this page write from now on, and no other; LeaseHasMoved when it knows an older lease than there is."""
    return _alone(lambda connection: _take_up(connection, interview_id, known))


def save(interview_id: int, write: Write, moment: datetime) -> Saved:
    """Store one write durably; CannotNote when the notes are closed, or another page has taken over."""
    return _alone(lambda connection: weigh(connection, interview_id, write, moment))


def save_form(interview_id: int, writes: list[Write], moment: datetime) -> None:
    """Store what a form without script brings, and take the lease from every other page; TakenOver for an older one.

    Only what is new is written: a line as it stands is no write.
    """

    def work(connection: Connection) -> Any:
        results = [weigh(connection, interview_id, one, moment) for one in writes]
        refused = next((one for one in results if isinstance(one, CannotNote)), None)
        return refused or _take_up(connection, interview_id, None)

    _alone(work)


def weigh(connection: Connection, interview_id: int, write: Write, moment: datetime) -> Saved | CannotNote:
    """What stands after the write, or why it can't be taken. The interview's row is locked meanwhile."""
    lease, is_open = _lock(connection, interview_id)
    if write.lease > lease or not _is_readable(write):
        return Unreadable()
    stands, is_late = _standing(connection, interview_id, write), write.lease < lease or not is_open
    if not write.seq and (_is_as_it_stands(write, stands) or (is_late and not write.text)):
        return replace(stands, lease=lease)
    if not is_open and _was_taken_back(connection, interview_id):
        return NotesClosed()
    if is_late:
        late = TakenOver() if is_open else ClosedMeanwhile()
        return late if _keep_late(connection, interview_id, write, moment) else replace(stands, lease=lease)
    if not write.seq:
        write = replace(write, seq=_highest(connection, interview_id) + 1)
    is_new = _note(connection, interview_id, write, is_late=False, moment=moment)
    if not is_new or write.seq <= stands.seq:
        return replace(stands, lease=lease)
    _overlay(connection, interview_id, write, is_there=stands is not NOTHING, moment=moment)
    return Saved(write.text, write.speaker_key, write.n_agree, write.seq, lease)


def _alone(work: Any) -> Any:
    db.session.rollback()
    result = queue_before(db.engine).run(work)
    if isinstance(result, CannotNote):
        raise result
    return result


def _lock(connection: Connection, interview_id: int) -> tuple[int, bool]:
    """The lease, and whether notes can be taken; the interview stays as it is until the transaction ends."""
    row = select(Interview.lease, Interview.state).where(Interview.id == interview_id)
    found = connection.execute(row.with_for_update()).one()
    return int(found.lease), found.state in OPEN


def _was_taken_back(connection: Connection, interview_id: int) -> bool:
    """True when it is withdrawn, or a speaker had words struck: what comes now might be those."""
    withdrawn = select(Interview.id).where(Interview.id == interview_id, Interview.state == InterviewState.WITHDRAWN)
    struck = (
        select(TextEdit.id)
        .join(Transcript, Transcript.id == TextEdit.transcript_id)
        .where(Transcript.interview_id == interview_id, TextEdit.undoes_at == TextEdit.at)
    )
    return any(connection.execute(one.limit(1)).first() for one in (withdrawn, struck))


def _take_up(connection: Connection, interview_id: int, known: int | None) -> Held | CannotNote:
    lease, is_open = _lock(connection, interview_id)
    if not is_open:
        return NotesClosed()
    if known is not None and known != lease:
        return LeaseHasMoved(lease)
    connection.execute(update(Interview).where(Interview.id == interview_id).values(lease=lease + 1))
    columns = (Note.question_id, Note.line, Note.sealed_text, Note.speaker_key, Note.n_agree, Note.seq)
    rows = connection.execute(select(*columns).where(Note.interview_id == interview_id).order_by(Note.line, Note.id))
    lines = {(one.question_id, one.line): Saved(*one[2:], lease + 1) for one in rows}
    return Held(lease + 1, max((one.seq for one in lines.values()), default=0), lines)


def _is_readable(write: Write) -> bool:
    return (
        len(write.text) <= LONGEST_NOTE
        and len(write.write_id) <= LONGEST_WRITE_ID
        and 0 <= write.line <= MOST_LINES
        and 0 <= write.n_agree <= MOST_AGREE
        and 0 <= write.seq <= MOST
    )


def _line_of(interview_id: int, write: Write) -> tuple[Any, ...]:
    return Note.interview_id == interview_id, Note.question_id == write.question_id, Note.line == write.line


def _standing(connection: Connection, interview_id: int, write: Write) -> Saved:
    columns = select(Note.sealed_text, Note.speaker_key, Note.n_agree, Note.seq)
    found = connection.execute(columns.where(*_line_of(interview_id, write))).one_or_none()
    return Saved(*found, lease=0) if found else NOTHING


def _is_as_it_stands(write: Write, stands: Saved) -> bool:
    return (write.text, write.speaker_key, write.n_agree) == (stands.text, stands.speaker_key, stands.n_agree) or (
        not write.text and not stands.text
    )


def _highest(connection: Connection, interview_id: int) -> int:
    return connection.execute(select(func.max(Note.seq)).where(Note.interview_id == interview_id)).scalar() or 0


def _keep_late(connection: Connection, interview_id: int, write: Write, moment: datetime) -> bool:
    """Put the write of an older page into the journal only; False when it had come in time already."""
    mine = NoteEvent.interview_id == interview_id, NoteEvent.write_id == write.write_id, NoteEvent.is_late.is_(False)
    if write.write_id and connection.execute(select(NoteEvent.id).where(*mine)).first():
        return False
    _note(connection, interview_id, write, is_late=True, moment=moment)
    return True


def _note(connection: Connection, interview_id: int, write: Write, *, is_late: bool, moment: datetime) -> bool:
    """Add the write to the journal; False when there is one with this id, late or in time as this one is."""
    values = {
        "interview_id": interview_id,
        "question_id": write.question_id,
        "line": write.line,
        "speaker_key": write.speaker_key,
        "sealed_text": write.text,
        "n_agree": write.n_agree,
        "lease": write.lease,
        "seq": write.seq,
        "write_id": write.write_id or uuid4().hex,
        "is_late": is_late,
        "person_id": write.person_id,
        "at": moment,
    }
    added: Any = (postgresql if connection.dialect.name == "postgresql" else sqlite).insert(NoteEvent)
    statement = added.values(values).on_conflict_do_nothing().returning(NoteEvent.id)
    return connection.execute(statement).first() is not None


def _overlay(connection: Connection, interview_id: int, write: Write, *, is_there: bool, moment: datetime) -> None:
    values = {
        "sealed_text": write.text,
        "speaker_key": write.speaker_key,
        "n_agree": write.n_agree,
        "lease": write.lease,
        "seq": write.seq,
        "updated_at": moment,
    }
    if is_there:
        connection.execute(update(Note).where(*_line_of(interview_id, write)).values(values))
        return
    place = {"interview_id": interview_id, "question_id": write.question_id, "line": write.line}
    connection.execute(insert(Note).values(place | values))
