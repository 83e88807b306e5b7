"""Writing a schedule step by step: nothing is lost, nothing is there twice, an id stays with its meaning."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.config import ROOT
from app.instruments.load import read_all
from app.studies import drafts

LEADERS = read_all(ROOT / "surveys").latest("leaders")
IDS = [one.id for one in LEADERS.questions]
PARTS = [one.id for one in LEADERS.sections]


def ids(draft):
    return [one.id for one in draft.questions]


def test_an_empty_one_grows_part_by_part():
    draft = drafts.add_section(drafts.blank("mine", "2026-1", "Mine"), "To end")
    draft = drafts.add_section(draft, "To end")
    assert [one.id for one in draft.sections] == ["to-end", "to-end-2"]
    draft = drafts.add_questions(draft, "to-end-2", [drafts.write_question("more", "What else?", ["And?"])])
    assert drafts.question_of(draft, "more").prompts == ("And?",)
    assert drafts.read_draft(drafts.written(draft)).sections[1] == draft.sections[1]


def test_what_is_there_already_is_not_added_again():
    draft = drafts.add_questions(LEADERS, PARTS[0], [LEADERS.questions[-1]])
    assert ids(draft) == IDS


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(IDS), st.sampled_from([-1, 1])), max_size=30))
def test_moving_loses_no_question_and_makes_none(moves):
    draft = LEADERS
    for id, step in moves:
        draft = drafts.move_question(draft, id, step)
    assert sorted(ids(draft)) == sorted(IDS)
    assert {one.id: one for one in draft.questions} == {one.id: one for one in LEADERS.questions}


def test_a_question_moves_over_the_edge_of_its_part_and_back():
    first_of_second = LEADERS.sections[1].questions[0].id
    up = drafts.move_question(LEADERS, first_of_second, -1)
    assert up.sections[0].questions[-1].id == first_of_second
    assert drafts.move_question(up, first_of_second, 1) == LEADERS


def test_at_the_ends_things_stay_where_they_are():
    assert drafts.move_question(LEADERS, IDS[0], -1) == LEADERS
    assert drafts.move_question(LEADERS, IDS[-1], 1) == LEADERS
    assert drafts.move_section(LEADERS, PARTS[0], -1) == LEADERS


def test_parts_move_are_renamed_and_go():
    moved = drafts.move_section(LEADERS, PARTS[0], 1)
    assert [one.id for one in moved.sections][:2] == [PARTS[1], PARTS[0]]
    assert drafts.section_of(drafts.rename_section(LEADERS, PARTS[0], "Before"), PARTS[0]).title == "Before"
    assert PARTS[0] not in [one.id for one in drafts.remove_section(LEADERS, PARTS[0]).sections]


def test_a_question_is_changed_in_its_place_and_removed():
    new = replace(LEADERS.questions[1], id="another", text="What now?")
    changed = drafts.edit_question(LEADERS, IDS[1], new)
    assert ids(changed)[1] == "another"
    assert ids(drafts.remove_question(changed, "another")) == [IDS[0], *IDS[2:]]


@pytest.mark.parametrize("step", [drafts.remove_question, drafts.remove_section, drafts.section_of, drafts.question_of])
def test_what_is_gone_cannot_be_changed(step):
    with pytest.raises(drafts.NoSuchPart):
        step(LEADERS, "gone")


def test_ids_come_from_the_words_and_are_never_given_twice():
    assert drafts.id_for("What did you learn from others?", set()) == "what-did-you-learn-from"
    assert drafts.id_for("Été à l'école", set()) == "ete-a-l-ecole"
    assert drafts.id_for("1 2 3 ?", {"question"}) == "question-2"
    assert len(drafts.id_for("x" * 300, set())) <= drafts.MOST_OF_ID


def test_versions_count_within_a_year():
    assert drafts.next_version([], 2026) == "2026-1"
    assert drafts.next_version(["2026-9", "2026-10", "2025-3"], 2026) == "2026-11"
    assert drafts.next_version(["2026-1"], 2027) == "2027-1"
