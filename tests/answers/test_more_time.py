"""A pupil who was given more time goes on after the class, to the minute and no longer."""

from datetime import timedelta

from app.db import db as database
from app.db import now
from app.waves.models import MoreTime
from tests.answers.conftest import Seat, the_response


def give(lesson, card=0, minutes=10):
    sitting_id, card_id = lesson.sitting.id, lesson.cards[card].id
    database.session.merge(MoreTime(sitting_id=sitting_id, card_id=card_id, until=now() + timedelta(minutes=minutes)))
    lesson.sitting.closed_at = now()
    database.session.commit()


def test_answers_are_saved_and_finished_after_the_class_has_ended(seat):
    seat.begin()
    give(seat.lesson)
    seat.send(1, "3")
    assert seat.write(2, "4", seq=2)["stored"] == "4"
    seat.finish()
    assert the_response().state == "finished"
    assert the_response().answers.startswith("34.")


def test_the_code_lets_that_pupil_in_again(seat):
    seat.begin()
    seat.send(1, "3")
    give(seat.lesson)
    seat.enter()
    seat.send(2, "4")
    assert the_response().answers.startswith("34.")


def test_a_pupil_who_had_not_begun_may_begin(seat):
    give(seat.lesson)
    seat.begin()
    seat.send(1, "2")
    assert the_response().answers[0] == "2"


def test_the_others_are_told_that_it_is_over(app, client, seat):
    give(seat.lesson)
    other = Seat(app.test_client(), seat.lesson, pupil=1)
    assert "The time for this survey is over for now" in other.enter(status=409).text


def test_when_it_is_over_it_is_over(seat):
    seat.begin()
    seat.send(1, "3")
    hidden = seat.hidden
    give(seat.lesson, minutes=-1)
    reply = seat.client.post("/answer/questions/2", data={**hidden, "move": "next", "answer": "4"})
    assert reply.status_code == 409
    assert the_response().answers == "3" + "." * 44
