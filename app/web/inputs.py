"""What no feature needs to think about: ids that fit their column, and text without the character no database takes."""

from typing import Any

from flask import Flask, abort, request
from werkzeug.routing import IntegerConverter, Map

MOST = 2**31 - 1


class IdConverter(IntegerConverter):
    """A whole number that the database can hold; a longer one is a page that does not exist."""

    def __init__(self, map: Map, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max", MOST)
        super().__init__(map, *args, **kwargs)


def init_app(app: Flask) -> None:
    """Check every `<int:...>` of routes registered from now on, and every text sent."""
    app.url_map.converters["int"] = IdConverter
    app.before_request(refuse_nul)


def refuse_nul() -> None:
    """PostgreSQL takes no NUL in a text, and no keyboard makes one. It runs after the token was read from the form."""
    sent = (value for texts in (request.args, request.form) for values in texts.listvalues() for value in values)
    if "\0" in "".join((request.path, *sent)):
        abort(400)
