"""What a file would do: added, changed, unchanged, refused, each with its place."""

from datetime import date

import pytest

from app.schools import columns
from app.schools.judging import KnownCourse
from app.schools.planning import KnownEnrolment, KnownPupil, make_plan
from app.schools.reading import read_table

from .files import UPNS, csv_bytes, xlsx_bytes

SPORT = KnownCourse(1, "Sports Diploma", date(2026, 9, 1), date(2027, 7, 16))
DRAMA = KnownCourse(2, "Drama", date(2026, 9, 1), date(2027, 7, 16))
MAYA = KnownPupil(
    7,
    {"mis_id": "1001", "upn": UPNS[0], "given_name": "Maya", "family_name": "Ford", "year_group": "10"},
    (KnownEnrolment(70, 1, date(2026, 9, 1), None),),
)
TOP = ("Adno", "UPN", "Forename", "Surname", "Year")


def plan_of(*rows, top=TOP, known=(), courses=(SPORT, DRAMA), make=csv_bytes):
    table = read_table(make([top, *rows]))
    return make_plan(table, columns.guess(table.headings), known=known, courses=courses)


def refusals_of(plan):
    return [(one.row, one.column, one.value) for one in plan.refused]


def test_a_new_pupil_would_be_added():
    plan = plan_of(("1002", UPNS[1], "Al", "Roy", "Year 9"))
    assert [(one.row, dict(one.values)) for one in plan.added] == [
        (2, {"mis_id": "1002", "upn": UPNS[1], "given_name": "Al", "family_name": "Roy", "year_group": "9"})
    ]
    assert plan.may_be_applied


def test_the_same_file_again_changes_nothing():
    plan = plan_of(("1001", UPNS[0], "Maya", "Ford", "10"), known=[MAYA])
    assert plan.unchanged == [2]
    assert not plan.added
    assert not plan.changed
    assert not plan.may_be_applied


def test_a_change_shows_old_and_new():
    plan = plan_of(("1001", UPNS[0], "Maya", "Ford-Lee", "11"), known=[MAYA])
    assert plan.changed[0].values == {"family_name": ("Ford", "Ford-Lee"), "year_group": ("10", "11")}


def test_blank_cells_change_nothing():
    assert plan_of(("1001", "", "", "-", "n/a"), known=[MAYA]).unchanged == [2]


def test_a_pupil_is_known_by_the_upn_when_the_mis_id_is_new():
    plan = plan_of(("5005", UPNS[0], "Maya", "Ford", "10"), known=[MAYA])
    assert plan.changed[0].pupil_id == 7
    assert plan.changed[0].values == {"mis_id": ("1001", "5005")}


def test_zeros_in_front_of_a_mis_id_do_not_make_a_new_pupil():
    plan = plan_of(("001001", UPNS[0], "Maya", "Ford", "10"), known=[MAYA])
    assert not plan.added
    assert not plan.refused


def test_a_mis_id_and_a_upn_of_two_pupils_are_refused():
    other = KnownPupil(8, {"mis_id": "1002", "upn": UPNS[1], "year_group": "9"})
    plan = plan_of(("1002", UPNS[0], "Maya", "Ford", "10"), known=[MAYA, other])
    assert refusals_of(plan) == [(2, "UPN", UPNS[0])]
    assert "belongs to one pupil" in plan.refused[0].sentence


def test_a_mis_id_given_to_somebody_else_is_refused():
    plan = plan_of(("1001", UPNS[1], "Al", "Roy", "7"), known=[MAYA])
    assert refusals_of(plan) == [(2, "UPN", UPNS[1])]
    assert "another UPN" in plan.refused[0].sentence


def test_a_temporary_upn_gives_way_to_a_permanent_one():
    known = KnownPupil(7, {"mis_id": "1001", "upn": UPNS[3], "year_group": "10"})
    plan = plan_of(("1001", UPNS[0], "", "", ""), known=[known])
    assert plan.changed[0].values == {"upn": (UPNS[3], UPNS[0])}


def test_two_rows_that_mean_one_stored_pupil_are_refused():
    plan = plan_of(("1001", "", "Maya", "Ford", "10"), ("", UPNS[0], "Maya", "Ford", "10"), known=[MAYA])
    assert [one.row for one in plan.refused] == [3]
    assert "row 2" in plan.refused[0].sentence


@pytest.mark.parametrize(
    ("second", "column"),
    [(("1002", UPNS[0], "Al", "Roy", "9"), "UPN"), (("01001", UPNS[1], "Al", "Roy", "9"), "Adno"),
     (("1001", UPNS[0], "Maya", "Ford", "10"), "Adno")],
)  # fmt: skip
def test_a_number_given_twice_in_one_file_is_refused_with_the_first_row(second, column):
    plan = plan_of(("1001", UPNS[0], "Maya", "Ford", "10"), second)
    assert [(one.row, one.column) for one in plan.refused] == [(3, column)]
    assert "Row 2 has the same" in plan.refused[0].sentence
    assert not plan.may_be_applied


@pytest.mark.parametrize("sign", ["=", "+", "-", "@"])
def test_a_name_that_begins_like_a_formula_is_refused(sign):
    plan = plan_of(("1001", UPNS[0], f"{sign}cmd|calc", "Ford", "10"))
    assert refusals_of(plan) == [(2, "Forename", f"{sign}cmd|calc")]
    assert "like a formula" in plan.refused[0].sentence


@pytest.mark.parametrize("column", range(5))
def test_a_formula_of_a_workbook_is_refused_in_every_column(column):
    row = ["1001", UPNS[0], "Maya", "Ford", "10"]
    row[column] = "=1+1"
    plan = plan_of(row, make=xlsx_bytes)
    assert TOP[column] in {one.column for one in plan.refused}
    assert "is a formula" in plan.refused[0].sentence


def test_names_keep_hyphens_apostrophes_and_one_blank():
    plan = plan_of(("1001", "", " Mary  Jane ", "O'Neill-Smith", "10"))
    assert plan.added[0].values["given_name"] == "Mary Jane"
    assert plan.added[0].values["family_name"] == "O'Neill-Smith"


@pytest.mark.parametrize(
    ("name", "reason"), [("ZoÃ«", "accents"), ("1234", "at least one letter"), ("x" * 81, "80 characters")]
)
def test_a_name_that_cannot_be_one_is_refused(name, reason):
    plan = plan_of(("1001", "", name, "Ford", "10"))
    assert refusals_of(plan) == [(2, "Forename", name)]
    assert reason in plan.refused[0].sentence


def test_every_fault_of_a_row_is_named_at_once():
    plan = plan_of(("1001", "B80120000500", "=x", "Ford", "Year 99"))
    assert [one.column for one in plan.refused] == ["UPN", "Forename", "Year"]
    assert plan.n_refused_rows == 1


def test_a_row_that_names_no_pupil_is_refused():
    plan = plan_of(("", "UN1", "Maya", "Ford", "10"))
    assert refusals_of(plan) == [(2, "Adno", "")]
    assert "no Adno and no UPN" in plan.refused[0].sentence


def test_a_new_pupil_needs_a_year_group():
    assert refusals_of(plan_of(("1001", "", "Maya", "Ford", ""))) == [(2, "Year", "")]


def test_a_row_longer_than_the_headings_is_refused():
    plan = plan_of(("1001", "", "Maya", "Ford", "10", "oops"))
    assert refusals_of(plan) == [(2, "F", "oops")]


def test_an_unknown_authority_only_warns():
    plan = plan_of(("1001", "E000200005001", "Maya", "Ford", "10"))
    assert plan.may_be_applied
    assert plan.warnings[0].value == "E000200005001"


def test_both_names_changing_warns():
    plan = plan_of(("1001", "", "Al", "Roy", "10"), known=[MAYA])
    assert plan.changed
    assert "same pupil" in plan.warnings[0].sentence


def test_a_pupil_who_had_left_warns():
    gone = KnownPupil(7, MAYA.values, left_on=date(2026, 7, 1))
    plan = plan_of(("1001", UPNS[0], "Maya", "Ford", "10"), known=[gone])
    assert plan.unchanged == [2]
    assert "left the school" in plan.warnings[0].sentence


WITH_COURSE = (*TOP, "Course", "Course start", "Course end")


def enrol(*rows, **more):
    return plan_of(*(("1001", UPNS[0], "Maya", "Ford", "10", *row) for row in rows), top=WITH_COURSE, **more)


def steps_of(plan):
    found = [*plan.added, *plan.changed][0].enrolments
    return [(one.course.title, one.from_on, one.to_on, one.id) for one in found]


def test_a_course_is_matched_by_its_title():
    assert steps_of(enrol(("drama", "03/09/2026", ""))) == [("Drama", date(2026, 9, 3), None, None)]


def test_without_a_date_an_enrolment_starts_with_its_course():
    assert steps_of(enrol(("Drama", "", ""))) == [("Drama", date(2026, 9, 1), None, None)]


def test_a_pupil_on_two_courses_has_two_rows():
    plan = enrol(("Drama", "", ""), ("Sports Diploma", "", ""))
    assert [step[0] for step in steps_of(plan)] == ["Drama", "Sports Diploma"]
    assert len(plan.added) == 1


def test_a_course_given_twice_for_a_pupil_is_refused():
    assert [one.row for one in enrol(("Drama", "", ""), ("Drama", "", "")).refused] == [3]


def test_an_unknown_course_is_refused_with_the_known_ones():
    plan = enrol(("Dance", "", ""))
    assert refusals_of(plan) == [(2, "Course", "Dance")]
    assert "“Drama”, “Sports Diploma”" in plan.refused[0].sentence


def test_a_title_of_two_courses_is_refused():
    twin = KnownCourse(3, "DRAMA", date(2026, 9, 1), date(2027, 7, 16))
    assert "Two of your partnerships" in enrol(("Drama", "", ""), courses=(DRAMA, twin)).refused[0].sentence


def test_an_enrolment_that_is_held_already_is_no_change():
    assert enrol(("Sports Diploma", "", ""), known=[MAYA]).unchanged == [2]
    assert enrol(("Sports Diploma", "01/09/2026", ""), known=[MAYA]).unchanged == [2]


def test_an_end_in_the_file_ends_the_enrolment_that_is_held():
    plan = enrol(("Sports Diploma", "", "18/12/2026"), known=[MAYA])
    assert steps_of(plan) == [("Sports Diploma", date(2026, 9, 1), date(2026, 12, 18), 70)]


def test_coming_back_after_an_end_is_a_second_enrolment():
    left = KnownPupil(7, MAYA.values, (KnownEnrolment(70, 1, date(2026, 9, 1), date(2026, 10, 1)),))
    plan = enrol(("Sports Diploma", "01/02/2027", ""), known=[left])
    assert steps_of(plan) == [("Sports Diploma", date(2027, 2, 1), None, None)]


def test_an_end_before_the_start_is_refused():
    plan = enrol(("Drama", "03/09/2026", "02/09/2026"))
    assert refusals_of(plan) == [(2, "Course end", "02/09/2026")]


def test_a_date_without_a_course_is_refused():
    assert refusals_of(enrol(("", "03/09/2026", ""))) == [(2, "Course", "")]


def test_mixed_dates_are_refused_cell_by_cell():
    table = [
        ("Adno", "Year", "Course", "Course start"),
        ("1", "9", "Drama", "04/23/2026"),
        ("2", "9", "Drama", "03/09/2026"),
    ]
    plan = plan_of(*table[1:], top=table[0])
    assert refusals_of(plan) == [(2, "Course start", "04/23/2026"), (3, "Course start", "03/09/2026")]


def test_two_thousand_pupils_are_planned_row_by_row():
    rows = [(str(number), "", "Jo", "Ford", "10") for number in range(2_000)]
    plan = plan_of(*rows)
    assert len(plan.added) == 2_000
    assert plan.added[-1].row == 2_001
