"""The sentence at the top is true of the cells below it."""

import pytest

from app.disclosure import HIDDEN, NOT_AVAILABLE, Cell, mean_cell
from app.results.figures.apart import NEARLY_ALL
from app.results.figures.wording import attrition_note, headline, many_scales, points, reliability_note, signed


def line(change: float, low: float, high: float, n: int = 31) -> dict[str, Cell]:
    return {
        "n": Cell(str(n), float(n)),
        "change": mean_cell(change),
        "low": mean_cell(low),
        "high": mean_cell(high),
    }


HIDDEN_LINE = dict.fromkeys(("n", "change", "low", "high"), HIDDEN)


def test_one_clear_rise_is_named_with_its_interval():
    said = headline({"Feelings": line(6.2, 2.1, 10.3)}, "before", "after")
    assert said == (
        "Of 31 pupils who answered both before and after, “Feelings” rose clearly: "
        "+6.2 points (95 % interval 2.1 to 10.3)."
    )


def test_the_clearest_of_several_is_named_and_all_are_counted():
    lines = {"A": line(6.2, 2.1, 10.3), "B": line(-9.0, -12.0, -6.0), "C": line(1.0, -2.0, 4.0)}
    said = headline(lines, "before", "after")
    assert "“B” fell most: −9.0 points (95 % interval −12.0 to −6.0)" in said
    assert "1 of 3 scales rose clearly and 1 fell clearly" in said


def test_an_end_that_rounds_to_nothing_is_not_called_low():
    """The cell's sign for it is "low", which a reader would take for a low score."""
    assert points(line(6.2, 0.04, 12.4)) == "+6.2 points (95 % interval close to 0 to 12.4)"
    assert signed(mean_cell(0.04)) == "close to 0"


@pytest.mark.parametrize(("n", "is_clear"), [(3, False), (5, False), (6, True)])
def test_so_few_that_all_may_move_alike_by_chance_show_no_clear_change(n, is_clear):
    said = headline({"A": line(5.0, 3.0, 7.0, n=n)}, "before", "after")
    assert ("rose clearly" in said) is is_clear
    assert said.startswith(f"Too few pupils to call any change clear: {n} pupils who answered both") is not is_clear


def test_one_scale_of_few_is_not_clear_beside_larger_ones():
    said = headline({"A": line(5.0, 3.0, 7.0, n=4), "B": line(1.0, -1.0, 3.0, n=8)}, "before", "after")
    assert said == "Of 4 to 8 pupils who answered both before and after, no scale shows a clear change."


def test_a_change_without_an_interval_is_never_clear():
    alike = line(5.0, 5.0, 5.0, n=9) | {"low": NOT_AVAILABLE, "high": NOT_AVAILABLE}
    said = headline({"A": alike}, "before", "after")
    assert said == "Of 9 pupils who answered both before and after, no scale shows a clear change."
    assert headline({"A": alike | {"n": Cell("1", 1.0)}}, "before", "after").startswith("Too few pupils to call any")


@pytest.mark.parametrize(("least", "is_clear"), [(3, False), (6, True)])
def test_a_scale_that_nearly_all_answered_is_clear_when_enough_are_certain(least, is_clear):
    lines = {"A": line(1.0, -1.0, 3.0, n=7), "B": line(5.0, 3.0, 7.0) | {"n": NEARLY_ALL}}
    assert ("“B” rose clearly" in headline(lines, "before", "after", least=least)) is is_clear


def test_an_interval_that_holds_no_change_is_never_called_a_rise():
    said = headline({"A": line(6.2, -0.1, 12.5), "B": line(3.0, 0.0, 6.0)}, "before", "after")
    assert "no scale shows a clear change" in said
    assert "rose" not in said


def test_different_numbers_of_pupils_are_said():
    said = headline({"A": line(1.0, -2.0, 4.0, n=29), "B": line(1.0, -2.0, 4.0)}, "before", "after")
    assert said.startswith("Of 29 to 31 pupils")


def test_hidden_figures_make_no_sentence():
    assert headline({"A": HIDDEN_LINE}, "before", "after") == "There are too few pupils to show a change."
    assert "A" not in headline({"A": HIDDEN_LINE, "B": line(5.0, 1.0, 9.0)}, "before", "after").split("“")[0]


def test_chance_among_many_scales_is_told():
    assert "about 37 of 100" in many_scales(9)


def test_who_is_missing_is_told_without_telling_few():
    assert "too few to show" in attrition_note(HIDDEN, None)
    assert attrition_note(Cell("0", 0.0), None) == "Everybody who answered the first time answered again."
    told = attrition_note(Cell("8", 8.0), ("A", mean_cell(-4.2), mean_cell(-8.0), mean_cell(-0.4)))
    assert "8 pupils answered only the first time" in told
    assert "−4.2 points (95 % interval −8.0 to −0.4)" in told


def test_weak_scales_are_named():
    assert "Below .70" in reliability_note(["A", "B"])
    assert "Below .70" not in reliability_note([])


def test_a_scale_that_nearly_all_answered_leans_on_the_number_of_those_beside_it():
    lines = {"Ease": line(4.0, 1.0, 7.0) | {"n": HIDDEN}, "Effort": line(0.2, -1.0, 1.4)}
    assert headline(lines, "before", "after").startswith("Of nearly all 31 pupils who answered both")
    assert headline({"Ease": lines["Ease"]}, "before", "after").startswith("Of nearly all pupils who")
