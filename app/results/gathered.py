"""What readers of a survey were shown before, figure by figure: gathered once, then only what came since is added.

Releases are never changed, so that what was gathered of them stays true as long as they are the first of the ledger.
That is looked at each time: one that is gone, or another in its place, and all is gathered anew.
"""

from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from threading import Lock

from app.results.sets import Named, Sets, added

MOST_BYTES = 16 * 2**20

Key = tuple[int, datetime]  # id and moment of a release
Listed = Sequence[tuple[Key, bool]]  # releases from the oldest on, and whether each was one for leaders
Read = Callable[[Sequence[Key]], Sequence[Sets]]


@dataclass(frozen=True)
class Gathered:
    """Sets shown to outsiders and to leaders, each once under the figure they are of, by the first so many releases."""

    keys: list[Key] = field(default_factory=list)
    outside: Named = field(default_factory=dict)
    inside: Named = field(default_factory=dict)
    n_bytes: int = 0  # of their sets, at most

    def and_then(self, listed: Listed, many: Sequence[Sets]) -> "Gathered":
        """With these releases behind it; what was gathered stays as it is, for whoever reads it meanwhile."""
        told = [(of_leaders, sets) for (_, of_leaders), sets in zip(listed, many, strict=True)]
        return Gathered(
            [*self.keys, *(key for key, _ in listed)],
            added(self.outside, (sets for of_leaders, sets in told if not of_leaders)),
            added(self.inside, (sets for of_leaders, sets in told if of_leaders)),
            self.n_bytes + sum(map(_n_bytes, many)),
        )


class Ledgers:
    """What was gathered of the surveys looked at last, up to so many bytes."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._most_bytes = most_bytes
        self._kept: OrderedDict[int, Gathered] = OrderedDict()
        self._lock = Lock()

    def of(self, survey_id: int, listed: Listed, read: Read) -> Gathered:
        """All that these releases of the survey showed; `read` is asked for the sets of those that are new here."""
        before = self._kept.get(survey_id)
        if before is None or before.keys != [key for key, _ in listed[: len(before.keys)]]:
            before = Gathered()
        fresh = listed[len(before.keys) :]
        gathered = before.and_then(fresh, read([key for key, _ in fresh])) if fresh else before
        with self._lock:
            self._kept[survey_id] = gathered
            self._kept.move_to_end(survey_id)
            while sum(one.n_bytes for one in self._kept.values()) > self._most_bytes:
                self._kept.popitem(last=False)
        return gathered


def _n_bytes(sets: Sets) -> int:
    """Of the distinct sets of a release; Python keeps 30 bits in 4 bytes."""
    distinct = {id(members): members for members in sets.values()}
    return sum(members.bit_length() for members in distinct.values()) * 4 // 30
