"""The rules of a plan: waves in order, gaps that warn, what stays once pupils answered."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from app.instruments.model import Instrument
from app.schools.models import Course, School
from app.waves.models import Survey, Wave, WaveKind
from app.waves.planning import (
    FLOORS,
    Plan,
    PlannedWave,
    find_faults,
    find_locks,
    find_strange_days,
    short_gaps,
    suggest_waves,
)

MAY = date(2026, 5, 1)


def a_wave(kind, start, days=14, id=None):
    opens_on = MAY + timedelta(days=start)
    return PlannedWave(WaveKind(kind), opens_on, opens_on + timedelta(days=days - 1), id)


def test_waves_in_their_order_have_no_fault_whatever_order_they_are_written_in():
    waves = [a_wave("after", 180), a_wave("before", 0), a_wave("follow-up", 300), a_wave("during", 90)]
    assert find_faults(waves) == []


@pytest.mark.parametrize(
    ("waves", "sentence"),
    [
        ([], "at least one wave"),
        ([a_wave("before", 0), a_wave("before", 100)], "only one wave before"),
        ([a_wave("after", 0), a_wave("before", 100)], "“before” must come earlier than the wave “after”"),
        ([a_wave("before", 0), a_wave("after", 13)], "“after” must open after the wave “before” has closed"),
    ],
)
def test_impossible_waves_are_named(waves, sentence):
    assert sentence in " ".join(find_faults(waves))


@pytest.mark.parametrize(
    ("first", "last", "strange"),
    [
        ((2000, 1, 1), (2000, 1, 31), set()),
        ((1999, 12, 31), (2000, 1, 31), {"opens_on"}),
        ((2031, 12, 1), (2031, 12, 31), set()),
        ((2031, 12, 1), (2032, 1, 1), {"closes_on"}),
        ((26, 5, 1), (9999, 12, 31), {"opens_on", "closes_on"}),
        ((2027, 1, 1), (2027, 12, 31), set()),
        ((2028, 1, 1), (2028, 12, 31), set()),
        ((2027, 1, 1), (2028, 1, 2), {"closes_on"}),
    ],
)
def test_days_that_no_wave_can_mean_are_named(first, last, strange):
    assert set(find_strange_days(date(*first), date(*last), today=MAY)) == strange


def test_a_gap_is_short_below_seventy_days_from_the_last_day_to_the_first():
    before = a_wave("before", 0, days=1)
    assert [days for *_, days in short_gaps([before, a_wave("after", 69)])] == [69]
    assert short_gaps([before, a_wave("after", 70)]) == []


def test_every_pair_of_neighbours_is_looked_at():
    waves = [a_wave("before", 0), a_wave("during", 50), a_wave("during", 100), a_wave("after", 300)]
    assert [(first.kind, second.kind) for first, second, _ in short_gaps(waves)] == [
        ("before", "during"),
        ("during", "during"),
    ]


def test_the_suggested_waves_need_no_confirmation_and_end_with_the_course():
    course = Course(title="Drama", starts_on=MAY, ends_on=MAY + timedelta(days=300))
    before, after = waves = suggest_waves(MAY, [course])
    assert find_faults(waves) == []
    assert short_gaps(waves) == []
    assert before.opens_on == MAY
    assert after.closes_on == course.ends_on


def test_the_suggested_waves_stand_apart_even_when_the_course_ends_soon():
    course = Course(title="Drama", starts_on=MAY, ends_on=MAY + timedelta(days=20))
    assert short_gaps(suggest_waves(MAY, [course])) == []
    assert short_gaps(suggest_waves(MAY, [])) == []


def an_instrument(digest):
    return Instrument("a", "1", "A", "A", "", "", "", "en", (), (), digest)


@pytest.fixture
def course():
    return Course(id=1, title="Drama")


@pytest.fixture
def survey(course):
    waves = [Wave(id=7, kind="before", position=1, opens_on=MAY, closes_on=MAY)]
    return Survey(
        instrument_digest="d1",
        courses=[course],
        schools=[School(id=4, name="Ash")],
        waves=waves,
        teachers_see_profiles=False,
        **{name: floor + 1 for name, floor in FLOORS.items()},
    )


@pytest.fixture
def same(survey):
    """The plan that changes nothing."""
    return Plan(
        title="Before and after",
        instrument=an_instrument("d1"),
        courses=survey.courses,
        schools=survey.schools,
        waves=[PlannedWave(WaveKind.BEFORE, MAY, MAY, 7)],
        teachers_see_profiles=False,
        help_contact="",
        **{name: getattr(survey, name) for name in FLOORS},
    )


CHANGES = [
    ("instrument", an_instrument("d2")),
    ("courses", []),
    ("schools", []),
    ("waves", [a_wave("before", 0)]),
    ("waves", [a_wave("during", 0, id=7)]),
    ("teachers_see_profiles", True),
    ("pastoral_sees_profiles", True),
    *((name, floor) for name, floor in FLOORS.items()),
]


@pytest.mark.parametrize(("name", "value"), CHANGES)
def test_what_pupils_were_asked_and_promised_is_locked_once_they_answered(survey, same, name, value):
    changed = replace(same, **{name: value})
    assert set(find_locks(survey, changed, {7})) == {name}
    assert find_locks(survey, changed, set()) == {}


def test_dates_may_move_and_groups_waves_and_stricter_promises_may_be_added(survey, same, course):
    changed = replace(
        same,
        title="Another name",
        courses=[course, Course(id=2, title="Dance")],
        waves=[a_wave("before", 5, id=7), a_wave("after", 200)],
        **{name: getattr(survey, name) + 1 for name in FLOORS},
    )
    assert find_locks(survey, changed, {7}) == {}


def test_teachers_may_be_kept_from_scores_after_pupils_answered(survey, same):
    survey.teachers_see_profiles = True
    assert find_locks(survey, same, {7}) == {}


def test_a_first_course_after_answers_does_not_let_teachers_see_what_pupils_were_told_they_can_not(
    survey, same, course
):
    survey.teachers_see_profiles, survey.courses = True, []
    added = replace(same, teachers_see_profiles=True, courses=[course])
    assert set(find_locks(survey, added, {7})) == {"teachers_see_profiles"}
    assert find_locks(survey, replace(added, teachers_see_profiles=False), {7}) == {}
    assert find_locks(survey, added, set()) == {}
