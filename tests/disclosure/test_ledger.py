"""What may follow what was shown before."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.disclosure import Verdict, isolates, judge, may_move_on, may_release, members_of
from app.disclosure.ledger import MOST_ATOMS, atoms_of


def people(first: int, last: int) -> int:
    return members_of(range(first, last + 1))


@given(st.sets(st.integers(0, 5000)))
def test_a_set_of_pupils_keeps_its_members(numbers):
    members = members_of(numbers)
    assert members.bit_count() == len(numbers)
    assert all(members >> n & 1 for n in numbers)


@pytest.mark.parametrize(("n", "allowed"), [(0, True), (1, False), (5, False), (6, True), (200, True)])
def test_a_set_must_be_large_enough(n, allowed):
    assert may_release(people(1, n), [], least=6) is allowed


@pytest.mark.parametrize(("left", "allowed"), [(0, True), (1, False), (5, False), (6, True)])
def test_no_few_pupils_are_left_by_subtraction(left, allowed):
    everyone = people(1, 30)
    assert may_release(people(1, 30 - left), [everyone], least=6) is allowed
    assert may_release(everyone, [people(1, 30 - left)], least=6) is allowed


def test_sets_that_only_overlap_cannot_be_subtracted():
    assert may_release(people(4, 30), [people(1, 27)], least=6)
    assert not isolates(people(3, 30), [people(1, 27)], least=6)


def test_nearly_the_same_set_is_not_shown_again():
    """Two came and two left: the difference would be about those four alone."""
    assert not may_release(people(3, 30), [people(1, 28)], least=6)


def test_the_smallest_school_is_not_left_over_when_all_others_are_shown():
    ash, beech, cedar = people(1, 10), people(11, 20), people(21, 23)
    everyone = ash | beech | cedar
    assert may_release(ash, [everyone], least=6)
    assert not may_release(beech, [everyone, ash], least=6)


def test_two_live_views_cannot_be_played_against_each_other():
    """Everyone moved by 7, one school by 6 of them: the seventh would stand alone."""
    school, others = people(1, 20), people(50, 70)
    everyone = school | others
    later_everyone = everyone | people(101, 106) | people(201, 201)
    ledger = [everyone, school, later_everyone]
    assert not isolates(school | people(101, 106), ledger, least=6)
    assert not may_release(school | people(101, 106), ledger, least=6)


def test_what_the_ledger_gave_away_is_not_held_against_the_next():
    known = [people(1, 20), people(1, 17)]
    assert may_release(people(30, 50), known, least=6)


def test_the_same_set_may_be_shown_again():
    assert may_release(people(1, 20), [people(1, 20), people(1, 18)], least=6)


@pytest.mark.parametrize(
    ("n_groups", "verdict"), [(MOST_ATOMS, Verdict.SAFE), (MOST_ATOMS + 1, Verdict.UNPROVEN)], ids=["most", "one more"]
)
def test_a_ledger_too_long_to_prove_lets_nothing_more_out(n_groups, verdict):
    """Two sets that share three pupils are three groups told apart; each further set is one more."""
    apart = [people(6 * n, 6 * n + 5) for n in range(10, 10 + n_groups - 4)]
    ledger, candidate = [people(1, 9), people(7, 15), *apart], people(5001, 5010)
    assert len(atoms_of([*ledger, candidate])) == n_groups
    assert judge(candidate, ledger, least=6) is verdict
    assert may_release(candidate, ledger, least=6) is (verdict is Verdict.SAFE)


def test_too_few_is_said_of_too_few_however_long_the_ledger():
    apart = [people(6 * n, 6 * n + 5) for n in range(10, 700)]
    assert judge(people(1, 5), apart, least=6) is Verdict.FEW
    assert judge(people(60, 70), apart, least=6) is Verdict.FEW


@pytest.mark.parametrize(("changed", "moves"), [(0, True), (1, False), (5, False), (6, True)])
def test_a_live_view_moves_when_enough_have_finished(changed, moves):
    assert may_move_on(changed, least=6) is moves


@given(st.lists(st.sets(st.integers(0, 40)), max_size=6))
def test_atoms_part_the_pupils_by_what_was_shown(groups):
    sets = [members_of(group) for group in groups]
    atoms = atoms_of(sets)
    assert sum(atom.bit_count() for atom in atoms) == len(set().union(*groups))
    assert all(atom & members in (0, atom) for atom in atoms for members in sets)
