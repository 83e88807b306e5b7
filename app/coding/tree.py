"""The code book as a tree: themes in the order in which they are read, each with its depth."""

from collections.abc import Iterable
from dataclasses import dataclass

from app.coding.colours import hue_of
from app.coding.models import Theme


@dataclass(frozen=True)
class Branch:
    """A theme in its place. `path` names the headings above it, the highest first."""

    theme: Theme
    depth: int
    path: tuple[str, ...]
    has_themes: bool
    is_first: bool
    is_last: bool

    @property
    def hue(self) -> int:
        return hue_of(self.theme.colour)

    @property
    def full_name(self) -> str:
        return " › ".join((*self.path, self.theme.name))


def tree_of(themes: Iterable[Theme]) -> list[Branch]:
    """Every theme once, those under another right after it."""
    living = {one.id: one for one in themes}
    under: dict[int | None, list[Theme]] = {}
    for one in living.values():
        under.setdefault(one.parent_id if one.parent_id in living else None, []).append(one)
    for row in under.values():
        row.sort(key=lambda one: (one.position, one.id))
    return list(_grown(under, None, ()))


def _grown(under: dict[int | None, list[Theme]], parent_id: int | None, path: tuple[str, ...]) -> Iterable[Branch]:
    row = under.get(parent_id, [])
    for at, theme in enumerate(row):
        yield Branch(theme, len(path), path, theme.id in under, at == 0, at == len(row) - 1)
        yield from _grown(under, theme.id, (*path, theme.name))
