"""How a coding reaches over open turns and over words that were taken out, and which of its words can be kept."""

from dataclasses import dataclass
from functools import cached_property
from itertools import dropwhile, takewhile

from app.coding import places
from app.coding.asked import CHECKED
from app.coding.models import Coding
from app.coding.places import ReadTurn, Window
from app.coding.taken_back import taken_back_of


@dataclass(frozen=True)
class Reach:
    """A coding over the turns under it."""

    coding: Coding
    window: Window

    @cached_property
    def kept(self) -> tuple[ReadTurn, ...]:
        """The first of its turns that are open, up to one that is not; all of them where nothing was taken out."""
        from_open = dropwhile(lambda one: not one.is_open, self.window.turns)
        return tuple(takewhile(lambda one: one.is_open, from_open))

    @property
    def is_readable(self) -> bool:
        """True when any of its words may be read."""
        return bool(self.kept)

    @property
    def is_whole(self) -> bool:
        return len(self.kept) == len(self.window.turns)

    @property
    def words(self) -> str:
        """What is read of it; of a turn that was taken out, that it was."""
        return self.window.words(self.coding.start, self.coding.end)

    @property
    def ends(self) -> dict[str, object]:
        """Where the kept words begin and end, as a form says it that moves a coding there."""
        first, last = self.kept[0], self.kept[-1]
        begin, end = self._read(first)[0], self._read(last)[1]
        return {
            "from_turn": first.turn.id,
            "from_at": begin,
            "to_turn": last.turn.id,
            "to_at": end,
            "head": first.redacted.text[begin:][:CHECKED],
            "tail": last.redacted.text[:end][-CHECKED:],
        }

    @cached_property
    def memo(self) -> str:
        """What was noted beside it, without words that nobody reads any more."""
        return taken_back_of(self.coding.transcript.interview.study).out_of(self.coding.sealed_memo)

    @property
    def memo_to_keep(self) -> str | None:
        """The same for a coding that is moved; None when it needs no change."""
        return None if self.is_whole or not self.coding.sealed_memo else self.memo

    def _read(self, one: ReadTurn) -> tuple[int, int]:
        return one.to_read(self.coding.start, self.coding.end) or (0, 0)


def reach_of(coding: Coding) -> Reach:
    return Reach(coding, places.turns_under(coding.transcript, (coding.start, coding.end)))
