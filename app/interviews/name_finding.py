"""Where names stand in a text, however they are written there.

Capitals, accents, kinds of apostrophe and hyphen make no difference, nor does a line's end inside a name; the longer
of two names is found first; a possessive 's is no part of the name. A name is a whole word or several. One that stands
in small letters, as "will" and "grace" do, is told apart: it may be another word.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

APOSTROPHES = "’‘ʼ`´"
HYPHENS = "‐‑‒–—"
GAP = r"(?:\s+|\s*-\s*)"


@dataclass(frozen=True)
class Found:
    """A name at a place. `is_sure` unless it is written in small letters."""

    start: int
    end: int
    name_id: int
    is_sure: bool


class Letters:
    """A text as names are looked for in it; made once where many names are looked for by themselves."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.letters, self.places = folded(text)


class NameFinder:
    """Finds the names of a list, by their ids."""

    def __init__(self, names: Mapping[int, str]) -> None:
        self._ids = {canonical(name): name_id for name_id, name in names.items() if canonical(name)}
        self._small = {name_id for name_id, name in names.items() if name == name.lower()}
        longest_first = sorted(self._ids, key=len, reverse=True)
        wanted = "|".join(GAP.join(map(re.escape, name.split(" "))) for name in longest_first)
        self._pattern = re.compile(rf"(?<![^\W_])(?<![^\W_]')(?:{wanted})(?![^\W_])") if wanted else None

    def find(self, text: str) -> Iterator[Found]:
        """Every place, in order; none overlaps another."""
        return self.find_in(Letters(text)) if self._pattern else iter(())

    def find_in(self, looked_at: Letters) -> Iterator[Found]:
        """The same of letters that were made before."""
        if self._pattern is None:
            return
        text, places = looked_at.text, looked_at.places
        for match in self._pattern.finditer(looked_at.letters):
            first, last = match.span()
            if _cuts(places, first) or _cuts(places, last):
                continue
            start, end = places[first], places[last - 1] + 1
            while end < len(text) and not _folded_letter(text[end]):
                end += 1
            name_id = self._ids[canonical(match[0])]
            yield Found(start, end, name_id, name_id in self._small or not text[start:end].islower())


def canonical(name: str) -> str:
    """A name as it is compared: Mary‑Jane O’Neil is mary jane o'neil."""
    return " ".join(re.sub(r"[\s-]+", " ", folded(name)[0]).split())


def folded(text: str) -> tuple[str, list[int]]:
    """Letters as they are compared, and for each its place in the text."""
    letters: list[str] = []
    places: list[int] = []
    for at, sign in enumerate(text):
        for letter in _folded_letter(sign):
            letters.append(letter)
            places.append(at)
    return "".join(letters), places


@lru_cache(maxsize=4096)
def _folded_letter(sign: str) -> str:
    """Nothing for what only changes the letter before it, or is not seen."""
    if sign in APOSTROPHES:
        return "'"
    if sign in HYPHENS:
        return "-"
    if unicodedata.category(sign) == "Cf" or unicodedata.combining(sign):
        return ""
    bare = unicodedata.normalize("NFKD", sign.casefold())
    return "".join(letter for letter in bare if not unicodedata.combining(letter))


def _cuts(places: list[int], at: int) -> bool:
    """True in the middle of a sign that is compared as several letters."""
    return 0 < at < len(places) and places[at - 1] == places[at]
