"""Fill an empty database with the demo, all or nothing."""

from collections.abc import Callable
from datetime import date, timedelta
from random import Random

from sqlalchemy import func, select

from app.db import db
from app.demo.coding import code_all, conclude, fill_grid, write_memos
from app.demo.dating import date_all
from app.demo.partnership import Made, add_partnership
from app.demo.rows import Rows
from app.demo.study import begin_study, withdraw_some
from app.demo.survey import Field, add_survey
from app.demo.talking import hold_all
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
    instrument: Instrument,
    *,
    password: str,
    scale: int = 1,
    has_study: bool = True,
    told: Callable[[int], None] = print,
) -> None:
    """Insert `scale` partnerships in one transaction, the first one with a study. `told` hears how many are done."""
    import numpy as np

    day, password_hash = today(), hash_of(password)
    rows, random, rng, taken = Rows(), Random(SEED), np.random.default_rng(SEED), set[str]()
    partnerships: list[Made] = []
    db.session.rollback()
    with db.session.begin():
        connection = db.session.connection()
        for number in range(1, scale + 1):
            made = add_partnership(
                rows, number, password_hash=password_hash, starts_on=day - COURSES_BEGAN, random=random
            )
            add_survey(Field(rows, made, instrument, day, rng, taken, journal=scale == 1))
            partnerships.append(made)
            if rows.n_waiting > MOST_WAITING:
                rows.write(connection)
                told(number)
        rows.finish(connection)
        if has_study:
            add_study(partnerships[0], day)


def add_study(made: Made, day: date) -> None:
    """What a partnership's people said, and what was made of it."""
    stage = begin_study(made, day)
    hold_all(stage)
    marked = code_all(stage)
    write_memos(stage)
    fill_grid(stage)
    conclude(stage, marked)
    withdraw_some(stage)
    date_all(stage)
