"""From the parts of a file to an Instrument, or to a Translation of one."""

import hashlib
import json

from app.instruments.model import (
    NOT_SURE,
    OPEN,
    PAGE_WORDS,
    PREFER_NOT,
    SKIPPED,
    Instrument,
    Option,
    Question,
    Scale,
    Section,
    Translation,
)
from app.instruments.problems import Report
from app.instruments.shape import Reader, named_texts
from app.instruments.yaml_text import Block

WORDS = {"not_sure": NOT_SURE, "skip": SKIPPED, "prefer_not": PREFER_NOT}
SINGULAR = {"questions": "question", "answers": "answer"}
SCALE_TEXTS = ("title", "about", "low_means", "high_means")
Answers = dict[str, tuple[Option, ...]]


def build(raw: Block, digest: str, report: Report) -> Instrument:
    """The instrument in `raw`. Only to be used when `report` holds no problem afterwards."""
    top = Reader(raw, "the file", report)
    answers = {name: _options(top, name, report) for name in top.part("answers")}
    defaults = Reader(top.part("defaults"), "defaults", report)
    usual = defaults.text("kind", "statement"), defaults.text("answers", "")
    defaults.nothing_else()
    sections = tuple(_section(block, usual, answers, report) for block in top.blocks("sections", required=True))
    questions = [question for section in sections for question in section.questions]
    instrument = Instrument(
        name=top.text("name"),
        version=top.text("version"),
        form=top.text("form"),
        title=top.text("title"),
        audience=top.text("audience"),
        licence=top.text("licence"),
        status_note=top.text("status_note"),
        language=top.text("language"),
        sections=sections,
        scales=tuple(_scale(block, questions, report) for block in top.blocks("scales")),
        digest=digest,
        words=PAGE_WORDS | _words(top.part("words"), "words", report),
        reading_age=top.number("reading_age", 9) or 9,
        opening=top.text("opening", ""),
    )
    top.nothing_else()
    return instrument


def _options(top: Reader, name: str, report: Report) -> tuple[Option, ...]:
    place = f"answers {name}"
    options = []
    for block in Reader(top.block["answers"], "answers", report).blocks(name, required=True):
        part = Reader(block, place, report)
        face = part.text("face", "") or None
        options.append(Option(part.text("code"), part.text("label"), part.number("value", None), face))
        part.nothing_else()
    return tuple(options)


def _section(block: Block, usual: tuple[str, str], answers: Answers, report: Report) -> Section:
    part = Reader(block, f"section {block.get('id') or f'at line {block.line}'}", report)
    section = Section(
        id=part.text("id"),
        title=part.text("title"),
        questions=tuple(_question(one, usual, answers, report) for one in part.blocks("questions", required=True)),
    )
    part.nothing_else()
    return section


def _question(block: Block, usual: tuple[str, str], answers: Answers, report: Report) -> Question:
    named = block.get("id")
    place = f"question {named}" if isinstance(named, str) and named else f"question at line {block.line}"
    part = Reader(block, place, report)
    kind, answers_name = part.text("kind", usual[0]), part.text("answers", usual[1])
    if answers_name not in answers and kind != OPEN:
        known = ", ".join(answers) or "none yet"
        report.problem(place, f"“answers: {answers_name}” names no set of answers. The file has: {known}.")
    question = Question(
        id=part.text("id"),
        kind=kind,
        text=part.text("text"),
        explain=part.text("explain", ""),
        options=answers.get(answers_name, ()),
        scale=part.text("scale", "") or None,
        reversed=part.yes("reversed"),
        answers=answers_name,
        prompts=part.lines("prompts"),
    )
    part.nothing_else()
    return question


def _scale(block: Block, questions: list[Question], report: Report) -> Scale:
    part = Reader(block, f"scale {block.get('id') or f'at line {block.line}'}", report)
    id = part.text("id")
    texts = {name: part.text(name) for name in SCALE_TEXTS}
    part.nothing_else()
    items = [question for question in questions if question.scale == id]
    return Scale(
        id=id,
        **texts,
        question_ids=tuple(item.id for item in items),
        reversed_ids=tuple(item.id for item in items if item.reversed),
    )


def _words(block: Block, place: str, report: Report) -> dict[str, str]:
    words = {}
    for name, text in named_texts(block, place, report):
        if name in WORDS:
            words[WORDS[name]] = text
        else:
            report.problem(place, f"“{name}:” is not known here. Use {', '.join(WORDS)}.")
    return words


def build_translation(raw: Block, report: Report) -> Translation:
    """The translation in `raw`. Only to be used when `report` holds no problem afterwards."""
    top = Reader(raw, "the file", report)
    texts: dict[tuple[str, ...], str] = {}
    if title := top.text("title", ""):
        texts["title",] = title
    texts |= {("word", key): text for key, text in _words(top.part("words"), "words", report).items()}
    for name, text in named_texts(top.part("sections"), "sections", report):
        texts["section", name] = text
    for kind, singular in SINGULAR.items():
        for name, inner in top.part(kind).items():
            for key, text in named_texts(inner, f"{kind} {name}", report):
                texts[singular, name, key] = text
    translation = Translation(top.text("language"), top.text("status"), texts, _digest_of(texts))
    top.nothing_else()
    return translation


def _digest_of(texts: dict[tuple[str, ...], str]) -> str:
    """sha256 of every text with what it is the text of, in an order of its own."""
    plain = json.dumps(sorted(texts.items()), ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(plain.encode()).hexdigest()
