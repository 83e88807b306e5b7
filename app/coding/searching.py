"""Finding words in every transcript of a study, in the text as researchers may read it."""

import re
from bisect import bisect_right
from dataclasses import dataclass

from app.coding.places import PART
from app.coding.reading import Reading, readings_of
from app.interviews.texts import Transcript, Turn
from app.studies.models import Study

AROUND = 80
"""Characters shown on each side."""
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
class Place:
    """Where the words stand in a transcript as it is read."""

    reading: Reading
    match: re.Match[str]

    @property
    def find(self) -> Find:
        reading, (start, end) = self.reading, self.match.span()
        text, turns = reading.redacted.text, reading.transcript.turns
        turn = turns[max(bisect_right(turns, reading.redacted.to_raw(start, end)[0], key=lambda one: one.start) - 1, 0)]
        before, after = text[max(start - AROUND, 0) : start], text[end : end + AROUND]
        return Find(reading.transcript, turn, before, self.match.group(), after)


def find_words(study: Study, typed: str) -> list[Place]:
    """Every place of the words, whatever the spaces between them and the size of their letters."""
    wanted = re.compile(r"\s+".join(map(re.escape, typed.split())), re.IGNORECASE)
    return [Place(one, match) for one in readings_of(study) for match in wanted.finditer(one.redacted.text)]
