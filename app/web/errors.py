"""Error pages: what happened and what to do, in plain words."""

import logging
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, Response, current_app, make_response, redirect, request, url_for
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import IntegrityError, OperationalError
from werkzeug.exceptions import HTTPException, InternalServerError, SecurityError
from werkzeug.wrappers import Response as BaseResponse

from app.db import SAFE_METHODS, db
from app.web.advice import ADVICE
from app.web.htmx import render, wants_fragment
from app.web.languages import _, later

log = logging.getLogger("lateral")

SECONDS_TO_RETRY = "2"
AS_BEFORE = later("Nothing has changed. Go back and look again.")

HEADINGS: dict[int, str] = {
    400: later("We could not read that"),
    403: later("You can't open this"),
    404: later("We can't find that page"),
    405: later("That is not how this page works"),
    409: later("Somebody was quicker"),
    410: later("This has ended"),
    413: later("That is too big"),
    415: later("We can't read that kind of file"),
    422: later("Something needs another look"),
    429: later("Too many tries"),
    500: later("Something went wrong on our side"),
    503: later("Lateral is busy or being looked after"),
}
WORDS = {code: (heading, ADVICE[code]) for code, heading in HEADINGS.items()}


def init_app(app: Flask) -> None:
    """Answer every error with a page."""
    app.register_error_handler(401, send_to_sign_in)
    app.register_error_handler(CSRFError, stale_form)
    app.register_error_handler(OperationalError, database_trouble)
    if not app.config["SETTINGS"].on_sqlite:
        from psycopg import OperationalError as FromTheDriver

        # A connection of the pool that died and can't be made anew: SQLAlchemy lets the driver's own error through.
        app.register_error_handler(FromTheDriver, database_trouble)
    app.register_error_handler(IntegrityError, done_twice)
    app.register_error_handler(SecurityError, strange_host)
    app.register_error_handler(HTTPException, show_error)
    app.register_error_handler(Exception, show_crash)


def send_to_sign_in(error: Exception) -> BaseResponse:
    """A stranger signs in first and then comes back to the page they asked for, or asked from."""
    whole = request.method in SAFE_METHODS and not wants_fragment()
    url = url_for("people.sign_in", next=request.full_path.rstrip("?") if whole else page_asked_from())
    if wants_fragment():
        response = make_response("", 401)
        response.headers["HX-Redirect"] = url
        return response
    return redirect(url, code=303)


def page_asked_from() -> str | None:
    """The page of ours that sent a form or asked for a fragment: an address that can be looked at again."""
    try:
        asked = urlsplit(request.headers.get("HX-Current-URL") or request.referrer or "")
    except ValueError:
        return None
    adapter = current_app.create_url_adapter(request)
    if asked.netloc != request.host or not adapter or not adapter.test(asked.path, method="GET"):
        return None
    return f"{asked.path}?{asked.query}" if asked.query else asked.path


def stale_form(error: CSRFError) -> Response:
    """A form without a valid token: usually a page left open too long."""
    return error_page(400, _("This page was open too long"), _("Go back, reload the page and send it again."))


def strange_host(_error: SecurityError) -> Response:
    """Asked for under a name that TRUSTED_HOSTS does not list: no page can be made, for no link could be."""
    sentence = _("Lateral does not answer to this name. Its administrator can add the name to TRUSTED_HOSTS.") + "\n"
    return make_response(sentence, 400, {"Content-Type": "text/plain; charset=utf-8"})


def database_trouble(error: Exception) -> Response:
    """The database is locked or away: honest, and safe to try again."""
    db.session.rollback()
    log.exception("database trouble at %s", request.endpoint)
    response = error_page(503, *WORDS[503])
    response.headers["Retry-After"] = SECONDS_TO_RETRY
    return response


def done_twice(error: IntegrityError) -> Response:
    """Two equal requests at once: the database took the first, and nothing of the second."""
    db.session.rollback()
    log.warning("refused by the database at %s: %s", request.endpoint, type(error.orig).__name__)
    return error_page(409, *WORDS[409])


def show_error(error: HTTPException) -> Response:
    """Any error that a view or the framework raised on purpose."""
    code = error.code or 500
    back = form_that_sent_too_much() if code == 413 else ""
    title, sentence = WORDS.get(code, WORDS[400] if code < 500 else WORDS[500])
    said = getattr(error, "sentence", None)
    response = error_page(code, getattr(error, "heading", "") or title, said or sentence, back=back)
    if code == 405:
        response.headers.extend(error.get_headers())
        response.headers["Content-Type"] = "text/html; charset=utf-8"
    return response


def show_crash(error: Exception) -> Any:
    """A fault of ours: logged with its traceback, shown without it."""
    log.exception("fault at %s", request.endpoint)
    return show_error(InternalServerError())


def form_that_sent_too_much() -> str:
    """The address of the form that was sent: its own, where that can be looked at as well; else none."""
    adapter = current_app.create_url_adapter(request)
    return request.path if adapter and adapter.test(method="GET") else ""


def error_page(code: int, title: str, sentence: str, *, back: str = "") -> Response:
    """The page itself, with the way `back` to a form where there is one. It undoes what the request did."""
    db.session.rollback()
    return render("errors/error.html", status=code, code=code, title=title, sentence=sentence, back=back)


def refuse(code: int, sentence: str, *, heading: str = "") -> HTTPException:
    """An error with its own sentence: `raise refuse(409, "The sitting has closed.")`.

    A conflict is not always that somebody was quicker, so the first sentence of its own is its heading.
    """
    from werkzeug.exceptions import default_exceptions

    error = default_exceptions[code]()
    if code == 409 and not heading:
        heading, _dot, sentence = sentence.partition(". ")
        heading, sentence = heading.rstrip("."), sentence or AS_BEFORE
    error.heading, error.sentence = heading, sentence  # type: ignore[attr-defined]
    return error
