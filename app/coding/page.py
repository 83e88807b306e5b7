"""What the coding page shows of a part: turns with their words cut where marks begin and end, and what lies beside."""

import hashlib
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from app.coding import queries
from app.coding.colours import hue_of
from app.coding.marks import Mark, Segment, Span, marks_of, segments_of
from app.coding.models import Coding
from app.coding.places import ReadTurn, Window
from app.coding.taken_back import taken_back_of
from app.interviews.models import Interview
from app.studies.schedules import find_schedule
from app.studies.words import ROLES
from app.web.languages import _


@dataclass(frozen=True)
class Beside:
    """What stands beside the words: the number of a mark, and the codings under it."""

    number: int
    is_mine: bool
    coder: str
    codings: tuple[Coding, ...]
    words: str


@dataclass(frozen=True)
class ShownTurn:
    """A turn, ready to be shown to one person."""

    read: ReadTurn
    speaker: str
    role: str
    question: str
    """The question as a heading, where another one begins."""
    segments: tuple[Segment, ...]
    beside: tuple[Beside, ...]
    hues: dict[int, int]
    """The colour of each mark, by its number."""
    mine: frozenset[int]
    """Numbers of one's own marks."""
    untold: frozenset[int]
    """Ids of codings that reach into words which were taken out: what was noted beside them may tell these."""
    memos: dict[int, str]
    """What one noted beside one's own codings, by their id, as it may be read."""

    @property
    def id(self) -> int:
        return self.read.turn.id

    def hue_beside(self, coding: Coding) -> int:
        """The colour of a theme beside the words: its own, also where the words have that of another."""
        return hue_of(coding.theme.colour)

    @property
    def number(self) -> int:
        return self.read.turn.position + 1

    @property
    def time(self) -> str:
        """Minutes and seconds from the start, or hours too."""
        if self.read.turn.start_ms is None:
            return ""
        minutes, seconds = divmod(self.read.turn.start_ms // 1000, 60)
        return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}" if minutes >= 60 else f"{minutes}:{seconds:02}"


def shown_turns(window: Window, person_id: int, *, with_questions: bool = True) -> list[ShownTurn]:
    """The turns of a window as this person sees them; single turns are shown without the questions above them."""
    codings = queries.list_codings(window.reading.transcript, person_id, window.span)
    questions = _questions(window.reading.interview) if with_questions else {}
    shown, before = [], ""
    for one in window.turns:
        asked = one.turn.question_id
        heading = questions.get(asked, "") if asked != before else ""
        before = asked
        shown.append(_shown(one, codings if one.is_open else (), heading, person_id))
    untold = _untold(window, codings)
    memos = _memos(window, (one for one in codings if one.coder_id == person_id and one.id not in untold))
    return [replace(one, untold=untold, memos=memos) for one in shown]


def _memos(window: Window, codings: Iterable[Coding]) -> dict[int, str]:
    taken_back = taken_back_of(window.reading.interview.study)
    return {one.id: taken_back.out_of(one.sealed_memo) for one in codings if one.sealed_memo}


def _untold(window: Window, codings: Sequence[Coding]) -> frozenset[int]:
    """Asked of those alone that reach over the end of a turn."""
    ends = [one.turn.end for one in window.turns]
    reading = window.reading
    wide = [one for one in codings if bisect_left(ends, one.end) > bisect_right(ends, one.start)]
    return frozenset(one.id for one in wide if not all(map(reading.is_open, reading.turns_in(one.start, one.end))))


def version_of(shown: Iterable[ShownTurn], *more: object) -> str:
    """A short name of everything that is shown, for a page that asks whether there is anything new."""
    told = [
        (
            one.id,
            one.speaker,
            one.question,
            one.read.text,
            [(*_state(coding), one.memos.get(coding.id)) for row in one.beside for coding in row.codings],
        )
        for one in shown
    ]
    return hashlib.sha256(repr((told, more)).encode()).hexdigest()[:20]


def _state(coding: Coding) -> tuple[object, ...]:
    return coding.id, coding.version, coding.theme.version, coding.start, coding.end, coding.is_doubtful


def _shown(one: ReadTurn, codings: Sequence[Coding], heading: str, person_id: int) -> ShownTurn:
    by_id = {coding.id: coding for coding in codings}
    placed = ((coding, one.to_read(coding.start, coding.end)) for coding in codings)
    spans = [Span(*place, coding.coder_key, coding.id) for coding, place in placed if place]
    marks = [mark for mark in marks_of(spans) if mark.first < one.last and mark.last > one.first]
    name, role = _who(one)
    return ShownTurn(
        one,
        name,
        role,
        heading,
        tuple(segments_of(one.text, marks, first=one.first)),
        tuple(_beside(mark, by_id, one, person_id) for mark in marks),
        {mark.number: hue_of(by_id[mark.coding_ids[0]].theme.colour) for mark in marks},
        frozenset(mark.number for mark in marks if mark.coder_id == person_id),
        frozenset(),
        {},
    )


def _beside(mark: Mark, by_id: dict[int, Coding], one: ReadTurn, person_id: int) -> Beside:
    codings = tuple(by_id[coding_id] for coding_id in mark.coding_ids)
    name = codings[0].coder_name or _("Somebody who has left")
    return Beside(mark.number, mark.coder_id == person_id, name, codings, one.redacted.text[mark.first : mark.last])


def _who(one: ReadTurn) -> tuple[str, str]:
    if one.turn.is_interviewer:
        return _("Interviewer"), ""
    if one.speaker is None:
        return _("Nobody known"), ""
    return one.speaker.pseudonym, ROLES[one.speaker.role]


def _questions(interview: Interview) -> dict[str, str]:
    """The questions of the interview's schedule, by id; none where it is not among those that the study may use."""
    schedule = find_schedule(interview.study, digest=interview.schedule_digest)
    return {question.id: question.text for question in schedule.questions} if schedule else {}
