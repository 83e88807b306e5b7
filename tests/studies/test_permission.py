"""A head is asked, says yes or no, and takes it back; the lead records what was signed on paper."""

import pytest

from app.audit.models import AuditEvent
from app.db import db
from app.studies.allowing import permitted_school_ids
from app.studies.models import SchoolPermission
from app.studies.permitting import State, standing_of
from app.web.filters import today
from tests.factories import a_partnership, a_person, a_school


@pytest.fixture
def lead(town, browser_of):
    return browser_of(town.lead)


@pytest.fixture
def head(town, browser_of):
    return browser_of(town.head)


@pytest.fixture
def schools(town):
    return f"/studies/{town.study.id}/schools"


def ask(lead, town, schools):
    lead.post_form(f"{schools}/{town.ash.id}/ask", at=schools)
    return f"{schools}/{town.ash.id}/permission"


def state(town):
    db.session.expire_all()
    return standing_of(town.study, town.ash).state


def test_a_head_reads_what_it_is_about_and_says_yes(lead, head, town, schools):
    assert "Studies that ask your school" not in head.page("/studies").text
    page = ask(lead, town, schools)
    listed = head.page("/studies")
    assert "Not yet: read it and say yes or no" in listed.text
    assert page in listed.links.values()
    assert "Nobody tells you what one person said" in head.page(page).text
    head.post_form(page, {"answer": "yes"})
    assert state(town) == State.YES
    assert permitted_school_ids(town.study) == {town.ash.id}
    permission = db.session.query(SchoolPermission).one()
    assert (permission.given_on, permission.sheet_version, permission.recorded_by) == (today(), "Sheet 1", town.head)
    assert "said yes" in lead.page(schools).text


def test_a_head_says_no_and_may_think_again(lead, head, town, schools):
    page = ask(lead, town, schools)
    head.post_form(page, {"answer": "no"})
    assert state(town) == State.NO
    assert permitted_school_ids(town.study) == frozenset()
    ask(lead, town, schools)
    assert state(town) == State.ASKED
    head.post_form(page, {"answer": "yes"})
    assert state(town) == State.YES


def test_a_yes_is_taken_back_at_once_and_the_record_keeps_both(lead, head, town, schools):
    page = ask(lead, town, schools)
    head.post_form(page, {"answer": "yes"})
    assert "nothing that its people said is quoted" in head.page(f"{page}/end").text
    head.post_form(f"{page}/end")
    assert state(town) == State.TAKEN_BACK
    assert permitted_school_ids(town.study) == frozenset()
    head.post_form(page, {"answer": "yes"})
    assert state(town) == State.YES
    assert db.session.query(SchoolPermission).count() == 2


def test_yes_twice_is_one_yes_and_an_answer_of_neither_is_refused(lead, head, town, schools):
    page = ask(lead, town, schools)
    assert head.post(page, data={"csrf_token": head.token(page), "answer": "maybe"}).status_code == 400
    head.post_form(page, {"answer": "yes"})
    head.post_form(page, {"answer": "yes"}, at=f"{page}/end")
    head.post_form(page, {"answer": "no"}, at=f"{page}/end")
    assert state(town) == State.YES
    assert db.session.query(SchoolPermission).count() == 1


def test_a_signed_sheet_is_recorded_and_its_head_finds_it(lead, head, town, schools):
    paper = f"{schools}/{town.ash.id}/paper"
    lead.post_form(paper, {"given_on": "2026-09-03", "sheet_version": "Sheet 0"})
    assert state(town) == State.YES
    shown = head.page(f"{schools}/{town.ash.id}/permission").text
    assert "3 September 2026" in shown
    assert "recorded by Lea Lead" in shown
    lead.post_form(f"{schools}/{town.ash.id}/end")
    assert state(town) == State.TAKEN_BACK


def test_a_day_to_come_and_no_sheet_are_refused(lead, town, schools):
    paper = f"{schools}/{town.ash.id}/paper"
    page = lead.post_form(paper, {"given_on": "2999-01-01", "sheet_version": " "}, status=422)
    assert "This day is still to come" in page.text
    assert "Enter which sheet it was" in page.text


def test_a_head_of_another_school_decides_nothing_here(lead, town, schools, browser_of):
    page = ask(lead, town, schools)
    other = browser_of(a_person("leader", school=town.beech))
    other.page(page, status=404)
    assert "Voices" not in other.page("/studies").text


def test_a_school_of_another_partnership_is_not_asked(lead, town, schools):
    stranger = a_school()
    a_partnership(stranger)
    token = {"csrf_token": lead.token(schools)}
    assert lead.post(f"{schools}/{stranger.id}/ask", data=token).status_code == 404


def test_the_leaders_of_the_school_read_who_asked_and_who_answered(lead, head, town, schools):
    head.post_form(ask(lead, town, schools), {"answer": "yes"})
    text = head.page(f"/schools/{town.ash.id}/looks").text
    assert "Asked the school's leaders about the interviews of Voices" in text
    assert "Said yes: people of the school may be interviewed for Voices" in text
    assert {event.school_id for event in db.session.query(AuditEvent)} == {town.ash.id}
