"""From files to instruments. A file with a problem is refused, with everything that is wrong with it."""

import hashlib
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from app.instruments import meaning
from app.instruments.build import build, build_translation
from app.instruments.media import Media
from app.instruments.media_file import ENDING, build_media, media_file
from app.instruments.model import Instrument, Translation
from app.instruments.problems import BadInstrument, Problem, Report
from app.instruments.yaml_text import Block, NotReadable, parse


class UnknownInstrument(LookupError):
    """No file holds that instrument in that version."""


class Library:
    """Instruments by name and version."""

    def __init__(self, instruments: Iterable[Instrument]) -> None:
        self._all = {(one.name, one.version): one for one in instruments}
        self._by_digest = {one.digest: one for one in self._all.values()}

    def get(self, name: str, version: str) -> Instrument:
        try:
            return self._all[name, version]
        except KeyError:
            raise UnknownInstrument(f"no instrument {name} {version} in surveys/") from None

    def of_digest(self, digest: str) -> Instrument:
        """The very file that was used, letter for letter."""
        try:
            return self._by_digest[digest]
        except KeyError:
            raise UnknownInstrument(f"no instrument with digest {digest[:12]} in surveys/") from None

    def latest(self, name: str) -> Instrument:
        versions = [one for one in self._all.values() if one.name == name]
        if not versions:
            raise UnknownInstrument(f"no instrument {name} in surveys/")
        return max(versions, key=version_order)

    def all(self) -> tuple[Instrument, ...]:
        """Every version of every instrument, by name, oldest version first."""
        return tuple(sorted(self._all.values(), key=lambda one: (one.name, version_order(one))))


def version_order(instrument: Instrument) -> tuple[int, ...]:
    """2026-10 comes after 2026-2."""
    return tuple(int(part) for part in instrument.version.split("-"))


def read(path: Path) -> Instrument:
    """The instrument in one file; BadInstrument when it has problems."""
    instrument, problems = examine(path)
    blocking = [one for one in problems if one.severity == "problem"]
    if blocking or instrument is None:
        raise BadInstrument(blocking)
    return instrument


def read_all(folder: Path) -> Library:
    """Every instrument under `folder`; BadInstrument lists the problems of all its files together."""
    instruments, problems = [], []
    for path in instrument_files(folder):
        problems += misplaced(path)
        try:
            instruments.append(read(path))
        except BadInstrument as error:
            problems += error.problems
    if problems:
        raise BadInstrument(problems)
    return Library(instruments)


def read_text(text: str) -> Instrument:
    """The instrument in a text that lies in no file; BadInstrument when it has problems."""
    instrument, problems = examine_text(text.encode(), "the text")
    blocking = [one for one in problems if one.severity == "problem"]
    if blocking or instrument is None:
        raise BadInstrument(blocking)
    return instrument


def examine_text(content: bytes, name: str) -> tuple[Instrument | None, list[Problem]]:
    """What can be read of an instrument's text, and what is wrong with its shape and its meaning; `name` says whose."""
    report = Report(name)
    raw = _parse(content, report, start="name")
    if raw is None:
        return None, report.problems
    instrument = build(raw, digest_of(content), report)
    meaning.check(instrument, report)
    return instrument, report.problems


def examine(path: Path) -> tuple[Instrument | None, list[Problem]]:
    """The same of a file, with its translations and its recordings."""
    instrument, problems = examine_text(path.read_bytes(), str(path))
    if instrument is None:
        return None, problems
    translations = {}
    for file in translation_files(path):
        translation, found = _examine_translation(file, instrument)
        problems = problems + found
        if translation is not None:
            translations[translation.language] = translation
    instrument = replace(instrument, translations=translations)
    media, found = _examine_media(media_file(path), instrument)
    return replace(instrument, media=media), problems + found


def _examine_translation(path: Path, instrument: Instrument) -> tuple[Translation | None, list[Problem]]:
    report = Report(str(path))
    raw = _parse(path.read_bytes(), report, start="language")
    if raw is None:
        return None, report.problems
    translation = build_translation(raw, report)
    meaning.check_translation(translation, instrument, report)
    if translation.language and path.suffixes[-2] != f".{translation.language}":
        base = path.name.split(".")[0]
        report.problem("the file", f"Name it {base}.{translation.language}.yaml, as its “language:” says.")
    return translation, report.problems


def _examine_media(path: Path, instrument: Instrument) -> tuple[Media, list[Problem]]:
    report = Report(str(path))
    if not path.is_file():
        return Media(), []
    raw = _parse(path.read_bytes(), report, start="recordings")
    return (Media() if raw is None else build_media(raw, path, instrument, report)), report.problems


def _parse(content: bytes, report: Report, *, start: str) -> Block | None:
    """What the file holds, or None with the report saying why it can't be read."""
    try:
        raw = parse(content)
    except NotReadable as error:
        report.problem(error.place, error.sentence)
        return None
    if not isinstance(raw, Block):
        report.problem("the file", f"Start with “{start}:” and the other parts that surveys/README.md lists.")
        return None
    return raw


def instrument_files(folder: Path) -> list[Path]:
    """Every instrument's file; a translation's has its language as a second ending, as in 2026-1.pl.yaml."""
    files = (*folder.rglob("*.yaml"), *folder.rglob("*.yml"))
    return sorted(path for path in files if len(path.suffixes) == 1)


def translation_files(path: Path) -> list[Path]:
    """The translations beside an instrument's file."""
    files = path.parent.glob(f"{path.stem}.*{path.suffix}")
    return sorted(file for file in files if file.suffixes[-2] != ENDING)


def translations_of_nothing(folder: Path) -> list[Problem]:
    """Translations that stand beside no instrument."""
    files = {*folder.rglob("*.yaml"), *folder.rglob("*.yml")}
    used = {file for path in instrument_files(folder) for file in (path, media_file(path), *translation_files(path))}
    sentence = "It stands beside no instrument of that version. Name it as the instrument's file, as in 2026-1.pl.yaml."
    return [Problem(str(path), "the file", sentence) for path in sorted(files - used)]


def misplaced(path: Path) -> list[Problem]:
    """A file's place has to say what it holds: <name>/<version>.yaml."""
    instrument, _ = examine(path)
    if instrument is None or not instrument.name or not instrument.version:
        return []
    expected = Path(instrument.name, f"{instrument.version}.yaml")
    if path.parts[-2:] == expected.parts:
        return []
    return [Problem(str(path), "the file", f"Name it {expected}, as its “name:” and “version:” say.")]


def digest_of(content: bytes) -> str:
    """sha256 of the text, the same whichever system's line endings it has."""
    return hashlib.sha256(content.replace(b"\r\n", b"\n")).hexdigest()
