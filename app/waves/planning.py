"""The rules of a plan, without a database: waves in order, gaps between them, what is fixed once pupils answered."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from app.instruments.model import Instrument
from app.schools.models import Course, School
from app.waves.models import Survey, WaveKind
from app.waves.naming import in_sentence
from app.web.languages import _, ngettext

SHORT_GAP = 70  # days; attitudes hardly change in less, and pupils remember what they said
FLOORS = {"least_in_school": 3, "least_outside": 6, "least_in_public": 10}
WAVE_DAYS = 14
USUAL_GAP = 84  # days, twelve weeks
EARLIEST = date(2000, 1, 1)
YEARS_AHEAD = 5
LONGEST = 366  # days of one wave, both ends included
ORDER = list(WaveKind)
ONLY_ONCE = (WaveKind.BEFORE, WaveKind.AFTER)


@dataclass(frozen=True)
class PlannedWave:
    """A wave on paper; both dates are included. `id` is that of the wave it changes, if any."""

    kind: WaveKind
    opens_on: date
    closes_on: date
    id: int | None = None

    @property
    def n_days(self) -> int:
        return (self.closes_on - self.opens_on).days + 1


@dataclass(frozen=True)
class Plan:
    """Everything a lead decides about a survey."""

    title: str
    instrument: Instrument
    courses: Sequence[Course]
    schools: Sequence[School]
    waves: Sequence[PlannedWave]
    teachers_see_profiles: bool
    least_in_school: int
    least_outside: int
    least_in_public: int
    help_contact: str
    beside: Instrument | None = None
    pastoral_sees_profiles: bool = False


def can_stand_beside(instrument: Instrument, other: Instrument) -> bool:
    """True for another form with the same scales in the same order: so that scores stand in the same columns."""
    same = [scale.id for scale in instrument.scales] == [scale.id for scale in other.scales]
    return same and instrument.digest != other.digest


def in_order(waves: Iterable[PlannedWave]) -> list[PlannedWave]:
    """By date."""
    return sorted(waves, key=lambda wave: (wave.opens_on, ORDER.index(wave.kind)))


def find_faults(waves: Iterable[PlannedWave]) -> list[str]:
    """What makes the waves impossible, in sentences; empty when they can be planned."""
    waves = in_order(waves)
    if not waves:
        return [_("Plan at least one wave")]
    faults = [
        _("Plan only one wave %(kind)s. Use “during” or “follow-up” for more", kind=in_sentence(kind))
        for kind in ONLY_ONCE
        if sum(wave.kind == kind for wave in waves) > 1
    ]
    for first, second in pairwise(waves):
        if ORDER.index(second.kind) < ORDER.index(first.kind):
            faults.append(
                _("The wave “%(second)s” must come earlier than the wave “%(first)s”", **_names(first, second))
            )
        elif second.opens_on <= first.closes_on:
            faults.append(
                _("The wave “%(second)s” must open after the wave “%(first)s” has closed", **_names(first, second))
            )
    return faults


def _names(first: PlannedWave, second: PlannedWave) -> dict[str, str]:
    return {"first": in_sentence(first.kind), "second": in_sentence(second.kind)}


def find_strange_days(first: date, last: date, *, today: date) -> dict[str, str]:
    """What no wave can mean, a year typed wrong above all: a sentence for each date, by the date's name."""
    latest = date(today.year + YEARS_AHEAD, 12, 31)
    days = {"opens_on": first, "closes_on": last}
    too_early = _("Enter a date in %(year)s or later", year=EARLIEST.year)
    too_late = _("Enter a date in %(year)s or earlier", year=latest.year)
    early = {name: too_early for name, day in days.items() if day < EARLIEST}
    late = {name: too_late for name, day in days.items() if day > latest}
    if not early and not late and (last - first).days >= LONGEST:
        return {"closes_on": _("A wave can last a year at most. Plan two waves instead")}
    return early | late


def short_gaps(waves: Iterable[PlannedWave]) -> list[tuple[PlannedWave, PlannedWave, int]]:
    """Neighbouring waves with less than 70 days from the last day of one to the first of the next."""
    found = [(first, second, (second.opens_on - first.closes_on).days) for first, second in pairwise(in_order(waves))]
    return [gap for gap in found if gap[2] < SHORT_GAP]


def suggest_waves(today: date, courses: Iterable[Course]) -> list[PlannedWave]:
    """Two weeks from today, and two weeks before the first course ends, or at the earliest twelve weeks later."""
    fortnight = timedelta(days=WAVE_DAYS - 1)
    before = PlannedWave(WaveKind.BEFORE, today, today + fortnight)
    earliest = before.closes_on + timedelta(days=USUAL_GAP)
    ends = [course.ends_on - fortnight for course in courses]
    opens_on = max(earliest, min(ends, default=earliest))
    return [before, PlannedWave(WaveKind.AFTER, opens_on, opens_on + fortnight)]


def do_teachers_see_scores(survey: Survey | Plan) -> bool:
    """True when pupils are told that teachers can see their scores: those of their course, where there is one."""
    return bool(survey.teachers_see_profiles and survey.courses)


def find_locks(survey: Survey, plan: Plan, answered_waves: set[int]) -> dict[str, str]:
    """What a changed plan may not change, by field, because pupils have answered what they were told and asked.

    Dates may move, groups and waves may be added, and what pupils were promised may only become stricter.
    """
    if not answered_waves:
        return {}
    locks = _find_loosened(survey, plan)
    if plan.instrument.digest != survey.instrument_digest:
        locks["instrument"] = _("Pupils have answered this survey, so its statements can't be changed")
    if survey.beside_digest and survey.beside_digest != (plan.beside.digest if plan.beside else ""):
        locks["beside"] = _("Pupils may have answered the other form, so it stays allowed")
    if not {course.id for course in survey.courses} <= {course.id for course in plan.courses}:
        locks["courses"] = _("Pupils have answered: courses can be added, not taken out")
    if not {school.id for school in survey.schools} <= {school.id for school in plan.schools}:
        locks["schools"] = _("Pupils have answered: schools can be added, not taken out")
    kept = {(wave.id, wave.kind) for wave in plan.waves}
    if any(wave.id in answered_waves and (wave.id, wave.kind) not in kept for wave in survey.waves):
        locks["waves"] = _("A wave that pupils have answered keeps its place: only its dates can change")
    return locks


def _find_loosened(survey: Survey, plan: Plan) -> dict[str, str]:
    """Promises that the plan would take back."""
    loosened = {
        name: _promised(getattr(survey, name)) for name in FLOORS if getattr(plan, name) < getattr(survey, name)
    }
    if do_teachers_see_scores(plan) and not do_teachers_see_scores(survey):
        loosened["teachers_see_profiles"] = _("Pupils were told that teachers can't see their scores")
    if plan.pastoral_sees_profiles and not survey.pastoral_sees_profiles:
        loosened["pastoral_sees_profiles"] = _("Pupils were not told that this person can see their scores")
    return loosened


def _promised(least: int) -> str:
    return ngettext(
        "Pupils were promised groups of one or more", "Pupils were promised groups of %(num)s or more", least
    )
