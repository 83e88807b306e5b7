"""What is proposed for people whom a file names: their role, a pseudonym, and whether the name is one already."""

import re
from dataclasses import dataclass
from datetime import date

from app.coding.incoming import Incoming, Somebody
from app.qda.cleaning import one_line
from app.schools.models import School
from app.studies.models import ParticipantRole
from app.studies.pseudonyms import LETTERS
from app.transcripts.labels import ROLES as PARTS
from app.transcripts.matching import ROLES, words_of

LONGEST_PSEUDONYM, LONGEST_NAME = 40, 120
_CODE = re.compile(r"([A-Za-z]{1,3})[ _-]?\d{1,4}")
_WORDS = dict(
    zip((ParticipantRole.LEADER, ParticipantRole.TEACHER, ParticipantRole.SUPPORT, ParticipantRole.PUPIL), ROLES[1:],
        strict=True)
)  # fmt: skip
_LETTERS = {letter: role for role, letter in LETTERS.items()}
_TELLING = ("role", "participant role", "job", "job title", "position")


@dataclass(frozen=True)
class Chosen:
    """What the preview says of one person; no role for what is no person, no pseudonym for the next free one."""

    role: str
    pseudonym: str = ""
    school: School | None = None
    has_agreed: bool = False


@dataclass(frozen=True)
class Agreed:
    """When the people who are ticked agreed to take part, and on which sheet."""

    given_on: date
    sheet_version: str


def role_of(somebody: Somebody, incoming: Incoming) -> str:
    """The role that the file tells: by a variable, or by the name itself; else that of somebody else."""
    told = [_role_in(value) for value in _values(somebody, incoming)]
    return next((one for one in [*told, _role_in(somebody.name)] if one), ParticipantRole.OTHER)


def pseudonym_of(somebody: Somebody, incoming: Incoming) -> str:
    """The name in the file where it hides the person: ours, a code such as T1, or a part such as Pupil 2."""
    name = one_line(somebody.name, LONGEST_PSEUDONYM)
    words = set(words_of(re.sub(r"\d+", " ", name)))
    return name if incoming.is_ours or _CODE.fullmatch(name) or (words and words <= PARTS) else ""


def name_of(somebody: Somebody, chosen: Chosen, incoming: Incoming) -> str | None:
    """The name to be sealed; none where it is no name."""
    name = one_line(somebody.name, LONGEST_NAME)
    return None if not name or name in (chosen.pseudonym, pseudonym_of(somebody, incoming)) else name


def _values(somebody: Somebody, incoming: Incoming) -> list[str]:
    """What a case's variables say of its role."""
    telling = {one.guid for one in incoming.project.variables if one.name.casefold() in _TELLING}
    cases = (one for one in incoming.project.cases if one.guid == somebody.guid)
    return [one.text or "" for case in cases for one in case.values if one.variable in telling]


def _role_in(text: str) -> str:
    plain = " ".join(words_of(text))
    if plain in set(ParticipantRole):
        return plain
    if found := _CODE.fullmatch(text.strip()):
        return _LETTERS.get(found[1].upper(), "")
    plain = re.split(r" (?:of|at|in|from) |\s*\d+$", plain)[0]
    return next((role for role, words in _WORDS.items() if plain in words), "")
