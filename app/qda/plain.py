"""Projects as plain lists and texts, to go through a pipe or into a sealed column, and back."""

import json
from dataclasses import asdict, fields, is_dataclass
from enum import StrEnum
from functools import cache
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

T = TypeVar("T")


def to_json(thing: Any) -> str:
    """A frozen thing of `model` as JSON."""
    return json.dumps(asdict(thing), ensure_ascii=False)


def from_json(kind: type[T], text: str) -> T:
    """The thing that `to_json` wrote."""
    return _made(kind, json.loads(text))


@cache
def _hints(kind: Any) -> dict[str, Any]:
    return get_type_hints(kind)


def _made(kind: Any, value: Any) -> Any:
    if get_origin(kind) is tuple:
        return tuple(_made(get_args(kind)[0], one) for one in value)
    if is_dataclass(kind):
        hints = _hints(kind)  # type: ignore[arg-type]
        return kind(**{one.name: _made(hints[one.name], value[one.name]) for one in fields(kind)})  # type: ignore[operator]
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return kind(value)
    return value
