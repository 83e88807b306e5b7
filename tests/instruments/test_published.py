"""A version that has been used never changes and never goes away."""

import shutil
from pathlib import Path

import pytest

from app.instruments.check import check_folder
from app.instruments.load import BadInstrument
from app.instruments.published import (
    AlreadyPublished,
    changed_since_published,
    publish,
    published,
    wordings,
    wordings_not_noted,
)

SAMPLES = Path(__file__).parent / "samples"
ROOT = Path(__file__).parents[2]


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "statement").mkdir()
    shutil.copy(SAMPLES / "statement.yaml", tmp_path / "statement" / "2026-1.yaml")
    return tmp_path


@pytest.fixture
def file(folder):
    publish("statement", "2026-1", folder=folder)
    return folder / "statement" / "2026-1.yaml"


def test_publishing_writes_the_digest_down(folder):
    digest = publish("statement", "2026-1", folder=folder)
    assert published(folder) == {"statement/2026-1.yaml": digest}


def test_publishing_twice_changes_nothing(folder, file):
    before = (folder / "published.lock").read_bytes()
    publish("statement", "2026-1", folder=folder)
    assert (folder / "published.lock").read_bytes() == before


def test_an_untouched_file_is_as_it_was(folder, file):
    assert changed_since_published(folder) == []


def test_a_changed_file_is_found(folder, file):
    file.write_bytes(file.read_bytes() + b"\n# a small thing\n")
    (problem,) = changed_since_published(folder)
    assert "save it as a new version" in problem.sentence
    assert problem in check_folder(folder)


def test_other_line_endings_are_no_change(folder, file):
    file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
    assert changed_since_published(folder) == []


def test_a_vanished_file_is_found(folder, file):
    file.unlink()
    (problem,) = changed_since_published(folder)
    assert "may not be removed" in problem.sentence


def test_a_changed_file_cannot_be_published_over(folder, file):
    file.write_bytes(file.read_bytes().replace(b"I like", b"I love"))
    with pytest.raises(AlreadyPublished, match="new version"):
        publish("statement", "2026-1", folder=folder)


def test_a_file_with_problems_cannot_be_published(folder):
    shutil.copy(SAMPLES / "bad" / "id-twice.yaml", folder / "statement" / "2026-1.yaml")
    with pytest.raises(BadInstrument):
        publish("statement", "2026-1", folder=folder)
    assert published(folder) == {}


def test_what_does_not_exist_cannot_be_published(folder):
    with pytest.raises(LookupError, match="weather"):
        publish("weather", "2026-1", folder=folder)


@pytest.fixture
def polish(folder):
    """A translation beside a published version, noted."""
    (folder / "translated").mkdir()
    for ending in ("yaml", "pl.yaml"):
        shutil.copy(SAMPLES / f"translated.{ending}", folder / "translated" / f"2026-1.{ending}")
    publish("translated", "2026-1", folder=folder)
    return folder / "translated" / "2026-1.pl.yaml"


NAME = "translated/2026-1.pl.yaml"


def test_publishing_notes_the_words_of_a_translation(folder, polish):
    assert len(wordings(folder)[NAME]) == 1
    assert wordings_not_noted(folder) == []


def test_a_translation_put_right_leaves_the_version_published(folder, polish):
    polish.write_text(polish.read_text(encoding="utf-8").replace("Lubię", "Kocham"), encoding="utf-8")
    assert changed_since_published(folder) == []


def test_new_words_are_to_be_noted_beside_the_old(folder, polish):
    polish.write_text(polish.read_text(encoding="utf-8").replace("Lubię", "Kocham"), encoding="utf-8")
    (problem,) = check_folder(folder)
    assert "instruments publish translated 2026-1" in problem.sentence
    publish("translated", "2026-1", folder=folder)
    assert len(set(wordings(folder)[NAME])) == 2
    assert check_folder(folder) == []


def test_a_review_needs_no_new_note(folder, polish):
    text = polish.read_text(encoding="utf-8").replace("status: back-translated", "status: piloted")
    polish.write_text(text, encoding="utf-8")
    assert wordings_not_noted(folder) == []


def test_a_vanished_translation_is_found(folder, polish):
    polish.unlink()
    (problem,) = wordings_not_noted(folder)
    assert "Bring it back" in problem.sentence


def test_every_used_version_of_ours_is_as_it_was():
    assert changed_since_published(ROOT / "surveys") == []
