"""A figure as people read it: a number with its sign, or the words that stand for it."""

import pytest

from app.disclosure import BESIDE, HIDDEN, NOT_APPLICABLE, NOT_AVAILABLE, Cell
from app.results.figures.apart import NEARLY_ALL
from app.results.figures.comparison import ALIKE, ROUGH, SAME_MOVE
from app.results.saying import count_of_them, figure, interval

LOW = Cell("low", 0.0, "rounds to zero")
WORDS = [
    (HIDDEN, "too few to show"),
    (NEARLY_ALL, "nearly all"),
    (ALIKE, "hidden: all alike"),
    (BESIDE, "hidden: too much shown before"),
    (NOT_AVAILABLE, "not available"),
    (ROUGH, "not available: too rough"),
    (SAME_MOVE, "not available: all moved alike"),
    (NOT_APPLICABLE, "does not apply"),
]


def number(value: float) -> Cell:
    return Cell(f"{value:.1f}", float(value))


@pytest.mark.parametrize(("cell", "words"), WORDS, ids=[words for _, words in WORDS])
def test_what_is_no_number_is_said_in_words(cell, words):
    assert figure(cell) == figure(cell, signed=True) == f'<span class="too-few">{words}</span>'


@pytest.mark.parametrize(
    ("cell", "plain", "signed"),
    [
        (number(4.2), "4.2", "+4.2"),
        (number(-4.2), "\N{MINUS SIGN}4.2", "\N{MINUS SIGN}4.2"),
        (number(0), "0.0", "0.0"),
        (LOW, "close to 0", "close to 0"),
        (Cell("20 to 30", None, "alike"), "20 to 30", "20 to 30"),
    ],
    ids=["up", "down", "none", "nearly none", "a band"],
)
def test_a_number_has_a_real_minus_and_a_plus_only_where_it_is_a_change(cell, plain, signed):
    assert (figure(cell), figure(cell, signed=True)) == (plain, signed)


def test_an_interval_says_both_limits_or_what_hides_them():
    assert interval(number(-1), number(2)) == "\N{MINUS SIGN}1.0 to 2.0"
    assert interval(LOW, number(2)) == "close to 0 to 2.0"
    assert interval(ROUGH, ROUGH) == figure(ROUGH)


def test_a_mean_between_says_how_many_of_the_pupils_it_is_about():
    both = Cell("12", 12.0)
    assert count_of_them(Cell("9", 9.0), both) == "9 of them"
    assert count_of_them(HIDDEN, both) == "too few to show of them"
    assert count_of_them(NEARLY_ALL, both) == "nearly all of them"


def test_a_mean_of_all_the_pupils_says_no_number_and_a_hidden_number_is_never_taken_for_all():
    assert count_of_them(Cell("12", 12.0), Cell("12", 12.0)) == ""
    assert count_of_them(HIDDEN, HIDDEN) == "too few to show of them"
    assert count_of_them(NEARLY_ALL, NEARLY_ALL) == "nearly all of them"
    assert count_of_them(Cell("12", 12.0), NEARLY_ALL) == "12 of them"


def test_whatever_stands_in_a_cell_is_text_and_no_markup():
    assert figure(Cell("<b>", 1.0), signed=True) == "+&lt;b&gt;"
