"""How far coders agree on each theme, where at least two have finished the same transcript.

Compared are the words of those who answer and may be read; the interviewer's are left out. Two units are told apart:
a *turn* has a theme if any of its words has it, a *character* if it lies in a passage with it. A coder who marked the
same words twice marked them once. Nothing is compared while a transcript is being coded blind.
"""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from app.coding.corpus import Quotation
from app.coding.models import CoderProgress
from app.coding.reading import Reading
from app.coding.tree import Branch
from app.stats.agreement import cohen_kappa_of_counts, krippendorff_alpha_of_counts
from app.web.languages import later

Pattern = tuple[bool | None, ...]
"""Whether each coder marked a unit; None for somebody who has not finished its transcript."""
Span = tuple[int, int]


class Unit(StrEnum):
    """What is compared one by one."""

    TURN = "turn"
    CHARACTER = "character"


class Undefined(StrEnum):
    """Why there is no coefficient."""

    NO_UNITS = "no units"
    NOBODY = "nobody"
    EVERYWHERE = "everywhere"


REASONS = {
    Undefined.NO_UNITS: later("there are no words to compare"),
    Undefined.NOBODY: later("nobody used it, so chance alone explains that all agree"),
    Undefined.EVERYWHERE: later("all marked everything with it, so chance alone explains that all agree"),
}


@dataclass(frozen=True)
class Agreed:
    """One theme in one unit. `kappa` is None with more than two coders; `why` says why a coefficient is missing."""

    branch: Branch
    n_units: int
    n_marked: int
    """Units that at least one coder marked."""
    share: float | None
    """Of all pairs of coders on all units, those marked alike."""
    kappa: float | None
    alpha: float | None
    why: Undefined | None


@dataclass(frozen=True)
class Finished:
    """A transcript and those who have finished coding it."""

    reading: Reading
    coder_keys: frozenset[int]
    parts: tuple[CoderProgress, ...] = ()
    """Those of them who coded it here."""

    @property
    def title(self) -> str:
        return self.reading.interview.title

    @property
    def was_open(self) -> bool:
        """True when somebody coded it here while what others marked stood open to them."""
        return any(not part.is_blind for part in self.parts)

    @property
    def was_seen_before(self) -> bool:
        """True when somebody coded it blind to whom what others had marked stood open before."""
        return any(part.is_blind and part.has_seen for part in self.parts)

    @cached_property
    def turns(self) -> list[Span]:
        """Where somebody answers and may be read."""
        turns = self.reading.transcript.turns
        kept = (one for one in turns if not one.is_interviewer and one.start < one.end and self.reading.is_open(one))
        return [(one.start, one.end) for one in kept]

    @cached_property
    def n_characters(self) -> int:
        return sum(end - start for start, end in self.turns)

    def touched(self, spans: Iterable[Span]) -> list[Span]:
        """The turns that hold any word of these places."""
        starts = self._starts
        found = {
            at
            for start, end in spans
            for at in range(max(bisect_right(starts, start) - 1, 0), bisect_left(starts, end))
            if self.turns[at][1] > start
        }
        return [self.turns[at] for at in sorted(found)]

    @cached_property
    def _starts(self) -> list[int]:
        return [start for start, _end in self.turns]


def finished_of(
    readings: Iterable[Reading], parts: Iterable[CoderProgress], came: Mapping[int, frozenset[int]]
) -> list[Finished]:
    """Transcripts that two or more have finished; none that anybody still codes blind.

    `came` are the keys of those whose codings of a transcript came with a file: what came is finished.
    """
    by_transcript: dict[int, list[CoderProgress]] = {}
    for part in parts:
        by_transcript.setdefault(part.transcript_id, []).append(part)
    found = []
    for reading in readings:
        here = by_transcript.get(reading.transcript.id, [])
        parts = tuple(part for part in here if part.finished_at is not None)
        done = frozenset(part.coder_id for part in parts) | came.get(reading.transcript.id, frozenset())
        if len(done) >= 2 and not any(part.is_blind and part.finished_at is None for part in here):
            found.append(Finished(reading, done, parts))
    return found


def agreement_on(
    branches: Iterable[Branch], finished: Sequence[Finished], quotations: Iterable[Quotation], *, unit: Unit
) -> list[Agreed]:
    """Every theme that can be marked, in the order of the code book."""
    coder_keys = sorted({key for one in finished for key in one.coder_keys})
    marked: dict[tuple[int, int], list[Quotation]] = {}
    for quotation in quotations:
        marked.setdefault((quotation.theme.id, quotation.coding.transcript_id), []).append(quotation)
    found = []
    for branch in branches:
        if branch.theme.is_codable:
            counts = Counter[Pattern]()
            for one in finished:
                spans = _spans(marked.get((branch.theme.id, one.reading.transcript.id), ()))
                counts.update(_patterns(one, spans, coder_keys, unit))
            found.append(_agreed(branch, counts, len(coder_keys)))
    return found


def _spans(quotations: Iterable[Quotation]) -> dict[int, list[Span]]:
    """Where each coder marked."""
    spans: dict[int, list[Span]] = {}
    for one in quotations:
        if one.coding.coder_key is not None:
            spans.setdefault(one.coding.coder_key, []).append((one.coding.start, one.coding.end))
    return spans


def _patterns(
    one: Finished, spans: Mapping[int, Sequence[Span]], coder_keys: Sequence[int], unit: Unit
) -> Counter[Pattern]:
    """How many units of a transcript the coders marked in each way. Turns that nobody marked are not looked at."""
    counts = Counter[Pattern]()
    n_left = one.n_characters if unit == Unit.CHARACTER else len(one.turns)
    for turn in one.touched(span for row in spans.values() for span in row):
        for start, end in _cut(turn, spans) if unit == Unit.CHARACTER else [turn]:
            pattern = tuple(
                any(a < end and b > start for a, b in spans.get(key, ())) if key in one.coder_keys else None
                for key in coder_keys
            )
            n = end - start if unit == Unit.CHARACTER else 1
            counts[pattern] += n
            n_left -= n
    if n_left:
        counts[tuple(False if key in one.coder_keys else None for key in coder_keys)] += n_left
    return counts


def _cut(turn: Span, spans: Mapping[int, Sequence[Span]]) -> list[Span]:
    """The turn cut wherever somebody's passage begins or ends: each piece is marked as a whole or not at all."""
    ends = {place for row in spans.values() for span in row for place in span if turn[0] < place < turn[1]}
    cuts = [turn[0], *sorted(ends), turn[1]]
    return list(zip(cuts, cuts[1:], strict=False))


def _agreed(branch: Branch, counts: Mapping[Pattern, int], n_coders: int) -> Agreed:
    n = sum(counts.values())
    marked = sum(count for pattern, count in counts.items() if any(pattern))
    unmarked = sum(count for pattern, count in counts.items() if False in pattern)
    why = Undefined.NO_UNITS if n == 0 else Undefined.NOBODY if marked == 0 else None
    if why is None and unmarked == 0:
        why = Undefined.EVERYWHERE
    pairs = {(a, b): count for (a, b), count in counts.items()} if n_coders == 2 else {}
    return Agreed(
        branch=branch,
        n_units=n,
        n_marked=marked,
        share=_share(counts),
        kappa=cohen_kappa_of_counts(pairs).value if why is None else None,
        alpha=krippendorff_alpha_of_counts(counts) if why is None else None,
        why=why,
    )


def _share(counts: Mapping[Pattern, int]) -> float | None:
    """Pairs of coders that marked a unit alike, of all pairs on all units."""
    alike = pairs = 0
    for pattern, count in counts.items():
        yes, no = pattern.count(True), pattern.count(False)
        alike += count * (yes * (yes - 1) + no * (no - 1))
        pairs += count * (yes + no) * (yes + no - 1)
    return alike / pairs if pairs else None
