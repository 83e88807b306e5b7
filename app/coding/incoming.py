"""A project of a file as the study that it would become: who speaks, in which turns, and where each passage lies.

Nothing is stored here. What a person chose on the preview (who is nobody) is told, so that preview and study agree.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from app.coding.exchange import INTERVIEWER as LABEL_OF_INTERVIEWER
from app.coding.exchange import SOMEBODY
from app.coding.incoming_texts import INTERVIEWER, NOBODY, LaidOut, Owned, Said, is_interviewer, labels_in, lay_out
from app.qda.model import Case, Code, Coding, Note, Project, Selection, Source, User
from app.qda.pruning import all_codes
from app.qda.writing import ORIGIN
from app.transcripts.matching import words_of


@dataclass(frozen=True)
class Somebody:
    """Who speaks: a case of the file, a label before words, or whoever speaks in a text that names nobody.

    `guid` is that of the case, else empty; `source` is the one text of somebody who is no case.
    """

    key: str
    name: str
    guid: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Passage:
    """A coding at its place in the transcript."""

    coding: Coding
    start: int
    end: int
    user: str
    notes: tuple[str, ...]


@dataclass(frozen=True)
class Talk:
    """One text of the file: its turns, who speaks in it (keys, in their order), and its passages."""

    source: Source
    laid: LaidOut
    speakers: tuple[str, ...]
    passages: tuple[Passage, ...]
    n_lost: int
    """Codings of no words: of a label, of an empty line, of nothing."""


class Incoming:
    """The study that a project would become; `left_out` are keys of cases that are no people."""

    def __init__(self, project: Project, left_out: Collection[str] = ()) -> None:
        self.project = project
        self.is_ours = project.origin == ORIGIN
        self._cases = [one for one in project.cases if one.guid not in left_out]

    def laid_out(self) -> "Incoming":
        """Itself, once the work is done that takes a moment."""
        return self if self.people else self

    @cached_property
    def codes(self) -> list[Code]:
        """Every code, each before those under it."""
        return list(all_codes(self.project.codes))

    @cached_property
    def notes(self) -> dict[str, Note]:
        return {one.guid: one for one in self.project.notes}

    @cached_property
    def users(self) -> list[User]:
        """Those who coded or wrote something."""
        used = {one.user for talk in self.talks for one in talk.passages} | {one.user for one in self.project.notes}
        return [one for one in self.project.users if one.guid in used]

    @cached_property
    def talks(self) -> list[Talk]:
        """Texts that hold words, in the order of the file."""
        found = (self._talk(one) for one in self.project.sources)
        return [one for one in found if one.laid.turns]

    @cached_property
    def people(self) -> list[Somebody]:
        """Everybody who would be a participant: cases first, in the order of the file."""
        spoken = {key for talk in self.talks for key in talk.speakers}
        cases = [Somebody(one.guid, one.name, one.guid) for one in self._cases]
        others = [one for source in self.project.sources for one in self._others(source) if one.key in spoken]
        return [*cases, *others]

    @cached_property
    def _of_source(self) -> dict[str, list[Case]]:
        """Source to the cases that speak in it."""
        found: dict[str, list[Case]] = {}
        for case in self._cases:
            for guid in dict.fromkeys([*case.sources, *(self._where[one] for one in case.selections)]):
                found.setdefault(guid, []).append(case)
        return found

    @cached_property
    def _where(self) -> dict[str, str]:
        """Selection to its source."""
        return {one.guid: source.guid for source in self.project.sources for one in source.selections}

    @cached_property
    def _owners(self) -> dict[str, list[str]]:
        """Selection to the cases that say it is theirs."""
        found: dict[str, list[str]] = {}
        for case in self._cases:
            for guid in case.selections:
                found.setdefault(guid, []).append(case.guid)
        return found

    def _labels(self, source: Source) -> list[str]:
        """Labels that may stand before words of the text, in an order that stays the same."""
        cases = self._of_source.get(source.guid, [])
        if self.is_ours:
            return [LABEL_OF_INTERVIEWER, SOMEBODY, *(one.name for one in cases)]
        return sorted({*labels_in(source.text), *(one.name for one in cases if f"{one.name}:" in source.text)})

    @cached_property
    def _names(self) -> dict[str, dict[str, str]]:
        """Source to who its labels are."""
        return {one.guid: self._named(one) for one in self.project.sources}

    def _named(self, source: Source) -> dict[str, str]:
        """Who each label is: the interviewer, a case, somebody of this text alone, or nobody."""
        cases = self._of_source.get(source.guid, [])
        labels = self._labels(source)
        found = {one: INTERVIEWER if is_interviewer(one) else _case_named(one, cases) for one in labels}
        unknown = [one for one in labels if found[one] == NOBODY]
        if self.is_ours:
            return found
        if not cases:
            return found | {one: f"{source.guid} {one}" for one in unknown}
        if len(cases) == 1 and len(unknown) == 1 and cases[0].guid not in found.values():
            found[unknown[0]] = cases[0].guid
        return found

    def _others(self, source: Source) -> list[Somebody]:
        """Those who are no cases: a label each, and whoever speaks where nobody is named at all."""
        if self._of_source.get(source.guid):
            return []
        keys = {key: label for label, key in self._names[source.guid].items() if key not in (INTERVIEWER, NOBODY)}
        named = [Somebody(key, label, source=source.guid) for key, label in keys.items()]
        return named or [Somebody(source.guid, "", source=source.guid)]

    def _talk(self, source: Source) -> Talk:
        cases = [one.guid for one in self._of_source.get(source.guid, [])]
        people = cases or [one.key for one in self._others(source)]
        owned = [Owned(one.start, one.end, who) for one in source.selections for who in self._owners.get(one.guid, ())]
        others = people[0] if len(people) == 1 and not self.is_ours else NOBODY
        laid = lay_out(Said(source.text, owned, self._names[source.guid], others, is_ours=self.is_ours))
        passages = [one for one in _passages(source, laid) if one is not None]
        n_all = len(source.codings) + sum(len(one.codings) for one in source.selections)
        return Talk(source, laid, tuple(people), tuple(passages), n_all - len(passages))

    @property
    def rest(self) -> Project:
        """What of the project has no table of its own here; no word of a text is in it."""
        bare = tuple(Source(one.guid, one.name, "", one.description, values=one.values) for one in self.project.sources)
        return replace(
            self.project,
            description="",
            users=(),
            codes=(),
            cases=tuple(replace(one, name="", selections=()) for one in self.project.cases),
            sources=bare,
            notes=(),
            about=(),
            left=(),
        )


def _case_named(label: str, cases: Sequence[Case]) -> str:
    words = words_of(label)
    return next((one.guid for one in cases if words and words_of(one.name) == words), NOBODY)


def _passages(source: Source, laid: LaidOut) -> Iterable[Passage | None]:
    """Codings of passages and of the text as a whole; None for one whose words do not come along."""
    whole = Selection("", 0, len(source.text), codings=source.codings)
    for selection in (*source.selections, whole):
        place = laid.place(selection.start, selection.end)
        for at, coding in enumerate(selection.codings):
            notes = coding.notes + (selection.notes if at == 0 else ())
            user = coding.user or selection.user
            yield Passage(coding, *place, user, notes) if place else None


def memos_of(incoming: Incoming) -> Mapping[str, tuple[str, str]]:
    """Note to what it is about as a memo: ("source" | "code" | "", guid). Notes of codings are memos of these."""
    own = {guid for talk in incoming.talks for one in talk.passages for guid in one.notes}
    found: dict[str, tuple[str, str]] = {}
    for code in incoming.codes:
        found |= {guid: ("code", code.guid) for guid in code.notes if guid not in found}
    for talk in incoming.talks:
        inside = (guid for one in talk.source.selections for guid in one.notes)
        found |= {guid: ("source", talk.source.guid) for guid in (*talk.source.notes, *inside) if guid not in found}
    return {guid: found.get(guid, ("", "")) for guid in incoming.notes if guid not in own}
