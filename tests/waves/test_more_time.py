"""More time for one pupil, and how many had help: dated, shown, and without saying why or who."""

from datetime import timedelta

import pytest

from app.audit.models import AuditEvent
from app.db import now
from app.waves import cards, queries, sittings
from app.waves.models import MoreTime
from app.web.filters import clock
from tests.waves.conftest import at_work, poll, respond

TODAY = now().date()


def give(teacher, url, number=1, minutes="10", status=303):
    at = f"{url}/cards/{number}"
    return teacher.post_form(f"{at}/extend", {"minutes": minutes}, at=at, status=status)


def until(db, sitting):
    db.session.expire_all()
    return {more.card_id: more.until for more in db.session.query(MoreTime).filter_by(sitting_id=sitting.id)}


def closed(db, sitting):
    sitting.closed_at = now()
    db.session.commit()


def test_more_time_counts_from_the_end_of_the_class_and_adds_up(db, sitting, url, teacher):
    ends = sitting.closes_at
    give(teacher, url)
    give(teacher, url, minutes="20")
    assert list(until(db, sitting).values()) == [ends + timedelta(minutes=30)]


def test_after_the_class_has_ended_it_counts_from_now(db, sitting, url, teacher):
    closed(db, sitting)
    give(teacher, url)
    (ends,) = until(db, sitting).values()
    assert timedelta(minutes=9) < ends - now() <= timedelta(minutes=10)


def test_more_time_than_offered_or_than_a_day_holds_is_refused(db, sitting, url, teacher):
    assert "Choose 10 or 20 more minutes" in give(teacher, url, minutes="600", status=422).text
    for _ in range(30):
        give(teacher, url, minutes="20")
    (ends,) = until(db, sitting).values()
    assert ends - now() <= sittings.LONGEST


def test_a_wave_that_is_over_gives_nobody_more_time(db, field, sitting, url, teacher):
    token = teacher.token(f"{url}/cards/1")
    field.wave.closes_on = TODAY - timedelta(days=1)
    db.session.commit()
    refused = teacher.post(f"{url}/cards/1/extend", data={"minutes": "10", "csrf_token": token})
    assert refused.status_code == 409
    assert "more minutes" not in teacher.page(f"{url}/cards/1").text


def test_the_board_shows_until_when_and_the_record_keeps_no_reason(db, sitting, url, teacher):
    give(teacher, url, number=2)
    (ends,) = until(db, sitting).values()
    page = teacher.page(url)
    assert f"until {clock(ends)}" in " ".join(page.find("li", id="seat-2").itertext())
    assert "until" not in " ".join(page.find("li", id="seat-1").itertext())
    recorded = db.session.query(AuditEvent).filter_by(action="give more time").one()
    assert recorded.detail["card"] == 2
    assert recorded.detail["minutes"] == 10


def test_the_code_opens_for_that_card_alone_once_the_class_has_ended(db, field, sitting, url, teacher):
    give(teacher, url)
    closed(db, sitting)
    assert queries.find_open_sitting(sitting.class_code).id == sitting.id
    first, second = (queries.get_card(field.survey.id, number) for number in (1, 2))
    assert queries.is_open_for(first, sitting, now())
    assert not queries.is_open_for(second, sitting, now())
    over = now() + timedelta(minutes=71)
    assert not queries.is_open_for(first, sitting, over)


def test_the_board_stays_alive_for_those_who_go_on_and_then_ends(db, sitting, url, teacher):
    give(teacher, url)
    closed(db, sitting)
    assert poll(teacher, url).headers["HX-Redirect"] == url
    page = teacher.page(url)
    assert "The class has ended; 1 card goes on" in page.text
    assert page.find("section", id="live").get("hx-get") == f"{url}?phase=longer"
    assert poll(teacher, f"{url}?phase=longer").status_code == 200
    more = db.session.query(MoreTime).one()
    more.until = now() - timedelta(seconds=1)
    db.session.commit()
    assert poll(teacher, f"{url}?phase=longer").headers["HX-Redirect"] == url
    assert "This lesson has ended" in teacher.page(url).text


def test_who_is_done_does_not_keep_the_lesson_open(db, field, sitting, url, teacher):
    give(teacher, url)
    respond(field.wave, queries.get_card(field.survey.id, 1).pupil, "finished", sitting)
    closed(db, sitting)
    assert "This lesson has ended" in teacher.page(url).text


def test_a_new_card_keeps_the_time_given(db, field, sitting, url, teacher):
    give(teacher, url)
    card = queries.get_card(field.survey.id, 1)
    cards.replace_card(card, person_id=field.teacher.id)
    db.session.commit()
    closed(db, sitting)
    assert queries.is_open_for(card, sitting, now())


def test_help_is_noted_as_two_numbers(db, sitting, url, teacher):
    teacher.post_form(f"{url}/help", {"read_to": "2", "scribed": "1"}, at=url)
    db.session.refresh(sitting)
    assert (sitting.n_read_to, sitting.n_scribed) == (2, 1)
    assert "2 read to, 1 with a scribe" in teacher.page(url).text
    recorded = db.session.query(AuditEvent).filter_by(action="note help").one()
    assert set(recorded.detail) == {"wave", "group", "read_to", "scribed"}


@pytest.mark.parametrize(("read_to", "scribed"), [("4", "0"), ("-1", "0"), ("two", "1"), ("1", "")])
def test_numbers_that_cannot_be_are_refused(db, sitting, url, teacher, read_to, scribed):
    page = teacher.post_form(f"{url}/help", {"read_to": read_to, "scribed": scribed}, at=url, status=422)
    assert "Type two numbers from 0 to 3" in page.text
    db.session.refresh(sitting)
    assert sitting.n_read_to is None


def test_help_can_be_noted_after_the_lesson(db, field, sitting, url, teacher):
    at_work(sitting, field.pupils[0], given=3)
    closed(db, sitting)
    teacher.post_form(f"{url}/help", {"read_to": "0", "scribed": "1"}, at=url)
    db.session.refresh(sitting)
    assert sitting.n_scribed == 1
