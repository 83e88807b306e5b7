"""Passages found again, counted, compared: and nothing of who is out."""

import pytest

from app.coding.desk import Desk
from app.coding.matrices import by_participant, by_question, count_meetings, meetings_of
from app.coding.models import CoderProgress
from app.coding.retrieval import Wanted, find
from app.db import db, now
from app.interviews.models import Speaker
from app.studies.models import Consent
from tests.factories import a_coding, a_participant, a_person, a_theme
from tests.pages import words


@pytest.fixture
def coded(talk):
    """Two themes, one of them under a heading, over the words of one teacher."""
    talk.heading = a_theme(talk.study, "Pupils", is_codable=False)
    talk.gains = a_theme(talk.study, "Gains", parent_id=talk.heading.id)
    talk.worries = a_theme(talk.study, "Worries")
    for turn, question in zip(
        talk.transcript.turns, ("pupils-gains", "pupils-gains", "worked-less", "worked-less"), strict=True
    ):
        turn.question_id = question
    talk.coding = a_coding(talk, talk.gains, talk.researcher, "she speaks up now")
    talk.other = a_coding(talk, talk.worries, talk.researcher, "The bus was late every week.")
    return talk


def desk_of(talk, person=None):
    db.session.commit()
    db.session.expire_all()
    return Desk(talk.study, (person or talk.researcher).id)


def found(talk, **wanted):
    desk = desk_of(talk)
    return [one.text for one in find(desk.quotations, Wanted(**wanted), desk.branches)]


def test_a_heading_finds_what_is_under_it(coded):
    assert found(coded, theme_id=coded.heading.id) == ["she speaks up now"]
    assert found(coded, theme_id=coded.worries.id) == ["The bus was late every week."]


@pytest.mark.parametrize(
    ("wanted", "n"),
    [
        ({"role": "teacher"}, 2),
        ({"role": "leader"}, 0),
        ({"question_id": "worked-less"}, 1),
        ({"wave_kind": "after"}, 0),
        ({"words": "BUS"}, 1),
        ({"shareable": True}, 2),
        ({"coder_key": 0}, 2),
        ({"coder_key": 10**6}, 0),
        ({"school_id": 10**6}, 0),
    ],
)
def test_what_is_asked_for_must_all_fit(coded, wanted, n):
    assert len(found(coded, **wanted)) == n


def test_two_people_who_share_out_what_is_asked_for_do_not_fit(coded):
    other = a_participant(coded.study, role="leader", pseudonym="L1")
    coded.transcript.turns[3].participant_id = other.id
    a_coding(coded, coded.gains, coded.researcher, "now.\n\nWhere has it worked less well?\n\nThe bus")
    assert found(coded, role="leader", school_id=coded.school.id) == []


def test_newest_first_and_by_theme(coded):
    coded.other.created_at = coded.coding.created_at.replace(year=2020)
    assert found(coded, sort="newest")[0] == "she speaks up now"
    coded.heading.position = 5
    assert found(coded, sort="theme")[0] == "The bus was late every week."


def test_an_address_of_nonsense_asks_for_everything(coded):
    wanted = Wanted.from_address({"theme": "x", "sort": "hack", "page": "9"})
    assert (wanted, wanted.address) == (Wanted(), {})


def test_of_a_withdrawn_person_there_is_no_quotation(coded):
    coded.participant.withdrawn_at = now()
    desk = desk_of(coded)
    assert (desk.quotations, desk.participants) == ([], [])


def test_of_a_passage_over_two_people_the_one_who_is_out_is_not_named(coded):
    other = a_participant(coded.study, coded.school, pseudonym="T2")
    coded.transcript.turns[3].participant_id = other.id
    a_coding(coded, coded.gains, coded.researcher, "now.\n\nWhere has it worked less well?\n\nThe bus")
    long = desk_of(coded).quotations[1]
    assert [one.pseudonym for one in long.participants] == ["T1"]
    assert "bus" not in long.text


def test_a_passage_counts_once_whoever_marked_it(coded):
    a_coding(coded, coded.gains, a_person(), "she speaks up now")
    desk = desk_of(coded)
    matrix = by_participant(desk.quotations, desk.branches, desk.participants)
    key = str(coded.participant.id)
    assert [matrix.count(theme.id, key) for theme in (coded.heading, coded.gains, coded.worries)] == [1, 1, 1]
    assert list(matrix.rows())[1] == ("Pupils › Gains", "1", "1")


def test_themes_by_question(coded):
    desk = desk_of(coded)
    matrix = by_question(desk.quotations, desk.branches, desk.questions)
    assert matrix.count(coded.gains.id, "pupils-gains") == 1
    assert matrix.count(coded.gains.id, "worked-less") == 0


def test_themes_that_meet_are_counted_once_for_the_same_words(coded):
    second = a_person()
    a_coding(coded, coded.worries, coded.researcher, "up now")
    a_coding(coded, coded.worries, second, "up now")
    meetings = meetings_of(desk_of(coded).quotations)
    pair = tuple(sorted((coded.gains.id, coded.worries.id)))
    assert count_meetings(meetings) == {pair: 1}
    start, end = coded.place("up now")
    assert (meetings[0].start, meetings[0].end) == (start, end)


def test_while_a_transcript_is_coded_blind_each_sees_their_own(coded):
    second = a_person()
    mine = a_coding(coded, coded.gains, second, "speaks")
    for person in (coded.researcher, second):
        db.session.add(CoderProgress(transcript_id=coded.transcript.id, coder_id=person.id, is_blind=True))
    assert [one.id for one in desk_of(coded, second).quotations] == [mine.id]


PAGES = ["passages", "passages?q=bus&sort=who", "matrix", "matrix?by=question", "together", "agreement", "sides"]


@pytest.mark.parametrize("page", [*PAGES, "agreement?unit=character", "grid", "findings", "quotations"])
def test_pages_of_analysis_open_full_and_empty(coded, browser_of, page):
    client = browser_of(coded.researcher)
    client.page(f"/studies/{coded.study.id}/{page}")
    coded.participant.withdrawn_at = now()
    client.page(f"/studies/{coded.study.id}/{page}")


def test_a_number_of_a_table_leads_to_its_passages(coded, browser_of):
    client = browser_of(coded.researcher)
    table = client.page(f"/studies/{coded.study.id}/matrix")
    links = [link.get("href") for link in table.find_all("a")]
    page = client.page(next(one for one in links if f"theme={coded.gains.id}" in one and "participant=" in one))
    assert "she speaks up now" in page.text
    assert "The bus was late" not in page.text


def test_two_themes_lead_to_the_words_that_they_share(coded, browser_of):
    a_coding(coded, coded.worries, coded.researcher, "up now.\n\nWhere")
    page = browser_of(coded.researcher).page(
        f"/studies/{coded.study.id}/together?a={coded.worries.id}&b={coded.gains.id}"
    )
    assert [words(one) for one in page.find_all("blockquote")] == ["up now"]


def test_leaders_and_teachers_stand_side_by_side(coded, browser_of):
    leader = a_participant(coded.study, coded.school, role="leader", pseudonym="L1")
    coded.talk_of(leader, "Confidence, above all.", question="pupils-gains")
    page = browser_of(coded.researcher).page(f"/studies/{coded.study.id}/sides")
    assert "What have pupils gained from it?" in page.text
    assert "she speaks up now" in page.text
    assert "No passage is marked here yet." in page.text
    assert "Where has it worked less well?" not in page.text


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_tables_leave_as_files(coded, browser_of, kind):
    response = browser_of(coded.researcher).get(f"/studies/{coded.study.id}/matrix.{kind}")
    assert response.status_code == 200
    if kind == "csv":
        assert response.text.splitlines()[2] == "Pupils › Gains,1,1"


def test_there_is_no_other_kind_of_file(coded, browser_of):
    assert browser_of(coded.researcher).get(f"/studies/{coded.study.id}/matrix.exe").status_code == 404


def test_a_passage_that_two_marked_is_told_once_with_its_themes_its_coders_and_their_memos(coded, browser_of):
    second = a_person("associate", partnership=coded.study.partnership, name="Ben Second")
    a_coding(coded, coded.gains, second, "she speaks up now", sealed_memo="Said with a laugh")
    a_coding(coded, coded.worries, second, "she speaks up now")
    client, own = browser_of(coded.researcher), f"/studies/{coded.study.id}"
    page = client.page(f"{own}/passages")
    assert "2 passages" in page.text
    card = next(words(one) for one in page.find_all("li", class_="card") if "she speaks up now" in words(one))
    assert f"Gains {coded.researcher.name} · Ben Second" in card
    assert "Worries Ben Second" in card
    assert "Said with a laugh" in card
    assert "3 passages" in client.page(f"{own}/passages?sort=theme").text
    book = client.page(f"{own}/themes")
    assert [words(one) for one in book.find_all("span", class_="book__count")] == ["1 passage", "2 passages"]


def test_people_stand_in_the_order_in_which_they_are_counted(coded):
    for number in (10, 2):
        coded.talk_of(a_participant(coded.study, coded.school, pseudonym=f"T{number}"), "Much the same.")
    assert [one.pseudonym for one in desk_of(coded).participants] == ["T1", "T2", "T10"]


def test_a_memo_beside_words_that_were_taken_out_is_taken_out_too(coded, browser_of):
    """It may tell them."""
    both = "now.\n\nWhere has it worked less well?\n\nThe bus"
    coded.transcript.turns[3].participant_id = a_participant(coded.study, coded.school).id
    other = coded.transcript.turns[3].participant_id
    coded.interview.speakers.append(Speaker(participant_id=other, key="2"))
    word = Consent(participant_id=other, kind="consent", given_on=now().date(), to_take_part=True)
    db.session.add(word)
    a_coding(coded, coded.gains, coded.researcher, both, sealed_memo="The bus, he says, is why")
    addresses = [f"/studies/{coded.study.id}/passages", f"/transcripts/{coded.transcript.id}/coding"]
    client = browser_of(coded.researcher)
    assert all("he says, is why" in client.page(address).text for address in addresses)
    word.withdrawn_at = now()
    db.session.commit()
    assert not any("he says, is why" in client.page(address).text for address in addresses)
