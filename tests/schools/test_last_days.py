"""A pupil's last day means the same everywhere, and so does today."""

from datetime import date, timedelta

import pytest
import time_machine

from app.schools import pupil_queries, queries
from app.waves import queries as waves
from app.waves.groups import groups_of
from app.waves.rosters import count_pupils, list_year_groups
from tests import factories as make


@pytest.mark.parametrize(("days", "here"), [(0, True), (1, True), (-1, False)])
def test_the_last_day_is_the_last_on_which_a_pupil_belongs_to_the_school(app, town, days, here):
    day = queries.today()
    school = make.a_school("Oak")
    pupil = make.a_pupil(school, year_group="11", left_on=day + timedelta(days=days))
    survey = make.a_survey(town.partnership, schools=(school,))
    sitting = make.a_sitting(survey.waves[0], school)
    assert queries.count_pupils([school.id]).get(school.id, 0) == here
    assert (pupil in pupil_queries.list_pupils_to_enrol(town.course, school.id)) == here
    assert waves.is_in_group(pupil.id, sitting) == here
    assert list_year_groups(school) == (["11"] if here else [])
    assert count_pupils(groups_of(survey), day) == here


def test_today_is_the_schools_day_and_not_the_worlds(app, town):
    school = make.a_school("Oak")
    pupil = make.a_pupil(school, left_on=date(2026, 7, 1))
    sitting = make.a_sitting(make.a_survey(town.partnership, schools=(school,)).waves[0], school)
    with time_machine.travel("2026-07-01T23:30Z", tick=False):
        assert queries.today() == date(2026, 7, 2)
        assert not waves.is_in_group(pupil.id, sitting)
