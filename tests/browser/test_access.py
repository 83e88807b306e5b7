# ruff: noqa: F811
"""The pupil's way from the codes to the last page, for pupils of twelve different means; and the checks themselves.

On every screen neither axe nor any of `checks` may find anything. What no machine can tell is listed in
docs/accessibility.md.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser import checks, seeded
from tests.browser.pages import Seat, axe, begin
from tests.browser.test_languages import opened, say_yes, seat_of  # noqa: F401
from tests.browser.waiting import wait_until_all_is_sent, wait_until_at_hand

MOST_TABS = 40
SPACED = """
* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }
p { margin-bottom: 2em !important }
"""
STOP = "(e => e === document.body ? '' : e.id || e.outerHTML)(document.activeElement)"


@dataclass(frozen=True)
class Variant:
    """Somebody's means: a window with `options`, a language, and whether they only use keys."""

    name: str
    options: dict[str, object] = field(default_factory=dict)
    language: str = ""
    by_keys: bool = False
    spaced: bool = False

    @property
    def has_scripts(self) -> bool:
        return bool(self.options.get("java_script_enabled", True))


def sized(width: int, height: int, scale: float = 1) -> dict[str, object]:
    return {"viewport": {"width": width, "height": height}, "device_scale_factor": scale}


VARIANTS = [
    Variant("phone", {**sized(360, 740), "has_touch": True}),
    Variant("desktop"),
    Variant("320 pixels", sized(320, 640)),
    Variant("zoomed to 400 %", sized(320, 256, 4)),
    Variant("text spacing", sized(360, 740), spaced=True),
    Variant("forced colours", {"forced_colors": "active"}),
    Variant("dark", {"color_scheme": "dark"}),
    Variant("reduced motion", {"reduced_motion": "reduce"}),
    Variant("Arabic", sized(360, 740), language="ar"),
    Variant("Polish", language="pl"),
    Variant("no scripts", {"java_script_enabled": False}),
    Variant("keys alone", by_keys=True),
]


class Visitor:
    """One pupil with such means, who looks closely at every screen."""

    def __init__(self, page: Page, variant: Variant) -> None:
        self.page, self.variant = page, variant
        self.screens = 0

    def look(self) -> None:
        self.screens += 1
        self.page.wait_for_load_state()
        if self.variant.spaced:
            space_out(self.page)
        where = f"{self.variant.name}: {self.page.url}"
        assert checks.run(self.page) == {}, where
        if self.variant.has_scripts:
            found = axe.run(self.page).response["violations"]
            assert found == [], (where, [(one["id"], one["nodes"][0]["target"]) for one in found])

    def press(self, wanted: Locator) -> None:
        if self.variant.by_keys:
            self.reach(wanted)
            self.page.keyboard.press("Space" if wanted.get_attribute("type") == "radio" else "Enter")
        else:
            wanted.click()

    def type(self, wanted: Locator, text: str) -> None:
        if self.variant.by_keys:
            self.reach(wanted)
            self.page.keyboard.type(text)
        else:
            wanted.fill(text)

    def reach(self, wanted: Locator) -> None:
        for _ in range(MOST_TABS):
            if wanted.evaluate("e => e === document.activeElement"):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"{wanted} is not to be reached by Tab")

    def answer(self, number: int) -> None:
        """Look at a question, answer it and go on; the focus is on the next heading, if there are scripts."""
        expect(self.page.locator("#progress-text")).to_contain_text(re.compile(rf"\b{number}\b"))
        self.look()
        if self.variant.has_scripts:
            wait_until_at_hand(self.page)
        self.press(self.page.locator("input[name=answer]").first)
        if self.variant.has_scripts:
            expect(self.page.locator("#saved")).not_to_be_empty()
        self.press(self.page.locator("[value=next]"))
        expect(self.page).to_have_url(re.compile(rf"/questions/{number + 1}$"))
        if self.variant.has_scripts:
            expect(self.page.locator("h1")).to_be_focused()


def space_out(page: Page) -> None:
    lay = "sheet.replaceSync(rule); document.adoptedStyleSheets = [sheet];"
    page.evaluate(f"rule => {{ const sheet = new CSSStyleSheet(); {lay} }}", SPACED)


@pytest.mark.parametrize("variant", VARIANTS, ids=[one.name.replace(" ", "-") for one in VARIANTS])
def test_the_whole_way_for_a_pupil_of_these_means(
    window: Callable[..., Page],
    new_seat: Callable[[], Seat],
    say_yes,
    opened,
    variant: Variant,
) -> None:
    seat = seat_of(new_seat, say_yes, opened) if variant.language else new_seat()
    page = window(**variant.options)
    visitor = Visitor(page, variant)
    page.goto("/answer")
    if variant.language:
        visitor.press(page.locator(f"[name=language][value={variant.language}]"))
        expect(page.locator("html")).to_have_attribute("lang", variant.language)
    visitor.look()
    visitor.type(page.locator("#class_code"), seat.class_code)
    visitor.type(page.locator("#card_code"), seat.card_code)
    visitor.press(page.locator("#codes .buttons .button:not(.look *)"))
    expect(page).to_have_url(re.compile("/start$"))
    visitor.look()
    visitor.press(page.locator("[name=agree][value=yes]"))
    for number in (1, 2, 3):
        visitor.answer(number)
    look_at_the_panel(visitor)
    wait_until_all_is_sent(page)
    page.goto("/answer/review")
    visitor.look()
    visitor.press(page.locator("#finish .button").first)
    expect(page).to_have_url(re.compile("/thanks"))
    visitor.look()
    assert visitor.screens == 8


def look_at_the_panel(visitor: Visitor) -> None:
    """Open how it looks, and what the question means."""
    visitor.page.wait_for_load_state()
    visitor.press(visitor.page.locator("#look > summary"))
    for summary in visitor.page.locator("main details > summary").all():
        visitor.press(summary)
    visitor.look()


def test_there_are_enough_checks() -> None:
    assert len(checks.CHECKS) >= 40
    assert len(seeded.FAULTS) >= 60
    assert {name for _, name in seeded.FAULTS} <= checks.CHECKS.keys()


def test_faults_put_into_a_page_are_found(window: Callable[..., Page], new_seat: Callable[[], Seat]) -> None:
    page = begin(window(viewport={"width": 1280, "height": 1400}, bypass_csp=True), new_seat()).page
    page.goto("/answer/questions/2")
    wait_until_at_hand(page)
    assert checks.run(page) == {}, "the page is well before anything is put into it"
    missed = []
    for fault, name in seeded.FAULTS:
        page.goto("/answer/questions/2", wait_until="load")
        page.evaluate(f"() => {{ {seeded.HELPERS} {fault} }}")
        if name not in checks.run(page):
            missed.append((fault, name))
    assert len(seeded.FAULTS) - len(missed) >= 0.9 * len(seeded.FAULTS), missed
    assert missed == []


def test_tab_leads_through_everything_and_out_again(window: Callable[..., Page], new_seat: Callable[[], Seat]) -> None:
    page = begin(window(), new_seat()).page
    page.goto("/answer/questions/2")
    wait_until_at_hand(page)
    way = []
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        way.append(page.evaluate(STOP))
    assert "" in way or way.index(way[0], 1), "it goes round"
    first_round = way[: way.index("")] if "" in way else way[: way.index(way[0], 1)]
    assert len(first_round) == len(set(first_round)) >= 9
