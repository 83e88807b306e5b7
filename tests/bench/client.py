"""A browser's share of HTTP on one kept-alive connection: light enough to play a whole school."""

import asyncio
import gzip
import time
from dataclasses import dataclass, field
from urllib.parse import urlencode


class Trouble(Exception):
    """The server answered something a pupil could not go on from, or nothing."""


@dataclass(frozen=True)
class Reply:
    status: int
    headers: dict[str, str]
    text: str


@dataclass
class Client:
    """One browser. Each exchange adds its time in seconds to `times`, under the name of what was done."""

    port: int
    times: list[tuple[str, float, float]]
    cookies: dict[str, str] = field(default_factory=dict)
    streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None
    kept_alive: bool = False

    async def get(self, path: str, what: str, headers: dict[str, str] | None = None) -> Reply:
        return await self._exchange("GET", path, what, headers=headers or {})

    async def post(self, path: str, form: dict[str, str], what: str, *, headers: dict[str, str] | None = None) -> Reply:
        return await self._exchange("POST", path, what, headers=headers or {}, body=urlencode(form))

    async def follow(self, reply: Reply, what: str) -> Reply:
        """The page a redirect leads to."""
        while reply.status in (302, 303):
            reply = await self.get(reply.headers["location"], what)
        return reply

    def close(self) -> None:
        if self.streams:
            self.streams[1].close()
            self.streams = None

    async def _exchange(self, method: str, path: str, what: str, *, headers: dict[str, str], body: str = "") -> Reply:
        began, message = time.perf_counter(), self._request(method, path, headers=headers, body=body)
        try:
            reply = await self._ask(message)
        except (EOFError, ConnectionError):
            if not self.kept_alive:
                raise
            self.close()  # the server let go of a connection that was idle; a browser opens a new one
            reply = await self._ask(message)
        self.times.append((what, began, time.perf_counter() - began))
        if reply.status >= 400:
            raise Trouble(f"{what}: {reply.status}")
        return reply

    async def _ask(self, message: bytes) -> Reply:
        self.kept_alive = self.streams is not None
        if self.streams is None:
            self.streams = await asyncio.open_connection("127.0.0.1", self.port)
        reader, writer = self.streams
        writer.write(message)
        await writer.drain()
        return await self._reply(reader)

    def _request(self, method: str, path: str, *, headers: dict[str, str], body: str) -> bytes:
        lines = [f"{method} {path} HTTP/1.1", f"Host: 127.0.0.1:{self.port}"]
        if self.cookies:
            lines.append("Cookie: " + "; ".join(f"{name}={value}" for name, value in self.cookies.items()))
        if method == "POST":
            lines += ["Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(body)}"]
        lines += [f"{name}: {value}" for name, value in headers.items()]
        return ("\r\n".join(lines) + "\r\n\r\n" + body).encode()

    async def _reply(self, reader: asyncio.StreamReader) -> Reply:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        headers: dict[str, str] = {}
        for line in head[1:-2]:
            name, _, value = line.partition(": ")
            if name.lower() == "set-cookie":
                self._keep(value)
            headers[name.lower()] = value
        if headers.get("transfer-encoding") == "chunked":
            content = await _chunks(reader)
        else:
            content = await reader.readexactly(int(headers.get("content-length", 0)))
        if headers.get("content-encoding") == "gzip":
            content = gzip.decompress(content)
        return Reply(int(head[0].split()[1]), headers, content.decode())

    def _keep(self, cookie: str) -> None:
        name, _, value = cookie.partition(";")[0].partition("=")
        if value:
            self.cookies[name] = value
        else:
            self.cookies.pop(name, None)


async def _chunks(reader: asyncio.StreamReader) -> bytes:
    content = b""
    while size := int(await reader.readline(), 16):
        content += await reader.readexactly(size)
        await reader.readline()
    await reader.readline()
    return content
