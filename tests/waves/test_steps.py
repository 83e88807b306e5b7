"""How far a group is, in steps: no words tell of fewer than so many possible numbers."""

from collections import Counter

import pytest

from app.waves.steps import NEARLY_ALL, NONE, TOO_FEW, in_steps


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
