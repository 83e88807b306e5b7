"""A pupil may sit form B in any wave: the card says which, the response knows, and its own key scores it."""

import pytest

from app.answers.models import Response
from app.db import db as database
from app.instruments.scoring import score_key, scoring_key
from tests.answers.conftest import Seat, a_lesson, the_response
from tests.factories import with_form_b


@pytest.fixture
def form_b(app):
    return app.extensions["instruments"].latest("school-and-me-b")


@pytest.fixture
def seat(client):
    lesson = a_lesson(**with_form_b())
    lesson.cards[0].is_beside = True
    database.session.commit()
    return Seat(client, lesson)


def test_a_card_of_form_b_is_asked_its_statements_and_scored_by_its_key(seat, form_b):
    seat.begin()
    assert f"{len(form_b.questions)}" in seat.client.get("/answer/questions/1").text
    for number in range(1, len(form_b.questions) + 1):
        seat.send(number, "3" if number % 2 else "2")
    seat.finish()
    response = the_response()
    assert (response.state, response.digest, len(response.answers)) == ("finished", form_b.digest, 27)
    for number, scale in enumerate(form_b.scales, 1):
        assert getattr(response, f"score_{number}") == score_key(scoring_key(form_b)[scale.id], response.answers)


def test_an_answer_of_form_a_is_none_of_form_b(seat):
    seat.begin()
    seat.send(1, "5", status=422)


def test_the_others_sit_the_surveys_own_form(app, seat):
    Seat(app.test_client(), seat.lesson, pupil=1).begin()
    response = the_response()
    assert (response.digest, len(response.answers)) == ("", 45)


def test_a_response_keeps_its_form_when_the_card_changes(seat, form_b):
    seat.begin()
    seat.send(1, "3")
    seat.lesson.cards[0].is_beside = False
    database.session.commit()
    seat.enter()
    seat.send(2, "2")
    assert the_response().answers.startswith("32.")
    assert the_response().digest == form_b.digest


def test_a_form_changed_between_the_codes_and_yes_is_that_of_the_pass(seat):
    seat.enter()
    seat.lesson.cards[0].is_beside = False
    database.session.commit()
    seat.agree()
    seat.send(1, "3")
    assert database.session.query(Response).count() == 1
    assert len(the_response().answers) == 27


def test_a_card_of_a_survey_without_another_form_sits_its_own(client):
    lesson = a_lesson()
    lesson.cards[0].is_beside = True
    database.session.commit()
    Seat(client, lesson).begin()
    assert len(the_response().answers) == 45
