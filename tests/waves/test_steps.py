"""How far a group is, in steps: no words tell of fewer than so many possible numbers."""

from collections import Counter, defaultdict
from itertools import product

import pytest

from app.waves.steps import NEARLY_ALL, NONE, TOO_FEW, Told, hides_groups, in_steps, tell


@pytest.mark.parametrize("step", [2, 3, 6, 10])
def test_many_numbers_are_possible_under_the_same_words(step):
    for total in range(200):
        words = Counter(in_steps(n, total, step=step) for n in range(total + 1))
        if total < step:
            assert set(words) == {TOO_FEW}
        else:
            assert words.pop(NONE) == 1
            assert min(words.values()) >= step, (total, words)


def test_the_words_help_to_see_who_needs_a_call():
    told = [in_steps(n, 31, step=6) for n in (0, 1, 6, 7, 18, 19, 25, 26, 31)]
    assert told == [
        NONE,
        "1 to 6 finished",
        "1 to 6 finished",
        "7 to 12 finished",
        "13 to 18 finished",
        "19 to 25 finished",
        "19 to 25 finished",
        NEARLY_ALL,
        NEARLY_ALL,
    ]


def exactly(n, total):
    return Told(total, n, n)


def test_the_whole_of_many_small_groups_is_told():
    """Eight groups, each too small to be told of: the words for all of them leave each as open as it was."""
    sizes = [5, 5, 6, 5, 6, 5, 5, 6]
    groups = [tell(size - (place < 4), size, step=6) for place, size in enumerate(sizes)]
    assert hides_groups(tell(39, 43, step=6), groups, step=6)


@pytest.mark.parametrize(
    ("whole", "groups"),
    [
        (tell(11, 25, step=6), [exactly(10, 20), tell(1, 5, step=6)]),
        (tell(12, 40, step=6), [tell(4, 20, step=6), tell(8, 20, step=6)]),
        (tell(24, 24, step=6), [tell(4, 4, step=6), exactly(18, 20)]),
    ],
)
def test_a_whole_that_would_narrow_down_a_group_is_not_told(whole, groups):
    assert not hides_groups(whole, groups, step=6)


@pytest.mark.parametrize("sizes", [(7, 7), (13, 5), (6, 6, 4), (20, 3)])
def test_whatever_was_finished_no_group_can_be_worked_out(sizes):
    """By trying every number of every group that agrees with all that is told."""
    step, every = 4, list(product(*(range(size + 1) for size in sizes)))
    heard = defaultdict(list)
    for finished in every:
        groups = [tell(n, size, step=step) for n, size in zip(finished, sizes, strict=True)]
        whole = tell(sum(finished), sum(sizes), step=step)
        told = whole if hides_groups(whole, groups, step=step) else None
        heard[told, tuple(groups)].append(finished)
    for (told, groups), possible in heard.items():
        for place, group in enumerate(groups if told else ()):
            assert len({finished[place] for finished in possible}) >= min(step, group.n_possible)
