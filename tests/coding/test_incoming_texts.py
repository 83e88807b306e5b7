"""A text of a file in turns: whose words are whose, and places on the same words."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.coding.incoming_texts import INTERVIEWER, Owned, Said, is_interviewer, labels_in, lay_out

OURS = "Interviewer: What?\n\nT1: We met.\n\nInterviewer: no label\n\nSomebody: Hm.\n\nInterviewer: One.\n\nTwo."


def told(laid, text):
    return [(text[one.start : one.end], one.who) for one in laid.turns]


def owned(text, words, who):
    start = text.index(words)
    return Owned(start, start + len(words), who)


def test_a_text_of_ours_comes_back_turn_by_turn():
    """A label among a case's own words is words; words between two labels are one turn."""
    own = [owned(OURS, "We met.\n\nInterviewer: no label", "t")]
    names = {"Interviewer": INTERVIEWER, "Somebody": "", "T1": "t"}
    laid = lay_out(Said(OURS, own, names, is_ours=True))
    assert told(laid, OURS) == [
        ("What?", "i"), ("We met.\n\nInterviewer: no label", "t"), ("Hm.", ""), ("One.\n\nTwo.", "i"),
    ]  # fmt: skip
    assert laid.text == "What?\n\nWe met.\n\nInterviewer: no label\n\nHm.\n\nOne.\n\nTwo."


def test_labels_of_others_are_found_and_what_follows_belongs_to_them():
    text = "Int: Well?\nJane: Yes.\nIt is.\n\nAnd more.\n\nBob: No.\nJane: So."
    assert labels_in(text) == {"Int", "Jane", "Bob"}
    laid = lay_out(Said(text, [], {"Int": INTERVIEWER, "Jane": "j", "Bob": "b"}))
    assert told(laid, text) == [
        ("Well?", "i"), ("Yes.\nIt is.", "j"), ("And more.", "j"), ("No.", "b"), ("So.", "j"),
    ]  # fmt: skip


def test_words_after_an_interviewers_without_a_label_are_not_the_interviewers():
    """Words of interviewers need nobody's consent, so nothing is given to them that does not say so."""
    text = "Interviewer: Well?\n\nI was so glad."
    assert told(lay_out(Said(text, [], {"Interviewer": INTERVIEWER}, "t")), text) == [
        ("Well?", "i"),
        ("I was so glad.", "t"),
    ]
    assert told(lay_out(Said(text, [], {"Interviewer": INTERVIEWER})), text)[1] == ("I was so glad.", "")


def test_what_two_cases_claim_is_nobodys():
    text = "One and two."
    claims = [Owned(0, 7, "a"), Owned(4, 12, "b")]
    assert told(lay_out(Said(text, claims, {})), text) == [("One", "a"), ("and", ""), ("two.", "b")]


def test_a_case_that_claims_the_whole_text_leaves_the_interviewer_the_questions():
    text = "Interviewer: Well?\n\nYes.\n\nInterviewer: And?\n\nNo."
    laid = lay_out(Said(text, [Owned(0, len(text), "t")], {"Interviewer": INTERVIEWER}))
    assert told(laid, text) == [("Well?", "i"), ("Yes.", "t"), ("And?", "i"), ("No.", "t")]
    answered = "Q: Well?\nYes,\nand no.\nQ:\nAnd?\nNo."
    laid = lay_out(Said(answered, [], {"Q": INTERVIEWER}, "t"))
    assert told(laid, answered) == [("Well?", "i"), ("Yes,\nand no.", "t"), ("And?", "i"), ("No.", "t")]


@pytest.mark.parametrize("label", ["Interviewer", "interviewer 2", "Moderator", "INT"])
def test_interviewers_are_known_by_their_label(label):
    assert is_interviewer(label)


@pytest.mark.parametrize("label", ["Head", "T1", "Jane", "Intern", ""])
def test_others_are_not(label):
    assert not is_interviewer(label)


def test_a_passage_keeps_its_words_and_one_of_a_label_is_none():
    laid = lay_out(Said(OURS, [owned(OURS, "We met.", "t")], {"Interviewer": INTERVIEWER, "T1": "t"}, is_ours=True))
    start = OURS.index("met")
    first, last = laid.place(start, start + 3)
    assert laid.text[first:last] == "met"
    assert laid.place(OURS.index("T1"), OURS.index("T1") + 3) is None
    assert laid.place(5, 5) is None
    first, last = laid.place(0, len(OURS))
    assert laid.text[first:last] == laid.text


@given(st.text("ab:\n I", max_size=60), st.data())
def test_whatever_is_said_no_word_is_lost_and_places_lead_to_the_same_words(text, data):
    """But for labels, which are no words, every sign that is no blank is in just one turn."""
    claims = data.draw(st.lists(st.tuples(st.integers(0, len(text)), st.integers(0, len(text)), st.sampled_from("xy"))))
    own = [Owned(start, end, who) for start, end, who in claims]
    laid = lay_out(Said(text, own, {"a": "x", "I": INTERVIEWER, "b": ""}, data.draw(st.sampled_from(["", "x"]))))
    ends = [0, *(place for one in laid.turns for place in (one.start, one.end))]
    assert ends == sorted(ends)
    for turn, start in zip(laid.turns, laid.places, strict=True):
        assert laid.text[start : start + turn.end - turn.start] == text[turn.start : turn.end].strip() != ""
        assert laid.place(turn.start, turn.end) == (start, start + turn.end - turn.start)
    if text:
        start = data.draw(st.integers(0, len(text) - 1))
        place = laid.place(start, data.draw(st.integers(start + 1, len(text))))
        assert place is None or 0 <= place[0] < place[1] <= len(laid.text)


@pytest.mark.parametrize("sign", [" ", "\n", "a", ":", "a:\n", "I: \n"])
def test_a_long_text_of_one_sign_takes_no_long_time(sign):
    """Twice the text takes about twice the time: no label is looked for again and again in the same blanks."""

    def seconds(n):
        text = sign * n
        begin = time.process_time()
        lay_out(Said(text, [], {"I": INTERVIEWER, "a": "x"}))
        labels_in(text)
        return time.process_time() - begin

    few = min(seconds(20_000) for _ in range(3))
    assert min(seconds(160_000) for _ in range(2)) < 8 * 4 * few + 0.05
