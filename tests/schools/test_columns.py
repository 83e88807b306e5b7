"""Headings, guesses and mappings."""

import pytest

from app.schools import columns


def test_headings_are_guessed_without_capitals_spaces_and_punctuation():
    guessed = columns.guess(["adm. no", "upn", "LEGAL-FORENAME", "legal surname", "Year  taught in", "House"])
    assert guessed == {
        "mis_id": "adm. no",
        "upn": "upn",
        "given_name": "LEGAL-FORENAME",
        "family_name": "legal surname",
        "year_group": "Year  taught in",
    }


def test_the_legal_name_is_preferred_to_the_one_a_pupil_is_called_by():
    assert columns.guess(["Preferred Surname", "Surname"])["family_name"] == "Surname"
    assert columns.guess(["Preferred Surname"])["family_name"] == "Preferred Surname"


def test_one_column_is_never_guessed_twice():
    guessed = columns.guess(["Start", "End", "From", "Course"])
    assert len(set(guessed.values())) == len(guessed)


def test_repeated_and_blank_headings_get_their_letter():
    assert columns.unique_headings(["Surname", "", "surname "]) == (
        "Surname (column A)",
        "Column B",
        "surname  (column C)",
    )


def test_a_repeated_heading_is_guessed_and_named_as_a_choice():
    headings = columns.unique_headings(["Surname", "UPN", "Surname"])
    assert columns.guess(headings)["family_name"] == "Surname (column A)"
    assert columns.repeated_for("family_name", headings) == ["Surname (column A)", "Surname (column C)"]
    assert columns.repeated_for("upn", headings) == []


@pytest.mark.parametrize(("place", "name"), [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (52, "BA"), (702, "AAA")])
def test_columns_are_named_as_in_a_spreadsheet(place, name):
    assert columns.letter(place) == name


def test_a_signature_does_not_depend_on_order_and_capitals():
    assert columns.signature(["UPN", "Year Group"]) == columns.signature(["year group", "upn"])
    assert columns.signature(["UPN", "Year"]) != columns.signature(["UPN", "Year Group"])


def test_a_mapping_needs_a_year_group_and_something_to_know_the_pupil_by():
    assert set(columns.mapping_faults({}, ["UPN"])) == {"year_group", "mis_id"}
    assert columns.mapping_faults({"upn": "UPN", "year_group": "Year"}, ["UPN", "Year"]) == {}


def test_a_column_chosen_twice_is_named():
    faults = columns.mapping_faults({"upn": "UPN", "mis_id": "UPN", "year_group": "Year"}, ["UPN", "Year"])
    assert "chosen more than once" in faults["upn"]
    assert "chosen more than once" in faults["mis_id"]


def test_a_column_the_file_does_not_have_is_refused():
    assert "no such column" in columns.mapping_faults({"upn": "UPN", "year_group": "Y"}, ["UPN"])["year_group"]


def test_dates_of_enrolment_need_a_course():
    mapping = {"upn": "UPN", "year_group": "Year", "from_on": "Start"}
    assert "course" in columns.mapping_faults(mapping, ["UPN", "Year", "Start"])["from_on"]
