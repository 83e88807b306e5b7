"""What people do, in their words: a lead plans, a teacher opens a lesson, a pupil answers. Selectors live only here."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from app.demo.command import PASSWORD
from app.demo.partnership import address
from tests.browser.waiting import PATIENCE, stored, wait_until_all_is_sent, wait_until_at_hand

LATER = 10
"""Seconds ahead at which a page's clock is stopped: a moment that must not be over when the order arrives."""

expect.set_options(timeout=PATIENCE)

axe = Axe()


def today() -> date:
    """The schools' date."""
    return datetime.now(ZoneInfo("Europe/London")).date()


def stop_the_clock(page: Page) -> None:
    """From here on only the test lets time pass in a page whose clock it has installed."""
    page.clock.pause_at(page.evaluate("Date.now()") / 1000 + LATER)


class Window:
    """One person at one browser window. `look` is what an inspector would do on every page on the way."""

    def __init__(self, page: Page, *, scripts: bool = True) -> None:
        self.page, self.scripts = page, scripts

    def go(self, url: str) -> None:
        self.page.goto(url)

    def look(self) -> None:
        """Nothing for axe to find, nothing beyond the right edge, one heading, a title."""
        expect(self.page.locator("h1")).to_have_count(1)
        expect(self.page).to_have_title(re.compile(r".+ - Lateral$"))
        self.page.wait_for_load_state()
        if not self.scripts:
            return
        found = axe.run(self.page).response["violations"]
        where = self.page.url
        assert not found, [(where, each["id"], [node["target"] for node in each["nodes"]]) for each in found]
        assert self.overflow() <= 0, f"{where} is wider than the window"

    def overflow(self) -> int:
        return self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")

    def press(self, name: str | re.Pattern[str], *, within: Locator | None = None) -> None:
        (within or self.page).get_by_role("button", name=name).first.click()

    def follow(self, name: str | re.Pattern[str]) -> None:
        self.page.locator("main, .before-main").get_by_role("link", name=name).first.click()


class Staff(Window):
    """Somebody with an account of the demo."""

    def sign_in(self, who: str) -> "Staff":
        self.go("/sign-in")
        self.look()
        self.page.get_by_label("E-mail").fill(address(who, 1))
        self.page.get_by_label("Password", exact=True).fill(PASSWORD)
        self.press("Sign in", within=self.page.locator("main"))
        expect(self.page).not_to_have_url(re.compile("sign-in"))
        return self

    def plan(self, title: str, course: str, *, opens_on: date, closes_on: date) -> None:
        """Plan a survey of one course: the short form, with a wave before on these days and one after as suggested."""
        self.go("/surveys")
        self.look()
        self.follow("Plan a survey")
        self.look()
        self.page.get_by_label("What is it called?").fill(title)
        self.page.get_by_role("group", name="Which survey?").get_by_label(re.compile("form B")).check()
        for box in self.page.get_by_role("group", name="Courses whose pupils are asked").get_by_role("checkbox").all():
            box.set_checked(False)
        self.page.get_by_label(re.compile(f"^{course}, at")).check()
        self._set_wave(0, opens_on, closes_on)
        self.press("Plan this survey")
        expect(self.page.get_by_role("heading", level=1)).to_have_text(title)
        self.look()

    def move_waves(self, days: list[tuple[date, date]]) -> None:
        """Give the waves of the survey on the page other days, and confirm that they are close."""
        self.follow("Change the plan")
        for number, (opens_on, closes_on) in enumerate(days):
            self._set_wave(number, opens_on, closes_on)
        self.press("Save the plan")
        confirm = self.page.get_by_label(re.compile("I know that the time between is short"))
        confirm.check()
        self.look()
        self.press("Save the plan")
        expect(self.page).to_have_url(re.compile(r"/surveys/\d+$"))

    def _set_wave(self, number: int, opens_on: date, closes_on: date) -> None:
        for name, day in (("opens_on", opens_on), ("closes_on", closes_on)):
            self.page.locator(f"[name=waves-{number}-{name}]").fill(day.isoformat())

    def open_lesson(self, title: str, course: str) -> str:
        """Open the lesson of the group on the list of surveys, and read the class code off the board."""
        self.go("/surveys")
        card = self.page.locator("article").filter(has_text=course).filter(has_text=title)
        self.press(re.compile("Open for this lesson"), within=card)
        expect(self.page).to_have_url(re.compile(r"/sittings/\d+"))
        self.look()
        return self.page.locator(".board__code").inner_text()

    def print_cards(self, title: str, course: str) -> list[str]:
        """Print the cards of a course and read the codes off the sheet."""
        self.go("/surveys")
        self.follow(title)
        self.look()
        self.follow("Cards")
        self.look()
        self.press(f"Print all cards of {course}")
        codes = self.page.locator(".slip__code")
        expect(codes.first).to_be_visible()
        self.look()
        return codes.all_inner_texts()

    def class_code(self, title: str, course: str) -> str:
        """The class code of a lesson that is open already."""
        self.go("/surveys")
        self.page.locator("article").filter(has_text=course).filter(has_text=title).get_by_role("link").click()
        expect(self.page).to_have_url(re.compile(r"/sittings/\d+"))
        self.page.wait_for_load_state()
        return self.page.locator(".board__code").inner_text()

    def sees_on_the_board(self, label: str, number: int) -> None:
        """A tile of the board shows the number soon; without scripts, when the page is loaded again."""
        if not self.scripts:
            self.page.reload()
        tile = self.page.locator(".tile", has_text=label).locator(".tile__value")
        expect(tile).to_have_text(str(number))

    def open_change(self, title: str) -> None:
        """Open the page that compares the waves of a survey."""
        self.go("/results")
        self.look()
        self.follow(title)
        self.look()

    def sees_compared(self, n_pupils: int) -> None:
        """The comparison rests on so many pupils, soon; without scripts, when the page is loaded again."""
        if not self.scripts:
            self.page.reload()
        wanted = f"Pupils who answered both before and after: {n_pupils}"
        expect(self.page.locator("#figures")).to_contain_text(wanted)


@dataclass
class Seat:
    """What a pupil holds in their hands."""

    class_code: str
    card_code: str
    survey: str = ""


class Pupil(Window):
    """A pupil at a computer, with a card."""

    def come_in(self, seat: Seat) -> None:
        self.go("/answer")
        self.look()
        self.page.get_by_label("Class code").fill(seat.class_code)
        self.page.get_by_label("Card code").fill(seat.card_code)
        self.press("Next")

    def agree(self) -> None:
        expect(self.page.get_by_role("heading", level=1)).to_have_text("Do you want to take part?")
        self.look()
        self.press("Yes, start")
        expect(self.question(1)).to_be_visible()

    def question(self, number: int) -> Locator:
        return self.page.locator("#progress-text", has_text=re.compile(rf"Question {number} of \d+"))

    def number(self) -> int:
        return self._numbers()[0]

    def n_questions(self) -> int:
        return self._numbers()[1]

    def _numbers(self) -> tuple[int, int]:
        found = re.search(r"Question (\d+) of (\d+)", self.page.locator("#progress-text").inner_text())
        assert found, "no question on the page"
        return int(found.group(1)), int(found.group(2))

    def answer(self, first: int, last: int, choice: int) -> None:
        """Answer questions one by one, always with the same of the answers, counted from 0."""
        for number in range(first, last + 1):
            expect(self.question(number)).to_be_visible()
            if number <= 2:
                self.look()
            self.page.get_by_role("radio").nth(choice).check()
            self.press("Next")

    def finish(self) -> None:
        expect(self.page.get_by_role("heading", level=1)).to_have_text("Look through your answers")
        self.look()
        self.press("Finish")
        expect(self.page.get_by_role("heading", level=1)).to_have_text("Thank you")
        self.look()

    def said(self) -> Locator:
        """The line that tells what became of the answers."""
        return self.page.locator("#saved")

    def choose(self, choice: int) -> None:
        """Press an answer, whatever comes of it."""
        self.page.get_by_role("radio").nth(choice).click()

    def heading(self) -> Locator:
        return self.page.get_by_role("heading", level=1)

    def stored(self) -> dict[str, str]:
        """What the browser keeps of our pages between visits."""
        return stored(self.page)

    def has_everything(self) -> None:
        """Wait until the page asks for nothing more by itself; until then it may go on by loading another."""
        wait_until_at_hand(self.page)

    def has_sent_everything(self) -> None:
        """Wait until the server has each answer: a page that is left before may leave some behind."""
        wait_until_all_is_sent(self.page)


def begin(page: Page, seat: Seat, *, scripts: bool = True) -> Pupil:
    """A pupil who has come in and looks at a question, on a page that has all it needs."""
    pupil = Pupil(page, scripts=scripts)
    pupil.come_in(seat)
    expect(page).to_have_url(re.compile("/start|/questions/"))
    if "/start" in page.url:
        pupil.agree()
    page.wait_for_load_state()
    if scripts:
        pupil.has_everything()
    return pupil
