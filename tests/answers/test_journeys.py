"""What a pupil does from the first page to the last, without scripts and with them."""

import pytest

from tests.answers.conftest import HX_MAIN, HX_SAVED, Seat, count_events, the_response


def test_a_pupil_answers_everything_without_scripts(client, seat):
    seat.enter()
    page = client.page("/answer/start")
    assert "45 short questions" in page.text
    seat.agree()
    for number in range(1, 46):
        page = client.page(f"/answer/questions/{number}")
        assert f"Question {number} of 45" in page.text
        client.post_form(f"/answer/questions/{number}", {"answer": "4"})
    page = client.page("/answer/review")
    assert "You have been through every question" in page.text
    finished = client.post_form("/answer/finish", at="/answer/review")
    assert finished.location.startswith("/answer/thanks")
    assert "Thank you" in client.page(finished.location).text
    response = the_response()
    assert (response.state, response.answers) == ("finished", "4" * 45)
    assert [getattr(response, f"score_{n}") for n in range(1, 10)] == [75.0] * 9
    assert count_events() == 45


def test_a_pupil_answers_with_scripts_and_gets_the_next_statement_in_the_reply(seat):
    seat.begin()
    for number in range(1, 45):
        page = seat.send(number, "5", status=200, headers=HX_MAIN)
        assert f"Question {number + 1} of 45" in page.text
        assert page.response.headers["HX-Replace-Url"] == f"/answer/questions/{number + 1}"
    last = seat.send(45, "5", status=200, headers=HX_MAIN)
    assert "Look through your answers" in last.text
    assert the_response().answers == "5" * 45
