"""The same attacker in a survey of two forms: who is left out must not tell of a pupil who sat the other one.

Which form a pupil sat is nobody's business: form B is for those who read with difficulty. The attacker reads how many
are left out, for every pair of waves, group and moment, and how many answered a wave: without those who are left out.
"""

import os
import re
from itertools import product

import numpy as np

from app.disclosure import Tier, members_of
from app.results.compared import Picked
from app.results.figures.change import Asked, Figures, change_figures
from app.results.gate import Gate
from app.results.versions import Versions
from tests.disclosure.test_attacker import solved, subtracted
from tests.results.test_attacker import ALPHAS, INSTRUMENT, LIMITS, MOMENTS, WAVES, Ledger, Roster, few

ROSTERS = int(os.environ.get("LATERAL_ATTACKS", "25")) // 2 or 1
PICKS = (Picked(WAVES[0], WAVES[2], (WAVES[1],)), Picked(WAVES[0], WAVES[1]), Picked(WAVES[1], WAVES[2]))
NO_VERSIONS = Versions(())
Read = tuple[Tier, str, int]  # in which tier, what it counts, and whom


class Mixed(Roster):
    """Some pupils sit form B, most of them in every wave; some change."""

    def __init__(self, seed: int) -> None:
        super().__init__(seed)
        self.n += 20  # so that there are groups of each form
        super_rng = np.random.default_rng(seed)
        self.school = self.school + [0] * 10 + [1] * 10
        self.course = self.course + [0] * 20
        self.scores = super_rng.integers(0, 21, (3, 3, self.n)) * 5.0
        absent = super_rng.random((3, self.n)) < 0.12
        self.finished = [[None if gone else self._moment(wave) for gone in absent[wave]] for wave in range(3)]
        self.anew = []
        leans = super_rng.random(self.n) < 0.35
        self.sits_b = (leans & (super_rng.random((3, self.n)) < 0.9)) | (super_rng.random((3, self.n)) < 0.01)

    def left_out(self, pupils: list[int], picked: Picked, at: object) -> list[int]:
        """Who sat form B in a wave of these by then."""
        waves = [wave.id - 1 for wave in picked.waves]
        return [p for p in pupils if any(self.sits_b[w, p] and self._has(w, p, at) for w in waves)]

    def _has(self, wave: int, pupil: int, at: object) -> bool:
        when = self.finished[wave][pupil]
        return when is not None and when <= at


class FormsLedger(Ledger):
    """All that was shown of every pair of waves, and what an attacker read there of forms."""

    def __init__(self, roster: Mixed, *, is_gated: bool = True) -> None:
        super().__init__(roster)
        self.is_gated, self.read = is_gated, []

    def look_at(self, view: tuple[Tier, str], pupils: list[int], picked: Picked, at: object) -> None:
        known = (self.known_to(Tier.T2), self.known_to(Tier.T1)) if self.is_gated else ({}, {})
        gate = Gate(view[0], LIMITS, *known, NO_VERSIONS, at, with_forms=self.is_gated)
        apart = self.roster.left_out(pupils, picked, at)
        scores = self.roster.scores_at([p for p in pupils if p not in apart], at)
        key = (*view, picked.key)
        made = change_figures(
            scores, Asked(picked, INSTRUMENT, gate, apart), alphas=ALPHAS, last=lambda: self.last.get(key)
        )
        if gate.shown:
            self.shown.append((view[0], gate.shown))
            self.last[key] = made
            self.read += [(view[0], *one) for one in read_on(made, gate, picked, members_of(apart))]

    def sets(self, *tiers: Tier) -> dict[str, list[int]]:
        """What is counted to the sets that these tiers read of."""
        found: dict[str, list[int]] = {}
        for tier, what, members in self.read:
            if tier in tiers and members:
                found.setdefault(what, []).append(members)
        return found


def read_on(made: Figures, gate: Gate, picked: Picked, apart: int) -> list[tuple[str, int]]:
    """The numbers on one page that tell of forms: who is left out, and who answered each wave on the first scale."""
    note = next(note for note in made.table.notes if "are left out" in note)
    found = [("left out", apart)] if re.search(r"left out: \d+ pupil", note) else []
    line, paired = made.lines[0][1], gate.shown.get(f"mean/{picked.first.id}/0")
    if paired is None or not line["n"].shown:
        return found
    for place, wave in enumerate((picked.first, picked.last)):
        alone = gate.shown.get(f"alone/{picked.key}/0/{place}", 0)
        if line["n_first_only" if place == 0 else "n_last_only"].value:
            found.append((f"wave {wave.id}", paired | alone))
    return found


def watched(roster: Mixed, *, is_gated: bool = True) -> FormsLedger:
    """Everybody looks at every group, in every pair of waves, at every moment, in any order."""
    ledger = FormsLedger(roster, is_gated=is_gated)
    for at in MOMENTS:
        looks = list(product(roster.groups().items(), PICKS))
        roster.rng.shuffle(looks)
        for (view, pupils), picked in looks:
            ledger.look_at(view, pupils, picked, at)
    return ledger


def found(ledger: FormsLedger) -> list[object]:
    """Fewer pupils than may be told of, by subtracting one number from another, or by solving all of them."""
    told: list[object] = []
    for tiers, least in (((Tier.T2,), LIMITS.t2), ((Tier.T1, Tier.T2), LIMITS.t1)):
        for what, sets in ledger.sets(*tiers).items():
            told += [(tiers, what, one) for one in few(sets, NO_VERSIONS, least)]
    outside = ledger.sets(Tier.T2)
    return told + [(what, one) for what, sets in outside.items() for one in (*subtracted(sets), *solved(sets))]


def test_who_is_left_out_tells_of_nobody_behind_the_gate_and_of_many_behind_a_minimum_size():
    n_naive = n_counts = 0
    for seed in range(ROSTERS):
        ledger = watched(Mixed(seed))
        assert found(ledger) == [], seed
        n_counts += bool(ledger.sets(Tier.T1, Tier.T2).get("left out"))
        n_naive += bool(found(watched(Mixed(seed), is_gated=False)))
    print(f"{ROSTERS} rosters; left-out counts shown in {n_counts}, and telling of few without the gate in {n_naive}")
    assert n_counts > ROSTERS / 2
    assert n_naive > ROSTERS / 4
