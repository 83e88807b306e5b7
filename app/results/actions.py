"""What a look at results does: move a view on when it may, keep what was shown, record who looked.

These run inside GET requests, whose own session is never committed: a release and a look are durable on their own, and
before the page is sent.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import current_app
from sqlalchemy import func, insert, select, update

from app.audit.actions import record_look
from app.db import db, now
from app.disclosure import Tier, may_move_on, members_of
from app.instruments.model import Instrument
from app.instruments.scoring import scoring_key
from app.policy import Actor
from app.results import queries
from app.results.compared import Compared, Group, Picked
from app.results.figures.change import Figures, change_figures
from app.results.figures.comparison import Alphas, alphas_of
from app.results.gate import Gate
from app.results.models import Release
from app.results.profiles import OwnPupils
from app.results.scores import Scores, scores_of
from app.results.sets import Sets, by_name, pack, unpack
from app.waves.models import Survey
from app.web.filters import today

LARGE = 20  # while a wave is open a view of n pupils waits for n / LARGE changes, so that its ledger stays short
TRIES = 3


@dataclass(frozen=True)
class Shown:
    """What a view shows, and the tag that tells whether it still does; no figures when the tag was seen already."""

    figures: Figures | None
    version: str
    moved_at: datetime | None = None


def instrument_of(compared: Compared) -> Instrument:
    """The instrument the survey puts."""
    library: Any = current_app.extensions["instruments"]
    found: Instrument = library.get(*compared.instrument)
    return found


def show(compared: Compared, group: Group, picked: Picked, *, seen: str = "") -> Shown:
    """The figures of a group as its viewers may see them now."""
    latest = queries.find_latest_update(picked)
    if latest is None:
        return Shown(None, "nothing")
    if group.lens.tier is Tier.T0:
        version = f"t{latest.timestamp()}"
        return Shown(None if version == seen else _immediate(compared, group, picked), version, latest)
    last = queries.find_release(compared.id, group.view_of(picked))
    if last is not None and not _might_move(compared, group, picked, last, latest):
        return _as_shown(last)
    return _move_on(compared, group, picked, last=last, latest=latest)


def _as_shown(release: Release) -> Shown:
    return Shown(Figures.from_plain(release.payload), f"r{release.id}", release.released_at)


def _step(compared: Compared, group: Group, picked: Picked, n: int) -> int:
    """How many responses must have changed before the view moves on."""
    least = compared.thresholds.least(group.lens.tier)
    still_open = any(today() <= wave.closes_on for wave in picked.waves)
    return max(least, n // LARGE) if still_open else least


def _might_move(compared: Compared, group: Group, picked: Picked, last: Release, latest: datetime) -> bool:
    """A quick look before the long one: enough pupils with something new, or a wave that ended since."""
    if any(last.released_at.date() <= wave.closes_on < today() for wave in picked.waves):
        return True
    if last.as_of >= latest:
        return False
    changed = len(queries.list_changed_pupils(group, picked, last.as_of))
    return changed > 0 and may_move_on(changed, least=_step(compared, group, picked, last.payload["n"]))


def _move_on(compared: Compared, group: Group, picked: Picked, *, last: Release | None, latest: datetime) -> Shown:
    """Judge the figures as they stand now against the ledger; show them if they pass, else what was last shown."""
    scores = _load(compared, group, picked)
    who = {f"who/{wave.id}": scores.members_in(wave.id) for wave in picked.waves}
    n = scores.everyone.bit_count()
    if last is not None and not may_move_on(
        _n_changed(group, picked, last, who), least=_step(compared, group, picked, n)
    ):
        return _as_shown(last)
    instrument, alphas = instrument_of(compared), _alphas(compared, picked)
    shown_last = Figures.from_plain(last.payload) if last else None
    for _ in range(TRIES):
        db.session.rollback()  # read the ledger as it is now, not as it was when the request began
        newest, gate = _gate_of(compared, group, picked)
        made = change_figures(scores, picked, instrument=instrument, gate=gate, alphas=alphas, last=shown_last)
        if not gate.shown:
            break
        payload = made.to_plain() | {"n": n}
        kept = _keep(
            compared,
            seen=newest,
            view=group.view_of(picked),
            tier=str(group.lens.tier),
            as_of=latest,
            payload=payload,
            sets=pack(gate.shown | who),
        )
        if kept:
            return Shown(made, f"r{kept}", now())
    return _as_shown(last) if last else Shown(made, f"few{made.table.rows[0].cells[0].text}")


def _n_changed(group: Group, picked: Picked, last: Release, who: Sets) -> int:
    """Pupils whose response came, went or changed since the view last moved."""
    before = unpack(last.sets)
    changed = members_of(queries.list_changed_pupils(group, picked, last.released_at))
    for name, members in who.items():
        changed |= members ^ before.get(name, 0)
    return changed.bit_count()


def _load(compared: Compared, group: Group, picked: Picked) -> Scores:
    n_scales = len(instrument_of(compared).scales)
    return scores_of({wave.id: queries.list_scores(group, wave, n_scales) for wave in picked.waves}, n_scales)


def _gate_of(compared: Compared, group: Group, picked: Picked) -> tuple[int, Gate]:
    """A gate that knows the ledger, and how far the ledger went when it was read."""
    newest, packed = queries.list_sets(compared.id)
    own = 0
    if group.lens.school_id is not None:
        hosted = [course.id for course in compared.courses if course.host_school_id == group.lens.school_id]
        own = members_of(queries.list_own_pupils(group.lens.school_id, hosted, picked))
    return newest, Gate(group.lens.tier, compared.thresholds, by_name(map(unpack, packed)), own)


def _immediate(compared: Compared, group: Group, picked: Picked) -> Figures:
    """What a teacher sees of the own course: at once, and outside the ledger."""
    gate = Gate(Tier.T0, compared.thresholds)
    instrument, alphas = instrument_of(compared), _alphas(compared, picked)
    return change_figures(_load(compared, group, picked), picked, instrument=instrument, gate=gate, alphas=alphas)


def _alphas(compared: Compared, picked: Picked) -> Alphas:
    """Reliability of the scales over everybody's first wave; moves on as a view for outsiders does."""
    view = f"alpha|{picked.first.id}"
    last = queries.find_release(compared.id, view)
    if last is not None:
        n_new = queries.count_changed(picked.first, last.as_of)
        if n_new < max(compared.thresholds.t2, last.payload["n"] // LARGE):
            return {name: tuple(value) for name, value in last.payload["alphas"].items()}
    latest, answers = now(), list(queries.list_answers(picked.first))
    alphas = alphas_of(answers, scoring_key(instrument_of(compared)), least=compared.thresholds.t2)
    if alphas:
        payload = {"alphas": {name: list(value) for name, value in alphas.items()}, "n": len(answers)}
        _keep(compared, seen=None, view=view, tier="T2", as_of=latest, payload=payload, sets=pack({}))
    return alphas


def _keep(compared: Compared, *, seen: int | None, **release: Any) -> int | None:
    """Write a release unless the ledger has grown since `seen`; its id, or None.

    The first statement changes the survey's row to itself and so makes all writers of its ledger queue on both
    databases: two viewers cannot each be shown what neither may see beside the other's.
    """
    with db.engine.begin() as connection:
        connection.execute(update(Survey).where(Survey.id == compared.id).values(id=compared.id))
        newest = select(func.max(Release.id)).where(Release.survey_id == compared.id)
        if seen is not None and (connection.scalar(newest) or 0) != seen:
            return None
        made = connection.execute(insert(Release).values(survey_id=compared.id, **release).returning(Release.id))
        return int(made.scalar_one())


def record_profiles_seen(actor: Actor, own: OwnPupils, *, pupil_id: int | None = None) -> None:
    """Note that a teacher looked at profiles: of the whole course, or of one pupil."""
    detail = {"survey_id": own.compared.id, "course_id": own.course.id}
    detail |= {"pupil_id": pupil_id} if pupil_id else {}
    record_look("see profiles", person_id=actor.id, school_id=own.course.host_school_id, **detail)
