# ruff: noqa: F811
"""The screens beside a pupil's way: mistakes, the language, who sees the answers, being left alone, a refusal."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.pages import Seat, begin
from tests.browser.test_access import Variant, Visitor, sized
from tests.browser.test_languages import opened, say_yes, seat_of  # noqa: F401
from tests.browser.waiting import wait_until_at_hand

LARGEST = ("32", "widest", "on")
NEXT = "#codes .buttons .button:not(.look *)"
VARIANTS = [
    Variant("phone", sized(360, 740)),
    Variant("largest and no scripts", {**sized(320, 640), "java_script_enabled": False}, language="cy"),
    Variant("Arabic, zoomed to 400 %", sized(320, 256, 4), language="ar"),
    Variant("forced colours", {"forced_colors": "active"}),
]


@pytest.mark.parametrize("variant", VARIANTS, ids=[one.name.replace(" ", "-") for one in VARIANTS])
def test_the_screens_beside_the_way(
    window: Callable[..., Page],
    new_seat: Callable[[], Seat],
    say_yes,
    opened,
    variant: Variant,
) -> None:
    seat = seat_of(new_seat, say_yes, opened) if variant.language else new_seat()
    visitor = Visitor(window(**variant.options), variant)
    make_mistakes_on_the_way_in(visitor, seat)
    settle(visitor)
    visitor.press(visitor.page.locator("[value=next]"))
    expect(visitor.page.locator(".errors")).to_be_visible()
    visitor.look()
    look_at(visitor, "language", "who?at=1", "still-there", "questions/99")
    lose_the_window(visitor, seat, window(**variant.options))
    look_at(visitor, "stopped", "questions/1")
    assert visitor.screens == 9


def make_mistakes_on_the_way_in(visitor: Visitor, seat: Seat) -> None:
    page, variant = visitor.page, visitor.variant
    page.goto("/answer")
    if variant.language:
        visitor.press(page.locator(f"[name=language][value={variant.language}]"))
        expect(page.locator("html")).to_have_attribute("lang", variant.language)
    if variant.name.startswith("largest"):
        page.locator("#look > summary").click()
        for value in LARGEST:
            page.locator(f"#look label:has([value='{value}'])").first.click()
        page.locator("#look .buttons button").click()
        expect(page.locator("html")).to_have_attribute("data-text", LARGEST[0])
    visitor.press(page.locator(NEXT))
    expect(page.locator(".errors")).to_be_visible()
    visitor.look()
    visitor.type(page.locator("#class_code"), seat.class_code)
    visitor.type(page.locator("#card_code"), seat.card_code)
    visitor.press(page.locator(NEXT))
    visitor.press(page.locator("[name=agree][value=yes]"))
    expect(page.locator("#statement")).to_be_visible()


def look_at(visitor: Visitor, *names: str) -> None:
    for name in names:
        visitor.page.goto(f"/answer/{name}")
        visitor.look()


def settle(visitor: Visitor) -> None:
    """The page does nothing more by itself: who takes the survey up later takes it from this window."""
    visitor.page.wait_for_load_state()
    if visitor.variant.has_scripts:
        wait_until_at_hand(visitor.page)


def lose_the_window(visitor: Visitor, seat: Seat, elsewhere: Page) -> None:
    """The same pupil comes in at another computer and has the survey from now on; then answers here."""
    page = visitor.page
    page.goto("/answer/questions/1")
    settle(visitor)
    elsewhere.goto("/answer")
    elsewhere.locator("#class_code").fill(seat.class_code)
    elsewhere.locator("#card_code").fill(seat.card_code)
    elsewhere.locator(NEXT).click()
    expect(elsewhere.locator("#statement")).to_be_visible()
    page.locator("input[name=answer]").first.click()
    if not visitor.variant.has_scripts:
        visitor.press(page.locator("[value=next]"))
    expect(page.locator("input[name=answer]")).to_have_count(0)
    visitor.look()


def test_the_progress_can_be_seen_in_forced_colours(window: Callable[..., Page], new_seat: Callable[[], Seat]) -> None:
    page = begin(window(forced_colors="active"), new_seat()).page
    pictures = set()
    for number in (1, 20):
        page.goto(f"/answer/questions/{number}")
        pictures.add(page.locator("progress").screenshot())
    assert len(pictures) == 2
