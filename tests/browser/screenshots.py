"""Take the pictures of README and docs from the running demo: `python -m tests.browser.screenshots`."""

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


def save(page: Page, name: str) -> None:
    page.wait_for_load_state("networkidle")
    page.screenshot(path=IMAGES / f"{name}.png")


if __name__ == "__main__":
    main()
