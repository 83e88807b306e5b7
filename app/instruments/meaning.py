"""Depth two of three: do the parts fit together?"""

import re
from collections import Counter
from collections.abc import Iterable

from app.instruments.kinds import KINDS
from app.instruments.model import (
    FACES,
    MOST_QUESTIONS,
    MOST_SCALES,
    OPEN,
    RESERVED,
    TRANSLATION_STATES,
    Instrument,
    Question,
    Scale,
    Translation,
    texts_of,
)
from app.instruments.problems import Report

KEBAB = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
VERSION = re.compile(r"20\d\d-[1-9]\d?")
LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Z][A-Za-z]+)?")
CODE = re.compile(r"[0-9A-Za-z]")
FEWEST_ITEMS = 3


def check(instrument: Instrument, report: Report) -> None:
    _check_head(instrument, report)
    _check_ids(instrument, report)
    for question in instrument.questions:
        _check_question(question, instrument, report)
    for name, question in {question.answers: question for question in instrument.questions}.items():
        _check_answers(f"answers {name}", question, report)
    for scale in instrument.scales:
        _check_scale(scale, instrument, report)


def _check_head(instrument: Instrument, report: Report) -> None:
    if instrument.version and not VERSION.fullmatch(instrument.version):
        report.problem("version", f"“{instrument.version}” has to be a year and a number, as in 2026-1.")
    if instrument.language and not LANGUAGE.fullmatch(instrument.language):
        report.problem("language", f"“{instrument.language}” has to be a language code, as in en or pl.")
    if len(instrument.scales) > MOST_SCALES:
        report.problem("scales", f"There are {len(instrument.scales)}; {MOST_SCALES} is the most.")
    if len(instrument.questions) > MOST_QUESTIONS:
        report.problem("sections", f"There are {len(instrument.questions)} questions; {MOST_QUESTIONS} is the most.")
    if not 5 <= instrument.reading_age <= 20:
        report.problem("reading_age", "Give an age between 5 and 20.")


def _check_ids(instrument: Instrument, report: Report) -> None:
    groups: dict[str, Iterable[str]] = {
        "section": [one.id for one in instrument.sections],
        "question": [one.id for one in instrument.questions],
        "scale": [one.id for one in instrument.scales],
    }
    if instrument.name and not KEBAB.fullmatch(instrument.name):
        report.problem("name", f"“{instrument.name}” {_KEBAB_RULE}")
    for kind, ids in groups.items():
        for id, count in Counter(filter(None, ids)).items():
            if not KEBAB.fullmatch(id):
                report.problem(f"{kind} {id}", f"“{id}” {_KEBAB_RULE}")
            if count > 1:
                report.problem(f"{kind} {id}", f"“{id}” is used {count} times. Give each its own id.")


_KEBAB_RULE = "has to be lower-case words joined by hyphens, as in calm-place."


def _check_question(question: Question, instrument: Instrument, report: Report) -> None:
    place = f"question {question.id}"
    kind = KINDS.get(question.kind)
    if kind is None:
        report.problem(place, f"“kind: {question.kind}” is not known. Use one of: {', '.join(KINDS)}.")
    _check_open(question, instrument, report)
    if question.reversed and not question.scale:
        report.problem(place, "“reversed: yes” has no meaning without a “scale:”. Remove it or add the scale.")
    if not question.scale:
        return
    if question.scale not in instrument.scale_numbers:
        known = ", ".join(instrument.scale_numbers) or "none yet"
        report.problem(place, f"“scale: {question.scale}” is not in the list of scales. It has: {known}.")
    if kind and not kind.scored:
        report.problem(place, f"A question of kind {question.kind} is never scored. Remove “scale:”.")
    elif question.options and sum(one.value is not None for one in question.options) < 2:
        report.problem(place, "It counts towards a scale, so at least two of its answers need a “value:”.")


def _check_open(question: Question, instrument: Instrument, report: Report) -> None:
    place = f"question {question.id}"
    if question.kind != OPEN:
        if question.prompts:
            report.problem(place, "“prompts:” belong to questions of kind open. Remove them.")
        if instrument.opening:
            report.problem("opening", "It is for schedules, whose questions are all of kind open. Remove it.")
        return
    if question.options:
        report.problem(place, "A question of kind open is answered in words. Remove “answers:”.")
    if any(one.kind != OPEN for one in instrument.questions):
        report.problem(place, "Questions of kind open stand in a schedule of their own. Move it there.")


def _check_answers(place: str, question: Question, report: Report) -> None:
    for option in question.options:
        if option.code in RESERVED:
            report.problem(place, f"“code: {option.code}” is kept for “{RESERVED[option.code]}”. Choose another.")
        elif option.code and not CODE.fullmatch(option.code):
            report.problem(place, f"“code: {option.code}” has to be one letter or one figure.")
        if option.face and option.face not in FACES:
            report.problem(place, f"“face: {option.face}” is not drawn. Use one of: {', '.join(FACES)}.")
    _say_doubles(place, "code", [one.code for one in question.options], report)
    _say_doubles(place, "label", [one.label for one in question.options], report)
    values = [str(one.value) for one in question.options if one.value is not None]
    _say_doubles(place, "value", values, report)
    if len(question.options) == 1:
        report.problem(place, "There is only one answer. Offer at least two.")


def _say_doubles(place: str, what: str, found: list[str], report: Report) -> None:
    for text, count in Counter(filter(None, found)).items():
        if count > 1:
            report.problem(place, f"“{what}: {text}” is given to {count} answers. Each needs its own.")


def _check_scale(scale: Scale, instrument: Instrument, report: Report) -> None:
    place = f"scale {scale.id}"
    items = [question for question in instrument.questions if question.scale == scale.id]
    if not items:
        report.problem(place, "No question belongs to it. Add “scale:” to its questions or remove it.")
        return
    if len(items) < FEWEST_ITEMS:
        report.advice(place, f"A scale of {len(items)} is not steady. Give it at least {FEWEST_ITEMS} questions.")
    ranges = {tuple(sorted(one.value for one in item.options if one.value is not None)) for item in items}
    if len(ranges) > 1:
        report.problem(place, "Its questions' answers have different values. Give them the same set of answers.")
    if len(scale.reversed_ids) == len(items):
        report.advice(place, "Every question is reversed. Turn low_means and high_means round instead.")


def check_translation(translation: Translation, instrument: Instrument, report: Report) -> None:
    language, status = translation.language, translation.status
    if language and (not LANGUAGE.fullmatch(language) or language == instrument.language):
        report.problem("language", "Name it by the code of another language, as in pl or uk.")
    if status and status not in TRANSLATION_STATES:
        report.problem("status", f"“status: {status}” has to be one of: {', '.join(TRANSLATION_STATES)}.")
    wanted = texts_of(instrument)
    for key in wanted.keys() - translation.texts.keys():
        report.problem(_name(key), f"It is missing: “{wanted[key]}”.")
    for key in translation.texts.keys() - wanted.keys():
        report.problem(_name(key), "It is not in the instrument. Remove it.")


def _name(key: tuple[str, ...]) -> str:
    return " ".join(part.replace("_", " ") for part in key)
