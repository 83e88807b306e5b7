"""A teacher opens a wave for a group, gives more time, closes, helps a pupil."""

from datetime import timedelta

import pytest

from app.audit.models import AuditEvent
from app.db import now
from app.waves import cards, codes, queries, sittings
from app.waves.groups import Group, Lesson
from app.waves.models import Card, Sitting
from tests.factories import a_course, a_person, a_pupil, a_school, a_sitting, a_survey
from tests.waves.conftest import respond

TODAY = now().date()


@pytest.fixture
def lesson(field):
    return Lesson(field.wave, Group(field.survey, course=field.course))


def opened_by(browser, survey, wave, at="/surveys", status=303, **sent):
    return browser.post_form(f"/surveys/{survey.id}/waves/{wave.id}/sittings", sent, at=at, status=status)


def test_one_click_on_the_start_page_opens_the_lesson(db, field, teacher):
    start = teacher.page("/surveys")
    assert "Your groups" in start.text
    assert any("Open for this lesson" in "".join(button.itertext()) for button in start.find_all("button"))
    page = opened_by(teacher, field.survey, field.wave, group=f"course-{field.course.id}")
    sitting = db.session.query(Sitting).one()
    assert page.location.endswith(f"/sittings/{sitting.id}")
    assert sitting.opened_by_id == field.teacher.id
    assert timedelta(minutes=59) < sitting.closes_at - now() <= timedelta(minutes=60)
    assert queries.find_open_sitting(sitting.class_code).id == sitting.id


def test_opening_makes_the_cards(db, field, teacher):
    opened_by(teacher, field.survey, field.wave, group=f"course-{field.course.id}")
    assert db.session.query(Card).count() == 3


def test_opening_again_returns_to_the_same_board(db, field, teacher):
    first = opened_by(teacher, field.survey, field.wave, group=f"course-{field.course.id}")
    assert "Go to the open lesson" in teacher.page("/surveys").text
    token = teacher.token("/surveys")
    url = f"/surveys/{field.survey.id}/waves/{field.wave.id}/sittings"
    again = teacher.post(url, data={"group": f"course-{field.course.id}", "csrf_token": token})
    assert again.location == first.location
    assert db.session.query(Sitting).count() == 1


def test_a_lesson_that_ran_out_does_not_stop_the_next(db, lesson, sitting, field):
    sitting.closes_at = now() - timedelta(minutes=1)
    db.session.commit()
    assert sittings.open_sitting(lesson, TODAY, person_id=field.teacher.id).id != sitting.id


def test_a_school_opens_a_year_group_and_the_whole_apart(db, field, browser_of):
    survey = a_survey(field.partnership, schools=(field.home,))
    a_pupil(field.home, year_group="9")
    browser = browser_of(a_person("practitioner", school=field.home))
    assert "Year 9" in browser.page("/surveys").text
    opened_by(browser, survey, survey.waves[0], group=f"school-{field.home.id}", year_group="9")
    opened_by(browser, survey, survey.waves[0], at="/surveys", group=f"school-{field.home.id}")
    groups = [(one.school_id, one.year_group) for one in db.session.query(Sitting).order_by(Sitting.id)]
    assert groups == [(field.home.id, "9"), (field.home.id, None)]


def test_a_wave_that_is_not_open_today_says_its_dates(db, field, teacher):
    wave = field.survey.waves[1]
    page = opened_by(teacher, field.survey, wave, status=409, group=f"course-{field.course.id}")
    assert "This wave is not open today" in "".join(page.find("h1").itertext())
    assert "Somebody was quicker" not in page.text
    assert f"{wave.opens_on.day} {wave.opens_on:%B %Y}" in page.text
    assert db.session.query(Sitting).count() == 0


def test_only_those_who_teach_or_head_the_group_open_it(db, field, browser_of):
    expected = {
        a_person("leader", school=field.host): 303,
        field.lead: 404,
        a_person("practitioner", school=field.host): 404,
        a_person("leader", school=a_school()): 404,
    }
    for person, status in expected.items():
        browser = browser_of(person)
        opened_by(browser, field.survey, field.wave, status=status, group=f"course-{field.course.id}")


def test_a_wave_of_another_survey_is_not_found(field, teacher):
    other = a_survey(field.partnership, a_course(field.partnership, field.host, teachers=(field.teacher,)))
    opened_by(teacher, field.survey, other.waves[0], status=404, group=f"course-{field.course.id}")


def test_class_codes_of_lessons_that_may_go_on_are_not_given_again(field, lesson, sitting, monkeypatch):
    given = iter([sitting.class_code, sitting.class_code, "HJKMNP"])
    monkeypatch.setattr(codes, "new_class_code", lambda: next(given))
    second = a_course(field.partnership, field.host)
    field.survey.courses.append(second)
    other = sittings.open_sitting(
        Lesson(field.wave, Group(field.survey, course=second)), TODAY, person_id=field.teacher.id
    )
    assert other.class_code == "HJKMNP"


@pytest.mark.parametrize("minutes", [10, 20])
def test_more_time_is_added_to_what_is_left(db, sitting, teacher, minutes):
    ends, url = sitting.closes_at, f"/sittings/{sitting.id}"
    teacher.post_form(f"{url}/extend", {"minutes": str(minutes)}, at=url)
    db.session.refresh(sitting)
    assert sitting.closes_at - ends == timedelta(minutes=minutes)


def test_more_time_than_offered_is_refused(sitting, teacher):
    url = f"/sittings/{sitting.id}"
    page = teacher.post_form(f"{url}/extend", {"minutes": "600"}, at=url, status=422)
    assert "Choose 10 or 20 more minutes" in page.text


def test_a_lesson_never_runs_longer_than_six_hours_from_now(db, sitting, field):
    for _ in range(30):
        sittings.extend_sitting(sitting, 20, TODAY, person_id=field.teacher.id)
    assert sitting.closes_at - now() <= sittings.LONGEST


def test_closing_asks_first_and_then_the_code_is_dead(db, field, sitting, teacher):
    respond(field.wave, field.pupils[0], "open", sitting)
    url = f"/sittings/{sitting.id}/close"
    assert "1 pupil is still answering" in teacher.page(url).text
    teacher.post_form(url)
    assert queries.find_open_sitting(sitting.class_code) is None
    assert "This lesson has ended" in teacher.page(f"/sittings/{sitting.id}").text


def test_a_closed_lesson_opens_again_from_now(db, sitting, teacher):
    url = f"/sittings/{sitting.id}"
    sitting.closed_at = now()
    sitting.closes_at = now() - timedelta(minutes=30)
    db.session.commit()
    teacher.post_form(f"{url}/extend", {"minutes": "10"}, at=url)
    db.session.refresh(sitting)
    assert timedelta(minutes=9) < sitting.closes_at - now() <= timedelta(minutes=10)
    assert queries.find_open_sitting(sitting.class_code).id == sitting.id


def test_a_closed_lesson_whose_code_was_given_away_gets_another(db, field, sitting):
    sitting.closed_at = now()
    db.session.commit()
    a_sitting(field.wave, a_course(field.partnership, field.host), class_code=sitting.class_code)
    sittings.extend_sitting(sitting, 10, TODAY, person_id=field.teacher.id)
    db.session.commit()
    assert queries.find_open_sitting(sitting.class_code).id == sitting.id


def test_an_old_lesson_leads_to_the_one_that_is_open_now(db, field, lesson, sitting, teacher):
    sitting.closed_at = now()
    db.session.commit()
    newer = sittings.open_sitting(lesson, TODAY, person_id=field.teacher.id)
    db.session.commit()
    url = f"/sittings/{sitting.id}"
    page = teacher.post_form(f"{url}/extend", {"minutes": "10"}, at=url)
    assert page.location.endswith(f"/sittings/{newer.id}")
    db.session.refresh(sitting)
    assert sitting.closed_at is not None


def test_a_lesson_is_not_reopened_after_its_wave(db, field, sitting, teacher):
    url = f"/sittings/{sitting.id}"
    token = teacher.token(url)
    field.wave.opens_on = field.wave.closes_on = TODAY - timedelta(days=1)
    db.session.commit()
    response = teacher.post(f"{url}/extend", data={"minutes": "10", "csrf_token": token})
    assert response.status_code == 409
    assert "This wave is not open today" in response.text


def test_a_lost_card_is_replaced_in_the_lesson_and_shown_large(db, field, sitting, teacher):
    card = queries.get_card(field.survey.id, 2)
    old, url = cards.code_of(card), f"/sittings/{sitting.id}/cards/2"
    page = teacher.page(teacher.post_form(f"{url}/replace", at=url).location)
    db.session.refresh(card)
    assert codes.readable(cards.code_of(card)) in page.text
    assert queries.find_card(old) is None


def test_a_void_response_is_kept_and_the_pupil_may_begin_again(db, field, sitting, teacher):
    card = queries.get_card(field.survey.id, 1)
    response = respond(field.wave, card.pupil, "finished", sitting)
    url = f"/sittings/{sitting.id}/cards/1"
    assert "set aside and counts nowhere" in teacher.page(url).text
    teacher.post_form(f"{url}/void", at=url)
    db.session.refresh(response)
    assert response.state == "void"
    respond(field.wave, card.pupil, "open", sitting)
    event = db.session.query(AuditEvent).filter_by(action="void response").one()
    assert event.detail["card"] == 1


def test_after_the_wave_nobody_is_promised_that_they_can_begin_again(db, field, sitting, teacher):
    respond(field.wave, field.pupils[0], "finished", sitting)
    url = f"/sittings/{sitting.id}/cards/1"
    assert "The pupil must begin again" in teacher.page(url).text
    field.wave.closes_on = TODAY - timedelta(days=1)
    db.session.commit()
    text = teacher.page(url).text
    assert "begin again" not in text
    assert "so the pupil can't answer it anew" in text
    board = teacher.page(teacher.post_form(f"{url}/void", at=url).location).text
    assert "What card 1 gave in this wave is set aside." in board


def test_there_is_nothing_to_void_before_a_pupil_begins(field, sitting, teacher):
    url = f"/sittings/{sitting.id}/cards/1"
    assert "begin again" not in teacher.page(url).text
    page = teacher.post_form(f"{url}/void", at=url, status=409)
    assert "has not started" in page.text


def test_a_card_outside_the_group_is_not_found_in_its_lesson(db, field, sitting, teacher):
    second = a_course(field.partnership, field.host, teachers=(field.teacher,))
    outsider = a_pupil(field.host, second)
    field.survey.courses.append(second)
    db.session.commit()
    cards.make_cards(field.survey, (Group(field.survey, course=second),), TODAY)
    db.session.commit()
    number = db.session.query(Card).filter_by(pupil_id=outsider.id).one().number
    teacher.page(f"/sittings/{sitting.id}/cards/{number}", status=404)


def test_what_happens_in_a_lesson_is_recorded_without_names(db, field, sitting, teacher):
    url = f"/sittings/{sitting.id}"
    teacher.post_form(f"{url}/extend", {"minutes": "10"}, at=url)
    teacher.post_form(f"{url}/close")
    events = {event.action: event for event in db.session.query(AuditEvent)}
    assert {"open sitting", "extend sitting", "close sitting"} <= set(events)
    assert events["extend sitting"].detail["minutes"] == 10
    assert all(event.school_id == field.host.id for event in events.values())


def test_past_lessons_say_who_took_part_and_finished(field, sitting, teacher):
    respond(field.wave, field.pupils[0], "finished", sitting)
    respond(field.wave, field.pupils[1], "declined", sitting)
    respond(field.wave, field.pupils[2], "open", sitting)
    row = teacher.page(f"/surveys/{field.survey.id}/sittings").find("tbody")
    cells = ["".join(cell.itertext()) for cell in row[0]]
    assert cells[-2:] == ["3", "2"]


def test_before_any_lesson_the_list_says_how_one_begins(field, teacher):
    assert "No lesson yet" in teacher.page(f"/surveys/{field.survey.id}/sittings").text
