"""Pseudonyms are proposed by role and number, never twice, and hide the name. Numbers of quotations are drawn."""

from app.people.session import actor_of
from app.studies.pseudonyms import draw_number, propose, tells
from app.studies.taking_part import ParticipantFields, add_participants, withdraw


def test_each_role_has_its_letter():
    letters = [propose(role, [])[0] for role in ("leader", "teacher", "support", "pupil", "other")]
    assert letters == ["L1", "T1", "S1", "P1", "O1"]


def test_the_next_comes_after_the_highest_even_where_one_is_gone():
    assert propose("teacher", ["T1", "t7", "P9", "Maple"], 2) == ["T8", "T9"]


def test_a_pseudonym_with_a_word_of_the_name_tells():
    assert tells("Ms Quill", "Zora QUILL")
    assert not tells("T1", "Zora Quill")
    assert not tells("Quilted", "Zora Quill")
    assert not tells("T1", "")


def test_a_number_is_drawn_of_those_that_nobody_has():
    held = set(range(100, 995))
    assert draw_number(held) > 999
    assert {draw_number(range(100, 549)) for _ in range(200)} <= set(range(549, 1000))


def test_no_number_tells_who_was_asked_first_or_how_many_were():
    """The first person's is drawn of the same numbers as that of the fortieth."""
    first, fortieth = ([draw_number(taken) for _ in range(2000)] for taken in ((), range(100, 139)))
    for drawn in (first, fortieth):
        assert 100 <= min(drawn) < 160
        assert 940 < max(drawn) <= 999


def test_numbers_are_drawn_anew_for_everybody_and_stay(town):
    study, actor = town.study, actor_of(town.lead)
    made = add_participants(study, actor, ParticipantFields("pupil", []), [""] * 8)
    numbers = [one.number for one in made]
    assert len(set(numbers)) == 8
    add_participants(study, actor, ParticipantFields("teacher", []), [""] * 8)
    withdraw(made[0], actor)
    assert [one.number for one in made] == numbers
    assert len({one.number for one in study.participants}) == len(study.participants)
