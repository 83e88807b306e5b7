"""What comes out of the printer: ink that can be read, edges on each page, a chart under its heading, no buttons."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.checks import HELPERS
from tests.browser.pages import Staff

SURVEY, COURSE = "School and me, this year", "Sport leaders"
PAPER = {"width": 688, "height": 935}  # pixels inside the edges of a page as wide as A4 and as high as Letter
PALE = f"""() => {{ {HELPERS}
  return words().filter((e) => contrast(parts(style(e).color).rgb, [255, 255, 255]) < 4.5).map(say); }}"""
PRESSED = "header.topbar, .footer, main button, .tabs, summary"


@pytest.fixture
def on_paper(window: Callable[..., Page]) -> Callable[[str], Staff]:
    """`on_paper("lead")`: somebody whose pages look as the printer gets them, from a dark screen."""

    def come(who: str) -> Staff:
        staff = Staff(window(color_scheme="dark")).sign_in(who)
        staff.page.emulate_media(media="print")
        staff.page.set_viewport_size(PAPER)
        return staff

    return come


def test_a_board_is_printed_in_ink_and_without_what_is_pressed(on_paper: Callable[[str], Staff]) -> None:
    teacher = on_paper("teacher.leaders")
    teacher.page.emulate_media(media="screen")
    teacher.class_code(SURVEY, COURSE)
    teacher.page.emulate_media(media="print")
    assert teacher.page.evaluate(PALE) == []
    for pressed in teacher.page.locator(PRESSED).all():
        expect(pressed).to_be_hidden()


def test_the_chart_of_a_change_stands_on_the_page_of_its_heading(on_paper: Callable[[str], Staff]) -> None:
    lead = on_paper("lead")
    lead.go("/results/1")
    expect(lead.page.locator("h1")).to_be_visible()
    chart = lead.page.locator("#figures .card").first.bounding_box()
    assert chart is not None
    assert chart["y"] + chart["height"] < PAPER["height"]


@pytest.mark.parametrize("address", ["/schedules/leaders/2026-1/print", "/studies/1/sheets/leader"])
def test_words_on_paper_have_an_edge_on_each_page_and_no_heading_stands_alone(
    on_paper: Callable[[str], Staff], address: str
) -> None:
    lead = on_paper("lead")
    lead.go(address)
    sheet = lead.page.locator(".sheet--text")
    expect(sheet).to_have_css("page", "text")
    expect(sheet).to_have_css("padding", "0px")
    for heading in sheet.locator("h2").all():
        expect(heading).to_have_css("break-after", "avoid")
    expect(lead.page.locator(".bar")).to_be_hidden()


def test_a_long_quotation_goes_on_overleaf_and_leaves_no_page_half_white(on_paper: Callable[[str], Staff]) -> None:
    page = on_paper("lead").page
    page.goto("/studies/1/quotations?print=yes")
    words = page.locator(".quotation blockquote")
    expect(words.first).to_be_visible()
    words.evaluate_all(
        "all => all.slice(0, 30).forEach((one) => { one.textContent = `${one.textContent} `.repeat(20); })"
    )
    as_it_is = n_pages(page)
    whole = "all => all.forEach((one) => { one.style.breakInside = 'avoid'; })"
    page.locator(".quotation, .quotations > .card").evaluate_all(whole)
    assert as_it_is < n_pages(page)
    expect(page.locator(".quotation figcaption").first).to_have_css("break-before", "avoid")


def n_pages(page: Page) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", page.pdf(prefer_css_page_size=True)))
