"""What a page does by itself takes its time: ways to wait for it that read the page and touch nothing."""

from collections.abc import Callable
from contextlib import suppress
from typing import Any

from playwright.sync_api import Error, Page

PATIENCE = 60_000  # milliseconds to wait for what has to come, on a machine that is busy with other things
TO_DISK = 2 * PATIENCE
"""Chromium writes what pages store on its disk once a minute, and sooner only when it has not done so for a while."""

AT_HAND = """(() => {
  window.atHand = [];
  const parse = DOMParser.prototype.parseFromString, read = Response.prototype.json;
  DOMParser.prototype.parseFromString = function (...page) {
    window.atHand.push("questions");
    return parse.apply(this, page);
  };
  Response.prototype.json = async function () {
    const told = await read.call(this);
    if (told?.answers) window.atHand.push("lease");
    return told;
  };
})()"""
"""Notes in a pupil's page, before its own scripts come, what has come to them: they take it up in the same turn."""
EVERYTHING = {"questions", "lease"}


def wait_until(page: Page, happened: Callable[[], bool], *, patience: int = PATIENCE) -> None:
    for _ in range(patience // 50):
        if happened():
            return
        page.wait_for_timeout(50)
    raise AssertionError("it never happened")


def settled(page: Page, read: Callable[[], Any]) -> Any:
    """What is read of a page, once it does not load itself anew any more: one from the browser's memory does."""
    for _ in range(PATIENCE // 100):
        with suppress(Error):
            if page.evaluate("document.readyState") == "complete":
                return read()
        page.wait_for_timeout(100)
    return read()


def stored(page: Page) -> dict[str, str]:
    """What the browser keeps of our pages between visits."""
    kept: dict[str, str] = settled(page, lambda: page.evaluate("({...localStorage, ...sessionStorage})"))
    return kept


def wait_until_all_is_sent(page: Page) -> None:
    """Nothing that a person gave waits in the browser any more."""
    wait_until(page, lambda: stored(page) == {})


def wait_until_at_hand(page: Page) -> None:
    """A pupil's page has every question, and writes for its pupil: nothing more comes unasked."""
    wait_until(page, lambda: set(settled(page, lambda: page.evaluate("window.atHand ?? []"))) >= EVERYTHING)
