"""Scores from compact answers are the scores that saving an answer keeps."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from app.instruments.scoring import ScaleKey, score_key
from app.results.scores import Sheet, scores_of

ONE_WAY = {str(n): n for n in range(1, 6)}
REVERSED = {str(n): 6 - n for n in range(1, 6)}
KEY = ScaleKey(1, 5, ((0, ONE_WAY), (1, REVERSED), (2, ONE_WAY), (3, ONE_WAY), (4, REVERSED)))
strings = st.text(alphabet="12345.-sup", min_size=5, max_size=5)


@given(st.lists(strings, min_size=1, max_size=30))
@settings(max_examples=200, deadline=None)
def test_both_ways_of_scoring_agree_to_the_last_bit(answers):
    ids = ",".join(str(n) for n in range(1, len(answers) + 1))
    found = Sheet.of(ids, "".join(answers), 5).score(KEY)
    expected = [score_key(KEY, text) for text in answers]
    assert [None if np.isnan(score) else float(score) for score in found] == expected


def test_waves_are_arranged_on_one_list_of_pupils():
    first, last = Sheet.of("9,2", "5" * 10, 5), Sheet.of("2,4", "1" * 10, 5)
    scores = scores_of({1: first, 2: last}, {"a": KEY})
    assert scores.pupils.tolist() == [2, 4, 9]
    assert scores.has(1, 0).tolist() == [True, False, True]
    assert scores.members_in(2) == (1 << 2) | (1 << 4)
    assert scores.everyone.bit_count() == 3


def test_a_wave_nobody_answered_is_empty():
    scores = scores_of({1: Sheet.of("", "", 5), 2: Sheet.of("", "", 5)}, {"a": KEY})
    assert len(scores.pupils) == 0
    assert scores.everyone == 0
