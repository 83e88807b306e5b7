"""Reads and checks the file that names an instrument's recordings and clips, `2026-1.media.yaml` beside `2026-1.yaml`.

The files it names lie in the folder `2026-1.media`. Each entry carries a hash of the words it was made from: when the
words change, the recording is refused until it is made anew.
"""

import hashlib
import re
from pathlib import Path

from app.instruments.build import WORDS
from app.instruments.media import Clip, Key, Media
from app.instruments.model import DRAFT, TRANSLATION_STATES, Instrument, texts_of
from app.instruments.problems import Report
from app.instruments.shape import Reader
from app.instruments.yaml_text import Block

ENDING = ".media"
SOUNDS = {".mp3", ".m4a", ".ogg", ".opus", ".wav"}
FILMS = {".mp4", ".webm"}
CAPTIONS = {".vtt"}
MOST_BYTES = {"recording": 30_000, "clip": 400_000}
"""Above these a class on a slow line waits long."""
NAME = re.compile(r"[a-z0-9][a-z0-9.-]*")


def hash_of(text: str) -> str:
    """What an entry says of the words it was made from."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def media_file(path: Path) -> Path:
    """Where the recordings of the instrument in `path` are named, if there are any."""
    return path.with_name(f"{path.stem}{ENDING}{path.suffix}")


def build_media(raw: Block, path: Path, instrument: Instrument, report: Report) -> Media:
    """The media that `raw`, the content of `path`, names. Only to be used when `report` holds no problem afterwards."""
    top = Reader(raw, "the file", report)
    maker = _Maker(instrument, path.with_suffix(""), report)
    recordings = dict(maker.recording(block) for block in top.blocks("recordings"))
    clips = tuple(maker.clip(block) for block in top.blocks("clips"))
    top.nothing_else()
    return Media(recordings, clips)


class _Maker:
    """Makes entries, and reports what is wrong with them."""

    def __init__(self, instrument: Instrument, folder: Path, report: Report) -> None:
        self._instrument, self._folder, self._report = instrument, folder, report
        self._places: set[tuple[str, Key]] = set()

    def recording(self, block: Block) -> tuple[tuple[str, Key], Path]:
        part = Reader(block, f"recording at line {block.line}", self._report)
        language, key = part.text("language"), _key(part.text("of"))
        path = self._file(part, "file", SOUNDS, MOST_BYTES["recording"])
        if language and language != self._instrument.language and language not in self._instrument.translations:
            self._report.problem(part.place, f"There are no words in “{language}” that it could be a recording of.")
        else:
            self._check_words(part, key, language or self._instrument.language)
        self._check_double(part, (language, key))
        part.nothing_else()
        return (language, key), path

    def clip(self, block: Block) -> Clip:
        part = Reader(block, f"clip at line {block.line}", self._report)
        language, key, version = part.text("language"), _key(part.text("of")), part.text("version")
        status = part.text("status", DRAFT)
        if status not in TRANSLATION_STATES:
            self._report.problem(part.place, f"“status:” takes one of {', '.join(TRANSLATION_STATES)}.")
        path = self._file(part, "file", FILMS, MOST_BYTES["clip"])
        captions = self._file(part, "captions", CAPTIONS, MOST_BYTES["clip"]) if "captions" in block else None
        self._check_words(part, key, self._instrument.language)
        self._check_double(part, (f"signed {language}", key))
        part.nothing_else()
        return Clip(key, language, version, status == DRAFT, path, captions)

    def _file(self, part: Reader, key: str, endings: set[str], most: int) -> Path:
        name = part.text(key)
        path = self._folder / name
        if not name:
            return path
        if not NAME.fullmatch(name) or path.suffix not in endings:
            sentence = f"“{name}” has to be small letters, figures and hyphens, ending in {', '.join(sorted(endings))}."
            self._report.problem(part.place, sentence)
        elif not path.is_file():
            self._report.problem(part.place, f"There is no file {name} in the folder {self._folder.name}.")
        elif path.stat().st_size > most:
            self._report.advice(part.place, f"{name} is larger than {most // 1000} kB: a class on a slow line waits.")
        return path

    def _check_words(self, part: Reader, key: Key, language: str) -> None:
        noted, text = part.text("hash"), texts_of(self._instrument.in_language(language)).get(key)
        if text is None:
            example = "question calm-place text, answer how-often 1 or word not_sure"
            self._report.problem(part.place, f"“of:” names no text. Write it as in {example}.")
        elif noted and noted != hash_of(text):
            sentence = f"It was made from other words than “{text}”. Make it anew, then write hash: {hash_of(text)}"
            self._report.problem(part.place, sentence)

    def _check_double(self, part: Reader, place: tuple[str, Key]) -> None:
        if place in self._places:
            self._report.problem(part.place, "This text has one already in that language. Keep one of the two.")
        self._places.add(place)


def _key(written: str) -> Key:
    """`word not_sure` as ("word", "u"); any other as it stands."""
    words = written.split()
    return tuple(WORDS.get(word, word) for word in words) if words[:1] == ["word"] else tuple(words)
