"""A transcript as a page shows it: turn by turn, at one of three levels."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from app.interviews import text_queries
from app.interviews.reading import TAKEN_OUT, Reading
from app.interviews.texts import Turn
from app.web.languages import _

PAGE_LENGTH = 150


class Level(StrEnum):
    """How much of what was said is read, and by whom."""

    RAW = "raw"
    REDACTED = "redacted"
    SHAREABLE = "shareable"


@dataclass(frozen=True)
class Line:
    """One turn. `question` is worded where it differs from that of the turn before."""

    turn: Turn
    who: str
    text: str
    question: str
    is_taken_out: bool


@dataclass(frozen=True)
class TextPage:
    """Some turns of a transcript in their order."""

    lines: list[Line]
    page: int
    pages: int
    n_turns: int


def text_page(reading: Reading, level: Level, page: int) -> TextPage:
    """The turns of one page; one that does not exist is the nearest."""
    turns = reading.transcript.turns
    pages = max(1, -(-len(turns) // PAGE_LENGTH))
    page = min(max(page, 1), pages)
    first = (page - 1) * PAGE_LENGTH
    return TextPage(_lines(reading, level, turns[first : first + PAGE_LENGTH]), page, pages, len(turns))


def _lines(reading: Reading, level: Level, turns: Sequence[Turn]) -> list[Line]:
    schedule = text_queries.schedule_of(reading.interview)
    worded = {question.id: question.text for question in schedule.questions} if schedule else {}
    read = {Level.RAW: reading.raw, Level.REDACTED: reading.redacted, Level.SHAREABLE: reading.shareable}[level]
    lines = []
    question = ""
    for turn in turns:
        text = read.passage(turn.start, turn.end)
        asked = worded.get(turn.question_id, "") if turn.question_id != question else ""
        question = turn.question_id
        lines.append(Line(turn, who_speaks(turn), text, asked, text == TAKEN_OUT))
    return lines


def who_speaks(turn: Turn) -> str:
    """The pseudonym, the part, or that it is not known; never the label of the file, which may be a name."""
    if turn.is_interviewer:
        return _("Interviewer")
    return turn.participant.pseudonym if turn.participant else _("Somebody")
