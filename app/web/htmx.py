"""All that is particular to htmx: fragments, version tags, and the request class that reads htmx 4's headers.

`render` is the only caller of Jinja: it sends the whole page, or only the block that htmx asked for.
"""

from collections.abc import Mapping
from typing import Any

from flask import Flask, Response, current_app, make_response, redirect, render_template, request
from htmx_flask import Htmx
from htmx_flask.requests import HtmxAwareRequest
from jinja2_fragments import render_block as render_bare_block
from jinja2_fragments.flask import render_block
from werkzeug.wrappers import Response as BaseResponse

from app.disclosure import refuse_raw

REST = 15
"""Seconds that a page which is left open may rest before it asks again; else it asks as often as it says itself."""
VARY = ("HX-Request", "HX-Target", "HX-Boosted", "HX-History-Restore-Request")


class Request(HtmxAwareRequest):
    """htmx-flask's request; the limit on its size is raised only where a view says that it takes files."""

    max_form_parts = 2000

    @property
    def max_content_length(self) -> int | None:
        """Bytes a request may have, known before its body is read."""
        view = current_app.view_functions.get(self.endpoint or "")
        return getattr(view, "most_bytes", None) or super().max_content_length

    @max_content_length.setter
    def max_content_length(self, value: int | None) -> None:
        HtmxAwareRequest.max_content_length.__set__(self, value)  # type: ignore[attr-defined]


def init_app(app: Flask) -> None:
    """Htmx replaces the app's request class, so ours is set after it."""
    Htmx(app)
    app.request_class = Request


def wants_fragment() -> bool:
    """True for an htmx swap; false for a first visit, a boosted link or the back button."""
    sent = request.headers
    return (
        sent.get("HX-Request") == "true"
        and sent.get("HX-Boosted") != "true"
        and sent.get("HX-History-Restore-Request") != "true"
    )


def is_poll() -> bool:
    """True when a page that is left open asks whether there is anything new: nobody did anything."""
    return is_poll_in(request.environ)


def is_poll_in(environ: Mapping[str, Any]) -> bool:
    """The same of a request that is not opened yet."""
    sent = environ.get
    return bool(
        sent("HTTP_HX_PTAG")
        and sent("HTTP_HX_REQUEST") == "true"
        and sent("REQUEST_METHOD") == "GET"
        and sent("HTTP_HX_BOOSTED") != "true"
        and sent("HTTP_HX_HISTORY_RESTORE_REQUEST") != "true"
    )


def swap_target() -> str:
    """Name of the block to swap: the target's id, which htmx 4 sends as `section#notes`."""
    return request.headers.get("HX-Target", "").rpartition("#")[2].replace("-", "_")


def render(
    template: str, *, fragments: tuple[str, ...] = (), status: int = 200, version: str = "", **context: Any
) -> Response:
    """Render `template`, or the block among `fragments` named like the swap target.

    With a `version` the answer carries `HX-PTag`, and is 304 without a body when the page already shows that version.
    """
    if version and wants_fragment() and request.headers.get("HX-PTag") == version:
        return _varied(make_response("", 304))
    refuse_raw(context)
    block = swap_target()
    if wants_fragment() and block in fragments:
        body = render_block(template, block, version=version, **context)
    else:
        body = render_template(template, version=version, **context)
    response = _varied(make_response(body, status))
    if version:
        response.headers["HX-PTag"] = version
    return response


def resting(*, may_rest: bool) -> dict[str, str]:
    """Headers by which `static/scripts/polling.js` lets a page rest, if it may."""
    return {"Lateral-Rest": str(REST)} if may_rest else {}


def render_light(template: str, *, status: int = 200, **context: Any) -> Response:
    """A whole page for people without an account: nobody is looked up, no session is opened, no navigation is made."""
    return make_response(light_text(template, **context), status)


def light_text(template: str, block: str = "", **context: Any) -> str:
    """The text of such a page, or of one block of it; a text that is the same for everybody may be kept."""
    refuse_raw(context)
    if block:
        return str(render_bare_block(current_app.jinja_env, template, block, **context))
    return current_app.jinja_env.get_template(template).render(**context)


def _varied(response: Response) -> Response:
    response.vary.update(VARY)
    return response


def go_to(url: str) -> BaseResponse:
    """Answer a successful change: a redirect that htmx follows as a full page, too."""
    if wants_fragment():
        response = make_response("", 200)
        response.headers["HX-Redirect"] = url
        return response
    return redirect(url, code=303)
