"""Pseudonyms are proposed by role and number, never twice, and hide the name."""

from app.studies.pseudonyms import propose, tells


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
