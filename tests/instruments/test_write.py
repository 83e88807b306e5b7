"""A schedule written down and read again is the same schedule."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.config import ROOT
from app.instruments.check import check_text
from app.instruments.load import BadInstrument, read_all, read_text
from app.instruments.model import OPEN, Instrument, Question, Section
from app.instruments.write import text_of

OURS = [one for one in read_all(ROOT / "surveys").all() if one.is_schedule]
words = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=60).map(
    lambda text: " ".join(text.split()) or "x"
)


def parts_of(schedule: Instrument) -> tuple:
    return tuple(getattr(schedule, name) for name in ("name", "version", "title", "audience", "sections", "opening"))


@pytest.mark.parametrize("schedule", OURS, ids=lambda one: one.name)
def test_ours_come_back_as_they_were(schedule):
    assert parts_of(read_text(text_of(schedule))) == parts_of(schedule)


@settings(max_examples=100, deadline=None)
@given(title=words, text=words, prompts=st.lists(words, max_size=3))
def test_whatever_somebody_types_comes_back_letter_for_letter(title, text, prompts):
    question = Question(id="one", kind=OPEN, text=text, prompts=tuple(prompts))
    typed = replace(OURS[0], title=title, sections=(Section("part", title, (question,)),), reading_age=20, opening=text)
    assert parts_of(read_text(text_of(typed))) == parts_of(typed)


def test_a_part_without_questions_is_named_by_its_id():
    empty = replace(OURS[0], sections=(Section("nothing-yet", "Nothing yet", ()),))
    places = [problem.place for problem in check_text(text_of(empty))]
    assert "section nothing-yet" in places
    with pytest.raises(BadInstrument):
        read_text(text_of(empty))


def test_advice_on_wording_is_given_and_stops_nothing():
    closed = Question(id="one", kind=OPEN, text="Do you like it?")
    schedule = replace(OURS[0], sections=(Section("part", "Part", (closed,)),))
    told = check_text(text_of(schedule))
    assert [one.severity for one in told if one.place == "question one"] == ["advice"]
    assert read_text(text_of(schedule)).questions == (closed,)
