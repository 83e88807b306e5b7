"""Scores by hand. That they equal the statistics package's is shown in tests/test_scores_agree.py."""

from pathlib import Path

import pytest

from app.instruments.load import read
from app.instruments.scoring import score_all, score_scale

SAMPLES = Path(__file__).parent / "samples"


@pytest.fixture
def statement():
    """Three items from 1 to 3; the third is reversed."""
    return read(SAMPLES / "statement.yaml")


@pytest.mark.parametrize(
    ("answers", "score"),
    [
        ("331", 100.0),
        ("113", 0.0),
        ("222", 50.0),
        ("333", pytest.approx(200 / 3)),
        ("33u", 100.0),
        ("3s3", 50.0),
        ("3..", None),
        ("uu1", None),
        ("...", None),
        ("-31", 100.0),
    ],
)
def test_a_score_is_the_mean_of_what_was_answered(statement, answers, score):
    assert score_scale(statement, "garden", answers) == score


def test_the_share_that_must_be_answered_can_be_set(statement):
    assert score_scale(statement, "garden", "3..", minimum_share=0.3) == 100.0
    assert score_scale(statement, "garden", "33.", minimum_share=0.7) is None


def test_nothing_answered_is_no_score_whatever_the_share(statement):
    assert score_scale(statement, "garden", "...", minimum_share=0) is None


def test_all_scales_are_scored_by_their_ids(statement):
    assert score_all(statement, "331") == {"garden": 100.0}


def test_an_instrument_without_scales_has_no_scores():
    assert score_all(read(SAMPLES / "choice.yaml"), "w") == {}
