"""Links of participants: used, expired, foreign, taken back; consent, writing, checking and withdrawal by link."""

from datetime import timedelta

import pytest

from app.db import db as database
from app.db import now
from app.interviews import links
from app.interviews.models import Interview, ParticipantLink
from app.interviews.texts import Reply, Transcript
from tests import factories as make


@pytest.fixture
def written(world):
    other = make.a_participant(world.study, world.schools[0], pseudonym="T9")
    return make.an_interview(world.study, other, interviewer=world.researcher, kind="written", state="planned")


def link_of(asker, interview):
    """The path that the page shows once."""
    url, number = f"/interviews/{interview.id}", interview.speakers[0].participant_id
    page = asker.post_form(f"{url}/links", {"participant": str(number)}, status=200, at=url)
    (shown,) = [one for one in page.find_all("span", class_="code__value")]
    return "/" + shown.text.split("/", 3)[3]


def send(client, path, part, status=303, **data):
    token = links.form_token(path.rpartition("/")[2])
    response = client.post(f"{path}/{part}", data={"csrf_token": token, **data})
    assert response.status_code == status, response.text
    return response


def test_somebody_reads_says_yes_writes_and_sends_without_an_account(asker, written, client):
    path = link_of(asker, written)
    page = client.page(path)
    assert page.response.headers["Referrer-Policy"] == "no-referrer"
    assert page.response.headers["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in page.response.headers
    send(client, path, "answers", status=409, lease="0")
    send(client, path, "consent", to_take_part="yes", to_quote="y")
    lease = client.page(path).find("input", name="lease").get("value")
    send(client, path, "answers", **{"lease": lease, "text:enjoyed-teaching/0": "x"}, status=422)
    send(client, path, "answers", **{"lease": lease, "text:/0": "I liked it.", "do": "send"})
    assert "Your answers are sent" in client.page(path).text
    database.session.expire_all()
    made = database.session.get_one(Interview, written.id)
    assert (made.state, made.notes[0].sealed_text) == ("held", "I liked it.")
    assert made.speakers[0].participant.consents[-1].to_quote


def test_nobody_sends_an_interview_without_a_word_by_mistake(asker, written, client):
    path = link_of(asker, written)
    send(client, path, "consent", to_take_part="yes")
    lease = client.page(path).find("input", name="lease").get("value")
    refused = send(client, path, "answers", status=422, **{"lease": lease, "text:/0": " ", "do": "send"})
    assert "Nothing is written yet" in refused.text
    assert "I am done: send my answers" in client.page(path).text


def test_who_has_no_account_is_not_asked_to_sign_in(asker, written, client):
    path = link_of(asker, written)
    for page in (client.page(path), client.page(f"{path}/withdrawal"), client.page("/take-part/nothing", status=404)):
        assert "Sign in" not in page.links
        assert not page.find_all("nav", aria_label="Main")
    assert "Sign in" in client.page("/").links
    assert "Surveys" in asker.page(path).links


def test_what_an_older_window_of_the_writer_sends_is_shown_apart_to_them(asker, written, client):
    path = link_of(asker, written)
    send(client, path, "consent", to_take_part="yes")
    lease = client.page(path).find("input", name="lease").get("value")
    send(client, path, "answers", **{"lease": lease, "text:/0": "I liked it."})
    shown = send(client, path, "answers", status=409, **{"lease": lease, "text:/0": "I loved it."}).text
    assert "You are going on in another window" in shown
    assert "<q>I loved it.</q>" in shown
    assert ">\nI liked it.</textarea>" in shown


def test_a_foreign_link_opens_nothing(client, written):
    client.page("/take-part/not-ours", 404)


def test_a_link_that_was_taken_back_replaced_or_is_old_says_so(asker, written, client):
    first = link_of(asker, written)
    second = link_of(asker, written)
    assert "another took its place" in client.page(first, 410).text
    newest = database.session.query(ParticipantLink).order_by(ParticipantLink.id.desc()).first()
    newest.expires_at = now() - timedelta(seconds=1)
    assert "good for 30 days" in client.page(second, 410).text
    third = link_of(asker, written)
    number = database.session.query(ParticipantLink).order_by(ParticipantLink.id.desc()).first().id
    asker.post_form(f"/interviews/{written.id}/links/{number}/end", at=f"/interviews/{written.id}")
    assert "taken back" in client.page(third, 410).text


def test_only_a_fingerprint_is_kept(asker, written):
    token = link_of(asker, written).rpartition("/")[2]
    kept = database.session.query(ParticipantLink).one().fingerprint
    assert token not in kept
    assert kept == links.fingerprint_of(token)


def test_in_a_group_each_reads_their_own_words_alone_and_may_strike_them(asker, world, group, client):
    group.state = "drafted"
    make.a_transcript(group, (world.pupils[0], "I liked it. It was long."), (world.pupils[1], "Mine alone."))
    path = link_of(asker, group)
    page = client.page(path)
    assert "I liked it." in page.text
    assert "Mine alone." not in page.text
    send(client, path, "check", do="change", version="1", **{"strike:12-24": "y"})
    reply = database.session.query(Reply).one()
    assert (reply.kind, reply.start, reply.end) == ("strike", 12, 24)


@pytest.fixture
def asked(asker, world, interview, client):
    """What a teacher asked for when she checked: the first sentence struck, the second put otherwise."""
    interview.state = "drafted"
    make.a_transcript(interview, (None, "And you?"), (world.teachers[0], "We did. It were long."))
    path = link_of(asker, interview)
    send(client, path, "check", do="change", version="1", **{"strike:10-17": "y", "correct:18-31": "It was long."})
    return path


def answer(asker, interview, reply, do, status=303):
    return asker.post_form(f"/replies/{reply.id}", {"do": do}, at=f"/interviews/{interview.id}", status=status)


def text_of(interview):
    database.session.expire_all()
    return database.session.query(Transcript).filter_by(interview_id=interview.id).one().sealed_text


def test_what_a_speaker_asked_for_is_done_from_the_page_and_then_they_agree(asker, asked, interview, client):
    assert "make or decline them first" in asker.page(f"/interviews/{interview.id}").text
    for reply in database.session.query(Reply).order_by(Reply.start).all():
        answer(asker, interview, reply, "make")
    assert text_of(interview) == "And you?\n\n It was long."
    assert {reply.state for reply in database.session.query(Reply)} == {"done"}
    send(client, link_of(asker, interview), "check", do="agree", version=str(version_of(interview)))
    database.session.expire_all()
    assert database.session.get_one(Interview, interview.id).state == "approved"


def version_of(interview):
    return database.session.query(Transcript).filter_by(interview_id=interview.id).one().version


def test_a_request_can_be_declined_and_is_answered_once(asker, asked, interview):
    reply = database.session.query(Reply).filter_by(kind="strike").one()
    answer(asker, interview, reply, "decline")
    answer(asker, interview, reply, "make")
    assert text_of(interview).endswith("We did. It were long.")
    assert database.session.get_one(Reply, reply.id).state == "declined"
    answer(asker, interview, reply, "perhaps", status=422)


def test_agreeing_approves_and_a_place_of_somebody_else_is_refused(asker, world, interview, client):
    interview.state = "drafted"
    make.a_transcript(interview, (None, "And you?"), (world.teachers[0], "We did."))
    path = link_of(asker, interview)
    send(client, path, "check", do="change", version="1", **{"strike:0-8": "y"}, status=409)
    send(client, path, "check", do="agree", version="1")
    database.session.expire_all()
    assert database.session.get_one(Interview, interview.id).state == "approved"
    assert "We did" not in client.page(path).text


def test_marks_stay_where_a_speaker_agrees_and_marks_at_once_or_marks_nothing(asker, world, interview, client):
    interview.state = "drafted"
    make.a_transcript(interview, (world.teachers[0], "We did. It were long."))
    path = link_of(asker, interview)
    as_shown = {"correct:0-7": "We did.", "correct:8-21": "It  were long."}
    response = send(client, path, "check", do="agree", version="1", status=422, **as_shown, **{"strike:8-21": "y"})
    assert "take the marks away before you agree" in response.text
    assert 'name="strike:8-21" value="y" checked' in response.text
    assert "Nothing is marked" in send(client, path, "check", do="change", version="1", status=422, **as_shown).text
    send(client, path, "check", do="agree", version="1", **as_shown)
    assert "You agreed to your words" in client.page(path).text


def test_what_was_sent_stays_sent_in_the_list_though_a_newer_link_took_its_place(asker, asked, interview):
    link_of(asker, interview)
    text = " ".join(asker.page(f"/interviews/{interview.id}").text.split())
    newer, older = text.index(": Not opened yet"), text.index(": Sent")
    assert newer < older
    assert ": Taken back" not in text


def test_withdrawing_by_link_acts_at_once(asker, written, client):
    path = link_of(asker, written)
    send(client, path, "withdrawal")
    database.session.expire_all()
    made = database.session.get_one(Interview, written.id)
    assert made.state == "withdrawn"
    assert made.speakers[0].participant.withdrawn_at is not None
    assert "You do not take part" in client.page(path).text


def test_who_holds_a_link_may_withdraw_when_what_it_was_for_is_over(asker, world, interview, client):
    interview.state = "drafted"
    make.a_transcript(interview, (None, "And?"), (world.teachers[0], "We met."))
    path = link_of(asker, interview)
    interview.state = "approved"
    database.session.commit()
    page = client.page(path)
    assert "nothing to do by this link any more" in page.text
    assert "We met" not in page.text
    send(client, path, "check", status=410, do="agree", version="1")
    (way,) = [one for one in page.find_all("a") if one.text == "Take all of it back"]
    assert client.page(way.get("href")).find("h1").text == "Take all of it back?"
    send(client, path, "withdrawal")
    database.session.expire_all()
    assert database.session.get_one(Interview, interview.id).state == "withdrawn"
