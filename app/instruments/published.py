"""Versions that pupils have answered never change: their digests stand in `published.lock`."""

from pathlib import Path

from app.instruments.load import digest_of, instrument_files, read
from app.instruments.problems import Problem

LOCK = "published.lock"
HEAD = "# Digest of every version that has been used. Never edit a line: add a new version instead.\n"


class AlreadyPublished(ValueError):
    """That version stands in the lock with another digest."""


def publish(name: str, version: str, *, folder: Path) -> str:
    """Write the version's digest to the lock and return it. A second time changes nothing.

    LookupError when there is no such file, BadInstrument when it has problems, AlreadyPublished when it
    was changed.
    """
    lines = published(folder)
    path = _find(folder, name, version)
    digest = read(path).digest
    key = path.relative_to(folder).as_posix()
    if lines.setdefault(key, digest) != digest:
        raise AlreadyPublished(f"{key} is published already and has changed since. Save it as a new version.")
    rows = "".join(f"{digest}  {name}\n" for name, digest in sorted(lines.items()))
    (folder / LOCK).write_text(HEAD + rows, encoding="utf-8")
    return digest


def published(folder: Path) -> dict[str, str]:
    """Digest by file, as the lock has it."""
    lock = folder / LOCK
    if not lock.exists():
        return {}
    rows = (line for line in lock.read_text(encoding="utf-8").splitlines() if line and line[0] != "#")
    return {name: digest for digest, name in (row.split(maxsplit=1) for row in rows)}


def changed_since_published(folder: Path) -> list[Problem]:
    """Published files that are no longer what they were."""
    problems = []
    for name, digest in published(folder).items():
        path = folder / name
        if not path.exists():
            sentence = "It has been used and may not be removed. Bring it back."
        elif digest_of(path.read_bytes()) != digest:
            sentence = "It has been used and may not change. Undo the change and save it as a new version."
        else:
            continue
        problems.append(Problem(str(path), "the file", sentence))
    return problems


def _find(folder: Path, name: str, version: str) -> Path:
    for path in instrument_files(folder):
        if path.parent.name == name and path.stem == version:
            return path
    raise LookupError(f"there is no {name}/{version}.yaml in {folder}")
