"""Finding words in every transcript of a study, in the text as researchers may read it."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from app.coding.places import PART
from app.coding.reading import Reading, readings_of
from app.interviews.texts import Transcript, Turn
from app.studies.models import Study

AROUND = 80
"""Characters shown on each side."""
MOST = 200
"""Finds that are shown; the number of all is told besides."""
SHORTEST = 2


@dataclass(frozen=True)
class Find:
    """A place where the words stand, with what stands around it."""

    transcript: Transcript
    turn: Turn
    before: str
    words: str
    after: str

    @property
    def speaker(self) -> str:
        """Empty for the interviewer, and for nobody known."""
        return self.turn.participant.pseudonym if self.turn.participant is not None else ""

    @property
    def part(self) -> int:
        return self.turn.start // PART + 1


@dataclass(frozen=True)
class Finds:
    """What was found, the first `MOST` of it."""

    shown: list[Find]
    n_all: int
    n_transcripts: int


def find_words(study: Study, typed: str) -> Finds:
    """Every place of the words, whatever the spaces between them and the size of their letters."""
    wanted = re.compile(r"\s+".join(map(re.escape, typed.split())), re.IGNORECASE)
    shown: list[Find] = []
    n_all = n_transcripts = 0
    for reading in readings_of(study):
        found = list(wanted.finditer(reading.redacted.text))
        n_all += len(found)
        n_transcripts += bool(found)
        shown += _finds(reading, found[: MOST - len(shown)])
    return Finds(shown, n_all, n_transcripts)


def _finds(reading: Reading, found: list[re.Match[str]]) -> Iterator[Find]:
    text, turns = reading.redacted.text, reading.transcript.turns
    starts = [turn.start for turn in turns]
    for one in found:
        start, _until = reading.redacted.to_raw(*one.span())
        turn = turns[max(bisect_right(starts, start) - 1, 0)]
        before, after = text[max(one.start() - AROUND, 0) : one.start()], text[one.end() : one.end() + AROUND]
        yield Find(reading.transcript, turn, before, one.group(), after)
