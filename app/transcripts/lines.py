"""Lines to turns: a head begins a turn, and the lines up to the next head belong to it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from app.transcripts.heads import Head, Heads, choose
from app.transcripts.model import Turn
from app.transcripts.times import milliseconds, whole_span

F4 = re.compile(r"\s*#(?P<time>\d{1,2}:\d{2}:\d{2})(?:-(?P<tenth>\d))?#$")


@dataclass
class Found:
    """Turns on the way to a transcript, with what its layout will say."""

    form: str
    turns: list[Turn] = field(default_factory=list)
    unmatched: list[int] = field(default_factory=list)
    continued: int = 0
    set_aside: list[str] = field(default_factory=list)

    def add(self, turn: Turn, *, matched: bool = True) -> None:
        if not matched:
            self.unmatched.append(len(self.turns))
        self.turns.append(turn)


def turns_of_lines(lines: Sequence[str]) -> Found:
    """Turns of lines without cues or tables, in the form that fits best."""
    form, heads = choose(lines)
    found = Found(form)
    if not heads:
        found.turns = [Turn(None, None, None, line) for line in lines if line]
        return found
    heads, passed = _times_above(lines, heads)
    begun: Head | None = None
    words: list[str] = []
    for place, line in enumerate(lines):
        if place in heads:
            _end(found, begun, words)
            begun = heads[place]
            words = [begun.words] if begun.words else []
        elif place not in passed:
            words.append(line)
    _end(found, begun, words)
    return found


def _end(found: Found, head: Head | None, words: list[str]) -> None:
    text = "\n".join(words).strip("\n")
    if head is None:
        if text:
            found.add(Turn(None, None, None, text), matched=False)
        return
    end = head.end
    if mark := F4.search(text):
        text = text[: mark.start()]
        end = (milliseconds(mark["time"]) or 0) + 100 * int(mark["tenth"] or 0)
    found.add(Turn(head.speaker, head.start, end, text))


def _times_above(lines: Sequence[str], heads: Heads) -> tuple[Heads, set[int]]:
    """Heads with the time that stands on a line of its own above them, and the places of those lines."""
    told: Heads = dict(heads)
    passed: set[int] = set()
    above: int | None = None
    for place, line in enumerate(lines):
        if place in heads:
            span = whole_span(lines[above]) if above is not None and heads[place].start is None else None
            if span and above is not None:
                told[place] = replace(heads[place], start=span[0], end=span[1])
                passed.add(above)
        if line:
            above = place
    return told, passed
