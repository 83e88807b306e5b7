"""A lead plans, changes and deletes a survey."""

from datetime import timedelta

import pytest

from app.audit.models import AuditEvent
from app.db import now
from app.waves.models import Survey, Wave
from tests.factories import a_course, a_person, a_pupil, a_school, a_survey
from tests.pages import words
from tests.waves.conftest import respond

TODAY = now().date()


@pytest.fixture
def lead(field, browser_of):
    return browser_of(field.lead)


@pytest.fixture
def url(field):
    return f"/partnerships/{field.partnership.id}/surveys/new"


def as_offered(page):
    """What a browser would send if the person pressed the button without touching anything."""
    sent = {}
    form = page.find("form", id="plan")
    for tag in ("input", "select"):
        for element in form.iter(f"{{http://www.w3.org/1999/xhtml}}{tag}"):
            value = chosen(element) if tag == "select" else element.get("value", "")
            if element.get("type") not in ("radio", "checkbox") or "checked" in element.attrib:
                sent.setdefault(element.get("name"), []).append(value)
    return sent


def chosen(select):
    options = list(select)
    return next((one for one in options if "selected" in one.attrib), options[0]).get("value")


def rows(*waves):
    """The wave rows of the form, by kind and days from today."""
    sent = {}
    for number, (kind, first, last) in enumerate(waves):
        sent[f"waves-{number}-kind"] = kind
        sent[f"waves-{number}-opens_on"] = (TODAY + timedelta(days=first)).isoformat()
        sent[f"waves-{number}-closes_on"] = (TODAY + timedelta(days=last)).isoformat()
    return sent


def test_planning_is_marked_as_part_of_surveys_alone(lead, url, field):
    def marked(address):
        return [link.text for link in lead.page(address).find_all("a", class_="nav__link") if link.get("aria-current")]

    assert marked(url) == ["Surveys"]
    assert marked(f"/partnerships/{field.partnership.id}") == ["Partnerships"]


def test_a_lead_plans_a_survey_without_changing_anything(field, lead, url):
    response = lead.post(url, data=as_offered(lead.page(url)))
    assert response.status_code == 303
    survey = last_survey()
    assert response.location.endswith(f"/surveys/{survey.id}")
    assert [course.title for course in survey.courses] == ["Sports diploma"]
    assert [(wave.kind, wave.position) for wave in survey.waves] == [("before", 1), ("after", 2)]
    assert survey.instrument_name == "school-and-me"
    assert survey.waves[0].is_open_on(TODAY)
    assert (survey.least_in_school, survey.least_outside, survey.least_in_public) == (3, 6, 10)


def last_survey():
    from app.db import db

    return db.session.scalars(db.select(Survey).order_by(Survey.id.desc())).first()


def test_planning_is_recorded(db, lead, url):
    lead.post(url, data=as_offered(lead.page(url)))
    event = db.session.query(AuditEvent).filter_by(action="plan survey").one()
    assert (event.object_type, event.object_id) == ("surveys", last_survey().id)


def test_the_page_says_how_many_pupils_will_be_asked_and_what_they_are_told(lead, url):
    text = lead.page(url).text
    assert "3 pupils will be asked 45 statements in 2 waves" in text
    assert "The teachers of your course can see your scores" in text
    assert "anonymous" not in text.lower()


def test_the_preview_follows_the_form_and_saves_nothing(db, lead, url):
    sent = as_offered(lead.page(url)) | {"teachers_see_profiles": "no", "act": "preview", "help_contact": "Ms Ash"}
    page = lead.post(url, data=sent, headers={"HX-Request": "true", "HX-Target": "aside#preview"})
    assert page.status_code == 200
    assert "Your teachers can not see your scores." in page.text
    assert "talk to Ms Ash" in page.text
    assert "<form" not in page.text
    assert db.session.query(Survey).count() == 1


@pytest.mark.parametrize("kind", ["zzz", "BEFORE", "before\n"])
def test_the_preview_leaves_out_a_wave_of_no_kind(lead, url, kind):
    sent = as_offered(lead.page(url)) | {"waves-0-kind": kind, "act": "preview"}
    assert "45 statements in 1 wave." in lead.post_form(url, sent, status=200).text


def test_the_preview_warns_of_a_new_wave_that_is_over(lead, url):
    sent = as_offered(lead.page(url)) | rows(("before", -30, -1), ("after", 100, 103)) | {"act": "preview"}
    text = lead.post_form(url, sent, status=200).text
    assert "The wave “before” is over already" in text
    assert "The wave “after” is over already" not in text
    sent |= rows(("before", -30, 0))
    assert "is over already" not in lead.post_form(url, sent, status=200).text


def test_a_wave_of_the_survey_that_is_over_is_no_reason_for_a_warning(db, field, lead):
    field.wave.opens_on, field.wave.closes_on = TODAY - timedelta(days=9), TODAY - timedelta(days=1)
    db.session.commit()
    assert "is over already" not in lead.page(f"/surveys/{field.survey.id}/edit").text


def test_a_row_can_be_added_without_scripts(lead, url):
    sent = as_offered(lead.page(url)) | {"act": "add"}
    page = lead.post_form(url, sent, status=200)
    assert len(page.find_all("fieldset", class_="wave-row")) == 3
    assert "There is a problem" not in page.text


def test_a_short_gap_warns_and_a_confirmation_is_enough(lead, url):
    sent = as_offered(lead.page(url)) | rows(("before", 0, 5), ("after", 45, 50))
    page = lead.post_form(url, sent, status=422)
    assert "Only 40 days between “before” and “after”" in page.text
    assert last_survey().title == "Before and after"
    lead.post_form(url, sent | {"confirmed": "y", "title": "Quick one"}, status=303)
    assert last_survey().title == "Quick one"


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"title": ""}, "Give the survey a name"),
        ({"instrument": "nothing/1"}, "Not a valid choice"),
        ({"courses": []}, "Choose at least one course or school"),
        ({"least_in_school": "2"}, "Enter a number from 3 to 100"),
        ({"least_outside": "5"}, "Enter a number from 6 to 100"),
        ({"least_in_public": "9"}, "Enter a number from 10 to 100"),
        ({"least_in_school": "20"}, "Groups must not become smaller"),
        ({"waves-0-opens_on": ""}, "Enter the first day of this wave"),
        ({"waves-1-closes_on": "soon"}, "Enter a real date"),
        ({"waves-0-kind": "", "waves-1-kind": ""}, "Plan at least one wave"),
        (rows(("before", 9, 3)), "The last day can't be before the first day"),
        (rows(("after", 0, 3), ("before", 100, 103)), "must come earlier"),
        ({"waves-0-kind": "zzz"}, "Choose one of these waves"),
        ({"waves-0-opens_on": "1999-12-31"}, "Enter a date in 2000 or later"),
        ({"waves-1-closes_on": "9999-12-31"}, f"Enter a date in {TODAY.year + 5} or earlier"),
        (rows(("before", 0, 3), ("after", 100, 466)), "A wave can last a year at most"),
    ],
)
def test_a_plan_that_cannot_be_is_sent_back_with_its_reason(lead, url, change, sentence):
    page = lead.post_form(url, as_offered(lead.page(url)) | change, status=422)
    assert sentence in page.text
    assert last_survey().title == "Before and after"


def test_a_row_without_a_kind_is_no_wave(lead, url):
    sent = as_offered(lead.page(url)) | {"waves-1-kind": "", "title": "One wave"}
    lead.post_form(url, sent, status=303)
    assert [wave.kind for wave in last_survey().waves] == ["before"]


def test_form_b_and_whole_schools_can_be_chosen(field, lead, url):
    change = {"instrument": "school-and-me-b/2026-1", "courses": [], "schools": [str(field.home.id)]}
    lead.post_form(url, as_offered(lead.page(url)) | change, status=303)
    survey = last_survey()
    assert survey.instrument_name == "school-and-me-b"
    assert [school.name for school in survey.schools] == ["Beech School"]


def test_courses_of_another_partnership_cannot_be_slipped_in(field, lead, url):
    stranger = a_school()
    other = a_survey(a_partnership_of(stranger), a_course(a_partnership_of(stranger), stranger)).courses[0]
    page = lead.post_form(url, as_offered(lead.page(url)) | {"courses": [str(other.id)]}, status=422)
    assert "There is a problem" in page.text


def a_partnership_of(school):
    from tests.factories import a_partnership

    return a_partnership(school)


def test_only_the_lead_plans_and_changes(field, browser_of, url):
    edit, delete = f"/surveys/{field.survey.id}/edit", f"/surveys/{field.survey.id}/delete"
    other = a_person("lead", partnership=a_partnership_of(a_school()))
    for person in (field.teacher, other, a_person("leader", school=field.host)):
        for address in (url, edit, delete):
            assert browser_of(person).get(address).status_code == 404


def test_an_unanswered_plan_may_change_in_everything(field, lead):
    url = f"/surveys/{field.survey.id}/edit"
    sent = as_offered(lead.page(url)) | rows(("during", 0, 5), ("after", 90, 95))
    sent |= {"waves-0-wave_id": "", "instrument": "school-and-me-b/2026-1", "title": "Anew"}
    lead.post_form(url, sent, status=303)
    survey = last_survey()
    assert [wave.kind for wave in survey.waves] == ["during", "after"]
    assert (survey.title, survey.instrument_name) == ("Anew", "school-and-me-b")


def test_waves_change_places_without_losing_themselves(db, field, lead):
    url = f"/surveys/{field.survey.id}/edit"
    before, after = (wave.id for wave in field.survey.waves)
    sent = as_offered(lead.page(url)) | rows(("after", 200, 210), ("before", 0, 5))
    lead.post_form(url, sent | {"waves-0-wave_id": str(before), "waves-1-wave_id": str(after)}, status=303)
    db.session.expire_all()
    assert [(wave.id, wave.kind) for wave in last_survey().waves] == [(after, "before"), (before, "after")]


def test_once_a_pupil_answered_the_page_says_what_is_fixed_and_keeps_it(field, lead):
    respond(field.wave, field.pupils[0])
    url = f"/surveys/{field.survey.id}/edit"
    page = lead.page(url)
    assert "Pupils have answered this survey" in page.text
    sent = as_offered(page) | {"instrument": "school-and-me-b/2026-1"}
    page = lead.post_form(url, sent, status=422)
    assert "its statements can't be changed" in page.text
    assert last_survey().instrument_name == "school-and-me"


def test_once_a_pupil_answered_dates_may_still_move(db, field, lead):
    respond(field.wave, field.pupils[0])
    url = f"/surveys/{field.survey.id}/edit"
    later = (TODAY + timedelta(days=20)).isoformat()
    lead.post_form(url, as_offered(lead.page(url)) | {"waves-0-closes_on": later}, status=303)
    assert db.session.get(Wave, field.wave.id).closes_on.isoformat() == later


def test_an_unanswered_survey_is_deleted_after_asking(db, field, lead):
    url = f"/surveys/{field.survey.id}/delete"
    assert "Delete it for good?" in lead.page(url).text
    lead.post_form(url)
    assert db.session.query(Survey).count() == 0
    assert db.session.query(AuditEvent).filter_by(action="delete survey").count() == 1


@pytest.mark.parametrize("state", ["open", "finished", "declined", "void"])
def test_a_survey_that_a_pupil_met_is_never_deleted(db, field, lead, state):
    url = f"/surveys/{field.survey.id}/delete"
    token = lead.token(url)
    respond(field.wave, field.pupils[0], state)
    assert "can't be deleted" in lead.page(url).text
    assert lead.post(url, data={"csrf_token": token}).status_code == 409
    assert db.session.query(Survey).count() == 1


def test_a_pupil_of_a_course_and_a_school_is_asked_once(field, lead, url):
    sent = as_offered(lead.page(url)) | {"schools": [str(field.host.id)], "act": "preview"}
    assert "3 pupils will be asked" in lead.post_form(url, sent, status=200).text


def test_pupils_who_left_or_are_not_enrolled_are_not_counted(field, lead, url):
    a_pupil(field.host, field.course, left_on=TODAY - timedelta(days=1))
    a_pupil(field.host)
    assert "3 pupils will be asked" in lead.page(url).text


def test_every_choice_of_waves_has_its_label(lead, url):
    legends = [words(legend) for legend in lead.page(url).find_all("legend")]
    assert {"Wave 1", "Wave 2"} <= set(legends)
