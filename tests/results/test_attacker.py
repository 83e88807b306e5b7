"""Someone who keeps every page of results and does the sums, at random rosters, against the gate as pages use it.

They read the numbers of one page beside each other, all pages of a survey over time, and what two viewers see together.
Behind the gate they find nothing; behind a mere minimum size they find a few pupils in the same rosters.

`LATERAL_ATTACKS` sets the number of rosters: 10,000 take an hour or two.
"""

import os
import random
from collections import defaultdict
from datetime import UTC, date, datetime, timedelta
from itertools import combinations
from types import SimpleNamespace

import numpy as np
import pandas as pd

from app.disclosure import Thresholds, Tier
from app.results.compared import ComparedWave, Picked
from app.results.figures.change import Asked, Figures, change_figures
from app.results.gate import Gate
from app.results.scores import Scores
from app.results.sets import by_name, name_of
from app.results.versions import Versions
from tests.disclosure.test_attacker import solved, subtracted

ROSTERS = int(os.environ.get("LATERAL_ATTACKS", "25"))
DAY = date(2025, 5, 1)
WAVES = [ComparedWave(n, kind, kind, DAY, DAY) for n, kind in ((1, "before"), (2, "during"), (3, "after"))]
PICKED = Picked(WAVES[0], WAVES[2], (WAVES[1],))
SCALES = 3
INSTRUMENT = SimpleNamespace(scales=[SimpleNamespace(id=f"s{n}", title=f"Scale {n}") for n in range(SCALES)])
ALPHAS = {"s0": (0.8, 0.7, 0.9), "s1": (0.7, 0.6, 0.8)}
NOON = datetime(2025, 5, 1, 12, tzinfo=UTC)
MOMENTS = [NOON + timedelta(minutes=10 * n) for n in range(3)]
LIMITS = Thresholds()
SOLVED = ("mean/1/0", "mean/3/0", *(f"{kind}/1-3/0/{part}" for kind in ("alone", "direction") for part in (0, 1, 2)))


class Roster:
    """Pupils with school and course, scores in three waves, when they finished the last, and who began it anew."""

    def __init__(self, seed: int) -> None:
        self.rng = rng = random.Random(seed)
        self.n = rng.randint(8, 60)
        schools, courses = rng.randint(2, 4), rng.randint(1, 4)
        self.school = [min(int(rng.expovariate(0.8)), schools - 1) for _ in range(self.n)]
        self.course = [s if rng.random() < 0.7 else rng.randrange(courses) for s in self.school]
        made = np.random.default_rng(seed)
        self.scores = made.integers(0, 21, (3, SCALES, self.n)) * 5.0
        self.scores[made.random(self.scores.shape) < 0.04] = np.nan
        absent = made.random((3, self.n)) < 0.12
        self.finished = [[None if gone else self._moment(wave) for gone in absent[wave]] for wave in range(3)]
        self.anew = [(3, pupil, MOMENTS[2]) for pupil in range(self.n) if rng.random() < 0.12]

    def _moment(self, wave: int) -> datetime:
        return self.rng.choice(MOMENTS) if wave == 2 else MOMENTS[0]

    def groups(self) -> dict[tuple[Tier, str], list[int]]:
        """The menu of an outsider, and that of the leader of the first school."""
        everyone = range(self.n)
        menu = {(Tier.T2, "all"): list(everyone)}
        menu |= {(Tier.T2, f"school {s}"): self._where(self.school, s) for s in set(self.school)}
        menu |= {(Tier.T2, f"course {c}"): self._where(self.course, c) for c in set(self.course)}
        own = self._where(self.school, 0)
        menu[Tier.T1, "all"] = own
        menu |= {(Tier.T1, f"course {c}"): [p for p in own if self.course[p] == c] for c in set(self.course)}
        return {view: pupils for view, pupils in menu.items() if pupils}

    @staticmethod
    def _where(places: list[int], value: int) -> list[int]:
        return [pupil for pupil, place in enumerate(places) if place == value]

    def scores_at(self, pupils: list[int], at: datetime) -> Scores:
        """What the pupils of a group had given by then; who began anew gave other answers."""
        values = self.scores[:, :, pupils].copy()
        answered = np.array([[bool(wave[p] and wave[p] <= at) for p in pupils] for wave in self.finished], dtype=bool)
        for _, pupil, when in self.anew:
            if pupil in pupils and when <= at:
                values[2, :, pupils.index(pupil)] = 100 - values[2, :, pupils.index(pupil)]
        values[~np.repeat(answered[:, None], SCALES, axis=1)] = np.nan
        there = answered.any(axis=0)
        waves = {n + 1: values[n][:, there] for n in range(3)}
        index = pd.Index([p for p, is_there in zip(pupils, there, strict=True) if is_there])
        return Scores(index, waves, {n + 1: answered[n][there] for n in range(3)})


class Ledger:
    """All that was shown, and the gate each look passes."""

    def __init__(self, roster: Roster) -> None:
        self.roster, self.versions = roster, Versions(roster.anew)
        self.shown: list[tuple[Tier, dict[str, int]]] = []
        self.last: dict[tuple[Tier, str], Figures] = {}

    def known_to(self, *tiers: Tier) -> dict[str, list[int]]:
        return by_name(sets for tier, sets in self.shown if tier in tiers)

    def look(self, view: tuple[Tier, str], pupils: list[int], at: datetime) -> None:
        gate = Gate(view[0], LIMITS, self.known_to(Tier.T2), self.known_to(Tier.T1), self.versions, at)
        scores = self.roster.scores_at(pupils, at)
        made = change_figures(scores, Asked(PICKED, INSTRUMENT, gate), alphas=ALPHAS, last=lambda: self.last.get(view))
        if gate.shown:
            marked = {key: self.versions.mark(name_of(key), one, at) for key, one in gate.shown.items()}
            self.shown.append((view[0], marked))
            self.last[view] = made


def differences_on(figures: Figures, least: int) -> list[tuple[str, float]]:
    """Numbers of 1..k-1 that the counts of one page give away: hidden parts; two of a column, of a line, of sums."""
    columns: dict[str, set[float]] = defaultdict(set)
    found = []
    for _, line in figures.lines:
        numbers = {key: cell.value for key, cell in line.items() if key == "n" or key.startswith("n_")}
        numbers = {key: value for key, value in numbers.items() if value is not None}
        n = numbers.get("n")
        for parts in (("rose", "stayed", "fell"), ("rose_reliably", "moved_little", "fell_reliably")):
            sizes = [line[part].value for part in parts]
            if None not in sizes:
                columns["n"].add(sum(sizes))
            elif n is not None and sizes.count(None) == 1:
                found.append((f"hidden of {parts}", n - sum(size for size in sizes if size is not None)))
        if n is not None:
            numbers |= {f"all of {key}": n + numbers[key] for key in ("n_first_only", "n_last_only") if key in numbers}
            beside = [numbers[key] for key in numbers if key != "n" and not key.endswith("_only")]
            found += [("beside the pairs", abs(n - one)) for one in beside]
        for key, value in numbers.items():
            columns[key].add(value)
    found += [(key, abs(a - b)) for key, values in columns.items() for a, b in combinations(values, 2)]
    return [(what, value) for what, value in found if 0 < value < least]


def naive_page(scores: Scores) -> list[float]:
    """The differences of the pairs' numbers from scale to scale, were each shown as it is."""
    numbers = {int((scores.has(1, scale) & scores.has(3, scale)).sum()) for scale in range(SCALES)}
    return [abs(a - b) for a, b in combinations([n for n in numbers if n >= LIMITS.t2], 2) if abs(a - b) < LIMITS.t2]


def naive_sets(roster: Roster, versions: Versions) -> list[int]:
    """All sets of the first scale in the last wave that have six pupils or more, at every moment."""
    shown = []
    for (tier, _), pupils in roster.groups().items():
        for at in MOMENTS if tier is Tier.T2 else ():
            scores = roster.scores_at(pupils, at)
            paired = scores.members(scores.has(1, 0) & scores.has(3, 0)) if len(scores.pupils) else 0
            shown += [versions.mark("mean/3/0", paired, at)] if paired.bit_count() >= LIMITS.t2 else []
    return shown


def few(shown: list[int], versions: Versions, least: int) -> list[int]:
    """Differences of two shown sets that are about too few pupils, however many marks these have."""
    pairs = combinations(set(shown), 2)
    return [a ^ b for a, b in pairs if a & b in (a, b) and 0 < versions.size(a ^ b) < least]


def test_nothing_is_found_behind_the_gate_and_much_behind_a_minimum_size():
    n_pages = n_naive_pages = n_naive_sets = n_shown = 0
    for seed in range(ROSTERS):
        ledger = watched(Roster(seed))
        assert found_behind_the_gate(ledger) == [], seed
        n_pages += len(ledger.last)
        n_shown += any(figures.anything_shown for figures in ledger.last.values())
        n_naive_pages += bool(naive_page(ledger.roster.scores_at(list(range(ledger.roster.n)), MOMENTS[2])))
        naive = naive_sets(ledger.roster, ledger.versions)
        n_naive_sets += bool(few(naive, ledger.versions, LIMITS.t2) or subtracted(naive))
    print(f"{ROSTERS} rosters, {n_pages} pages at the end; a minimum size alone gives few pupils away")
    print(f"on the page of everybody in {n_naive_pages}, by subtracting looks in {n_naive_sets}")
    assert n_shown > ROSTERS / 2
    assert n_naive_pages > ROSTERS / 4
    assert n_naive_sets > ROSTERS / 4


def watched(roster: Roster) -> Ledger:
    """Everybody looks at every group, at every moment, in any order."""
    ledger = Ledger(roster)
    for at in MOMENTS:
        looks = list(roster.groups().items())
        roster.rng.shuffle(looks)
        for view, pupils in looks:
            ledger.look(view, pupils, at)
    return ledger


def found_behind_the_gate(ledger: Ledger) -> list[object]:
    """What the attacker finds on one page, in all an outsider saw over time, and in what a leader saw beside it."""
    found: list[object] = []
    for (tier, name), figures in ledger.last.items():
        found += [(tier, name, one) for one in differences_on(figures, LIMITS.least(tier))]
    for tiers, least in (((Tier.T2,), LIMITS.t2), ((Tier.T1, Tier.T2), LIMITS.t1)):
        for name, sets in ledger.known_to(*tiers).items():
            found += [(tiers, name, one) for one in few(sets, ledger.versions, least) if name.startswith("mean/")]
    outside = ledger.known_to(Tier.T2)
    return found + [(name, one) for name in SOLVED for one in solved(outside.get(name, []))]
