"""Times as transcripts write them: 0:03, 00:12:33, 0:0:3.450, 01:02:03,5. All become whole milliseconds.

Two parts are minutes and seconds, three are hours, minutes and seconds. What is finer than a millisecond is cut off.
"""

import re

TIME = r"\d{1,3}:\d{1,2}(?::\d{1,2})?(?:[.,]\d{1,9})?"
ARROW = r"(?:-{1,2}>|[-–—]|to)"
# A time or a span of it, alone or in brackets. The names are filled in, so that a pattern can hold it twice.
SPAN = (
    r"(?:(?P<{open}>[\[(<])\s*)?"
    rf"(?P<{{start}}>{TIME})(?![\d:])(?:\s*{ARROW}\s*(?P<{{end}}>{TIME})(?![\d:]))?"
    r"(?({open})\s*[\])>])"
)
WHOLE = re.compile(rf"[\[(<#]?\s*(?P<start>{TIME})(?:\s*{ARROW}\s*(?P<end>{TIME}))?\s*[\])>#]?")
CUE = re.compile(rf"\s*(?P<start>{TIME})\s*-{{1,2}}>\s*(?P<end>{TIME})(?:[ \t].*)?")
SIXTY = 60


def span(name: str) -> str:
    """A pattern for a time or a span of it, with the groups NAME_start and NAME_end."""
    names = {part: f"{name}_{part}" for part in ("open", "start", "end")}
    return re.sub(r"\{(open|start|end)\}", lambda found: names[found[1]], SPAN)


def milliseconds(text: str | None) -> int | None:
    """A time of the form `TIME`; None for none, and for what no clock shows, such as 12:75."""
    if text is None:
        return None
    clock, _, fraction = text.replace(",", ".").partition(".")
    *hours, minutes, seconds = (int(part) for part in clock.split(":"))
    if seconds >= SIXTY or (hours and minutes >= SIXTY):
        return None
    whole = (sum(hours) * SIXTY + minutes) * SIXTY + seconds
    return whole * 1000 + int(fraction[:3].ljust(3, "0"))


def whole_span(text: str) -> tuple[int, int | None] | None:
    """Start and end where a text is a time or a span of it and nothing else."""
    found = WHOLE.fullmatch(text.strip())
    start = milliseconds(found["start"]) if found else None
    if found is None or start is None:
        return None
    return start, milliseconds(found["end"])


def cue_span(line: str) -> tuple[int, int] | None:
    """Start and end of a cue's line of times, whatever settings follow it."""
    if "->" not in line[:80]:
        return None
    found = CUE.fullmatch(line)
    start, end = (milliseconds(found["start"]), milliseconds(found["end"])) if found else (None, None)
    return None if start is None or end is None else (start, end)
