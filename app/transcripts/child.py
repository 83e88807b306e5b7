"""Run as a program: a transcript on standard input, lines of JSON on standard output.

The first line is the layout, or `{"refused": reason}`; each further line a turn as `[speaker, start, end, text]`.
"""

import json
import sys
from dataclasses import asdict
from pathlib import Path

from app.transcripts.refusals import TranscriptRefused
from app.transcripts.understanding import understand

PROGRAM = Path(__file__)
LONGEST_ENDING = 10


def ending(name: str) -> str:
    """What follows the last full stop of a file's name, in small letters; "-" where there is none."""
    stem, stop, last = name.rpartition(".")
    return last.casefold() if stop and last.isalnum() and len(last) <= LONGEST_ENDING else "-"


def main() -> None:
    say = sys.stdout.buffer.write
    try:
        transcript = understand(sys.argv[1], sys.stdin.buffer.read())
    except TranscriptRefused as refused:
        say(json.dumps({"refused": refused.reason}).encode())
        return
    except (MemoryError, RecursionError):
        say(json.dumps({"refused": "demanding"}).encode())
        return
    say(json.dumps(asdict(transcript.layout)).encode() + b"\n")
    for turn in transcript.turns:
        say(json.dumps([turn.speaker, turn.start, turn.end, turn.text]).encode() + b"\n")


if __name__ == "__main__":
    main()
