"""One look at the ledger: outsiders, leaders, and both together."""

from app.disclosure import Thresholds, Tier, members_of
from app.results.gate import Gate
from app.results.sets import by_name, pack, unpack


def people(first: int, last: int) -> int:
    return members_of(range(first, last + 1))


def gate(tier: Tier, *, outside: list[int] | None = None, inside: list[int] | None = None) -> Gate:
    return Gate(tier, Thresholds(), {"mean/1/0": outside or []}, {"mean/1/0": inside or []})


def test_outsiders_need_six_and_leaders_three():
    assert not gate(Tier.T2).lets_means(people(1, 5), "mean/1/0")
    assert gate(Tier.T1).lets_means(people(1, 3), "mean/1/0")
    assert not gate(Tier.T1).lets_means(people(1, 2), "mean/1/0")
    assert gate(Tier.T0).lets_means(people(1, 1), "mean/1/0")


def test_outsiders_may_not_find_five_by_subtraction():
    assert not gate(Tier.T2, outside=[people(1, 20)]).lets_means(people(1, 15), "mean/1/0")
    assert gate(Tier.T2, outside=[people(1, 20)]).lets_means(people(1, 14), "mean/1/0")


def test_a_leader_who_reads_the_partnerships_page_too_finds_nobody_below_three():
    assert gate(Tier.T1, outside=[people(1, 20)]).lets_means(people(1, 15), "mean/1/0")
    assert not gate(Tier.T1, outside=[people(1, 20)]).lets_means(people(1, 18), "mean/1/0")
    assert not gate(Tier.T2, inside=[people(1, 18)]).lets_means(people(1, 20), "mean/1/0")


def test_a_leaders_look_does_not_close_the_partnerships_page():
    assert gate(Tier.T2, inside=[people(1, 15)]).lets_means(people(1, 20), "mean/1/0")


def test_leaders_of_two_schools_who_talk_find_nobody_below_three():
    """Ten and eight of twenty: each alone leaves many, both together two."""
    schools = [people(1, 10), people(11, 18)]
    assert not gate(Tier.T2, inside=schools).lets_means(people(1, 20), "mean/1/0")
    assert not gate(Tier.T1, outside=[people(1, 20)], inside=schools[:1]).lets_means(schools[1], "mean/1/0")
    assert gate(Tier.T2, inside=[people(1, 10), people(11, 17)]).lets_means(people(1, 20), "mean/1/0")


def test_counts_of_several_groups_leave_no_few_either():
    """Of twenty who answered once, seven and twelve are in two schools: the third has one."""
    name = "alone/1-2/0"
    asked = Gate(Tier.T2, Thresholds(), {f"{name}/0": [people(1, 20), people(1, 7)]})
    cells = asked.pairs(name, [people(101, 130), people(8, 19), 0], ["whole/1/0", "whole/2/0"])
    assert [cell.text for cell in cells] == ["30", "c", "0"]


def test_what_was_let_through_counts_as_shown_and_nothing_else():
    asked = gate(Tier.T2)
    asked.lets_means(people(1, 8), "mean/1/0", "mean/2/0")
    asked.lets_means(people(1, 3), "mean/3/0")
    assert set(asked.shown) == {"mean/1/0", "mean/2/0"}


def test_a_second_set_under_the_same_name_does_not_make_the_first_forgotten():
    asked = gate(Tier.T2)
    assert asked.lets_means(people(1, 8), "mean/1/0")
    assert not asked.lets_means(people(1, 12), "mean/1/0", part="lost")
    assert asked.lets_means(people(9, 20), "mean/1/0", part="lost")
    assert by_name([asked.shown]) == {"mean/1/0": [people(1, 8), people(9, 20)]}


def test_parts_are_hidden_when_a_part_shown_elsewhere_leaves_few():
    """All rose 12, of these the school 9: the three who rose elsewhere would be known."""
    everyone, school = people(1, 12), people(1, 9)
    asked = Gate(Tier.T2, Thresholds(), {"direction/1-2/0/0": [everyone]})
    cells = asked.parts("direction/1-2/0", [school, people(30, 40), 0])
    assert [cell.text for cell in cells] == ["c", "c", "0"] or all(cell.text == "c" for cell in cells)


def test_the_sets_of_the_ledger_are_kept_and_found_again():
    sets = {"mean/1/0": people(1, 900), "mean/2/0": people(1, 900), "who/1": people(5, 70000), "empty": 0}
    assert unpack(pack(sets)) == sets
    assert by_name([sets, {"who/1": 1}])["who/1"] == [sets["who/1"], 1]
