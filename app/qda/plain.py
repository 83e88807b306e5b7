"""Projects as plain lists and texts, to go through a pipe or into a sealed column, and back."""

import json
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from enum import StrEnum
from functools import cache
from io import BytesIO
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

from app.qda.model import Project, Source

T = TypeVar("T")


def to_json(thing: Any) -> str:
    """A frozen thing of `model` as JSON, in one line."""
    return json.dumps(thing, ensure_ascii=False, default=vars)


def from_json(kind: type[T], text: str) -> T:
    """The thing that `to_json` wrote."""
    return _made(kind, json.loads(text))


def to_lines(project: Project) -> Iterator[bytes]:
    """A project as JSON: all but its texts in the first line, and each text in one of its own.

    One sign beyond the first 65,536 makes Python keep four bytes for each of a string: so it does of one line alone.
    """
    for one in (replace(project, sources=()), *project.sources):
        yield to_json(one).encode() + b"\n"


def from_lines(data: bytes) -> Project:
    """The project that `to_lines` wrote, or `to_json`."""
    lines = BytesIO(data)
    project = from_json(Project, lines.readline().decode())
    return replace(project, sources=(*project.sources, *(from_json(Source, one.decode()) for one in lines)))


def _made(kind: Any, value: Any) -> Any:
    if get_origin(kind) is tuple:
        return tuple(_made(get_args(kind)[0], one) for one in value)
    if is_dataclass(kind):
        return kind(**(value | {name: _made(hint, value[name]) for name, hint in _parts(kind)}))  # type: ignore[operator, arg-type]
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return kind(value)
    return value


@cache
def _parts(kind: Any) -> list[tuple[str, Any]]:
    """Fields of a dataclass that are not as JSON tells them: tuples, things and words of an enum."""
    hints = get_type_hints(kind)
    return [(one.name, hints[one.name]) for one in fields(kind) if _is_made(hints[one.name])]


def _is_made(hint: Any) -> bool:
    return get_origin(hint) is tuple or is_dataclass(hint) or (isinstance(hint, type) and issubclass(hint, StrEnum))
