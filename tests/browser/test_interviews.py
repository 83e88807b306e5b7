"""Notes of interviews in a browser: the network cut, replies lost, two windows, a group by keys alone."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Error as BrowserError
from playwright.sync_api import Page, Route, expect

from tests.browser.interviewing import KEPT, Served, add, box, clean, said, unreachable
from tests.browser.waiting import stored, wait_until

TYPED = {
    "your-part/0": "I lead the diploma. Since 2024.",
    "pupils-chosen/0": "By their tutors. Then a trial lesson.",
    "who-chose/0": "The heads.",
}


def test_notes_typed_while_the_network_is_cut_survive_a_reload_and_are_saved_once(
    served: Served, visitor: Callable[..., Page]
) -> None:
    number = served.plan("L1", schedule="leaders")
    path = f"/interviews/{number}/notes"
    page = visitor(path)
    clean(page)
    add(page, "your-part", "I lead the diploma.")
    expect(said(page)).to_have_text("Saved")
    page.context.set_offline(True)
    add(page, "pupils-chosen", "By their tutors.")
    expect(said(page)).to_have_text(KEPT)
    add(page, "pupils-chosen", " Then a trial lesson.")
    add(page, "your-part", " Since 2024.")
    with pytest.raises(BrowserError, match="INTERNET_DISCONNECTED"):
        page.reload()
    with unreachable(page):
        page.context.set_offline(False)
        page.goto(path)
        expect(box(page, "pupils-chosen")).to_have_value("By their tutors. Then a trial lesson.")
        expect(said(page)).to_have_text(KEPT)
        add(page, "who-chose", "The heads.")
        clean(page)
        assert len(stored(page)) == 1
    expect(said(page)).to_have_text("Saved")
    expect_once(served, number, TYPED)
    assert stored(page) == {}
    page.reload()
    expect(box(page, "your-part")).to_have_value(TYPED["your-part/0"])


def expect_once(served: Served, number: int, typed: dict[str, str]) -> None:
    """These words stand, came in time, and came once each."""
    assert served.notes(number) == typed
    journal = served.journal(number)
    assert len({name for name, _words, _late in journal}) == len(journal)
    assert not any(late for _name, _words, late in journal)
    assert sorted(words for _name, words, _late in journal if words in typed.values()) == sorted(typed.values())


def test_without_a_reload_the_same_page_goes_on_and_says_each_thing_once(
    served: Served, visitor: Callable[..., Page]
) -> None:
    number = served.plan("T1", kind="telephone")
    page = visitor(f"/interviews/{number}/notes")
    page.context.set_offline(True)
    add(page, "your-part", "I teach P.E.")
    expect(said(page)).to_have_text(KEPT)
    page.context.set_offline(False)
    expect(said(page)).to_have_text("Saved")
    assert served.notes(number) == {"your-part/0": "I teach P.E."}
    assert [words for _name, words, _late in served.journal(number)] == ["I teach P.E."]


@contextmanager
def before_its_script(page: Page, path: str) -> Iterator[None]:
    """The page as somebody on a slow line has it at first; the script comes when the block ends."""
    held: list[Route] = []
    page.route("**/notes.js*", lambda route: held.append(route))
    page.goto(path, wait_until="commit")
    wait_until(page, lambda: bool(held))
    yield
    for route in held:
        route.continue_()
    page.unroute("**/notes.js*")


def test_what_is_typed_before_the_script_is_there_is_saved_and_stands_beside_what_waits(
    served: Served, visitor: Callable[..., Page]
) -> None:
    number = served.plan("T1")
    path = f"/interviews/{number}/notes"
    page = visitor(path)
    with unreachable(page):
        add(page, "your-part", "I teach.")
        expect(said(page)).to_have_text(KEPT)
        page.goto("/interviews")
    with before_its_script(page, path):
        add(page, "your-part", "Typed early.")
        add(page, "pupils-chosen", "By tutors.")
    expect(said(page)).to_have_text("Saved")
    assert served.notes(number) == {"your-part/0": "I teach.\nTyped early.", "pupils-chosen/0": "By tutors."}
    expect(box(page, "your-part")).to_have_value("I teach.\nTyped early.")
    assert stored(page) == {}


def test_a_line_begun_before_the_script_is_there_stays_and_is_saved(
    served: Served, visitor: Callable[..., Page]
) -> None:
    number = served.plan("P1", "P2", "P3", "P4", schedule="pupils-together", kind="group")
    page = visitor("/interviews")
    with before_its_script(page, f"/interviews/{number}/notes"):
        line = page.locator(".line[data-fresh]").first
        line.get_by_label("Who speaks").select_option("2 · P2")
        line.get_by_label("What they said").fill("The swimming.")
    expect(page.locator(".line")).to_have_count(1)
    expect(said(page)).to_have_text("Saved")
    assert served.lines(number) == [("2", "The swimming.", 0)]


def test_a_note_whose_reply_was_lost_is_sent_again_and_is_there_once(
    served: Served, visitor: Callable[..., Page]
) -> None:
    number = served.plan("T1")
    page = visitor(f"/interviews/{number}/notes")
    add(page, "your-part", "We")
    expect(said(page)).to_have_text("Saved")
    lost, is_back = [], False

    def lose_reply(route: Route) -> None:
        if is_back:
            return route.continue_()
        lost.append(route.fetch().status)
        return route.abort()

    page.context.route(re.compile("/writes$"), lose_reply)
    add(page, "your-part", " began")
    expect(said(page)).to_have_text(KEPT)
    is_back = True
    expect(said(page)).to_have_text("Saved")
    assert set(lost) == {200}
    assert [words for _name, words, _late in served.journal(number)] == ["We", "We began"]


def test_the_older_of_two_windows_is_told_and_what_it_writes_is_kept_apart(
    served: Served, visitor: Callable[..., Page]
) -> None:
    number = served.plan("T1")
    older = visitor(f"/interviews/{number}/notes")
    add(older, "your-part", "I teach.")
    expect(said(older)).to_have_text("Saved")
    newer = older.context.new_page()
    newer.goto(f"/interviews/{number}/notes")
    add(newer, "your-part", " On Fridays.")
    expect(said(newer)).to_have_text("Saved")
    add(older, "pupils-chosen", "By tutors.")
    expect(older.get_by_role("alert")).to_contain_text("You are going on in another window.")
    expect(older.get_by_role("alert")).to_be_in_viewport()
    expect(said(older)).to_have_text("")
    clean(older)
    add(older, "pupils-chosen", " More.")
    assert served.notes(number) == {"your-part/0": "I teach. On Fridays."}
    assert [words for _name, words, late in served.journal(number) if late] == ["By tutors."]
    older.get_by_role("link", name="Go on writing here").click()
    expect(older.get_by_role("region", name="Written in an older window")).to_contain_text("By tutors.")
    clean(older)
    add(older, "pupils-chosen", "By tutors, yes.")
    expect(said(older)).to_have_text("Saved")
    assert served.notes(number)["pupils-chosen/0"] == "By tutors, yes."
    assert stored(older) == {}


def test_words_that_waited_while_somebody_wrote_in_the_same_place_stand_beside_theirs(
    served: Served, visitor: Callable[..., Page]
) -> None:
    number = served.plan("T1")
    path = f"/interviews/{number}/notes"
    away = visitor(path)
    add(away, "your-part", "I")
    expect(said(away)).to_have_text("Saved")
    with unreachable(away):
        box(away, "your-part").fill("Typed on the train.")
        expect(said(away)).to_have_text(KEPT)
        away.goto("/interviews")
        other = visitor(path)
        box(other, "your-part").fill("Typed at school, at length.")
        expect(said(other)).to_have_text("Saved")
        for words in ("Typed at school", "Typed at school, at length and in peace."):
            box(other, "your-part").fill(words)
            other.wait_for_timeout(900)
        expect(said(other)).to_have_text("Saved")
    away.goto(path)
    expect(said(away)).to_have_text("Saved")
    assert served.notes(number)["your-part/0"] == "Typed at school, at length and in peace.\nTyped on the train."
    expect(box(away, "your-part")).to_have_value("Typed at school, at length and in peace.\nTyped on the train.")
    assert stored(away) == {}


def test_what_was_typed_before_the_notes_closed_comes_in_afterwards_and_leaves_the_computer(
    served: Served, visitor: Callable[..., Page]
) -> None:
    number = served.plan("T1", state="held")
    page = visitor(f"/interviews/{number}/notes")
    add(page, "your-part", "I teach.")
    expect(said(page)).to_have_text("Saved")
    page.context.set_offline(True)
    add(page, "pupils-chosen", "By tutors.")
    expect(said(page)).to_have_text(KEPT)
    served.move(number, "drafted")
    page.context.set_offline(False)
    expect(page.get_by_role("alert")).to_contain_text("These notes are closed.")
    page.get_by_role("link", name="Open the page again").click()
    expect(page.get_by_role("region", name="Written in an older window")).to_contain_text("By tutors.")
    clean(page)
    assert served.notes(number) == {"your-part/0": "I teach."}
    assert stored(page) == {}


def keys(page: Page, *names: str) -> None:
    for name in names:
        page.keyboard.press(name)


def test_a_group_is_noted_by_keys_alone_also_while_the_network_is_away(
    served: Served, visitor: Callable[..., Page]
) -> None:
    number = served.plan("P1", "P2", "P3", "P4", "P5", schedule="pupils-together", kind="group")
    page = visitor(f"/interviews/{number}/notes", viewport={"width": 320, "height": 640}, color_scheme="dark")
    clean(page)
    keys(page, "2")
    expect(page.locator(".line")).to_have_count(0)
    page.get_by_role("group", name="Begin a line of").first.get_by_role("button", name="1 P1").focus()
    keys(page, "2")
    page.keyboard.type("The swimming, 3 times + a match.")
    keys(page, "Enter", "+", "+", "4", "Enter", "3")
    page.keyboard.type("Me too")
    keys(page, "Enter")
    expect(page.locator(".line")).to_have_count(2)
    expect(said(page)).to_have_text("Saved")
    page.context.set_offline(True)
    keys(page, "ArrowDown", "5")
    page.keyboard.type("We choose.")
    keys(page, "Enter", "ArrowDown", "ArrowUp", "+")
    expect(page.locator(":focus")).to_be_in_viewport()
    expect(said(page)).to_have_text(KEPT)
    clean(page)
    page.context.set_offline(False)
    expect(said(page)).to_have_text("Saved")
    assert served.lines(number) == [
        ("5", "We choose.", 1),
        ("2", "The swimming, 3 times + a match.", 2),
        ("3", "Me too", 0),
    ]
    assert stored(page) == {}
    page.reload()
    expect(page.locator(".line")).to_have_count(3)
    page.locator(".line textarea").nth(1).fill("")
    expect(said(page)).to_have_text("Saved")
    page.reload()
    expect(page.locator(".line")).to_have_count(2)
