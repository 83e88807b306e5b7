"""The built files in `static/dist`: their addresses, each with a digest of its content so that it may be kept, and
sending them, by gzip where the browser takes it and the build has made one."""

import hashlib
from functools import cache, lru_cache
from pathlib import Path

from flask import Flask, Response, current_app, request, send_from_directory, url_for

from app.web.compress import takes_gzip


@cache
def _digest(path: Path, modified: int) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12]


def asset(name: str) -> str:
    """The URL of a built file."""
    path = Path(current_app.static_folder or "", name)
    try:
        modified = path.stat().st_mtime_ns
    except FileNotFoundError:
        raise FileNotFoundError(f"{name} is not built: run `make setup`") from None
    return _address(request.root_path, name, _digest(path, modified))


@lru_cache(maxsize=256)
def _address(_root: str, name: str, digest: str) -> str:
    """An address depends on nothing of a request but the root that it was sent to."""
    return url_for("static", filename=name, v=digest)


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
