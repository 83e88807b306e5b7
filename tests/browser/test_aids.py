"""What a pupil can call for: how the page looks, the voice, films in sign language, one or two keys."""

import io
import re
import wave
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser import checks
from tests.browser.conftest import Means
from tests.browser.pages import Pupil, begin, stop_the_clock
from tests.browser.waiting import wait_until

VOICES = """() => {
  window.said = [];
  const voice = { lang: "en-GB", localService: LOCAL, name: "Somebody" };
  const voices = new EventTarget();
  voices.getVoices = () => [{ lang: "pl-PL", localService: true }, voice];
  voices.cancel = () => { window.cancelled = true; };
  voices.speak = (words) => {
    window.said.push([words.text, words.rate, document.querySelector(".is-read")?.textContent ?? ""]);
    const end = () => words.dispatchEvent(new Event("end"));
    if (window.isQuick) setTimeout(end); else window.end = end;
  };
  window.SpeechSynthesisUtterance = class extends EventTarget { constructor(text) { super(); this.text = text; } };
  Object.defineProperty(window, "speechSynthesis", { value: voices });
}"""
LOOK = "() => ({ ...document.documentElement.dataset })"
FOCUS = "() => document.activeElement.value || document.activeElement.textContent.trim()"


END = "isQuick = true; end()"
"""The voice comes to the end of what it says, and is quick from then on: until then a test has all its time."""


def with_voice(window: Callable[..., Page], *, local: bool) -> Page:
    page = window()
    page.add_init_script(f"({VOICES.replace('LOCAL', str(local).lower())})()")
    return page


def listen(pupil: Pupil):
    return pupil.page.get_by_role("button", name="Listen")


def choose(page: Page, *names: str) -> None:
    """Open the panel and press what is called so."""
    page.locator("#look > summary").click()
    for name in names:
        page.locator("#look").get_by_text(name, exact=True).click()
    page.locator("#look > summary").click()


def a_sound() -> bytes:
    """A tenth of a second of nothing."""
    file = io.BytesIO()
    with wave.open(file, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(8000)
        sound.writeframes(bytes(1600))
    return file.getvalue()


class Sounds:
    """Such a sound for every file of an instrument, once the line is free; and what was asked for."""

    def __init__(self, page: Page) -> None:
        self.asked: list[str] = []
        self.is_free, self._waiting = False, list[Route]()
        page.route("**/answer/media/*", self._hear)

    def _hear(self, route: Route) -> None:
        self.asked.append(route.request.url)
        if self.is_free:
            self._answer(route)
        else:
            self._waiting.append(route)

    def _answer(self, route: Route) -> None:
        route.fulfill(body=a_sound(), content_type="audio/wav")

    def come(self) -> None:
        self.is_free = True
        while self._waiting:
            self._answer(self._waiting.pop())


def test_what_is_chosen_shows_at_once_and_is_there_on_the_next_page_and_the_next_computer(window, new_seat):
    seat = new_seat()
    page = begin(window(), seat).page
    with page.expect_response("**/answer/appearance"):
        choose(page, "Very big")
    assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "32px"
    with page.expect_response("**/answer/appearance"):
        choose(page, "Cream")
    page.reload()
    assert page.evaluate(LOOK) == {"text": "32", "theme": "cream"}
    page.get_by_role("radio").first.check()
    page.get_by_role("button", name="Next").click()
    expect(Pupil(page).question(2)).to_be_visible()
    elsewhere = window()
    Pupil(elsewhere).come_in(seat)
    expect(elsewhere.locator("#statement")).to_be_visible()
    assert elsewhere.evaluate(LOOK) == {"text": "32", "theme": "cream"}


def test_the_largest_of_everything_fits_the_narrowest_screen(window, new_seat):
    page = begin(window(viewport={"width": 320, "height": 640}), new_seat()).page
    for name in ("Very big", "Very wide", "Show", "Strong"):
        choose(page, name)
        page.get_by_role("radio").nth(1).check()
        assert checks.run(page) == {}, name
    page.locator("#look > summary").click()
    assert checks.run(page) == {}


def test_it_can_be_chosen_without_scripts_and_before_the_codes(window, new_seat):
    seat = new_seat()
    page = window(Means(scripts=False))
    page.goto("/answer")
    page.locator("#look > summary").click()
    page.locator("#look").get_by_text("Dark", exact=True).click()
    page.get_by_role("button", name="Use this").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.get_by_label("Class code").fill(seat.class_code)
    page.get_by_label("Card code").fill(seat.card_code)
    page.get_by_role("button", name="Next").click()
    expect(page).to_have_url(re.compile("/start"))
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")


def test_without_a_voice_of_this_computer_there_is_no_button(window, new_seat):
    expect(listen(begin(with_voice(window, local=False), new_seat()))).to_have_count(0)


def test_a_voice_of_this_computer_reads_question_and_answers_and_marks_them(window, new_seat):
    pupil = begin(with_voice(window, local=True), new_seat())
    choose(pupil.page, "Slow")
    assert pupil.page.evaluate("said") == [], "nothing is read before it is asked for"
    listen(pupil).click()
    expect(listen(pupil)).to_have_attribute("aria-pressed", "true")
    pupil.page.evaluate(END)
    expect(listen(pupil)).to_have_attribute("aria-pressed", "false")
    said = pupil.page.evaluate("said")
    assert [one[0] for one in said] == [pupil.heading().inner_text(), "No", "Sometimes", "Yes", "Not sure"]
    assert all(text == marked and rate == 0.7 for text, rate, marked in said)


def test_going_on_stops_the_voice(window, new_seat):
    pupil = begin(with_voice(window, local=True), new_seat())
    listen(pupil).click()
    pupil.press("I want to skip this")
    expect(pupil.question(2)).to_be_visible()
    assert pupil.page.evaluate("cancelled")
    expect(pupil.page.locator(".is-read")).to_have_count(0)
    assert pupil.page.evaluate("said.length") == 1
    pupil.page.evaluate(END)
    pupil.page.wait_for_timeout(200)
    assert pupil.page.evaluate("said.length") == 1
    expect(listen(pupil)).to_be_visible()


def test_a_recording_is_played_where_there_is_one(window, new_seat):
    page = window()
    sounds = Sounds(page)
    pupil = begin(page, new_seat())
    page.evaluate("""() => {
      document.querySelectorAll("#screen h1, #screen .choice > span").forEach((one, at) => {
        one.dataset.audio = `/answer/media/${at}.wav`;
      });
      document.dispatchEvent(new Event("screen"));
    }""")
    assert sounds.asked == []
    listen(pupil).click()
    expect(listen(pupil)).to_have_attribute("aria-pressed", "true")
    sounds.come()
    expect(listen(pupil)).to_have_attribute("aria-pressed", "false")
    assert len(set(sounds.asked)) == 5


def test_a_film_is_fetched_when_it_is_asked_for_and_can_be_stopped_repeated_and_slowed(window, new_seat):
    page = window(bypass_csp=True)
    sounds = Sounds(page)
    begin(page, new_seat())
    page.evaluate("""() => {
      document.querySelector("#screen fieldset").insertAdjacentHTML("afterbegin", `<details class="sign" open>
        <summary>Sign language</summary><div><figure><figcaption>Yes</figcaption>
        <video src="/answer/media/yes.mp4" preload="none" controls></video><div class="buttons" hidden>
        <button type="button" data-sign="play" data-other="Pause">Play</button>
        <button type="button" data-sign="again">Play again</button>
        <button type="button" data-sign="slow" aria-pressed="false">Slow</button></div></figure></div></details>`);
      document.dispatchEvent(new Event("screen"));
    }""")
    page.wait_for_timeout(200)
    assert sounds.asked == []
    page.get_by_role("button", name="Slow").click()
    page.get_by_role("button", name="Play", exact=True).click()
    expect(page.get_by_role("button", name="Pause", exact=True)).to_be_visible()
    sounds.come()
    expect(page.get_by_role("button", name="Play", exact=True)).to_be_visible()
    assert sounds.asked
    assert page.evaluate("document.querySelector('video').playbackRate") == 0.5
    page.evaluate("document.querySelector('video').addEventListener('ended', () => { window.again = true; })")
    page.get_by_role("button", name="Play again").click()
    wait_until(page, lambda: page.evaluate("window.again === true"))


def test_two_keys_are_enough_for_everything(window, new_seat):
    page = begin(window(), new_seat()).page
    choose(page, "Two keys: Space and Enter")
    keys = page.keyboard
    walked = []
    for _ in range(8):
        keys.press("Space")
        walked.append(page.evaluate(FOCUS))
    assert walked[:5] == ["1", "2", "3", "u", "next"]
    assert walked[-1] == "More"
    assert float(page.evaluate("parseFloat(getComputedStyle(document.activeElement).outlineWidth)")) >= 5
    keys.press("Enter")
    keys.press("Space")
    assert page.evaluate(FOCUS) not in walked, "More leads to what was not there yet"
    for _ in range(30):
        if page.evaluate(FOCUS) == "1":
            break
        keys.press("Enter" if page.evaluate(FOCUS) == "More" else "Space")
    keys.press("Enter")
    expect(page.get_by_role("radio").first).to_be_checked()
    keys.press("Space")
    assert page.evaluate(FOCUS) == "next", "after an answer the next stop is the way on"
    keys.press("Enter")
    expect(Pupil(page).question(2)).to_be_visible()
    keys.press("Escape")
    assert page.evaluate(LOOK)["scan"] == "off"
    keys.press("Tab")
    expect(page.get_by_text("More", exact=True)).to_have_count(0)


@pytest.mark.parametrize("key", ["Space", "Enter"])
def test_one_key_is_enough_when_the_stops_come_by_themselves(window, new_seat, key):
    page = window()
    page.clock.install()
    begin(page, new_seat())
    choose(page, "One key, fast")
    stop_the_clock(page)
    pass_until(page, "2")
    page.keyboard.press(key)
    expect(page.get_by_role("radio").nth(1)).to_be_checked()
    pass_until(page, "next")
    page.keyboard.press(key)
    page.clock.resume()
    expect(Pupil(page).question(2)).to_be_visible()


def pass_until(page: Page, stop: str) -> None:
    """Let time pass until the stops have come to this one."""
    for _ in range(8):
        page.clock.run_for(1_500)
        if page.evaluate(FOCUS) == stop:
            return
    raise AssertionError(f"{stop} is not among the stops")


def test_the_screen_never_has_more_than_eight_stops_at_a_time(window, new_seat):
    page = begin(window(), new_seat()).page
    choose(page, "Two keys: Space and Enter")
    seen: list[str] = []
    for _ in range(9):
        page.keyboard.press("Space")
        seen.append(page.evaluate(FOCUS))
    assert seen[8] == seen[0], "the ninth is the first again"
