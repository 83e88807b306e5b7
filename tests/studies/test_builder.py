"""A partnership writes its own schedule: copied or from nothing, checked as it grows, published for good."""

import pytest

from app.db import db
from app.instruments.load import read_text
from app.studies import schedules
from app.studies.drafts import next_version, read_draft
from app.studies.models import OwnSchedule
from app.web.filters import today
from tests.factories import a_person, an_own_schedule


@pytest.fixture
def lead(town, browser_of):
    return browser_of(town.lead)


def begin(lead, town, title="Interview with governors", source=""):
    lead.post_form(f"/partnerships/{town.partnership.id}/schedules/new", {"title": title, "source": source})
    return newest()


def newest():
    db.session.expire_all()
    return db.session.query(OwnSchedule).order_by(OwnSchedule.id.desc()).first()


def texts(own):
    return {one.id: one.text for one in read_draft(own.text).questions}


def test_one_is_written_from_nothing_and_published(lead, town):
    own = begin(lead, town)
    draft = f"/own-schedules/{own.id}"
    page = lead.page(f"{draft}/draft")
    assert "No part yet" in page.text
    assert f"{draft}/publish" not in page.links.values()
    lead.post_form(f"{draft}/sections/new", {"title": "To begin"})
    assert "This part has no question yet" in lead.page(f"{draft}/draft").text
    question = {"text": "What do you do as a governor?", "prompts": "Since when?\n\n With whom? "}
    lead.post_form(f"{draft}/sections/to-begin/questions/new", question)
    lead.post_form(f"{draft}/publish")
    own = newest()
    assert own.published_at
    (asked,) = read_text(own.text).questions
    assert (asked.id, asked.prompts) == ("what-do-you-do-as", ("Since when?", "With whom?"))
    assert schedules.find_schedule(town.study, digest=own.digest).title == "Interview with governors"
    assert schedules.find_schedule(town.study, name="interview-with-governors", version=f"{today().year}-1")


def test_a_copy_keeps_ids_and_words(lead, town):
    own = begin(lead, town, source="leaders/2026-1")
    leaders = schedules.find_ours("leaders", "2026-1")
    assert texts(own) == {one.id: one.text for one in leaders.questions}
    assert read_draft(own.text).opening == leaders.opening


def test_two_of_one_title_have_two_names_and_none_has_ours(lead, town):
    names = [begin(lead, town, title="Leaders").name for _ in range(2)]
    assert names == ["leaders-2", "leaders-3"]


def test_questions_are_taken_over_with_their_ids(lead, town):
    own = begin(lead, town)
    lead.post_form(f"/own-schedules/{own.id}/sections/new", {"title": "Pupils"})
    choose = f"/own-schedules/{own.id}/sections/pupils/questions/choose"
    lead.post_form(choose, {"ids": ["pupils-gains", "worked-less"]})
    assert texts(newest()) == {
        "pupils-gains": "What have pupils gained from it?",
        "worked-less": "Where has it worked less well?",
    }
    assert "What have pupils gained" not in lead.page(choose).text
    assert "Tick at least one question" in lead.post_form(choose, {}, status=422).text


def test_whoever_changes_words_says_whether_it_still_asks_the_same(lead, town):
    own = an_own_schedule(town.partnership)
    edit = f"/own-schedules/{own.id}/questions/pupils-gains/edit"
    new = {"text": "What did pupils learn?", "prompts": ""}
    assert "Say whether it still asks the same" in lead.post_form(edit, new, status=422).text
    lead.post_form(edit, {**new, "meaning": "same"})
    assert texts(newest())["pupils-gains"] == "What did pupils learn?"
    lead.post_form(edit, {"text": "What did schools learn?", "meaning": "new"})
    changed = texts(newest())
    assert "pupils-gains" not in changed
    assert changed["what-did-schools-learn"] == "What did schools learn?"


def test_other_prompts_alone_change_no_meaning(lead, town):
    own = an_own_schedule(town.partnership)
    edit = f"/own-schedules/{own.id}/questions/pupils-gains/edit"
    lead.post_form(edit, {"text": "What have pupils gained from it?", "prompts": "Who gained most?"})
    question = next(one for one in read_draft(newest().text).questions if one.id == "pupils-gains")
    assert question.prompts == ("Who gained most?",)


def test_what_the_checker_says_stands_beside_its_question(lead, town):
    own = an_own_schedule(town.partnership)
    lead.post_form(
        f"/own-schedules/{own.id}/questions/pupils-gains/edit",
        {"text": "Did pupils like it?", "meaning": "new"},
    )
    page = lead.page(f"/own-schedules/{own.id}/draft")
    item = page.find("li", id="question-did-pupils-like-it")
    assert "can be met with yes or no" in " ".join("".join(item.itertext()).split())
    assert page.text.count("can be met with yes or no") == 1


def test_a_draft_with_a_problem_is_not_published(lead, town):
    own = an_own_schedule(town.partnership)
    token = {"csrf_token": lead.token(f"/own-schedules/{own.id}/publish")}
    lead.post_form(f"/own-schedules/{own.id}/sections/new", {"title": "Nothing in it"})
    lead.post(f"/own-schedules/{own.id}/publish", data=token)
    assert newest().published_at is None
    assert "put right what is marked" in lead.page(f"/own-schedules/{own.id}/draft").text


def test_questions_and_parts_are_moved_and_removed(lead, town):
    own = an_own_schedule(town.partnership)
    draft, before = f"/own-schedules/{own.id}", list(texts(own))
    lead.post_form(f"{draft}/questions/{before[1]}/move", {"to": "down"}, at=f"{draft}/draft")
    assert list(texts(newest()))[1:3] == [before[2], before[1]]
    assert "Remove this question?" in lead.page(f"{draft}/questions/{before[1]}/remove").text
    lead.post_form(f"{draft}/questions/{before[1]}/remove")
    lead.post_form(f"{draft}/sections/close/remove")
    assert before[1] not in texts(newest())
    assert "anything-else" not in texts(newest())
    token = {"csrf_token": lead.token(f"{draft}/draft"), "to": "sideways"}
    assert lead.post(f"{draft}/questions/{before[2]}/move", data=token).status_code == 400


def test_the_head_is_changed_and_refused_where_it_makes_no_sense(lead, town):
    own = an_own_schedule(town.partnership)
    head = {"title": "Governors", "audience": "Governors", "opening": "Thank you.", "reading_age": "14"}
    lead.post_form(f"/own-schedules/{own.id}/head", head)
    changed = read_draft(newest().text)
    assert (changed.title, changed.opening, changed.reading_age) == ("Governors", "Thank you.", 14)
    page = lead.post_form(f"/own-schedules/{own.id}/head", {**head, "reading_age": "99"}, status=422)
    assert "Give an age between 5 and 20" in page.text


def test_a_published_version_stays_and_the_next_begins_as_its_copy(lead, town):
    own = an_own_schedule(town.partnership, is_published=True)
    address, text = f"/own-schedules/{own.id}", own.text
    lead.page(f"{address}/draft", status=404)
    lead.post_form(f"{address}/versions", at=address)
    draft = newest()
    assert (draft.name, draft.published_at) == (own.name, None)
    assert draft.version == next_version([own.version], today().year)
    lead.post_form(f"{address}/versions", at=address)
    assert newest().id == draft.id
    lead.post_form(f"/own-schedules/{draft.id}/sections/close/remove")
    lead.post_form(f"/own-schedules/{draft.id}/publish")
    assert db.session.get(OwnSchedule, own.id).text == text
    (latest,) = schedules.list_latest_own(town.partnership.id)
    assert latest.version == draft.version
    assert schedules.find_schedule(town.study, digest=own.digest).version == own.version


def test_a_draft_is_thrown_away(lead, town):
    own = an_own_schedule(town.partnership)
    lead.post_form(f"/own-schedules/{own.id}/remove")
    assert db.session.query(OwnSchedule).count() == 0


def test_ours_are_read_and_printed_by_everybody(browser_of, town):
    client = browser_of(a_person())
    assert "Interview with a leader" in client.page("/schedules").text
    page = client.page("/schedules/leaders/2026-1")
    assert "What have pupils gained from it?" in page.text
    assert "Tell me" not in client.page("/schedules/leaders/2026-1/print").text
    client.page("/schedules/school-and-me/2026-1", status=404)


def test_a_researcher_reads_the_partnerships_own_and_writes_none(browser_of, town):
    own = an_own_schedule(town.partnership, is_published=True, title="For governors")
    client = browser_of(town.researcher)
    assert "For governors" in client.page("/schedules").text
    assert "Write the next version" not in client.page(f"/own-schedules/{own.id}").text
    assert "For governors" not in browser_of(a_person("leader", school=town.ash)).page("/schedules").text
