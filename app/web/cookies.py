"""The session cookie, which people without an account do not have and so do not wait for."""

from flask import Flask, Request
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface

_without: set[str] = set()


def leave_out(prefix: str) -> None:
    """No session is read or written for addresses under `prefix`: their pages know people in another way."""
    _without.add(prefix.rstrip("/") + "/")


def is_left_out(path: str) -> bool:
    """True for an address whose pages know people in another way."""
    return f"{path}/".startswith(tuple(_without))


class Sessions(SecureCookieSessionInterface):
    """Flask's, but for the addresses left out: reading it took a tenth of the time of saving an answer."""

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        if is_left_out(request.path):
            return None
        return super().open_session(app, request)


def init_app(app: Flask) -> None:
    app.session_interface = Sessions()
