"""The scores kept while pupils answer are the scores that the statistics package defines."""

from datetime import timedelta
from types import SimpleNamespace

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.answers.journal import Write, save
from app.answers.models import Response
from app.answers.passes import Pass
from app.db import db as database
from app.db import now
from app.instruments.load import read_all
from app.instruments.model import NOT_ANSWERED, NOT_SHOWN, NOT_SURE, PREFER_NOT, SKIPPED
from app.instruments.scoring import score_all
from app.stats.scales import score
from tests.answers.conftest import a_lesson
from tests.instruments.test_load import SAMPLES, read
from tests.instruments.test_surveys import ROOT

MISSING = NOT_ANSWERED + NOT_SHOWN + SKIPPED + NOT_SURE + PREFER_NOT
INSTRUMENTS = {
    **{one.name: one for one in read_all(ROOT / "surveys").all()},
    "statement": read(SAMPLES / "statement.yaml"),
}


def scores_by_statistics(instrument, answers, share=0.6):
    """Scale id to score, each by `app.stats.scales.score` on a table of one pupil."""
    scores = {}
    for scale in instrument.scales:
        items = [instrument.question(id) for id in scale.question_ids]
        values = {option.code: option.value for option in items[0].options}
        row = {item.id: [values.get(answers[instrument.positions[item.id]])] for item in items}
        low, high = min(values.values()), max(values.values())
        table = pd.DataFrame(row, dtype=float)
        (scores[scale.id],) = score(
            table, low=low, high=high, reverse=list(scale.reversed_ids), minimum_share=share
        ).tolist()
    return scores


def assert_same(ours, theirs):
    assert ours.keys() == theirs.keys()
    for name, value in theirs.items():
        assert (ours[name] is None) == pd.isna(value), name
        if ours[name] is not None:
            assert ours[name] == pytest.approx(value, abs=1e-9), name


@pytest.mark.parametrize("name", INSTRUMENTS)
@given(data=st.data())
@settings(max_examples=60, deadline=None)
def test_plain_arithmetic_gives_the_same_scores(name, data):
    instrument = INSTRUMENTS[name]
    codes = "".join(instrument.questions[0].labels) + MISSING
    n = len(instrument.questions)
    answers = data.draw(st.text(alphabet=codes, min_size=n, max_size=n))
    share = data.draw(st.sampled_from([0.2, 0.5, 0.6, 0.8, 1.0]))
    assert_same(score_all(instrument, answers, share), scores_by_statistics(instrument, answers, share))


@pytest.fixture
def desk(app, db):
    """A blank response, rewound before every sequence, and the pass to write to it."""
    lesson = a_lesson(1)
    instrument = app.extensions["instruments"].latest("school-and-me")
    card = lesson.cards[0]
    response = Response(
        wave_id=lesson.survey.waves[0].id,
        pupil_id=card.pupil_id,
        sitting_id=lesson.sitting.id,
        answers=NOT_ANSWERED * len(instrument.questions),
    )
    database.session.add(response)
    database.session.commit()
    ticket = Pass("n", instrument.digest, lesson.sitting.id, card.id, card.issue, response.id)
    database.session.rollback()
    return SimpleNamespace(ticket=ticket, instrument=instrument)


@given(
    moves=st.lists(
        st.tuples(st.integers(0, 44), st.sampled_from(["1", "2", "3", "4", "5", NOT_SURE, SKIPPED])), max_size=40
    )
)
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
def test_scores_kept_live_are_those_of_the_answers_kept(desk, moves):
    moment, kept = now(), None
    for position, code in moves:
        moment += timedelta(milliseconds=1)
        kept = save(desk.ticket, desk.instrument, Write(position, code, lease=0), moment).answers
    database.session.rollback()
    response = database.session.get(Response, desk.ticket.response_id, populate_existing=True)
    assert kept in (None, response.answers)
    for position, code in dict(moves).items():
        assert response.answers[position] == code
    ours = {scale.id: getattr(response, f"score_{n}") for n, scale in enumerate(desk.instrument.scales, start=1)}
    assert_same(ours, scores_by_statistics(desk.instrument, response.answers))
    database.session.rollback()
