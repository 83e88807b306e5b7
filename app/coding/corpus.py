"""What the analysis of a study rests on: its codings, each with the passage that may be read there now.

Every page of analysis takes its quotations from here, and so through the gate of words: of somebody who does not take
part (any more) there is no quotation at all, and a transcript that is being coded blind shows each coder their own.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import selectinload

from app.coding.models import Coding, Theme
from app.coding.reading import Passage, Reading, readings_of
from app.coding.seeing import seen_by
from app.coding.taken_back import TakenBack, taken_back_of
from app.db import db
from app.interviews.models import Interview
from app.interviews.texts import Turn
from app.studies.models import Participant, Study

Place = tuple[int, int, int]
"""Transcript, start, end: what two coders marked alike is one place."""


@dataclass(frozen=True)
class Quotation:
    """A coding and what is read under it. `turns` are those of its turns that are open, never empty."""

    coding: Coding
    passage: Passage
    turns: tuple[Turn, ...]
    interview: Interview
    taken_back: TakenBack

    @property
    def id(self) -> int:
        return self.coding.id

    @property
    def text(self) -> str:
        return self.passage.text

    @property
    def theme(self) -> Theme:
        return self.coding.theme

    @property
    def place(self) -> Place:
        return self.coding.transcript_id, self.coding.start, self.coding.end

    @property
    def memo(self) -> str:
        """What its coder noted beside it; nothing where a part of the words was taken out."""
        return self.taken_back.out_of(self.coding.sealed_memo) if self.is_whole else ""

    @property
    def is_shareable(self) -> bool:
        return self.passage.is_shareable

    @property
    def is_whole(self) -> bool:
        """False where a part of it may not be read (any more): what was noted beside it may tell that part."""
        return len(self.turns) == len(self.passage.turns)

    @cached_property
    def participants(self) -> tuple[Participant, ...]:
        """Who speaks in it, in the order of the text; nobody in an interviewer's words."""
        spoken = {turn.participant_id: turn.participant for turn in self.turns if turn.participant is not None}
        return tuple(spoken.values())

    @cached_property
    def roles(self) -> frozenset[str]:
        return frozenset(one.role for one in self.participants)

    @cached_property
    def school_ids(self) -> frozenset[int]:
        return frozenset(school.id for one in self.participants for school in one.schools)

    @cached_property
    def question_ids(self) -> frozenset[str]:
        return frozenset(turn.question_id for turn in self.turns if turn.question_id)

    def overlaps(self, other: "Quotation") -> bool:
        """True when both lie over some same words."""
        mine, its = self.coding, other.coding
        return mine.transcript_id == its.transcript_id and mine.start < its.end and its.start < mine.end


def quotations_of(study: Study, person_id: int | None, *, readings: Sequence[Reading] | None = None) -> list[Quotation]:
    """Every coding that this researcher may know of, by transcript and place; all of them for None."""
    opened = {one.transcript.id: one for one in (readings_of(study) if readings is None else readings)}
    found, taken_back = [], taken_back_of(study)
    for coding in _codings(opened, person_id):
        reading = opened[coding.transcript_id]
        passage = reading.passage(coding.start, coding.end)
        turns = tuple(turn for turn in passage.turns if reading.is_open(turn))
        if turns:
            found.append(Quotation(coding, passage, turns, reading.interview, taken_back))
    return found


def places_of(quotations: Iterable[Quotation]) -> set[Place]:
    """Passages counted once, whoever marked them and however often."""
    return {one.place for one in quotations}


def _codings(transcript_ids: Iterable[int], person_id: int | None) -> Sequence[Coding]:
    query = select(Coding).join(Coding.theme).where(Coding.transcript_id.in_(list(transcript_ids)))
    query = query.where(Theme.deleted_at.is_(None), _seen_by(person_id))
    query = query.options(selectinload(Coding.theme), selectinload(Coding.coder))
    return db.session.scalars(query.order_by(Coding.transcript_id, Coding.start, Coding.end, Coding.id)).all()


def _seen_by(person_id: int | None) -> ColumnElement[bool]:
    return Coding.deleted_at.is_(None) if person_id is None else seen_by(person_id)
