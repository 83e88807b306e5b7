"""Pages that belong to no feature: the way in, privacy, accessibility, help, and the health check."""

from flask import Blueprint, Response, make_response
from werkzeug.wrappers import Response as BaseResponse

from app.web import health, navigation
from app.web.guard import current_actor, public
from app.web.htmx import go_to, render

blueprint = Blueprint("pages", __name__)


@blueprint.get("/")
@public("the way in")
def home() -> BaseResponse:
    if current_actor() is not None:
        return go_to(navigation.first_page())
    return render("pages/home.html")


@blueprint.get("/privacy")
@public("everyone may read what happens to their data")
def privacy() -> Response:
    return render("pages/privacy.html")


@blueprint.get("/accessibility")
@public("everyone may read how to use Lateral with assistive technology")
def accessibility() -> Response:
    return render("pages/accessibility.html")


@blueprint.get("/help")
@public("everyone may read help")
def help_page() -> Response:
    return render("pages/help.html")


@blueprint.get("/healthz")
@public("a monitor has no account; the answer names no data")
def healthz() -> Response:
    """200 when the database answers and its schema is this program's, else 503."""
    state = health.look()
    healthy = set(state.values()) == {"ok"}
    return make_response({"status": "ok" if healthy else "wrong", **state}, 200 if healthy else 503)
