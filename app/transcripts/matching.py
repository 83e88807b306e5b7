"""Who a label of a transcript may be, for a person to confirm.

A label is compared with the names, pseudonyms and roles of the people who took part. The best fit is proposed with
its reason; where two people fit equally well none is proposed and both are named as rivals.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from app.marked import marked

WORD = re.compile(r"[^\W_]+")
NUMBERED = re.compile(r"(?P<words>[^\W\d]+(?:[\W_]+[^\W\d]+)*)[\W_]*(?P<number>\d{1,3})")
LIKE = 0.8  # of the letters: below this a name is another name, not a slip of the typist
ROLES = (
    {"interviewer", "int", "i", "q", "researcher", "facilitator", "moderator"},
    {"head", "headteacher", "head teacher", "principal", "ht", "h", "leader", "school leader"},
    {"teacher", "t"},
    {"support assistant", "teaching assistant", "assistant", "ta", "sa"},
    {"pupil", "student", "learner", "p"},
)
SCORES = {"name": 1.0, "pseudonym": 1.0, "part": 0.9, "role": 0.8, "initials": 0.8, "number": 0.7, "spelling": 0.6}
REASONS = {
    "name": marked("The label is the name"),
    "pseudonym": marked("The label is the pseudonym"),
    "part": marked("The label is a part of the name"),
    "role": marked("The label is the role"),
    "initials": marked("The label is the initials of the name"),
    "number": marked("The label is the role and a number: people are counted in the order of the list"),
    "spelling": marked("The label is spelled nearly like the name"),
    "none": marked("The label fits nobody"),
    "rivals": marked("The label fits several people equally well"),
}


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who took part. `key` is the caller's own; the interviewer has the role "interviewer"."""

    key: str
    name: str = ""
    pseudonym: str = ""
    role: str = ""


@dataclass(frozen=True, slots=True)
class SpeakerMatch:
    """A proposal for one label. `person` is a key or None, `score` 0 to 1, `reason` a key of `REASONS`."""

    label: str
    person: str | None
    score: float
    reason: str
    rivals: tuple[str, ...] = ()


def match_speakers(labels: Iterable[str], people: Sequence[Person]) -> tuple[SpeakerMatch, ...]:
    """A proposal for each label, in the order of the labels."""
    return tuple(_match(label, people) for label in labels)


def _match(label: str, people: Sequence[Person]) -> SpeakerMatch:
    for reason, fits in FITS.items():
        found = tuple(person.key for person in people if fits(label, person, people))
        if len(found) == 1:
            return SpeakerMatch(label, found[0], SCORES[reason], reason)
        if found:
            return SpeakerMatch(label, None, 0.0, "rivals", found)
    return SpeakerMatch(label, None, 0.0, "none")


def words_of(text: str) -> list[str]:
    """Words without accents, capitals and signs, so that Zoë is Zoe and O’Neil is O'Neil."""
    bare = "".join(sign for sign in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(sign))
    return WORD.findall(bare.replace("’", "").replace("'", ""))


def _same(label: str, text: str) -> bool:
    """The same words in any order: "Lee, Ann" is "Ann Lee"."""
    return bool(words := words_of(text)) and sorted(words_of(label)) == sorted(words)


def _is_name(label: str, person: Person, _: Sequence[Person]) -> bool:
    return _same(label, person.name)


def _is_pseudonym(label: str, person: Person, _: Sequence[Person]) -> bool:
    return _same(label, person.pseudonym)


def _is_part(label: str, person: Person, _: Sequence[Person]) -> bool:
    said = words_of(label)
    return any(len(word) > 1 for word in said) and any(_within(said, words_of(name)) for name in _names(person))


def _names(person: Person) -> tuple[str, str]:
    return person.name, person.pseudonym


def _within(said: Sequence[str], names: Sequence[str]) -> bool:
    """Each word is one of the names, or the first letter of one: Ann B. is Ann Brown."""
    first = {name[0] for name in names}
    return all(word in names or (word.isalpha() and word in first) for word in said)


def _is_role(label: str, person: Person, _: Sequence[Person]) -> bool:
    return _of_role(" ".join(words_of(label)), person)


def _of_role(said: str, person: Person) -> bool:
    role = " ".join(words_of(person.role))
    return bool(role and said) and (said == role or any({said, role} <= group for group in ROLES))


def _is_initials(label: str, person: Person, _: Sequence[Person]) -> bool:
    """Two letters or more: one letter is a role, or anybody."""
    said = "".join(words_of(label))
    return len(said) > 1 and said in {"".join(word[0] for word in words_of(name)) for name in _names(person)}


def _is_number(label: str, person: Person, people: Sequence[Person]) -> bool:
    """The second of the pupils is Pupil 2, and P2."""
    found = NUMBERED.fullmatch(label.strip())
    if not found:
        return False
    said = " ".join(words_of(found["words"]))
    alike = [one.key for one in people if _of_role(said, one)]
    return person.key in alike and alike.index(person.key) + 1 == int(found["number"])


def _is_spelling(label: str, person: Person, _: Sequence[Person]) -> bool:
    said = " ".join(words_of(label))
    names = {*words_of(person.name), " ".join(words_of(person.name)), " ".join(words_of(person.pseudonym))}
    return len(said) > 3 and any(SequenceMatcher(None, said, name).ratio() >= LIKE for name in names if len(name) > 3)


FITS: dict[str, Callable[[str, Person, Sequence[Person]], bool]] = {
    "pseudonym": _is_pseudonym,
    "name": _is_name,
    "part": _is_part,
    "role": _is_role,
    "initials": _is_initials,
    "number": _is_number,
    "spelling": _is_spelling,
}
