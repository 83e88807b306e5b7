"""Every mistake an author can make is found, placed and answered with what to do."""

import shutil
from pathlib import Path

import pytest

from app.instruments.check import check_file, check_folder
from app.instruments.load import BadInstrument, instrument_files, read

SAMPLES = Path(__file__).parent / "samples"
ROOT = Path(__file__).parents[2]
GOOD = [path for path in instrument_files(SAMPLES) if path.parent == SAMPLES]

BAD = {
    "a-list": ("the file", "Start with “name:”"),
    "anchor": ("line 4", "Write this out in full"),
    "bad-language": ("language", "has to be a language code"),
    "bad-version": ("version", "a year and a number"),
    "code-twice": ("answers how-often", "“code: 2” is given to 2 answers"),
    "empty-scale": ("scale rain", "No question belongs to it"),
    "id-not-kebab": ("question Water_Plants", "lower-case words joined by hyphens"),
    "id-twice": ("question like-garden", "used 2 times"),
    "key-twice": ("line 4", "“form” is written twice"),
    "label-twice": ("answers how-often", "“label: Always” is given to 2 answers"),
    "long-code": ("answers how-often", "one letter or one figure"),
    "no-text": ("question water-plants", "Add “text:”"),
    "not-text": ("the file", "UTF-8"),
    "not-yaml": ("line 5", "not valid YAML"),
    "one-answer": ("answers how-often", "only one answer"),
    "reserved-code": ("answers how-often", "kept for “Skipped”"),
    "reversed-maybe": ("question dull-garden", "takes yes or no"),
    "reversed-without-scale": ("question dull-garden", "no meaning without a “scale:”"),
    "text-is-list": ("question like-garden", "one piece of text"),
    "translation-extra": ("question water-trees text", "It is not in the instrument"),
    "translation-gap": ("question water-plants text", "It is missing: “I water the plants.”"),
    "translation-status": ("status", "“status: nearly” has to be one of"),
    "unknown-answers": ("question like-garden", "names no set of answers. The file has: how-often"),
    "unknown-face": ("answers how-often", "“face: angry” is not drawn"),
    "unknown-kind": ("question like-garden", "“kind: slider” is not known"),
    "unknown-part": ("question water-plants", "Did you mean “explain:”?"),
    "unknown-scale": ("question like-garden", "“scale: gardens” is not in the list of scales"),
    "unsafe-tag": ("line 4", "Tags that start with !"),
    "value-is-word": ("answers how-often", "“value: one” has to be a whole number"),
    "value-twice": ("answers how-often", "“value: 2” is given to 2 answers"),
}
HARD_TO_READ = {
    "double": ("question water-plants", "“and” may ask two things at once"),
    "hard-to-read": ("reading age", "By Flesch-Kincaid"),
    "idiom": ("question water-plants", "“hang of” is a figure of speech"),
    "negative": ("question water-plants", "“not” makes it negative"),
    "too-long": ("question water-plants", "It has 18 words"),
}


def found_in(name):
    return [one for one in check_file(SAMPLES / "bad" / f"{name}.yaml") if one.severity == "problem"]


@pytest.mark.parametrize("name", [*BAD, *HARD_TO_READ])
def test_a_mistake_is_placed_and_answered(name):
    place, words = (BAD | HARD_TO_READ)[name]
    assert any(one.place == place and words in one.sentence for one in found_in(name))


@pytest.mark.parametrize("name", BAD)
def test_a_file_that_cannot_be_used_is_not_read(name):
    with pytest.raises(BadInstrument):
        read(SAMPLES / "bad" / f"{name}.yaml")


@pytest.mark.parametrize("name", HARD_TO_READ)
def test_hard_words_stop_nobody_from_reading_the_file(name):
    assert read(SAMPLES / "bad" / f"{name}.yaml").questions


def test_every_bad_sample_is_expected_above():
    assert {path.name.split(".")[0] for path in (SAMPLES / "bad").iterdir()} == BAD.keys() | HARD_TO_READ.keys()


@pytest.mark.parametrize("path", GOOD, ids=lambda path: path.stem)
def test_a_good_sample_has_no_problem(path):
    assert [one for one in check_file(path) if one.severity == "problem"] == []


def test_all_mistakes_of_a_file_are_listed_together(tmp_path):
    text = (SAMPLES / "statement.yaml").read_text(encoding="utf-8")
    text = text.replace("version: 2026-1", "version: soon").replace("id: water-plants", "id: like-garden")
    text = text.replace("I like the garden.", "I do not like the garden.").replace("title: One scale", "titel: One")
    (tmp_path / "many.yaml").write_text(text, encoding="utf-8")
    places = {one.place for one in check_file(tmp_path / "many.yaml")}
    assert {"the file", "version", "question like-garden"} <= places
    assert len(check_file(tmp_path / "many.yaml")) >= 5


def test_a_scale_of_two_is_advised_against(tmp_path):
    text = (SAMPLES / "statement.yaml").read_text(encoding="utf-8")
    short = text.replace("        scale: garden\n        reversed: yes\n", "")
    (tmp_path / "short.yaml").write_text(short, encoding="utf-8")
    (advice,) = [one for one in check_file(tmp_path / "short.yaml") if one.place == "scale garden"]
    assert advice.severity == "advice"
    assert "at least 3 questions" in advice.sentence


def test_thirteen_scales_are_too_many(tmp_path):
    scale = "  - {id: s-%d, title: T, about: A, low_means: L, high_means: H}\n"
    text = (SAMPLES / "faces.yaml").read_text(encoding="utf-8")
    (tmp_path / "wide.yaml").write_text(text + "scales:\n" + "".join(scale % n for n in range(13)), encoding="utf-8")
    assert any(one.place == "scales" and "12 is the most" in one.sentence for one in check_file(tmp_path / "wide.yaml"))


def test_a_file_nested_without_end_is_refused(tmp_path):
    (tmp_path / "deep.yaml").write_text("a: " + "[" * 5000, encoding="utf-8")
    (problem,) = check_file(tmp_path / "deep.yaml")
    assert "nested" in problem.sentence or "not valid YAML" in problem.sentence


def test_a_file_of_two_megabytes_is_refused(tmp_path):
    (tmp_path / "big.yaml").write_bytes(b"# " + b"x" * 2_000_000)
    (problem,) = check_file(tmp_path / "big.yaml")
    assert "larger than 1 MB" in problem.sentence


def test_a_file_in_the_wrong_place_is_named():
    assert any("Name it choice/2026-1.yaml" in one.sentence for one in check_folder(SAMPLES))


@pytest.fixture
def beside(tmp_path):
    """Copies the translated sample and lets a test write another translation beside it."""
    for file in SAMPLES.glob("translated*.yaml"):
        shutil.copy(file, tmp_path)

    def write(language, content):
        (tmp_path / f"translated.{language}.yaml").write_text(content, encoding="utf-8")
        return check_file(tmp_path / "translated.yaml")

    return write


def test_a_translation_is_named_by_its_language(beside):
    content = (SAMPLES / "translated.pl.yaml").read_text(encoding="utf-8")
    assert any("Name it translated.pl.yaml" in one.sentence for one in beside("de", content))


def test_a_translation_into_the_instruments_own_language_is_refused(beside):
    content = (SAMPLES / "translated.pl.yaml").read_text(encoding="utf-8").replace("language: pl", "language: en")
    assert any(one.place == "language" and "another language" in one.sentence for one in beside("en", content))


@pytest.mark.parametrize(
    ("content", "words"), [("- a list\n", "Start with “language:”"), ("a: b: c\n", "not valid YAML")]
)
def test_a_translation_that_cannot_be_read_is_named(beside, content, words):
    (problem,) = beside("de", content)
    assert words in problem.sentence
    assert problem.file.endswith("translated.de.yaml")


def test_a_translation_of_nothing_is_named(tmp_path):
    (tmp_path / "2026-1.pl.yaml").write_text("language: pl\n", encoding="utf-8")
    (problem,) = check_folder(tmp_path)
    assert "beside no instrument" in problem.sentence


def test_our_own_surveys_have_neither_problem_nor_advice():
    assert check_folder(ROOT / "surveys") == []
