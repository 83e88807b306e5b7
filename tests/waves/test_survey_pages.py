"""The list and the page of surveys: where they stand, how far groups are, what one may do."""

from datetime import timedelta

import pytest

from app.db import now
from app.waves import overview, progress
from app.waves.groups import Group, groups_of
from app.waves.models import Survey, Wave
from app.waves.progress import Progress
from app.waves.rosters import find_group, roster_day, wave_in_hand
from tests.factories import a_partnership, a_person, a_pupil, a_school, a_sitting, a_survey
from tests.waves.conftest import respond

TODAY = now().date()


def in_days(first, last, kind="before"):
    return Wave(kind=kind, opens_on=TODAY + timedelta(days=first), closes_on=TODAY + timedelta(days=last))


@pytest.mark.parametrize(
    ("waves", "state", "in_hand"),
    [
        ([in_days(1, 5), in_days(80, 90)], "planned", 0),
        ([in_days(-5, 0), in_days(80, 90)], "open", 0),
        ([in_days(-9, -5), in_days(80, 90)], "between waves", 1),
        ([in_days(-9, -5), in_days(-2, -1)], "over", 1),
    ],
)
def test_a_survey_stands_where_its_waves_say(waves, state, in_hand):
    survey = Survey(waves=waves)
    assert overview.state_of(survey, TODAY) == state
    assert wave_in_hand(survey, TODAY) is waves[in_hand]


def test_who_is_asked_is_decided_on_the_nearest_day_of_the_wave():
    wave = in_days(-3, 3)
    assert roster_day(wave, TODAY) == TODAY
    assert roster_day(wave, TODAY + timedelta(days=30)) == wave.closes_on
    assert roster_day(wave, TODAY - timedelta(days=30)) == wave.opens_on


def test_groups_are_known_by_their_keys(field):
    field.survey.schools.append(field.home)
    for group in groups_of(field.survey):
        assert find_group(field.survey, group.key) == group
    eleven = find_group(field.survey, f"school-{field.home.id}-11")
    assert (eleven.title, eleven.home_school_id) == ("Beech School, Year 11", field.home.id)
    for year in ("9", "zz", "011", "R"):
        assert find_group(field.survey, f"school-{field.home.id}-{year}") is None, "no pupil is in that year"
    for key in (f"course-{field.course.id}-11", f"school-{field.host.id}", "course-x", "", "school-1-2-3"):
        assert find_group(field.survey, key) is None


def test_progress_counts_pupils_not_responses(db, field):
    field.survey.schools.append(field.home)
    db.session.commit()
    respond(field.wave, field.pupils[0], "void")
    respond(field.wave, field.pupils[0], "open")
    respond(field.wave, field.pupils[2], "declined")
    groups = groups_of(field.survey)
    counts = progress.count_by_group(field.wave, groups, TODAY)
    assert counts[f"course-{field.course.id}"] == Progress(3, 1, 1)
    assert counts[f"school-{field.home.id}"] == Progress(1, 0, 1)
    assert progress.count_of_wave(field.wave, TODAY) == Progress(3, 1, 1)


def test_pupils_who_left_are_not_waited_for(field):
    a_pupil(field.host, field.course, left_on=TODAY - timedelta(days=1))
    group = Group(field.survey, course=field.course)
    assert progress.count_by_group(field.wave, [group], TODAY)[group.key].n == 3


def test_the_list_says_state_wave_and_dates(field, browser_of):
    page = browser_of(field.lead).page("/surveys")
    assert page.links["Before and after"] == f"/surveys/{field.survey.id}"
    row = " ".join(page.find("tbody").itertext())
    assert "open" in row
    assert f"{field.wave.opens_on.day} {field.wave.opens_on:%B %Y}" in row


def test_a_search_that_finds_nothing_says_so(field, browser_of):
    lead = browser_of(field.lead)
    assert "Before and after" in lead.page("/surveys?q=BEFORE").links
    page = lead.page("/surveys?q=zebra")
    assert "No survey has “zebra” in its name" in page.text
    assert "Show all surveys" in page.links


def test_an_empty_list_says_what_to_do(db, browser_of):
    partnership = a_partnership(a_school())
    assert "Plan a survey" in browser_of(a_person("lead", partnership=partnership)).page("/surveys").links
    text = browser_of(a_person("practitioner", school=a_school())).page("/surveys").text
    assert "When your partnership's lead plans a survey" in text


def cells_of(page):
    return ["".join(cell.itertext()).strip() for cell in page.find("tbody")[0]]


def test_the_page_of_a_survey_counts_work_and_not_answers(field, browser_of):
    respond(field.wave, field.pupils[0], "finished")
    url = f"/surveys/{field.survey.id}"
    assert cells_of(browser_of(field.teacher).page(url))[:5] == ["Sports diploma", "3", "1", "0", "2"]
    page = browser_of(field.lead).page(url)
    assert "Lessons can be opened from" in page.text
    assert {"Cards", "Lessons", "Change the plan", "See change"} <= set(page.links)


@pytest.mark.parametrize(
    ("n", "words"), [(0, "none finished"), (5, "1 to 6 finished"), (7, "7 to 12 finished"), (13, "all or nearly")]
)
def test_who_is_outside_is_told_in_steps(field, browser_of, n, words):
    more = [a_pupil(field.host, field.course) for _ in range(15)]
    for pupil in more[:n]:
        respond(field.wave, pupil, "finished")
    respond(field.wave, more[-1], "open")
    for person in (
        field.lead,
        a_person("leader", school=field.home),
        a_person("associate", partnership=field.partnership),
    ):
        page = browser_of(person).page(f"/surveys/{field.survey.id}")
        group, pupils, finished, *_ = cells_of(page)
        assert (group, pupils) == ("Sports diploma", "18")
        assert finished.startswith(words)
        assert f"Of 18 pupils: {finished}." in page.text
        assert "Answering" not in page.text
    leader = browser_of(a_person("leader", school=field.host)).page(f"/surveys/{field.survey.id}")
    assert cells_of(leader)[:5] == ["Sports diploma", "18", str(n), "1", str(17 - n)]
    assert f"{n} of 18 pupils" in leader.text


def test_the_whole_is_exact_only_for_whom_all_groups_are(db, field, browser_of):
    """Everybody less the own group would be the other one."""
    field.survey.schools.append(field.home)
    db.session.commit()
    text = browser_of(field.teacher).page(f"/surveys/{field.survey.id}").text
    assert "of 3 pupils" not in text
    assert "How far each group is stands below." in text
    assert text.count("not shown") == 2


def test_lessons_are_counted_for_those_who_may_run_them(db, field, browser_of):
    sitting = a_sitting(field.wave, field.course)
    respond(field.wave, field.pupils[0], "finished", sitting)
    url = f"/surveys/{field.survey.id}/sittings"
    assert cells_of(browser_of(field.teacher).page(url))[-2:] == ["1", "1"]
    assert cells_of(browser_of(field.lead).page(url))[-1] == "counted for its school"


def test_a_teacher_sees_no_button_that_would_be_refused(field, browser_of):
    page = browser_of(field.teacher).page(f"/surveys/{field.survey.id}")
    assert "Change the plan" not in page.links
    assert "Delete this survey" not in page.links
    assert [b for b in page.find_all("button") if "Open a lesson" in "".join(b.itertext())]


def test_a_lead_opens_no_lesson(field, browser_of):
    page = browser_of(field.lead).page(f"/surveys/{field.survey.id}")
    assert not [b for b in page.find_all("button") if "Open a lesson" in "".join(b.itertext())]
    assert "Your groups" not in browser_of(field.lead).page("/surveys").text


def test_a_stranger_sees_nothing_of_a_survey(field, browser_of):
    stranger = browser_of(a_person("leader", school=a_school()))
    for url in ("", "/cards", "/sittings"):
        stranger.page(f"/surveys/{field.survey.id}{url}", status=404)


def test_groups_of_surveys_that_are_not_open_are_not_offered(db, field, browser_of):
    field.wave.opens_on = field.wave.closes_on = TODAY - timedelta(days=1)
    db.session.commit()
    assert "Your groups" not in browser_of(field.teacher).page("/surveys").text


@pytest.mark.parametrize(("name", "n"), [("school-and-me", 45), ("school-and-me-b", 27)])
def test_anyone_signed_in_reads_every_statement_with_its_key(app, field, browser_of, name, n):
    page = browser_of(field.teacher).page(f"/instruments/{name}/2026-1")
    instrument = app.extensions["instruments"].get(name, "2026-1")
    assert len(instrument.questions) == n
    assert all(question.text in page.text for question in instrument.questions)
    assert all(scale.title in page.text for scale in instrument.scales)
    assert "has not been normed" in page.text
    assert "as it stands" in page.text


def test_an_unknown_instrument_is_not_found(field, browser_of):
    browser_of(field.teacher).page("/instruments/school-and-me/1999-1", status=404)


def test_the_list_of_statements_leads_to_both_forms(field, browser_of):
    page = browser_of(field.teacher).page("/instruments")
    assert {"School and me, form A: 45 statements", "School and me, form B: 27 statements"} <= set(page.links)


def test_a_survey_of_many_groups_stays_one_count_for_each_pupil(db, field):
    survey = a_survey(field.partnership, field.course, schools=(field.host, field.home))
    assert progress.count_of_wave(survey.waves[0], TODAY).n == 3
