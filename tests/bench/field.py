"""Fresh installations to measure on: a class with cards in its hands, and a survey that many have answered twice."""

import base64
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
from flask import Flask
from sqlalchemy import insert, text

from app import create_app
from app.answers.models import Response
from app.config import Settings
from app.db import db, now
from app.instruments.scoring import scoring_key
from app.people import session as signed_in
from app.people.models import Person
from app.schools.models import Pupil, School
from app.waves.codes import card_code, card_fingerprint
from app.waves.models import Card, Survey
from tests import factories

SESSION_COOKIE = "lateral"
PUPILS_A_SCHOOL = 100
ROWS_AT_ONCE = 5_000
INSTRUMENT = "school-and-me"


@dataclass(frozen=True)
class Installation:
    """One database with secrets of its own; `environment` is all a server needs to serve it."""

    folder: Path
    database_url: str
    secret: str = field(default_factory=lambda: secrets.token_urlsafe(40))
    key: str = field(default_factory=lambda: "b1:" + base64.b64encode(secrets.token_bytes(32)).decode())

    @property
    def environment(self) -> dict[str, str]:
        return {
            "SECRET_KEY": self.secret,
            "IDENTITY_KEY": self.key,
            "DATABASE_URL": self.database_url,
            "DATA_DIR": str(self.folder),
            "HTTPS": "off",
            "TRUSTED_HOSTS": "127.0.0.1,localhost",
            # Python keeps what it compiled, as it does wherever nobody forbids it; the first start finds nothing.
            "PYTHONDONTWRITEBYTECODE": "",
            "PYTHONPYCACHEPREFIX": str(self.folder / "compiled"),
        }

    @contextmanager
    def app(self) -> Iterator[Flask]:
        """The application on this database, for as long as the block lasts."""
        app = create_app(Settings.from_environment(self.environment))
        with app.app_context():
            yield app
            db.session.remove()
            db.engine.dispose()


@dataclass(frozen=True)
class Lesson:
    """An open sitting: what the teacher writes on the board, and the cards of those who came."""

    class_code: str
    cards: list[str]


@dataclass(frozen=True)
class Paired:
    """A survey answered before and after; cookies of the partnership's lead and of one school's leader."""

    survey_id: int
    wave_ids: tuple[int, int]
    lead: dict[str, str]
    leader: dict[str, str]
    pupils: list[int]


def set_up(installation: Installation) -> None:
    """Make the schema."""
    from flask_migrate import upgrade

    with installation.app():
        upgrade()


def open_lesson(installation: Installation, n_pupils: int) -> Lesson:
    """A school that sits the survey of 45 statements now, with a card for each pupil."""
    with installation.app() as app:
        school = factories.a_school()
        partnership = factories.a_partnership(school)
        library = app.extensions["instruments"]
        survey = factories.a_survey(partnership, schools=(school,), instrument=library.latest(INSTRUMENT))
        sitting = factories.a_sitting(survey.waves[0], school, class_code="KTMR47", minutes=180)
        pupils = _add_pupils(school, n_pupils, prefix="L")
        codes = [card_code(survey.id, pupil_id, 1) for pupil_id in pupils]
        cards = [
            {"survey_id": survey.id, "pupil_id": pupil_id, "number": n, "code_fingerprint": card_fingerprint(code)}
            for n, (pupil_id, code) in enumerate(zip(pupils, codes, strict=True), start=1)
        ]
        db.session.execute(insert(Card), cards)
        db.session.commit()
        return Lesson(sitting.class_code, codes)


def fill_pairs(installation: Installation, n_pairs: int) -> Paired:
    """Schools of 100 pupils each, all of whom answered before and after."""
    with installation.app() as app:
        schools = [factories.a_school() for _ in range(max(1, n_pairs // PUPILS_A_SCHOOL))]
        partnership = factories.a_partnership(*schools)
        instrument = app.extensions["instruments"].latest(INSTRUMENT)
        survey = factories.a_survey(partnership, schools=tuple(schools), instrument=instrument)
        lead, leader = (
            cookies_of(app, factories.a_person("lead", partnership=partnership)),
            cookies_of(app, factories.a_person("leader", school=schools[0])),
        )
        waves = survey.waves[0].id, survey.waves[1].id
        _let_after_be_over(survey)
        dice, keys, everybody = np.random.default_rng(2026), list(scoring_key(instrument).values()), []
        for school in schools:
            pupils = _add_pupils(school, n_pairs // len(schools), prefix="P")
            _add_responses(pupils, waves, keys=keys, dice=dice)
            everybody += pupils
        db.session.commit()
        _let_it_count()
        return Paired(survey.id, waves, lead, leader, everybody)


def _let_it_count() -> None:
    """PostgreSQL counts what a table holds by itself, within a minute of so many rows; SQLite does not."""
    if db.engine.dialect.name == "postgresql":
        db.session.execute(text("analyze"))
        db.session.commit()


def _let_after_be_over(survey: Survey) -> None:
    before, after = survey.waves
    today = now().date()
    before.opens_on, before.closes_on = today - timedelta(days=170), today - timedelta(days=150)
    after.opens_on, after.closes_on = today - timedelta(days=7), today + timedelta(days=7)
    db.session.flush()


def _add_pupils(school: School, count: int, *, prefix: str) -> list[int]:
    """Pupils of Years 9 to 11 without names; gives their ids."""
    number = db.session.query(db.func.count(Pupil.id)).scalar() or 0
    rows = [
        {"pseudonym": f"{prefix}{n:09d}", "home_school_id": school.id, "year_group": str(9 + n % 3)}
        for n in range(number, number + count)
    ]
    return list(db.session.scalars(insert(Pupil).returning(Pupil.id, sort_by_parameter_order=True), rows))


def _add_responses(pupils: list[int], waves: tuple[int, ...], *, keys: list[Any], dice: np.random.Generator) -> None:
    """Answers around each pupil's own leaning in each scale, a little better after, with their scores."""
    n_items = sum(len(key.items) for key in keys)
    leaning = dice.normal(0, 0.8, (len(pupils), len(keys)))
    rows = []
    for later, wave_id in enumerate(waves):
        values = np.zeros((len(pupils), n_items), dtype=int)
        scores = np.zeros((len(pupils), len(keys)))
        for number, key in enumerate(keys):
            drawn = 3.2 + 0.2 * later + leaning[:, [number]] + dice.normal(0, 1, (len(pupils), len(key.items)))
            worth = drawn.round().clip(key.low, key.high).astype(int)
            scores[:, number] = (worth.mean(axis=1) - key.low) / (key.high - key.low) * 100
            for column, (position, codes) in enumerate(key.items):
                values[:, position] = _code_of(codes, worth[:, column])
        moment = now() - timedelta(days=0 if later else 155)
        rows += [_response(pupil, wave_id, values[n], scores[n], moment) for n, pupil in enumerate(pupils)]
    for start in range(0, len(rows), ROWS_AT_ONCE):
        db.session.execute(insert(Response), rows[start : start + ROWS_AT_ONCE])


def _code_of(codes: dict[str, int], worth: np.ndarray) -> np.ndarray:
    """The codes that are worth so much; reversed items have other codes for the same worth."""
    back = {value: int(code) for code, value in codes.items()}
    return np.array([back[value] for value in worth.tolist()])


def _response(pupil_id: int, wave_id: int, values: np.ndarray, scores: np.ndarray, moment: datetime) -> dict[str, Any]:
    row = {"pupil_id": pupil_id, "wave_id": wave_id, "state": "finished", "answers": "".join(map(str, values))}
    row |= {"started_at": moment, "updated_at": moment, "finished_at": moment}
    return row | {f"score_{number}": float(score) for number, score in enumerate(scores, start=1)}


def cookies_of(app: Flask, person: Person) -> dict[str, str]:
    """The session cookie of somebody who has signed in."""
    contents: dict[str, Any] = {}
    signed_in.begin(contents, person)
    serializer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
    return {SESSION_COOKIE: serializer.dumps(contents)}
