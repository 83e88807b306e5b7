"""One look at the ledger: which sets of pupils may be shown now, and what will have been shown afterwards."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from app.disclosure import (
    BESIDE,
    HIDDEN,
    Cell,
    Thresholds,
    Tier,
    Verdict,
    combines,
    count_cell,
    isolates,
    judge,
    release_pairs,
    release_parts,
)
from app.results.sets import Sets, name_of
from app.results.versions import Versions

BEGINNING = datetime.min.replace(tzinfo=UTC)


@dataclass
class Gate:
    """Asked once for every figure; remembers what it let through in `shown`, and in `hidden` why it refused the last.

    `outside` holds the sets shown to outsiders, `inside` those shown to leaders of a school. Outsiders know the former
    alone, so among those the outsiders' threshold holds. A leader knows both: whatever takes both together must never
    come to fewer pupils than the school's threshold. Both are marked by `versions`, as a set asked about is marked as
    it stands at `as_of`. In a survey `with_forms` who is left out depends on the waves compared, so that everybody who
    answered a wave is a set of its own there, on page after page.
    """

    tier: Tier
    thresholds: Thresholds
    outside: dict[str, list[int]] = field(default_factory=dict)
    inside: dict[str, list[int]] = field(default_factory=dict)
    versions: Versions = field(default_factory=Versions)
    as_of: datetime = BEGINNING
    with_forms: bool = False
    shown: Sets = field(default_factory=dict)
    hidden: Cell = HIDDEN

    @property
    def least(self) -> int:
        return self.thresholds.least(self.tier)

    def lets_means(self, members: int, *names: str, part: str = "") -> bool:
        """True when means over these pupils may be shown under all the names; then they count as shown.

        `part` tells a second set under the same names from the first.
        """
        if self.tier is Tier.T0:
            return True
        if not all(self._may_release(members, name) for name in names):
            return False
        self.shown |= {f"{name}{part and '#'}{part}": members for name in names}
        return True

    def _may_release(self, members: int, name: str) -> bool:
        if 0 < members.bit_count() < self.least:
            self.hidden = HIDDEN
            return False
        marked, size = self.versions.mark(name, members, self.as_of), self.versions.size
        beside = [self.versions.mark(name, one, self.as_of) for key, one in self.shown.items() if name_of(key) == name]
        verdicts = {judge(marked, sets + beside, least=least, size=size) for sets, least in self._ledgers(name)}
        self.hidden = BESIDE if verdicts == {Verdict.UNPROVEN} else HIDDEN
        return verdicts == {Verdict.SAFE}

    def _is_isolating(self, members: int, name: str) -> bool:
        """True when the size of a set would tell the size of a few, with all sizes shown before."""
        return any(
            isolates(members, sets, least=least) or combines(members, sets, least=least)
            for sets, least in self._ledgers(name)
        )

    def _ledgers(self, name: str) -> list[tuple[list[int], int]]:
        """What different readers know already, each with the threshold that protects pupils from them.

        An outsider knows what outsiders were shown, and nothing of that may come to fewer than their threshold. A
        leader may read the outsiders' page too, so both are solved together; there the school's threshold holds, since
        whoever leads a school is trusted with groups of that size, and never a smaller one however it is come by. All
        leaders count as one reader: a person may lead two schools, and leaders talk. Outsiders' figures are judged
        beside the leaders' as well, or the second look would give away what the first was refused; but by the school's
        threshold, so that no leader's look closes the outsiders' page to protect pupils from those who lead them.
        """
        outside, inside = self.outside.get(name, []), self.inside.get(name, [])
        leaders = (outside + inside, self.thresholds.t1)
        if self.tier is Tier.T1:
            return [leaders]
        return [(outside, self.least), leaders] if inside else [(outside, self.least)]

    def pairs(self, name: str, sets: Sequence[int], wholes: Sequence[str]) -> tuple[Cell, ...]:
        """How many pupils have both waves (a set that passed already), the first alone, the second alone.

        `wholes` names what the first and either of the others are together: all who answered the first, the second.
        """
        sizes = [members.bit_count() for members in sets]
        if self.tier is Tier.T0:
            return tuple(map(count_cell, sizes))
        both, *cells = release_pairs(*sizes, least=self.least)
        for place, whole in enumerate(wholes):
            together = sets[0] | sets[place + 1]
            if self.with_forms and self._is_isolating(together, whole):
                cells[place] = HIDDEN
            cells[place] = self._unless_isolated(f"{name}/{place}", sets[place + 1], cells[place])
            if self.with_forms and cells[place].shown:
                self.shown[whole] = together
        return both, *cells

    def _unless_isolated(self, name: str, members: int, cell: Cell) -> Cell:
        if not cell.shown or self._is_isolating(members, name):
            return HIDDEN
        self.shown[name] = members
        return cell

    def size(self, name: str, members: int) -> Cell:
        """How many pupils a set has, unless that would tell of a few."""
        n = members.bit_count()
        if self.tier is Tier.T0:
            return count_cell(n)
        return HIDDEN if 0 < n < self.least else self._unless_isolated(name, members, count_cell(n))

    def parts(self, name: str, parts: Sequence[int]) -> tuple[Cell, ...]:
        """Sizes of the parts of a group that is itself shown; all or none hidden by subtraction."""
        sizes = [members.bit_count() for members in parts]
        if self.tier is Tier.T0:
            return tuple(map(count_cell, sizes))
        cells = release_parts(sizes, least=self.least)
        cells = tuple(
            cell if cell.text != "c" and not cell.shown else self._unless_isolated(f"{name}/{place}", members, cell)
            for place, (members, cell) in enumerate(zip(parts, cells, strict=True))
        )
        return cells if sum(cell is HIDDEN for cell in cells) != 1 else (HIDDEN,) * len(parts)
