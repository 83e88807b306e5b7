"""Reading an instrument, its languages and its versions."""

import shutil
from pathlib import Path

import pytest

from app.instruments.load import BadInstrument, UnknownInstrument, read, read_all
from app.instruments.model import NOT_SURE

SAMPLES = Path(__file__).parent / "samples"


@pytest.fixture
def statement():
    return read(SAMPLES / "statement.yaml")


@pytest.fixture
def translated():
    return read(SAMPLES / "translated.yaml")


@pytest.fixture
def shelf(tmp_path):
    """Writes versions of the sample into a folder as surveys/ holds them."""

    def put(*versions):
        text = (SAMPLES / "statement.yaml").read_text(encoding="utf-8")
        folder = tmp_path / "attitudes" / "statement"
        folder.mkdir(parents=True, exist_ok=True)
        for version in versions:
            (folder / f"{version}.yaml").write_text(text.replace("2026-1", version), encoding="utf-8")
        return tmp_path

    return put


def test_questions_stand_in_the_order_of_the_file(statement):
    assert [question.id for question in statement.questions] == ["like-garden", "water-plants", "dull-garden"]
    assert statement.positions == {"like-garden": 0, "water-plants": 1, "dull-garden": 2}


def test_the_key_is_gathered_from_the_questions(statement):
    (scale,) = statement.scales
    assert scale.question_ids == ("like-garden", "water-plants", "dull-garden")
    assert scale.reversed_ids == ("dull-garden",)


def test_values_are_numbers_and_codes_are_text(statement):
    options = statement.question("like-garden").options
    assert [(option.code, option.value) for option in options] == [("1", 1), ("2", 2), ("3", 3)]


def test_no_and_yes_are_words_of_the_author():
    labels = read(SAMPLES / "faces.yaml").question("like-rain").labels
    assert list(labels.values()) == ["No", "Sometimes", "Yes"]


def test_a_file_read_twice_is_the_same_instrument(statement):
    again = read(SAMPLES / "statement.yaml")
    assert again == statement
    assert hash(again) == hash(statement)


def test_line_endings_do_not_change_the_digest(statement, tmp_path):
    copy = tmp_path / "statement.yaml"
    copy.write_bytes((SAMPLES / "statement.yaml").read_bytes().replace(b"\n", b"\r\n"))
    assert read(copy).digest == statement.digest


def test_a_changed_word_changes_the_digest(statement, tmp_path):
    copy = tmp_path / "statement.yaml"
    copy.write_bytes((SAMPLES / "statement.yaml").read_bytes().replace(b"I like", b"I love"))
    assert read(copy).digest != statement.digest


def test_another_language_has_other_texts_and_the_same_codes(translated):
    polish = translated.in_language("pl")
    question = polish.question("like-garden")
    assert (polish.language, polish.title, question.text) == ("pl", "Jedna skala", "Lubię ogród.")
    assert question.labels == {"1": "Nigdy", "2": "Zawsze"}
    assert polish.words[NOT_SURE] == "Nie wiem"
    assert polish.scale("garden").title == "The garden"
    assert polish.sections[0].title == "Część 1"
    assert polish.digest == translated.digest
    assert polish.positions == translated.positions


def test_its_own_language_is_itself(translated):
    assert translated.in_language("en") is translated


def test_a_language_nobody_wrote_is_refused(translated):
    with pytest.raises(KeyError):
        translated.in_language("cy")


def test_a_language_is_made_once(translated):
    assert translated.in_language("pl") is translated.in_language("pl")


def test_a_translation_leaves_the_digest_of_the_instrument_alone(translated, tmp_path):
    shutil.copy(SAMPLES / "translated.yaml", tmp_path)
    alone = read(tmp_path / "translated.yaml")
    assert (alone.digest, alone.translations) == (translated.digest, {})


@pytest.fixture
def polish_with(tmp_path):
    """The digest of the Polish sample with some of its text replaced."""

    def digest(old, new):
        for file in SAMPLES.glob("translated*.yaml"):
            shutil.copy(file, tmp_path)
        file = tmp_path / "translated.pl.yaml"
        file.write_text(file.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
        return read(tmp_path / "translated.yaml").translations["pl"].digest

    return digest


def test_a_changed_word_changes_the_digest_of_the_translation(translated, polish_with):
    assert polish_with("Lubię", "Kocham") != translated.translations["pl"].digest


def test_a_review_leaves_the_digest_of_the_translation_alone(translated, polish_with):
    assert polish_with("status: back-translated", "status: piloted") == translated.translations["pl"].digest


def test_a_draft_translation_is_not_offered(translated):
    assert translated.languages == ("en", "pl")


def test_a_library_knows_names_and_versions(shelf):
    library = read_all(shelf("2026-1", "2026-2", "2026-10"))
    assert [one.version for one in library.all()] == ["2026-1", "2026-2", "2026-10"]
    assert library.get("statement", "2026-2").version == "2026-2"
    assert library.latest("statement").version == "2026-10"


def test_an_unknown_name_or_version_is_said_so(shelf):
    library = read_all(shelf("2026-1"))
    with pytest.raises(UnknownInstrument, match="statement 2030-1"):
        library.get("statement", "2030-1")
    with pytest.raises(UnknownInstrument, match="weather"):
        library.latest("weather")


def test_a_library_lists_the_problems_of_all_its_files(shelf):
    folder = shelf("2026-1")
    shutil.copy(SAMPLES / "bad" / "id-twice.yaml", folder / "attitudes" / "statement" / "2026-2.yaml")
    shutil.copy(SAMPLES / "bad" / "not-yaml.yaml", folder / "attitudes" / "statement" / "2026-3.yaml")
    with pytest.raises(BadInstrument) as caught:
        read_all(folder)
    found = {(Path(problem.file).name, problem.place) for problem in caught.value.problems}
    assert {("2026-2.yaml", "question like-garden"), ("2026-2.yaml", "the file")} <= found
    assert any(name == "2026-3.yaml" for name, _ in found)
