"""Responses as tables."""

import numpy as np
import pytest

from app.answers import frame
from app.answers.models import Response
from app.db import db as database
from app.instruments.scoring import score_all
from tests.answers.conftest import a_lesson


@pytest.fixture
def instrument(app):
    return app.extensions["instruments"].latest("school-and-me")


@pytest.fixture
def wave(db, instrument):
    """Four responses: finished, unfinished, void and declined."""
    lesson = a_lesson(4)
    wave = lesson.survey.waves[0]
    given = {"finished": "5" * 45, "open": "1s3u" + "." * 41, "void": "2" * 45, "declined": "." * 45}
    for card, (state, answers) in zip(lesson.cards, given.items(), strict=True):
        response = Response(wave_id=wave.id, pupil_id=card.pupil_id, state=state, answers=answers)
        for number, score in enumerate(score_all(instrument, answers).values(), start=1):
            setattr(response, f"score_{number}", score)
        database.session.add(response)
    database.session.commit()
    return wave


def test_void_and_declined_responses_are_left_out(wave, instrument):
    assert frame.codes_frame(wave.id, instrument).shape == (2, 45)


def test_codes_keep_every_kind_of_missing_apart(wave, instrument):
    unfinished = frame.codes_frame(wave.id, instrument).iloc[1]
    assert list(unfinished[:5]) == ["1", "s", "3", "u", "."]


def test_values_are_numbers_where_something_was_answered(wave, instrument):
    values = frame.values_frame(wave.id, instrument)
    assert values.iloc[0].tolist() == [5.0] * 45
    assert values.iloc[1, :4].fillna(-1).tolist() == [1.0, -1.0, 3.0, -1.0]
    assert values.columns.tolist() == [question.id for question in instrument.questions]


def test_scores_are_those_kept_with_the_response(wave, instrument):
    scores = frame.scores_frame(wave.id, instrument)
    assert scores.columns.tolist() == [scale.id for scale in instrument.scales]
    assert scores.iloc[0].tolist() == [100.0] * 9
    assert scores.iloc[1].isna().all()


def test_rows_stand_under_their_pupils(wave, instrument):
    frames = [make(wave.id, instrument) for make in (frame.codes_frame, frame.values_frame, frame.scores_frame)]
    assert all(one.index.equals(frames[0].index) for one in frames)
    assert frames[0].index.name == "pupil_id"


def test_a_wave_without_responses_gives_empty_tables_with_all_columns(wave, instrument):
    nobody = wave.id + 1000
    assert frame.codes_frame(nobody, instrument).shape == (0, 45)
    assert frame.values_frame(nobody, instrument).shape == (0, 45)
    assert frame.scores_frame(nobody, instrument).shape == (0, 9)
    assert frame.scores_frame(nobody, instrument).dtypes.eq(np.float64).all()
