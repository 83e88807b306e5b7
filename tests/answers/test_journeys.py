"""What a pupil does from the first page to the last, without scripts and with them."""

from app.answers import passes
from app.answers.models import Response
from app.db import db as database
from tests import factories
from tests.answers.conftest import Seat, a_lesson, count_events, the_response
from tests.pages import PageClient, words


def chosen_on(page):
    return [
        choice.get("value")
        for choice in page.find_all("input", type="radio", name="answer")
        if choice.get("checked") is not None
    ]


def test_a_pupil_answers_everything_without_scripts(client, seat):
    seat.enter()
    assert "45 short questions" in client.page("/answer/start").text
    seat.agree()
    for number in range(1, 46):
        assert f"Question {number} of 45" in client.page(f"/answer/questions/{number}").text
        seat.send(number, "4")
    assert "You have been through every question" in client.page("/answer/review").text
    finished = seat.finish()
    assert "Thank you" in client.page(finished.location).text
    response = the_response()
    assert (response.state, response.answers) == ("finished", "4" * 45)
    assert [getattr(response, f"score_{n}") for n in range(1, 10)] == [75.0] * 9
    assert count_events() == 45


def test_pressing_next_again_with_the_answer_that_stands_writes_nothing_more(seat):
    seat.begin()
    for _ in range(2):
        seat.send(1, "2")
    assert count_events() == 1


def test_the_heading_is_the_statement_and_the_answers_are_its_radios(client, seat):
    seat.begin()
    page = client.page("/answer/questions/1")
    question = client.application.extensions["instruments"].latest("school-and-me").questions[0]
    assert words(page.find("h1")) == question.text
    assert [one.get("value") for one in page.find_all("input", type="radio", name="answer")] == [
        "1",
        "2",
        "3",
        "4",
        "5",
        "u",
    ]
    assert question.explain in page.text


def test_skipping_is_kept_apart_from_not_sure_and_from_nothing(client, seat):
    seat.begin()
    seat.send(1, move="skip")
    seat.send(2, "u")
    assert the_response().answers[:3] == "su."
    review = client.page("/answer/review").text
    assert "Skipped" in review
    assert "Not sure" in review


def test_back_shows_the_earlier_answer_and_keeps_the_present_one(client, seat):
    seat.begin()
    seat.send(1, "3")
    assert seat.send(2, "5", move="back").location == "/answer/questions/1"
    assert chosen_on(client.page("/answer/questions/1")) == ["3"]
    assert the_response().answers[:2] == "35"


def test_back_without_an_answer_needs_none(seat):
    seat.begin()
    assert seat.send(2, move="back").location == "/answer/questions/1"
    assert count_events() == 0


def test_next_without_an_answer_asks_for_one_on_the_same_screen(client, seat):
    seat.begin()
    page = seat.send(4, status=422)
    assert "Choose one of the answers. You may also skip this one." in page.text
    assert "Question 4 of 45" in page.text


def test_an_answer_may_be_changed_and_the_last_one_counts(seat):
    seat.begin()
    for code in ("1", "5", "1"):
        seat.send(1, code)
    assert the_response().answers[0] == "1"
    assert count_events() == 3


def test_from_the_review_one_comes_back_to_the_review(client, seat):
    seat.begin()
    seat.send(7, "2")
    page = client.page("/answer/questions/7?then=review")
    assert page.find("input", name="then").get("value") == "review"
    assert seat.send(7, "3", then="review").location == "/answer/review"


def test_the_review_lists_what_has_no_answer(client, seat):
    seat.begin()
    for number in range(1, 44):
        seat.send(number, "3")
    page = client.page("/answer/review")
    assert "2 questions have no answer yet" in page.text
    assert [text.split(".")[0] for text in page.links if text[0].isdigit()] == ["44", "45"]


def test_a_long_list_of_gaps_is_one_link_to_the_first(client, seat):
    seat.begin()
    seat.send(1, "3")
    page = client.page("/answer/review")
    assert "44 questions have no answer yet" in page.text
    assert page.links["Go on with question 2"] == "/answer/questions"


def test_one_may_finish_with_gaps(client, seat):
    seat.begin()
    seat.send(1, "3")
    seat.finish()
    assert the_response().state == "finished"
    assert the_response().finished_at is not None


def test_finishing_twice_is_finishing_once(client, seat):
    seat.begin()
    hidden, cookie = seat.hidden, client.get_cookie(passes.COOKIE, path=passes.PATH)
    client.post("/answer/finish", data=hidden)
    first = the_response().finished_at
    client.set_cookie(passes.COOKIE, cookie.value, path=passes.PATH)
    assert client.post("/answer/finish", data=hidden).status_code == 303
    assert the_response().finished_at == first


def test_a_pupil_who_stops_goes_on_elsewhere_at_the_right_place(client, seat, browser_of):
    seat.begin()
    seat.send(1, "3")
    assert seat.send(2, "4", move="stop").location == "/answer/stopped"
    assert "All your answers are kept" in client.page("/answer/stopped").text
    elsewhere = Seat(browser_of(), seat.lesson)
    assert elsewhere.enter().location == "/answer/questions"
    assert elsewhere.client.page("/answer/questions", status=303).location == "/answer/questions/3"
    assert the_response().answers.startswith("34.")


def test_a_lost_page_needs_no_stopping(seat, browser_of):
    seat.begin()
    seat.send(1, "3")
    elsewhere = Seat(browser_of(), seat.lesson)
    elsewhere.enter()
    elsewhere.send(2, "4")
    assert the_response().answers.startswith("34.")


def test_nothing_is_stored_before_the_pupil_said_yes(client, seat):
    seat.enter()
    client.page("/answer/start")
    assert database.session.query(Response).count() == 0


def test_yes_and_no_look_alike(client, seat):
    seat.enter()
    yes, no = client.page("/answer/start").find_all("button", name="agree")
    assert (words(yes), words(no)) == ("Yes, start", "No thank you")
    assert yes.get("class") == no.get("class")


def test_a_pupil_is_told_who_will_see_the_answers_as_the_survey_says(client, seat):
    seat.enter()
    assert "The teachers of your course can see your scores" in client.page("/answer/start").text


def test_saying_no_is_thanked_in_the_same_words_as_finishing(client, seat, browser_of):
    seat.enter()
    declined = client.page(seat.agree("no").location).text
    assert the_response().answers == "." * 45
    other = Seat(browser_of(), seat.lesson, pupil=1).begin()
    finished = other.finish()
    assert other.client.page(finished.location).text == declined


def test_a_pupil_may_change_their_mind(client, seat):
    seat.enter()
    seat.agree("no")
    assert seat.enter().location == "/answer/start"
    seat.agree("yes")
    assert the_response().state == "open"


def test_neither_yes_nor_no_is_asked_again(client, seat):
    seat.enter()
    assert "Choose" in seat.agree("perhaps", status=400).text


def test_saying_yes_twice_makes_one_response(client, seat):
    seat.enter()
    token = client.token("/answer/start")
    cookie = client.get_cookie(passes.COOKIE, path=passes.PATH).value
    for _ in range(2):
        client.set_cookie(passes.COOKIE, cookie, path=passes.PATH)
        assert client.post("/answer/start", data={"csrf_token": token, "agree": "yes"}).status_code == 303
    assert the_response().state == "open"


def test_codes_may_be_typed_in_any_way(seat):
    typed = seat.code[:4].lower() + "-" + seat.code[4:] + " "
    assert seat.enter(class_code=seat.lesson.class_code.lower(), card_code=typed).location == "/answer/start"


def test_a_class_address_fills_in_the_class_code(client, seat):
    page = client.page(f"/answer/{seat.lesson.class_code}")
    assert page.find("input", name="class_code").get("value") == seat.lesson.class_code


def test_a_scanned_card_fills_itself_in_and_leaves_the_address(client, seat):
    scanned = client.page(f"/answer?card={seat.code}", status=303)
    assert scanned.location == "/answer"
    assert client.page("/answer").find("input", name="card_code").get("value") == seat.code


def test_a_scanned_card_is_forgotten_once_it_was_used(client, seat):
    client.get(f"/answer?card={seat.code}")
    seat.enter()
    assert client.get_cookie(passes.CARD_COOKIE, path=passes.PATH) is None


def test_form_b_shows_faces(client, db):
    form_b = client.application.extensions["instruments"].latest("school-and-me-b")
    seat = Seat(client, a_lesson(1, instrument=form_b)).begin()
    page = client.page("/answer/questions/1")
    assert len(page.root.findall(".//{http://www.w3.org/2000/svg}circle")) >= 3
    seat.send(1, "3")
    assert the_response().answers == "3" + "." * 26


def test_a_teacher_stays_signed_in_while_a_pupil_answers(browser_of, lesson):
    client: PageClient = browser_of(factories.a_person())
    before = client.get_cookie("lateral").value
    seat = Seat(client, lesson).begin()
    seat.send(1, "3")
    seat.finish()
    assert client.get_cookie("lateral").value == before
    with client.session_transaction() as session:
        assert session["_user_id"]


def test_a_pupil_gets_no_session(client, seat):
    seat.begin()
    seat.send(1, "3")
    client.page("/answer/review")
    assert client.get_cookie("lateral") is None
