"""Pages of a study in a browser: its memos, what is known of people and texts, sets, and tables wider than the page."""

import re
import secrets
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Means
from tests.browser.pages import Staff
from tests.browser.waiting import wait_until


@pytest.fixture
def at_study(window: Callable[..., Page]) -> Callable[..., Staff]:
    """`at_study(means, "memos")`: the lead at a page of the demo's study."""

    def go(means: Means, name: str) -> Staff:
        lead = Staff(window(means), scripts=means.scripts).sign_in("lead")
        lead.go("/studies/1" + f"/{name}")
        return lead

    return go


@pytest.mark.parametrize("means", [Means(), Means(phone=True, scripts=False)], ids=str)
def test_a_memo_is_written_removed_and_brought_back(at_study: Callable[..., Staff], means: Means) -> None:
    lead, title = at_study(means, "memos"), f"Quiet pupils speak of a pond {secrets.token_hex(3)}"
    page = lead.page
    lead.look()
    lead.follow("Write a memo")
    lead.look()
    page.get_by_label("Title").fill(title)
    page.get_by_label("Memo", exact=True).fill("Ask again in spring.")
    lead.press("Save")
    card = page.locator("article.memo", has_text=title)
    expect(card).to_have_count(1)
    card.get_by_role("link", name="Remove").click()
    lead.look()
    expect(page.locator("main")).to_contain_text("it can be brought back")
    lead.press("Remove it")
    expect(card).to_have_count(0)
    lead.look()
    removed = page.locator("li", has_text=title)
    removed.get_by_role("button", name=re.compile("Bring back")).first.click()
    expect(card).to_have_count(1)
    card.get_by_role("link", name="Remove").click()
    lead.press("Remove it")
    removed.first.get_by_role("link", name=re.compile("Delete for good")).click()
    lead.look()
    lead.press("Delete it")
    expect(page.locator("main")).not_to_contain_text(title)


def test_what_is_known_of_people_and_texts_is_found_by_keyboard(at_study: Callable[..., Staff]) -> None:
    lead = at_study(Means(phone=True), "cases")
    page = lead.page
    lead.look()
    before = page.locator("tbody tr").count()
    assert before > 5
    field = page.get_by_label("Words")
    field.focus()
    page.keyboard.type("pupil")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"q=pupil"))
    assert 0 < page.locator("tbody tr").count() < before
    lead.look()
    lead.follow("Texts")
    lead.look()


def test_sets_lead_to_their_passages(at_study: Callable[..., Staff]) -> None:
    lead = at_study(Means(phone=True), "sets")
    lead.look()
    lead.follow(re.compile("^Passages of"))
    lead.page.wait_for_url(re.compile(r"/passages\?set="))
    expect(lead.page.locator("main")).to_contain_text("Only of the set")
    lead.look()


@pytest.mark.parametrize(("means", "name"), [(Means(), "together"), (Means(phone=True), "grid")], ids=str)
def test_a_wide_table_scrolls_by_keyboard_and_keeps_its_first_column(
    at_study: Callable[..., Staff], means: Means, name: str
) -> None:
    lead = at_study(means, name)
    page = lead.page
    lead.look()
    expect(page.locator("caption")).to_contain_text("scroll it sideways")
    table, first = page.locator(".table-scroll"), page.locator("tbody tr").first.locator("th")
    at = first.bounding_box()
    table.focus()

    def is_scrolled() -> bool:
        page.keyboard.press("ArrowRight")
        return table.evaluate("table => table.scrollLeft") > 100

    wait_until(page, is_scrolled)
    now = first.bounding_box()
    assert at is not None
    assert now is not None
    assert abs(at["x"] - now["x"]) < 2
    on_top = "([x, y]) => document.elementFromPoint(x, y).closest('th') !== null"
    first.scroll_into_view_if_needed()
    box = first.bounding_box()
    assert box is not None
    assert page.evaluate(on_top, [box["x"] + box["width"] - 4, box["y"] + box["height"] / 2])


def test_without_scripts_a_link_leads_past_the_transcript_to_the_form(at_study: Callable[..., Staff]) -> None:
    lead = at_study(Means(phone=True, scripts=False), "themes")
    lead.go("/transcripts/1/coding")
    lead.page.get_by_role("link", name="Mark a passage").click()
    expect(lead.page.get_by_label("Number of the turn")).to_be_in_viewport()
