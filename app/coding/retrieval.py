"""Finding passages again: by theme with those under it, by who said it, question, wave, coder, words, and sets."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.coding.corpus import Quotation
from app.coding.tree import Branch
from app.studies.pseudonyms import as_counted
from app.web.forms import whole

SORTS = ("place", "theme", "who", "newest")


@dataclass(frozen=True)
class Wanted:
    """What is looked for; whatever is empty takes everything."""

    theme_id: int | None = None
    participant_id: int | None = None
    role: str = ""
    school_id: int | None = None
    question_id: str = ""
    wave_kind: str = ""
    coder_key: int | None = None
    words: str = ""
    shareable: bool = False
    known: str = ""
    """A value of a variable, as `variables` names it."""
    set_key: str = ""
    sort: str = "place"

    @classmethod
    def from_address(cls, args: Mapping[str, str]) -> "Wanted":
        """Read from a page's address; nonsense is nothing."""
        sort = args.get("sort", "")
        return cls(
            theme_id=whole(args.get("theme")),
            participant_id=whole(args.get("participant")),
            role=args.get("role", "")[:10],
            school_id=whole(args.get("school")),
            question_id=args.get("question", "")[:60],
            wave_kind=args.get("wave", "")[:10],
            coder_key=_key_of_coder(args.get("coder", "")),
            words=args.get("q", "").strip()[:120],
            shareable=args.get("shareable") == "yes",
            known=args.get("known", "")[:400],
            set_key=args.get("set", "")[:36],
            sort=sort if sort in SORTS else "place",
        )

    @property
    def address(self) -> dict[str, Any]:
        """The same as parts of an address, without what is empty."""
        parts = {
            "theme": self.theme_id,
            "participant": self.participant_id,
            "role": self.role,
            "school": self.school_id,
            "question": self.question_id,
            "wave": self.wave_kind,
            "coder": self.coder_key,
            "q": self.words,
            "shareable": "yes" if self.shareable else "",
            "known": self.known,
            "set": self.set_key,
            "sort": "" if self.sort == "place" else self.sort,
        }
        return {name: value for name, value in parts.items() if value}


def find(
    quotations: Iterable[Quotation],
    wanted: Wanted,
    branches: Sequence[Branch],
    *,
    people: Collection[int] | None = None,
) -> list[Quotation]:
    """The quotations that fit, sorted as wanted; `people`, by id, are those of whom it is known what is wanted."""
    themes = theme_and_under(branches, wanted.theme_id) if wanted.theme_id else None
    fitting = (one for one in quotations if _was_said_by(one, wanted, people) and _was_marked(one, wanted))
    found = [one for one in fitting if themes is None or one.theme.id in themes]
    order = {branch.theme.id: at for at, branch in enumerate(branches)}
    return sorted(found, key=lambda one: _key(one, wanted.sort, order))


@dataclass(frozen=True)
class Marked:
    """A passage once, with everything that fits of what it was marked with."""

    quotations: tuple[Quotation, ...]

    @property
    def first(self) -> Quotation:
        return self.quotations[0]

    @property
    def themes(self) -> dict[str, list[str]]:
        """Each theme's name and the names of those who marked it so; empty for somebody who has left."""
        found: dict[str, list[str]] = {}
        for one in self.quotations:
            found.setdefault(one.theme.name, []).append(one.coding.coder_name)
        return found

    @property
    def memos(self) -> list[str]:
        """What its coders noted beside it, each once; nothing where words beside it were taken out."""
        return list(dict.fromkeys(one.memo for one in self.quotations if one.memo))


def gathered(found: Iterable[Quotation], sort: str = "") -> list[Marked]:
    """Passages in their order, each once whoever marked it; once for each theme where they are sorted by theme."""
    together: dict[tuple[Any, ...], list[Quotation]] = {}
    for one in found:
        together.setdefault((*one.place, one.theme.id if sort == "theme" else 0), []).append(one)
    return [Marked(tuple(row)) for row in together.values()]


def theme_and_under(branches: Sequence[Branch], theme_id: int) -> frozenset[int]:
    """The theme and every theme below it; none if it is not in the code book."""
    taken: set[int] = set()
    for branch in branches:
        if branch.theme.id == theme_id or branch.theme.parent_id in taken:
            taken.add(branch.theme.id)
    return frozenset(taken)


def _was_said_by(one: Quotation, wanted: Wanted, people: Collection[int] | None) -> bool:
    """By one person who has the role, the school, the name and the rest together, not by several who share them out."""
    if people is None and not (wanted.participant_id or wanted.role or wanted.school_id):
        return True
    return any(
        (people is None or person.id in people)
        and (not wanted.participant_id or person.id == wanted.participant_id)
        and (not wanted.role or person.role == wanted.role)
        and (not wanted.school_id or wanted.school_id in {school.id for school in person.schools})
        for person in one.participants
    )


def _was_marked(one: Quotation, wanted: Wanted) -> bool:
    return (
        (not wanted.question_id or wanted.question_id in one.question_ids)
        and (not wanted.wave_kind or one.interview.wave_kind == wanted.wave_kind)
        and (not wanted.coder_key or one.coding.coder_key == wanted.coder_key)
        and (not wanted.words or wanted.words.casefold() in one.text.casefold())
        and (not wanted.shareable or one.is_shareable)
    )


def _key_of_coder(text: str) -> int | None:
    number = whole(text.removeprefix("-"))
    return -number if number and text.startswith("-") else number


def _key(one: Quotation, sort: str, order: Mapping[int, int]) -> tuple[Any, ...]:
    if sort == "newest":
        return (-one.coding.created_at.timestamp(), one.id)
    if sort == "theme":
        return (order.get(one.theme.id, len(order)), *one.place, one.id)
    if sort == "who":
        return (tuple(as_counted(person.pseudonym) for person in one.participants), *one.place, one.id)
    return (*one.place, one.id)
