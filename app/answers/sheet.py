"""What a pupil's pages show of an instrument and a string of answers."""

from dataclasses import dataclass

from app.answers import seqs
from app.instruments.kinds import KINDS
from app.instruments.model import NOT_ANSWERED, NOT_SHOWN, SKIPPED, Instrument, Option, Question
from app.web.languages import _

ANSWERED = "+"
"""In place of a code: there is an answer, given before the codes were entered, and it is not shown."""


@dataclass(frozen=True)
class Choice:
    """One answer as a row to press."""

    value: str
    text: str
    face: str | None = None
    audio: str = ""
    """The file where it is read aloud, if there is one."""
    amount: float | None = None
    """How far up the scale it stands, from 0 to 1; None where it is drawn as a face or stands on no scale."""


@dataclass(frozen=True)
class Signed:
    """A clip in sign language, with the text that it signs."""

    text: str
    file: str
    language: str
    captions: str


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
    audio: str = ""
    clips: tuple[Signed, ...] = ()
    english: "Statement | None" = None
    """The same as the instrument's own language has it, where this is another."""

    @property
    def is_earlier(self) -> bool:
        return self.chosen == ANSWERED


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
    choices = [
        Choice(
            one.code,
            one.label,
            one.face,
            _audio(instrument, "answer", question.answers, one.code),
            _amount(one, question),
        )
        for one in question.options
    ]
    choices += [Choice(code, instrument.words[code], audio=_audio(instrument, "word", code)) for code in apart]
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
        audio=_audio(instrument, "question", question.id, "text"),
        clips=_signed(instrument, question),
        english=statement(original, "", position) if original and original is not instrument else None,
    )


def _audio(instrument: Instrument, *of: str) -> str:
    return instrument.media.recording(instrument.language, of)


def _signed(instrument: Instrument, question: Question) -> tuple[Signed, ...]:
    """The question and its answers, as far as there are clips of them."""
    texts = {("question", question.id, "text"): question.text}
    texts |= {("answer", question.answers, one.code): one.label for one in question.options}
    found = ((text, instrument.media.clip(of)) for of, text in texts.items())
    return tuple(
        Signed(text, clip.path.name, clip.language, clip.captions.name if clip.captions else "")
        for text, clip in found
        if clip
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


def screened(answers: str, numbers: str, earlier: int) -> str:
    """The answers as their own pupil may see them: those with a number up to `earlier` are only told of.

    Whoever enters the codes may be somebody else, who found the card.
    """
    if not earlier:
        return answers
    return "".join(
        ANSWERED if code not in {NOT_ANSWERED, NOT_SHOWN} and seqs.at(numbers, position) <= earlier else code
        for position, code in enumerate(answers)
    )


def first_unanswered(answers: str) -> int | None:
    """Position where a pupil goes on, or None when there is an answer everywhere."""
    position = answers.find(NOT_ANSWERED)
    return None if position < 0 else position


def _amount(option: Option, question: Question) -> float | None:
    values = [one.value for one in question.options if one.value is not None]
    if option.value is None or option.face or len(values) < 2:
        return None
    return (option.value - min(values)) / (max(values) - min(values))


def _words(instrument: Instrument, question: Question, code: str) -> str:
    """An answer in the language that the instrument is in."""
    if code in {NOT_ANSWERED, NOT_SHOWN}:
        return ""
    if code == ANSWERED:
        return _("Answered")
    if code == SKIPPED:
        return _("Skipped")
    return question.labels.get(code) or instrument.words[code]
