"""A line of 64 kB/s on which every reply takes two seconds: small enough, and soon enough to press."""

from collections.abc import Callable

from playwright.sync_api import Page, Route, expect

from tests.browser.pages import Pupil, Seat, begin

KILOBYTE, LATENCY = 1024, 2
LINE = 64 * KILOBYTE
SLOW = {"offline": False, "latency": LATENCY * 1000, "downloadThroughput": LINE, "uploadThroughput": LINE}
JOURNEYS = ("document", "stylesheet")
"""What must be there before an answer can be pressed: the page, and then all that it names itself at once."""


def test_a_first_visit_on_a_slow_line_can_be_pressed_within_five_seconds_and_weighs_less_than_sixty_kilobytes(
    window: Callable[..., Page], seat: Seat
) -> None:
    """Five seconds of the line: what this machine needs beside it hangs on what else it does."""
    at_school = begin(window(), seat).page
    page, weights = window(storage_state=at_school.context.storage_state()), []
    line = page.context.new_cdp_session(page)
    line.send("Network.enable")
    line.send("Network.emulateNetworkConditions", SLOW)
    line.on("Network.loadingFinished", lambda loaded: weights.append(loaded["encodedDataLength"]))
    asked, later, is_pressed = list[str](), list[Route](), False

    def keep_back_what_is_not_needed(route: Route) -> None:
        if is_pressed or route.request.resource_type in JOURNEYS:
            asked.append(route.request.url)
            route.continue_()
        else:
            later.append(route)

    page.route("**/*", keep_back_what_is_not_needed)
    page.goto("/answer/questions/1", wait_until="commit")
    page.get_by_role("radio").first.click()
    named = page.locator("link[rel=stylesheet]").evaluate_all("links => links.map(link => link.href)")
    assert asked == [page.url, *named], "a style sheet fetches another: one journey more"
    assert len(JOURNEYS) * LATENCY + sum(weights) / LINE < 5

    is_pressed = True
    for route in later:
        route.continue_()
    expect(Pupil(page).said()).to_have_text("Saved")
    page.get_by_role("button", name="Next").click()
    expect(Pupil(page).question(2)).to_be_visible()
    page.wait_for_load_state("networkidle")
    assert 0 < sum(weights) <= 60 * KILOBYTE
