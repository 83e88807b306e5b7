"""The guide for authors tells the truth."""

import re
from pathlib import Path

import pytest

from app.instruments.build import WORDS
from app.instruments.check import check_file
from app.instruments.kinds import KINDS
from app.instruments.load import instrument_files, read
from app.instruments.model import FACES, RESERVED, TRANSLATION_STATES
from app.instruments.scoring import score_scale

ROOT = Path(__file__).parents[2]
GUIDE = (ROOT / "surveys" / "README.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```yaml\n(.*?)```", GUIDE, re.DOTALL)


@pytest.fixture
def example(tmp_path):
    path = tmp_path / "example.yaml"
    path.write_text(EXAMPLES[0], encoding="utf-8")
    return path


def test_the_example_has_no_problem(example):
    assert [one.sentence for one in check_file(example) if one.severity == "problem"] == []


def test_the_example_with_its_translation_has_no_problem(example):
    example.with_suffix(".pl.yaml").write_text(EXAMPLES[2], encoding="utf-8")
    assert [one.sentence for one in check_file(example) if one.severity == "problem"] == []


def test_the_score_worked_out_in_the_guide_is_the_score(example):
    score = score_scale(read(example), "garden", "321")
    assert f"**{score:.1f}**" in GUIDE


@pytest.mark.parametrize("word", [*KINDS, *RESERVED, *FACES, *WORDS, *TRANSLATION_STATES])
def test_the_guide_names_every_kind_code_face_word_and_state(word):
    assert f"`{word}`" in GUIDE


def test_the_guide_lists_every_instrument():
    for path in instrument_files(ROOT / "surveys"):
        assert f"`{path.parent.relative_to(ROOT / 'surveys').as_posix()}`" in GUIDE
