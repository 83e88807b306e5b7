"""Short JSON replies to our own scripts. Figures about people never leave this way."""

import json
from typing import Any

from flask import Response

from app.disclosure import refuse_raw

_written = json.JSONEncoder(separators=(",", ":")).encode


def json_reply(values: dict[str, Any], status: int = 200) -> Response:
    """A reply of plain texts and numbers."""
    refuse_raw(values)
    return Response(_written(values), status, mimetype="application/json")
