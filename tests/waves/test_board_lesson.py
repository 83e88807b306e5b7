"""The board while the lesson goes on and after: its pace, who may need a look, the last minutes, what it came to."""

from datetime import timedelta

import pytest
from sqlalchemy import event

from app.db import now
from app.waves.models import Sitting
from tests.factories import a_pupil
from tests.waves.conftest import at_work, poll, respond

TODAY = now().date()


@pytest.fixture
def pupils(db, field):
    """Six pupils of one school."""
    return field.pupils[:2] + [a_pupil(field.host, field.course) for _ in range(4)]


@pytest.fixture
def sitting(pupils, sitting):
    """A lesson with all six of them."""
    return sitting


def in_lesson(sitting, pupils, *given, **work):
    for pupil, number in zip(pupils, given, strict=False):
        at_work(sitting, pupil, given=number, **work)


def closed(db, sitting):
    sitting.closed_at = now()
    db.session.commit()


def test_a_class_that_has_hardly_begun_is_not_told_of_none_or_more(sitting, pupils, url, teacher):
    in_lesson(sitting, pupils, 0, 0, 2)
    text = teacher.page(url).text
    assert "At least half of those answering have given no answer yet." in text
    assert "0 answers or more" not in text


def test_the_board_says_in_plain_words_how_far_the_class_is_and_when_most_are_done(sitting, pupils, url, teacher):
    in_lesson(sitting, pupils, 10, 15, 20, 15, 15, 15)
    text = teacher.page(url).text
    assert "Half of those answering have given 15 answers or more, of 45. " in text
    assert "Most will be done by" in text
    assert "after the lesson closes" not in text


def test_while_few_have_begun_nothing_is_said_of_most_of_the_class(sitting, pupils, url, teacher):
    in_lesson(sitting, pupils, 10, 15, 20)
    assert "Most of those who have begun will be done by" in teacher.page(url).text
    in_lesson(sitting, pupils[3:], 10, 10, 10)
    assert "Most will be done by" in teacher.page(url).text


def test_three_who_are_done_are_not_most_of_seven(sitting, pupils, url, teacher):
    for pupil in pupils[:3]:
        at_work(sitting, pupil, given=45).state = "finished"
    in_lesson(sitting, pupils[3:], 10)
    assert "Most of those who have begun are done." in teacher.page(url).text


def test_once_it_has_ended_nobody_is_said_to_be_answering(db, sitting, pupils, url, teacher):
    in_lesson(sitting, pupils, 10, 15)
    closed(db, sitting)
    text = teacher.page(url).text
    assert "answering" not in text.lower()
    assert "part of the way" in text
    assert "If they do not come back, it counts once the wave is over" in text


def test_a_class_that_will_need_longer_is_told_so(db, sitting, pupils, url, teacher):
    in_lesson(sitting, pupils, 10, 10, 10, seconds_each=60)
    sitting.closes_at = now() + timedelta(minutes=20)
    db.session.commit()
    assert "after the lesson closes at" in teacher.page(url).text


def test_too_little_is_known_at_the_beginning(sitting, pupils, url, teacher):
    in_lesson(sitting, pupils, 1, 2)
    assert "too early to say" in teacher.page(url).text


def test_a_stuck_card_is_named_with_what_to_do_where_the_class_does_not_read_it(sitting, pupils, url, teacher):
    in_lesson(sitting, pupils[:2], 10, 12)
    at_work(sitting, pupils[2], given=3, idle=200)
    page = teacher.page(url)
    hint = page.find("details", id="stuck")
    assert hint.get("open") is None
    text = " ".join(" ".join(hint.itertext()).split())
    assert "No new answer for 3 minutes: card 3." in text
    assert "Not in yet: cards 4, 5, 6, 7." in text


def test_a_silent_class_is_told_of_the_network(sitting, pupils, url, teacher):
    in_lesson(sitting, pupils, 10, 12, 14, idle=240)
    page = teacher.page(url)
    assert "No answer has come for 3 minutes, from anybody" in page.text
    assert not page.find_all("details", id="stuck")
    assert "Kept on this computer" in page.text


def test_the_last_five_minutes_offer_more_time_at_one_key(db, sitting, pupils, url, teacher):
    in_lesson(sitting, pupils, 10)
    assert not teacher.page(url).find_all("div", class_="ending")
    sitting.closes_at = now() + timedelta(minutes=5)
    db.session.commit()
    offer = teacher.page(url).find("div", class_="ending")
    assert offer.get("role") == "alert"
    assert [button.get("data-enter") for button in offer.iter() if button.tag.endswith("button")] == [""]
    teacher.post_form(f"{url}/extend", {"minutes": "10"}, at=url)
    assert not teacher.page(url).find_all("div", class_="ending")


def test_nobody_is_warned_when_everybody_is_done(db, field, sitting, url, teacher):
    respond(field.wave, field.pupils[0], "finished", sitting)
    sitting.closes_at = now() + timedelta(minutes=3)
    db.session.commit()
    assert not teacher.page(url).find_all("div", class_="ending")


def test_the_script_has_words_for_the_start_the_middle_and_the_end(sitting, url, teacher):
    text = teacher.page(url).text
    for part in ("At the start", "In the middle", "At the end", "When the network is down"):
        assert part in text


def test_a_poll_with_pace_and_stuck_cards_still_reads_three_times(db, sitting, pupils, url, teacher):
    in_lesson(sitting, pupils[:3], 10, 12, 14)
    at_work(sitting, pupils[3], given=2, idle=300)
    seen = []

    def note(connection, cursor, statement, *rest):
        seen.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        assert "will be done by" in poll(teacher, url, "before").text
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    of_waves = [
        one for one in seen if one.startswith("SELECT") and "FROM people" not in one and "FROM roles" not in one
    ]
    assert len(of_waves) == 3, "\n".join(one[:160] for one in of_waves)


def test_after_the_lesson_the_board_says_what_it_came_to_and_whom_to_send_again(db, field, sitting, pupils, teacher):
    respond(field.wave, pupils[0], "finished", sitting)
    respond(field.wave, pupils[1], "declined", sitting)
    at_work(sitting, pupils[2], given=9)
    closed(db, sitting)
    page = teacher.page(f"/sittings/{sitting.id}")
    assert "Done 2 pupils of 7" in page.text
    assert "Part of the way 1 pupil." in page.text
    assert "Did not start 4 pupils" in page.text
    assert "Cards 3, 4, 5, 6, 7." in page.text
    assert "declined" not in page.html


def test_the_catch_up_is_one_click_away(db, field, sitting, pupils, teacher):
    closed(db, sitting)
    url = f"/sittings/{sitting.id}"
    assert "Open a catch-up lesson" in teacher.page(url).text
    lesson = {"group": f"course-{field.course.id}"}
    opened = teacher.post_form(f"/surveys/{field.survey.id}/waves/{field.wave.id}/sittings", lesson, at=url)
    assert opened.location != url
    assert db.session.query(Sitting).count() == 2
    assert "Go to the open lesson" in teacher.page(url).text


def test_a_wave_that_is_over_offers_no_catch_up(db, field, sitting, teacher):
    closed(db, sitting)
    field.wave.closes_on = TODAY - timedelta(days=1)
    db.session.commit()
    text = teacher.page(f"/sittings/{sitting.id}").text
    assert "no lesson can be opened today" in text
    assert "Open a catch-up lesson" not in text


def test_a_lesson_of_a_wave_that_is_over_offers_no_more_time(db, field, sitting, teacher):
    closed(db, sitting)
    assert "10 more minutes" in teacher.page(f"/sittings/{sitting.id}").text
    field.wave.closes_on = TODAY - timedelta(days=1)
    db.session.commit()
    text = teacher.page(f"/sittings/{sitting.id}").text
    assert "more minutes" not in text
    assert "to give one pupil more time" not in text
    assert "This wave is not open today, so this lesson can't go on." in text


def test_when_everybody_is_done_nobody_is_sent_again(db, field, sitting, pupils, teacher):
    for pupil in [*pupils, field.pupils[2]]:
        respond(field.wave, pupil, "finished", sitting)
    closed(db, sitting)
    text = teacher.page(f"/sittings/{sitting.id}").text
    assert "Everybody is done." in text
    assert "catch-up" not in text
