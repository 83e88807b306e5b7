"""How a line says who speaks: one pattern for each form, and the choice of the form that fits a file best."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from app.transcripts import labels
from app.transcripts.times import milliseconds, span

SEEN = 260  # letters of a line in which its head must end
WHO = r"(?P<who>[^\W_](?:[^\n:：]{0,62}?[^\s:：])??)"
BEFORE = rf"(?:{span('before')}\s*[-–—]?\s*)?"
FORMS = {
    "hash": re.compile(rf"{BEFORE}#\s*{WHO}\s*(?:{span('after')}\s*)?[:：]"),
    "at": re.compile(rf"{BEFORE}@\s*{WHO}\s*(?:{span('after')}\s*)?[:：]"),
    "bracket": re.compile(rf"{BEFORE}\[(?P<who>[^\[\]\n]{{1,63}})\]\s*(?:{span('after')}(?=\s*$))?\s*[:：]?"),
    "brace": re.compile(rf"{BEFORE}\{{(?P<who>[^{{}}\n]{{1,63}})\}}\s*(?:{span('after')}(?=\s*$))?\s*[:：]?"),
    "colon": re.compile(rf"{BEFORE}(?:>>+\s*)?{WHO}\s*(?:{span('after')}\s*)?[:：](?![\d/\\])"),
    "name-time": re.compile(rf"{WHO}(?:\s*[,–—-])?(?:\s+|\s*(?=[\[(<])){span('after')}\s*$"),
    "time-name": re.compile(rf"{span('before')}\s+{WHO}\s*$"),
}
TIMED = re.compile(rf"{span('before')}(?:\s+|(?<=[\])>])|$)")
TITLE = re.compile(r"#{1,6}\s+(?P<who>\S.*)")  # how plain text marks a heading
TIME_FIRST = re.compile(rf"\s*(?=[\[(<]){span('after')}")
IN_BRACKETS = {"bracket", "brace"}
ON_A_LINE = {"name-time", "time-name"}  # the words begin on the next line
PREFIXES = ("hash", "at", "bracket", "brace", "colon")


@dataclass(frozen=True, slots=True)
class Head:
    """What a line says before its words, and where the words begin."""

    speaker: str | None
    start: int | None
    end: int | None
    words: str


Heads = dict[int, Head]


def choose(lines: Sequence[str], forms: Sequence[str] = tuple(FORMS)) -> tuple[str, Heads]:
    """The form with most heads, and the head of each line that has one by its place; "none" where no line has.

    Lines that begin with a time are a form of their own ("timed") where three times as many have no speaker.
    """
    found = {form: _heads(form, lines) for form in forms}
    best = max(found, key=lambda form: len(found[form]))
    timed = _timed(lines) if "time-name" in forms else {}
    if len(timed) > 3 * len(found[best]):
        return "timed", timed
    if found[best]:
        return best, found[best]
    alone = _alone(lines) if "time-name" in forms else {}
    return ("name-line", alone) if alone else ("none", {})


def _heads(form: str, lines: Sequence[str]) -> Heads:
    pattern = FORMS[form]
    seen = {place: head for place, line in enumerate(lines) if line and (head := _head(pattern, line))}
    kept = labels.accepted((str(head.speaker) for head in seen.values()), bracketed=form in IN_BRACKETS)
    heads = {place: head for place, head in seen.items() if head.speaker in kept}
    if form in ON_A_LINE and 2 * sum(_has_words(lines, place, heads) for place in heads) < len(heads):
        return {}
    return _without_headings(heads)


def _head(pattern: re.Pattern[str], line: str) -> Head | None:
    found = pattern.match(line[:SEEN])
    if not found:
        return None
    who, groups = found["who"].strip(), found.groupdict()
    words, times = line[found.end() :], ("before",)
    if groups.get("before_start") is None:
        times = ("after",)
        if groups.get("after_start") is None and (first := TIME_FIRST.match(words[:SEEN])):
            groups, words = first.groupdict(), words[first.end() :]
    start = milliseconds(groups.get(f"{times[0]}_start"))
    return Head(who, start, milliseconds(groups.get(f"{times[0]}_end")), words.strip())


def _has_words(lines: Sequence[str], place: int, heads: Heads) -> bool:
    later = next((n for n in range(place + 1, len(lines)) if lines[n]), None)
    return later is not None and later not in heads


def _without_headings(heads: Heads) -> Heads:
    """Heads from the first one on that is no line of a title page, such as "Date: 4 May"."""
    times = [str(head.speaker) for head in heads.values()]
    for place, head in list(heads.items()):
        if not labels.is_heading(str(head.speaker)) or times.count(str(head.speaker)) > 1:
            break
        del heads[place]
    return heads


def _alone(lines: Sequence[str]) -> Heads:
    """Names on lines of their own. With nothing else to tell them by, two names at least must each come twice."""
    titles = {place: found["who"] for place, line in enumerate(lines) if (found := TITLE.fullmatch(line))}
    seen = titles or {place: line for place, line in enumerate(lines) if line and labels.like_a_name(line)}
    counts = Counter(seen.values())
    believed = {who for who in labels.accepted(seen.values(), bracketed=False) if who[-1] not in ".,"} - labels.ANSWERS
    back = {who for who in believed if counts[who] > 1}
    kept = believed if titles else back
    heads = {place: Head(who, None, None, "") for place, who in seen.items() if who in kept}
    with_words = sum(_has_words(lines, place, heads) for place in heads)
    return heads if len(back) > 1 and 2 * with_words >= len(heads) else {}


def _timed(lines: Sequence[str]) -> Heads:
    heads: Heads = {}
    for place, line in enumerate(lines):
        found = TIMED.match(line[:SEEN])
        if found and (start := milliseconds(found["before_start"])) is not None:
            heads[place] = Head(None, start, milliseconds(found["before_end"]), line[found.end() :].strip())
    return heads
