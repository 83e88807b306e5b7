"""What leaves of a study: transcripts as the gate of words leaves them, labels before the turns, and codings.

Names are replaced unless the raw words are asked for. Turns of people who do not take part (any more) are left out
either way, with codings that stand in them alone. Places are moved to the text that leaves.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from app.coding.memos import Noted, memos_of
from app.coding.models import Coding, Theme
from app.coding.queries import list_themes
from app.coding.reading import Reading, readings_of
from app.coding.seeing import seen_by
from app.coding.taken_back import TakenBack, taken_back_of
from app.db import db
from app.interviews.texts import TURN_GAP, Turn
from app.policy import Actor
from app.studies.models import Participant, Study

INTERVIEWER, SOMEBODY = "Interviewer", "Somebody"


@dataclass(frozen=True)
class Said:
    """A turn in the text that leaves: `start` to `end` are the words, without the label before them."""

    turn: Turn
    label: str
    start: int
    end: int


@dataclass(frozen=True)
class Mark:
    """A coding in the text that leaves. The memo is left out where words beside it are."""

    coding: Coding
    start: int
    end: int
    memo: str


class Leaving:
    """One transcript as it leaves."""

    def __init__(
        self, reading: Reading, codings: Sequence[Coding], taken_back: TakenBack, *, raw: bool = False
    ) -> None:
        self.reading = reading
        self._taken_back = taken_back
        self.raw = raw
        self.said: list[Said] = []
        parts: list[str] = []
        at = 0
        for turn in reading.transcript.turns:
            if not reading.is_open(turn) or turn.start == turn.end:
                continue
            label, words = label_of(turn), self._words(turn.start, turn.end)
            start = at + len(label) + 2
            self.said.append(Said(turn, label, start, start + len(words)))
            parts.append(f"{label}: {words}")
            at = start + len(words) + len(TURN_GAP)
        self.text = TURN_GAP.join(parts)
        self._starts = [one.turn.start for one in self.said]
        self._codings = codings

    def _words(self, start: int, end: int) -> str:
        text = self.reading.transcript.sealed_text
        return text[start:end] if self.raw else self.reading.redacted.passage(start, end)

    def place(self, start: int, end: int) -> tuple[int, int] | None:
        """Where a place of the transcript stands in the text that leaves; None when nothing of it leaves."""
        first, last = bisect_right(self._starts, start), bisect_left(self._starts, end)
        parts = [self._part(one, max(start, one.turn.start), min(end, one.turn.end))
                 for one in self.said[max(first - 1, 0) : last] if one.turn.end > start]  # fmt: skip
        return (parts[0][0], parts[-1][1]) if parts else None

    def _part(self, said: Said, start: int, end: int) -> tuple[int, int]:
        if self.raw:
            return said.start + start - said.turn.start, said.start + end - said.turn.start
        lead = self.reading.redacted.to_read
        origin, _ = lead(said.turn.start, said.turn.end)
        first, last = lead(start, end)
        return max(said.start, said.start + first - origin), min(said.end, said.start + last - origin)

    @cached_property
    def marks(self) -> list[Mark]:
        """Its codings, in the order of the text."""
        found = []
        for coding in self._codings:
            place = self.place(coding.start, coding.end)
            if place is None:
                continue
            is_whole = all(map(self.reading.is_open, self.reading.turns_in(coding.start, coding.end)))
            memo = self._taken_back.out_of(coding.sealed_memo or "") if is_whole else ""
            found.append(Mark(coding, *place, memo=memo))
        return sorted(found, key=lambda one: (one.start, one.end, one.coding.id))

    @cached_property
    def participants(self) -> list[Participant]:
        """Those whose words are in it."""
        return list(
            {one.turn.participant.id: one.turn.participant for one in self.said if one.turn.participant}.values()
        )


def label_of(turn: Turn) -> str:
    """What stands before a turn."""
    if turn.is_interviewer:
        return INTERVIEWER
    return turn.participant.pseudonym if turn.participant is not None else SOMEBODY


@dataclass(frozen=True)
class Export:
    """Everything of a study that one reader takes along."""

    study: Study
    themes: Sequence[Theme]
    leaving: Sequence[Leaving]
    memos: Sequence[Noted]
    """Of the study, its themes and its transcripts."""
    taken_back: TakenBack
    raw: bool = False

    @cached_property
    def participants(self) -> list[Participant]:
        """Those of whom something leaves, by pseudonym."""
        found = {one.id: one for leaving in self.leaving for one in leaving.participants}
        return sorted(found.values(), key=lambda one: one.pseudonym)

    @cached_property
    def marks(self) -> list[Mark]:
        return [mark for leaving in self.leaving for mark in leaving.marks]

    @cached_property
    def paths(self) -> dict[int, str]:
        """Theme id to its name with those above it."""
        themes = {theme.id: theme for theme in self.themes}
        return {number: " / ".join(_line_of(theme, themes)) for number, theme in themes.items()}


def _line_of(theme: Theme, themes: dict[int, Theme]) -> list[str]:
    above = themes.get(theme.parent_id or 0)
    return [*(_line_of(above, themes) if above is not None else ()), theme.name]


def export_of(study: Study, actor: Actor, *, raw: bool = False) -> Export:
    """What this person may take along now."""
    themes = list_themes(study)
    by_transcript: dict[int, list[Coding]] = {}
    for coding in _codings(actor, [theme.id for theme in themes]):
        by_transcript.setdefault(coding.transcript_id, []).append(coding)
    taken_back = taken_back_of(study)
    leaving = [
        Leaving(one, by_transcript.get(one.transcript.id, []), taken_back, raw=raw) for one in readings_of(study)
    ]
    leaving = [one for one in leaving if one.said]
    return Export(study, themes, leaving, memos_of(study, actor.id), taken_back, raw=raw)


def _codings(actor: Actor, theme_ids: list[int]) -> Iterable[Coding]:
    query = select(Coding).where(Coding.theme_id.in_(theme_ids), seen_by(actor.id))
    return db.session.scalars(query.options(selectinload(Coding.theme), selectinload(Coding.coder)).order_by(Coding.id))
