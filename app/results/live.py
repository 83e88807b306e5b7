"""A view that moves: re-served as it was last shown until enough pupils have finished, then judged and shown anew."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from app.db import db
from app.disclosure import Tier, may_move_on, members_of
from app.instruments.model import Instrument
from app.instruments.scoring import scoring_key
from app.results import queries, response_queries
from app.results.actions import keep_release
from app.results.compared import Compared, Group, Picked
from app.results.figures.change import Asked, Figures, change_figures
from app.results.gate import Gate
from app.results.gathered import Key, Ledgers
from app.results.kept import sheets_of
from app.results.reliability import LARGE, alphas_in, beside_of, instrument_of
from app.results.scores import Scores, Sheet, scores_of
from app.results.sets import Named, Sets, by_name, pack, unpack
from app.results.versions import Versions
from app.web.filters import today

TRIES = 3
MOST_KEPT = 64


@dataclass(frozen=True)
class Shown:
    """What a view shows, and the tag that tells whether it still does; no figures when the tag was seen already."""

    figures: Figures | None
    version: str
    moved_at: datetime | None = None


_ledgers = Ledgers()
_unpacked: dict[Key, Sets] = {}  # releases never change: a process keeps the sets of the last ones it met
_refused: dict[tuple[Any, ...], tuple[Key | None, Shown]] = {}  # the same answers beside the same ledger are again


def show(compared: Compared, group: Group, picked: Picked, *, seen: str = "") -> Shown:
    """The figures of a group as its viewers may see them now."""
    return _View(compared, group, picked, seen).show()


def is_unchanged(compared: Compared, group: Group, picked: Picked, seen: str) -> bool:
    """True when the group's figures as they may be seen now are certainly those that were seen."""
    return _View(compared, group, picked, seen).is_unchanged()


@dataclass(frozen=True)
class _View:
    compared: Compared
    group: Group
    picked: Picked
    seen: str

    def show(self) -> Shown:
        latest, last = self._standing
        if latest is None:
            return Shown(None, "nothing")
        if self.group.lens.tier is Tier.T0:
            version = f"t{response_queries.find_state_of(self.group, self.picked)}"
            return Shown(None if version == self.seen else self._immediate(), version, latest)
        if last is not None and not self._might_move(last, latest):
            return self._as_shown(last)
        return self._move_on(last, latest)

    def is_unchanged(self) -> bool:
        """A quick look: no when it would take a long one to tell."""
        latest, last = self._standing
        if latest is None:
            return self.seen == "nothing"
        if self.group.lens.tier is Tier.T0:
            return self.seen == f"t{response_queries.find_state_of(self.group, self.picked)}"
        return last is not None and self.seen == f"r{last.id}" and not self._might_move(last, latest)

    @cached_property
    def _standing(self) -> tuple[datetime | None, Any]:
        """When an answer last changed, and what the view last showed."""
        return queries.find_latest_and_shown(self.compared.id, self.group.view_of(self.picked), self.picked)

    @cached_property
    def _changed(self) -> response_queries.Changed:
        """Whose response changed since the answers were looked at that the view shows, and since it moved on."""
        _, last = self._standing
        return response_queries.get_changed(self.group, self.picked, since=last.as_of, later=last.released_at)

    def _as_shown(self, last: Any) -> Shown:
        version = f"r{last.id}"
        figures = None if version == self.seen else _figures_of(last.id)
        return Shown(figures, version, last.released_at)

    def _step(self, n: int) -> int:
        """How many of n responses must have changed before the view moves on.

        While a wave is open a large view waits for a twentieth, so that its ledger stays short.
        """
        least = self.compared.thresholds.least(self.group.lens.tier)
        still_open = any(today() <= wave.closes_on for wave in self.picked.waves)
        return max(least, n // LARGE) if still_open else least

    def _might_move(self, last: Any, latest: datetime) -> bool:
        """A quick look before the long one: enough pupils with something new, or a wave that ended since."""
        bridged_at = self.compared.bridged_at
        if bridged_at is not None and last.released_at <= bridged_at:
            return True  # pupils who sat the other form count from now on
        if any(last.released_at.date() <= wave.closes_on < today() for wave in self.picked.waves):
            return True
        if last.as_of >= latest:
            return False
        return self._changed.n > 0 and may_move_on(self._changed.n, least=self._step(last.n))

    def _move_on(self, last: Any, latest: datetime) -> Shown:
        """Judge the figures as they stand now against the ledger; show them if they pass, else what was last shown."""
        judged = (self.compared.id, self.group.view_of(self.picked), latest, today())
        if judged in _refused and _refused[judged][0] == queries.find_newest_release(self.compared.id):
            return self._as_shown(last) if last else _refused[judged][1]
        scores, apart = self._load(), self._apart()
        who = {f"who/{wave.id}": scores.members_in(wave.id) for wave in self.picked.waves}
        n = scores.everyone.bit_count()
        if last is not None and not may_move_on(self._n_changed(last, who), least=self._step(n)):
            return self._as_shown(last)
        alphas = alphas_in(self.compared, self.picked.first)
        release = {"view": self.group.view_of(self.picked), "tier": str(self.group.lens.tier), "as_of": latest, "n": n}
        for _ in range(TRIES):
            db.session.rollback()  # read the ledger as it is now, not as it was when the request began
            end, gate = self._gate(latest)
            instrument = instrument_of(self.compared)
            asked = Asked(self.picked, instrument, gate, apart)
            made = change_figures(scores, asked, alphas=alphas, last=(lambda: _figures_of(last.id)) if last else None)
            if not gate.shown:
                break
            shown = gate.shown | who
            filled = release | {"payload": made.to_plain(), "sets": pack(shown)}
            if kept := keep_release(self.compared.id, seen=end[0] if end else 0, **filled):
                _remember(_unpacked, kept, shown)
                return Shown(made, f"r{kept[0]}", kept[1])
        few = Shown(made, f"few{made.table.rows[0].cells[0].text}")
        _remember(_refused, judged, (end, few))
        return self._as_shown(last) if last else few

    def _n_changed(self, last: Any, who: Sets) -> int:
        """Pupils whose response came, went or changed since the view last moved."""
        before = _sets_of([(last.id, last.released_at)])[0]
        changed = members_of(self._changed.since_later)
        for name, members in who.items():
            changed |= members ^ before.get(name, 0)
        return changed.bit_count()

    def _load(self) -> Scores:
        instrument = instrument_of(self.compared)
        sheets = self._sheets(instrument, "")
        other = beside_of(self.compared)
        if other is None:
            return scores_of(sheets, scoring_key(instrument))
        if self.compared.bridged_at is None:
            apart = self._apart() or []
            sheets = {wave_id: sheet.without(apart) for wave_id, sheet in sheets.items()}
            return scores_of(sheets, scoring_key(instrument))
        return scores_of(sheets, scoring_key(instrument), (self._sheets(other, other.digest), scoring_key(other)))

    def _sheets(self, form: Instrument, digest: str) -> dict[int, Sheet]:
        return sheets_of(self.group, self.picked.waves, len(form.questions), digest=digest)

    def _apart(self) -> list[int] | None:
        """Pupils who are left out because they sat the other form; None where that leaves nobody out."""
        if self.compared.beside is None or self.compared.bridged_at is not None:
            return None
        return response_queries.list_apart(self.group, self.picked)

    def _gate(self, latest: datetime) -> tuple[Key | None, Gate]:
        """A gate that knows the ledger, and the newest release of the survey when it was read."""
        releases = queries.list_releases(self.compared.id)
        oldest = min((as_of for *_, as_of in releases), default=latest)
        versions = Versions(response_queries.list_rewrites(self.picked, oldest))
        newest = releases[-1][:2] if releases else None
        known = self._known(releases, versions)
        with_forms = self.compared.beside is not None
        return newest, Gate(self.group.lens.tier, self.compared.thresholds, *known, versions, latest, with_forms)

    def _known(self, releases: Sequence[queries.Kept], versions: Versions) -> tuple[Named, Named]:
        """What outsiders were shown, and leaders: as it stood at the moment of each release, where answers changed."""
        listed = [((number, at), tier == Tier.T1) for number, at, tier, _ in releases]
        if not versions.width:
            gathered = _ledgers.of(self.compared.id, listed, _sets_of)
            return gathered.outside, gathered.inside
        many = _sets_of([key for key, _ in listed])
        marked = [versions.mark_all(sets, as_of) for sets, (*_, as_of) in zip(many, releases, strict=True)]
        told = list(zip(marked, (of_leaders for _, of_leaders in listed), strict=True))
        return by_name(sets for sets, inside in told if not inside), by_name(sets for sets, inside in told if inside)

    def _immediate(self) -> Figures:
        """What a teacher sees of the own course: at once, and outside the ledger."""
        gate, instrument = Gate(Tier.T0, self.compared.thresholds), instrument_of(self.compared)
        alphas = alphas_in(self.compared, self.picked.first)
        return change_figures(self._load(), Asked(self.picked, instrument, gate, self._apart()), alphas=alphas)


def _figures_of(release_id: int) -> Figures:
    return Figures.from_plain(queries.get_payload(release_id))


def _sets_of(releases: Sequence[Key]) -> list[Sets]:
    """The sets of these releases, reading only those that this process has not met lately."""
    known = {key: sets for key in releases if (sets := _unpacked.get(key)) is not None}
    packed = queries.map_sets([number for number, at in releases if (number, at) not in known])
    known |= {(number, at): unpack(packed[number]) for number, at in releases if (number, at) not in known}
    for key, sets in known.items():
        _remember(_unpacked, key, sets)
    return [known[key] for key in releases]


def _remember(memory: dict[Any, Any], key: Any, value: Any) -> None:
    """Keep the value, and only so many of the latest."""
    memory[key] = value
    for old in list(memory)[:-MOST_KEPT]:
        memory.pop(old, None)
