"""Long lists: the words searched for, the order, and one page of the rest."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar
from urllib.parse import urlencode

Item = TypeVar("Item")
PAGE_LENGTH = 50


@dataclass(frozen=True)
class Listing(Generic[Item]):
    """One page of a list as a template shows it; `total` counts all that were found, `of` all there are."""

    items: list[Item]
    total: int
    of: int
    page: int
    pages: int
    q: str
    sort: str

    @property
    def for_sorting(self) -> str:
        """What a heading's link has to keep."""
        return f"&{urlencode({'q': self.q})}" if self.q else ""

    @property
    def for_paging(self) -> str:
        """What a page's link has to keep."""
        kept = {name: value for name, value in (("q", self.q), ("sort", self.sort)) if value}
        return f"&{urlencode(kept)}" if kept else ""


def arrange(
    items: Iterable[Item],
    asked: Mapping[str, str],
    *,
    words: Callable[[Item], str],
    orders: Mapping[str, Callable[[Item], Any]],
) -> Listing[Item]:
    """Search, sort and cut a list by what the address asks for; the first of `orders` is the usual one.

    Every word asked for must be in the item's words. An order or a page that does not exist is the first.
    """
    everything = list(items)
    q = " ".join(asked.get("q", "").split())[:100]
    found = [item for item in everything if has_words(words(item), q)]
    sort = asked.get("sort", "")
    if sort.removeprefix("-") not in orders:
        sort = next(iter(orders))
    found.sort(key=orders[sort.removeprefix("-")], reverse=sort.startswith("-"))
    pages = max(1, -(-len(found) // PAGE_LENGTH))
    page = _page(asked.get("page", ""), pages)
    cut = found[(page - 1) * PAGE_LENGTH : page * PAGE_LENGTH]
    return Listing(cut, len(found), len(everything), page, pages, q, sort)


def has_words(text: str, q: str) -> bool:
    """Whether each word that is asked for stands in the text, as a word or a part of one."""
    text = text.casefold()
    return all(word in text for word in q.casefold().split())


def _page(asked: str, pages: int) -> int:
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 6 else 1
    return min(max(number, 1), pages)
