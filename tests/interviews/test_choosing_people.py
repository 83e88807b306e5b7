"""Whom to ask is searched where they are many: nothing filled in or chosen is lost, and nothing is planned yet."""

import pytest

from app.db import db as database
from app.interviews.models import Interview
from tests import factories as make
from tests.interviews.conftest import plan, plan_of, say_yes


@pytest.fixture
def crowd(world):
    """Twelve teachers more, T11 to T22, every other one at Beech School; with the world's that is nineteen people."""
    more = [make.a_participant(world.study, world.schools[n % 2], pseudonym=f"T{n + 11}") for n in range(12)]
    for one in more:
        say_yes(one)
    return more


def offered(page) -> list[str]:
    names = ("participant", "participants")
    return [one.get("value", "") for one in page.find_all("input") if one.get("name") in names]


def ticked(page) -> list[str]:
    names = ("participant", "participants")
    return [one.get("value") for one in page.find_all("input") if one.get("name") in names and "checked" in one.attrib]


def numbers(*people) -> list[str]:
    return [str(one.id) for one in people]


def test_a_few_people_are_not_searched(asker, world):
    assert not asker.page(f"/studies/{world.study.id}/interviews/new").find_all("input", name="find")


def test_many_people_are_counted(asker, world, crowd):
    page = asker.page(f"/studies/{world.study.id}/interviews/new")
    assert "Shown: 19 of 19" in page.text
    assert len(offered(page)) == 19


def test_those_who_fit_are_shown_with_whoever_is_chosen_and_nothing_is_planned_yet(asker, world, app, crowd):
    page = plan(asker, world, app, status=200, act="find", find="beech  T1", place="Room 4", planned_for="soon")
    fit = numbers(crowd[1], crowd[3], crowd[5], crowd[7])
    assert sorted(offered(page)) == sorted([*numbers(world.teachers[0]), *fit])
    assert ticked(page) == numbers(world.teachers[0])
    assert "Shown: 5 of 19" in page.text
    kept = {name: page.find("input", name=name).get("value") for name in ("title", "place", "planned_for", "find")}
    assert kept == {"title": "First talk", "place": "Room 4", "planned_for": "soon", "find": "beech T1"}
    assert not page.find_all("div", class_="govuk-error-summary")
    assert database.session.query(Interview).count() == 0


def test_a_group_is_put_together_by_several_searches(asker, world, app, crowd):
    chosen = numbers(crowd[0], crowd[3])
    page = plan(asker, world, app, "group", status=200, act="find", find="t22", participants=chosen)
    assert ticked(page) == chosen
    assert offered(page) == [*chosen, *numbers(crowd[11])]
    plan(asker, world, app, "group", find="t22", participants=[*chosen, *numbers(crowd[11])])
    made = database.session.query(Interview).one()
    assert [str(one.participant_id) for one in made.speakers] == [*chosen, *numbers(crowd[11])]


def test_a_plan_that_is_searched_while_it_is_changed_stays_as_it_was(asker, world, group, crowd):
    wanted = {"title": "Other", "act": "find", "find": "nobody", "participants": numbers(*world.pupils[:4])}
    page = asker.post_form(f"/interviews/{group.id}/plan", wanted, status=200)
    assert offered(page) == ticked(page) == numbers(*world.pupils[:4])
    database.session.expire_all()
    assert (group.title, len(group.speakers)) == ("Pupils together", 5)


def test_where_nobody_fits_it_is_said(asker, world, app, crowd):
    page = plan(asker, world, app, "group", status=200, act="find", find="elm", participants=[], participant="")
    assert "Nobody has these words in pseudonym, role or school." in page.text
    assert offered(page) == []


def test_after_a_refusal_everybody_is_there_again(asker, world, app, crowd):
    page = plan(asker, world, app, status=422, find="beech", title="")
    assert len(offered(page)) == 19
    assert ticked(page) == numbers(world.teachers[0])


def test_who_cannot_be_asked_is_searched_too(asker, world, app, crowd):
    for one in crowd[:2]:
        one.consents.clear()
    make.a_participant(world.study, world.schools[0], pseudonym="T30")
    data = plan_of(world, app, act="find", find="T11")
    page = asker.post_form(f"/studies/{world.study.id}/interviews/new", data, status=200)
    barred = [" ".join("".join(one.itertext()).split()) for one in page.find("ul", id="barred-list")]
    assert barred == ["T11: has not given consent"]
