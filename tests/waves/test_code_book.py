"""The code book: every variable once, with what its codes mean and which responses count."""

import csv
import io

import pytest

from app.instruments.scoring import score_scale
from app.waves.code_book import HEADINGS, variables_of
from app.waves.queries import beside_of, instrument_of
from tests.factories import a_person, with_form_b


@pytest.fixture
def address(field):
    return f"/surveys/{field.survey.id}/code-book"


def test_every_question_and_every_scale_stands_in_it_once(field):
    names = [one.name for one in variables_of(field.survey)]
    form = instrument_of(field.survey)
    wanted = [*(question.id for question in form.questions), *(scale.id for scale in form.scales)]
    assert names == ["wave", "state", "form", *wanted]


def test_a_statement_tells_its_values_their_scores_and_its_missing_codes(field):
    question = instrument_of(field.survey).questions[0]
    (one,) = [one for one in variables_of(field.survey) if one.name == question.id]
    assert one.label == question.text
    for option in question.options:
        assert f"{option.code} = {option.label}" in one.values
        assert f"{option.code} = {option.value}" in one.scored
    assert one.missing == ". = Not answered; s = Skipped; u = Not sure"


def test_a_reversed_statement_says_so(field):
    form = instrument_of(field.survey)
    noted = {one.name for one in variables_of(field.survey) if "Turned round" in one.note}
    assert noted == {question.id for question in form.questions if question.reversed}


def test_a_scale_names_its_questions_and_from_how_many_it_is_scored(field):
    form = instrument_of(field.survey)
    scale = form.scales[0]
    (one,) = [one for one in variables_of(field.survey) if one.name == scale.id]
    assert one.scored == ", ".join(scale.question_ids)
    assert f"at least 60 % of the {len(scale.question_ids)}" in one.note
    given = "".join("3" if q.id in scale.question_ids[:3] else "." for q in form.questions)
    assert score_scale(form, scale.id, given) is not None, "three of five are sixty in a hundred"


def test_both_forms_are_told_apart(db, field):
    for name, value in with_form_b().items():
        setattr(field.survey, name, value)
    db.session.commit()
    of_form_b = [one for one in variables_of(field.survey) if one.form == "B"]
    form = beside_of(field.survey)
    assert len(of_form_b) == len(form.questions) + len(form.scales)


def test_page_and_file_tell_when_an_unfinished_response_counts(field, address, browser_of):
    for reader in (field.lead, a_person("associate", partnership=field.partnership)):
        browser = browser_of(reader)
        page = browser.page(address)
        assert "it counts with the answers it has, from the day after its wave closed" in page.text
        lines = list(csv.DictReader(io.StringIO(browser.get(f"{address}.csv").text.removeprefix("\ufeff"))))
        assert tuple(lines[0]) == HEADINGS
        assert len(lines) == len(variables_of(field.survey))
        (state,) = [line for line in lines if line["name"] == "state"]
        assert "partial" in state["values"]
        assert "set aside" in state["note"]
