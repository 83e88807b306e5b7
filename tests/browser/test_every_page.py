"""Every page each role can reach: nothing for axe to find, nothing beyond the edge of a small phone or of a cell."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Error, Page

from tests.browser.conftest import Means
from tests.browser.pages import Staff

NARROW = {"width": 320, "height": 640}
SPILT = """() => [...document.querySelectorAll("main tbody td, main tbody th")].filter((cell) => {
  const edge = cell.getBoundingClientRect().right + 1, words = document.createRange();
  const texts = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    words.selectNodeContents(texts.currentNode);
    const hidden = texts.currentNode.parentElement.closest(".govuk-visually-hidden");
    if (!hidden && words.getBoundingClientRect().right > edge) return true;
  }
  return false;
}).map((cell) => cell.innerText)"""
"""Cells whose words go beyond their own edge, as a long address in a narrow card would."""
NO_PAGE = re.compile(r"/print|sign-out")


@pytest.mark.parametrize("who", ["", "lead", "head.sports", "teacher.leaders", "admin"])
def test_every_page_is_whole_on_a_phone(window: Callable[..., Page], who: str) -> None:
    staff = Staff(window(Means(phone=True)))
    if who:
        staff.sign_in(who)
    else:
        staff.go("/")
    wide, spilt = [], []
    for address in reachable(staff.page):
        staff.look()
        staff.page.set_viewport_size(NARROW)
        if staff.overflow() > 0:
            wide.append(address)
        spilt += [(address, cell) for cell in staff.page.evaluate(SPILT)]
        staff.page.set_viewport_size({"width": 360, "height": 740})
    assert not wide
    assert not spilt


def reachable(page: Page) -> Iterator[str]:
    """Open one page of each kind that links lead to, beginning at the page one is on."""
    seen: set[str] = set()
    waiting = [page.url]
    while waiting:
        address = waiting.pop(0).partition("#")[0]
        kind = re.sub(r"[0-9A-Z]{5}-[0-9A-Z]{5}|\d+", "N", address.partition("?")[0])
        if kind in seen or NO_PAGE.search(address):
            continue
        seen.add(kind)
        try:
            answer = page.goto(address)
        except Error as error:
            if "Download is starting" in str(error):
                continue
            raise
        assert answer is not None
        assert answer.ok, f"{answer.status} {address}"
        yield address
        root = page.evaluate("location.origin")
        waiting += [
            a for a in page.eval_on_selector_all("a[href]", "all => all.map(a => a.href)") if a.startswith(root)
        ]
