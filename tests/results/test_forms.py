"""Pupils who sat two forms are not compared until a person declares a bridge, and the page says so."""

import pytest

from app.answers.models import Response
from app.audit.models import AuditEvent
from app.instruments.scoring import score_all
from app.results import queries, response_queries
from app.results.models import Bridge
from tests.factories import a_person, with_form_b
from tests.results.worlds import answer_both

WHY = "120 pupils of our schools answered both in March."


@pytest.fixture
def mixed(db, app, world):
    """Sixteen pupils sat form A twice; seven sat form A before and form B after."""
    for name, value in with_form_b().items():
        setattr(world.survey, name, value)
    answer_both(world, world.pupils)
    form_b = app.extensions["instruments"].latest("school-and-me-b")
    scores = {f"score_{n}": score for n, score in enumerate(score_all(form_b, "3" * 27).values(), 1)}
    for pupil in world.pupils[16:]:
        response = db.session.query(Response).filter_by(wave_id=world.last.id, pupil_id=pupil.id).one()
        response.answers, response.digest = "3" * 27, form_b.digest
        for name, score in scores.items():
            setattr(response, name, score)
    db.session.commit()
    return world


def declare(browser, world, reason=WHY, status=303):
    return browser.post_form(f"{world.url}/bridge", {"reason": reason}, status=status)


def test_pupils_who_changed_forms_are_left_out_and_the_page_says_how_many_and_why(mixed, browser_of):
    text = browser_of(mixed.lead).page(mixed.url).text
    assert "Pupils who answered both before and after: 16." in text
    assert "Pupils who sat another form of the survey, in one of these waves or in all, are left out: 7 pupils." in text
    assert "answered only the first time" not in text


LEFT_OUT = "in one of these waves or in all, are left out here"


def every_page(world):
    """Addresses of all that shows a comparison, and the sentence that must stand there."""
    ways = ("", "?by=school", f"?by=school&of={world.ash.id}", "?by=course", "?by=year")
    pages = [f"{world.url}{print_}{way}" for print_ in ("", "/print") for way in ways]
    return [(at, LEFT_OUT) for at in pages]


def test_every_page_with_a_comparison_says_who_is_left_out(mixed, browser_of):
    lead = browser_of(mixed.lead)
    for at, sentence in every_page(mixed):
        assert sentence in lead.page(at).text, at


def test_the_files_say_so_in_every_line(mixed, browser_of):
    lead = browser_of(mixed.lead)
    for way in ("", "?by=school"):
        heading, *lines = lead.get(f"{mixed.url}/figures.csv{way}").text.splitlines()
        assert heading.endswith("Left out")
        assert lines
        assert all(line.endswith("another form of the survey in one of these waves or in all") for line in lines)


def test_profiles_say_why_a_wave_has_no_scores(mixed, browser_of):
    teacher, course = browser_of(mixed.teacher), f"{mixed.url}/courses/{mixed.sport.id}/profiles"
    page = teacher.page(course)
    assert "in which a pupil sat another form of the survey has no scores here" in page.text
    assert "has no scores here" in teacher.page(f"{course}/{mixed.pupils[0].pseudonym}").text


def test_who_sat_the_other_form_both_times_is_left_out_too(db, app, mixed, browser_of):
    form_b = app.extensions["instruments"].latest("school-and-me-b")
    for pupil in mixed.pupils[16:]:
        response = db.session.query(Response).filter_by(wave_id=mixed.first.id, pupil_id=pupil.id).one()
        response.answers, response.digest = "3" * 27, form_b.digest
    db.session.commit()
    text = browser_of(mixed.lead).page(mixed.url).text
    assert "Pupils who answered both before and after: 16." in text
    assert "are left out: 7 pupils." in text


def test_where_all_sat_the_other_form_nobody_is_said_to_be_missing(db, app, mixed, browser_of):
    form_b = app.extensions["instruments"].latest("school-and-me-b")
    for response in db.session.query(Response):
        response.answers, response.digest = "3" * 27, form_b.digest
    db.session.commit()
    text = browser_of(mixed.lead).page(mixed.url).text
    assert "No pupil has answered the same form twice yet" in text
    assert LEFT_OUT in text


def test_once_declared_no_page_leaves_anybody_out(mixed, browser_of):
    lead = browser_of(mixed.lead)
    declare(lead, mixed)
    for at, sentence in every_page(mixed):
        assert sentence not in lead.page(at).text, at
    assert "Left out" not in lead.get(f"{mixed.url}/figures.csv").text


def test_a_few_are_not_counted_out(db, mixed, browser_of):
    for response in db.session.query(Response).filter(Response.digest != "").limit(4):
        db.session.delete(response)
    db.session.commit()
    text = browser_of(mixed.lead).page(mixed.url).text
    assert "are left out: too few to say how many." in text


def test_a_teacher_of_the_course_reads_the_number_of_their_own(mixed, browser_of):
    page = browser_of(mixed.teacher).page(f"{mixed.url}?lens=course-{mixed.sport.id}")
    assert "are left out: 0 pupils." in page.text


def test_a_survey_of_one_form_says_nothing_of_forms(answered, browser_of):
    assert "another form" not in browser_of(answered.lead).page(answered.url).text


def test_once_declared_they_are_compared(db, mixed, browser_of):
    lead = browser_of(mixed.lead)
    assert "before and after: 16." in lead.page(mixed.url).text
    declare(lead, mixed)
    text = lead.page(mixed.url).text
    assert "before and after: 23." in text
    assert "left out: " not in text


def test_who_declared_it_when_and_why_is_kept_and_shown(db, mixed, browser_of):
    researcher = a_person("associate", partnership=mixed.partnership)
    declare(browser_of(researcher), mixed)
    bridge = db.session.query(Bridge).one()
    assert (bridge.survey_id, bridge.declared_by_id, bridge.reason) == (mixed.survey.id, researcher.id, WHY)
    assert db.session.query(AuditEvent).filter_by(action="bridge forms", person_id=researcher.id).count() == 1
    text = browser_of(mixed.lead).page(f"{mixed.url}/bridge").text
    assert researcher.name in text
    assert WHY in text


def test_a_bridge_needs_a_reason_and_is_declared_once(db, mixed, browser_of):
    lead = browser_of(mixed.lead)
    assert "Say why" in declare(lead, mixed, reason=" ", status=422).text
    token = lead.token(f"{mixed.url}/bridge")
    declare(lead, mixed)
    again = lead.post(f"{mixed.url}/bridge", data={"reason": "Another", "csrf_token": token})
    assert again.status_code == 409
    assert db.session.query(Bridge).one().reason == WHY


def test_profiles_show_no_score_of_the_other_form_without_a_bridge(mixed):
    pupils = [mixed.pupils[0], mixed.pupils[-1]]
    compared = queries.get_compared(mixed.survey.id)
    found = response_queries.map_scores(compared, [pupil.id for pupil in pupils], 9)
    assert set(found[pupils[0].id]) == {mixed.first.id, mixed.last.id}
    assert set(found[pupils[1].id]) == {mixed.first.id}
