"""Coding in a browser: by keyboard alone, by mouse, and by two people at once."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from app.coding.models import Coding, Theme
from app.db import db
from app.studies.models import Consent
from tests import factories as make
from tests.bench.field import Installation, cookies_of, set_up
from tests.bench.server import LATERAL, running
from tests.browser import slowly
from tests.browser.conftest import DESKTOP, PHONE, is_trouble
from tests.browser.pages import axe
from tests.browser.waiting import PATIENCE, wait_until

WORDS = "Zoe found 😀 friends at Beech. She speaks up now."


@dataclass
class Talk:
    """A served transcript, and the cookies of two people who code it."""

    installation: Installation
    url: str
    transcript_id: int
    cookies: list[dict[str, str]]
    names: list[str]

    @property
    def path(self) -> str:
        return f"/transcripts/{self.transcript_id}/coding"

    def codings(self) -> list[tuple[str, str]]:
        """Theme and marked words of every living coding."""
        with self.installation.app():
            found = db.session.query(Coding).filter(Coding.deleted_at.is_(None)).order_by(Coding.id).all()
            return [(one.theme.name, one.transcript.sealed_text[one.start : one.end]) for one in found]


@pytest.fixture
def talk(browser_type_launch_args: object, tmp_path: Any) -> Iterator[Talk]:
    installation = Installation(tmp_path, f"sqlite:///{tmp_path / 'lateral.db'}")
    set_up(installation)
    with installation.app() as app:
        school = make.a_school()
        partnership = make.a_partnership(school)
        coders = [make.a_person("associate", partnership=partnership, name=name) for name in ("Ann", "Ben")]
        study = make.a_study(partnership)
        teacher = make.a_participant(study, school, pseudonym="T1")
        teacher.consents.append(Consent(kind="consent", given_on=date(2026, 9, 1), to_take_part=True))
        interview = make.an_interview(study, teacher, title="A teacher")
        transcript = make.a_transcript(
            interview, (None, "What changed?"), (teacher, WORDS), (teacher, "Buses were late.")
        )
        db.session.add_all([Theme(study_id=study.id, name="Belonging"), Theme(study_id=study.id, name="Voice")])
        db.session.commit()
        known = transcript.id, [cookies_of(app, one) for one in coders], [one.name for one in coders]
    with (
        running(LATERAL, environment=installation.environment, log=tmp_path / "log") as server,
        slowly.way_to(f"http://127.0.0.1:{server.port}") as url,
    ):
        yield Talk(installation, url, *known)


@pytest.fixture
def coder(browser: Browser, talk: Talk) -> Iterator[Callable[..., Page]]:
    """`coder(0)`: the coding page as the first of both sees it."""
    contexts: list[BrowserContext] = []
    trouble: list[str] = []

    def open_page(which: int, **options: Any) -> Page:
        context = browser.new_context(**({"base_url": talk.url, "viewport": DESKTOP, "locale": "en-GB"} | options))
        contexts.append(context)
        context.add_cookies([{"name": k, "value": v, "url": talk.url} for k, v in talk.cookies[which].items()])
        context.on("weberror", lambda e: trouble.append(str(e.error)))
        context.on("console", lambda m: trouble.append(m.text) if is_trouble(m.type, m.text) else None)
        context.set_default_timeout(PATIENCE)
        slowly.slow_down(context)
        page = context.new_page()
        page.goto(talk.path)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not trouble, trouble


def clean(page: Page) -> None:
    found = axe.run(page).response["violations"]
    assert not found, [(each["id"], [node["target"] for node in each["nodes"]]) for each in found]
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0


def live(page: Page) -> Any:
    return page.locator("[aria-live=assertive]")


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def begin_by_keys(page: Page) -> None:
    button = page.get_by_role("button", name="Choose words by keyboard")
    for _ in range(60):
        if button.evaluate("e => e === document.activeElement"):
            break
        press(page, "Tab")
    press(page, "Enter")


def test_coding_by_keyboard_alone(talk: Talk, coder: Callable[..., Page]) -> None:
    page = coder(0)
    clean(page)
    begin_by_keys(page)
    expect(live(page)).to_contain_text("Turn 1, Interviewer")
    press(page, "PageDown")
    expect(live(page)).to_contain_text("Turn 2, T1")
    press(page, "ArrowDown")
    expect(live(page)).to_contain_text("Buses were late.")
    press(page, "PageUp", "Home", "ArrowRight", "ArrowRight")
    expect(live(page)).to_have_text("friends")
    press(page, "Shift+ArrowRight", "Shift+ArrowRight")
    expect(live(page)).to_have_text("Selected: friends at Beech")
    press(page, "Enter")
    expect(page.get_by_role("dialog")).to_be_visible()
    clean(page)
    page.keyboard.type("belong")
    press(page, "Enter")
    page.keyboard.type("Moving schools")
    press(page, "Enter", "Enter")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(live(page)).to_contain_text("Marked with “Belonging”, “Moving schools”.")
    assert talk.codings() == [("Belonging", "friends at Beech"), ("Moving schools", "friends at Beech")]
    expect(page.locator("mark")).to_have_text("friends at Beech")
    clean(page)
    press(page, "Control+z")
    expect(page.locator("mark")).to_have_count(0)
    page.reload()
    press(page, "Control+y")
    expect(page.locator("mark")).to_have_count(1)
    assert len(talk.codings()) == 2


def test_the_ends_of_a_coding_are_moved_by_keyboard(talk: Talk, coder: Callable[..., Page]) -> None:
    page = coder(0)
    begin_by_keys(page)
    press(page, "PageDown", "Home", "Enter")
    page.keyboard.type("voice")
    press(page, "Enter", "Enter")
    expect(live(page)).to_contain_text("Marked with “Voice”.")
    page.get_by_role("link", name=re.compile("Voice")).focus()
    press(page, "Enter")
    page.get_by_role("button", name="Move its ends").focus()
    press(page, "Enter")
    press(page, "Shift+ArrowRight", "Shift+ArrowRight")
    expect(live(page)).to_have_text("Selected: Zoe found 😀 friends")
    press(page, "Enter")
    expect(page.locator("[data-said]")).to_have_text("Saved.")
    assert talk.codings() == [("Voice", "Zoe found 😀 friends")]


def mark(page: Page, words: str, theme: str) -> None:
    select(page, words)
    page.get_by_role("button", name="Mark these words").first.click()
    page.get_by_label(re.compile(theme)).check()
    page.get_by_role("dialog").get_by_role("button", name="Mark these words").click()
    expect(page.locator(".beside__theme", has_text=theme)).to_be_visible()


def test_two_coders_at_once_see_each_other_and_lose_nothing(talk: Talk, coder: Callable[..., Page]) -> None:
    ann, ben = coder(0), coder(1, viewport=PHONE)
    for page, words, theme in ((ann, "She speaks up now", "Voice"), (ben, "speaks up now. ", "Belonging")):
        mark(page, words, theme)
    assert talk.codings() == [("Voice", "She speaks up now"), ("Belonging", "speaks up now.")]
    expect(ann.locator(".beside__coder")).to_have_text("Ben")
    expect(ben.locator(".beside__coder")).to_have_text("Ann")
    clean(ann)
    clean(ben)


def test_an_answer_asked_for_before_takes_no_selection_away_and_comes_once_it_is_dropped(
    talk: Talk, coder: Callable[..., Page]
) -> None:
    ann, ben = coder(0), coder(1)
    held: list[Route] = []
    ann.route("**/coding*", lambda route: held.append(route))  # what it asks for by itself
    mark(ben, "speaks up now. ", "Belonging")
    wait_until(ann, lambda: bool(held))
    select(ann, "She speaks up now")
    button = ann.get_by_role("button", name="Mark these words").first
    expect(button).to_be_visible()
    with ann.expect_response(lambda response: response.request == held[0].request):
        held[0].continue_()
    ann.unroute("**/coding*")
    ann.wait_for_timeout(500)  # it could come into the page now
    assert ann.evaluate("String(getSelection())") == "She speaks up now"
    expect(ann.locator(".beside__coder")).to_have_count(0)
    ann.locator("[data-drop]").click()
    expect(ann.locator(".beside__coder")).to_have_text("Ben")


def select(page: Page, words: str) -> None:
    """Select words as a mouse would, in the second turn."""
    page.evaluate(
        """words => {
          const part = document.querySelectorAll("[data-words]")[1];
          const walker = document.createTreeWalker(part, NodeFilter.SHOW_TEXT), range = document.createRange();
          let all = "", nodes = [];
          while (walker.nextNode()) { nodes.push([all.length, walker.currentNode]); all += walker.currentNode.data; }
          const put = (at, way) => {
            const [start, node] = nodes.findLast(([s]) => s <= at);
            range[way](node, at - start);
          };
          const at = all.includes(words) ? all.indexOf(words) : all.indexOf(words.trim());
          put(at, "setStart"); put(at + words.trim().length, "setEnd");
          document.getSelection().removeAllRanges(); document.getSelection().addRange(range);
        }""",
        words,
    )
