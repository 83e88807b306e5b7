"""Reliability of the scales is worked out over a whole wave, kept, and renewed when enough of its responses are new."""

from datetime import timedelta

import pytest

from app.answers.models import Response
from app.db import db as database
from app.db import now, reading
from app.results import queries
from app.results.models import Release
from app.results.reliability import alphas_in
from tests.results.worlds import answer, answer_both


@pytest.fixture
def first(world):
    """The first wave of a survey in which twelve pupils answered both, as it was looked at a while ago."""
    answer_both(world, world.pupils[:12])
    found = queries.get_compared(world.survey.id).waves[0]
    look(world, found)
    ago = now() - timedelta(hours=1)
    database.session.query(Release).update({"as_of": ago, "released_at": ago})
    database.session.query(Response).update({"updated_at": ago - timedelta(hours=1)})
    database.session.commit()
    return found


def look(world, wave):
    with reading():
        return alphas_in(queries.get_compared(world.survey.id), wave)


def kept(wave):
    """How many responses each reliability that was kept of the wave is about, the oldest first."""
    rows = database.session.query(Release.n).filter(Release.view == f"alpha|{wave.id}").order_by(Release.id)
    return [row.n for row in rows]


def test_it_is_kept_and_read_again(world, first):
    again = look(world, first)
    assert again
    assert all(low < value < high for value, low, high in again.values())
    assert kept(first) == [12]


def test_it_is_renewed_when_as_many_responses_are_new_as_a_group_needs(world, first):
    before, least = look(world, first), queries.get_compared(world.survey.id).thresholds.t2
    for pupil in world.pupils[12 : 12 + least - 1]:
        answer(world.first, pupil)
    assert look(world, first) == before
    assert kept(first) == [12]
    answer(world.first, world.pupils[12 + least])
    renewed = look(world, first)
    assert renewed != before
    assert look(world, first) == renewed
    assert kept(first) == [12, 12 + least]


def test_what_changed_in_another_wave_or_never_counted_renews_nothing(world, first):
    for pupil in world.pupils[12:]:
        answer(world.last, pupil)
        answer(world.first, pupil, state="open")
    look(world, first)
    assert kept(first) == [12]


def test_a_response_that_is_set_aside_counts_as_changed(world, first):
    least = queries.get_compared(world.survey.id).thresholds.t2
    gone = database.session.query(Response).filter_by(wave_id=first.id, state="finished").limit(least)
    for response in gone.all():
        response.state, response.updated_at = "void", now()
    database.session.commit()
    look(world, first)
    assert kept(first) == [12, 12 - least]
