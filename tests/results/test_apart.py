"""Counts of one page beside each other: scales that a few pupils left out."""

from app.disclosure import HIDDEN, count_cell
from app.results.figures.apart import NEARLY_ALL, keep_apart


def a_line(n: int, *, first_only: int = 0, last_only: int = 0) -> dict:
    sizes = {"n": n, "n_first_only": first_only, "n_last_only": last_only, "n_between_0": n, "rose": n - 8}
    return {name: count_cell(size) for name, size in (sizes | {"stayed": 4, "fell": 4}).items()}


def numbers(lines: dict, name: str) -> list:
    return [line[name].value for line in lines.values()]


def test_the_same_numbers_and_far_ones_stay():
    lines = {"a": a_line(30), "b": a_line(30), "c": a_line(24)}
    assert keep_apart(lines, least=6) == lines


def test_a_scale_that_a_few_left_out_has_nearly_all():
    shown = keep_apart({"a": a_line(29), "b": a_line(30)}, least=6)
    assert numbers(shown, "n") == [None, 30.0]
    assert shown["a"]["n"] == shown["a"]["n_between_0"] == NEARLY_ALL
    assert shown["a"]["n_first_only"] == HIDDEN


def test_its_parts_do_not_add_up_to_the_number_either():
    shown = keep_apart({"a": a_line(29), "b": a_line(30)}, least=6)
    assert shown["a"]["stayed"] == HIDDEN
    assert shown["a"]["rose"].value == 21


def test_numbers_one_after_another_are_each_compared():
    shown = keep_apart({"a": a_line(30), "b": a_line(26), "c": a_line(22)}, least=6)
    assert numbers(shown, "n") == [30.0, None, 22.0]


def test_a_whole_wave_counts_too():
    """Thirty-seven answered first on one scale, 24 and 14 are thirty-eight on the other: one is missing somewhere."""
    shown = keep_apart({"a": a_line(30, first_only=7), "b": a_line(24, first_only=13)}, least=6)
    assert numbers(shown, "n_first_only") == [7.0, 13.0]
    shown = keep_apart({"a": a_line(30, first_only=7), "b": a_line(24, first_only=14)}, least=6)
    assert numbers(shown, "n_first_only") == [7.0, None]


def test_a_teacher_sees_every_number():
    lines = {"a": a_line(30), "b": a_line(29)}
    assert keep_apart(lines, least=1) == lines
