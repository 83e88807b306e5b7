"""The demo's survey: two waves answered, the last one half answered and open, as rows."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from typing import Any

from app.answers.models import MOST_SCALES, AnswerEvent, Response
from app.db import now
from app.demo import cast
from app.demo.answers import generate
from app.demo.partnership import Made
from app.demo.rows import Rows
from app.instruments.model import NOT_ANSWERED, Instrument
from app.instruments.scoring import score_all
from app.waves import codes
from app.waves.models import Card, Sitting, Survey, SurveyCourse, Wave

WAVES = {"before": (-203, -187), "during": (-105, -91), "after": (-7, 21)}  # first and last day, counted from today
N_EARLY = 3  # pupils of the open lesson who have finished when the visitor comes
BEGAN = timedelta(minutes=12)  # ago, for that lesson
LESSON = timedelta(minutes=45)
OPEN_FOR = timedelta(hours=6)  # today's lesson waits for the visitor
AWAY = {"before": 0.05, "during": 0.09, "after": 0.1}  # share of pupils who missed the wave
STOPPED = 0.04  # share of responses that were never finished
DECLINED = 0.02
BETWEEN_ANSWERS = timedelta(seconds=9)


@dataclass
class Field:
    """What is needed to put one survey into the field."""

    rows: Rows
    made: Made
    instrument: Instrument
    today: date
    rng: Any
    taken: set[str]  # class codes and fingerprints of cards so far
    journal: bool
    """False leaves out the journal of waves that are over, as an installation does that has exported them."""


def add_survey(field: Field) -> None:
    """Add the survey with its waves, cards, sittings and responses."""
    rows, made, instrument = field.rows, field.made, field.instrument
    survey = rows.add(
        Survey,
        partnership_id=made.partnership,
        title=cast.SURVEY,
        instrument_name=instrument.name,
        instrument_version=instrument.version,
        instrument_digest=instrument.digest,
        help_contact="your teacher, or the pastoral lead of your school",
        pastoral_sees_profiles=True,
        created_by_id=made.lead,
    )
    for course in made.courses.values():
        rows.link(SurveyCourse, survey_id=survey, course_id=course)
    _add_cards(field, survey)
    answers = generate(instrument, len(made.pupils), field.rng)
    for position, (kind, (first, last)) in enumerate(WAVES.items(), start=1):
        opens_on, closes_on = field.today + timedelta(days=first), field.today + timedelta(days=last)
        wave = rows.add(Wave, survey_id=survey, position=position, kind=kind, opens_on=opens_on, closes_on=closes_on)
        _answer_wave(field, wave, kind, answers[kind], opens_on)


def _add_cards(field: Field, survey: int) -> None:
    for number, pupil in enumerate(field.made.pupils, start=1):
        issue, fingerprint = _issue(field, survey, pupil)
        field.rows.add(
            Card,
            survey_id=survey,
            pupil_id=pupil,
            number=number,
            issue=issue,
            code_fingerprint=fingerprint,
            printed_at=moment(field.today + timedelta(days=WAVES["before"][0]), 0),
        )


def _issue(field: Field, survey: int, pupil: int) -> tuple[int, str]:
    """The first issue of a pupil's card whose code no other card has, and its fingerprint."""
    for issue in count(1):
        fingerprint = codes.card_fingerprint(codes.card_code(survey, pupil, issue))
        if fingerprint not in field.taken:
            break
    field.taken.add(fingerprint)
    return issue, fingerprint


def _class_code(field: Field) -> str:
    while (code := codes.new_class_code()) in field.taken:
        pass
    field.taken.add(code)
    return code


def _answer_wave(field: Field, wave: int, kind: str, answers: list[str], opens_on: date) -> None:
    courses = cast.ANSWERED_AFTER if kind == "after" else tuple(dict.fromkeys(field.made.course_of.values()))
    sittings = dict(_add_lessons(field, wave, courses, opens_on))
    early = _open_lesson(field, wave) if kind == "after" else {}
    for pupil, given in zip(field.made.pupils, answers, strict=True):
        course, luck = field.made.course_of[pupil], field.rng.random()
        watched = course == cast.OPEN_NOW  # the group whose comparison a visitor sees move: none of them is missing
        here = pupil in early or (course in sittings and (watched or luck >= AWAY[kind]))
        if not here:
            continue
        sitting, began = early.get(pupil) or sittings[course]
        response = _response(field, given, began, "finished" if watched else _state(field))
        number = field.rows.add(Response, wave_id=wave, pupil_id=pupil, sitting_id=sitting, **response)
        if field.journal or kind == "after":
            _add_events(field.rows, number, sitting, response)


def _add_lessons(
    field: Field, wave: int, courses: tuple[str, ...], opens_on: date
) -> Iterator[tuple[str, tuple[int, datetime]]]:
    """A sitting that is over for each course: its number and when it began, by the course's key."""
    for place, course in enumerate(courses):
        began = moment(school_day(opens_on + timedelta(days=place % 5)), place)
        sitting = field.rows.add(
            Sitting,
            wave_id=wave,
            course_id=field.made.courses[course],
            class_code=_class_code(field),
            opened_by_id=field.made.teachers[course],
            opened_at=began,
            closes_at=began + LESSON,
            closed_at=began + LESSON,
        )
        yield course, (sitting, began)


def _open_lesson(field: Field, wave: int) -> dict[int, tuple[int, datetime]]:
    """The sitting that is open now: its number and when it began, for the pupils who have answered in it already."""
    began = now() - BEGAN
    sitting = field.rows.add(
        Sitting,
        wave_id=wave,
        course_id=field.made.courses[cast.OPEN_NOW],
        class_code=_class_code(field),
        opened_by_id=field.made.teachers[cast.OPEN_NOW],
        opened_at=began,
        closes_at=now() + OPEN_FOR,
        closed_at=None,
    )
    group = [pupil for pupil, course in field.made.course_of.items() if course == cast.OPEN_NOW]
    return {pupil: (sitting, began) for pupil in group[:N_EARLY]}


def _state(field: Field) -> str:
    luck = field.rng.random()
    return "declined" if luck < DECLINED else "open" if luck < DECLINED + STOPPED else "finished"


def _response(field: Field, given: str, began: datetime, state: str) -> dict[str, Any]:
    """Columns of a response that began with the lesson or up to two minutes later."""
    started = began + timedelta(seconds=int(field.rng.integers(20, 120)))
    n_given = {"declined": 0, "finished": len(given)}.get(state, int(field.rng.integers(8, 30)))
    given = given[:n_given].ljust(len(given), NOT_ANSWERED)
    ended = started + BETWEEN_ANSWERS * n_given
    scores = list(score_all(field.instrument, given).values())
    scores += [None] * (MOST_SCALES - len(scores))
    return {
        "state": state,
        "answers": given,
        "started_at": started,
        "updated_at": ended,
        "finished_at": ended if state == "finished" else None,
        **{f"score_{number}": score for number, score in enumerate(scores, start=1)},
    }


def _add_events(rows: Rows, number: int, sitting: int, response: dict[str, Any]) -> None:
    for question, code in enumerate(response["answers"].rstrip(NOT_ANSWERED)):
        rows.add(
            AnswerEvent,
            response_id=number,
            question=question,
            code=code,
            write_id=f"demo-{question}",
            sitting_id=sitting,
            given_at=response["started_at"] + BETWEEN_ANSWERS * (question + 1),
        )


def school_day(day: date) -> date:
    """The day itself, or the Monday after a weekend."""
    return day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > 4 else 0)


def moment(day: date, place: int) -> datetime:
    """When the lesson of the `place`th course begins that day: 9:05, 10:05, ... UTC."""
    return datetime.combine(day, time(9 + place % 5, 5), UTC)
