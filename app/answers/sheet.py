"""What a pupil's pages show of an instrument and a string of answers."""

from dataclasses import dataclass

from app.instruments.kinds import KINDS
from app.instruments.model import NOT_ANSWERED, NOT_SHOWN, SKIPPED, Instrument, Question


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


@dataclass(frozen=True)
class Line:
    """One question on the review page; `answer` is empty where there is none."""

    number: int
    text: str
    answer: str


def statement(instrument: Instrument, chosen: str, position: int) -> Statement:
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
        Line(number, question.text, _words(question, code))
        for number, (question, code) in enumerate(zip(instrument.questions, answers, strict=True), start=1)
    ]


def first_unanswered(answers: str) -> int | None:
    """Position where a pupil goes on, or None when there is an answer everywhere."""
    position = answers.find(NOT_ANSWERED)
    return None if position < 0 else position


def _words(question: Question, code: str) -> str:
    return "" if code in {NOT_ANSWERED, NOT_SHOWN} else KINDS[question.kind].text(question, code)
