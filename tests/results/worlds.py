"""A partnership with a survey that its pupils have answered, made of one number: the seed."""

import random
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from app.answers.models import Response
from app.db import db, now
from app.instruments.scoring import score_all
from tests import factories

QUESTIONS = 45


@dataclass
class World:
    """What the tests of results look at."""

    partnership: Any
    ash: Any
    beech: Any
    sport: Any
    drama: Any
    teacher: Any
    lead: Any
    head: Any
    survey: Any
    pupils: list[Any] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"/results/{self.survey.id}"

    @property
    def first(self) -> Any:
        return self.survey.waves[0]

    @property
    def last(self) -> Any:
        return self.survey.waves[-1]


def a_world(*, ash: int = 14, beech: int = 9, teachers_see_profiles: bool = True) -> World:
    """Two schools, two courses: sport is hosted by Ash for both schools, drama by Beech for its own pupils."""
    first, second = factories.a_school("Ash College"), factories.a_school("Beech School")
    partnership = factories.a_partnership(first, second, name="Hill Partnership")
    teacher = factories.a_person("practitioner", school=first)
    sport = factories.a_course(partnership, first, title="Sport", teachers=(teacher,))
    drama = factories.a_course(partnership, second, title="Drama")
    survey = factories.a_survey(partnership, sport, drama, teachers_see_profiles=teachers_see_profiles)
    today = now().date()
    survey.waves[-1].opens_on = today - timedelta(days=1)
    survey.waves[-1].closes_on = today + timedelta(days=9)
    world = World(
        partnership,
        first,
        second,
        sport,
        drama,
        teacher,
        factories.a_person("lead", partnership=partnership),
        factories.a_person("leader", school=first),
        survey,
    )
    world.pupils = [factories.a_pupil(first, sport, year_group=str(9 + i % 2)) for i in range(ash)]
    world.pupils += [factories.a_pupil(second, drama, year_group="10") for _ in range(beech)]
    db.session.commit()
    return world


def answer(wave: Any, pupil: Any, *, answers: str = "", state: str = "finished", **fields: Any) -> Response:
    """One pupil's response, scored as the saving of answers scores it."""
    from flask import current_app

    survey = wave.survey
    instrument = current_app.extensions["instruments"].get(survey.instrument_name, survey.instrument_version)
    answers = answers or "3" * QUESTIONS
    scores = {f"score_{n}": score for n, score in enumerate(score_all(instrument, answers).values(), 1)}
    response = Response(
        wave_id=wave.id,
        pupil_id=pupil.id,
        state=state,
        answers=answers,
        **{"updated_at": now(), "finished_at": now() if state == "finished" else None, **scores, **fields},
    )
    db.session.add(response)
    db.session.commit()
    return response


def some_answers(rng: random.Random, *, lift: float = 0.0) -> str:
    """Answers of one pupil around the pupil's own level."""
    level = rng.gauss(3.2 + lift, 0.6)
    return "".join(str(min(5, max(1, round(rng.gauss(level, 0.7))))) for _ in range(QUESTIONS))


def answer_both(world: World, pupils: list[Any], *, seed: int = 1, lift: float = 0.6) -> None:
    """Both waves of these pupils; the second a little higher."""
    rng = random.Random(seed)
    for pupil in pupils:
        answer(world.first, pupil, answers=some_answers(rng))
        answer(world.last, pupil, answers=some_answers(rng, lift=lift))


def begin_anew(world: World, pupils: list[Any], *, answers: str = "5" * QUESTIONS) -> None:
    """The last wave of these pupils is set aside and answered again."""
    for pupil in pupils:
        old = db.session.query(Response).filter_by(wave_id=world.last.id, pupil_id=pupil.id, state="finished").one()
        old.state, old.updated_at = "void", now()
        db.session.commit()
        answer(world.last, pupil, answers=answers)
