"""Recordings of an instrument's texts, and clips of them in sign language: which there are, and what may be shown."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

Key = tuple[str, ...]
"""What a text is the text of, as `model.texts_of` has it."""


@dataclass(frozen=True)
class Clip:
    """One text in sign language. A clip is a translation: in draft nobody who signs has reviewed it."""

    of: Key
    language: str
    version: str
    is_draft: bool
    path: Path
    captions: Path | None = None


@dataclass(frozen=True)
class Media:
    """What lies beside an instrument. `recordings` are by language and text."""

    recordings: Mapping[tuple[str, Key], Path] = field(default_factory=dict, hash=False)
    clips: tuple[Clip, ...] = ()

    def recording(self, language: str, of: Key) -> str:
        """The name of the file where that text is read aloud, or nothing."""
        path = self.recordings.get((language, of))
        return path.name if path else ""

    def clip(self, of: Key) -> Clip | None:
        """The clip of that text that pupils may be shown: never one in draft."""
        return next((one for one in self.clips if one.of == of and not one.is_draft), None)

    @cached_property
    def files(self) -> dict[str, Path]:
        """Every file by its name."""
        shown = [one for one in self.clips if not one.is_draft]
        captions = [one.captions for one in shown if one.captions]
        return {path.name: path for path in (*self.recordings.values(), *(one.path for one in shown), *captions)}
