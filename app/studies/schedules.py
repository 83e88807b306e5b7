"""Schedules that a study may use: ours, in `surveys/interviews`, and those a partnership published itself.

Every version that was ever used is found again by its name and version or by its digest, whoever wrote it.
"""

from functools import lru_cache

from flask import current_app

from app.instruments.load import Library, UnknownInstrument, read_text, version_order
from app.instruments.model import Instrument
from app.studies import queries
from app.studies.models import Study

read_own = lru_cache(maxsize=64)(read_text)
"""The schedule in the text of a published one, which never changes."""


def find_schedule(study: Study, *, digest: str = "", name: str = "", version: str = "") -> Instrument | None:
    """The schedule with that digest, else of that name and version; None when the study may use no such schedule."""
    for one in (*library().all(), *list_own(study.partnership_id)):
        if one.is_schedule and (one.digest == digest if digest else (one.name, one.version) == (name, version)):
            return one
    return None


def list_schedules(study: Study) -> list[Instrument]:
    """The latest version of every schedule the study may use: the partnership's own first, then ours, by title."""
    return [*list_latest_own(study.partnership_id), *list_ours()]


def list_latest_own(partnership_id: int) -> list[Instrument]:
    """The newest published version of each of a partnership's own schedules, by title."""
    return _latest(list_own(partnership_id))


def list_ours() -> list[Instrument]:
    """The latest version of each schedule that comes with Lateral, by title."""
    return _latest([one for one in library().all() if one.is_schedule])


def find_ours(name: str, version: str) -> Instrument | None:
    """One of our schedules, or None; an instrument that pupils answer is none."""
    try:
        found = library().get(name, version)
    except UnknownInstrument:
        return None
    return found if found.is_schedule else None


def _latest(schedules: list[Instrument]) -> list[Instrument]:
    newest = {one.name: one for one in sorted(schedules, key=version_order)}
    return sorted(newest.values(), key=lambda one: one.title)


def list_own(partnership_id: int) -> list[Instrument]:
    """Every version that a partnership has published."""
    return [read_own(one.text) for one in queries.list_published_schedules(partnership_id)]


def library() -> Library:
    """Every instrument that comes with Lateral."""
    found: Library = current_app.extensions["instruments"]
    return found
