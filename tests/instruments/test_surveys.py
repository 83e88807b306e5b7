"""Our own surveys hold what their audience was promised."""

from pathlib import Path

import pytest

from app.instruments.load import read_all
from app.instruments.readability import reading_ages, syllables

ROOT = Path(__file__).parents[2]
LIBRARY = read_all(ROOT / "surveys")
SCALES = [
    "feelings-about-school",
    "learning-capability",
    "self-regard",
    "preparedness",
    "attitudes-to-teachers",
    "work-ethic",
    "confidence",
    "attitudes-to-attendance",
    "response-to-curriculum",
]
FORMS = {"school-and-me": (5, 5), "school-and-me-b": (3, 3)}
"""Statements a scale and answers a statement, of each form."""


@pytest.fixture(params=FORMS)
def survey(request):
    return LIBRARY.latest(request.param)


def test_it_has_nine_scales_of_equal_length(survey):
    a_scale, _ = FORMS[survey.name]
    assert [scale.id for scale in survey.scales] == SCALES
    assert {len(scale.question_ids) for scale in survey.scales} == {a_scale}
    assert len(survey.questions) == 9 * a_scale


def test_every_statement_has_the_same_short_answers(survey):
    _, answers = FORMS[survey.name]
    assert {len(question.options) for question in survey.questions} == {answers}
    assert all(len(one.label.split()) <= 2 for question in survey.questions for one in question.options)


def test_nothing_is_reversed(survey):
    assert not any(question.reversed for question in survey.questions)


def test_two_statements_of_a_scale_never_stand_together(survey):
    scales = [question.scale for question in survey.questions]
    assert all(one != next for one, next in zip(scales, scales[1:], strict=False))


def test_no_statement_is_said_twice(survey):
    texts = [question.text.lower() for question in survey.questions]
    assert len(set(texts)) == len(texts)


def test_a_nine_year_old_can_read_it(survey):
    texts = [text for question in survey.questions for text in (question.text, question.explain)]
    assert max(reading_ages(texts).values()) <= 9


def test_it_says_that_it_is_ours_open_and_not_normed(survey):
    assert survey.licence == "CC BY 4.0"
    assert "not been normed" in survey.status_note


def test_form_b_has_a_face_for_every_answer():
    survey = LIBRARY.latest("school-and-me-b")
    faces = [option.face for option in survey.questions[0].options]
    assert faces == ["sad", "neutral", "happy"]


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("cat", 1),
        ("lesson", 2),
        ("use", 1),
        ("asked", 1),
        ("started", 2),
        ("table", 2),
        ("remember", 3),
        ("makes", 1),
    ],
)
def test_syllables_are_counted_as_they_are_spoken(word, count):
    assert syllables(word) == count


def test_both_formulas_agree_that_long_words_are_harder():
    easy, hard = (
        reading_ages(["The cat sat on the mat."]),
        reading_ages(["Institutional accountability matters."]),
    )
    assert all(hard[name] > easy[name] for name in easy)
