"""The session cookie, which people without an account do not have and so do not wait for."""

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Any, cast

from flask import Flask, Request
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface
from itsdangerous import BadSignature, URLSafeTimedSerializer

MOST_KEPT = 1024
_without: set[str] = set()


def leave_out(prefix: str) -> None:
    """No session is read or written for addresses under `prefix`: their pages know people in another way."""
    _without.add(prefix.rstrip("/") + "/")


def is_left_out(path: str) -> bool:
    """True for an address whose pages know people in another way."""
    return f"{path}/".startswith(tuple(_without))


class Sessions(SecureCookieSessionInterface):
    """Flask's, but for the addresses left out: reading it took a tenth of the time of saving an answer.

    One serializer serves for good, as the key does. What a cookie of a page that asks again and again holds is kept.
    """

    def __init__(self, app: Flask) -> None:
        self._serializer = cast(URLSafeTimedSerializer, super().get_signing_serializer(app))  # there is always a key
        self._max_age = int(app.permanent_session_lifetime.total_seconds())
        self.contents_of = lru_cache(MOST_KEPT)(self._contents_of)

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer:
        return self._serializer

    def _contents_of(self, cookie: str) -> Mapping[str, Any]:
        """What a session cookie holds; nothing when we did not sign it. How long it holds, its contents tell."""
        try:
            return MappingProxyType(self._serializer.loads(cookie, max_age=self._max_age))
        except BadSignature:
            return MappingProxyType({})

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        if is_left_out(request.path):
            return None
        return super().open_session(app, request)


def init_app(app: Flask) -> None:
    app.session_interface = Sessions(app)
