"""From an address to a look: what a viewer asked for, within what this viewer may ask for."""

from collections.abc import Mapping

from flask import abort

from app.disclosure import Released
from app.policy import Actor
from app.results import live, queries
from app.results.compared import Compared, Group, Lens, Picked, lenses_of, pick
from app.results.figures.tables import overview
from app.results.page import Look
from app.results.reliability import instrument_of
from app.web.forms import whole


def look_at(compared: Compared, actor: Actor, asked: Mapping[str, str]) -> Look:
    """The look asked for; 404 for a lens, breakdown or group that is not on this viewer's menu."""
    lenses = lenses_of(actor, compared)
    lens = _one(lenses, asked)
    picked = _pick(compared, asked)
    by = asked.get("by") or "all"
    if by not in lens.breakdowns:
        abort(404)
    menu = _menu(compared, lens, by, picked) if picked else ()
    chosen = _chosen(lens, by, menu, asked.get("of") or "")
    return Look(compared, lenses, chosen, menu, picked, whole(asked.get("page")) or 1)


def lens_of(compared: Compared, actor: Actor, asked: Mapping[str, str]) -> Lens:
    """The lens of such a look; 404 for one that is not this viewer's."""
    return _one(lenses_of(actor, compared), asked)


def overview_of(look: Look) -> tuple[Released, str]:
    """One line a group of this page of the breakdown, and the tag of them all."""
    assert look.picked is not None
    shown = [live.show(look.compared, group, look.picked) for group in look.listed]
    scales = tuple(scale.title for scale in instrument_of(look.compared).scales)
    groups = [(group.label, one.figures) for group, one in zip(look.listed, shown, strict=True)]
    return overview(groups, scales, look.lens.tier), "+".join(one.version for one in shown) or "nobody"


def _one(lenses: tuple[Lens, ...], asked: Mapping[str, str]) -> Lens:
    key = asked.get("lens") or lenses[0].key
    found = next((lens for lens in lenses if lens.key == key), None)
    return found or abort(404)


def _pick(compared: Compared, asked: Mapping[str, str]) -> Picked | None:
    first, last = (whole(asked.get(name)) for name in ("first", "last"))
    chosen = first is not None and last is not None
    return pick(compared, first, last, set() if chosen else queries.list_answered_waves(compared))


def _menu(compared: Compared, lens: Lens, by: str, picked: Picked) -> tuple[Group, ...]:
    if by == "all":
        return ()
    if by == "school":
        values = queries.list_home_schools(picked)
    elif by == "year":
        values = queries.list_years(picked)
    else:
        hosted = [c for c in compared.courses if by == "course" or c.host_school_id == lens.school_id]
        values = [(str(course.id), course.title) for course in hosted]
    return tuple(Group(lens, by, value, label) for value, label in values)


def _chosen(lens: Lens, by: str, menu: tuple[Group, ...], value: str) -> Group:
    if by == "all" or not value:
        return Group(lens, by)
    found = next((group for group in menu if group.value == value), None)
    return found or abort(404)
