"""Another form beside the survey's own: allowed by the lead, chosen card by card by the teacher, without a reason."""

import pytest

from app.audit.models import AuditEvent
from app.db import now
from app.waves import queries, sittings
from app.waves.groups import Group, Lesson
from tests.factories import with_form_b
from tests.waves.conftest import respond
from tests.waves.test_plan_pages import as_offered

TODAY = now().date()


@pytest.fixture
def sitting(db, field):
    for name, value in with_form_b().items():
        setattr(field.survey, name, value)
    lesson = Lesson(field.wave, Group(field.survey, course=field.course))
    opened = sittings.open_sitting(lesson, TODAY, person_id=field.teacher.id)
    db.session.commit()
    return opened


def choose(teacher, sitting, form="beside", status=303):
    at = f"/sittings/{sitting.id}/cards/1"
    return teacher.post_form(f"{at}/form", {"form": form}, at=at, status=status)


def test_a_teacher_chooses_form_b_for_a_card_and_takes_it_back(db, field, sitting, teacher):
    at = f"/sittings/{sitting.id}/cards/1"
    assert "This pupil sits form A" in teacher.page(at).text
    choose(teacher, sitting)
    card = queries.get_card(field.survey.id, 1)
    assert card.is_beside
    assert queries.digest_for(card) == field.survey.beside_digest
    assert "This pupil sits form B" in teacher.page(at).text
    choose(teacher, sitting, "own")
    db.session.refresh(card)
    assert not card.is_beside


def test_the_record_has_the_form_and_no_reason(db, sitting, teacher):
    choose(teacher, sitting)
    event = db.session.query(AuditEvent).filter_by(action="choose form").one()
    assert set(event.detail) == {"wave", "group", "card", "beside"}


@pytest.mark.parametrize("state", ["open", "finished", "declined"])
def test_a_pupil_who_began_keeps_the_form_in_this_wave(db, field, sitting, teacher, state):
    respond(field.wave, queries.get_card(field.survey.id, 1).pupil, state, sitting)
    assert "has begun already" in choose(teacher, sitting, status=409).text
    assert not queries.get_card(field.survey.id, 1).is_beside


def test_without_another_form_there_is_nothing_to_choose(db, field, sitting, teacher):
    field.survey.beside_digest = ""
    db.session.commit()
    assert "This pupil sits" not in teacher.page(f"/sittings/{sitting.id}/cards/1").text
    choose(teacher, sitting, status=409)


def test_a_plan_can_allow_form_b_and_not_the_same_form_twice(db, field, browser_of):
    lead, url = browser_of(field.lead), f"/surveys/{field.survey.id}/edit"
    page = lead.page(url)
    other = next(
        box.get("value") for box in page.find_all("input", name="beside") if "school-and-me-b" in box.get("value")
    )
    own = next(box.get("value") for box in page.find_all("input", name="instrument") if box.get("checked") is not None)
    lead.post_form(url, {**as_offered(page), "beside": own}, status=422)
    lead.post_form(url, {**as_offered(page), "beside": other})
    db.session.refresh(field.survey)
    assert field.survey.beside_name == "school-and-me-b"


def test_once_pupils_answered_the_other_form_stays(db, field, sitting, browser_of):
    respond(field.wave, field.pupils[0], "finished", sitting)
    lead, url = browser_of(field.lead), f"/surveys/{field.survey.id}/edit"
    page = lead.post_form(url, {**as_offered(lead.page(url)), "beside": ""}, status=422)
    assert "so it stays allowed" in page.text
