"""Consent is recorded with its day, sheet and scopes; a carer's no apart; a withdrawal acts at once."""

import pytest

from app.db import db
from app.studies import taking_part
from app.studies.allowing import NOTHING, allowed_by
from app.studies.models import Consent, Participant
from app.studies.overview import word_of
from tests.factories import a_participant, an_interview
from tests.pages import words


@pytest.fixture
def researcher(town, browser_of):
    """Somebody of a school who interviews: they hold the signed sheet."""
    return browser_of(town.researcher)


@pytest.fixture
def teacher(town):
    return a_participant(town.study, town.ash, pseudonym="T1", sealed_name="Zora Quill")


@pytest.fixture
def pupil(town):
    return a_participant(town.study, town.ash, role="pupil", pseudonym="P1")


def typed(**more):
    return {"given_on": "2026-09-03", "sheet_version": "Sheet 1", "to_take_part": "yes", **more}


def fresh(participant):
    db.session.expire_all()
    return db.session.get(Participant, participant.id)


def test_a_consent_remembers_its_day_its_sheet_and_each_scope(researcher, teacher, town):
    address = f"/participants/{teacher.id}/consents/new"
    assert researcher.page(address).find("input", name="sheet_version").get("value") == "Sheet 1"
    researcher.post_form(address, typed(to_quote="y", to_reuse="y"))
    word = db.session.query(Consent).one()
    assert (word.kind, word.given_on.isoformat(), word.sheet_version) == ("consent", "2026-09-03", "Sheet 1")
    assert word.recorded_by == town.researcher
    allowed = allowed_by(fresh(teacher))
    assert (allowed.to_take_part, allowed.to_quote, allowed.to_reuse) == (True, True, True)
    assert (allowed.to_record, allowed.to_be_named) == (False, False)


def test_a_new_word_takes_the_place_of_the_old_and_both_are_shown(researcher, teacher):
    address = f"/participants/{teacher.id}/consents/new"
    researcher.post_form(address, typed(to_quote="y"))
    researcher.post_form(address, typed(given_on="2026-10-01", to_take_part="no", to_quote="y"))
    assert allowed_by(fresh(teacher)) == NOTHING
    assert word_of(fresh(teacher)) == "no"
    text = researcher.page(f"/participants/{teacher.id}").text
    assert text.index("1 October 2026") < text.index("3 September 2026")
    assert "stands in the record" in text


def test_only_a_second_word_is_told_that_it_takes_the_place_of_one(researcher, teacher):
    address = f"/participants/{teacher.id}/consents/new"
    assert "takes the place of" not in researcher.page(address).text
    researcher.post_form(address, typed())
    assert "takes the place of what was recorded before" in researcher.page(address).text


def test_for_whoever_was_not_asked_the_one_main_button_records_their_consent(browser_of, town, teacher):
    def main_buttons():
        page = browser_of(town.lead).page(f"/participants/{teacher.id}")
        assert "Change" in page.links
        secondary = page.find_all("a", class_="govuk-button--secondary")
        return [words(one) for one in page.find_all("a", class_="govuk-button") if one not in secondary]

    assert main_buttons() == ["Record their consent"]
    browser_of(town.lead).post_form(f"/participants/{teacher.id}/consents/new", typed())
    assert main_buttons() == ["Change"]


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"given_on": "2999-01-01"}, "This day is still to come"),
        ({"given_on": ""}, "Enter the day"),
        ({"sheet_version": ""}, "Enter which sheet it was"),
        ({"to_take_part": ""}, "Choose yes or no"),
        ({"to_be_named": "y"}, "Only somebody who may be quoted can be named"),
    ],
)
def test_half_a_consent_is_refused(researcher, teacher, more, sentence):
    page = researcher.post_form(f"/participants/{teacher.id}/consents/new", typed(**more), status=422)
    assert sentence in page.text
    assert db.session.query(Consent).count() == 0


def test_a_pupil_says_it_themselves_and_is_never_named(researcher, pupil):
    address = f"/participants/{pupil.id}/consents/new"
    assert not researcher.page(address).find_all("input", name="to_be_named")
    researcher.post_form(address, typed(to_quote="y", to_be_named="y"))
    assert db.session.query(Consent).one().kind == "assent"
    assert not allowed_by(fresh(pupil)).to_be_named


def test_a_carers_no_stands_over_the_pupils_yes_until_it_is_taken_back(researcher, pupil):
    researcher.post_form(f"/participants/{pupil.id}/consents/new", typed(to_quote="y"))
    researcher.post_form(f"/participants/{pupil.id}/opt-out", typed())
    assert word_of(fresh(pupil)) == "carer"
    researcher.post_form(f"/participants/{pupil.id}/consents/new", typed(to_quote="y"))
    assert allowed_by(fresh(pupil)) == NOTHING
    no = db.session.query(Consent).filter_by(kind="opt-out").one()
    researcher.post_form(f"/consents/{no.id}/end")
    assert allowed_by(fresh(pupil)).to_quote
    researcher.page(f"/consents/{no.id}/end", status=404)


def test_nobody_opts_out_for_an_adult(researcher, teacher, town):
    researcher.page(f"/participants/{teacher.id}/opt-out", status=404)
    with pytest.raises(taking_part.Refused):
        taking_part.record_opt_out(teacher, town.lead, given_on=None, sheet_version="")


def test_a_consent_is_not_taken_back_by_itself(researcher, teacher):
    researcher.post_form(f"/participants/{teacher.id}/consents/new", typed())
    researcher.page(f"/consents/{db.session.query(Consent).one().id}/end", status=404)


def test_a_withdrawal_says_what_happens_and_acts_at_once(researcher, teacher, town):
    an_interview(town.study, teacher)
    researcher.post_form(f"/participants/{teacher.id}/consents/new", typed(to_quote="y"))
    address = f"/participants/{teacher.id}/withdraw"
    assert "They speak in 1 interview." in researcher.page(address).text
    researcher.post_form(address)
    one = fresh(teacher)
    assert allowed_by(one) == NOTHING
    assert one.withdrawn_at == one.consents[0].withdrawn_at
    assert one.sealed_name == "Zora Quill"
    assert "none of their words is shown" in researcher.page(f"/participants/{teacher.id}").text


def test_who_has_withdrawn_is_asked_nothing_more(researcher, teacher):
    researcher.post_form(f"/participants/{teacher.id}/withdraw")
    page = researcher.page(f"/participants/{teacher.id}/consents/new", status=409)
    assert "They have withdrawn" in page.text


def test_who_withdraws_may_be_forgotten_too(researcher, teacher):
    researcher.post_form(f"/participants/{teacher.id}/withdraw", {"forget_name": "y"})
    assert fresh(teacher).sealed_name is None


def test_an_undone_withdrawal_brings_back_no_consent(researcher, teacher, town, browser_of):
    researcher.post_form(f"/participants/{teacher.id}/consents/new", typed(to_quote="y"))
    researcher.post_form(f"/participants/{teacher.id}/withdraw")
    browser_of(town.lead).post_form(f"/participants/{teacher.id}/readmit")
    assert fresh(teacher).withdrawn_at is None
    assert allowed_by(fresh(teacher)) == NOTHING
    assert word_of(fresh(teacher)) == "waiting"


def test_a_withdrawal_leaves_a_carers_no_as_it_is(researcher, pupil, town, browser_of):
    researcher.post_form(f"/participants/{pupil.id}/opt-out", typed())
    researcher.post_form(f"/participants/{pupil.id}/withdraw")
    browser_of(town.lead).post_form(f"/participants/{pupil.id}/readmit")
    assert word_of(fresh(pupil)) == "carer"
