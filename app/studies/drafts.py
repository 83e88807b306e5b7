"""A schedule while it is written: each step takes one and gives the next. Pure.

A question keeps its id as long as it asks the same, so that answers to it line up across schedules and versions.
"""

import re
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import replace
from itertools import count
from typing import TypeVar

from app.instruments.load import examine_text
from app.instruments.model import OPEN, Instrument, Question, Section
from app.instruments.write import text_of

MOST_OF_ID = 40
FORM = "A"
Part = TypeVar("Part", Section, Question)


class NoSuchPart(LookupError):
    """No section or question of the draft has that id."""


def blank(name: str, version: str, title: str) -> Instrument:
    """A schedule without a question."""
    return Instrument(
        name=name,
        version=version,
        form=FORM,
        title=title,
        audience="Staff of the partnership's schools",
        licence="For use in the partnership",
        status_note="This schedule is a partnership's own. It has been tried with nobody yet.",
        language="en",
        sections=(),
        scales=(),
        digest="",
        reading_age=15,
    )


def read_draft(text: str) -> Instrument:
    """The schedule in a draft's text, whether or not it has problems still."""
    draft, problems = examine_text(text.encode(), "the draft")
    if draft is None:
        raise ValueError(f"the text of a draft is not readable: {problems[0]}")
    return draft


def written(draft: Instrument) -> str:
    """Its text."""
    return text_of(draft)


def id_for(text: str, taken: Collection[str]) -> str:
    """A new id out of the first words of a text, and a number where another thing has it already."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    words = re.findall(r"[a-z][a-z0-9]*", plain) or ["question"]
    wanted = words[0][:MOST_OF_ID]
    for word in words[1:5]:
        wanted = wanted if len(wanted) + len(word) >= MOST_OF_ID else f"{wanted}-{word}"
    if wanted not in taken:
        return wanted
    return next(f"{wanted}-{n}" for n in count(2) if f"{wanted}-{n}" not in taken)


def next_version(versions: Collection[str], year: int) -> str:
    """The version after these, in a year: 2026-1, then 2026-2."""
    numbers = [int(one.partition("-")[2]) for one in versions if one.startswith(f"{year}-")]
    return f"{year}-{max(numbers, default=0) + 1}"


def section_of(draft: Instrument, id: str) -> Section:
    return draft.sections[_place(draft.sections, id)]


def question_of(draft: Instrument, id: str) -> Question:
    return draft.questions[_place(draft.questions, id)]


def add_section(draft: Instrument, title: str) -> Instrument:
    """One more part, at the end."""
    id = id_for(title, {one.id for one in draft.sections})
    return replace(draft, sections=(*draft.sections, Section(id, title, ())))


def rename_section(draft: Instrument, id: str, title: str) -> Instrument:
    return _with_section(draft, replace(section_of(draft, id), title=title))


def move_section(draft: Instrument, id: str, step: int) -> Instrument:
    """One place up (-1) or down (1); at an end it stays."""
    return replace(draft, sections=_moved(draft.sections, _place(draft.sections, id), step))


def remove_section(draft: Instrument, id: str) -> Instrument:
    """The part with its questions."""
    at = _place(draft.sections, id)
    return replace(draft, sections=draft.sections[:at] + draft.sections[at + 1 :])


def add_questions(draft: Instrument, section_id: str, questions: Sequence[Question]) -> Instrument:
    """At the end of a part; one whose id is there already is left out."""
    section, there = section_of(draft, section_id), {one.id for one in draft.questions}
    new = tuple(one for one in questions if one.id not in there)
    return _with_section(draft, replace(section, questions=section.questions + new))


def edit_question(draft: Instrument, id: str, question: Question) -> Instrument:
    """Put another in its place, with the same id or a new one."""
    section = _section_with(draft, id)
    questions = tuple(question if one.id == id else one for one in section.questions)
    return _with_section(draft, replace(section, questions=questions))


def remove_question(draft: Instrument, id: str) -> Instrument:
    section = _section_with(draft, id)
    return _with_section(draft, replace(section, questions=tuple(one for one in section.questions if one.id != id)))


def move_question(draft: Instrument, id: str, step: int) -> Instrument:
    """One place up (-1) or down (1), from an end of a part into the next one."""
    section = _section_with(draft, id)
    at, part = _place(section.questions, id), _place(draft.sections, section.id)
    if 0 <= at + step < len(section.questions):
        return _with_section(draft, replace(section, questions=_moved(section.questions, at, step)))
    if not 0 <= part + step < len(draft.sections):
        return draft
    question, neighbour = section.questions[at], draft.sections[part + step]
    beside = (*neighbour.questions, question) if step < 0 else (question, *neighbour.questions)
    return _with_section(remove_question(draft, id), replace(neighbour, questions=beside))


def write_question(id: str, text: str, prompts: Sequence[str]) -> Question:
    """A question of an interview."""
    return Question(id=id, kind=OPEN, text=text, prompts=tuple(prompts))


def _section_with(draft: Instrument, question_id: str) -> Section:
    for section in draft.sections:
        if any(one.id == question_id for one in section.questions):
            return section
    raise NoSuchPart(question_id)


def _with_section(draft: Instrument, section: Section) -> Instrument:
    sections = tuple(section if one.id == section.id else one for one in draft.sections)
    return replace(draft, sections=sections)


def _place(parts: Sequence[Part], id: str) -> int:
    for at, one in enumerate(parts):
        if one.id == id:
            return at
    raise NoSuchPart(id)


def _moved(parts: tuple[Part, ...], at: int, step: int) -> tuple[Part, ...]:
    to = at + step
    if not 0 <= to < len(parts):
        return parts
    order = list(parts)
    order[at], order[to] = order[to], order[at]
    return tuple(order)
