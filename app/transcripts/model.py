"""What a transcript is once it is read."""

from collections import Counter
from dataclasses import dataclass

from app.marked import marked


@dataclass(frozen=True, slots=True)
class Turn:
    """One speaker's stretch.

    `speaker` is the label as it stands in the file, without the signs around it, or None. `start` and `end` are
    milliseconds or None. `text` is in Unicode NFC; lines of one turn are joined by "\\n", cues by a blank.
    """

    speaker: str | None
    start: int | None
    end: int | None
    text: str


@dataclass(frozen=True, slots=True)
class Layout:
    """What was understood of a file, for a preview.

    `kind` is what the bytes are (docx, odt, rtf, txt, vtt, srt), `form` a key of `FORMS`, `encoding` that of a file of
    plain text or None. `unmatched` counts turns from 0: those whose words stand where the form has
    none, above the first speaker, outside every cue or around a table; they have no times and mostly no speaker.
    `continued` counts cues without a label that went to the speaker before them. `set_aside` holds what is in the
    file and in no turn: notes, styles and headings of WebVTT, a table's headings.
    """

    kind: str
    form: str
    encoding: str | None = None
    unmatched: tuple[int, ...] = ()
    continued: int = 0
    set_aside: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Transcript:
    """Turns in the order of the file, at least one, and how they were found."""

    turns: tuple[Turn, ...]
    layout: Layout

    @property
    def speakers(self) -> dict[str, int]:
        """Each label with how many turns it has, in the order they first speak."""
        return dict(Counter(turn.speaker for turn in self.turns if turn.speaker is not None))


FORMS = {
    "voice": marked("Cues that name their speaker in a voice tag"),
    "cue-colon": marked("Cues that begin with the speaker's name and a colon"),
    "cue-bracket": marked("Cues that begin with the speaker's name in brackets"),
    "cue-brace": marked("Cues that begin with the speaker's name in braces"),
    "cue-hash": marked("Cues that begin with # and the speaker's name"),
    "cue-at": marked("Cues that begin with @ and the speaker's name"),
    "cue-line": marked("Times, then a line with the speaker's name, then the words"),
    "cue-none": marked("Cues with times and no speakers"),
    "colon": marked("The speaker's name and a colon, then the words"),
    "bracket": marked("The speaker's name in brackets, then the words"),
    "brace": marked("The speaker's name in braces, then the words"),
    "hash": marked("The sign # and the speaker's name, then the words"),
    "at": marked("The sign @ and the speaker's name, then the words"),
    "name-time": marked("A line with the speaker's name and the time, then the words"),
    "time-name": marked("A line with the time and the speaker's name, then the words"),
    "name-line": marked("The speaker's name alone on a line, then the words"),
    "timed": marked("Lines that begin with a time, without speakers"),
    "table": marked("A table with the speakers in one column and the words in another"),
    "none": marked("Lines without speakers: each line is a turn of its own"),
}
