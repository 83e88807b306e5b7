"""A file to a transcript, by way of a process that can do no harm."""

import json

from app.limited import Limits, TooDemanding, ask
from app.transcripts import child
from app.transcripts.model import Layout, Transcript, Turn
from app.transcripts.refusals import TranscriptRefused

MOST_BYTES = 10 * 1024 * 1024
LIMITS = Limits(memory=64 * 1024 * 1024, processor=1.8, clock=20)


def read(name: str, data: bytes) -> Transcript:
    """Read a DOCX, ODT, RTF, TXT, WebVTT or SRT file; TranscriptRefused says why not.

    Of the name only the ending counts. The file is judged and read by `child.py` with 64 MB above what Python
    itself takes and 1.8 seconds of the processor, so this takes a moment: call it outside a transaction.
    """
    if len(data) > MOST_BYTES:
        raise TranscriptRefused("big")
    try:
        said = ask(child.PROGRAM, child.ending(name), data=data, limits=LIMITS)
    except TooDemanding:
        raise TranscriptRefused("demanding") from None
    first, *turns = said.splitlines()
    head = json.loads(first)
    if reason := head.get("refused"):
        raise TranscriptRefused(reason)
    head |= {name: tuple(head[name]) for name in ("unmatched", "set_aside")}
    return Transcript(tuple(Turn(*json.loads(line)) for line in turns), Layout(**head))
