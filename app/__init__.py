"""Lateral: groups of schools see, and show, what changes when they work together.

`create_app` is the story of start-up, top to bottom: settings, database, what surveys there are, the shared web
machinery, the features, and a last look that every view is guarded.
"""

from collections.abc import Callable
from importlib import import_module
from typing import Any

from flask import Flask
from jinja2 import StrictUndefined

from app.config import ROOT, Settings, make_data_dir, stop

FEATURES = ("people", "schools", "waves", "answers", "paper", "results", "studies", "interviews", "coding")
KILOBYTE = 1024


class Application(Flask):
    """Flask, but for asking at each step of each request whether its function is asynchronous: none of ours is."""

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        return func


def create_app(settings: Settings | None = None) -> Flask:
    """Build the application from checked settings; a wrong one, or a bad instrument, ends start-up."""
    settings = settings or Settings.from_environment()
    from app import db, web  # only now: a wrong setting is told in a moment, before much is loaded
    from app.instruments import load
    from app.web.guard import check_every_view_is_guarded

    app = Application(
        "app",
        static_folder=str(ROOT / "static" / "dist"),
        static_url_path="/static",
        template_folder="web/templates",
    )
    configure(app, settings)

    db.vault.configure(settings.identity_key)
    db.init_app(app)
    app.extensions["instruments"] = load.read_all(settings.surveys_dir)

    web.init_app(app)
    for package in ("audit", *FEATURES):
        import_module(f"app.{package}.models")
    for feature in FEATURES:
        import_module(f"app.{feature}.views")
        app.register_blueprint(import_module(f"app.{feature}").blueprint)

    import_module("app.cli").init_app(app)
    set_up_migrations(app)
    check_every_view_is_guarded(app)
    return app


def configure(app: Flask, settings: Settings) -> None:
    """Hand the settings to Flask and its extensions, and make templates strict."""
    make_data_dir(settings.data_dir)
    check_address(settings.database_url)
    pool = {} if settings.on_sqlite else {"pool_size": settings.threads, "max_overflow": 4}
    app.config.update(
        SETTINGS=settings,
        SECRET_KEY=settings.secret_key,
        TESTING=settings.testing,
        SQLALCHEMY_DATABASE_URI=settings.database_url,
        # An error in the log shows the statement that failed without the names and answers it was to write.
        SQLALCHEMY_ENGINE_OPTIONS={
            "pool_pre_ping": not settings.on_sqlite,
            "pool_use_lifo": True,  # the connection used last still has its plans and pages at hand
            "hide_parameters": True,
            **pool,
        },
        TRUSTED_HOSTS=list(settings.trusted_hosts),
        MAX_CONTENT_LENGTH=256 * KILOBYTE,
        MAX_FORM_MEMORY_SIZE=256 * KILOBYTE,
        SESSION_COOKIE_NAME="lateral",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.https,
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=settings.https,
    )
    app.jinja_options = {"undefined": StrictUndefined, "trim_blocks": True, "lstrip_blocks": True}


def check_address(database_url: str) -> None:
    """Refuse an address that names no database, or that nobody can read: it may hold a password, so it is not shown."""
    from sqlalchemy import make_url
    from sqlalchemy.exc import ArgumentError

    try:
        named = make_url(database_url).database
    except (ArgumentError, ValueError):
        named = None
    if not named:
        raise stop("DATABASE_URL", "must read like postgresql://user:password@host/name or sqlite:////path/to/file.db")


def set_up_migrations(app: Flask) -> None:
    """Tell Alembic where the migrations are, and remember which schema this program was written for."""
    from alembic.script import ScriptDirectory
    from flask_migrate import Migrate

    from app import db

    Migrate(app, db.db, directory=str(ROOT / "migrations"), render_as_batch=True, compare_type=True)
    app.extensions["lateral_schema_head"] = ScriptDirectory(str(ROOT / "migrations")).get_current_head()
