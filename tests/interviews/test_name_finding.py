"""Names are found however they are written, and nothing else is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.interviews.name_finding import NameFinder

NAMES = {1: "Zoë", 2: "Mary-Jane O'Neil", 3: "O'Neil", 4: "Ash School", 5: "Ash", 6: "Will", 7: "Łukasz", 8: "van Dijk"}

VECTORS = [
    ("Zoe said", ["Zoe"]),
    ("ZOË!", ["ZOË"]),
    ("Zoe\u0308 said", ["Zoe\u0308"]),
    ("Zoe's bag and Zoe’s coat", ["Zoe", "Zoe"]),
    ("‘Zoe’ and (Zoe)", ["Zoe", "Zoe"]),
    ("Zoey, Azoe, Zoes", []),
    ("Mary Jane O’Neil came", ["Mary Jane O’Neil"]),
    ("Mary‑Jane\nO'Neil came", ["Mary‑Jane\nO'Neil"]),
    ("MARY-JANE O'NEIL'S", ["MARY-JANE O'NEIL"]),
    ("Ms O’Neil’s class", ["O’Neil"]),
    ("Ash School and Ash", ["Ash School", "Ash"]),
    ("Ash-based, non-Ash", ["Ash", "Ash"]),
    ("ashes, Ashby", []),
    ("Wi\u00adll did", ["Wi\u00adll"]),
    ("łukasz, Łukasz", ["łukasz", "Łukasz"]),
    ("Mr Van Dijk", ["Van Dijk"]),
    ("😀Zoe😀", ["Zoe"]),
    ("", []),
]


@pytest.mark.parametrize(("text", "told"), VECTORS)
def test_vectors(text, told):
    assert [text[one.start : one.end] for one in NameFinder(NAMES).find(text)] == told


def test_small_letters_may_be_another_word():
    assert [one.is_sure for one in NameFinder(NAMES).find("Will will tell van Dijk")] == [True, False, True]


def test_the_longer_name_is_found_first_whatever_the_order_of_the_list():
    for names in ({1: "Ann", 2: "Ann Lee"}, {1: "Ann Lee", 2: "Ann"}):
        (found,) = NameFinder(names).find("Ann Lee")
        assert (found.start, found.end) == (0, 7)


def test_an_empty_list_finds_nothing():
    assert list(NameFinder({}).find("Ann")) == list(NameFinder({1: "--"}).find("- -- -")) == []


@given(st.text(st.sampled_from("aAnß ﬁ'’-\u0301😀"), max_size=30))
def test_places_are_in_order_and_in_the_text(text):
    at = 0
    for one in NameFinder({1: "Ann", 2: "Ssa", 3: "fi"}).find(text):
        assert at <= one.start < one.end <= len(text)
        at = one.end
