"""A browser as a school has it: with its own folder, its back/forward cache and its session, and it can be killed."""

import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, Playwright, TimeoutError

from tests.browser import slowly
from tests.browser.conftest import CHROMIUM, QUIET
from tests.browser.waiting import AT_HAND

FLAGS = ("--headless=new", "--disable-gpu", "--no-first-run", "--remote-debugging-port=0", "--window-size=1280,800")
SLOWEST_START = 120  # seconds
DUPLICATOR = Path(__file__).with_name("duplicator")
DUPLICATES = (f"--load-extension={DUPLICATOR}", f"--disable-extensions-except={DUPLICATOR}")
"""With these flags a tab can be duplicated, as by the browser's own menu, which no test can press."""

DUPLICATE = """async () => {
  const [tab] = await chrome.tabs.query({ active: true, lastFocusedWindow: true });
  await chrome.tabs.duplicate(tab.id);
}"""


class OwnBrowser:
    """Chromium on a folder, driven from outside."""

    def __init__(self, playwright: Playwright, folder: Path, *flags: str) -> None:
        told = folder / "DevToolsActivePort"
        told.unlink(missing_ok=True)
        command = [str(CHROMIUM), *QUIET, *FLAGS, f"--user-data-dir={folder}", *flags]
        self._process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            port = wait_for_words(told).splitlines()[0]
            self._browser = _connect(playwright, f"http://127.0.0.1:{port}")
            slowly.slow_down(self.context)
            self.context.add_init_script(AT_HAND)
        except BaseException:
            self.kill()
            raise

    @property
    def context(self) -> BrowserContext:
        """The one that a person uses."""
        return self._browser.contexts[0]

    def duplicate(self, page: Page) -> Page:
        """The tab again beside itself, with its history and what its session holds."""
        helper = self._helper()
        page.bring_to_front()
        with self.context.expect_page() as twin:
            helper.evaluate(DUPLICATE)
        return twin.value

    def _helper(self) -> Page:
        for _ in range(SLOWEST_START * 20):
            for page in self.context.pages:
                if page.url.startswith("chrome-extension://"):
                    return page
            self.context.pages[0].wait_for_timeout(50)
        raise AssertionError("the browser did not load the extension that duplicates tabs")

    def kill(self) -> None:
        """As when the power goes: nothing can be tidied up."""
        self._process.send_signal(signal.SIGKILL)
        self._process.wait(timeout=SLOWEST_START)

    def quit(self) -> None:
        """As when the last window is closed."""
        self._process.terminate()
        self._process.wait(timeout=SLOWEST_START)


def _connect(playwright: Playwright, address: str) -> Browser:
    """A browser that restores its windows may be too busy to answer the first time."""
    try:
        return playwright.chromium.connect_over_cdp(address)
    except TimeoutError:
        return playwright.chromium.connect_over_cdp(address, timeout=SLOWEST_START * 1000)


@contextmanager
def own_browser(playwright: Playwright, folder: Path, *flags: str) -> Iterator[OwnBrowser]:
    """Such a browser, gone at the end of the block."""
    browser = OwnBrowser(playwright, folder, *flags)
    try:
        yield browser
    finally:
        browser.kill()


def wait_for_words(file: Path) -> str:
    """What a file says as soon as it says anything."""
    for _ in range(SLOWEST_START * 20):
        if file.is_file() and (words := file.read_text(encoding="utf-8")):
            return words
        time.sleep(0.05)
    raise AssertionError(f"{file} was never written")
