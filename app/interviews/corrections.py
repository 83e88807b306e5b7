"""Corrections of what was said: words put right and taken back again, and words that a participant strikes.

A correction is the edits of one moment. Every edit stays in the journal in the order in which it was made, so that a
place of any time can be carried to now; taking a correction back adds edits that undo it. A strike leaves no copy of
the words: the journal keeps how long they were. Nothing before a strike can be taken back.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select, update

from app.audit.actions import record
from app.db import db, now
from app.interviews import text_queries
from app.interviews.anchored import Splice, announce, announce_struck, moved
from app.interviews.held import SparedPlace
from app.interviews.hiding import hide_known
from app.interviews.models import Note, NoteEvent
from app.interviews.reading import reading_of
from app.interviews.splicing import splices_between
from app.interviews.text_actions import cleaned, take_back_approval, touch
from app.interviews.texts import TURN_GAP, Replacement, Reply, TextEdit, Transcript, Turn
from app.policy import Actor

FAR = 10_000_000
"""Further than any text is long: places pass by there, so that no two of them meet on the way."""
GONE = "·"
FEWEST_LETTERS = 6
"""So many letters at the end of what an older window kept are taken for the beginning of struck words."""


class NothingToUndo(ValueError):
    """There is no correction that could be taken back."""


class NoWords(ValueError):
    """A turn was to be left without words; that is a strike."""


def correct_turn(turn: Turn, actor: Actor, words: str) -> int:
    """Put the words of a turn right; how many places changed. TranscriptRefused for signs that no text holds."""
    transcript = text_queries.lock_transcript(turn.transcript_id)
    return correct(transcript, turn.start, turn.end, words, actor_id=actor.id)


def correct(
    transcript: Transcript, start: int, end: int, words: str, *, actor_id: int | None, keeps_approval: bool = False
) -> int:
    """Put `words` where the text has `start` to `end`, inside one turn. The transcript is locked by the caller.

    `keeps_approval` when the one who approves it asked for it. Returns how many places changed.
    """
    words = cleaned(words)
    if not words:
        raise NoWords
    splices = splices_between(transcript.sealed_text[start:end], words, start)
    if splices:
        _make(transcript, splices, actor_id=actor_id, keeps_approval=keeps_approval)
        record("correct transcript", person_id=actor_id, subject=transcript, n_places=len(splices))
    return len(splices)


def undo_last(transcript: Transcript, actor: Actor) -> None:
    """Take back the newest correction that still stands. The transcript is locked by the caller."""
    edits = last_correction(transcript.id)
    if not edits:
        raise NothingToUndo
    splices = [Splice(one.start, one.sealed_before, one.sealed_after).inverse for one in reversed(edits)]
    _make(transcript, splices, actor_id=actor.id, undoes_at=edits[0].at)
    record("undo correction", person_id=actor.id, subject=transcript, n_places=len(splices))


def last_correction(transcript_id: int) -> list[TextEdit]:
    """The edits of the newest correction that stands, in their order; none after a strike."""
    mine = TextEdit.transcript_id == transcript_id
    struck = select(func.max(TextEdit.at)).where(mine, TextEdit.undoes_at == TextEdit.at).scalar_subquery()
    undone = select(TextEdit.undoes_at).where(mine, TextEdit.undoes_at.is_not(None))
    open_at = select(func.max(TextEdit.at)).where(
        mine, TextEdit.undoes_at.is_(None), TextEdit.at.not_in(undone), struck.is_(None) | (TextEdit.at > struck)
    )
    at = db.session.scalar(open_at)
    return list(db.session.scalars(select(TextEdit).where(mine, TextEdit.at == at).order_by(TextEdit.id))) if at else []


def strike(transcript: Transcript, start: int, end: int, *, actor_id: int | None, keeps_approval: bool = False) -> None:
    """Take words out for good, with every copy that anybody made here. The transcript is locked by the caller."""
    announce_struck(transcript, _as_said_and_read(transcript, start, end))
    moment = _next_moment(transcript)
    for turn in reversed([one for one in transcript.turns if one.start < end and one.end > start]):
        first, last = max(start, turn.start), min(end, turn.end)
        _forget_notes(transcript, turn, transcript.sealed_text[first:last])
        _note(transcript, _cut(transcript, first, last), actor_id=actor_id, at=moment, undoes_at=moment)
        if turn.start == turn.end:
            gap = _gap_beside(transcript, turn)
            transcript.turns.remove(turn)
            if gap is not None:
                _note(transcript, _cut(transcript, *gap), actor_id=actor_id, at=moment, undoes_at=moment)
    _forget_edits(transcript)
    _finish(transcript, keeps_approval=keeps_approval)
    record("strike passage", person_id=actor_id, subject=transcript, n_characters=end - start)


def answer_reply(reply: Reply, actor: Actor, *, do_it: bool) -> bool:
    """Do what a speaker asked for, or decline it; False when somebody answered it before.

    An approval stays, for nothing is changed but what a speaker wants changed.
    """
    transcript = text_queries.lock_transcript(reply.transcript_id)
    db.session.refresh(reply)
    if reply.state != "asked":
        return False
    if do_it and reply.start < reply.end:
        if reply.kind == "strike":
            strike(transcript, reply.start, reply.end, actor_id=actor.id, keeps_approval=True)
        else:
            words = reply.sealed_text
            correct(transcript, reply.start, reply.end, words, actor_id=actor.id, keeps_approval=True)
    reply.state, reply.done_at, reply.done_by_id = "done" if do_it else "declined", now(), actor.id
    db.session.flush()
    record("answer reply", person_id=actor.id, subject=reply, done=do_it)
    return True


def _as_said_and_read(transcript: Transcript, start: int, end: int) -> list[str]:
    """What is struck, turn by turn: with the names that were said, and with those put in their place."""
    places = [(max(start, one.start), min(end, one.end)) for one in transcript.turns]
    return [text.passage(*one) for text in reading_of(transcript.id).before for one in places if one[0] < one[1]]


def _cut(transcript: Transcript, start: int, end: int) -> Splice:
    splice = Splice(start, transcript.sealed_text[start:end], "")
    _lay(transcript, splice)
    return splice


def _gap_beside(transcript: Transcript, turn: Turn) -> tuple[int, int] | None:
    """What stands between a turn without words and the next, or the one before; None where it is alone."""
    if turn.end < len(transcript.sealed_text):
        return turn.end, turn.end + len(TURN_GAP)
    return (turn.start - len(TURN_GAP), turn.start) if turn.start else None


def _forget_edits(transcript: Transcript) -> None:
    for edit in db.session.scalars(select(TextEdit).where(TextEdit.transcript_id == transcript.id)):
        edit.sealed_before, edit.sealed_after = GONE * len(edit.sealed_before), GONE * len(edit.sealed_after)


def _forget_notes(transcript: Transcript, turn: Turn, words: str) -> None:
    """Notes lose the words, too, and the journal of how they were typed loses what was typed on the way to them.

    What a transcript was made of may have been worded otherwise before it was put right: then the note goes as a whole.
    """
    wanted = " ".join(words.split())
    notes = transcript.interview.notes
    if wanted and not [one for one in notes if _cut_from(one, wanted)] and transcript.source != "file":
        for note in notes:
            note.sealed_text = "" if note.question_id == turn.question_id else note.sealed_text
    for event in db.session.scalars(select(NoteEvent).where(NoteEvent.interview_id == transcript.interview_id)):
        is_cut = event.is_late and wanted and _cut_from(event, wanted)
        if not event.is_late or (wanted and not is_cut and _begins(event.sealed_text, wanted)):
            event.sealed_text = ""


def _cut_from(noted: Note | NoteEvent, wanted: str) -> bool:
    """Take the words out where they stand; False where they do not."""
    text = " ".join(noted.sealed_text.split())
    if wanted in text:
        noted.sealed_text = text.replace(wanted, "").strip()
    return wanted in text


def _begins(text: str, wanted: str) -> bool:
    """True for words on the way to these: the text ends in the middle of them."""
    said = " ".join(text.split()).casefold()
    return any(said.endswith(wanted[:n].casefold()) for n in range(min(len(wanted), FEWEST_LETTERS), len(wanted)))


def _make(
    transcript: Transcript,
    splices: Sequence[Splice],
    *,
    actor_id: int | None,
    keeps_approval: bool = False,
    undoes_at: datetime | None = None,
) -> None:
    moment = _next_moment(transcript)
    for splice in splices:
        _lay(transcript, splice)
        _note(transcript, splice, actor_id=actor_id, at=moment, undoes_at=undoes_at)
    _finish(transcript, keeps_approval=keeps_approval)
    hide_known(transcript, {splices[0].start, splices[-1].start})


def _note(
    transcript: Transcript, splice: Splice, *, actor_id: int | None, at: datetime, undoes_at: datetime | None
) -> None:
    edit = TextEdit(transcript_id=transcript.id, start=splice.start, at=at, undoes_at=undoes_at, person_id=actor_id)
    edit.sealed_before, edit.sealed_after = splice.before, splice.after
    db.session.add(edit)
    db.session.flush()


def _next_moment(transcript: Transcript) -> datetime:
    """A moment that no earlier correction has."""
    last = db.session.scalar(select(func.max(TextEdit.at)).where(TextEdit.transcript_id == transcript.id))
    return max(now(), last + timedelta(microseconds=1)) if last else now()


def _finish(transcript: Transcript, *, keeps_approval: bool) -> None:
    if not keeps_approval:
        take_back_approval(transcript.interview)
    touch(transcript)
    db.session.expire(transcript, ["replacements"])


def _lay(transcript: Transcript, splice: Splice) -> None:
    """Change the text, and move everything that points behind the place."""
    text = transcript.sealed_text
    if text[splice.start : splice.end] != splice.before:
        raise ValueError("the text is not what the correction was made for")
    transcript.sealed_text = text[: splice.start] + splice.after + text[splice.end :]
    transcript.n_characters = len(transcript.sealed_text)
    for turn in transcript.turns:
        if turn.start >= splice.end and turn.start > splice.start:
            turn.start, turn.end = turn.start + splice.shift, turn.end + splice.shift
        elif turn.start <= splice.start and splice.end <= turn.end:
            turn.end += splice.shift
    db.session.flush()
    for table in (Replacement, SparedPlace):
        _move(table, transcript, splice)
    for reply in db.session.scalars(select(Reply).where(Reply.transcript_id == transcript.id)):
        reply.start, reply.end = moved((reply.start, reply.end), splice)
    announce(transcript, splice)


def _move(table: type[Replacement] | type[SparedPlace], transcript: Transcript, splice: Splice) -> None:
    """Names whose letters changed are no longer hidden there; places behind move."""
    mine = table.transcript_id == transcript.id
    inside = (table.start < splice.end) & (table.end > splice.start)
    if splice.start == splice.end:
        inside = (table.start < splice.start) & (table.end > splice.start)
    db.session.execute(delete(table).where(mine, inside))
    if splice.shift:
        behind = update(table).where(mine, table.start >= splice.end)
        db.session.execute(behind.values(start=table.start + FAR, end=table.end + FAR))
        back = splice.shift - FAR
        there = update(table).where(mine, table.start >= FAR)
        db.session.execute(there.values(start=table.start + back, end=table.end + back))
