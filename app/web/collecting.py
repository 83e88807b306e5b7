"""Which sentences the code says, to whom, and where: for the catalogs in `app/translations` and the tests of them.

`flask words` brings the catalogs up to date: new sentences stand in them without a translation, those no longer said
are gone. What pupils read goes into `messages.po`, all else into `staff.po`; the file that says it decides. A language
for staff begins as a copy of `staff.pot`, which holds every sentence of theirs.
"""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from app.config import ROOT
from app.web.languages import FOLDER, PUPILS, STAFF

METHODS = [("**.py", "python"), ("**/templates/**.html", "jinja2")]
OPTIONS: dict[str, dict[str, Any]] = {
    "**/templates/**.html": {"trim_blocks": "true", "lstrip_blocks": "true", "trimmed": "true"}
}
KEYWORDS: dict[str, Any] = {"_": None, "gettext": None, "later": None, "marked": None, "ngettext": (1, 2)}

PUPILS_FILES = (
    "app/answers/",
    "app/web/templates/pupil",
    "app/waves/wording.py",
    "app/paper/wording.py",
    "app/web/advice.py",
    "app/web/appearance.py",
)
FOR_BOTH = ("app/web/advice.py",)
TEMPLATE = FOLDER / f"{STAFF}.pot"

Saying = str | tuple[str, str]
"""What is said, or both what is said of one thing and of several."""


def collect(hearers: str = "") -> Iterator[tuple[str, Saying]]:
    """Every sentence with the file that says it, as `app/waves/wording.py`; or only those said to these hearers."""
    for found, _line, saying, _comments, _context in extract_from_dir(ROOT / "app", METHODS, OPTIONS, KEYWORDS):
        name = f"app/{found}"
        if not hearers or is_said_to(hearers, name):
            yield name, saying


def is_said_to(hearers: str, name: str) -> bool:
    """True when what the file of that name says is for them."""
    return name.startswith(FOR_BOTH) or name.startswith(PUPILS_FILES) == (hearers == PUPILS)


def update(path: Path) -> tuple[Catalog, int]:
    """Write the catalog anew with every sentence that is said, keeping translations; it, and how many are missing."""
    with path.open("rb") as file:
        old = read_po(file)
    new = Catalog(locale=old.locale, header_comment=old.header_comment, fuzzy=False)
    for name, saying in sorted(collect(path.stem), key=lambda found: found[0]):
        known = old.get(saying if isinstance(saying, str) else saying[0])
        new.add(saying, known.string if known else "", [(name, None)])
    header = path.read_bytes().partition(b"\n\n")[0]
    body = BytesIO()
    write_po(body, new, width=0, include_lineno=False, omit_header=True)
    path.write_bytes(header + b"\n\n" + body.getvalue())
    return new, sum(message.id != "" and not any(message.string) for message in new)


def catalogs() -> list[Path]:
    """Every file of sentences: what staff read without its translation, then each language's own."""
    translated = [path for domain in (PUPILS, STAFF) for path in sorted(FOLDER.glob(f"*/LC_MESSAGES/{domain}.po"))]
    return [TEMPLATE, *translated]
