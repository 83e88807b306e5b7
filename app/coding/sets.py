"""Sets: themes, transcripts and memos that somebody put together in another program, and who speaks where.

Each set holds what the reader may read of it now: transcripts that are open, themes of the code book, memos.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from app.coding.corpus import Quotation
from app.coding.desk import Desk
from app.coding.incoming_queries import find_brought
from app.coding.memos import Noted, memos_of
from app.coding.taken_back import taken_back_of
from app.coding.tree import Branch
from app.coding.words import ROLES
from app.interviews.texts import Transcript
from app.qda.model import Gathered, Project
from app.qda.plain import from_json
from app.studies.models import ParticipantRole


@dataclass(frozen=True)
class Shown:
    """A set as it is shown. `key` names it in an address; `role` is that of one which Lateral makes."""

    key: str
    name: str
    about: str = ""
    role: str = ""
    branches: tuple[Branch, ...] = ()
    transcripts: tuple[Transcript, ...] = ()
    memos: tuple[Noted, ...] = ()

    def holds(self, one: Quotation) -> bool:
        """True for a passage of one of its themes, or of one of its transcripts."""
        themes, transcripts = self.branches, self.transcripts
        in_themes = one.theme.id in {branch.theme.id for branch in themes}
        return in_themes or one.coding.transcript_id in {talk.id for talk in transcripts}

    @property
    def has_passages(self) -> bool:
        return bool(self.branches or self.transcripts)


def sets_of(desk: Desk, person_id: int) -> list[Shown]:
    """First those that follow from who speaks, then those of the file that the study is from."""
    opened = [one for one in desk.readings if any(map(one.is_open, one.transcript.turns))]
    own = []
    for role in ParticipantRole:
        people = {one.id for one in desk.participants if one.role == role}
        said = (one for one in opened if people & {turn.participant_id for turn in one.transcript.turns})
        if talks := tuple(one.transcript for one in said):
            own.append(Shown(f"role-{role}", str(ROLES[role]), role=role, transcripts=talks))
    return [*own, *_came(desk, person_id, [one.transcript for one in opened])]


def find_set(desk: Desk, person_id: int, key: str) -> Shown | None:
    return next((one for one in sets_of(desk, person_id) if one.key == key), None) if key else None


def _came(desk: Desk, person_id: int, talks: Iterable[Transcript]) -> list[Shown]:
    brought = find_brought(desk.study)
    sets = from_json(Project, brought.sealed_rest).sets if brought else ()
    made = {f"Role: {role}" for role in ParticipantRole}
    wanted = [one for one in sets if one.name not in made]
    if not wanted:
        return []
    known = _Known(desk, person_id, talks)
    return [known.shown(one) for one in wanted]


class _Known:
    """What a set may lead to, by guid."""

    def __init__(self, desk: Desk, person_id: int, talks: Iterable[Transcript]) -> None:
        self._branches = {one.theme.guid: one for one in desk.branches}
        self._talks = {one.guid: one for one in talks}
        self._memos = {one.memo.guid: one for one in memos_of(desk.study, person_id) if one.memo}
        self._taken_back = taken_back_of(desk.study)

    def shown(self, one: Gathered) -> Shown:
        return Shown(
            one.guid,
            one.name,
            self._taken_back.out_of(one.description),
            branches=tuple(self._branches[guid] for guid in one.codes if guid in self._branches),
            transcripts=tuple(self._talks[guid] for guid in one.sources if guid in self._talks),
            memos=tuple(self._memos[guid] for guid in one.notes if guid in self._memos),
        )
