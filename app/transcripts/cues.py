"""WebVTT and SRT, as programs write them rather than as they should: cues with times, and who speaks in them.

Lines of one cue are joined by a blank, because they are broken to fit a screen; a line that begins with a dash stays
a line. Consecutive cues of one named speaker are one turn, from the start of the first to the end of the last.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import unescape

from app.transcripts.heads import PREFIXES, choose
from app.transcripts.labels import accepted
from app.transcripts.lines import Found
from app.transcripts.model import Turn
from app.transcripts.times import cue_span

NOTES = re.compile(r"(?:NOTE|STYLE|REGION)(?:\s|$)")
VOICE = re.compile(r"<v(?:\.[^\s<>]*)*[ \t]+([^<>]*)>|</v\s*>", re.IGNORECASE)
TAGS = re.compile(
    r"</?(?:c|i|b|u|s|v|ruby|rt|lang|font)(?:[.\s][^<>]*)?/?>|<\d{1,3}:[\d:.]{2,14}>|\{\\[^{}]*\}", re.IGNORECASE
)
SIGNATURE = "WEBVTT"
DASHES = ("-", "–", "—")


@dataclass(slots=True)
class Cue:
    """Lines that are shown from start to end, in milliseconds; without times for words outside every cue."""

    start: int | None
    end: int | None
    lines: list[str]


@dataclass(slots=True)
class Piece:
    """Words of one speaker in one cue."""

    speaker: str | None
    start: int | None
    end: int | None
    lines: list[str]


def turns_of_cues(lines: Sequence[str], *, webvtt: bool) -> Found:
    """Turns of a file with cues; words outside every cue are turns without times."""
    found = Found("cue-none")
    cues = list(_blocks(lines, found.set_aside) if webvtt else _numbered(lines))
    found.form, pieces = _spoken(cues, found)
    for piece in pieces:
        text = _joined(piece.lines, webvtt=webvtt)
        last = found.turns[-1] if found.turns else None
        if not text and piece.speaker is None:
            continue
        if last and piece.speaker is not None and last.speaker == piece.speaker and piece.start is not None:
            found.turns[-1] = Turn(last.speaker, last.start, piece.end, _after(last.text, text))
        else:
            found.add(Turn(piece.speaker, piece.start, piece.end, text), matched=piece.start is not None)
    return found


def has_cues(lines: Sequence[str]) -> bool:
    """True where a line is nothing but a cue's times."""
    return any(cue_span(line) for line in lines)


def _blocks(lines: Sequence[str], set_aside: list[str]) -> Iterator[Cue]:
    """Cues of WebVTT: blocks between blank lines. A block without times is words outside every cue."""
    block: list[str] = []
    first = True
    for line in (*lines, ""):
        if line:
            block.append(line)
            continue
        if first and block and block[0].startswith(SIGNATURE):
            block = _after_signature(block, set_aside)
        if block and NOTES.match(block[0]) and not has_cues(block):
            set_aside.append("\n".join(block))
        elif block:
            yield from _numbered(block, digits=False)
        first, block = first and not block, []


def _after_signature(block: list[str], set_aside: list[str]) -> list[str]:
    """What follows the file's own headings, which some programs do not part from the first cue."""
    cut = next((place for place, line in enumerate(block) if cue_span(line)), len(block))
    headings = "\n".join([block[0].removeprefix(SIGNATURE).strip(), *block[1:cut]]).strip()
    if headings:
        set_aside.append(headings)
    return block[cut:]


def _numbered(lines: Sequence[str], *, digits: bool = True) -> Iterator[Cue]:
    """Cues begin at their line of times; the line above it is their number (in WebVTT any name) and no words."""
    now = Cue(None, None, [])
    for line in lines:
        if not (times := cue_span(line)):
            now.lines.append(line)
            continue
        above = now.lines[-1] if now.lines else ""
        named = above.isdigit() if digits else (now.start is None and bool(above))
        if named:
            now.lines.pop()
        yield now
        now = Cue(*times, [])
    yield now


def _spoken(cues: list[Cue], found: Found) -> tuple[str, list[Piece]]:
    if any(VOICE.search(line) for cue in cues for line in cue.lines if "<" in line):
        return "voice", [piece for cue in cues for piece in _voices(cue)]
    flat = [line for cue in cues if cue.start is not None for line in cue.lines]
    form, heads = choose(flat, PREFIXES)
    if heads:
        return f"cue-{form}", _prefixed(cues, {flat[place]: head for place, head in heads.items()}, found)
    if _named_by_line(cues):
        return "cue-line", [_first_line(cue) for cue in cues]
    return "cue-none", [Piece(None, cue.start, cue.end, cue.lines) for cue in cues]


def _voices(cue: Cue) -> Iterator[Piece]:
    speaker: str | None = None
    parts = VOICE.split("\n".join(cue.lines))
    for place in range(0, len(parts), 2):
        if place:
            speaker = unescape(parts[place - 1]).strip() or None if parts[place - 1] is not None else None
        lines = parts[place].split("\n")
        if speaker is not None or any(line.strip() for line in lines):
            yield Piece(speaker, cue.start, cue.end, lines)


def _prefixed(cues: list[Cue], heads: dict, found: Found) -> list[Piece]:
    """Each line with a head begins a piece; a cue without one goes on with the speaker before it."""
    pieces: list[Piece] = []
    speaker: str | None = None
    for cue in cues:
        known = speaker if cue.start is not None else None
        begun = Piece(known, cue.start, cue.end, [])
        for line in cue.lines:
            if cue.start is not None and (head := heads.get(line)):
                if begun.lines:
                    pieces.append(begun)
                speaker = head.speaker
                begun = Piece(speaker, cue.start, cue.end, [head.words])
            elif line:
                found.continued += not begun.lines and known is not None
                begun.lines.append(line)
        if begun.lines:
            pieces.append(begun)
    return pieces


def _named_by_line(cues: list[Cue]) -> bool:
    """True where the first line of every cue is a name, some come back, and words follow."""
    timed = [[line for line in cue.lines if line] for cue in cues if cue.start is not None]
    if len(timed) < 2 or any(len(lines) < 2 for lines in timed):
        return False
    names = [lines[0] for lines in timed]
    return accepted(names, bracketed=False) == set(names) and len(set(names)) < len(names)


def _first_line(cue: Cue) -> Piece:
    lines = [line for line in cue.lines if line]
    if cue.start is None or not lines:
        return Piece(None, cue.start, cue.end, lines)
    return Piece(lines[0], cue.start, cue.end, lines[1:])


def _joined(lines: Sequence[str], *, webvtt: bool) -> str:
    text = ""
    for line in lines:
        bare = TAGS.sub("", line) if "<" in line or "{" in line else line
        text = _after(text, (unescape(bare) if webvtt else bare).strip())
    return text


def _after(text: str, more: str) -> str:
    if not text or not more:
        return text or more
    return text + ("\n" if more.startswith(DASHES) else " ") + more
