"""Long lists in pages: the address asks for one by its number, and one that does not exist is the nearest."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from app.web.forms import whole

A_PAGE = 25
"""A card of words is as high as a hand on a phone: more would be scrolled past."""
Item = TypeVar("Item")


@dataclass(frozen=True)
class Paged(Generic[Item]):
    """One page of a list; `total` counts all of it."""

    items: Sequence[Item]
    total: int
    page: int
    pages: int


def paged(found: Sequence[Item], asked: Mapping[str, str], *, length: int = A_PAGE) -> Paged[Item]:
    """The page that the address asks for; the first where it asks for none."""
    pages = max(1, -(-len(found) // length))
    page = min(max(whole(asked.get("page")) or 1, 1), pages)
    return Paged(found[(page - 1) * length : page * length], len(found), page, pages)


def in_one(found: Sequence[Item]) -> Paged[Item]:
    """All of it on one page, as it is printed."""
    return Paged(found, len(found), 1, 1)
