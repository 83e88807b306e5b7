"""Throttles on the application's own database."""

from concurrent.futures import ThreadPoolExecutor

import sqlalchemy as sa
import time_machine

from app.db import db as database
from app.schools.models import Partnership
from app.web import limits

RATE = "3 per minute"


def test_so_many_a_minute_and_no_more(db):
    assert [limits.hit(RATE, "door", "a") for _ in range(5)] == [True, True, True, False, False]


def test_each_key_has_its_own_count(db):
    for _ in range(3):
        limits.hit(RATE, "door", "a")
    assert limits.hit(RATE, "door", "b")
    assert limits.hit(RATE, "window", "a")


def test_a_new_window_begins_with_the_next_minute(db):
    with time_machine.travel("2026-11-02T09:00Z", tick=False) as clock:
        for _ in range(4):
            limits.hit(RATE, "door")
        clock.shift(61)
        assert limits.hit(RATE, "door")


def test_looking_counts_nothing(db):
    for _ in range(10):
        assert not limits.is_full(RATE, "door")
    for _ in range(3):
        limits.hit(RATE, "door")
    assert limits.is_full(RATE, "door")


def test_a_success_begins_anew(db):
    for _ in range(3):
        limits.hit(RATE, "door")
    limits.forget(RATE, "door")
    assert limits.hit(RATE, "door")


def test_a_hit_stays_whatever_becomes_of_the_request(db):
    limits.hit(RATE, "door")
    db.session.rollback()
    assert db.session.scalar(sa.select(limits.RateLimit.hits)) == 1


def test_a_hit_takes_nothing_of_the_session_along(db):
    db.session.add(Partnership(name="Not yet"))
    limits.hit(RATE, "door")
    assert db.session.scalar(sa.select(sa.func.count(Partnership.id))) == 0


def test_hits_at_once_are_all_counted(app, db):
    def hit(_):
        with app.app_context():
            try:
                return limits.hit("20 per minute", "crowd")
            finally:
                database.session.remove()

    with ThreadPoolExecutor(8) as crowd:
        allowed = list(crowd.map(hit, range(40)))
    assert sum(allowed) == 20


def test_no_address_is_kept_in_clear(db):
    limits.hit(RATE, "sign in", "ana@school.example", "192.0.2.7")
    kept = db.session.scalar(sa.select(limits.RateLimit.key))
    assert "ana" not in kept
    assert "192.0.2.7" not in kept


def test_counts_that_are_over_are_cleared_away(db):
    with time_machine.travel("2026-11-02T09:00Z", tick=False) as clock:
        limits.hit(RATE, "door")
        clock.shift(120)
        limits.hit(RATE, "window")
        limits.sweep()
    assert db.session.scalar(sa.select(sa.func.count()).select_from(limits.RateLimit)) == 1
