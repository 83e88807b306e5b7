"""Whom a study asks: added one by one or as a list, under a pseudonym, with a sealed name or none."""

import pytest

from app.audit.models import AuditEvent
from app.db import db
from app.studies.forms_people import AddForm
from app.studies.models import Participant
from tests.factories import a_participant, an_interview


@pytest.fixture
def lead(town, browser_of):
    return browser_of(town.lead)


@pytest.fixture
def new(town):
    return f"/studies/{town.study.id}/participants/new"


def typed(town, **more):
    return {"role": "teacher", "school_ids": [str(town.ash.id)], **more}


def everybody():
    db.session.expire_all()
    return {one.pseudonym: one for one in db.session.query(Participant)}


def test_a_list_is_pasted_looked_at_and_added(lead, new, town):
    fields = typed(town, names="Zora Quill\n\n  Milo   Reed \n", n_without="1")
    page = lead.post_form(new, fields, status=200)
    assert "Nothing is added yet" in page.text
    assert not everybody()
    lead.post_form(new, {**fields, "confirmed": "yes"})
    people = everybody()
    assert [(name, one.sealed_name) for name, one in sorted(people.items())] == [
        ("T1", "Zora Quill"),
        ("T2", "Milo Reed"),
        ("T3", None),
    ]
    assert {one.role for one in people.values()} == {"teacher"}
    assert people["T1"].schools == [town.ash]


def test_a_name_that_comes_twice_is_pointed_out_before_anybody_is_added(lead, new, town):
    a_participant(town.study, town.ash, pseudonym="T7", sealed_name="Zora Quill")
    a_participant(town.study, town.ash, pseudonym="T8", sealed_name="Nobody Else")
    text = lead.post_form(new, typed(town, names="zora  quill\nMilo Reed\nMILO Reed\nAnna Lark"), status=200).text
    assert "zora quill is in the study already, as T7" in text
    assert text.count("stands in the list twice") == 2
    assert "Nobody" not in text
    (look,) = db.session.query(AuditEvent)
    assert (look.action, look.detail["n_people"]) == ("view participants' names", 1)


def test_a_number_no_memory_holds_makes_no_list(app, town):
    with app.test_request_context(method="POST", data={"n_without": "999999999"}):
        assert len(AddForm(schools=[]).lines) <= 60


def test_what_was_typed_can_still_be_changed(lead, new, town):
    page = lead.post_form(new, typed(town, names="Zora Quill", confirmed="no"), status=200)
    assert "Zora Quill" in page.find("textarea", name="names").text
    assert not everybody()


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"names": ""}, "Paste names, or say how many"),
        ({"names": "x" * 121}, "A name has 120 characters at most"),
        ({"n_without": "61"}, "Enter a number from 0 to 60"),
        ({"n_without": "9" * 25}, "Enter a number from 0 to 60"),
        ({"n_without": "-5"}, "Enter a number from 0 to 60"),
        ({"names": "A\n" * 61}, "Add 60 at a time at most"),
        ({"names": "A", "school_ids": []}, "Tick at least one school"),
        ({"names": "A", "role": ""}, "Choose a role"),
    ],
)
def test_a_list_that_makes_no_sense_is_refused(lead, new, town, more, sentence):
    assert sentence in lead.post_form(new, typed(town, **more), status=422).text
    assert not everybody()


def test_names_stay_hidden_until_somebody_asks_and_that_is_noted(lead, town):
    a_participant(town.study, town.ash, pseudonym="T1", sealed_name="Zora Quill")
    address = f"/studies/{town.study.id}/participants"
    assert "Zora" not in lead.page(address).text
    assert db.session.query(AuditEvent).count() == 0
    assert "Zora Quill" in lead.page(f"{address}?names=yes").text
    assert "Zora Quill" in lead.page(f"/participants/{next(iter(everybody().values())).id}?names=yes").text
    assert [event.action for event in db.session.query(AuditEvent)] == ["view participants' names"] * 2


def test_the_list_is_searched_and_sorted(lead, town):
    a_participant(town.study, town.ash, pseudonym="T10")
    a_participant(town.study, town.beech, pseudonym="T2")
    a_participant(town.study, town.beech, pseudonym="L1", role="leader")
    address = f"/studies/{town.study.id}/participants"

    def shown(more=""):
        page = lead.page(address + more)
        return [cell.find("*").text for cell in page.find_all("th", scope="row")]

    assert shown() == ["L1", "T2", "T10"]
    assert shown("?sort=-pseudonym") == ["T10", "T2", "L1"]
    assert shown("?q=beech+teacher") == ["T2"]
    assert "Nobody found" in lead.page(f"{address}?q=zebra").text


def test_somebody_is_changed_and_the_name_stays_unless_it_is_replaced_or_removed(lead, town):
    one = a_participant(town.study, town.ash, pseudonym="T1", sealed_name="Zora Quill")
    edit = f"/participants/{one.id}/edit"
    assert "Zora" not in lead.page(edit).html
    lead.post_form(edit, typed(town, pseudonym="Maple", role="support"))
    assert (everybody()["Maple"].sealed_name, everybody()["Maple"].role) == ("Zora Quill", "support")
    lead.post_form(edit, typed(town, pseudonym="Maple", name="Zora Reed"))
    assert everybody()["Maple"].sealed_name == "Zora Reed"
    lead.post_form(edit, typed(town, pseudonym="Maple", forget_name="y"))
    assert everybody()["Maple"].sealed_name is None


def test_a_pseudonym_is_given_once_and_tells_no_name(lead, town):
    a_participant(town.study, town.ash, pseudonym="T1")
    one = a_participant(town.study, town.ash, pseudonym="T2")
    edit = f"/participants/{one.id}/edit"
    assert "called so already" in lead.post_form(edit, typed(town, pseudonym="t1"), status=422).text
    page = lead.post_form(edit, typed(town, pseudonym="Quill", name="Zora Quill"), status=422)
    assert "so it hides nobody" in page.text


def test_a_mistake_is_removed_but_nobody_who_was_asked(lead, town):
    one, other = a_participant(town.study, pseudonym="T1"), a_participant(town.study, pseudonym="T2")
    an_interview(town.study, other, state="planned")
    lead.post_form(f"/participants/{one.id}/remove")
    page = lead.page(f"/participants/{other.id}/remove")
    assert "cannot be removed" in page.text
    token = lead.token(f"/participants/{other.id}/withdraw")
    assert lead.post(f"/participants/{other.id}/remove", data={"csrf_token": token}).status_code == 409
    assert list(everybody()) == ["T2"]
