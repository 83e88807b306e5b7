"""An instrument in memory: frozen, complete, and the same in every language."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from app.instruments.media import Media

NOT_ANSWERED = "."
NOT_SHOWN = "-"
SKIPPED = "s"
NOT_SURE = "u"
PREFER_NOT = "p"

RESERVED = {
    NOT_ANSWERED: "Not answered",
    NOT_SHOWN: "Not shown",
    SKIPPED: "Skipped",
    NOT_SURE: "Not sure",
    PREFER_NOT: "Prefer not to say",
}
PAGE_WORDS = RESERVED | {SKIPPED: "I want to skip this"}
"""What a page offers for these codes, unless the file has words of its own."""
OPEN = "open"
"""The kind of question that is asked in words and answered in words."""
FACES = ("sad", "neutral", "happy")
DRAFT = "draft"
TRANSLATION_STATES = (DRAFT, "reviewed", "back-translated", "piloted")
"""A draft was reviewed by no speaker. Any other was, and by more people with each step."""
MOST_SCALES = 12
MOST_QUESTIONS = 200


@dataclass(frozen=True)
class Option:
    """One answer a question offers. `value` is None where the answer is not scored."""

    code: str
    label: str
    value: int | None = None
    face: str | None = None


@dataclass(frozen=True)
class Question:
    id: str
    kind: str
    text: str
    explain: str = ""
    options: tuple[Option, ...] = ()
    scale: str | None = None
    reversed: bool = False
    answers: str = ""
    """Name of the set of answers in the file, so that a translation can speak of the set once."""
    prompts: tuple[str, ...] = ()
    """What an interviewer may ask besides, where little is said."""

    @cached_property
    def labels(self) -> dict[str, str]:
        return {option.code: option.label for option in self.options}


@dataclass(frozen=True)
class Section:
    id: str
    title: str
    questions: tuple[Question, ...]


@dataclass(frozen=True)
class Scale:
    """A score from 0 to 100, where `high_means` says in words what a high one stands for."""

    id: str
    title: str
    about: str
    low_means: str
    high_means: str
    question_ids: tuple[str, ...] = ()
    reversed_ids: tuple[str, ...] = ()


@dataclass(frozen=True)
class Translation:
    """What pupils read, in another language, by what it replaces: ("question", "calm-place", "text") and so on.

    `digest` is that of the texts alone: a review that changes no word leaves it as it was.
    """

    language: str
    status: str
    texts: Mapping[tuple[str, ...], str] = field(hash=False)
    digest: str = ""

    @property
    def is_draft(self) -> bool:
        return self.status == DRAFT


@dataclass(frozen=True)
class Instrument:
    name: str
    version: str
    form: str
    title: str
    audience: str
    licence: str
    status_note: str
    language: str
    sections: tuple[Section, ...]
    scales: tuple[Scale, ...]
    digest: str
    translations: Mapping[str, Translation] = field(default_factory=dict, repr=False)
    words: Mapping[str, str] = field(default_factory=lambda: dict(PAGE_WORDS), repr=False)
    """What a page offers for the reserved codes, in this language."""
    reading_age: int = 9
    opening: str = ""
    """What an interviewer says before the first question of a schedule."""
    media: Media = field(default_factory=Media, repr=False)

    def __hash__(self) -> int:
        return hash((self.digest, self.language))

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        return tuple(question for section in self.sections for question in section.questions)

    @property
    def is_schedule(self) -> bool:
        """True when people are asked to speak, false when they choose from answers."""
        return bool(self.questions) and all(question.kind == OPEN for question in self.questions)

    @cached_property
    def positions(self) -> dict[str, int]:
        """Question id to its place in the string of answers, counted from 0."""
        return {question.id: index for index, question in enumerate(self.questions)}

    @cached_property
    def scale_numbers(self) -> dict[str, int]:
        """Scale id to its number, counted from 0: which of a response's score columns is its own."""
        return {scale.id: index for index, scale in enumerate(self.scales)}

    @property
    def languages(self) -> tuple[str, ...]:
        """Languages a pupil may be offered without more ado: its own, and translations a speaker has reviewed."""
        others = (code for code, translation in self.translations.items() if not translation.is_draft)
        return (self.language, *others)

    def question(self, id: str) -> Question:
        """The question of that id; KeyError when there is none."""
        return self.questions[self.positions[id]]

    def scale(self, id: str) -> Scale:
        """The scale of that id; KeyError when there is none."""
        return self.scales[self.scale_numbers[id]]

    def in_language(self, code: str) -> "Instrument":
        """The same instrument, ids, codes and digest, in another language; KeyError when there is none.

        Scales keep their words: pupils never read them.
        """
        if code == self.language:
            return self
        if code not in self._translated:
            self._translated[code] = _translate(self, self.translations[code])
        return self._translated[code]

    @cached_property
    def _translated(self) -> dict[str, "Instrument"]:
        return {}


def texts_of(instrument: Instrument) -> dict[tuple[str, ...], str]:
    """Every text a translation has to give, by what it is the text of."""
    texts: dict[tuple[str, ...], str] = {("title",): instrument.title}
    texts |= {("word", code): instrument.words[code] for code in (NOT_SURE, SKIPPED, PREFER_NOT)}
    for section in instrument.sections:
        texts["section", section.id] = section.title
    for question in instrument.questions:
        texts["question", question.id, "text"] = question.text
        if question.explain:
            texts["question", question.id, "explain"] = question.explain
        texts |= {("answer", question.answers, option.code): option.label for option in question.options}
    return texts


def _translate(instrument: Instrument, translation: Translation) -> Instrument:
    texts = translation.texts

    def question(old: Question) -> Question:
        options = (replace(one, label=texts["answer", old.answers, one.code]) for one in old.options)
        explain = texts["question", old.id, "explain"] if old.explain else ""
        return replace(old, text=texts["question", old.id, "text"], explain=explain, options=tuple(options))

    sections = tuple(
        replace(old, title=texts["section", old.id], questions=tuple(map(question, old.questions)))
        for old in instrument.sections
    )
    words = {code: texts.get(("word", code), word) for code, word in instrument.words.items()}
    return replace(
        instrument,
        title=texts["title",],
        language=translation.language,
        sections=sections,
        words=words,
    )
