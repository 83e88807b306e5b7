"""Versions that pupils have answered never change: their digests stand in `published.lock`.

A translation may be put right without a new version, for codes and key stay what they are. But each wording it ever had
is noted by its digest in `translations.lock`, so that what a pupil read can be found again.
"""

from pathlib import Path

from app.instruments.load import BadInstrument, digest_of, instrument_files, read, translation_files
from app.instruments.model import Instrument
from app.instruments.problems import Problem

LOCK = "published.lock"
HEAD = "# Digest of every version that has been used. Never edit a line: add a new version instead.\n"
WORDINGS = "translations.lock"
WORDINGS_HEAD = "# Digest of every wording that a translation has had, the newest last. Never edit a line.\n"


class AlreadyPublished(ValueError):
    """That version stands in the lock with another digest."""


def publish(name: str, version: str, *, folder: Path) -> str:
    """Write the version's digest to the lock and return it, and note new wordings of its translations.

    A second time changes nothing.

    LookupError when there is no such file, BadInstrument when it has problems, AlreadyPublished when it
    was changed.
    """
    lines = published(folder)
    path = _find(folder, name, version)
    instrument = read(path)
    digest = instrument.digest
    key = path.relative_to(folder).as_posix()
    if lines.setdefault(key, digest) != digest:
        raise AlreadyPublished(f"{key} is published already and has changed since. Save it as a new version.")
    rows = "".join(f"{digest}  {name}\n" for name, digest in sorted(lines.items()))
    (folder / LOCK).write_text(HEAD + rows, encoding="utf-8")
    _note_wordings(instrument, path, folder)
    return digest


def published(folder: Path) -> dict[str, str]:
    """Digest by file, as the lock has it."""
    return {name: digest for digest, name in _rows(folder / LOCK)}


def wordings(folder: Path) -> dict[str, list[str]]:
    """Digests of every wording a translation has had, oldest first, by file."""
    found: dict[str, list[str]] = {}
    for digest, name in _rows(folder / WORDINGS):
        found.setdefault(name, []).append(digest)
    return found


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


def wordings_not_noted(folder: Path) -> list[Problem]:
    """Translations of published instruments whose words stand in no lock yet, and those that are gone."""
    noted = wordings(folder)
    gone = [name for name in noted if not (folder / name).exists()]
    problems = [Problem(str(folder / name), "the file", "Pupils may have read it. Bring it back.") for name in gone]
    for path in (folder / name for name in published(folder)):
        try:
            now = _digests_now(read(path), path, folder)
        except (BadInstrument, FileNotFoundError):
            continue  # said elsewhere, with the reason
        command = f"flask --app wsgi instruments publish {path.parent.name} {path.stem}"
        sentence = f"Its words are new. Note them in {WORDINGS}: {command}"
        new = [name for name, digest in now.items() if noted.get(name, [""])[-1] != digest]
        problems += [Problem(str(folder / name), "the file", sentence) for name in new]
    return problems


def _note_wordings(instrument: Instrument, path: Path, folder: Path) -> None:
    noted = wordings(folder)
    now = _digests_now(instrument, path, folder)
    new = [f"{digest}  {name}\n" for name, digest in now.items() if noted.get(name, [""])[-1] != digest]
    if new:
        lock = folder / WORDINGS
        before = lock.read_text(encoding="utf-8") if lock.exists() else WORDINGS_HEAD
        lock.write_text(before + "".join(new), encoding="utf-8")


def _digests_now(instrument: Instrument, path: Path, folder: Path) -> dict[str, str]:
    files = {file.suffixes[-2].removeprefix("."): file for file in translation_files(path)}
    translations = instrument.translations.items()
    return {files[code].relative_to(folder).as_posix(): one.digest for code, one in translations}


def _rows(lock: Path) -> list[list[str]]:
    """The lines of a lock as digest and name."""
    lines = lock.read_text(encoding="utf-8").splitlines() if lock.exists() else []
    return [line.split(maxsplit=1) for line in lines if line and line[0] != "#"]


def _find(folder: Path, name: str, version: str) -> Path:
    for path in instrument_files(folder):
        if path.parent.name == name and path.stem == version:
            return path
    raise LookupError(f"there is no {name}/{version}.yaml in {folder}")
