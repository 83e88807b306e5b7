"""Recordings and clips beside an instrument: named, made from the words that are there now, and never a draft shown."""

from pathlib import Path

import pytest

from app.instruments.check import check_file, check_folder
from app.instruments.load import read
from app.instruments.media_file import hash_of
from app.instruments.problems import BadInstrument

SAMPLE = Path(__file__).parent / "samples" / "translated.yaml"


@pytest.fixture
def path(tmp_path):
    """An instrument with a translation, and a folder with files that stand for recordings."""
    for name in ("translated.yaml", "translated.pl.yaml"):
        (tmp_path / name).write_text((SAMPLE.with_name(name)).read_text(encoding="utf-8"), encoding="utf-8")
    folder = tmp_path / "translated.media"
    folder.mkdir()
    for name in ("one.mp3", "two.mp4", "two.vtt"):
        (folder / name).write_bytes(b"0" * 10)
    return tmp_path / "translated.yaml"


@pytest.fixture
def question(path):
    return read(path).questions[0]


def write(path, **lists):
    """A media file with these entries."""
    rows = (f"{name}:\n" + "".join(f"  - {entry}\n" for entry in entries) for name, entries in lists.items())
    path.with_suffix(".media.yaml").write_text("".join(rows), encoding="utf-8")


def recording(question, text=None, **other):
    parts = {"of": f"question {question.id} text", "language": "en", "file": "one.mp3"}
    return as_text({**parts, "hash": hash_of(text or question.text), **other})


def clip(question, **other):
    parts = {"of": f"question {question.id} text", "language": "bfi", "file": "two.mp4", "version": "2026-1"}
    return as_text({**parts, "status": "reviewed", "hash": hash_of(question.text), **other})


def as_text(parts):
    return "{" + ", ".join(f"{name}: {value}" for name, value in parts.items()) + "}"


def problems(path):
    return [one.sentence for one in check_file(path) if one.severity == "problem"]


def test_without_such_a_file_there_is_nothing(path, question):
    media = read(path).media
    assert media.files == {}
    assert media.recording("en", ("question", question.id, "text")) == ""


def test_a_recording_is_found_by_language_and_text(path, question):
    write(path, recordings=[recording(question)])
    media = read(path).media
    key = ("question", question.id, "text")
    assert media.recording("en", key) == "one.mp3"
    assert media.recording("pl", key) == ""
    assert list(media.files) == ["one.mp3"]


def test_a_recording_in_another_language_is_of_its_words(path, question):
    polish = read(path).in_language("pl").questions[0].text
    write(path, recordings=[recording(question, polish, language="pl")])
    assert problems(path) == []
    assert read(path).in_language("pl").media.recording("pl", ("question", question.id, "text")) == "one.mp3"


def test_one_made_from_other_words_is_refused_and_the_right_hash_is_told(path, question):
    write(path, recordings=[recording(question, "Something else.")])
    (sentence,) = problems(path)
    assert hash_of(question.text) in sentence
    with pytest.raises(BadInstrument):
        read(path)


def test_a_clip_is_shown_when_somebody_has_reviewed_it_and_not_in_draft(path, question):
    key = ("question", question.id, "text")
    write(path, clips=[clip(question, captions="two.vtt")])
    media = read(path).media
    assert (media.clip(key).language, media.clip(key).captions.name) == ("bfi", "two.vtt")
    assert set(media.files) == {"two.mp4", "two.vtt"}
    write(path, clips=[clip(question, status="draft")])
    media = read(path).media
    assert media.clip(key) is None
    assert media.files == {}


@pytest.mark.parametrize(
    ("other", "said"),
    [
        ({"file": "gone.mp3"}, "There is no file"),
        ({"file": "../one.mp3"}, "small letters"),
        ({"file": "one.exe"}, "small letters"),
        ({"of": "question no-such text"}, "names no text"),
        ({"of": "nonsense"}, "names no text"),
        ({"language": "xx"}, "no words in"),
        ({"colour": "red"}, "not known here"),
    ],
)
def test_what_is_wrong_with_a_recording_is_said(path, question, other, said):
    write(path, recordings=[recording(question, **other)])
    assert any(said in sentence for sentence in problems(path))


@pytest.mark.parametrize(("other", "said"), [({"status": "good"}, "status"), ({"captions": "no.vtt"}, "no file")])
def test_what_is_wrong_with_a_clip_is_said(path, question, other, said):
    write(path, clips=[clip(question, **other)])
    assert any(said in sentence for sentence in problems(path))


def test_two_of_one_text_are_one_too_many(path, question):
    write(path, recordings=[recording(question), recording(question)])
    assert any("Keep one of the two" in sentence for sentence in problems(path))


def test_a_large_file_is_advised_against(path, question):
    (path.parent / "translated.media" / "one.mp3").write_bytes(b"0" * 40_000)
    write(path, recordings=[recording(question)])
    assert any("30 kB" in one.sentence for one in check_file(path) if one.severity == "advice")


def test_it_is_neither_an_instrument_nor_a_translation(path, question):
    write(path, recordings=[recording(question)])
    said = [one.sentence for one in check_folder(path.parent)]
    assert not any("beside no instrument" in sentence for sentence in said)


def test_a_media_file_beside_no_instrument_is_told(path, question):
    write(path, recordings=[recording(question)])
    path.with_suffix(".media.yaml").rename(path.with_name("other.media.yaml"))
    assert any("beside no instrument" in one.sentence for one in check_folder(path.parent))
