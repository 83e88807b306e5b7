"""Recordings and films of what a pupil is asked: named on the page, sent to pupils only, noted nowhere."""

import pytest

from app.answers import screens
from app.instruments.media import Clip, Media
from app.waves.queries import instrument_of
from tests.answers.conftest import count_events


@pytest.fixture
def media(seat, lesson, tmp_path, monkeypatch):
    """The first statement and an answer are read aloud, and signed; another film is a draft."""
    instrument = instrument_of(lesson.survey)
    question, second = instrument.questions[:2]
    files = {name: tmp_path / name for name in ("calm.mp3", "never.mp3", "calm.mp4", "calm.vtt", "draft.mp4")}
    for name, path in files.items():
        path.write_bytes(name.encode() * 100)
    of, never = ("question", question.id, "text"), ("answer", question.answers, question.options[0].code)
    recordings = {("en", of): files["calm.mp3"], ("en", never): files["never.mp3"]}
    clips = (
        Clip(of, "bfi", "2026-1", False, files["calm.mp4"], files["calm.vtt"]),
        Clip(("question", second.id, "text"), "bfi", "2026-1", True, files["draft.mp4"]),
    )
    monkeypatch.setitem(instrument.__dict__, "media", Media(recordings, clips))
    for kept in (screens._text, screens._sheet):
        kept.cache_clear()
    yield
    for kept in (screens._text, screens._sheet):
        kept.cache_clear()


def test_without_recordings_and_films_the_page_names_none(client, seat):
    seat.begin()
    page = client.page("/answer/questions/1")
    assert "data-audio" not in page.html
    assert page.find_all("video") == []
    assert "Sign language" not in page.text
    assert page.find("button", class_="listen").get("hidden") is not None, (
        "only a script knows whether there is a voice"
    )


@pytest.mark.usefixtures("media")
def test_what_is_read_aloud_is_named_beside_its_words(client, seat):
    seat.begin()
    page = client.page("/answer/questions/1")
    assert page.find("h1").get("data-audio") == "/answer/media/calm.mp3"
    assert [one.get("data-audio") for one in page.find_all("span") if one.get("data-audio")] == [
        "/answer/media/never.mp3"
    ]
    assert "/answer/media/calm.mp3" in client.get("/answer/sheet").text


@pytest.mark.usefixtures("media")
def test_a_film_waits_to_be_asked_for_and_its_words_stay(client, seat):
    seat.begin()
    page = client.page("/answer/questions/1")
    (video,) = page.find_all("video")
    assert (video.get("preload"), video.get("autoplay")) == ("none", None)
    assert video.get("src") == "/answer/media/calm.mp4"
    assert page.find("track").get("src") == "/answer/media/calm.vtt"
    assert page.text.count("I can find a calm place at school.") == 2, "as the heading, and under the film"


@pytest.mark.usefixtures("media")
def test_a_film_in_draft_is_not_shown_and_not_sent(client, seat):
    seat.begin()
    assert client.page("/answer/questions/2").find_all("video") == []
    client.page("/answer/media/draft.mp4", status=404)


@pytest.mark.usefixtures("media")
def test_files_are_sent_whole_or_in_parts_and_nothing_is_noted(client, seat):
    seat.begin()
    whole = client.get("/answer/media/calm.mp4", buffered=True)
    assert (whole.status_code, whole.mimetype, len(whole.data)) == (200, "video/mp4", 800)
    part = client.get("/answer/media/calm.mp4", headers={"Range": "bytes=0-9"}, buffered=True)
    assert (part.status_code, part.data) == (206, whole.data[:10])
    assert count_events() == 0


@pytest.mark.usefixtures("media")
@pytest.mark.parametrize("name", ["other.mp4", "..%2Fconftest.py", "calm.mp4%00"])
def test_nothing_else_can_be_asked_for(client, seat, name):
    seat.begin()
    assert client.get(f"/answer/media/{name}").status_code in {400, 404}


@pytest.mark.usefixtures("media")
def test_whoever_has_not_come_in_gets_no_file(client):
    assert client.get("/answer/media/calm.mp3").status_code == 410
