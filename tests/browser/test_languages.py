"""A pupil who reads another language: from a leader's yes to the last page, mirrored where the script asks for it."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Means
from tests.browser.pages import Pupil, Staff

HEAD = "head.sports"


@pytest.fixture(scope="module")
def opened():
    """Surveys whose drafts a leader has opened already."""
    return set()


@pytest.fixture
def say_yes(window):
    def say(survey, language):
        head = Staff(window()).sign_in(HEAD)
        head.go("/surveys")
        head.page.locator("main").get_by_role("link", name=survey).first.click()
        row = head.page.get_by_role("row").filter(has_text=language)
        row.get_by_role("link", name=re.compile("^Decide")).first.click()
        head.look()
        head.press(re.compile(f"Yes, offer {language} as a draft"))
        expect(head.page.get_by_role("row").filter(has_text=language)).to_contain_text("yes, said")
        head.look()

    return say


@pytest.mark.parametrize("means", [Means(phone=True), Means(phone=True, scripts=False)], ids=str)
def test_a_pupil_reads_from_right_to_left_and_changes_midway(window, new_seat, say_yes, opened, means):
    pupil = come_in_arabic(Pupil(window(means), scripts=means.scripts), seat_of(new_seat, say_yes, opened))
    change_to_polish(pupil)


def seat_of(new_seat, say_yes, opened):
    """A card of a lesson that has these languages."""
    seat = new_seat()
    if seat.class_code not in opened:
        for language in ("Arabic", "Polish", "Welsh"):
            say_yes(seat.survey, language)
        opened.add(seat.class_code)
    return seat


def come_in_arabic(pupil, seat):
    pupil.go("/answer")
    pupil.press("العربية")
    expect(pupil.page.locator("html")).to_have_attribute("dir", "rtl")
    pupil.look()
    pupil.page.locator("#class_code").fill(seat.class_code)
    pupil.page.locator("#card_code").fill(seat.card_code)
    pupil.press("التالي")
    expect(pupil.page.locator("#class_code")).to_have_count(0)
    pupil.look()
    pupil.press("نعم، أبدأ")
    expect(pupil.page.locator("#progress-text")).to_contain_text("السؤال 1 من 27")
    pupil.look()
    radio = pupil.page.get_by_role("radio").first
    first, text = radio.bounding_box(), pupil.page.locator(".choice span").first.bounding_box()
    assert first["x"] > text["x"], "the button to press stands to the right of its words"
    return pupil


def change_to_polish(pupil):
    pupil.page.get_by_role("radio").nth(2).check()
    pupil.press("اللغة")
    expect(pupil.page).to_have_url(re.compile("/answer/language"))
    pupil.look()
    pupil.press("Polski")
    expect(pupil.page.locator("html")).to_have_attribute("lang", "pl")
    expect(pupil.page.get_by_role("heading", level=1)).to_have_text("Czuję spokój w szkole.")
    expect(pupil.page.get_by_role("radio").nth(2)).to_be_checked()
    pupil.press("Dalej")
    expect(pupil.page.locator("#progress-text")).to_contain_text("Pytanie 2 z 27")
    pupil.page.get_by_text("Pokaż po angielsku").click()
    expect(pupil.page.locator("[lang=en][dir=ltr]")).to_contain_text("My teachers listen to me.")
    pupil.look()
