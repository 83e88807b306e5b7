"""The gate of words: what consent, approval, withdrawal and pseudonyms leave of a passage, and for whom.

Whoever shows, exports or counts a passage asks here, each time anew: what was taken back is gone from that moment.
Two readers are told apart:

* `researchers` of the study read every turn but those of people who do not take part (any more). Names are replaced.
* Everybody else reads a passage only if nothing stands against it: `Passage.refusals` lists what does.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from sqlalchemy import select
from sqlalchemy.orm import defer, joinedload, selectinload, undefer

from app.db import db
from app.interviews.models import Interview, InterviewKind, InterviewState
from app.interviews.redacted import Put, Redacted
from app.interviews.speaking import Speaking
from app.interviews.texts import TextEdit, Transcript, Turn
from app.studies.allowing import is_permitted, permitted_school_ids
from app.studies.models import Participant, Study

TAKEN_OUT = "[…]"
APPROVED = frozenset({InterviewState.APPROVED, InterviewState.CODED})


class Refusal(StrEnum):
    """What stands against showing a passage to those who are not researchers of the study."""

    WITHDRAWN = "withdrawn"
    NOT_TAKING_PART = "not taking part"
    NOT_TO_BE_QUOTED = "not to be quoted"
    NOT_APPROVED = "not approved"
    NOT_PERMITTED = "not permitted"
    NOBODY_KNOWN = "nobody known"
    NOT_AN_ANSWER = "not an answer"


@dataclass(frozen=True)
class Passage:
    """A stretch of a transcript as researchers read it. Only one without refusals may go further."""

    transcript: Transcript
    start: int
    end: int
    text: str
    turns: tuple[Turn, ...]
    participants: tuple[Participant, ...]
    refusals: frozenset[Refusal]

    @property
    def is_shareable(self) -> bool:
        return not self.refusals


class Reading:
    """One transcript with everything that decides what may be read of it. Places are those of the raw text."""

    def __init__(self, transcript: Transcript, permitted: Iterable[int]) -> None:
        self.transcript = transcript
        self.interview: Interview = transcript.interview
        self._permitted = frozenset(permitted)
        self._speaking = Speaking(self.interview)
        self._approved = {one.participant_id for one in self.interview.speakers if one.approved_at is not None}

    @cached_property
    def _starts(self) -> list[int]:
        return [turn.start for turn in self.transcript.turns]

    @cached_property
    def redacted(self) -> Redacted:
        """The text as researchers read it."""
        puts = [Put(one.start, one.end, one.put) for one in self.transcript.replacements]
        puts += [Put(turn.start, turn.end, TAKEN_OUT) for turn in self.transcript.turns if not self.is_open(turn)]
        return Redacted(self.transcript.sealed_text, puts)

    @cached_property
    def shareable(self) -> Redacted:
        """The text as everybody may read it: what anything stands against is taken out."""
        puts = [Put(one.start, one.end, one.put) for one in self.transcript.replacements]
        closed = (turn for turn in self.transcript.turns if not self.is_shareable(turn))
        return Redacted(self.transcript.sealed_text, [*puts, *(Put(one.start, one.end, TAKEN_OUT) for one in closed)])

    @cached_property
    def raw(self) -> Redacted:
        """The text with its names. What people took back is gone from it as well."""
        closed = (turn for turn in self.transcript.turns if not self.is_open(turn))
        return Redacted(self.transcript.sealed_text, (Put(one.start, one.end, TAKEN_OUT) for one in closed))

    @property
    def before(self) -> tuple[Redacted, Redacted]:
        """The whole text, of whoever left as well: as it was said, and as it was read. For no page."""
        puts = (Put(one.start, one.end, one.put) for one in self.transcript.replacements)
        return Redacted(self.transcript.sealed_text), Redacted(self.transcript.sealed_text, puts)

    def is_shareable(self, turn: Turn) -> bool:
        """True when nothing stands against showing the turn; a question may be shown beside its answers."""
        return self.is_open(turn) and not any(self._against(turn))

    def is_open(self, turn: Turn) -> bool:
        """True when researchers may read it. Who asks says again what was answered: questions go with the answers."""
        return _is_open(self._speaking, turn.is_interviewer, turn.participant_id)

    def open_edits(self, edits: Iterable[TextEdit]) -> list[TextEdit]:
        """Those of the newest correction, whose places are of today, that touch no closed turn."""
        closed = [turn for turn in self.transcript.turns if not self.is_open(turn)]
        return [one for one in edits if not any(_touches(one, turn) for turn in closed)]

    def turns_in(self, start: int, end: int) -> tuple[Turn, ...]:
        """Turns that the place touches."""
        first, last = bisect_right(self._starts, start), bisect_left(self._starts, end)
        return tuple(turn for turn in self.transcript.turns[max(first - 1, 0) : last] if turn.end > start)

    def passage(self, start: int, end: int) -> Passage:
        """What is read there, and what stands against showing it; ValueError for a place outside the text."""
        turns = self.turns_in(start, end)
        people = {turn.participant_id: turn.participant for turn in turns if turn.participant is not None}
        refusals = {one for turn in turns for one in self._against(turn)}
        if not people:
            refusals.add(Refusal.NOT_AN_ANSWER if turns else Refusal.NOBODY_KNOWN)
        text = self.redacted.passage(start, end)
        return Passage(self.transcript, start, end, text, turns, tuple(people.values()), frozenset(refusals))

    def _against(self, turn: Turn) -> Iterable[Refusal]:
        if self.interview.state == InterviewState.WITHDRAWN:
            yield Refusal.WITHDRAWN
        if self.interview.state not in APPROVED:
            yield Refusal.NOT_APPROVED
        if turn.is_interviewer:
            return
        if any(one.start < turn.end and one.end > turn.start for one in self.transcript.asked):
            yield Refusal.NOT_APPROVED
        if turn.participant is None:
            yield Refusal.NOBODY_KNOWN
            return
        yield from self._against_person(turn.participant)

    def _against_person(self, participant: Participant) -> Iterable[Refusal]:
        allowed = self._speaking.allowed(participant.id)
        if participant.withdrawn_at is not None:
            yield Refusal.WITHDRAWN
        if not allowed.to_take_part:
            yield Refusal.NOT_TAKING_PART
        if not allowed.to_quote:
            yield Refusal.NOT_TO_BE_QUOTED
        if not is_permitted(participant, self._permitted):
            yield Refusal.NOT_PERMITTED
        if self.interview.kind != InterviewKind.GROUP and participant.id not in self._approved:
            yield Refusal.NOT_APPROVED


def _touches(edit: TextEdit, turn: Turn) -> bool:
    return edit.start <= turn.end and edit.start + len(edit.sealed_after) >= turn.start


_WHOLE = (
    undefer(Transcript.sealed_text),
    joinedload(Transcript.interview).selectinload(Interview.speakers),
    selectinload(Transcript.turns).options(defer(Turn.sealed_label), selectinload(Turn.participant)),
    selectinload(Transcript.replacements),
    selectinload(Transcript.asked),
)


def reading_of(transcript_id: int) -> Reading:
    """The transcript as it may be read now; 404 when there is none."""
    transcript = db.get_or_404(Transcript, transcript_id, options=_WHOLE)
    return Reading(transcript, permitted_school_ids(transcript.interview.study))


def readings_of(study: Study) -> Sequence[Reading]:
    """Every transcript of the study, the oldest first."""
    query = select(Transcript).join(Transcript.interview).where(Interview.study_id == study.id)
    permitted = permitted_school_ids(study)
    found = db.session.scalars(query.options(*_WHOLE).order_by(Transcript.id)).unique()
    return [Reading(transcript, permitted) for transcript in found]


class OpenPlaces:
    """Where the turns of a transcript lie that researchers may read. To count passages no text has to be opened."""

    def __init__(self) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []

    def add(self, start: int, end: int) -> None:
        """A turn that is open, in the order of the text."""
        self._starts.append(start)
        self._ends.append(end)

    def touch(self, start: int, end: int) -> bool:
        """True when something of that place may be read."""
        at = bisect_right(self._ends, start)
        return at < len(self._starts) and self._starts[at] < end


def open_places_of(study: Study) -> dict[int, OpenPlaces]:
    """Transcript to what is open of it, by the same rule as `Reading.is_open`; one of which nothing is, is not here."""
    interviews = select(Interview).where(Interview.study_id == study.id).options(selectinload(Interview.speakers))
    speaking = {one.id: Speaking(one) for one in db.session.scalars(interviews)}
    turns = select(Turn.transcript_id, Transcript.interview_id, Turn.start, Turn.end, *_WHOSE)
    turns = turns.join(Transcript, Transcript.id == Turn.transcript_id).where(Transcript.interview_id.in_(speaking))
    found: dict[int, OpenPlaces] = {}
    rows = db.session.execute(turns.order_by(Turn.transcript_id, Turn.position))
    for transcript_id, interview_id, start, end, is_interviewer, participant_id in rows:
        if _is_open(speaking[interview_id], is_interviewer, participant_id):
            found.setdefault(transcript_id, OpenPlaces()).add(start, end)
    return found


def list_closed_words(study: Study) -> list[str]:
    """What people said who do not take part (any more), turn by turn, as it was said and as it was read.

    For no page: only to find it again where somebody wrote it down. Questions are not in it: others were asked them.
    """
    interviews = select(Interview).where(Interview.study_id == study.id).options(selectinload(Interview.speakers))
    cut = [one.id for one in db.session.scalars(interviews) if not Speaking(one).is_whole]
    if not cut:
        return []
    found = db.session.scalars(select(Transcript).where(Transcript.interview_id.in_(cut)).options(*_WHOLE)).unique()
    words = []
    for reading in (Reading(transcript, ()) for transcript in found):
        closed = [turn for turn in reading.transcript.turns if not turn.is_interviewer and not reading.is_open(turn)]
        words += [text.passage(turn.start, turn.end) for text in reading.before for turn in closed]
    return words


_WHOSE = (Turn.is_interviewer, Turn.participant_id)


def _is_open(speaking: Speaking, is_interviewer: bool, participant_id: int | None) -> bool:
    return speaking.is_anybody_open if is_interviewer else speaking.is_open(participant_id)
