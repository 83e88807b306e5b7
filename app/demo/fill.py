"""Fill an empty database with the demo, all or nothing."""

from collections.abc import Callable
from datetime import timedelta
from random import Random

from sqlalchemy import func, select

from app.db import db
from app.demo.partnership import add_partnership
from app.demo.rows import Rows
from app.demo.survey import Field, add_survey
from app.instruments.model import Instrument
from app.people.models import Person
from app.people.passwords import hash_of
from app.schools.models import Partnership
from app.web.filters import today

SEED = 20
INSTRUMENT = "school-and-me"
COURSES_BEGAN = timedelta(days=210)
MOST_WAITING = 50_000


def is_empty() -> bool:
    """True when nobody works here yet."""
    return not any(db.session.scalar(select(func.count()).select_from(model)) for model in (Person, Partnership))


def fill(
    instrument: Instrument, *, password: str, scale: int = 1, seed: int = SEED, told: Callable[[int], None] = print
) -> None:
    """Insert `scale` partnerships in one transaction. `told` hears how many are done, now and then."""
    import numpy as np

    day, password_hash = today(), hash_of(password)
    rows, random, rng, taken = Rows(), Random(seed), np.random.default_rng(seed), set[str]()
    db.session.rollback()
    with db.engine.begin() as connection:
        for number in range(1, scale + 1):
            made = add_partnership(
                rows, number, password_hash=password_hash, starts_on=day - COURSES_BEGAN, random=random
            )
            add_survey(Field(rows, made, instrument, day, rng, taken, journal=scale == 1))
            if rows.n_waiting > MOST_WAITING:
                rows.write(connection)
                told(number)
        rows.finish(connection)
