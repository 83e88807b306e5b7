"""What a participant reads when they check what was written, sentence by sentence, and what they ask to be changed.

In a conversation of two they read both; in a group their own turns alone. Names of others stay hidden. Places are code
points of the text as it was said.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from app.interviews import text_queries
from app.interviews.models import InterviewKind, ParticipantLink
from app.interviews.reading import Reading, reading_of
from app.interviews.texts import Reply, Turn
from app.web.forms import whole

SENTENCE = re.compile(r"\S.*?(?:[.!?…]+(?=\s|$)|(?=\n)|$)", re.DOTALL)
LONGEST_CORRECTION = 5_000


class Unreadable(ValueError):
    """What came names a place that is not theirs, or one of another state of the text."""


@dataclass(frozen=True)
class Piece:
    """A sentence of theirs: where it stands, as it is read, and what they asked of it before."""

    start: int
    end: int
    text: str


@dataclass(frozen=True)
class CheckedTurn:
    """A turn as its speaker reads it; pieces only of their own."""

    id: int
    is_own: bool
    text: str
    question_id: str
    pieces: tuple[Piece, ...]


def turns_for(link: ParticipantLink) -> list[CheckedTurn]:
    """What the holder of the link may read: nothing while there is no transcript."""
    transcript = text_queries.find_transcript_of(link.interview)
    if transcript is None:
        return []
    reading = reading_of(transcript.id)
    is_group = link.interview.kind == InterviewKind.GROUP
    turns = [one for one in transcript.turns if reading.is_open(one) and not (is_group and not _is_own(one, link))]
    return [_checked(reading, one, is_own=_is_own(one, link)) for one in turns]


def replies_in(link: ParticipantLink, form: Mapping[str, str]) -> list[Reply]:
    """What was ticked to be struck and what was put otherwise; Unreadable for a place that is not theirs now."""
    transcript = text_queries.find_transcript_of(link.interview)
    if transcript is None or whole(form.get("version")) != transcript.version:
        raise Unreadable
    places = {(piece.start, piece.end): piece for turn in turns_for(link) for piece in turn.pieces}
    replies = []
    for name in form:
        kind, _colon, place = name.partition(":")
        if kind not in {"strike", "correct"} or not form[name].strip():
            continue
        start, _dash, end = place.partition("-")
        piece = places.get((whole(start) or 0, whole(end) or 0))
        if piece is None:
            raise Unreadable
        if kind == "correct" and " ".join(form[name].split()) == " ".join(piece.text.split()):
            continue
        replies.append(_reply(link, transcript.id, kind, place=(int(start), int(end)), text=form[name]))
    struck = {(one.start, one.end) for one in replies if one.kind == "strike"}
    return [one for one in replies if one.kind == "strike" or (one.start, one.end) not in struck]


def _reply(link: ParticipantLink, transcript_id: int, kind: str, *, place: tuple[int, int], text: str) -> Reply:
    words = " ".join(text.split())[:LONGEST_CORRECTION] if kind == "correct" else ""
    return Reply(
        transcript_id=transcript_id,
        participant_id=link.participant_id,
        kind=kind,
        start=place[0],
        end=place[1],
        sealed_text=words,
    )


def _is_own(turn: Turn, link: ParticipantLink) -> bool:
    """Words that nobody is named for are theirs where they speak alone with an interviewer."""
    if turn.is_interviewer:
        return False
    alone = len(link.interview.speakers) == 1
    return turn.participant_id == link.participant_id or (alone and turn.participant_id is None)


def _checked(reading: Reading, turn: Turn, *, is_own: bool) -> CheckedTurn:
    text = reading.redacted.passage(turn.start, turn.end)
    pieces = tuple(_pieces(reading, turn)) if is_own else ()
    return CheckedTurn(turn.id, is_own, text, turn.question_id, pieces)


def _pieces(reading: Reading, turn: Turn) -> list[Piece]:
    raw = reading.transcript.sealed_text[turn.start : turn.end]
    found = [
        (turn.start + one.start(), turn.start + one.end()) for one in SENTENCE.finditer(raw) if one.group().strip()
    ]
    return [Piece(start, end, reading.redacted.passage(start, end)) for start, end in found]
