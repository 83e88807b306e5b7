"""A pupil's browser without a screen: keeps cookies, follows redirects, fills in the forms it finds."""

import http.client
import json
import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from time import monotonic
from typing import Any
from urllib.parse import urlencode, urlsplit

PATIENCE = 30  # seconds for one answer of the server
MOST_REDIRECTS = 5


class Unexpected(Exception):
    """The server answered what a pupil cannot go on from."""


@dataclass
class FoundForm:
    """A form: where it goes, what it carries hidden, which values its radio buttons have, its buttons."""

    action: str
    hidden: dict[str, str] = field(default_factory=dict)
    radios: dict[str, list[str]] = field(default_factory=dict)
    buttons: set[tuple[str, str]] = field(default_factory=set)
    fields: set[str] = field(default_factory=set)


class _FormReader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[FoundForm] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        of = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append(FoundForm(of.get("action", "")))
        elif self.forms and tag in ("input", "button") and of.get("name"):
            self._note(self.forms[-1], tag, of)

    def _note(self, form: FoundForm, tag: str, of: dict[str, str]) -> None:
        name, value, kind = of["name"], of.get("value", ""), of.get("type", "")
        if tag == "button":
            form.buttons.add((name, value))
        elif kind == "radio":
            form.radios.setdefault(name, []).append(value)
        elif kind == "hidden":
            form.hidden[name] = value
        else:
            form.fields.add(name)


@dataclass
class Seen:
    """A page as it came: its path after redirects, its text and its forms."""

    path: str
    text: str
    forms: list[FoundForm]

    @property
    def heading(self) -> str:
        found = re.search(r"<h1[^>]*>(.*?)</h1>", self.text, re.DOTALL)
        return re.sub(r"<[^>]+>", "", found.group(1)).strip() if found else ""

    def form_with(self, name: str) -> FoundForm | None:
        """The form that has a field, radio button or button of that name."""
        return next(
            (f for f in self.forms if name in f.fields or name in f.radios or name in dict(f.buttons)),
            None,
        )


class Browser:
    """One connection and its cookies; `slowest` is the longest wait so far, in seconds."""

    def __init__(self, host: str, port: int) -> None:
        self._connection = http.client.HTTPConnection(host, port, timeout=PATIENCE)
        self._origin = f"http://{host}:{port}"
        self._cookies: dict[str, str] = {}
        self.slowest = 0.0

    def open(self, path: str) -> Seen:
        """Fetch a page."""
        return self._go("GET", path, "")

    def send(self, form: FoundForm, **values: str) -> Seen:
        """Post a form with what it carries and what was filled in."""
        return self._go("POST", form.action, urlencode({**form.hidden, **values}))

    def call(self, path: str, values: dict[str, str]) -> dict[str, Any]:
        """Post to what answers in JSON, as the pages' script does."""
        status, _, text = self._ask("POST", path, urlencode(values))
        if status != 200:
            raise Unexpected(f"POST {path} answered {status}: {text[:200]}")
        return dict(json.loads(text))

    def close(self) -> None:
        self._connection.close()

    def _go(self, method: str, path: str, body: str) -> Seen:
        for _ in range(MOST_REDIRECTS):
            status, location, text = self._ask(method, path, body)
            if status not in (301, 302, 303, 307):
                break
            method, body = "GET", ""
            parts = urlsplit(location)
            path = parts.path + (f"?{parts.query}" if parts.query else "")
        reader = _FormReader()
        reader.feed(text)
        seen = Seen(path.partition("?")[0], text, reader.forms)
        if status != 200:
            raise Unexpected(f"{method} {seen.path} answered {status}: {seen.heading}")
        return seen

    def _ask(self, method: str, path: str, body: str) -> tuple[int, str, str]:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self._cookies.items())}
        if method == "POST":
            headers |= {"Content-Type": "application/x-www-form-urlencoded", "Origin": self._origin}
        began = monotonic()
        self._connection.request(method, path, body or None, headers)
        response = self._connection.getresponse()
        text = response.read().decode("utf-8", "replace")
        self.slowest = max(self.slowest, monotonic() - began)
        for cookie in response.headers.get_all("Set-Cookie") or ():
            name, _, value = cookie.partition(";")[0].partition("=")
            self._cookies[name] = value
        return response.status, response.headers.get("Location", ""), text
