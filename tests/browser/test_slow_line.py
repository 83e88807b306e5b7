"""A line of 64 kB/s on which every reply takes two seconds: small enough, and soon enough to press."""

import time
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.pages import Pupil, Seat, begin

KILOBYTE = 1024
SLOW = {"offline": False, "latency": 2_000, "downloadThroughput": 64 * KILOBYTE, "uploadThroughput": 64 * KILOBYTE}


def test_a_first_visit_on_a_slow_line_can_be_pressed_within_five_seconds_and_weighs_less_than_sixty_kilobytes(
    window: Callable[..., Page], seat: Seat
) -> None:
    at_school = begin(window(), seat).page
    page, weights = window(storage_state=at_school.context.storage_state()), []
    line = page.context.new_cdp_session(page)
    line.send("Network.enable")
    line.send("Network.emulateNetworkConditions", SLOW)
    line.on("Network.loadingFinished", lambda loaded: weights.append(loaded["encodedDataLength"]))

    began = time.monotonic()
    page.goto("/answer/questions/1", wait_until="commit")
    page.get_by_role("radio").first.click()
    assert time.monotonic() - began < 5
    expect(Pupil(page).said()).to_have_text("Saved", timeout=15_000)
    page.get_by_role("button", name="Next").click()
    expect(Pupil(page).question(2)).to_be_visible()
    page.wait_for_load_state("networkidle")
    assert 0 < sum(weights) <= 60 * KILOBYTE
