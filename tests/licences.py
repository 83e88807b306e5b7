"""Check that every package Lateral runs on may be given away with it: `python -m tests.licences`.

A licence is read from the package's own metadata: the licence expression, else the classifiers, else the old free
text, else the wording of its licence file.
"""

import re
import sys
from collections.abc import Iterator
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

LOCK = Path(__file__).parents[1] / "requirements" / "run.lock"
ALLOWED = (
    "MIT",
    "BSD",
    "Apache",
    "PSF",
    "Python Software Foundation",
    "ISC",
    "LGPL",
    "Lesser General",
    "MPL",
    "Mozilla",
)
ALLOWED += ("0BSD", "Zlib", "CC0", "Public Domain", "CNRI", "HPND", "Unlicense", "BlueOak")
WORDING = {"Permission is hereby granted, free of charge": "MIT"}
FORBIDDEN = re.compile(
    r"\bA?GPL|(?<!Lesser )General Public|Affero|Commercial|Proprietary|Non-?Commercial", re.IGNORECASE
)


def locked(lock: Path) -> list[str]:
    """Names of the packages a lock file pins."""
    return re.findall(r"^([A-Za-z0-9._-]+)==", lock.read_text(encoding="utf-8"), re.MULTILINE)


def licence_of(package: Distribution) -> str:
    """What the package says of its own licence, in one line; empty when it says nothing."""
    about = package.metadata
    classifiers = [c.rpartition(" :: ")[2] for c in about.get_all("Classifier") or () if c.startswith("License ::")]
    said = about.get("License-Expression") or ", ".join(classifiers) or about.get("License") or ""
    return said.strip().partition("\n")[0] or licence_by_wording(package)


def licence_by_wording(package: Distribution) -> str:
    """The licence whose words stand in the package's licence file; empty when none is known."""
    texts = [file.read_text() for file in package.files or () if "LICENSE" in file.name.upper()]
    return next((name for words, name in WORDING.items() if any(words in text for text in texts)), "")


def is_allowed(licence: str) -> bool:
    """True when each licence that must be kept is one of ours; of alternatives joined by `OR` one is enough."""

    def fits(one: str) -> bool:
        return any(word.lower() in one.lower() for word in ALLOWED) and not FORBIDDEN.search(one)

    required = re.split(r"\bAND\b|,", licence)
    return all(any(fits(choice) for choice in re.split(r"\bOR\b", part)) for part in required)


def problems(names: list[str]) -> Iterator[str]:
    """A sentence for each installed package whose licence is not allowed."""
    for name in names:
        try:
            licence = licence_of(distribution(name))
        except PackageNotFoundError:
            continue  # for another system than this one
        if not is_allowed(licence):
            yield f"{name}: its licence is {licence or 'not stated'}, which we may not pass on"


def main() -> int:
    """Print what is wrong; 1 when anything is."""
    names = locked(LOCK)
    found = list(problems(names))
    print(*found, sep="\n", end="\n" if found else "")
    print(f"{len(names)} packages, {len(found)} licences we may not pass on")
    return bool(found)


if __name__ == "__main__":
    sys.exit(main())
