"""What every feature shares of HTTP: guard, rendering, downloads, forms, throttles, jobs, headers, error pages."""

from flask import Flask

from app.web import (
    appearance,
    assets,
    cookies,
    early,
    errors,
    filters,
    headers,
    htmx,
    inputs,
    jobs,
    languages,
    limits,
    pages,
)
from app.web.forms import csrf


def init_app(app: Flask) -> None:
    """Attach the shared machinery; features register their blueprints themselves."""
    csrf.init_app(app)
    htmx.init_app(app)
    for part in (languages, appearance, cookies, inputs, assets, filters, early, headers, errors, limits, jobs):
        part.init_app(app)
    app.register_blueprint(pages.blueprint)
