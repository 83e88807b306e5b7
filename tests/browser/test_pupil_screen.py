"""The pupil's screen: by keyboard alone, on a shared computer, small, and honest when the network fails."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Means
from tests.browser.pages import Pupil, axe, begin


def test_everything_can_be_done_with_the_keyboard_alone(window, seat):
    pupil = Pupil(window())
    pupil.go("/answer")
    keys = pupil.page.keyboard
    tab_to(pupil, "class_code")
    keys.type(seat.class_code)
    keys.press("Tab")
    keys.type(seat.card_code)
    keys.press("Enter")
    expect(pupil.page.get_by_role("heading", level=1)).to_have_text("Do you want to take part?")
    tab_to_button(pupil, "Yes, start")
    keys.press("Enter")
    expect(pupil.question(1)).to_be_visible()
    pupil.has_everything()

    tab_to(pupil, "answer-0")
    keys.press("ArrowDown")
    expect(pupil.page.get_by_role("radio").nth(1)).to_be_checked()
    expect(pupil.page.locator("#saved")).to_have_text("Saved")
    keys.press("Enter")
    expect(pupil.question(2)).to_be_visible()
    expect(pupil.page.get_by_role("heading", level=1)).to_be_focused()

    tab_to_button(pupil, "I want to skip this")
    keys.press("Enter")
    expect(pupil.question(3)).to_be_visible()
    tab_to_button(pupil, "Back")
    keys.press("Enter")
    expect(pupil.question(2)).to_be_visible()
    tab_to_button(pupil, "Stop for now")
    keys.press("Enter")
    expect(pupil.page.get_by_role("heading", level=1)).to_have_text("You have stopped for now")


def tab_to(pupil: Pupil, id: str) -> None:
    press_until(pupil, f"document.activeElement.id === '{id}'")


def tab_to_button(pupil: Pupil, words: str) -> None:
    press_until(pupil, f"document.activeElement.textContent.trim() === '{words}'")


def press_until(pupil: Pupil, there: str, most: int = 12) -> None:
    """Press Tab until the focus is there; every stop on the way can be seen."""
    pupil.page.wait_for_load_state()
    for _ in range(most):
        pupil.page.keyboard.press("Tab")
        ring = "getComputedStyle(document.activeElement.closest('.choice') ?? document.activeElement).outlineStyle"
        assert pupil.page.evaluate(ring) != "none", pupil.page.evaluate("document.activeElement.outerHTML")
        if pupil.page.evaluate(there):
            return
    raise AssertionError(f"{most} presses of Tab do not lead to where {there}")


def test_number_keys_choose_and_nothing_moves_on_by_itself(pupil):
    address = pupil.page.url
    pupil.page.keyboard.press("3")
    expect(pupil.page.get_by_role("radio").nth(2)).to_be_checked()
    expect(pupil.page.locator("#saved")).to_have_text("Saved")
    expect(pupil.page).to_have_url(address)


@pytest.mark.parametrize("figure", ["\u0663", "\u06f3"], ids=["Arabic", "Urdu"])
def test_figures_of_other_keyboards_choose_as_well(pupil, figure):
    pupil.heading().evaluate(
        "(h1, key) => h1.dispatchEvent(new KeyboardEvent('keydown', {key, bubbles: true}))", figure
    )
    expect(pupil.page.get_by_role("radio").nth(2)).to_be_checked()


def test_the_title_and_the_address_follow_the_question(pupil):
    number = pupil.number()
    pupil.press("I want to skip this")
    expect(pupil.question(number + 1)).to_be_visible()
    expect(pupil.page).to_have_title(re.compile(f"^Question {number + 1} of"))
    expect(pupil.page).to_have_url(re.compile(f"/questions/{number + 1}$"))


def test_each_answer_can_be_hit_with_a_thumb(window, seat):
    pupil = begin(window(Means(phone=True)), seat)
    for choice in pupil.page.locator(".choice").all():
        assert choice.bounding_box()["height"] >= 56


def test_after_stopping_the_back_button_shows_no_answer(pupil):
    pupil.answer(pupil.number(), pupil.number() + 1, 0)
    pupil.press("Stop for now")
    expect(pupil.page.get_by_role("heading", level=1)).to_have_text("You have stopped for now")
    for _ in range(3):
        pupil.page.go_back()
        expect(pupil.page.get_by_role("radio", checked=True)).to_have_count(0)
    pupil.go("/answer")
    stored = pupil.page.evaluate("[localStorage.length, sessionStorage.length]")
    assert stored == [0, 0]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_stands_out_seven_to_one(window, seat, scheme):
    pupil = begin(window(color_scheme=scheme), seat)
    rules = {"runOnly": ["color-contrast-enhanced"], "rules": {"color-contrast-enhanced": {"enabled": True}}}
    assert axe.run(pupil.page, options=rules).response["violations"] == []


def test_nothing_is_lost_at_the_narrowest_width_and_four_times_the_size(window, seat):
    page = window()
    page.set_viewport_size({"width": 320, "height": 256})
    pupil = begin(page, seat)
    assert pupil.overflow() <= 0
