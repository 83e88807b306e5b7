"""Raw statistics never reach a reader."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import fields, is_dataclass
from functools import lru_cache
from typing import Any, TypeVar

RAW_PACKAGES = {"numpy", "pandas", "scipy"}
Kind = TypeVar("Kind")
PLAIN: set[type] = {str, bytes, int, float, bool, type(None)}


class Undisclosed(TypeError):
    """A number that has not passed the gate was about to be shown."""


def checks_itself(kind: type[Kind]) -> type[Kind]:
    """Mark a class whose objects cannot be changed and look through all they hold when they are made."""
    PLAIN.add(kind)
    return kind


def refuse_raw(value: object) -> None:
    """Raise `Undisclosed` if `value`, or anything it holds at any depth, is a raw statistic.

    Types are told by the package that defines them or a parent of theirs, so nothing heavy is imported to ask. A
    generator is refused because looking inside would use it up.
    """
    todo: list[object] = [value]
    seen: dict[int, object] = {}  # keeps each item alive, so that its id is not used again meanwhile
    while todo:
        item = todo.pop()
        if type(item) in PLAIN or id(item) in seen:
            continue
        seen[id(item)] = item
        _refuse_one(item)
        todo.extend(_held(item))


def _refuse_one(item: object) -> None:
    kind = item if isinstance(item, type) else type(item)
    if _is_raw(kind):
        raise Undisclosed(f"{kind.__name__} reached a reader without passing the disclosure gate")
    if isinstance(item, Iterator):
        raise Undisclosed(f"{kind.__name__} cannot be checked without using it up: pass a list")


@lru_cache(maxsize=1024)
def _is_raw(kind: type) -> bool:
    return any(parent.__module__.partition(".")[0] in RAW_PACKAGES for parent in kind.__mro__)


def _held(item: Any) -> list[object]:
    """What to look at next: parts of collections, dataclasses and bare namespaces."""
    if isinstance(item, type | str | bytes | bytearray | range):
        return []
    if isinstance(item, Mapping):
        return [*item.keys(), *item.values()]
    if isinstance(item, Collection):
        return list(item)
    kind: type = type(item)
    if (names := _fields_of(kind)) is not None:
        return [getattr(item, name) for name in names]
    return list(vars(item).values()) if kind.__name__ == "SimpleNamespace" else []


@lru_cache(maxsize=1024)
def _fields_of(kind: Any) -> list[str] | None:
    return [field.name for field in fields(kind)] if is_dataclass(kind) else None
