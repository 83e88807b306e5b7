"""A language that nobody speaks: every sentence of the code made visibly foreign, dropped in as a translator would."""

import re
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po

from app.web import languages
from app.web.collecting import collect

CODE = "eo"
"""Known to Babel, which writes its dates and numbers, and none of ours."""
KEPT = re.compile(r"(%\(\w+\)s|%%|\{\w*\}|<[^<>]+>|&\w+;)")
LETTERS = str.maketrans(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "áƀçðéƒğħíĵķłɱñóþɋŕšţúṽŵẋýžÁƁÇÐÉƑĞĦÍĴĶŁⱮÑÓÞɊŔŠŢÚṼŴẊÝŽ",
)


def foreign(sentence: str) -> str:
    """The sentence in brackets, without a letter of English in it; what is filled in and markup stay."""
    parts = KEPT.split(sentence)
    return "⟦" + "".join(part if at % 2 else part.translate(LETTERS) for at, part in enumerate(parts)) + "⟧"


def drop_in(folder: Path, *hearers: str) -> None:
    """Write catalogs of the foreign language for these hearers into a folder of translations."""
    place = folder / CODE / "LC_MESSAGES"
    place.mkdir(parents=True, exist_ok=True)
    for each in hearers:
        catalog = Catalog(locale=CODE, fuzzy=False)
        for _, saying in collect(each):
            text = foreign(saying) if isinstance(saying, str) else tuple(map(foreign, saying))
            catalog.add(saying, text)
        with (place / f"{each}.po").open("wb") as file:
            write_po(file, catalog)


def read_anew() -> None:
    """Forget what was read of the catalogs."""
    languages._catalog.cache_clear()
    languages._marked.cache_clear()
    languages.staff_languages.cache_clear()
