"""A page of notes as a template shows it, and what its forms and its script send: places, lines, writes.

A place names one line: a question's id, a stroke, and the line's number; notes on nothing in particular have no id.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from app.instruments.model import Instrument, Question
from app.interviews.models import Note
from app.interviews.notes import MOST_AGREE, MOST_LINES, Saved, Unreadable, Write
from app.web.forms import whole


@dataclass(frozen=True)
class Line:
    """One line of notes as it stands."""

    place: str
    text: str
    speaker_key: str = ""
    n_agree: int = 0


@dataclass(frozen=True)
class Asked:
    """A question with its lines; `fresh` is the place of the next one, `part` the title of a part that begins here."""

    question: Question
    lines: tuple[Line, ...]
    fresh: str
    part: str = ""


def place_of(question_id: str, line: int) -> str:
    return f"{question_id}/{line}"


def read_place(place: str, schedule: Instrument) -> tuple[str, int]:
    """Question id and line; Unreadable for what is no place of the schedule."""
    question_id, _stroke, number = place.rpartition("/")
    line = whole(number)
    if line is None or line > MOST_LINES or (question_id and question_id not in schedule.positions):
        raise Unreadable
    return question_id, line


def asked_of(schedule: Instrument, notes: Iterable[Note], *, in_lines: bool) -> list[Asked]:
    """Each question of the schedule with what is noted under it; without lines it has one note, perhaps empty."""
    by_question: dict[str, list[Note]] = {}
    for note in notes:
        by_question.setdefault(note.question_id, []).append(note)
    parts = {part.questions[0].id: part.title for part in schedule.sections} if len(schedule.sections) > 1 else {}
    return [
        replace(_asked(one, by_question.get(one.id, []), in_lines=in_lines), part=parts.get(one.id, ""))
        for one in schedule.questions
    ]


def _asked(question: Question, notes: list[Note], *, in_lines: bool) -> Asked:
    lines = tuple(line_of(note) for note in notes if (note.line > 0) == in_lines)
    if not in_lines:
        return Asked(question, lines or (Line(place_of(question.id, 0), ""),), "")
    return Asked(question, lines, place_of(question.id, max((note.line for note in notes), default=0) + 1))


def general_of(notes: Iterable[Note]) -> Line:
    """What belongs to no question."""
    found = next((note for note in notes if not note.question_id), None)
    return line_of(found) if found else Line(place_of("", 0), "")


def line_of(note: Note) -> Line:
    return Line(place_of(note.question_id, note.line), note.sealed_text, note.speaker_key, note.n_agree)


def as_told(place: str, saved: Saved) -> dict[str, str | int]:
    """What the script hears of a line."""
    line: dict[str, str | int] = {"stored": saved.text, "speaker": saved.speaker_key, "agree": saved.n_agree}
    return {"question": place, **line, "seq": saved.seq}


def writes_in(
    form: Mapping[str, str], schedule: Instrument, keys: Iterable[str], *, lease: int, person_id: int | None
) -> list[Write]:
    """Every line that a form without script brings; Unreadable for what no such form has."""
    writes = []
    for name, text in form.items():
        kind, _colon, place = name.partition(":")
        if kind != "text":
            continue
        question_id, line = read_place(place, schedule)
        speaker = form.get(f"speaker:{place}", "")
        if speaker and speaker not in keys:
            raise Unreadable
        n_agree = min(whole(form.get(f"agree:{place}")) or 0, MOST_AGREE)
        plain = plain_text(text)
        writes.append(
            Write(
                question_id=question_id,
                line=line,
                text=plain,
                speaker_key=speaker if plain else "",
                n_agree=n_agree if plain else 0,
                lease=lease,
                person_id=person_id,
            )
        )
    return writes


def write_in(form: Mapping[str, str], schedule: Instrument, keys: Iterable[str], *, person_id: int | None) -> Write:
    """The one write that the script sends; Unreadable when it is none."""
    question_id, line = read_place(form.get("question", ""), schedule)
    lease, seq, write_id = whole(form.get("lease")), whole(form.get("seq")), form.get("write", "")
    speaker = form.get("speaker", "")
    if lease is None or not seq or not write_id or (speaker and speaker not in keys):
        raise Unreadable
    return Write(
        question_id=question_id,
        line=line,
        text=plain_text(form.get("answer", "")),
        speaker_key=speaker,
        n_agree=whole(form.get("agree")) or 0,
        lease=lease,
        seq=seq,
        write_id=write_id,
        person_id=person_id,
    )


def plain_text(text: str) -> str:
    """A form ends lines by two characters, a script by one."""
    return text.replace("\r\n", "\n").replace("\r", "\n")
