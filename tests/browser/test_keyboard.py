"""Two flows of staff with nothing but a keyboard, with scripts and without: importing pupils, and a survey's lesson."""

import re
import secrets
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from app.demo.command import PASSWORD
from app.demo.partnership import address
from tests.browser.conftest import Means
from tests.browser.pages import today
from tests.browser.waiting import PATIENCE

EXAMPLE = Path(__file__).parents[2] / "docs" / "examples" / "pupils.csv"
MOST_TABS = 150
WITH_AND_WITHOUT = [pytest.param(Means(scripts=on), id="with-scripts" if on else "without") for on in (True, False)]
RING = """e => {
  const marked = [e, e.labels && e.labels[0]].filter(Boolean).flatMap(one => [one, "::before"].map(
    part => getComputedStyle(one, part === "::before" ? part : null)));
  return marked.some(s => s.outlineStyle !== "none" && s.outlineWidth !== "0px" || s.boxShadow !== "none");
}"""


class Keyboard:
    """Somebody who never touches a mouse: they go on by Tab, and always see where they are."""

    def __init__(self, page: Page, who: str) -> None:
        self.page = page
        page.goto("/sign-in")
        self.type_into(page.get_by_label("E-mail"), address(who, 1))
        self.type_into(page.get_by_label("Password", exact=True), PASSWORD)
        page.keyboard.press("Enter")
        expect(page).not_to_have_url(re.compile("sign-in"))

    def reach(self, wanted: Locator) -> None:
        """Tab until it has the focus; it must show that it has."""
        expect(wanted).to_have_count(1)
        self.page.wait_for_load_state()
        for _ in range(MOST_TABS):
            if wanted.evaluate("e => e === document.activeElement"):
                assert wanted.evaluate(RING), "the focus cannot be seen"
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"{wanted} is not to be reached by Tab")

    def type_into(self, field: Locator, text: str) -> None:
        self.reach(field)
        self.page.keyboard.press("Control+a")
        self.page.keyboard.type(text)

    def type_day(self, field: Locator, day: date) -> None:
        """Type into the browser's own date field, in whichever order its language has."""
        self.reach(field)
        for order in ("%d%m%Y", "%m%d%Y"):
            for _ in range(3):
                self.page.keyboard.press("ArrowLeft")
            self.page.keyboard.type(day.strftime(order))
            if field.input_value() == day.isoformat():
                return
        raise AssertionError(f"{day} cannot be typed: {field.input_value()!r}")

    def press(self, name: str | re.Pattern[str], *, role: str = "button", key: str = "Enter") -> None:
        self.reach(self.page.locator("main").get_by_role(role, name=name).first)
        self.page.keyboard.press(key)

    def skip_to_main(self) -> None:
        """The first thing on a page leads past the navigation."""
        self.reach(self.page.get_by_role("link", name="Skip to main content"))
        self.page.keyboard.press("Enter")


@pytest.mark.parametrize("means", WITH_AND_WITHOUT)
def test_pupils_are_imported_by_keyboard(window: Callable[..., Page], means: Means, tmp_path: Path) -> None:
    page = window(means)
    page.on("filechooser", lambda chooser: chooser.set_files(EXAMPLE))  # from the start: a late listener misses Enter
    somebody = Keyboard(page, "head.sports" if means.scripts else "head.arts")
    page.goto("/schools")
    somebody.skip_to_main()
    somebody.press(re.compile("College|Academy"), role="link")
    somebody.press("Import pupils", role="link")
    file = page.locator("input[type=file]")
    somebody.reach(file)
    page.keyboard.press("Enter")
    expect(file).to_have_value(re.compile(re.escape(EXAMPLE.name)))
    somebody.press("Upload")
    somebody.press("Check the file")
    n_added = re.compile(r"Import \d+ pupils?")
    somebody.press(n_added)
    done = page.get_by_role("link", name="See the pupils")
    for _ in range(PATIENCE // 1_000):
        if means.scripts or done.count():
            break
        page.wait_for_timeout(1_000)
        page.reload()
    expect(done).to_be_visible()
    somebody.reach(done)


@pytest.mark.parametrize("means", WITH_AND_WITHOUT)
def test_a_survey_is_planned_and_its_lesson_opened_by_keyboard(window: Callable[..., Page], means: Means) -> None:
    title = f"By keys {means} {secrets.token_hex(3)}"
    page = window(means)
    lead = Keyboard(page, "lead")
    page.goto("/surveys")
    lead.press("Plan a survey", role="link")
    lead.type_into(page.get_by_label("What is it called?"), title)
    chosen = page.locator("input[type=radio]:checked").first
    lead.reach(chosen)
    before = chosen.get_attribute("id")
    page.keyboard.press("ArrowDown")
    assert chosen.get_attribute("id") != before, "arrows choose the other instrument"
    course = page.get_by_label(re.compile("^Sport leaders, at"))
    if not course.is_checked():
        lead.reach(course)
        page.keyboard.press("Space")
    expect(course).to_be_checked()
    for name, day in (("opens_on", today()), ("closes_on", today() + timedelta(days=1))):
        lead.type_day(page.locator(f"[name=waves-0-{name}]"), day)
    lead.press("Plan this survey")
    expect(page.locator(".govuk-error-summary")).to_have_count(0)
    expect(page.get_by_role("heading", level=1)).to_have_text(title)

    page = window(means)
    teacher = Keyboard(page, "teacher.leaders")
    page.goto("/surveys")
    lesson = page.locator("article").filter(has_text=title).filter(has_text="Sport leaders")
    teacher.reach(lesson.get_by_role("button", name=re.compile("Open for this lesson")))
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/sittings/\d+"))
    expect(page.locator(".board__code")).to_be_visible()
