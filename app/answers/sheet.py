"""What a pupil's pages show of an instrument and a string of answers."""

from dataclasses import dataclass

from app.instruments.kinds import KINDS
from app.instruments.model import NOT_ANSWERED, NOT_SHOWN, SKIPPED, Instrument, Question
from app.web.languages import _


@dataclass(frozen=True)
class Choice:
    """One answer as a row to press."""

    value: str
    text: str
    face: str | None = None


@dataclass(frozen=True)
class Statement:
    """One question on its screen. `number` counts from 1; values in `apart` stand apart from the scale."""

    number: int
    total: int
    part: str
    text: str
    explain: str
    chosen: str
    choices: tuple[Choice, ...]
    apart: tuple[str, ...]
    skip: str
    skip_code: str = SKIPPED
    english: "Statement | None" = None
    """The same as the instrument's own language has it, where this is another."""


@dataclass(frozen=True)
class Line:
    """One question on the review page; `answer` is empty where there is none."""

    number: int
    text: str
    answer: str


def statement(instrument: Instrument, chosen: str, position: int, original: Instrument | None = None) -> Statement:
    """One question as the instrument says it, and beside it as `original` does where that is another language."""
    question = instrument.questions[position]
    apart = tuple(code for code in KINDS[question.kind].extra if code != SKIPPED)
    choices = [Choice(option.code, option.label, option.face) for option in question.options]
    choices += [Choice(code, instrument.words[code]) for code in apart]
    return Statement(
        number=position + 1,
        total=len(instrument.questions),
        part=part_of(instrument, position),
        text=question.text,
        explain=question.explain,
        chosen=chosen,
        choices=tuple(choices),
        apart=apart,
        skip=instrument.words[SKIPPED],
        english=statement(original, "", position) if original and original is not instrument else None,
    )


def part_of(instrument: Instrument, position: int) -> str:
    """Title of the section a question stands in; nothing where there is only one."""
    if len(instrument.sections) == 1:
        return ""
    for section in instrument.sections:
        position -= len(section.questions)
        if position < 0:
            return section.title
    raise IndexError("no such question")


def lines(instrument: Instrument, answers: str) -> list[Line]:
    """Every question with its answer in words."""
    return [
        Line(number, question.text, _words(instrument, question, code))
        for number, (question, code) in enumerate(zip(instrument.questions, answers, strict=True), start=1)
    ]


def first_unanswered(answers: str) -> int | None:
    """Position where a pupil goes on, or None when there is an answer everywhere."""
    position = answers.find(NOT_ANSWERED)
    return None if position < 0 else position


def _words(instrument: Instrument, question: Question, code: str) -> str:
    """An answer in the language that the instrument is in."""
    if code in {NOT_ANSWERED, NOT_SHOWN}:
        return ""
    if code == SKIPPED:
        return _("Skipped")
    return question.labels.get(code) or instrument.words[code]
