"""What may be shown next, given everything shown before (rules 4 and 5).

A set of pupils is a whole number used as a row of bits, one bit a pupil: sets of a hundred thousand are compared in
microseconds without any library. Two figures about a set and a part of it give away the rest by subtraction; several
together may give away a few pupils by adding and subtracting all of them.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from enum import Enum, auto
from itertools import combinations

from app.disclosure.row_space import PRIME, distances

MOST_ATOMS = 500  # beyond this the proof would keep a reader waiting, and nothing more is shown


def members_of(bits: Iterable[int]) -> int:
    """The set of these pupil numbers."""
    numbers = list(bits)
    if not numbers:
        return 0
    row = bytearray(max(numbers) // 8 + 1)
    for number in numbers:
        row[number >> 3] |= 1 << (number & 7)
    return int.from_bytes(row, "little")


def isolates(candidate: int, ledger: Iterable[int], *, least: int) -> bool:
    """True when subtracting one shown set from another leaves 1..k-1 pupils."""
    return any(
        shown & candidate in (shown, candidate) and _is_few(shown ^ candidate, least) for shown in ledger if shown
    )


class Verdict(Enum):
    """Whether a set may be shown, and else why not."""

    SAFE = auto()
    FEW = auto()  # it is too small, or gives away few by subtraction or combination
    UNPROVEN = auto()  # the sets shown before tell apart more groups of pupils than can be looked through


def judge(candidate: int, ledger: Sequence[int], *, least: int, size: Callable[[int], int] = int.bit_count) -> Verdict:
    """Whether the set may be shown beside all sets in the ledger of the same wave and scale.

    Refused: a set of 1..k-1 pupils; one that differs from a shown one by so few, whether they came, went or, where the
    sets are marked so, answered anew; one from which, with the others, the sum over so few could be worked out by any
    adding and subtracting. Sets that the ledger gave away already do not count against the candidate.

    `size` tells how many pupils a set is about, where it holds more than one mark a pupil.
    """
    if 0 < size(candidate) < least:
        return Verdict.FEW
    if not candidate or candidate in ledger:
        return Verdict.SAFE
    if any(0 < size(shown ^ candidate) < least for shown in ledger if shown):
        return Verdict.FEW
    return _combines(candidate, list(dict.fromkeys(ledger)), least, size)


def may_release(
    candidate: int, ledger: Sequence[int], *, least: int, size: Callable[[int], int] = int.bit_count
) -> bool:
    """True when `judge` finds the set safe."""
    return judge(candidate, ledger, least=least, size=size) is Verdict.SAFE


def combines(candidate: int, ledger: Sequence[int], *, least: int) -> bool:
    """True unless it is proved that adding and subtracting the shown sets and this one comes to no few pupils."""
    if not candidate or candidate in ledger:
        return False
    return _combines(candidate, list(dict.fromkeys(ledger)), least, int.bit_count) is not Verdict.SAFE


def _is_few(members: int, least: int) -> bool:
    return 0 < members.bit_count() < least


def may_move_on(n_changed: int, *, least: int) -> bool:
    """Rule 5: a live view moves on when nobody's or at least k pupils' responses have changed since it last did."""
    return n_changed == 0 or n_changed >= least


def atoms_of(sets: Sequence[int]) -> list[int]:
    """Pupils told apart by the sets: each atom lies wholly inside or outside every set."""
    atoms: list[int] = []
    rest = 0
    for members in sets:
        split = [part for atom in atoms for part in (atom & members, atom & ~members) if part]
        fresh = members & ~rest
        rest |= members
        atoms = [*split, fresh] if fresh else split
    return atoms


def _combines(candidate: int, ledger: Sequence[int], least: int, size: Callable[[int], int]) -> Verdict:
    """Whether a sum over too few pupils follows from the ledger with the candidate, and not from the ledger alone.

    Looks at every group of up to four atoms; five would need five pupils whom the menu tells apart one by one.
    """
    sets = [*ledger, candidate]
    atoms = atoms_of(sets)
    small = [i for i, atom in enumerate(atoms) if size(atom) < least]
    if not small:
        return Verdict.SAFE
    if len(atoms) > MOST_ATOMS:
        return Verdict.UNPROVEN
    rows = [[1 if atom & members else 0 for atom in atoms] for members in sets]
    before, after = distances(rows[:-1], len(atoms)), distances(rows, len(atoms))
    fresh = [i for i in small if before[i]]
    found = any(
        sum(before[i] for i in group) % PRIME and 0 < size(sum(atoms[i] for i in set(group))) < least
        for group in _vanishing(fresh, after)
    )
    return Verdict.FEW if found else Verdict.SAFE


def _vanishing(places: Sequence[int], distance: Sequence[int]) -> Iterator[tuple[int, ...]]:
    """Groups of up to four places whose distances add up to zero: each is two halves that cancel."""
    halves: dict[int, list[tuple[int, ...]]] = {0: [()]}
    for size in (1, 2):
        for half in combinations(places, size):
            halves.setdefault(sum(distance[i] for i in half) % PRIME, []).append(half)
    for total, groups in halves.items():
        for other in halves.get(-total % PRIME, ()):
            yield from (half + other for half in groups if half + other)
