"""The coding page without a script: read, mark by typing, change, undo; each answer is a page at the right turn."""

import pytest

from app.coding.models import Coding, Theme
from app.db import db
from tests.factories import a_person


@pytest.fixture
def theme(talk):
    theme = Theme(study_id=talk.study.id, name="Belonging", colour="#0f5753")
    db.session.add(theme)
    db.session.commit()
    return theme


@pytest.fixture
def coder(talk, browser_of):
    return browser_of(talk.researcher)


def page_of(talk):
    return f"/transcripts/{talk.transcript.id}/coding"


def marked(coder, talk, *themes, status=303, **typed):
    data = {"turn": "2", "words": "she speaks up now", "themes": [str(one.id) for one in themes], **typed}
    return coder.post_form(f"/transcripts/{talk.transcript.id}/codings", data, at=page_of(talk), status=status)


def test_the_words_stand_under_speakers_and_questions(talk, coder):
    page = coder.page(page_of(talk))
    assert [turn.get("data-speaker") for turn in page.find_all("article")] == ["Interviewer", "T1", "Interviewer", "T1"]
    assert "The bus was late every week." in page.text


def test_words_are_marked_by_typing_them(talk, coder, theme):
    answer = marked(coder, talk, theme)
    assert answer.location.endswith(f"#turn-{talk.transcript.turns[1].id}")
    coding = db.session.query(Coding).one()
    assert (coding.start, coding.end) == talk.place("she speaks up now")
    assert coding.coder_id == talk.researcher.id
    page = coder.page(page_of(talk))
    assert [mark.text or mark[0].tail for mark in page.find_all("mark")] == ["she speaks up now"]
    assert page.find("span", class_="beside__theme").text == "Belonging"


def test_a_stranger_to_the_study_finds_nothing(talk, browser_of, theme):
    browser_of(a_person("leader", school=talk.school)).page(page_of(talk), 404)
