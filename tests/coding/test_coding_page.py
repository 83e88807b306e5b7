"""The coding page without a script: read, mark by typing, change, undo; each answer is a page at the right turn."""

import pytest
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from app.coding import asked, places
from app.coding.models import Coding, Theme
from app.db import db, now
from app.interviews.texts import Replacement, Transcript
from tests.factories import a_person, a_theme, a_transcript, an_interview
from tests.pages import without_tokens


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


def test_without_a_script_a_link_above_the_words_leads_to_the_form(talk, coder):
    page = coder.page(page_of(talk))
    above, words = page.html.index('href="#mark"'), page.html.index("data-words")
    assert above < words < page.html.index('id="mark"')
    assert "<noscript>" in page.html[above - 60 : above]


def test_a_stranger_to_the_study_finds_nothing(talk, browser_of, theme):
    browser_of(a_person("leader", school=talk.school)).page(page_of(talk), 404)


@pytest.mark.parametrize(
    "typed",
    [
        {"turn": "9"},
        {"turn": "0"},
        {"words": "not said"},
        {"words": "e"},
        {"turn": "4", "to_turn_number": "2"},
        {"themes": []},
    ],
)
def test_what_is_not_there_is_not_marked(talk, coder, theme, typed):
    page = marked(coder, talk, theme, status=422, **typed)
    assert page.find("p", class_="coding__said--bad").text
    assert db.session.query(Coding).count() == 0


def by_places(talk, turn, first, last, words):
    turn_id = talk.transcript.turns[turn].id
    ends = {"from_turn": turn_id, "from_at": first, "to_turn": turn_id, "to_at": last}
    return {"turn": "", "words": "", **ends, "head": words[:60], "tail": words[-60:]}


def test_places_are_code_points_of_what_is_read(talk, coder, theme):
    start, end = talk.place("Zoe")
    db.session.add(Replacement(transcript_id=talk.transcript.id, start=start, end=end, put="[𝒜 pupil 😀]"))
    db.session.commit()
    read = "[𝒜 pupil 😀] found friends at Beech"
    marked(coder, talk, theme, **by_places(talk, 1, 2, len(read), read[2:]))
    coding = db.session.query(Coding).one()
    assert talk.transcript.sealed_text[coding.start : coding.end] == "Zoe found friends at Beech"
    assert "Zoe" not in without_tokens(coder.page(page_of(talk)).html)


@pytest.mark.parametrize(("first", "last", "status"), [(0, 5000, 422), (9, 9, 409), (7, 3, 409), (600, 700, 409)])
def test_places_beyond_the_text_are_refused(talk, coder, theme, first, last, status):
    words = "Zoe found friends at Beech, and she speaks up now."
    page = marked(coder, talk, theme, status=status, **by_places(talk, 1, first, last, words[first:]))
    assert page.find("p", class_="coding__said--bad").text
    assert db.session.query(Coding).count() == 0


def test_a_page_that_is_older_than_the_text_marks_nothing(talk, coder, theme):
    page = marked(coder, talk, theme, status=409, **by_places(talk, 1, 0, 3, "Zed"))
    assert "The bus was late" in page.text
    assert db.session.query(Coding).count() == 0


def test_words_of_who_has_withdrawn_are_neither_shown_nor_marked(talk, coder, theme):
    marked(coder, talk, theme)
    talk.participant.withdrawn_at = now()
    db.session.commit()
    page = coder.page(page_of(talk))
    assert "speaks up" not in page.html
    assert not page.find_all("mark")
    marked(coder, talk, theme, status=422, turn="4", words="")
    coder.page(f"/codings/{db.session.query(Coding).one().id}", 404)


def test_overlapping_passages_have_lines_and_numbers_of_their_own(talk, coder, theme):
    marked(coder, talk, theme)
    marked(coder, talk, theme, words="friends at Beech, and she speaks")
    page = coder.page(page_of(talk))
    assert {mark.get("class").split()[1] for mark in page.find_all("mark")} == {"line-0", "line-1"}
    assert [each.text for each in page.find_all("span", class_="beside__number")] == ["1", "2"]


def test_each_theme_beside_the_words_has_its_own_colour(talk, coder, theme):
    marked(coder, talk, theme, a_theme(talk.study, "Speaking up", colour="#b45309"))
    beside = [one.get("class").split()[1] for one in coder.page(page_of(talk)).find_all("li", class_="beside")]
    assert len(set(beside)) == 2
    assert all(hue.removeprefix("hue-").isdigit() for hue in beside)


def test_two_windows_never_lose_an_update(talk, coder, theme, browser_of):
    marked(coder, talk, theme)
    coding = db.session.query(Coding).one()
    address, other = f"/codings/{coding.id}", browser_of(talk.researcher)
    coder.post_form(address, {"version": "1", "memo": "first"})
    page = other.post_form(address, {"version": "1", "memo": "second"}, status=409)
    db.session.expire_all()
    assert coding.sealed_memo == "first"
    assert "first" in page.text


def test_blind_coders_learn_nothing_of_each_other(talk, coder, theme, browser_of):
    ben = a_person("associate", partnership=talk.study.partnership, name="Ben Blind")
    lead = browser_of(a_person("lead", partnership=talk.study.partnership))
    lead.post_form(f"{page_of(talk)}/blind", {"coders": [str(talk.researcher.id), str(ben.id)]})
    marked(coder, talk, theme)
    coding, other = db.session.query(Coding).one(), browser_of(ben)
    assert not other.page(page_of(talk)).find_all("mark")
    assert "0 passages" in other.page(f"/studies/{talk.study.id}/themes").text
    other.page(f"/codings/{coding.id}", 404)
    assert not lead.page(page_of(talk)).find_all("mark")
    coder.post_form(f"{page_of(talk)}/state", {"state": "finished"}, at=page_of(talk))
    assert not other.page(page_of(talk)).find_all("mark")
    other.post_form(f"{page_of(talk)}/state", {"state": "finished"}, at=page_of(talk))
    assert other.page(page_of(talk)).find_all("mark")


def test_a_poll_without_news_is_304_and_one_with_news_brings_them(talk, coder, theme):
    seen = coder.page(page_of(talk)).find("div", id="words").get("hx-ptag")
    poll = {"HX-Request": "true", "HX-Target": "div#words", "HX-PTag": seen}
    assert coder.get(page_of(talk), headers=poll).status_code == 304
    marked(coder, talk, theme)
    answer = coder.get(page_of(talk), headers=poll)
    assert answer.status_code == 200
    assert "<mark" in answer.text


def test_an_answer_to_the_script_holds_the_touched_turn_only(talk, coder, theme):
    token = coder.token(page_of(talk))
    data = {"csrf_token": token, "turn": "2", "words": "she speaks up now", "themes": str(theme.id)}
    headers = {"HX-Request": "true", "HX-Target": "div#desk"}
    answer = coder.post(f"/transcripts/{talk.transcript.id}/codings", data=data, headers=headers)
    assert answer.text.count("<article") == 1
    assert "The bus was late" not in answer.text


def test_a_search_reads_what_researchers_may_read(talk, coder):
    found = coder.page(f"/studies/{talk.study.id}/search?q=BUS  was")
    assert "1 place" in found.text
    assert found.find_all("strong")
    talk.participant.withdrawn_at = now()
    db.session.commit()
    assert "0 places" in coder.page(f"/studies/{talk.study.id}/search?q=bus").text


def test_a_long_transcript_comes_in_parts(talk, coder, theme):
    turns = [(None, f"Turn {n} " + "word " * 200) for n in range(100)]
    long = a_transcript(an_interview(talk.study), *turns)
    seen = [coder.page(f"/transcripts/{long.id}/coding?part={n}") for n in range(1, places.count_parts(long) + 1)]
    numbers = [int(each.get("data-number")) for page in seen for each in page.find_all("article")]
    assert numbers == list(range(1, 101))
    assert len(seen) == 4


def test_a_turn_longer_than_a_part_is_cut_and_can_be_marked_behind_the_cut(talk, coder, theme):
    words = " ".join(f"word{n}" for n in range(9000))
    long = a_transcript(an_interview(talk.study), (None, words))
    parts = [coder.page(f"/transcripts/{long.id}/coding?part={n}") for n in range(1, places.count_parts(long) + 1)]
    assert "".join(page.find("p", class_="said__words").text for page in parts) == words
    address = f"/transcripts/{long.id}/coding"
    coder.post_form(f"{address}s", {"turn": "1", "words": "word8000 word8001", "themes": str(theme.id)}, at=address)
    coding = db.session.query(Coding).one()
    assert coder.page(f"{address}?part={places.part_of(long, coding.start)}").find_all("mark")


def test_nobody_corrects_the_text_between_the_reading_of_a_place_and_its_mark(talk):
    """Else the mark would lie where its words were before."""
    asked.place_asked(talk.transcript, {"turn": "2", "words": "speaks up"})
    if db.engine.dialect.name != "postgresql":
        pytest.skip("SQLite lets one write at a time")
    whole = select(Transcript.id).where(Transcript.id == talk.transcript.id)
    with db.engine.connect() as other:
        with pytest.raises(OperationalError, match="could not obtain lock"):
            other.execute(whole.with_for_update(nowait=True))
        other.rollback()
        assert other.execute(whole.with_for_update(nowait=True, read=True)).scalar() == talk.transcript.id
    db.session.rollback()
