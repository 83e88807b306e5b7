"""A study as a project that other programs read. What the format cannot hold is in `exchange_all`.

Every guid is the same in each export: rows have theirs, and what has no row gets one made from the guid it belongs to.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from uuid import NAMESPACE_URL, uuid5

from sqlalchemy import select

from app.coding.exchange import Export, Leaving, Mark
from app.coding.exchange_came import with_what_came
from app.coding.memos import Noted
from app.coding.models import FileCoder, Memo, Theme, key_of
from app.coding.queries import list_themes
from app.coding.taken_back import TakenBack, taken_back_of
from app.db import db
from app.people.models import Person
from app.qda.cleaning import one_line
from app.qda.model import (
    Case,
    Code,
    CodeBook,
    Coding,
    Gathered,
    Note,
    Project,
    Selection,
    Source,
    User,
    Value,
    ValueKind,
    Variable,
)
from app.studies.allowing import allowed_by
from app.studies.models import Participant, ParticipantRole, Study

EXAMPLE = "\n\nFor example: "
VARIABLES = {
    "Role": ValueKind.TEXT,
    "Phase of school": ValueKind.TEXT,
    "May be quoted": ValueKind.BOOLEAN,
    "Interviews": ValueKind.INTEGER,
    "Kind of interview": ValueKind.TEXT,
    "Wave": ValueKind.TEXT,
    "Held on": ValueKind.DATE,
}

Turns = Mapping[str, Sequence[Selection]]
"""Guid of a transcript to the turns of its participants."""


def made_guid(*parts: object) -> str:
    """A guid for what has no row of its own."""
    return str(uuid5(NAMESPACE_URL, " ".join(map(str, parts))))


def moment(value: datetime) -> str:
    return value.strftime("%Y-%m-%dT%H:%M:%SZ")


def project_of(export: Export) -> Project:
    """The study as the format can hold it."""
    written = _memos(export)
    memos = [one.memo for one in written if one.memo is not None]
    users = _users(export, memos)
    notes = [_note(memo, read, users) for memo, read in zip(memos, written, strict=True)]
    notes += [_coding_note(mark, users) for mark in export.marks if mark.memo]
    turns = {one.reading.transcript.guid: turns_of(one) for one in export.leaving}
    made = Project(
        name=export.study.title,
        description=export.study.about,
        created_at=moment(export.study.created_at),
        users=tuple(users.values()),
        codes=_codes(export.themes, None, memos, export.taken_back),
        variables=tuple(Variable(_variable(export, name), name, kind) for name, kind in VARIABLES.items()),
        cases=tuple(_case(export, one, turns) for one in export.participants),
        sources=tuple(_source(export, one, users, memos=memos, turns=turns) for one in export.leaving),
        notes=tuple(notes),
        sets=tuple(_sets(export)),
        about=tuple(one.guid for one in memos if one.theme_id is None and one.transcript_id is None),
    )
    return with_what_came(made, export)


def book_of(study: Study) -> CodeBook:
    """The code book alone."""
    return CodeBook(_codes(list_themes(study), None, (), taken_back_of(study)))


def _users(export: Export, memos: Iterable[Memo]) -> dict[int, User]:
    """Key of a coder to the coder. Who is a coder of a file keeps the guid that the file gave."""
    keys = {mark.coding.coder_key for mark in export.marks} | {_key_of_author(one) for one in memos}
    people = db.session.scalars(select(Person).where(Person.id.in_({key for key in keys if key and key > 0})))
    came = db.session.scalars(select(FileCoder).where(FileCoder.study_id == export.study.id)).all()
    guids = {one.person_id: one.guid for one in came}
    found = {
        one.id: User(guids.get(one.id) or made_guid(export.study.guid, "coder", one.id), one.name) for one in people
    }
    found |= {-one.id: User(one.guid, one.name) for one in came if -one.id in keys}
    return dict(sorted(found.items(), key=lambda item: abs(item[0])))


def _key_of_author(memo: Memo) -> int | None:
    return key_of(memo.author_id, memo.file_coder_id)


def _memos(export: Export) -> list[Noted]:
    """Memos of the study, and of those themes and transcripts that leave, with their words as they may be read."""
    themes = {None, *(one.id for one in export.themes)}
    transcripts = {None, *(one.reading.transcript.id for one in export.leaving)}
    return [
        one
        for one in export.memos
        if one.memo and one.memo.theme_id in themes and one.memo.transcript_id in transcripts
    ]


def _note(memo: Memo, read: Noted, users: dict[int, User]) -> Note:
    author = users.get(_key_of_author(memo) or 0)
    return Note(memo.guid, read.title, read.text, author.guid if author else "", moment(memo.created_at))


def _coding_note(mark: Mark, users: dict[int, User]) -> Note:
    coder = users.get(mark.coding.coder_key or 0)
    return Note(made_guid(mark.coding.guid, "memo"), "Memo", mark.memo, coder.guid if coder else "")


def _codes(
    themes: Sequence[Theme], parent: int | None, memos: Iterable[Memo], taken_back: TakenBack
) -> tuple[Code, ...]:
    """Themes of one parent with those under them; one whose parent is gone stands at the top."""
    known = {theme.id for theme in themes}
    return tuple(
        Code(
            theme.guid,
            theme.name,
            theme.is_codable,
            theme.colour,
            taken_back.out_of(theme.definition) + _example(taken_back.out_of(theme.example)),
            tuple(one.guid for one in memos if one.theme_id == theme.id),
            _codes(themes, theme.id, memos, taken_back),
        )
        for theme in themes
        if (theme.parent_id if theme.parent_id in known else None) == parent
    )


def _example(words: str) -> str:
    return EXAMPLE + words if words else ""


def _variable(export: Export, name: str) -> str:
    return made_guid(export.study.guid, "variable", name)


def _values(export: Export, given: dict[str, object]) -> tuple[Value, ...]:
    """Values by name of variable; what is empty is not known."""
    return tuple(
        Value(_variable(export, name), VARIABLES[name], str(value))
        for name, value in given.items()
        if value not in (None, "")
    )


def _case(export: Export, participant: Participant, turns: Turns) -> Case:
    own = [one for one in export.leaving if participant in one.participants]
    phases = sorted({school.phase for school in participant.schools})
    values: dict[str, object] = {
        "Role": participant.role,
        "Phase of school": ", ".join(phases),
        "May be quoted": "true" if allowed_by(participant).to_quote else "false",
        "Interviews": len(own),
    }
    return Case(
        participant.guid,
        participant.pseudonym,
        values=_values(export, values),
        sources=tuple(one.reading.transcript.guid for one in own),
        selections=tuple(
            turn.guid
            for one in own
            for turn in turns[one.reading.transcript.guid]
            if turn.description == participant.pseudonym
        ),
    )


def turns_of(leaving: Leaving) -> list[Selection]:
    """A selection for each turn of a participant, described by who speaks."""
    counts: dict[int, int] = {}
    found = []
    for one in leaving.said:
        participant = one.turn.participant
        if participant is None:
            continue
        counts[participant.id] = counts.get(participant.id, 0) + 1
        guid = made_guid(leaving.reading.transcript.guid, participant.guid, counts[participant.id])
        name = one_line(leaving.text[one.start : one.end], 100)
        found.append(Selection(guid, one.start, one.end, name, participant.pseudonym))
    return found


def _source(export: Export, leaving: Leaving, users: dict[int, User], *, memos: Iterable[Memo], turns: Turns) -> Source:
    transcript, interview = leaving.reading.transcript, leaving.reading.interview
    values: dict[str, object] = {
        "Kind of interview": interview.kind,
        "Wave": interview.wave_kind,
        "Held on": interview.held_on.isoformat() if interview.held_on else None,
    }
    return Source(
        transcript.guid,
        interview.title,
        leaving.text,
        created_at=moment(transcript.created_at),
        selections=(*turns[transcript.guid], *(_selection(leaving, mark, users) for mark in leaving.marks)),
        notes=tuple(one.guid for one in memos if one.transcript_id == transcript.id),
        values=_values(export, values),
    )


def _selection(leaving: Leaving, mark: Mark, users: dict[int, User]) -> Selection:
    coding = mark.coding
    coder = users[coding.coder_key].guid if coding.coder_key in users else ""
    notes = (made_guid(coding.guid, "memo"),) if mark.memo else ()
    made = Coding(coding.guid, coding.theme.guid, coder, moment(coding.created_at), notes)
    name = one_line(leaving.text[mark.start : mark.end], 100)
    guid = made_guid(coding.guid, "place")
    return Selection(guid, mark.start, mark.end, name, user=coder, created_at=made.created_at, codings=(made,))


def _sets(export: Export) -> Iterable[Gathered]:
    """The transcripts in which each kind of people speaks."""
    for role in ParticipantRole:
        own = [one for one in export.leaving if any(person.role == role for person in one.participants)]
        if own:
            guid = made_guid(export.study.guid, "set", role)
            yield Gathered(guid, f"Role: {role}", sources=tuple(one.reading.transcript.guid for one in own))
