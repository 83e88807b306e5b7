"""What may be a speaker's label, and what only looks like one.

A label that comes back is believed when it is short; one that comes once must look like a name or a role, since
"One thing: we began late" is a sentence.
"""

import re
from collections import Counter
from collections.abc import Iterable

LONGEST = 63  # letters; the longest name of a speaker that other software for such work takes
MOST_WORDS = 6
UNLIKELY = re.compile(r"[;!?\"“”=<>\\*|]|\w{5,}\.|\.\.|^(?:https?|ftp|mailto|file|www)\b", re.IGNORECASE)
WORD = re.compile(r"[\w'’.&/#-]+")


def _each(words: str) -> frozenset[str]:
    return frozenset(words.split())


JOINING = _each("de del di da dos du la le van von der den ter al el bin ibn ap and of the with y")
ROLES = _each(
    "interviewer interviewee participant speaker moderator facilitator researcher respondent pupil pupils student "
    "teacher head headteacher principal deputy leader assistant governor parent carer child girl boy man woman "
    "observer host guest chair all everyone group unknown unidentified voice narrator q a"
)
HEADINGS = _each(
    "date time duration length place location venue present attendees attending participants interview recorded "
    "recording project school title file filename transcriber transcript subject topic note notes pseudonym consent "
    "wave language audio version"
)
ANSWERS = frozenset({"Yes", "No", "Ok", "OK", "Okay", "Yeah", "Right", "Mm", "Mhm", "Thanks", "Thank You"})
NOISES = _each(
    "laughs laughter laughing laugh inaudible crosstalk pause silence music applause overlapping unclear sighs coughs "
    "redacted noise break interruption end recording indistinct phonetic"
)


def accepted(labels: Iterable[str], *, bracketed: bool) -> frozenset[str]:
    """Those of a file's possible labels that stand for a speaker."""
    counts = Counter(labels)
    return frozenset(
        label
        for label, n in counts.items()
        if fits(label) and (n > 1 or like_a_name(label)) and not (bracketed and _words(label) & NOISES)
    )


def fits(label: str) -> bool:
    """True for what is short enough and holds no sign that names do not have."""
    if len(label) > LONGEST or not any(letter.isalpha() for letter in label) or UNLIKELY.search(label):
        return False
    return len(label.split()) <= MOST_WORDS


def like_a_name(label: str) -> bool:
    """True for what has a capital letter on every word that takes one, and for what says a role."""
    if _words(label) & ROLES and len(label.split()) <= 3:
        return True
    words = WORD.findall(label)
    return bool(words) and words[0] not in JOINING and all(_named(word) for word in words)


def is_heading(label: str) -> bool:
    """True for what stands above a transcript, such as "Date"."""
    return bool(label) and label.casefold().split()[0] in HEADINGS


def _named(word: str) -> bool:
    return word in JOINING or not word[0].islower()


def _words(label: str) -> set[str]:
    return {word.strip(".").casefold() for word in WORD.findall(label)}
