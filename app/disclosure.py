"""Small numbers stop here: the only door between a statistic and a reader."""

from dataclasses import fields, is_dataclass
from typing import Any


class Undisclosed(TypeError):
    """A figure that did not pass the gate was about to be shown."""


def refuse_raw(value: Any) -> None:
    """Raise `Undisclosed` if `value`, or anything it holds, is a numpy or pandas value."""
    if type(value).__module__.partition(".")[0] in ("numpy", "pandas"):
        raise Undisclosed(f"{type(value).__name__} reached a reader without passing the gate")
    if isinstance(value, dict):
        refuse_raw(tuple(value.values()))
    elif isinstance(value, list | tuple | set | frozenset):
        for item in value:
            refuse_raw(item)
    elif is_dataclass(value) and not isinstance(value, type):
        refuse_raw([getattr(value, field.name) for field in fields(value)])
