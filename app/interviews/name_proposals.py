"""Names that a study may want to hide: people and schools it knows, and words that look like names."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from app.interviews.hiding import list_names
from app.interviews.name_finding import Letters, NameFinder, canonical
from app.interviews.reading import Reading
from app.studies.models import Study
from app.web.languages import _

WORD = re.compile(r"(?<![^\W_])[^\W\d_](?:[^\W\d_]|['’-](?=[^\W\d_]))+")
OPENS = re.compile(r"(?:^|[.!?…:\"“‘(\n])\s*$")
APART = "\0"
"""Between two texts: part of no name, and no gap inside one."""
OFTEN = 2
MOST = 30
NOT_NAMES = (
    "i i'm i've i'll i'd mr mrs ms miss dr gcse btec send english maths french german welsh spanish christmas easter "
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august "
    "september october november december"
)
NO_NAMES = frozenset(NOT_NAMES.split())


@dataclass(frozen=True)
class Proposed:
    """A name that is not on the list, what may be read instead, why, and how often it stands in the transcripts."""

    name: str
    put: str
    reason: str
    n: int


def propose_names(study: Study, readings: Iterable[Reading], people: Mapping[int, str]) -> list[Proposed]:
    """People of the study and schools first, then capitalised words that are seen often. `people`: id to name."""
    texts = [text for reading in readings for text in _open_texts(reading)]
    known = {canonical(name.sealed_name) for name in list_names(study)}
    everything = Letters(APART.join(texts))
    told: list[Proposed] = []
    for name, put, reason in [*_people(study, people), *_schools(study)]:
        n = _count(name, everything)
        if n and canonical(name) not in known:
            told.append(Proposed(name, put, reason, n))
            known.add(canonical(name))
    often = [(word, n) for word, n in _capitalised(texts) if canonical(word) not in known]
    return [*told, *(Proposed(word, "", _("Written with a capital letter"), n) for word, n in often[:MOST])]


def _count(name: str, looked_at: Letters) -> int:
    """Places of a name. Most names of a list stand nowhere: their first word is looked for before a finder is made."""
    first = canonical(name).partition(" ")[0]
    return sum(1 for _found in NameFinder({1: name}).find_in(looked_at)) if first in looked_at.letters else 0


def _open_texts(reading: Reading) -> Iterable[str]:
    """The words of each turn that may be read, without those that are hidden."""
    for turn in reading.transcript.turns:
        if reading.is_open(turn):
            yield reading.redacted.passage(turn.start, turn.end)


def _people(study: Study, people: Mapping[int, str]) -> Iterable[tuple[str, str, str]]:
    for one in study.participants:
        name = people.get(one.id, "")
        for part in [name, *name.split()] if name else ():
            if len(part) > 1:
                yield part, one.pseudonym, _("A participant")


def _schools(study: Study) -> Iterable[tuple[str, str, str]]:
    schools = {school.id: school for one in study.participants for school in one.schools}
    for at, school in enumerate(sorted(schools.values(), key=lambda one: one.id), 1):
        put = _("school %(n)s", n=at)
        for part in (school.name, school.name.split()[0]):
            yield part, put, _("A school")


def _capitalised(texts: Iterable[str]) -> list[tuple[str, int]]:
    """Words that stand with a capital inside sentences, twice or more, and hardly ever without."""
    inside: Counter[str] = Counter()
    small: Counter[str] = Counter()
    for text in texts:
        for match in WORD.finditer(text):
            word = re.sub(r"['’]s$", "", match[0])
            if word[0].islower():
                small[word.casefold()] += 1
            elif not OPENS.search(text[max(0, match.start() - 4) : match.start()]):
                inside[word] += 1
    names = ((word, n) for word, n in inside.items() if n >= OFTEN and word.casefold() not in NO_NAMES)
    return sorted(((word, n) for word, n in names if small[word.casefold()] < n), key=lambda one: (-one[1], one[0]))
