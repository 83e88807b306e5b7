"""What is read of a transcript, and how its places lead back to what was said."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.interviews.redacted import Put, Redacted

RAW = "Ada told Bob, and Ada smiled."
PUTS = [Put(0, 3, "[T1]"), Put(9, 12, "[a colleague]"), Put(18, 21, "[T1]")]


def test_names_are_replaced_where_they_stand():
    assert Redacted(RAW, PUTS).text == "[T1] told [a colleague], and [T1] smiled."


def test_a_passage_between_names_is_the_same_words():
    assert Redacted(RAW, PUTS).passage(4, 8) == "told"


def test_a_passage_that_cuts_a_name_takes_in_all_of_what_stands_for_it():
    assert Redacted(RAW, PUTS).passage(10, 17) == "[a colleague], and"


def test_marking_a_part_of_what_stands_for_a_name_marks_the_name():
    redacted = Redacted(RAW, PUTS)
    start = redacted.text.index("colleague")
    assert redacted.to_raw(start, start + 3) == (9, 12)


def test_without_names_both_texts_are_one():
    redacted = Redacted(RAW)
    assert redacted.text == RAW
    assert redacted.to_raw(4, 8) == redacted.to_read(4, 8) == (4, 8)


def test_what_is_taken_out_whole_hides_the_names_in_it():
    assert Redacted(RAW, [*PUTS, Put(0, 17, "[taken out]")]).text == "[taken out] [T1] smiled."


@pytest.mark.parametrize("place", [(-1, 3), (3, 3), (5, 4), (0, 99)])
def test_no_place_is_no_place(place):
    with pytest.raises(ValueError, match="no place"):
        Redacted(RAW, PUTS).to_read(*place)


texts = st.text(st.sampled_from("abß€😀\n "), min_size=1, max_size=60)
puts = st.lists(
    st.tuples(st.integers(0, 60), st.integers(0, 12), st.text(st.sampled_from("[xX]"), max_size=6)), max_size=8
)


@settings(deadline=None)
@given(texts, puts, st.data())
def test_every_place_leads_there_and_back_to_at_least_itself(raw, puts, data):
    redacted = Redacted(raw, [Put(start, start + length, text) for start, length, text in puts])
    start = data.draw(st.integers(0, len(raw) - 1))
    end = data.draw(st.integers(start + 1, len(raw)))
    first, last = redacted.to_read(start, end)
    assert 0 <= first <= last <= len(redacted.text)
    if first < last:
        back = redacted.to_raw(first, last)
        assert redacted.to_read(*back) == (first, last)


@settings(deadline=None)
@given(texts, puts)
def test_words_outside_the_puts_are_all_there(raw, puts):
    laid = [Put(start, start + length, text) for start, length, text in puts]
    redacted = Redacted(raw, laid)
    for at in range(len(raw)):
        if not any(put.start <= at < put.end for put in laid):
            assert redacted.passage(at, at + 1) == raw[at]
