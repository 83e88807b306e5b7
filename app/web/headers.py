"""Response headers: nothing from elsewhere runs here, nothing is framed, nothing about people is cached."""

from flask import Flask, Response, current_app, request
from werkzeug.middleware.proxy_fix import ProxyFix

from app.config import Settings

POLICY = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'"
)
FIXED = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), interest-cohort=()",
}
YEAR = 365 * 24 * 3600


def init_app(app: Flask) -> None:
    """Send the headers with every answer, and believe as many proxies as the settings name."""
    app.after_request(add_headers)
    proxies = app.config["SETTINGS"].proxies
    if proxies:
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=proxies, x_proto=proxies, x_host=proxies
        )


def of_pages(settings: Settings) -> dict[str, str]:
    """The headers of a page that says nothing of its own about them."""
    return FIXED | _always(settings)


def _always(settings: Settings) -> dict[str, str]:
    secure = {"Strict-Transport-Security": f"max-age={YEAR}"} if settings.https else {}
    return {"Cache-Control": "no-store", **secure}


def add_headers(response: Response) -> Response:
    """Add the fixed headers; pages are never stored, hashed static files for a year."""
    for name, value in FIXED.items():
        response.headers.setdefault(name, value)
    response.headers.update(_always(current_app.config["SETTINGS"]))
    if request.endpoint == "static":
        lasting = request.args.get("v")
        response.headers["Cache-Control"] = f"public, max-age={YEAR}, immutable" if lasting else "no-cache"
    return response
