"""Take the pictures of README and docs from the running demo: `python -m tests.browser.screenshots`."""

import re
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.conftest import CHROMIUM, PHONE, QUIET
from tests.browser.pages import Pupil, Seat, Staff
from tests.browser.server import ROOT, running_demo

IMAGES = ROOT / "docs" / "images"
DESKTOP = {"width": 1180, "height": 860}
TALL = {**DESKTOP, "height": 1060}
SURVEY, COURSE, TEACHER = "School and me, this year", "Sport leaders", "teacher.leaders"
STUDY = "What working together changed"


def main() -> None:
    """Replace every picture."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as folder, running_demo(Path(folder)) as live, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=[*QUIET, "--disable-gpu"])
        take_all(browser, live.url)
        browser.close()


def take_all(browser: Browser, url: str) -> None:
    """The lead's comparison, the plan, the teacher's board, a card sheet and the pupil's screen."""

    def window(**options: object) -> Page:
        return browser.new_context(**{"base_url": url, "viewport": DESKTOP, "locale": "en-GB", **options}).new_page()

    lead = Staff(window()).sign_in("lead")
    lead.open_change(SURVEY)
    lead.page.set_viewport_size(TALL)
    save(lead.page, "change")
    lead.page.set_viewport_size(DESKTOP)
    lead.go("/surveys")
    lead.follow("Plan a survey")
    save(lead.page, "plan")
    take_interviews(lead)

    teacher = Staff(window()).sign_in(TEACHER)
    cards = teacher.print_cards(SURVEY, COURSE)
    save(teacher.page, "cards")
    class_code = teacher.class_code(SURVEY, COURSE)

    pupil = Pupil(window(viewport=PHONE, device_scale_factor=2))
    pupil.come_in(Seat(class_code, cards[-1]))
    pupil.agree()
    pupil.answer(1, 6, 3)
    pupil.page.get_by_role("radio").nth(4).check()
    save(pupil.page, "statement")
    teacher.page.wait_for_timeout(4_000)
    save(teacher.page, "board")


def take_interviews(lead: Staff) -> None:
    """A marked transcript, the framework grid of the leaders, and a finding with what speaks for and against it."""
    lead.go("/studies")
    lead.follow(STUDY)
    study = lead.page.url
    lead.go(f"{study}/themes")
    lead.follow(re.compile("^Pupils of Sport leaders"))
    lead.page.locator("[data-number='7']").evaluate("turn => scrollTo(0, turn.getBoundingClientRect().top - 80)")
    save(lead.page, "coding")
    lead.go(f"{study}/grid")
    lead.page.get_by_label("Theme").select_option(label="What pupils gained")
    lead.page.get_by_label("Role").select_option(label="Leaders")
    lead.press("Show")
    lead.page.set_viewport_size(TALL)
    save(lead.page, "grid")
    lead.go(f"{study}/findings")
    lead.follow(re.compile("^Pupils see teachers"))
    lead.page.get_by_role("heading", name="Pupils see").evaluate(
        "it => scrollTo(0, it.getBoundingClientRect().top - 20)"
    )
    save(lead.page, "finding")


def save(page: Page, name: str) -> None:
    page.wait_for_load_state("networkidle")
    page.screenshot(path=IMAGES / f"{name}.png")


if __name__ == "__main__":
    main()
