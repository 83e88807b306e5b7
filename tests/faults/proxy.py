"""A network that behaves badly: a TCP proxy in front of the server, which does to each connection what it is told."""

import asyncio
import socket
import struct
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

PIECE = 4096


@dataclass(frozen=True)
class Weather:
    """What becomes of a connection. Times are in seconds.

    `swallow` takes everything and gives nothing, as a dead access point does. `refuse` resets at once. `half_close`
    lets the request through and closes the way back. `cut_after` resets (or, if `politely`, closes) when so many
    bytes of the reply have passed. `delay` keeps the request on its way, and it arrives whether or not its sender
    still waits; `double` lets it arrive twice.
    """

    swallow: bool = False
    refuse: bool = False
    half_close: bool = False
    cut_after: int | None = None
    politely: bool = False
    latency: float = 0.0
    bytes_per_second: int = 0
    delay: float = 0.0
    double: bool = False


FAIR = Weather()


class Proxy:
    """`weather()` is asked once for each connection. `happened` counts what was done to them."""

    def __init__(self, server_port: int) -> None:
        self.server_port = server_port
        self.weather: Callable[[], Weather] = lambda: FAIR
        self.happened: Counter[str] = Counter()
        self.port = 0
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._started = threading.Event()
        self._tasks: set[object] = set()

    def start(self) -> None:
        self._thread.start()
        assert self._started.wait(60), "the proxy did not start"

    def stop(self) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        server = self._loop.run_until_complete(asyncio.start_server(self._connected, "127.0.0.1", 0, backlog=512))
        self.port = server.sockets[0].getsockname()[1]
        self._started.set()
        self._loop.run_forever()
        server.close()
        left = asyncio.all_tasks(self._loop)
        for task in left:
            task.cancel()
        self._loop.run_until_complete(asyncio.gather(*left, return_exceptions=True))
        self._loop.close()

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        self._tasks.add(task)  # else nobody holds it, and it may vanish while it waits
        try:
            await self._carry(reader, writer, self.weather())
        except OSError:
            self.happened["broken"] += 1
        except asyncio.CancelledError:
            self.happened["open at the end"] += 1
        finally:
            self._tasks.discard(task)
            writer.close()

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, weather: Weather) -> None:
        if weather.refuse:
            self.happened["refused"] += 1
            reset(writer)
        elif weather.swallow:
            self.happened["swallowed"] += 1
            while await reader.read(PIECE):
                pass
        elif weather.delay or weather.double:
            await self._deliver_late(reader, writer, weather)
        else:
            await self._pass_on(reader, writer, weather)

    async def _pass_on(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, weather: Weather) -> None:
        back, forth = await asyncio.open_connection("127.0.0.1", self.server_port)
        there = asyncio.create_task(pump(reader, forth, weather))
        try:
            if weather.half_close:
                self.happened["half closed"] += 1
                await back.read(1)  # so the server has answered, and the reply goes nowhere
            elif weather.cut_after is not None:
                await self._cut(back, writer, weather)
            else:
                await pump(back, writer, weather)
        finally:
            there.cancel()
            forth.close()

    async def _cut(self, back: asyncio.StreamReader, writer: asyncio.StreamWriter, weather: Weather) -> None:
        """The whole reply is waited for, so that the server surely has done its work."""
        reply = await whole(back)
        is_cut = (weather.cut_after or 0) < len(reply)
        self.happened["cut" if is_cut else "whole"] += 1  # before anybody can have read it
        writer.write(reply[: weather.cut_after])
        await writer.drain()
        if is_cut and not weather.politely:
            reset(writer)

    async def _deliver_late(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, weather: Weather) -> None:
        request = await whole(reader)
        await asyncio.sleep(weather.delay)
        reply = b""
        for _ in range(2 if weather.double else 1):
            back, forth = await asyncio.open_connection("127.0.0.1", self.server_port)
            forth.write(request)
            reply = await whole(back)
            forth.close()
            self.happened["delivered"] += 1
        self.happened["delivered to nobody"] += reader.at_eof()
        writer.write(reply)
        await writer.drain()


async def pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, weather: Weather) -> None:
    """Carry bytes one way, as slowly as the weather has it."""
    with suppress(OSError):
        while data := await reader.read(PIECE):
            slow = len(data) / weather.bytes_per_second if weather.bytes_per_second else 0
            if weather.latency or slow:
                await asyncio.sleep(weather.latency + slow)
            writer.write(data)
            await writer.drain()
        writer.write_eof()


async def whole(reader: asyncio.StreamReader) -> bytes:
    """Head and body of an HTTP message that tells its length; what there is of one that ends early."""
    try:
        head = await reader.readuntil(b"\r\n\r\n")
        lengths = [line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")]
        return head + await reader.readexactly(int(lengths[0].split(b":")[1]) if lengths else 0)
    except asyncio.IncompleteReadError as error:
        return error.partial


def reset(writer: asyncio.StreamWriter) -> None:
    """End the connection with a reset, as a machine does that knows nothing of it."""
    ours = writer.get_extra_info("socket")
    if ours is not None:
        ours.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    writer.transport.abort()


@contextmanager
def between(server_port: int) -> Iterator[Proxy]:
    """A proxy that runs while the block does."""
    proxy = Proxy(server_port)
    proxy.start()
    try:
        yield proxy
    finally:
        proxy.stop()
