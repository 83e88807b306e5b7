"""Long lists and small screens: people to choose from, cards to tick with a finger, a table of scores on a phone."""

import re
from collections.abc import Callable
from itertools import pairwise

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Means
from tests.browser.interviewing import Served, clean, press
from tests.browser.pages import Staff

WIDE = "table => table.scrollWidth - table.clientWidth"


def shown(page: Page) -> list[str]:
    """The pseudonyms of those who are offered and in sight."""
    labels = page.locator("#whom label").all()
    return [one.inner_text().split()[0] for one in labels if one.is_visible()]


def person(page: Page, pseudonym: str) -> Locator:
    return page.get_by_label(re.compile(f"^{pseudonym} ·"))


def test_people_are_found_while_one_types_and_whoever_is_chosen_stays(
    served: Served, visitor: Callable[..., Page]
) -> None:
    page = visitor(f"/studies/{served.crowd(14)}/interviews/new?kind=group")
    clean(page)
    page.get_by_label("Title").fill("Teachers together")
    person(page, "T3").check()
    find = page.get_by_label("Find people")
    find.press_sequentially("T14")
    expect(page.locator("#shown")).to_contain_text("Shown: 2 of 14")
    assert shown(page) == ["T3", "T14"]
    find.press("Enter")
    person(page, "T14").check()
    find.fill("elm")
    assert shown(page) == ["T3", "T14"]
    clean(page)
    find.fill("")
    expect(page.locator("#shown")).to_contain_text("Shown: 14 of 14")
    expect(page.get_by_label("Title")).to_have_value("Teachers together")
    for name in ("T3", "T14"):
        expect(person(page, name)).to_be_checked()


def test_without_scripts_a_button_searches_and_leads_back_to_the_list(
    served: Served, visitor: Callable[..., Page]
) -> None:
    page = visitor(f"/studies/{served.crowd(14)}/interviews/new?kind=group", java_script_enabled=False)
    page.get_by_label("Title").fill("Teachers together")
    person(page, "T3").check()
    page.get_by_label("Find people").fill("T14")
    press(page, "Search")
    expect(page.locator("#shown")).to_contain_text("Shown: 2 of 14")
    expect(page.get_by_label("Find people")).to_be_in_viewport()
    assert shown(page) == ["T3", "T14"]
    expect(person(page, "T3")).to_be_checked()
    person(page, "T14").check()
    page.get_by_label("Schedule").select_option(index=1)
    press(page, "Plan it")
    expect(page.locator("h1")).to_have_text("Teachers together")
    expect(page.locator("main")).to_contain_text("T14")


def test_who_asks_in_another_way_keeps_what_was_typed(served: Served, visitor: Callable[..., Page]) -> None:
    page = visitor(f"/studies/{served.crowd(14)}/interviews/new")
    page.get_by_label("Title").fill("By voice alone")
    person(page, "T3").check()
    for name, kind in (("By telephone", "telephone"), ("Group", "group")):
        page.get_by_role("link", name=name, exact=True).click()
        expect(page).to_have_url(re.compile(f"kind={kind}"))
        page.wait_for_load_state()  # its script takes the next along
        expect(page.get_by_label("Title")).to_have_value("By voice alone")
        expect(person(page, "T3")).to_be_checked()
    clean(page)


@pytest.mark.parametrize("means", [Means(), Means(phone=True)], ids=str)
def test_a_card_is_ticked_with_a_finger_and_none_beside_it(window: Callable[..., Page], means: Means) -> None:
    teacher = Staff(window(means)).sign_in("teacher.leaders")
    teacher.go("/surveys/1/cards")
    boxes = [one.bounding_box() for one in teacher.page.locator("label:has(> [name=card])").all()]
    assert len(boxes) > 3
    assert all(box and min(box["width"], box["height"]) >= 44 for box in boxes)
    assert all(one and other and one["y"] + one["height"] <= other["y"] for one, other in pairwise(boxes))
    seen = teacher.page.locator("[name=card]").first.bounding_box()
    assert seen
    assert min(seen["width"], seen["height"]) >= 24


@pytest.mark.parametrize("width", [320, 390])
def test_scores_of_every_pupil_fit_a_phone_each_beside_its_scale(window: Callable[..., Page], width: int) -> None:
    teacher = Staff(window(Means(phone=True))).sign_in("teacher.leaders")
    teacher.page.set_viewport_size({"width": width, "height": 740})
    teacher.open_change("School and me, this year")
    teacher.follow("My pupils' profiles")
    expect(teacher.page.locator("h1")).to_have_text("Profiles of my pupils")
    teacher.look()
    assert teacher.page.locator(".table-scroll").evaluate(WIDE) <= 0
    cell = teacher.page.locator("tbody td[data-label]").first
    assert cell.evaluate("cell => getComputedStyle(cell, '::before').content").startswith('"Feelings about school"')
    teacher.page.set_viewport_size({"width": 688, "height": 935})
    teacher.page.emulate_media(media="print")
    assert teacher.page.locator(".table-scroll").evaluate(WIDE) <= 0
    expect(teacher.page.locator("thead th").last).to_be_visible()
