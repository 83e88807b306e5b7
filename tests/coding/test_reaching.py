"""A passage that reaches into words that were taken out: it can be read as far as it is open, moved out and removed."""

from datetime import date

import pytest

from app.coding.models import Coding
from app.coding.reaching import reach_of
from app.db import db, now
from app.studies.models import Consent
from tests.factories import a_participant, a_person, a_theme, a_transcript, an_interview
from tests.pages import HTML

OPEN, CLOSED, AFTER = "We met at the pond.", "My brother is ill.", "Then we drew maps."


@pytest.fixture
def group(talk):
    """Two people in a group, one passage over all they say with a memo, and the second of them withdrew since."""
    people = [a_participant(talk.study, talk.school, pseudonym=name) for name in ("G1", "G2")]
    for person in people:
        person.consents.append(Consent(kind="consent", given_on=date(2026, 9, 1), to_take_part=True, to_quote=True))
    interview = an_interview(talk.study, *people, kind="group", interviewer=talk.researcher)
    talk.group = a_transcript(interview, (people[0], OPEN), (people[1], CLOSED), (people[0], AFTER))
    text = talk.group.sealed_text
    talk.coding = Coding(
        transcript_id=talk.group.id, theme=a_theme(talk.study, "Home"), coder_id=talk.researcher.id, start=3,
        end=len(text) - 5, sealed_memo="Compare: my brother is ill. Ask more.",
    )  # fmt: skip
    db.session.add(talk.coding)
    people[1].withdrawn_at = now()
    db.session.commit()
    return talk


def address(talk):
    return f"/codings/{talk.coding.id}"


def read_coding(talk):
    db.session.expire_all()
    return talk.group.sealed_text[talk.coding.start : talk.coding.end]


def test_it_is_listed_as_what_it_is_and_its_page_tells_no_closed_word(group, browser_of):
    coder = browser_of(group.researcher)
    page = coder.page(f"/transcripts/{group.group.id}/coding")
    notes = [one.text for one in page.find_all("span", class_="beside__note")]
    assert notes == ["reaches into words that were taken out"] * 2
    links = {one.get("href") for one in page.find_all("a", class_="beside__link")}
    assert links == {address(group)}
    panel = coder.page(address(group))
    assert panel.find("blockquote").text.split("\n") == ["met at the pond.", "[…]", "Then we drew "]
    assert "reaches into words that were taken out" in panel.text
    assert "brother" not in page.html + panel.html
    assert not panel.find_all("textarea")


def test_it_can_be_removed_and_that_can_be_taken_back(group, browser_of):
    coder = browser_of(group.researcher)
    coder.post_form(f"{address(group)}/removal", {"version": "1"}, at=address(group))
    db.session.expire_all()
    assert group.coding.deleted_at is not None
    at = f"/transcripts/{group.group.id}/coding"
    coder.post_form(f"{at}/undo", {}, at=at)
    db.session.expire_all()
    assert group.coding.deleted_at is None
    assert "brother" not in coder.page(at).html


def test_one_press_leaves_it_on_the_words_that_are_left(group, browser_of):
    coder = browser_of(group.researcher)
    form = coder.page(address(group)).find("form", action=address(group))
    typed = {one.get("name"): one.get("value") for one in form.iter(f"{HTML}input") if one.get("name") != "csrf_token"}
    coder.post_form(address(group), typed, at=address(group))
    assert read_coding(group) == "met at the pond."
    page = coder.page(address(group))
    assert page.find("textarea").text.strip() == "Compare: […]. Ask more."
    assert "brother" not in page.html + coder.page(f"/transcripts/{group.group.id}/coding").html


def test_its_ends_are_moved_by_typing_and_its_theme_is_changed_where_it_is(group, browser_of):
    coder, other = browser_of(group.researcher), a_theme(group.study, "School")
    coder.post_form(address(group), {"version": "1", "theme": str(other.id)}, at=address(group))
    assert read_coding(group).startswith("met")
    assert read_coding(group).endswith("drew ")
    assert (group.coding.theme_id, group.coding.sealed_memo[:7]) == (other.id, "Compare")
    coder.post_form(address(group), {"version": "2", "turn": "3", "words": "drew maps"}, at=address(group))
    assert read_coding(group) == "drew maps"
    assert "brother" not in group.coding.sealed_memo
    coder.post_form(address(group), {"version": "3", "turn": "2"}, at=address(group), status=422)
    assert read_coding(group) == "drew maps"


def test_somebody_else_reads_as_much_and_changes_nothing(group, browser_of):
    other = browser_of(a_person("associate", partnership=group.study.partnership))
    page = other.page(address(group))
    assert "brother" not in page.html
    assert not page.find_all("form", action=f"{address(group)}/removal")
    other.post_form(f"{address(group)}/removal", {"version": "1"}, at=f"/studies/{group.study.id}", status=403)


def test_nothing_is_left_of_a_passage_whose_words_are_all_closed(group, browser_of):
    group.coding.start = group.group.sealed_text.index(CLOSED)
    group.coding.end = group.coding.start + len(CLOSED)
    db.session.commit()
    browser_of(group.researcher).page(address(group), 404)


def test_what_is_kept_begins_with_the_first_word_that_is_open(group):
    group.coding.start = group.group.sealed_text.index("brother")
    db.session.commit()
    ends = reach_of(group.coding).ends
    assert (ends["from_at"], ends["to_at"], ends["tail"]) == (0, 13, "Then we drew ")
    assert ends["from_turn"] == ends["to_turn"] == group.group.turns[2].id
