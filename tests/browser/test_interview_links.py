"""Interviews in a browser: links to write and to check, all without script, and a group from plan to agreement."""

import re
import secrets
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESKTOP
from tests.browser.interviewing import KEPT, Served, add, box, clean, hand_over, press, said
from tests.browser.waiting import stored

WORDS = "I lead the diploma at Ash. We meet on Fridays."


def test_a_participant_writes_by_link_with_the_network_cut_when_they_press_send(
    served: Served, visitor: Callable[..., Page]
) -> None:
    number = served.plan("T9", kind="written")
    page = visitor(f"/interviews/{number}", viewport=DESKTOP)
    clean(page)
    link = hand_over(page, "Make a link for T9 to write by")
    clean(page)
    writer = visitor(link, cookies={})
    clean(writer)
    writer.get_by_label("My words may be quoted").check()
    press(writer, "Yes, I take part")
    add(writer, "your-part", "I teach.")
    expect(said(writer)).to_have_text("Saved")
    clean(writer)
    writer.context.set_offline(True)
    add(writer, "pupils-chosen", "By their tutors.")
    press(writer, "I am done: send my answers")
    expect(said(writer)).to_have_text(KEPT)
    assert served.state(number) == "planned"
    writer.context.set_offline(False)
    expect(writer.locator("h1")).to_have_text("Thank you")
    clean(writer)
    assert stored(writer) == {}
    assert served.notes(number) == {"your-part/0": "I teach.", "pupils-chosen/0": "By their tutors."}
    assert served.state(number) == "held"
    page.goto(f"/interviews/{number}")
    expect(page.locator("main")).to_contain_text("Make the transcript from the answers that were sent.")


def test_answers_that_are_all_saved_are_sent_by_the_button_at_once(
    served: Served, visitor: Callable[..., Page]
) -> None:
    number = served.plan("T1", kind="written")
    link = hand_over(visitor(f"/interviews/{number}"), re.compile("to write by"))
    writer = visitor(link, cookies={})
    add(writer, "your-part", "I teach.")
    expect(said(writer)).to_have_text("Saved")
    press(writer, "I am done: send my answers")
    expect(writer.locator("h1")).to_have_text("Thank you")
    assert served.state(number) == "held"


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_a_speaker_strikes_and_corrects_by_link_reads_it_again_and_agrees(
    served: Served, visitor: Callable[..., Page], scripts: bool
) -> None:
    number = served.plan("T1", state="drafted", words=WORDS)
    look = clean if scripts else lambda page: expect(page.locator("h1")).to_have_count(1)
    asker = visitor(f"/interviews/{number}", java_script_enabled=scripts)
    speaker = visitor(hand_over(asker, re.compile("to check the words")), cookies={}, java_script_enabled=scripts)
    look(speaker)
    speaker.get_by_label("Strike this").nth(1).check()
    press(speaker, "This is what I said: I agree")
    expect(speaker.get_by_role("alert")).to_contain_text("You have marked something to change.")
    expect(speaker.get_by_label("Strike this").nth(1)).to_be_checked()
    look(speaker)
    speaker.get_by_text("Put it otherwise").first.click()
    expect(speaker.get_by_label("It should read").first).to_have_value("I lead the diploma at Ash.")
    speaker.get_by_label("It should read").first.fill("We lead the diploma.")
    press(speaker, "Send what I marked to be changed")
    expect(speaker.locator("main")).to_contain_text("You get a new link when it is done")
    look(speaker)
    asker.goto(f"/interviews/{number}")
    expect(asker.locator("main")).to_contain_text("A speaker asked for changes.")
    look(asker)
    make_both_changes(asker)
    assert served.text(number).rstrip() == "What is your part?\n\nWe lead the diploma."
    speaker.goto(hand_over(asker, re.compile("link for T1")))
    look(speaker)
    press(speaker, "This is what I said: I agree")
    expect(speaker.locator("main")).to_contain_text("You agreed to your words as they are written.")
    assert served.state(number) == "approved"
    asker.goto(f"/interviews/{number}")
    asker.get_by_role("link", name="Mark passages").click()
    expect(asker.locator("main")).to_contain_text("We lead the diploma.")


def make_both_changes(page: Page) -> None:
    """Both buttons stand on each page: whoever presses the second too soon presses that of the page before."""
    done = {"Make this change": "It reads now:", "Strike it for good": "A passage was struck for good."}
    for button, sentence in done.items():
        press(page, re.compile(button))
        expect(page.locator("main")).to_contain_text(sentence)


def test_without_script_notes_lines_and_answers_are_saved_by_the_button(
    served: Served, visitor: Callable[..., Page]
) -> None:
    alone = served.plan("T1")
    page = visitor(f"/interviews/{alone}/notes", java_script_enabled=False)
    box(page, "your-part").fill("I teach.")
    save(page)
    expect(box(page, "your-part")).to_have_value("I teach.")
    older = page.context.new_page()
    older.goto(f"/interviews/{alone}/notes")
    box(page, "pupils-chosen").fill("By tutors.")
    save(page)
    box(older, "who-chose").fill("The heads.")
    save(older)
    expect(older.locator("main")).to_contain_text("You are going on in another window.")
    assert served.notes(alone) == {"your-part/0": "I teach.", "pupils-chosen/0": "By tutors."}
    assert [words for _name, words, late in served.journal(alone) if late] == ["The heads."]
    group = served.plan("P1", "P2", "P3", "P4", schedule="pupils-together", kind="group")
    page.goto(f"/interviews/{group}/notes")
    for words, key in (("The swimming", "2 · P2"), ("Me too", "1 · P1")):
        line = page.locator(".line[data-fresh]").first
        line.get_by_label("Who speaks").select_option(key)
        line.get_by_label("What they said").fill(words)
        line.get_by_label("Others agree").fill("3")
        save(page)
    assert served.lines(group) == [("2", "The swimming", 3), ("1", "Me too", 3)]
    written = served.plan("T1", kind="written")
    page.goto(f"/interviews/{written}")
    page.goto(hand_over(page, re.compile("to write by")))
    box(page, "your-part").fill("I teach.")
    press(page, "I am done: send my answers")
    expect(page.locator("h1")).to_have_text("Thank you")
    assert served.notes(written) == {"your-part/0": "I teach."}


def save(page: Page) -> None:
    """Without a script the button leads to the page anew, whose boxes look like those before."""
    with page.expect_navigation():
        press(page, "Save")


def test_a_group_of_pupils_is_planned_noted_and_held_with_a_second_adult(
    served: Served, visitor: Callable[..., Page]
) -> None:
    page = visitor("/studies/1/interviews")
    clean(page)
    page.get_by_role("link", name="Plan an interview").first.click()
    page.get_by_role("link", name="Group", exact=True).click()
    expect(page).to_have_url(re.compile("kind=group"))
    page.get_by_label("Title").fill("Pupils together")
    page.get_by_label("Schedule").select_option("Pupils talk together (2026-1)")
    page.get_by_label("Interviewer", exact=True).select_option("Rob Ray")
    for name in ("P1", "P2", "P3"):
        page.get_by_label(f"{name} · Pupil").check()
    refused(page, "Plan it", "A group of pupils has four to eight")
    page.get_by_label("P4 · Pupil").check()
    refused(page, "Plan it", "Rob Ray works at Ash School too.")
    page.get_by_label("If the interviewer works at a school").fill("Rob teaches none of them.")
    press(page, "Plan it")
    expect(page.locator("h1")).to_have_text("Pupils together")
    expect(page.locator("main")).to_contain_text("Rob teaches none of them.")
    clean(page)
    number = int(page.url.rpartition("/")[2])
    page.get_by_role("link", name="Open the questions and take notes").click()
    page.get_by_role("button", name="3 P3").first.click()
    page.keyboard.type("The swimming.")
    expect(said(page)).to_have_text("Saved")
    page.get_by_role("link", name="Done asking: note that it was held").click()
    refused(page, "Note that it was held", "A second adult has to be there when pupils speak")
    page.get_by_label("A second adult was there").check()
    page.get_by_label("The opening was read aloud").check()
    press(page, "Note that it was held")
    expect(page.locator("main")).to_contain_text("Write it down")
    assert (served.state(number), served.lines(number)) == ("held", [("3", "The swimming.", 0)])


def refused(page: Page, button: str, sentence: str) -> None:
    press(page, button)
    expect(page.get_by_role("alert")).to_contain_text(sentence)
    clean(page)


def test_what_a_group_said_is_written_down_read_back_to_it_and_marked(
    served: Served, visitor: Callable[..., Page]
) -> None:
    title, said_so = f"A group {secrets.token_hex(3)}", [("enjoyed", 1, "2", "The swimming.")]
    number = served.plan(
        "P1", "P2", "P3", "P4", schedule="pupils-together", kind="group", state="held", title=title, noted=said_so
    )
    page = visitor(f"/interviews/{number}", viewport=DESKTOP)
    page.get_by_role("link", name="Bring in the words").click()
    clean(page)
    press(page, "Make the transcript")
    clean(page)
    page.get_by_role("link", name=title).click()
    page.get_by_role("link", name="Read it back").click()
    expect(page.locator("main")).to_contain_text("The swimming.")
    clean(page)
    press(page, "They agreed")
    expect(page.locator("main")).to_contain_text("Noted: the group heard it and agreed.")
    assert served.state(number) == "approved"
    page.goto("/studies/1/interviews")
    page.get_by_role("link", name=f"Mark {title}").click()
    clean(page)
    page.get_by_role("link", name="What it changed").click()
    page.get_by_role("link", name="Names to hide in what was said").click()
    clean(page)
