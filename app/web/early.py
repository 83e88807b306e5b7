"""Answers given before a request is opened: to pages that are left open and ask whether there is anything new.

To open a request, find its view and close it again is four fifths of the work of "nothing new". What answers here says
that and nothing else, to somebody whom the view would tell the same; of whoever it is not sure, the view takes care.
"""

import logging
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, cast
from urllib.parse import parse_qsl

from flask import Flask
from flask.sansio.app import App
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException
from werkzeug.http import parse_cookie
from werkzeug.wsgi import get_host

from app.db import db
from app.prepared import glancing
from app.web import headers, htmx, jobs
from app.web.cookies import Sessions

log = logging.getLogger("lateral")
Environ = dict[str, Any]


@dataclass(frozen=True)
class Poll:
    """What a page asks again: for which thing, what of it, since which version, and in whose session."""

    number: int
    asked: Mapping[str, str]
    seen: str
    session: Mapping[str, Any]


Answer = Callable[[Poll], Mapping[str, str] | None]
"""Headers to add to "nothing new"; None where the view has to answer."""


class Early:
    """The door of the application, inside of the proxies that it believes."""

    def __init__(self, app: Flask) -> None:
        self._app, self._views = app, app.wsgi_app
        self._sessions = cast(Sessions, app.session_interface)
        self._answers: list[tuple[re.Pattern[str], Answer]] = []
        self._headers = [*headers.of_pages(app.config["SETTINGS"]).items(), ("Vary", ", ".join((*htmx.VARY, "Cookie")))]
        with app.app_context():
            self._engine = db.engine

    def __call__(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        added = self._ask(environ) if htmx.is_poll_in(environ) else None
        if added is None:
            return self._views(environ, start_response)
        start_response("304 NOT MODIFIED", [*self._headers, *added.items()])
        return []

    def add(self, prefix: str, answer: Answer) -> None:
        self._answers.append((re.compile(re.escape(prefix) + r"/([1-9][0-9]{0,8})"), answer))

    def _ask(self, environ: Environ) -> Mapping[str, str] | None:
        """What the view would say of any trouble, it shall say."""
        for address, answer in self._answers:
            if found := address.fullmatch(environ["PATH_INFO"]):
                try:
                    poll = self._read(int(found[1]), environ)
                    if poll is not None:
                        with glancing(self._engine):
                            return answer(poll)
                except (HTTPException, OperationalError):
                    return None
                except Exception:
                    log.exception("a poll is left to its view")
        return None

    def _read(self, number: int, environ: Environ) -> Poll | None:
        query = environ.get("QUERY_STRING", "")
        if "%00" in query or jobs.is_asleep(self._app):
            return None
        get_host(environ, self._app.config["TRUSTED_HOSTS"])
        asked = dict(reversed(parse_qsl(query, keep_blank_values=True)))  # of equal names the first counts
        session = self._sessions.contents_of(parse_cookie(environ).get(self._app.config["SESSION_COOKIE_NAME"], ""))
        return Poll(number, asked, environ["HTTP_HX_PTAG"], session) if session else None


def init_app(app: Flask) -> None:
    """Stand before the views; proxies are believed before."""
    app.wsgi_app = app.extensions["lateral_early"] = Early(app)  # type: ignore[method-assign]


def answer_with(app: App, prefix: str, answer: Answer) -> None:
    """Let `answer` tell about polls at `prefix/NUMBER`."""
    app.extensions["lateral_early"].add(prefix, answer)
