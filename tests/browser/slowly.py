"""A slow machine and a slow network on purpose, for `--slowly`: a race that a quick machine always wins shows itself.

Every page gets a sixth of its processor, and every request lies on its way for a while: the proxy knows nothing of
pages, so that what a test does with its own routes, without a network or with a killed browser stays as it is.
"""

import asyncio
import random
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from playwright.sync_api import BrowserContext, Error, Page

from tests.faults.proxy import FAIR, Proxy, Weather, pump

TIMES_SLOWER = 6
LONGEST = 0.4
"""Seconds that a request is held at most."""
MOST = 1 << 20  # bytes of a request that are held together
is_on = False  # as the option says


class Holding(Proxy):
    """Each request arrives later, each by another time; replies come back at once."""

    def __init__(self, server_port: int) -> None:
        super().__init__(server_port)
        self._chance = random.Random(1913)

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, weather: Weather) -> None:
        back, forth = await asyncio.open_connection("127.0.0.1", self.server_port)
        there = asyncio.create_task(self._hold(reader, forth))
        try:
            await pump(back, writer, FAIR)
        finally:
            there.cancel()
            forth.close()

    async def _hold(self, reader: asyncio.StreamReader, forth: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            while data := await reader.read(MOST):
                await asyncio.sleep(self._chance.uniform(0, LONGEST))
                forth.write(data)
                await forth.drain()
            forth.write_eof()


@contextmanager
def way_to(url: str) -> Iterator[str]:
    """The address at which a server is reached: its own, or that of a slow way to it."""
    if not is_on:
        yield url
        return
    proxy = Holding(int(url.rpartition(":")[2]))
    proxy.start()
    try:
        yield f"http://127.0.0.1:{proxy.port}"
    finally:
        proxy.stop()


def slow_down(context: BrowserContext) -> None:
    """Each page of the context, those to come as well."""
    if not is_on:
        return
    for page in context.pages:
        _throttle(page)
    context.on("page", _throttle)


def _throttle(page: Page) -> None:
    with suppress(Error):  # it may be closed by now
        page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": TIMES_SLOWER})
