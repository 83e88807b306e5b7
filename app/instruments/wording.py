"""Depth three of three: will the people it is for understand it?

The rules come from studies of surveys with children and with people who find reading hard: one idea, present
tense, positive, concrete, short.
"""

import re
from collections.abc import Iterator

from app.instruments.model import OPEN, Instrument, Question
from app.instruments.problems import Report
from app.instruments.readability import reading_ages, words_of

USUAL_WORDS = 12
MOST_WORDS = 14
MOST_WORDS_OF_EXPLANATION = 22
MOST_WORDS_OF_LABEL = 3
MOST_WORDS_OF_OPEN = 20
LEADING = frozenset({"is", "are", "was", "were", "do", "does", "did", "has", "have", "can", "could", "would", "should"})
LONG_WORD = 12
"""Letters; a longer word stops a young reader."""

NEGATIVES = frozenset(
    {
        "no",
        "not",
        "none",
        "never",
        "nothing",
        "nobody",
        "neither",
        "nor",
        "without",
        "cannot",
        "dont",
        "doesnt",
        "cant",
        "wont",
        "isnt",
        "arent",
        "hardly",
    }
)
JOINERS = frozenset({"and", "or", "but"})
ABSOLUTES = frozenset(
    {
        "always",
        "never",
        "all",
        "every",
        "everyone",
        "everybody",
        "everything",
        "only",
        "completely",
        "totally",
    }
)
IDIOMS = (
    "piece of cake",
    "hang of",
    "under the weather",
    "fed up",
    "give up",
    "down in the dumps",
    "on top of",
    "keep up",
    "get on with",
    "have a go",
    "look up to",
    "at the end of the day",
    "make the most of",
    "in the long run",
    "stand up for",
    "fall behind",
    "out of my depth",
)


def check(instrument: Instrument, report: Report) -> None:
    for question in instrument.questions:
        place = f"question {question.id}"
        if question.kind == OPEN:
            for text in (question.text, *question.prompts):
                for sentence in _doubts_of_open(text):
                    report.advice(place, sentence)
            continue
        for sentence in _faults(question):
            if question.kind == "statement":
                report.problem(place, sentence)
            else:
                report.advice(place, sentence)
        for sentence in _doubts(question):
            report.advice(place, sentence)
    _check_reading_age(instrument, report)


def _faults(question: Question) -> Iterator[str]:
    words = words_of(question.text)
    if len(words) > MOST_WORDS:
        yield f"It has {len(words)} words. Cut it to {USUAL_WORDS} or fewer."
    if negative := _first(words, NEGATIVES) or _contraction(question.text):
        yield f"“{negative}” makes it negative, which trips weak readers. Say what is so, not what is not."
    if joiner := _first(words, JOINERS) or ("/" if "/" in question.text else ""):
        yield f"“{joiner}” may ask two things at once. Ask one of them, or make two questions."
    for idiom in IDIOMS:
        if idiom in " ".join(words):
            yield f"“{idiom}” is a figure of speech. Use plain words for what is meant."


def _doubts(question: Question) -> Iterator[str]:
    words = words_of(question.text)
    if USUAL_WORDS < len(words) <= MOST_WORDS:
        yield f"It has {len(words)} words. {USUAL_WORDS} or fewer read better."
    if absolute := _first(words, ABSOLUTES):
        yield f"“{absolute}” leaves no room between. Take it out and let the answers say how much."
    for word in words:
        if len(word) > LONG_WORD:
            yield f"“{word}” is long. Find a shorter word."
    yield from _doubts_of_help(question)


def _doubts_of_open(text: str) -> Iterator[str]:
    words = words_of(text)
    if len(words) > MOST_WORDS_OF_OPEN:
        yield f"“{text}” has {len(words)} words. Ask it in {MOST_WORDS_OF_OPEN} or fewer."
    if text.count("?") > 1:
        yield f"“{text}” asks twice. Make the second a prompt."
    if words and words[0] in LEADING:
        yield f"“{text}” can be met with yes or no. Begin with what, how, which, who, when or where."


def _doubts_of_help(question: Question) -> Iterator[str]:
    if len(words_of(question.explain)) > MOST_WORDS_OF_EXPLANATION:
        yield f"Its explanation is long. Say it in {MOST_WORDS_OF_EXPLANATION} words."
    if question.kind == "statement" and not question.explain:
        yield "Add “explain:”, one sentence that says it in other words."
    for option in question.options:
        if len(words_of(option.label)) > MOST_WORDS_OF_LABEL:
            yield f"The answer “{option.label}” is long. Use {MOST_WORDS_OF_LABEL} words or fewer."


def _check_reading_age(instrument: Instrument, report: Report) -> None:
    texts = [text for one in instrument.questions for text in (one.text, one.explain, *one.prompts) if text]
    if not texts or instrument.language != "en":
        return  # both formulas were made for English
    ages = reading_ages(texts)
    for name, age in ages.items():
        if age > instrument.reading_age:
            report.problem(
                "reading age",
                f"By {name} the questions and explanations need a reader of {age:.1f}; "
                f"the aim is {instrument.reading_age}. Use shorter sentences and words.",
            )


def _first(words: list[str], wanted: frozenset[str]) -> str:
    return next((word for word in words if word in wanted), "")


def _contraction(text: str) -> str:
    found = re.search(r"\w+n['’]t\b", text)
    return found[0] if found else ""
