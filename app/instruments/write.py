"""From a schedule in memory back to the text of its file: what is read from that text is the same schedule."""

from typing import Any

import yaml

from app.instruments.model import OPEN, Instrument, Question, Section

HEAD = ("name", "version", "form", "title", "audience", "licence", "status_note", "language")
WIDTH = 120  # characters in a line


def text_of(schedule: Instrument) -> str:
    """The text of an instrument whose questions are all answered in words; nothing else of it is written."""
    parts: dict[str, Any] = {name: getattr(schedule, name) for name in HEAD}
    parts |= {"reading_age": str(schedule.reading_age), "opening": schedule.opening}
    parts |= {"defaults": {"kind": OPEN}, "sections": [_section(one) for one in schedule.sections]}
    return yaml.safe_dump(_filled(parts), allow_unicode=True, sort_keys=False, width=WIDTH)


def _section(section: Section) -> dict[str, Any]:
    return {"id": section.id, "title": section.title, "questions": [_question(one) for one in section.questions]}


def _question(question: Question) -> dict[str, Any]:
    parts = {"id": question.id, "text": question.text, "explain": question.explain, "prompts": list(question.prompts)}
    return _filled(parts)


def _filled(parts: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in parts.items() if value}
