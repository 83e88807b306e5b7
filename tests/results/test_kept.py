"""Answers to waves that are over are kept, and never served when they are not those of the database any more."""

import random
from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest
import time_machine

from app import create_app
from app.answers.models import Response
from app.db import db as database
from app.db import now
from app.instruments.scoring import scoring_key
from app.results import queries, response_queries
from app.results.kept import EXTENSION, SETTLED, Kept, sheet_of
from app.results.reliability import instrument_of
from app.results.scores import Sheet
from tests.conftest import settings_for
from tests.results.worlds import QUESTIONS, World, answer, some_answers

STEPS = 40


@pytest.fixture
def over(world):
    """A wave that ended ten days ago, answered then by half of the pupils."""
    world.first.opens_on, world.first.closes_on = (now().date() - timedelta(days=n) for n in (20, 10))
    for pupil in world.pupils[:12]:
        answer(world.first, pupil, updated_at=now() - timedelta(days=15))
    return world


@pytest.fixture
def reads(monkeypatch):
    """How often answers were read from the database."""
    noted, read = [], response_queries.get_sheet
    monkeypatch.setattr(response_queries, "get_sheet", lambda *a, **k: noted.append(a) or read(*a, **k))
    return noted


def compared_wave(world: World, *, with_beside: bool = False):
    wave = next(one for one in queries.get_compared(world.survey.id).waves if one.id == world.first.id)
    return replace(wave, with_beside=with_beside)


def plain(sheet: Sheet, keys):
    """Answers and scores of each pupil, whatever their order."""
    scores = np.array([sheet.score(key) for key in keys])
    return {
        pupil: (sheet.codes[:, place].tobytes(), scores[:, place].tobytes())
        for place, pupil in enumerate(sheet.pupils.tolist())
    }


def void(world, rng):
    return _change_one(world, rng, state="void")


def finish(world, rng):
    return _change_one(world, rng, only="open", state="finished", finished_at=now())


def save(world, rng):
    return _change_one(world, rng, only="open", answers=some_answers(rng))


def _change_one(world, rng, only="", **changes):
    found = [one for one in _standing(world) if only in ("", one.state)]
    if found:
        chosen = rng.choice(found)
        for name, value in (changes | {"updated_at": now()}).items():
            setattr(chosen, name, value)


def erase(world, rng):
    if found := _standing(world):
        database.session.delete(rng.choice(found))


def begin(world, rng):
    there = {one.pupil_id for one in _standing(world)}
    if free := [pupil for pupil in world.pupils if pupil.id not in there]:
        fields = {"digest": rng.choice(["", "", "b" * 64]), "state": rng.choice(["open", "finished"])}
        answer(world.first, rng.choice(free), answers=some_answers(rng), **fields)


def nothing(_world, _rng):
    """Time goes by."""


def _standing(world):
    mine = database.session.query(Response).filter(Response.wave_id == world.first.id, Response.state != "void")
    return mine.order_by(Response.id).all()


@pytest.mark.parametrize("seed", range(6))
def test_what_is_kept_is_what_would_be_read(over, app, database_url, tmp_path, reads, seed):
    """Two servers on one database, a clock that moves on, and a bridge that comes and goes."""
    rng, other = random.Random(seed), create_app(settings_for(database_url, tmp_path))
    keys = list(scoring_key(instrument_of(queries.get_compared(over.survey.id))).values())
    kept_at_all = 0
    with time_machine.travel(now(), tick=False) as clock:
        for _ in range(STEPS):
            rng.choice([void, finish, save, erase, begin, nothing, nothing, nothing])(over, rng)
            database.session.commit()
            clock.shift(rng.choice([0, 1, 60, SETTLED.seconds - 1, SETTLED.seconds + 1]))
            wave = compared_wave(over, with_beside=rng.random() < 0.3)
            digest = rng.choice(["", "b" * 64]) if wave.with_beside else ""
            expected = plain(response_queries.get_sheet(None, wave, QUESTIONS, digest=digest), keys)
            reads.clear()
            assert plain(sheet_of(None, wave, QUESTIONS, digest=digest), keys) == expected
            database.session.rollback()
            with other.app_context():
                assert plain(sheet_of(None, wave, QUESTIONS, digest=digest), keys) == expected
                database.session.rollback()
            kept_at_all += 2 - len(reads)
    with other.app_context():
        database.session.remove()
        database.engine.dispose()
    assert kept_at_all > STEPS / 10


def test_a_wave_is_read_once_when_it_is_over_and_settled(over, reads):
    for _ in range(3):
        sheet_of(None, compared_wave(over), QUESTIONS)
    assert len(reads) == 1


def test_nothing_is_kept_of_a_wave_that_moved_a_moment_ago(over, reads):
    answer(over.first, over.pupils[12], updated_at=now() - SETTLED + timedelta(minutes=1))
    for _ in range(2):
        sheet_of(None, compared_wave(over), QUESTIONS)
    assert len(reads) == 2


def test_nothing_is_kept_of_a_wave_that_is_opened_anew(over, reads):
    sheet_of(None, compared_wave(over), QUESTIONS)
    over.first.closes_on = now().date()
    database.session.commit()
    for _ in range(2):
        sheet_of(None, compared_wave(over), QUESTIONS)
    assert len(reads) == 3


def test_what_is_kept_holds_numbers_and_codes_alone(over, app):
    sheet_of(None, compared_wave(over), QUESTIONS)
    ((_, sheet),) = app.extensions[EXTENSION]._sheets.values()
    assert (sheet.pupils.dtype, sheet.codes.dtype) == (np.int64, np.uint8)
    assert not sheet.pupils.flags.writeable
    assert not sheet.codes.flags.writeable


def test_the_sheet_used_longest_ago_is_let_go():
    def a_sheet() -> Sheet:
        return Sheet(np.arange(10), np.zeros((5, 10), dtype=np.uint8), {})

    kept, state = Kept(most_bytes=3 * a_sheet().n_bytes), (10, None)
    names = [(number, False, "", 5) for number in range(4)]
    for name in names[:3]:
        kept.keep(name, state, a_sheet())
    assert kept.find(names[0], state) is not None
    kept.keep(names[3], state, a_sheet())
    assert [kept.find(name, state) is not None for name in names] == [True, False, True, True]
    assert kept.find(names[0], (11, None)) is None
