"""What changed between two wordings, and where places are afterwards."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.interviews.anchored import Splice, moved
from app.interviews.splicing import splices_between

texts = st.text(st.sampled_from("ab é😀\n.'"), max_size=40)
calm = settings(deadline=None, max_examples=400)


def laid(text, splices):
    for splice in splices:
        assert text[splice.start : splice.end] == splice.before
        text = text[: splice.start] + splice.after + text[splice.end :]
    return text


def touches(place, splice):
    start, end = place
    if splice.start == splice.end:
        return start < splice.start < end
    return start < splice.end and end > splice.start


@calm
@given(texts, texts, texts)
def test_the_changes_make_the_new_words_and_back(around, before, after):
    text = around + before + around
    splices = splices_between(before, after, len(around))
    changed = laid(text, splices)
    assert changed == around + after + around
    assert laid(changed, [splice.inverse for splice in reversed(splices)]) == text


@calm
@given(texts, texts, texts, st.data())
def test_a_place_that_is_not_touched_keeps_its_very_words(around, before, after, data):
    text = around + before + around
    if not text:
        return
    start = data.draw(st.integers(0, len(text) - 1))
    place = (start, data.draw(st.integers(start + 1, len(text))))
    words = text[slice(*place)]
    touched = False
    for splice in splices_between(before, after, len(around)):
        touched = touched or touches(place, splice)
        place = moved(place, splice)
    changed = around + after + around
    assert 0 <= place[0] <= place[1] <= len(changed)
    assert touched or changed[slice(*place)] == words


@pytest.mark.parametrize(
    ("place", "there"),
    [
        ((0, 3), (0, 3)),
        ((7, 9), (8, 10)),
        ((0, 9), (0, 10)),
        ((3, 6), (3, 7)),
        ((4, 5), (3, 7)),
        ((0, 4), (0, 3)),
        ((5, 9), (7, 10)),
    ],
)
def test_a_place_that_is_cut_keeps_the_words_that_remain(place, there):
    assert moved(place, Splice(3, "abc", "wxyz")) == there


def test_only_the_word_that_was_misheard_changes():
    assert splices_between("the beech was late and the bus", "the beach was late and my bus", 10) == [
        Splice(33, "the", "my"),
        Splice(14, "beech", "beach"),
    ]


def test_a_very_long_turn_changes_from_its_first_to_its_last_difference():
    words = "so it was " * 2000
    (splice,) = splices_between("A " + words + "b", "C " + words.replace("it", "that") + "d", 0)
    assert splice.before.startswith("A")
