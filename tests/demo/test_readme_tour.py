"""The README's tour in five minutes, step by step."""

import re
from pathlib import Path

import pytest
from sqlalchemy import select

from app.answers.models import Response
from app.demo import finding
from app.demo.fill import INSTRUMENT, fill
from app.demo.tour import lesson_in_hand
from app.people.models import Person
from app.schools.models import School
from app.waves.cards import code_of
from app.waves.models import Survey

EXAMPLE = Path(__file__).parents[2] / "docs" / "examples" / "pupils.csv"


@pytest.fixture
def town(app, db):
    fill(app.extensions["instruments"].latest(INSTRUMENT), password="only for this test", has_study=False)
    return db.session


@pytest.fixture
def person(town, browser_of):
    """`person("lead")`: a browser in which that person of the demo is signed in."""
    return lambda who: browser_of(town.scalars(select(Person).where(Person.email == f"{who}@demo.example")).one())


@pytest.fixture
def survey(town):
    return town.scalars(select(Survey)).one()


def chosen(choice):
    """What a browser sends for a list: the selected option, else the first."""
    return [*choice.findall("./*[@selected]"), choice[0]][0].get("value")


def import_example(head, school):
    """Upload, columns as they were guessed, check, import."""
    with EXAMPLE.open("rb") as file:
        url = f"/schools/{school.id}/import"
        columns = head.post_form(url, {"file": (file, EXAMPLE.name)}, content_type="multipart/form-data").location
    page = head.page(columns)
    guessed = {choice.get("name"): chosen(choice) for choice in page.find_all("select")}
    check = head.post_form(columns, guessed).location
    import_form = next(form for form in head.page(check).find_all("form") if "apply" in form.get("action", ""))
    return head.page(check), lambda: head.post_form(import_form.get("action"), at=check)


def test_the_example_file_would_add_six_pupils_and_nothing_is_refused(person, town):
    school = town.scalars(select(School).where(School.name == "Saltmere Sports College")).one()
    page, _ = import_example(person("head.sports"), school)
    assert "Import 6 pupils" in page.text
    assert "Rows refused 0" in page.text


def test_the_teacher_prints_thirteen_cards_then(person, town, survey):
    school = town.scalars(select(School).where(School.name == "Saltmere Sports College")).one()
    _, go = import_example(person("head.sports"), school)
    go()
    group = f"course-{finding.find_course('leaders').id}"
    teacher = person("teacher.leaders")
    cards = f"/surveys/{survey.id}/cards"
    assert "6 pupils have no card yet" in teacher.page(cards).text
    sheet = teacher.post_form(f"{cards}/print", {"group": group}, status=200, at=cards)
    assert "13 cards on 2 pages" in sheet.text


def test_the_board_and_the_comparison_have_three_pupils_to_begin_with(person, survey):
    teacher = person("teacher.leaders")
    assert "Go to the open lesson" in teacher.page("/surveys").text
    board = teacher.page(f"/sittings/{lesson_in_hand().id}").text
    assert re.search(r"Finished 3 Answering 0 Not started 4", board)
    assert "any change clear: 3 pupils who answered both before and after" in teacher.page(f"/results/{survey.id}").text


def test_the_comparison_has_four_when_a_visitor_has_answered(person, survey, town):
    sitting = lesson_in_hand()
    card = finding.list_unused_cards(sitting)[0]
    before = town.scalars(
        select(Response).where(Response.pupil_id == card.pupil_id, Response.wave_id == survey.waves[0].id)
    ).one()
    answer_all(person, sitting, card, before.answers)
    assert (
        "any change clear: 4 pupils who answered both before and after"
        in person("teacher.leaders").page(f"/results/{survey.id}").text
    )


def answer_all(person, sitting, card, answers):
    """As a pupil, through the pages."""
    pupil = person("lead")
    pupil.delete_cookie("lateral")
    pupil.post_form("/answer", {"class_code": sitting.class_code, "card_code": code_of(card)})
    pupil.post_form("/answer/start", {"agree": "yes"})
    lease = {"lease": pupil.page("/answer/questions/1").find("input", name="lease").get("value")}
    for number, code in enumerate(answers, start=1):
        move = {"answer": code, "move": "next"} if code != "s" else {"move": "skip"}
        pupil.post_form(f"/answer/questions/{number}", move | lease)
    pupil.post_form("/answer/finish", lease, at="/answer/review")


def test_the_lead_sees_the_whole_programme_and_no_small_group(person, survey):
    page = person("lead").page(f"/results/{survey.id}").text
    assert re.search(r"Of (nearly all )?\d\d pupils who answered both before and after", page)
    assert "Groups of fewer than 6 pupils are never shown" in page


def test_the_pastoral_lead_of_one_school_finds_the_profiles_of_its_pupils(person, survey, town):
    school = town.scalars(select(School).where(School.name == "Saltmere Sports College")).one()
    lead = person("pastoral.sports")
    profiles = f"/results/{survey.id}/schools/{school.id}/profiles"
    assert profiles in lead.page(f"/results/{survey.id}").links.values()
    assert "Acorn Applecart" in lead.page(profiles).text
