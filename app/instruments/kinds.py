"""Kinds of question. To add one: write its class, name it in KINDS, add a sample file and a test."""

from dataclasses import dataclass
from typing import ClassVar

from app.instruments.model import NOT_SURE, OPEN, PREFER_NOT, RESERVED, SKIPPED, Question


class NotAnAnswer(ValueError):
    """What came is no answer to the question that was asked."""


@dataclass(frozen=True)
class Column:
    """What a question becomes in a data set: its name, its label, and what each code stands for.

    `values` holds the number of each scored code; codes in `missing` are kept apart from answers.
    """

    name: str
    label: str
    labels: dict[str, str]
    values: dict[str, int]
    missing: dict[str, str]


class Kind:
    """One of several labelled answers. `extra` are the reserved codes a person may give as well."""

    title: ClassVar[str]
    extra: ClassVar[tuple[str, ...]]
    scored: ClassVar[bool]

    @classmethod
    def codes(cls, question: Question) -> tuple[str, ...]:
        """Every code a person may send, in the order of the page."""
        return (*question.labels, *cls.extra)

    @classmethod
    def parse(cls, question: Question, raw: object) -> str:
        """The code in what a form sent; NotAnAnswer when the question offers no such answer."""
        code = raw.strip() if isinstance(raw, str) else ""
        if len(code) == 1 and (code in question.labels or code in cls.extra):
            return code
        raise NotAnAnswer(f"question {question.id} offers no such answer")

    @classmethod
    def text(cls, question: Question, code: str) -> str:
        """What a person reads for a stored code."""
        return question.labels.get(code) or RESERVED[code]

    @classmethod
    def column(cls, question: Question) -> Column:
        values = {option.code: option.value for option in question.options if option.value is not None}
        return Column(question.id, question.text, dict(question.labels), values, dict(RESERVED))


class Statement(Kind):
    """A sentence about oneself, answered on labelled points that are scored in steps."""

    title = "Statement with labelled points, scored"
    extra = (NOT_SURE, SKIPPED)
    scored = True


class Choice(Kind):
    """One of several answers in no order, never scored."""

    title = "Choice of one answer, not scored"
    extra = (PREFER_NOT, SKIPPED)
    scored = False


class Open(Kind):
    """A question of an interview: what is said to it is text, in a room of its own, and never a code."""

    title = "Question of an interview, answered in words"
    extra = ()
    scored = False


KINDS: dict[str, type[Kind]] = {"statement": Statement, "choice": Choice, OPEN: Open}
