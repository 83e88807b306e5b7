"""Saving notes: once however often sent, the highest number stands, an older page is told and kept as late."""

import itertools
import random

import pytest

from app.db import db as database
from app.db import now
from app.interviews import corrections
from app.interviews.models import Note, NoteEvent
from app.interviews.notes import Write, weigh
from app.interviews.text_actions import turns_of_notes
from tests import factories as make

SIX = [("a", "1"), ("a", "2"), ("a", "3"), ("b", "4"), ("b", "5"), ("c", "6")]


def test_in_all_720_orders_of_six_writes_the_highest_that_arrived_stands(interview):
    """Some are lost and some come twice, each time others."""
    number, chance, orders = interview.id, random.Random(720), list(itertools.permutations(range(6)))
    assert len(orders) == 720
    database.session.rollback()
    connection, moment = database.session.connection(), now()
    for turn, order in enumerate(orders):
        arrived = {}
        for place in order:
            question, text = SIX[place]
            for _ in range(chance.choice((0, 1, 1, 2))):
                arrived[question] = max(arrived.get(question, (0, "")), (place, text))
                seq, name = 6 * turn + place + 1, f"{turn}-{place}"
                write = Write(question_id=question, text=text, lease=0, seq=seq, write_id=name)
                assert weigh(connection, number, write, moment).text == arrived[question][1], (order, place)
    database.session.rollback()


@pytest.fixture
def page(asker, interview):
    """A page that has taken the notes up, and writes as its script does."""
    token = asker.token(f"/interviews/{interview.id}/notes")
    known = asker.post(f"/interviews/{interview.id}/take-up", data={"csrf_token": token, "lease": "0"}).json

    def write(text, *, seq, lease=known["lease"], name="", question="your-part/0", status=200):
        data = {"csrf_token": token, "question": question, "answer": text, "seq": seq, "lease": lease}
        reply = asker.post(f"/interviews/{interview.id}/writes", data={**data, "write": name or f"w{seq}"})
        assert reply.status_code == status, reply.text
        return reply.json

    write.token = token
    return write


def events():
    database.session.rollback()
    return [(one.sealed_text, one.is_late) for one in database.session.query(NoteEvent).order_by(NoteEvent.id)]


def stands():
    database.session.rollback()
    return [one.sealed_text for one in database.session.query(Note).order_by(Note.id)]


def test_the_same_write_again_changes_nothing_and_a_lower_number_does_not_overwrite(page):
    first = page("We", seq=2)
    assert page("We", seq=2) == first
    assert page("older", seq=1)["stored"] == "We"
    assert stands() == ["We"]
    assert events() == [("We", False), ("older", False)]


def test_an_older_page_is_told_and_what_it_writes_is_kept_as_late_and_shown_apart(page, asker, interview):
    page("We began", seq=1)
    asker.post(f"/interviews/{interview.id}/take-up", data={"csrf_token": page.token, "lease": "1"})
    reply = page("We began late", seq=2, status=409)
    assert reply["error"] == "taken-over"
    assert stands() == ["We began"]
    assert events() == [("We began", False), ("We began late", True)]
    assert "We began late" in asker.page(f"/interviews/{interview.id}/notes").text


def test_a_write_of_nowhere_is_refused(page):
    for wrong in ("no-such-question/0", "your-part", "your-part/x", "your-part/9999"):
        page("x", seq=3, question=wrong, status=422)


def test_a_page_that_takes_notes_up_again_is_told_nothing_of_somebody_who_left_meanwhile(asker, group):
    one, other = group.speakers[:2]
    token = asker.token(f"/interviews/{group.id}/notes")
    address = f"/interviews/{group.id}"
    sent = {"csrf_token": token, "lease": "0"}
    lease = asker.post(f"{address}/take-up", data=sent).json["lease"]
    for number, speaker in enumerate((one, other)):
        words = {"question": f"your-part/{number}", "answer": f"said by {speaker.key}", "speaker": speaker.key}
        line = {**sent, **words, "lease": lease, "seq": number + 1, "write": f"g{number}"}
        assert asker.post(f"{address}/writes", data=line).status_code == 200
    everything = asker.post(f"{address}/take-up", data={**sent, "lease": lease}).text
    assert f"said by {one.key}" in everything
    assert f"said by {other.key}" in everything
    database.session.get_one(type(one.participant), one.participant_id).withdrawn_at = now()
    database.session.commit()
    left = asker.post(f"{address}/take-up", data={**sent, "lease": lease + 1}).text
    assert f"said by {one.key}" not in left
    assert f"said by {other.key}" in left


def move(interview, state):
    database.session.get_one(type(interview), interview.id).state = state
    database.session.commit()


def test_what_comes_after_the_interview_is_written_down_is_kept_apart_and_changes_nothing(page, asker, interview):
    page("We", seq=1)
    move(interview, "drafted")
    assert page("We began", seq=2, status=409)["error"] == "closed-meanwhile"
    assert page("We", seq=1)["stored"] == "We"
    assert stands() == ["We"]
    assert events() == [("We", False), ("We began", True)]
    assert "We began" in asker.page(f"/interviews/{interview.id}/notes").text


def test_nothing_is_kept_that_comes_after_a_withdrawal_or_after_words_were_struck(page, world, interview):
    move(interview, "withdrawn")
    assert page("I said it", seq=1, status=410)["error"] == "notes-closed"
    move(interview, "drafted")
    transcript = make.a_transcript(interview, (world.teachers[0], "I said it."))
    corrections.strike(transcript, 0, 6, actor_id=None)
    database.session.commit()
    page("I said it", seq=2, status=410)
    assert events() == []


def test_a_transcript_has_the_lines_of_a_group_in_their_order_whichever_was_saved_first(group):
    for line, words in ((2, "second"), (1, "first")):
        database.session.add(
            Note(interview_id=group.id, question_id="your-part", line=line, speaker_key=str(line), sealed_text=words)
        )
    database.session.add(Note(interview_id=group.id, question_id="", line=0, sealed_text="It rained"))
    database.session.commit()
    assert [one.text for one in turns_of_notes(group) if not one.is_interviewer] == ["first", "second", "It rained"]


def test_without_script_one_button_saves_all_and_an_older_page_is_told(asker, interview):
    url = f"/interviews/{interview.id}/notes"
    asker.post_form(url, {"lease": "0", "text:your-part/0": "Two\r\nlines", "text:/0": "Raining"})
    assert sorted(stands()) == ["Raining", "Two\nlines"]
    asker.post_form(url, {"lease": "0", "text:your-part/0": "Old", "text:/0": "Raining"})
    assert "You are going on in another window" in asker.page(url).text
    assert [words for words, is_late in events() if is_late] == ["Old"]
    assert sorted(stands()) == ["Raining", "Two\nlines"]
