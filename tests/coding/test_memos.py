"""Memos: on a theme, a transcript or the study; read by whom they may be; never lost, and never telling more."""

import json

import pytest

from app.coding import memos, rounds
from app.coding.exchange_all import json_of
from app.coding.memos import Asked
from app.coding.models import CoderProgress, Memo
from app.coding.taken_back import TakenBack
from app.db import db, now
from app.people.session import actor_of
from tests.coding.exchanging import export
from tests.factories import a_coding, a_participant, a_person, a_theme

SAID = "Zoe found friends at Beech, and she speaks up now."


@pytest.fixture
def noted(talk):
    """A theme, a colleague, and a memo of each kind."""
    talk.theme = a_theme(talk.study, "Voice", definition="Speaks up")
    talk.colleague = a_person("associate", partnership=talk.study.partnership, name="Kim")
    talk.memos = {
        "study": _memo(talk, "Plan", "Ask the bus company"),
        "theme": _memo(talk, "Wide or narrow", "Is singing voice?", theme_id=talk.theme.id),
        "transcript": _memo(talk, "First reading", "A calm talk", transcript_id=talk.transcript.id),
    }
    talk.coding = a_coding(talk, talk.theme, talk.researcher, "she speaks up now", sealed_memo="So clear")
    db.session.commit()
    return talk


def _memo(talk, title, text, **about):
    memo = Memo(study_id=talk.study.id, author_id=talk.researcher.id, title=title, sealed_text=text, **about)
    db.session.add(memo)
    return memo


def listed(browser, talk, query=""):
    """Titles of the memos that the list shows, in their order."""
    page = browser.page(f"/studies/{talk.study.id}/memos{query}")
    return [one.text for one in page.find_all("h2") if one.text != "Removed memos" and "No memo" not in one.text]


def texts_for(talk, person, **asked):
    db.session.commit()
    db.session.expire_all()
    desk = memos.Desk(talk.study, person.id)
    return {one.text for one in memos.all_memos_of(desk, person.id, Asked(**asked))}


def edit(memo, **fields):
    return {"title": memo.title, "text": memo.sealed_text, "about": "", "version": str(memo.version), **fields}


def test_every_kind_stands_in_one_list_and_is_found_by_kind_theme_and_words(noted, browser_of):
    browser = browser_of(noted.colleague)
    every = {"Plan", "Wide or narrow", "First reading", "Passage: Voice"}
    assert set(listed(browser, noted)) == every
    assert listed(browser, noted, "?kind=passage") == ["Passage: Voice"]
    assert set(listed(browser, noted, f"?theme={noted.theme.id}")) == {"Wide or narrow", "Passage: Voice"}
    assert set(listed(browser, noted, f"?transcript={noted.transcript.id}")) == {"First reading", "Passage: Voice"}
    assert listed(browser, noted, "?q=BUS+company") == ["Plan"]
    assert listed(browser, noted, "?sort=title")[:3] == ["First reading", "Plan", "Wide or narrow"]
    assert listed(browser, noted, "?q=nothing-like-it") == []


def test_a_memo_is_written_on_a_themes_page_and_read_there(noted, browser_of):
    browser, address = browser_of(noted.colleague), f"/themes/{noted.theme.id}"
    assert "Is singing voice?" in browser.page(address).text
    fields = {"about": f"theme-{noted.theme.id}", "title": "Shouting", "text": "Is not\r\nmeant"}
    answer = browser.post_form(f"/studies/{noted.study.id}/memos/new?theme={noted.theme.id}", fields)
    assert answer.location.startswith(address)
    page = browser.page(address)
    assert "Shouting" in page.text
    assert "Kim" in page.text
    written = db.session.query(Memo).filter_by(title="Shouting").one()
    assert (written.sealed_text, written.theme_id) == ("Is not\nmeant", noted.theme.id)


def test_with_htmx_the_themes_memos_are_swapped_alone(noted, browser_of):
    browser, address = browser_of(noted.colleague), f"/studies/{noted.study.id}/memos/new?theme={noted.theme.id}"
    htmx = {"HX-Request": "true", "HX-Target": "div#memos"}
    fields = {"about": f"theme-{noted.theme.id}", "title": "Shouting", "text": "", "csrf_token": browser.token(address)}
    refused = browser.post(address, data=fields, headers=htmx)
    assert refused.status_code == 422
    assert "Write the memo" in refused.text
    saved = browser.post(address, data={**fields, "text": "Is not meant"}, headers=htmx)
    assert "<html" not in saved.text
    assert "The memo is saved." in saved.text
    assert "Is not meant" in saved.text


def test_who_saves_second_reads_what_the_first_one_wrote_and_keeps_their_own(noted, browser_of):
    memo, browser = noted.memos["study"], browser_of(noted.colleague)
    mine, address = edit(memo, text="My words"), f"/memos/{noted.memos['study'].id}/edit"
    browser_of(noted.researcher).post_form(address, edit(memo, text="Their words"))
    page = browser.post_form(address, mine, status=409)
    assert "Their words" in page.text
    assert page.find("textarea", name="text").text.strip() == "My words"
    again = {**mine, "version": page.find("input", name="version").get("value")}
    browser.post_form(address, again)
    db.session.expire_all()
    assert (memo.sealed_text, memo.changed_by_id, memo.author_id) == (
        "My words",
        noted.colleague.id,
        noted.researcher.id,
    )


def test_who_writes_while_a_memo_is_removed_loses_nothing_either(noted, browser_of):
    memo, browser = noted.memos["study"], browser_of(noted.colleague)
    mine, address = edit(memo, text="My words"), f"/memos/{memo.id}"
    browser_of(noted.researcher).post_form(f"{address}/removal", {"version": "1"})
    assert "Plan" not in listed(browser, noted)
    page = browser.post_form(f"{address}/edit", mine, status=409)
    assert "removed this memo" in page.text
    browser.post_form(f"{address}/edit", {**mine, "version": page.find("input", name="version").get("value")})
    assert "Plan" in listed(browser, noted)


def test_a_removed_memo_is_brought_back_or_deleted_for_good_and_leaves_in_no_file(noted, browser_of):
    memo, browser = noted.memos["study"], browser_of(noted.researcher)
    address = f"/memos/{memo.id}"
    assert browser.post_form(f"{address}/removal", {"version": "7"}, status=409)
    browser.post_form(f"{address}/removal", {"version": "1"})
    assert b"Ask the bus company" not in json_of(export(noted))
    browser.post_form(f"{address}/return", {})
    assert b"Ask the bus company" in json_of(export(noted))
    assert browser.get(f"{address}/deletion").status_code == 409
    browser.post_form(f"{address}/removal", {"version": "3"})
    browser.post_form(f"{address}/deletion", {})
    assert db.session.query(Memo).filter_by(title="Plan").count() == 0


def test_a_memo_is_removed_only_after_it_was_asked_once_more(noted, browser_of):
    memo, browser = noted.memos["study"], browser_of(noted.researcher)
    way = browser.page(f"/studies/{noted.study.id}/memos").links["Remove Plan"]
    page = browser.page(way)
    assert "it can be brought back" in page.text
    db.session.expire_all()
    assert memo.deleted_at is None
    form = page.find("form", action=way)
    assert form.get("method") == "post"
    browser.post_form(way, {}, at=way)
    assert "Plan" not in listed(browser, noted)
    browser.post_form(way, {}, at=f"/studies/{noted.study.id}/memos/new", status=409)


def test_while_a_transcript_is_coded_blind_everybody_reads_their_own_memos_on_it(noted, browser_of):
    me, other = noted.researcher, noted.colleague
    rounds.begin_blind(noted.transcript, actor_of(me), [me.id, other.id])
    assert texts_for(noted, me) == {"Ask the bus company", "Is singing voice?", "A calm talk", "So clear"}
    assert texts_for(noted, other) == {"Ask the bus company", "Is singing voice?"}
    assert browser_of(other).get(f"/memos/{noted.memos['transcript'].id}/edit").status_code == 404
    assert b"A calm talk" not in json_of(export(noted, by=other))
    for one in db.session.query(CoderProgress):
        one.finished_at = now()
    assert texts_for(noted, other) == texts_for(noted, me)


def test_a_memo_goes_with_what_it_is_about(noted, browser_of):
    noted.participant.withdrawn_at = now()
    noted.interview.state = "withdrawn"
    assert texts_for(noted, noted.researcher) == {"Ask the bus company", "Is singing voice?"}
    assert browser_of(noted.researcher).get(f"/memos/{noted.memos['transcript'].id}/edit").status_code == 404


def test_words_that_were_taken_back_are_left_out_of_a_memo_on_pages_and_in_files(noted, browser_of):
    """Also where they were written in other capitals, and of what is beside them nothing is lost."""
    memo, browser = noted.memos["study"], browser_of(noted.researcher)
    memo.sealed_text = f"Lovely: {SAID.upper()} We ask again. Zoe found friends."
    noted.talk_of(a_participant(noted.study, noted.school, pseudonym="T2"), "Words of another.")
    left = "Lovely: […]. We ask again. Zoe found friends."
    assert memo.sealed_text in texts_for(noted, noted.researcher)
    noted.participant.withdrawn_at = now()
    assert left in texts_for(noted, noted.researcher)
    notes = json.loads(json_of(export(noted)))["project"]["notes"]
    assert left in [one["text"] for one in notes]
    form = browser.page(f"/memos/{memo.id}/edit")
    assert form.find("textarea", name="text").text.strip() == left
    noted.participant.withdrawn_at = None
    assert memo.sealed_text in texts_for(noted, noted.researcher)


@pytest.mark.parametrize(
    ("memo", "left"),
    [
        ("one two three four five six seven", "[…] seven"),
        ("they say: two, three. Four — FIVE (six)!", "they say: […])!"),
        ("one two three four", "one two three four"),
        ("a short turn", "[…]"),
        ("short turn", "short turn"),
        ("one two three four five, a short turn, and so on", "[…], and so on"),
        ("it’s not ours to tell", "[…]"),
        ("", ""),
    ],
)
def test_five_words_in_a_row_are_a_quotation(memo, left):
    gone = TakenBack(["One two three four five six.", "A short turn", "Two words", "it's not ours to tell"])
    assert gone.out_of(memo) == left


def test_a_stranger_to_the_study_neither_reads_nor_writes(noted, browser_of):
    teacher = browser_of(a_person("practitioner", school=noted.school))
    memo = noted.memos["study"]
    for address in (f"/studies/{noted.study.id}/memos", f"/memos/{memo.id}/edit", f"/themes/{noted.theme.id}"):
        assert teacher.get(address).status_code == 404
