"""The session cookie, which people without an account do not have and so do not wait for."""

from flask import Flask, Request
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface

_without: set[str] = set()


def leave_out(prefix: str) -> None:
    """No session is read or written for addresses under `prefix`: their pages know people in another way."""
    _without.add(prefix.rstrip("/") + "/")


class Sessions(SecureCookieSessionInterface):
    """Flask's, but for the addresses left out: reading it took a tenth of the time of saving an answer."""

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        if f"{request.path}/".startswith(tuple(_without)):
            return None
        return super().open_session(app, request)


def init_app(app: Flask) -> None:
    app.session_interface = Sessions()
