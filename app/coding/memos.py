"""Memos as one researcher reads them: of the study, of themes, of transcripts, and those beside marked passages.

They go through the same gates as what they are about. A memo of a transcript is there as long as something of that
may be read, one of a passage as long as all of its words may; while a transcript is coded blind, everybody reads their
own; and words that were taken back are left out of every memo.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.coding import memo_queries
from app.coding.corpus import Quotation
from app.coding.desk import Desk
from app.coding.models import Memo
from app.coding.reading import open_places_of
from app.coding.taken_back import TakenBack, taken_back_of
from app.studies.models import Study
from app.web.forms import whole

STUDY, THEME, TRANSCRIPT, PASSAGE = "study", "theme", "transcript", "passage"
KINDS = (STUDY, THEME, TRANSCRIPT, PASSAGE)


@dataclass(frozen=True)
class Noted:
    """A memo as it is shown: one of `Memo`, or that of a coding, which is changed where the coding is."""

    kind: str
    title: str
    """Empty for that of a passage."""
    text: str
    at: datetime
    author: str
    memo: Memo | None = None
    quotation: Quotation | None = None

    @property
    def theme_id(self) -> int | None:
        return self.quotation.theme.id if self.quotation else self.memo.theme_id if self.memo else None

    @property
    def about(self) -> str:
        """What it is about, in words that are looked for."""
        if self.quotation is not None:
            return f"{self.quotation.theme.name} {self.quotation.interview.title} {self.quotation.text}"
        if self.memo is not None and self.memo.theme is not None:
            return self.memo.theme.name
        return self.memo.transcript.interview.title if self.memo and self.memo.transcript else ""


@dataclass(frozen=True)
class Asked:
    """Which memos are looked for; whatever is empty takes everything."""

    kind: str = ""
    theme_id: int | None = None
    transcript_id: int | None = None
    words: str = ""
    sort: str = "newest"

    @classmethod
    def from_address(cls, args: Mapping[str, str]) -> "Asked":
        """Read from a page's address; nonsense is nothing."""
        kind, sort = args.get("kind", ""), args.get("sort", "")
        return cls(
            kind=kind if kind in KINDS else "",
            theme_id=whole(args.get("theme")),
            transcript_id=whole(args.get("transcript")),
            words=" ".join(args.get("q", "").split())[:100],
            sort=sort if sort in ORDERS else "newest",
        )

    @property
    def address(self) -> dict[str, Any]:
        """The same as parts of an address, without what is empty."""
        parts = {"kind": self.kind, "theme": self.theme_id, "transcript": self.transcript_id, "q": self.words}
        kept = {name: value for name, value in parts.items() if value}
        return kept if self.sort == "newest" else {**kept, "sort": self.sort}

    def takes(self, one: Noted) -> bool:
        """True for a memo that fits all of it."""
        looked_at = f"{one.title} {one.text} {one.author} {one.about}".casefold()
        transcript = one.quotation.coding.transcript_id if one.quotation else one.memo and one.memo.transcript_id
        return (
            (not self.kind or one.kind == self.kind)
            and (not self.theme_id or one.theme_id == self.theme_id)
            and (not self.transcript_id or transcript == self.transcript_id)
            and all(word in looked_at for word in self.words.casefold().split())
        )


ORDERS: Mapping[str, Callable[[Noted], Any]] = {
    "newest": lambda one: -one.at.timestamp(),
    "oldest": lambda one: one.at.timestamp(),
    "title": lambda one: (not one.title, one.title.casefold(), one.at.timestamp()),
    "author": lambda one: (one.author.casefold(), -one.at.timestamp()),
}


def memos_of(study: Study, person_id: int) -> list[Noted]:
    """Memos of the study, of themes and of transcripts that this person may read, in the order they were begun."""
    return _noted(memo_queries.list_memos(study, person_id), study, taken_back_of(study))


def memos_on_theme(study: Study, theme_id: int, person_id: int) -> list[Noted]:
    """Those of one theme."""
    found = [one for one in memo_queries.list_memos(study, person_id) if one.theme_id == theme_id]
    return _noted(found, study, taken_back_of(study)) if found else []


def all_memos_of(desk: Desk, person_id: int, asked: Asked) -> list[Noted]:
    """Those that are asked for, with those beside passages, in the order that is asked for."""
    taken_back = taken_back_of(desk.study)
    found = _noted(memo_queries.list_memos(desk.study, person_id), desk.study, taken_back)
    found += _of_passages(desk.quotations)
    return sorted((one for one in found if asked.takes(one)), key=ORDERS[asked.sort])


def removed_memos_of(study: Study, person_id: int) -> list[Noted]:
    """Those that were taken out and can be brought back, the last one first."""
    return _noted(memo_queries.list_removed_memos(study, person_id), study, taken_back_of(study))


def read_memo(memo: Memo) -> Noted:
    """One memo as it may be read."""
    return _read(memo, taken_back_of(memo.study))


def _noted(memos: Sequence[Memo], study: Study, taken_back: TakenBack) -> list[Noted]:
    opened = open_places_of(study) if any(one.transcript_id for one in memos) else {}
    return [_read(one, taken_back) for one in memos if one.transcript_id is None or one.transcript_id in opened]


def _read(memo: Memo, taken_back: TakenBack) -> Noted:
    title, text = taken_back.out_of(memo.title), taken_back.out_of(memo.sealed_text)
    return Noted(kind_of(memo), title, text, memo.updated_at, memo.author_name, memo=memo)


def _of_passages(quotations: Iterable[Quotation]) -> list[Noted]:
    return [
        Noted(PASSAGE, "", one.memo, one.coding.updated_at, one.coding.coder_name, quotation=one)
        for one in quotations
        if one.memo
    ]


def kind_of(memo: Memo) -> str:
    if memo.theme_id is not None:
        return THEME
    return STUDY if memo.transcript_id is None else TRANSCRIPT
