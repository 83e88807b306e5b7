"""What is known of a study's people and texts: what Lateral knows itself, and the variables that came with a file.

Of somebody who does not take part (any more) nothing stands here, nor of a text of which nothing may be read. Words of
a file that one person or text alone has could be a name: they are opened as names are.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any

from app.coding.desk import Desk
from app.coding.exchange_project import VARIABLES
from app.coding.incoming_queries import find_brought
from app.coding.taken_back import TakenBack, taken_back_of
from app.coding.words import WAVES
from app.interviews.models import InterviewKind
from app.interviews.naming import KIND_NAMES
from app.interviews.texts import Transcript
from app.qda.model import Case, Project, Source, Value, ValueKind
from app.qda.plain import from_json
from app.schools.phases import phase_label
from app.studies.allowing import allowed_by
from app.studies.models import Participant
from app.studies.pseudonyms import as_counted
from app.studies.words import ROLES
from app.web.filters import listed
from app.web.languages import _

MOST_CHOICES = 30
"""A variable with more values than that is no way to choose people by."""
NUMBERS = (ValueKind.INTEGER, ValueKind.FLOAT)


@dataclass(frozen=True)
class Column:
    """A variable. The key of one that came with a file is its guid."""

    key: str
    name: str
    is_number: bool = False
    is_chosen_by: bool = True
    """People may be looked for by it."""


@dataclass(frozen=True)
class Row:
    """A person or a text with what is known of it, by key of column; what is not known is missing."""

    key: str
    name: str
    values: Mapping[str, str]
    participant: Participant | None = None
    transcript: Transcript | None = None
    n_shut: int = 0
    """Values that are opened only with the names."""


class Variables:
    """Both tables of a study; `is_open` opens what one person or text alone has."""

    def __init__(self, desk: Desk, *, is_open: bool = False) -> None:
        self._desk, self._is_open = desk, is_open

    @cached_property
    def _came(self) -> Project:
        """The rest of the file that the study is from; an empty one where it is from none."""
        brought = find_brought(self._desk.study)
        return from_json(Project, brought.sealed_rest) if brought else Project("")

    @property
    def _things(self) -> tuple[Case | Source, ...]:
        return *self._came.cases, *self._came.sources

    @cached_property
    def _values(self) -> dict[str, tuple[Value, ...]]:
        """Guid of a case or a source to its values in the file, but for what Lateral knows itself."""
        ours = {one.guid for one in self._came.variables if VARIABLES.get(one.name) == one.kind}
        return {one.guid: tuple(value for value in one.values if value.variable not in ours) for one in self._things}

    @cached_property
    def _talks(self) -> list[Transcript]:
        """Texts of which something may be read."""
        return [one.transcript for one in self._desk.readings if any(map(one.is_open, one.transcript.turns))]

    @cached_property
    def _counts(self) -> Counter[tuple[str, str | None]]:
        """How many people and texts that are here have each value."""
        here = {one.guid for one in self._desk.participants} | {one.guid for one in self._talks}
        return Counter((one.variable, one.text) for guid in here for one in self._values.get(guid, ()))

    @cached_property
    def people(self) -> list[Row]:
        """Everybody who takes part, by pseudonym."""
        spoken = Counter(who for talk in self._talks for who in {turn.participant_id for turn in talk.turns})
        return [self._row(one, one.pseudonym, _of_person(one, spoken[one.id])) for one in self._desk.participants]

    @cached_property
    def texts(self) -> list[Row]:
        return [self._row(one, one.interview.title, _of_text(one)) for one in self._talks]

    @cached_property
    def people_columns(self) -> list[Column]:
        own = [
            Column("role", _("Role")),
            Column("schools", _("Schools"), is_chosen_by=False),
            Column("phase", _("Phase")),
            Column("quoted", _("May be quoted")),
            Column("interviews", _("Interviews"), is_number=True, is_chosen_by=False),
        ]
        return own + self._columns(self.people)

    @cached_property
    def text_columns(self) -> list[Column]:
        own = [Column("kind", _("How they were asked")), Column("wave", _("Time")), Column("held", _("Held on"))]
        return own + self._columns(self.texts)

    @property
    def n_shut(self) -> int:
        return sum(one.n_shut for one in (*self.people, *self.texts))

    @cached_property
    def by_value(self) -> dict[str, frozenset[int]]:
        """`key=value` to the ids of the people of whom it is known."""
        found: dict[str, set[int]] = {}
        for column in self.people_columns:
            values = {one.values[column.key] for one in self.people if column.key in one.values}
            if not column.is_chosen_by or len(values) > MOST_CHOICES:
                continue
            for one in self.people:
                if one.participant is not None and column.key in one.values:
                    found.setdefault(f"{column.key}={one.values[column.key]}", set()).add(one.participant.id)
        return {key: frozenset(ids) for key, ids in found.items()}

    @property
    def choices(self) -> list[tuple[str, str]]:
        """What people may be looked for by: the key of `by_value`, and words for it."""
        names = {one.key: one.name for one in self.people_columns}
        split = ((key, *key.split("=", 1)) for key in self.by_value)
        return [(key, f"{names[column]}: {value}") for key, column, value in split]

    def _columns(self, rows: Iterable[Row]) -> list[Column]:
        """Variables of the file that are known of any of these."""
        used = {key for row in rows for key in row.values}
        came = [one for one in self._came.variables if one.guid in used]
        columns = [Column(one.guid, one.name, one.kind in NUMBERS) for one in came]
        return columns + ([Column("about", _("Description"), is_chosen_by=False)] if "about" in used else [])

    def _row(self, thing: Participant | Transcript, name: str, own: Mapping[str, str]) -> Row:
        values = self._values.get(thing.guid, ())
        shown = {one.variable: _told(one) for one in values if one.text and self._may_be_read(one)}
        n_shut = sum(bool(one.text) and not self._may_be_read(one) for one in values)
        if self._is_open and (about := self._descriptions.get(thing.guid)):
            shown["about"] = self._taken_back.out_of(about)
        known = {key: text for key, text in own.items() if text} | shown
        return Row(thing.guid, name, known, *_sides(thing), n_shut + (thing.guid in self._shut_descriptions))

    @cached_property
    def _taken_back(self) -> TakenBack:
        return taken_back_of(self._desk.study)

    @cached_property
    def _descriptions(self) -> dict[str, str]:
        return {one.guid: one.description for one in self._things if one.description}

    @property
    def _shut_descriptions(self) -> Mapping[str, str]:
        return {} if self._is_open else self._descriptions

    def _may_be_read(self, value: Value) -> bool:
        return self._is_open or value.kind != ValueKind.TEXT or self._counts[value.variable, value.text] > 1


def _sides(thing: Participant | Transcript) -> tuple[Participant | None, Transcript | None]:
    return (thing, None) if isinstance(thing, Participant) else (None, thing)


def _of_person(participant: Participant, n_interviews: int) -> dict[str, str]:
    return {
        "role": str(ROLES[participant.role]),
        "schools": listed(one.name for one in participant.schools) if participant.schools else "",
        "phase": ", ".join(sorted({str(phase_label(one.phase)) for one in participant.schools})),
        "quoted": _("yes") if allowed_by(participant).to_quote else _("no"),
        "interviews": str(n_interviews),
    }


def _of_text(transcript: Transcript) -> dict[str, str]:
    interview = transcript.interview
    return {
        "kind": str(KIND_NAMES[InterviewKind(interview.kind)]),
        "wave": str(WAVES.get(interview.wave_kind, "")),
        "held": interview.held_on.isoformat() if interview.held_on else "",
    }


def _told(value: Value) -> str:
    """A value in words; a number, a day and a text as the file has them."""
    if value.kind != ValueKind.BOOLEAN:
        return value.text or ""
    return _("yes") if value.text in ("true", "1") else _("no")


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return 0.0


def orders_of(columns: Iterable[Column]) -> dict[str, Callable[[Row], Any]]:
    """How a table may be sorted: by name, and by each variable."""
    return {"name": lambda row: as_counted(row.name), **{one.key: partial(_order, one) for one in columns}}


def _order(column: Column, row: Row) -> tuple[Any, ...]:
    """Numbers by size; what is not known last."""
    text = row.values.get(column.key, "")
    return not text, _number(text) if column.is_number else 0.0, text.casefold(), as_counted(row.name)
