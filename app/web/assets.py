"""The built files in `static/dist`: their addresses, each with a digest of its content so that it may be kept, and
sending them, by gzip where the browser takes it and the build has made one."""

import hashlib
from functools import cache
from pathlib import Path

from flask import Flask, Response, current_app, send_from_directory, url_for

from app.web.compress import takes_gzip


@cache
def _digest(path: Path, modified: int) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12]


def asset(name: str) -> str:
    """The URL of a built file."""
    path = Path(current_app.static_folder or "", name)
    if not path.is_file():
        raise FileNotFoundError(f"{name} is not built: run `make setup`")
    return url_for("static", filename=name, v=_digest(path, path.stat().st_mtime_ns))


def send(filename: str) -> Response:
    """The file, or its compressed twin under the file's own name and type."""
    folder, packed = current_app.static_folder or "", f"{filename}.gz"
    if takes_gzip() and Path(folder, packed).is_file():
        response = send_from_directory(folder, packed, download_name=Path(filename).name)
        response.headers["Content-Encoding"] = "gzip"
    else:
        response = send_from_directory(folder, filename)
    response.vary.add("Accept-Encoding")
    return response


def init_app(app: Flask) -> None:
    """Give templates `asset(name)`, and send what it names."""
    app.jinja_env.globals["asset"] = asset
    app.view_functions["static"] = send
