"""Why a file is not read: each fault with its line and a sentence."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from app.marked import marked

MOST_TOLD = 50
"""Nobody reads more faults of one file at once."""

REASONS = {
    "empty": marked("There is nothing in this file. Check it and choose it again"),
    "big": marked("This file is bigger than 20 MB. Export the project without recordings, films and pictures"),
    "damaged": marked("This file is damaged or is no REFI-QDA file. Export it again and choose the new file"),
    "locked": marked("This file has a password. Export it again without one"),
    "packed": marked(
        "This file unpacks to more than we can read safely. Export it without recordings and pictures, or in parts"
    ),
    "paths": marked("This file has parts with unsafe names. Export it again from the program it came from"),
    "project": marked("There is no project.qde in this file, so it is no REFI-QDA project"),
    "entities": marked("This file declares words that stand for others, which is unsafe"),
    "deep": marked("This file is nested too deeply to be read safely"),
    "demanding": marked("This file takes more time or memory than we can give it. Export the project in parts"),
}


@dataclass(frozen=True)
class Problem:
    """A fault: a sentence with gaps. `line` is that of the XML, 0 where the fault is the file's as a whole."""

    line: int
    sentence: str
    gaps: Mapping[str, object] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """The sentence in English."""
        return self.sentence % self.gaps

    def __str__(self) -> str:
        return f"Line {self.line}: {self.text}" if self.line else self.text


def fault(line: int, sentence: str, **gaps: object) -> Problem:
    """A fault at that line; the sentence is `marked`."""
    return Problem(line, sentence, gaps)


class Refused(ValueError):
    """A file that is not read, with everything that is wrong with it."""

    def __init__(self, *problems: Problem) -> None:
        self.problems = problems[:MOST_TOLD]
        super().__init__("; ".join(map(str, self.problems)))


def refused(reason: str) -> Refused:
    """The refusal of a whole file for one of `REASONS`."""
    return Refused(Problem(0, REASONS[reason]))
