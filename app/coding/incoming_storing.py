"""A project of a file becomes a study: everything of it in one transaction, or nothing.

People come without a word of consent, unless whoever stores it says who agreed to take part; nobody has agreed to be
quoted, and nothing is approved. Coders are kept by their names, never as accounts.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from app.audit.actions import record
from app.coding import incoming_queries as queries
from app.coding.exchange_in import LONGEST_NAME, LONGEST_TEXT
from app.coding.exchange_project import EXAMPLE
from app.coding.held import BroughtProject
from app.coding.incoming import Incoming, Passage, Talk, memos_of
from app.coding.incoming_people import Agreed, Chosen, name_of
from app.coding.incoming_texts import INTERVIEWER
from app.coding.models import Coding, FileCoder, Memo, Theme
from app.db import db, insert_many, now
from app.interviews.models import Interview, InterviewKind, InterviewState, Speaker
from app.interviews.texts import Transcript, Turn
from app.policy import Actor
from app.qda.cleaning import one_line
from app.qda.model import Code, Note, Source
from app.qda.plain import to_json
from app.schools.models import Partnership
from app.studies import actions, taking_part
from app.studies.models import Participant, ParticipantRole, Study
from app.waves.models import WaveKind

LONGEST_TITLE = 120
KEYS = "123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
"""The key of each speaker of a text; `incoming_reading` takes no more speakers than there are keys."""


@dataclass(frozen=True)
class Wanted:
    """What was chosen on the preview. `chosen` leads from the key of somebody to what is said of them."""

    title: str
    chosen: Mapping[str, Chosen]
    agreed: Agreed | None = None
    file_name: str = ""


class PersonRefused(ValueError):
    """A pseudonym cannot be; `key` is whose, `reason` the error of `taking_part`."""

    def __init__(self, key: str, reason: taking_part.Refused) -> None:
        super().__init__(key)
        self.key, self.reason = key, reason


def store(partnership: Partnership, actor: Actor, incoming: Incoming, wanted: Wanted) -> Study:
    """Store all of it. TitleTaken and PersonRefused say what has to be chosen otherwise."""
    project = incoming.project
    sheet = wanted.agreed.sheet_version if wanted.agreed else ""
    fields = actions.StudyFields(title=wanted.title, about=project.description[:LONGEST_TEXT], sheet_version=sheet)
    study = actions.create_study(partnership, actor, fields)
    storing = _Storing(study, actor, incoming)
    storing.add_people(wanted)
    storing.add_coders()
    storing.add_themes(project.codes, None)
    for talk in incoming.talks:
        storing.add_talk(talk, wanted.file_name)
    storing.add_memos()
    rest = BroughtProject(study_id=study.id, person_id=actor.id, file_name=wanted.file_name[-200:])
    rest.origin, rest.sealed_rest = one_line(project.origin, LONGEST_TITLE), to_json(incoming.rest)
    db.session.add(rest)
    db.session.flush()
    counts = {"n_interviews": len(incoming.talks), "n_people": len(incoming.people), "n_codings": storing.n_codings}
    record("bring in study", person_id=actor.id, subject=study, **counts)
    return study


class _Storing:
    """The study as far as it is stored, and the rows that guids and keys of the file stand for."""

    def __init__(self, study: Study, actor: Actor, incoming: Incoming) -> None:
        self.study, self.actor, self.incoming = study, actor, incoming
        self.people: dict[str, Participant] = {}
        self.coders: dict[str, int] = {}
        self.themes: dict[str, int] = {}
        self.transcripts: dict[str, int] = {}
        self.n_codings = 0
        self._taken = queries.taken_guids(Theme, (one.guid for one in incoming.codes))
        self._taken |= queries.taken_guids(Memo, incoming.notes)
        self._used = {one.coding.code for talk in incoming.talks for one in talk.passages}

    def _guid(self, guid: str) -> dict[str, str]:
        """The guid of the file, unless another thing here has it; then a new one."""
        return {} if guid in self._taken else {"guid": guid}

    def add_people(self, wanted: Wanted) -> None:
        rows = [(one, wanted.chosen.get(one.key) or Chosen(ParticipantRole.OTHER)) for one in self.incoming.people]
        for one, chosen in sorted(rows, key=lambda row: not row[1].pseudonym):  # what was typed is not proposed
            fields = taking_part.ParticipantFields(
                chosen.role,
                [chosen.school] if chosen.school else [],
                chosen.pseudonym,
                name_of(one, chosen, self.incoming),
            )
            try:
                person = taking_part.add_participant(self.study, self.actor, fields)
            except taking_part.Refused as reason:
                raise PersonRefused(one.key, reason) from None
            person.guid = one.guid or person.guid
            self.people[one.key] = person
            if chosen.has_agreed and wanted.agreed:
                scopes = taking_part.Scopes(to_take_part=True)
                word = taking_part.Word(wanted.agreed.given_on, wanted.agreed.sheet_version, scopes)
                taking_part.record_word(person, self.actor, word)

    def add_coders(self) -> None:
        for one in self.incoming.users:
            coder = FileCoder(study_id=self.study.id, guid=one.guid, name=one_line(one.name, LONGEST_TITLE) or "?")
            db.session.add(coder)
            db.session.flush()
            self.coders[one.guid] = coder.id

    def add_themes(self, codes: Sequence[Code], parent_id: int | None) -> None:
        names: set[str] = set()
        for position, code in enumerate(codes):
            theme = self._theme(code, names)
            theme.parent_id, theme.position = parent_id, position
            db.session.add(theme)
            db.session.flush()
            self.themes[code.guid] = theme.id
            self.add_themes(code.codes, theme.id)

    def _theme(self, code: Code, names: set[str]) -> Theme:
        definition, _, example = code.description.partition(EXAMPLE)
        return Theme(
            study_id=self.study.id,
            name=free_name(one_line(code.name, LONGEST_NAME) or "—", names),
            definition=definition[:LONGEST_TEXT],
            example=example[:LONGEST_TEXT],
            colour=code.colour,
            is_codable=code.is_codable or code.guid in self._used,
            created_by_id=self.actor.id,
            **self._guid(code.guid),
        )

    def add_talk(self, talk: Talk, file_name: str) -> None:
        interview = Interview(study_id=self.study.id, **interview_fields(talk, self.incoming))
        interview.speakers = [
            Speaker(participant_id=self.people[who].id, key=key) for who, key in zip(talk.speakers, KEYS, strict=False)
        ]
        transcript = Transcript(
            interview=interview,
            guid=talk.source.guid,
            source="file",
            file_name=file_name[-200:],
            layout="REFI-QDA",
            sealed_text=talk.laid.text,
            n_characters=talk.laid.n_characters,
            created_by_id=self.actor.id,
            created_at=moment_of(talk.source.created_at),
        )
        db.session.add(transcript)
        db.session.flush()
        self.transcripts[talk.source.guid] = transcript.id
        insert_many(Turn, list(self._turns(talk, transcript.id)))
        insert_many(Coding, [self._coding(one, transcript.id) for one in talk.passages])
        self.n_codings += len(talk.passages)

    def _turns(self, talk: Talk, transcript_id: int) -> Iterator[dict[str, Any]]:
        ids = {key: one.id for key, one in self.people.items()}
        for position, (one, start) in enumerate(zip(talk.laid.turns, talk.laid.places, strict=True)):
            yield {
                "transcript_id": transcript_id,
                "position": position,
                "start": start,
                "end": start + one.end - one.start,
                "sealed_label": one.label or None,
                "is_interviewer": one.who == INTERVIEWER,
                "participant_id": ids.get(one.who),
            }

    def _coding(self, passage: Passage, transcript_id: int) -> dict[str, Any]:
        at = moment_of(passage.coding.created_at)
        return {
            "guid": passage.coding.guid,
            "transcript_id": transcript_id,
            "theme_id": self.themes[passage.coding.code],
            "file_coder_id": self.coders.get(passage.user),
            "start": passage.start,
            "end": passage.end,
            "sealed_memo": "\n\n".join(words_of_note(self.incoming.notes[one]) for one in passage.notes) or None,
            "created_at": at,
            "updated_at": at,
        }

    def add_memos(self) -> None:
        for guid, (kind, about) in memos_of(self.incoming).items():
            note = self.incoming.notes[guid]
            at = moment_of(note.created_at)
            memo = Memo(study_id=self.study.id, title=one_line(note.name, LONGEST_TITLE) or "Memo", **self._guid(guid))
            memo.theme_id = self.themes[about] if kind == "code" else None
            memo.transcript_id = self.transcripts[about] if kind == "source" else None
            memo.sealed_text, memo.file_coder_id = note.text, self.coders.get(note.user)
            memo.created_at = memo.updated_at = at
            db.session.add(memo)


def free_name(name: str, names: set[str]) -> str:
    """The name, with a number where another theme beside it has it; it is added to `names`."""
    free, n = name, 1
    while free.casefold() in names:
        n += 1
        free = f"{name[: LONGEST_NAME - 6]} ({n})"
    names.add(free.casefold())
    return free


def interview_fields(talk: Talk, incoming: Incoming) -> dict[str, Any]:
    """What the file tells of the interview: title, kind, wave and day. It was not held by a schedule of ours."""
    told = values_of(talk.source, incoming)
    kind = told.get("Kind of interview", "")
    alone = InterviewKind.INDIVIDUAL if len(talk.speakers) < 2 else InterviewKind.GROUP
    wave = told.get("Wave", "")
    return {
        "title": one_line(talk.source.name, LONGEST_TITLE) or "—",
        "kind": kind if kind in set(InterviewKind) else alone,
        "state": InterviewState.DRAFTED,
        "wave_kind": wave if wave in set(WaveKind) else "",
        "held_on": day_of(told.get("Held on", "")),
        "schedule_name": "",
        "schedule_version": "",
        "schedule_digest": "",
    }


def values_of(source: Source, incoming: Incoming) -> dict[str, str]:
    """Name of variable to what it is for the text, where it is known."""
    names = {one.guid: one.name for one in incoming.project.variables}
    return {names[one.variable]: one.text for one in source.values if one.text is not None}


def words_of_note(note: Note) -> str:
    """A note as the memo of a coding, which has no title of its own."""
    is_named = note.name and note.name != "Memo" and not note.text.startswith(note.name)
    return f"{note.name}\n\n{note.text}".strip() if is_named else note.text


def moment_of(text: str) -> datetime:
    """A moment of the format, in UTC where it names no zone; this one where there is none or no calendar has it."""
    try:
        found = datetime.fromisoformat(text.strip())
        return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return now()


def day_of(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip()[:10])
    except ValueError:
        return None
