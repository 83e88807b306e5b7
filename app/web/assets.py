"""Addresses of the built files in `static/dist`, each with a digest of its content, so that they may be kept."""

import hashlib
from functools import cache
from pathlib import Path

from flask import Flask, current_app, url_for


@cache
def _digest(path: Path, modified: int) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12]


def asset(name: str) -> str:
    """The URL of a built file."""
    path = Path(current_app.static_folder or "", name)
    if not path.is_file():
        raise FileNotFoundError(f"{name} is not built: run `make setup`")
    return url_for("static", filename=name, v=_digest(path, path.stat().st_mtime_ns))


def init_app(app: Flask) -> None:
    """Give templates `asset(name)`."""
    app.jinja_env.globals["asset"] = asset
