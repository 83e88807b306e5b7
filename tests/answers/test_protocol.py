"""The saving protocol as the script meets it: what is taken, what is a repeat, what is kept and never applied."""

import pytest
from sqlalchemy import update

from app.answers import actions, passes
from app.answers.models import AnswerEvent, Response
from app.answers.seqs import MOST
from app.db import db as database
from tests.answers.conftest import Seat, count_events, the_response


@pytest.fixture
def held(seat):
    """A pupil's window that holds the response."""
    seat.begin().take_up()
    return seat


def standing(number):
    return the_response().answers[number - 1]


def events():
    database.session.rollback()
    return [(one.code, one.lease, one.seq, one.late) for one in database.session.query(AnswerEvent).order_by("id")]


def test_the_reply_says_what_is_stored_now(held):
    assert held.write(4, "3", seq=13) == {"question": 4, "stored": "3", "seq": 13, "lease": 2}
    assert standing(4) == "3"
    assert events() == [("3", 2, 13, False)]


def test_taking_up_tells_all_that_a_window_must_know(held):
    held.write(1, "3", seq=1)
    held.write(2, "5", seq=7)
    assert held.take_up() == {"lease": 3, "seq": 7, "answers": "35" + "." * 43, "number": 3}


def test_when_all_is_answered_the_pupil_goes_on_after_the_last(held):
    for number in range(1, 46):
        held.write(number, "3", seq=number)
    assert held.take_up()["number"] == 46


def test_entering_anew_raises_the_lease(seat, lesson, browser_of):
    seat.begin()
    assert the_response().lease == 1
    elsewhere = Seat(browser_of(), lesson)
    elsewhere.enter()
    assert the_response().lease == 2


def test_the_same_write_again_gets_the_same_reply_and_writes_nothing(held):
    first = held.write(4, "3", seq=1)
    assert held.write(4, "3", seq=1) == first
    assert count_events() == 1


def test_a_known_write_that_comes_after_a_newer_one_changes_nothing(held):
    held.write(4, "3", seq=1)
    held.write(4, "5", seq=2)
    assert held.write(4, "3", seq=1) == {"question": 4, "stored": "5", "seq": 2, "lease": 2}
    assert (standing(4), count_events()) == ("5", 2)


def test_a_lower_number_never_overwrites_a_higher_one(held):
    held.write(4, "5", seq=2)
    assert held.write(4, "3", seq=1) == {"question": 4, "stored": "5", "seq": 2, "lease": 2}
    assert standing(4) == "5"
    assert events() == [("5", 2, 2, False), ("3", 2, 1, False)]


def test_an_equal_number_with_another_write_id_does_not_overwrite_either(held):
    held.write(4, "5", seq=2)
    assert held.write(4, "3", seq=2, write="another")["stored"] == "5"
    assert standing(4) == "5"


def test_numbers_are_compared_question_by_question(held):
    held.write(4, "5", seq=9)
    assert held.write(5, "3", seq=2)["stored"] == "3"
    assert the_response().answers[3:5] == "53"


def test_the_same_value_under_a_newer_number_moves_the_number(held):
    held.write(4, "5", seq=1)
    held.write(4, "5", seq=9)
    assert held.write(4, "3", seq=5)["stored"] == "5"
    assert count_events() == 3


def test_a_score_follows_what_stands_and_not_what_came_too_late(held):
    for number in range(1, 46):
        held.write(number, "5", seq=100 + number)
    held.write(1, "1", seq=1)
    assert the_response().score_1 == 100


def test_an_older_window_is_told_kindly_and_its_write_is_kept_as_late(held):
    held.write(4, "5", seq=1)
    held.take_up()
    reply = held.write(4, "1", seq=2, lease=2, status=409)
    assert reply == {
        "error": "taken-over",
        "sentence": "You are going on in another window. This one is closed now.",
    }
    assert standing(4) == "5"
    assert events() == [("5", 2, 1, False), ("1", 2, 2, True)]


def test_a_late_write_whose_refusal_was_lost_is_refused_again(held):
    held.take_up()
    for _ in range(2):
        held.write(4, "1", seq=2, lease=2, status=409)
    assert count_events() == 1


def test_a_late_write_that_the_next_window_found_in_the_queue_and_sends_as_its_own_is_saved(held):
    held.take_up()
    held.write(4, "1", seq=2, lease=2, status=409)
    assert held.write(4, "1", seq=2) == {"question": 4, "stored": "1", "seq": 2, "lease": 3}
    assert held.write(4, "1", seq=2, lease=2)["stored"] == "1"
    assert held.write(4, "1", seq=2)["stored"] == "1"
    assert events() == [("1", 2, 2, True), ("1", 3, 2, False)]


def test_taking_up_what_has_moved_on_changes_nothing_and_says_where_it_is(held):
    form = {"csrf_token": held.hidden["csrf_token"], "lease": "1"}
    reply = held.client.post("/answer/take-up", data=form)
    assert (reply.status_code, reply.json["error"], reply.json["lease"]) == (409, "lease-has-moved", 2)
    assert held.client.post("/answer/take-up", data={**form, "lease": "2"}).json["lease"] == 3
    assert held.client.post("/answer/take-up", data={**form, "lease": "2"}).status_code == 409
    held.write(4, "1", seq=2, lease=3)


def test_a_write_saved_in_time_whose_reply_was_lost_is_still_saved_after_another_window_took_over(held):
    held.write(4, "1", seq=2)
    held.take_up()
    assert held.write(4, "1", seq=2, lease=2) == {"question": 4, "stored": "1", "seq": 2, "lease": 3}


def test_a_late_write_does_not_move_the_time_of_the_response(held):
    held.write(4, "5", seq=1)
    held.take_up()
    before = the_response().updated_at
    held.write(4, "1", seq=2, lease=2, status=409)
    assert the_response().updated_at == before


def test_the_queue_of_an_older_window_goes_on_under_a_new_lease_with_its_own_numbers(held):
    held.write(1, "2", seq=1)
    again = held.take_up()
    assert held.write(2, "4", seq=2)["lease"] == again["lease"]
    assert the_response().answers[:2] == "24"


@pytest.mark.parametrize(
    "wrong",
    [
        {"lease": ""},
        {"lease": "x"},
        {"lease": "3"},
        {"lease": "-1"},
        {"seq": ""},
        {"seq": "0"},
        {"seq": "x"},
        {"seq": str(MOST + 1)},
        {"write": ""},
        {"write": "w" * 49},
    ],
    ids=str,
)
def test_what_cannot_be_read_is_refused(held, wrong):
    assert held.write(4, "5", **{"seq": 1, "status": 400, **wrong})["error"] == "unreadable"
    assert count_events() == 0


@pytest.mark.parametrize(
    ("wrong", "status"),
    [
        ({"question": "46"}, 404),
        ({"question": ""}, 404),
        ({"question": "-1"}, 404),
        ({"answer": "9"}, 422),
        ({"answer": ""}, 422),
        ({"csrf_token": "x"}, 400),
        ({"write": "\0"}, 400),
    ],
    ids=str,
)
def test_what_is_wrong_is_told_in_a_sentence(held, wrong, status):
    reply = held.client.post(
        "/answer/writes", data={**held.hidden, "seq": 1, "write": "w", "question": 4, "answer": 5} | wrong
    )
    assert reply.status_code == status
    assert set(reply.json) == {"error", "sentence"}
    assert count_events() == 0


def test_the_token_may_come_in_a_header(held):
    hidden = held.hidden
    headers = {"X-CSRFToken": hidden.pop("csrf_token")}
    data = {**hidden, "question": 4, "answer": 5, "seq": 1, "write": "w"}
    assert held.client.post("/answer/writes", data=data, headers=headers).status_code == 200
    assert held.client.post("/answer/writes", data=data, headers={"X-CSRFToken": "x"}).status_code == 400


def test_whoever_has_not_said_yes_holds_nothing(seat):
    seat.enter()
    token = seat.client.token("/answer/start")
    reply = seat.client.post("/answer/take-up", data={"csrf_token": token})
    assert (reply.status_code, reply.json["error"]) == (410, "no-response")


def test_a_finished_response_takes_no_write_and_no_window(held):
    hidden = held.hidden
    the_response().state = "finished"
    database.session.commit()
    data = {**hidden, "question": 4, "answer": 5, "seq": 1, "write": "w"}
    for address in ("/answer/writes", "/answer/take-up"):
        reply = held.client.post(address, data=data)
        assert (reply.status_code, reply.json["error"]) == (409, "response-finished")


def test_a_form_without_script_is_the_next_in_order_of_arrival(held):
    held.write(4, "5", seq=30)
    held.send(4, "2")
    assert held.take_up()["seq"] == 31
    assert held.write(4, "1", seq=30, write="older")["stored"] == "2"


def test_a_form_always_counts_even_when_the_numbers_are_used_up(held):
    held.write(4, "5", seq=MOST)
    held.send(4, "2")
    assert standing(4) == "2"


def test_an_older_page_without_script_is_told_kindly_and_may_go_on(held):
    before = held.hidden
    held.take_up()
    page = held.send(4, "5", status=409, **before)
    assert "You are going on in another window. This one is closed now." in page.text
    assert held.client.post("/answer/here", data=before).location == "/answer/questions"
    held.send(4, "5")
    assert standing(4) == "5"


def test_finishing_in_an_older_window_is_refused(held):
    before = held.hidden
    held.take_up()
    assert held.client.post("/answer/finish", data=before).status_code == 409
    assert the_response().state == "open"


def test_a_window_that_takes_over_between_the_look_and_the_write_is_not_finished_by_the_older(held, monkeypatch):
    before, look, looks = held.hidden, actions.check_lease, []

    def look_and_be_overtaken(standing, lease):
        look(standing, lease)
        looks.append(lease)
        database.session.execute(update(Response).values(lease=Response.lease + 1))

    monkeypatch.setattr(actions, "check_lease", look_and_be_overtaken)
    reply = held.client.post("/answer/finish", data=before)
    assert (reply.status_code, len(looks)) == (409, 1)
    assert "You are going on in another window" in reply.text
    assert the_response().state == "open"


def test_the_script_hears_in_one_reply_that_it_is_finished_and_where_the_last_page_is(held):
    data, json = {**held.hidden}, {"Accept": "application/json"}
    refused = held.client.post("/answer/finish", data=data | {"lease": "99"}, headers=json)
    assert (refused.status_code, refused.json["error"]) == (400, "unreadable")
    reply = held.client.post("/answer/finish", data=data, headers=json)
    assert reply.status_code == 200
    assert reply.json["thanks"].startswith("/answer/thanks?survey=")
    assert held.client.get_cookie(passes.COOKIE, path=passes.PATH) is None
    assert the_response().state == "finished"


def test_finishing_again_in_an_older_window_is_finishing_once(held):
    cookie = held.client.get_cookie("lateral_pupil", path="/answer").value
    older = held.hidden
    held.take_up()
    held.finish()
    held.client.set_cookie("lateral_pupil", cookie, path="/answer")
    assert held.client.post("/answer/finish", data=older).status_code == 303
