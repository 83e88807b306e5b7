"""What a project holds. Everything is frozen and made of plain values, so that two projects can be compared.

A `guid` is 36 characters, small letters, no braces. Moments are `xsd:dateTime` text such as `2026-09-01T10:00:00Z`, or
empty. References are guids.
"""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, TypeVar

Thing = TypeVar("Thing")


def changed(thing: Thing, **parts: Any) -> Thing:
    """The thing with these parts; the very same where it has them already, as most of many thousand do."""
    if all(getattr(thing, name) == part for name, part in parts.items()):
        return thing
    return replace(thing, **parts)  # type: ignore[type-var]


class ValueKind(StrEnum):
    """What a variable holds, by the name that the format gives it."""

    TEXT = "Text"
    BOOLEAN = "Boolean"
    INTEGER = "Integer"
    FLOAT = "Float"
    DATE = "Date"
    DATE_TIME = "DateTime"


@dataclass(frozen=True)
class User:
    """Somebody who codes."""

    guid: str
    name: str = ""


@dataclass(frozen=True)
class Code:
    """A theme; `codes` are those under it. `colour` is `#rrggbb` or empty. A heading is not codable."""

    guid: str
    name: str
    is_codable: bool = True
    colour: str = ""
    description: str = ""
    notes: tuple[str, ...] = ()
    codes: tuple["Code", ...] = ()


@dataclass(frozen=True)
class Variable:
    """Something that is known of each case or source."""

    guid: str
    name: str
    kind: ValueKind
    description: str = ""


@dataclass(frozen=True)
class Value:
    """What a variable is here, in the form the format writes it; None where it is not known."""

    variable: str
    kind: ValueKind
    text: str | None


@dataclass(frozen=True)
class Case:
    """Somebody, or something, that words belong to."""

    guid: str
    name: str = ""
    description: str = ""
    codes: tuple[str, ...] = ()
    values: tuple[Value, ...] = ()
    sources: tuple[str, ...] = ()
    selections: tuple[str, ...] = ()


@dataclass(frozen=True)
class Coding:
    """One coder's mark with one code."""

    guid: str
    code: str
    user: str = ""
    created_at: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Selection:
    """A stretch of a source's text."""

    guid: str
    start: int
    end: int
    name: str = ""
    description: str = ""
    user: str = ""
    created_at: str = ""
    codings: tuple[Coding, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Source:
    """A text with what was marked in it. `codings` are of the text as a whole."""

    guid: str
    name: str
    text: str
    description: str = ""
    user: str = ""
    created_at: str = ""
    selections: tuple[Selection, ...] = ()
    codings: tuple[Coding, ...] = ()
    notes: tuple[str, ...] = ()
    values: tuple[Value, ...] = ()


@dataclass(frozen=True)
class Note:
    """A memo. What it is about refers to it."""

    guid: str
    name: str
    text: str
    user: str = ""
    created_at: str = ""


@dataclass(frozen=True)
class Link:
    """A line drawn from one thing to another. `direction` is Associative, OneWay, Bidirectional or empty."""

    guid: str
    name: str = ""
    direction: str = ""
    colour: str = ""
    origin: str = ""
    target: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Gathered:
    """A set: codes, sources and notes that somebody put together."""

    guid: str
    name: str
    description: str = ""
    codes: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Left:
    """Something that stood in a file and is not taken over: a sentence, and of how many things."""

    sentence: str
    n: int = 0

    def __str__(self) -> str:
        return self.sentence % {"n": self.n}


@dataclass(frozen=True)
class Project:
    """All of it. `left` says what stood in the file and was not taken over."""

    name: str
    origin: str = ""
    description: str = ""
    user: str = ""
    created_at: str = ""
    users: tuple[User, ...] = ()
    codes: tuple[Code, ...] = ()
    variables: tuple[Variable, ...] = ()
    cases: tuple[Case, ...] = ()
    sources: tuple[Source, ...] = ()
    notes: tuple[Note, ...] = ()
    links: tuple[Link, ...] = ()
    sets: tuple[Gathered, ...] = ()
    about: tuple[str, ...] = ()
    """Notes about the project as a whole."""
    left: tuple[Left, ...] = ()


@dataclass(frozen=True)
class CodeBook:
    """Codes on their own, with sets of them."""

    codes: tuple[Code, ...]
    origin: str = ""
    sets: tuple[Gathered, ...] = ()
    left: tuple[Left, ...] = ()
