"""What a pupil's browser talks to: the real server over a socket, or the application itself in this process."""

import http.client
import json
import re
from typing import Any, Protocol
from urllib.parse import urlencode

TROUBLE = (OSError, http.client.HTTPException)
"""What a request raises when no whole answer came."""


class Reply:
    """Status, text and cookies of an answer."""

    def __init__(self, status: int, text: str, cookies: list[str], retry_after: str = "") -> None:
        self.status, self.text, self.cookies, self.retry_after = status, text, cookies, retry_after

    @property
    def token(self) -> str:
        found = re.search(r'name="csrf_token" value="([^"]+)"', self.text)
        assert found, self.text[:500]
        return found.group(1)

    @property
    def lease(self) -> int:
        """The one that the page was made with."""
        found = re.search(r'name="lease" value="(\d+)"', self.text)
        return int(found.group(1)) if found else 0

    @property
    def is_whole(self) -> bool:
        """Whether it can be read: a reply that was cut off among its headers looks like one with an empty body."""
        try:
            return isinstance(json.loads(self.text), dict)
        except ValueError:
            return False

    @property
    def json(self) -> dict[str, Any]:
        return dict(json.loads(self.text))


class Sender(Protocol):
    """Keeps cookies, sends requests, raises one of TROUBLE."""

    cookies: dict[str, str]
    timeout: float

    def send(self, method: str, path: str, form: dict[str, str] | None = None) -> Reply: ...


class Wire:
    """The real server at a port. A connection is kept from one request to the next only if told so."""

    def __init__(self, port: int, *, timeout: float = 60, keep: bool = False) -> None:
        self.port, self.timeout, self.keep = port, timeout, keep
        self.cookies: dict[str, str] = {}
        self._connection: http.client.HTTPConnection | None = None

    def send(self, method: str, path: str, form: dict[str, str] | None = None) -> Reply:
        connection = self._connection or http.client.HTTPConnection("127.0.0.1", self.port, timeout=self.timeout)
        self._connection = None
        try:
            connection.request(method, path, urlencode(form) if form is not None else None, self._headers(form))
            response = connection.getresponse()
            cookies = response.headers.get_all("Set-Cookie") or []
            reply = Reply(response.status, response.read().decode(), cookies, response.headers.get("Retry-After") or "")
        except BaseException:
            connection.close()
            raise
        if self.keep and not response.will_close:
            self._connection = connection
        else:
            connection.close()
        take(self.cookies, reply.cookies)
        return reply

    def close(self) -> None:
        if self._connection:
            self._connection.close()

    def _headers(self, form: dict[str, str] | None) -> dict[str, str]:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if form is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        return headers


class Inside:
    """The application called in this process, as a server calls it."""

    def __init__(self, app: Any) -> None:
        self.client, self.timeout = app.test_client(use_cookies=False), 0.0
        self.cookies: dict[str, str] = {}

    def send(self, method: str, path: str, form: dict[str, str] | None = None) -> Reply:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        got = self.client.open(path, method=method, data=form, headers=headers)
        reply = Reply(got.status_code, got.get_data(as_text=True), got.headers.getlist("Set-Cookie"))
        take(self.cookies, reply.cookies)
        return reply


def take(cookies: dict[str, str], lines: list[str]) -> None:
    """Keep the cookies of a reply; an empty one is taken away."""
    for line in lines:
        name, _, value = line.split(";")[0].partition("=")
        cookies[name] = value
        if not value:
            del cookies[name]
