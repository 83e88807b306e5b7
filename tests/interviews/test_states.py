"""How far an interview comes: one step after the other, none without what it needs, and back when the words change."""

from datetime import timedelta

import pytest

from app.db import db as database
from app.db import now
from app.interviews import corrections, links, states
from app.interviews.models import InterviewState as State
from app.interviews.text_actions import change_turn
from app.interviews.text_queries import lock_transcript
from app.interviews.texts import Reply
from app.people.session import actor_of
from app.studies.models import SchoolPermission
from app.web.filters import today
from tests import factories as make

SAID = "We met in the library."


@pytest.fixture
def actor(world):
    return actor_of(world.researcher)


def written_down(interview, state=State.DRAFTED):
    """The interview with a transcript in which its first speaker says something."""
    interview.state = state
    return make.a_transcript(interview, (None, "What was it like?"), (interview.speakers[0].participant, SAID))


def refused(interview, actor, to):
    with pytest.raises(states.NotReady) as problem:
        states.advance(interview, actor, to)
    return ". ".join(problem.value.needs)


@pytest.mark.parametrize(("state", "to"), [("planned", "coded"), ("held", "approved"), ("drafted", "approved")])
def test_no_step_is_left_out(interview, actor, state, to):
    written_down(interview, state)
    assert "not where you left it" in refused(interview, actor, to)
    assert interview.state == state


def test_a_speaker_agrees_before_it_is_approved(interview, actor):
    written_down(interview)
    assert "Make a link" in refused(interview, actor, "returned")
    links.make_link(interview, interview.speakers[0].participant, actor)
    states.advance(interview, actor, State.RETURNED)
    assert "has not agreed to the words yet" in refused(interview, actor, "approved")
    interview.speakers[0].approved_at = interview.created_at
    states.advance(interview, actor, State.APPROVED)


def test_a_group_hears_what_is_written_before_it_is_approved(group, actor):
    written_down(group, State.RETURNED)
    assert "Read it back" in refused(group, actor, "approved")
    states.read_back(group, actor, today())
    assert group.state == State.APPROVED
    assert all(one.approved_at for one in group.speakers)


def put_right(transcript, actor):
    start = transcript.sealed_text.index("library")
    corrections.correct(transcript, start, start + len("library"), "garden", actor_id=actor.id)


def give_away(transcript, actor):
    change_turn(transcript.turns[1], actor, speaker="", question_id="")


@pytest.mark.parametrize("change", [put_right, give_away])
def test_what_was_changed_since_a_group_heard_it_is_read_back_again(group, actor, change):
    transcript = written_down(group, State.RETURNED)
    states.read_back(group, actor, today())
    change(lock_transcript(transcript.id), actor)
    assert (group.state, group.read_back_on) == (State.DRAFTED, None)
    states.advance(group, actor, State.RETURNED)
    assert "Read it back" in refused(group, actor, "approved")


def test_what_a_speaker_asked_for_is_answered_before_it_is_approved(group, actor):
    transcript = written_down(group, State.RETURNED)
    speaker = group.speakers[0].participant_id
    reply = Reply(transcript_id=transcript.id, participant_id=speaker, kind="strike", start=0, end=4)
    reply.sealed_text = ""
    database.session.add(reply)
    database.session.flush()
    with pytest.raises(states.NotReady, match="asked for changes"):
        states.read_back(group, actor, today())


def test_it_is_coded_when_something_is_marked(interview, actor, world):
    transcript = written_down(interview, State.APPROVED)
    assert "Mark passages" in refused(interview, actor, "coded")
    make.a_coding(transcript, make.a_theme(world.study), world.researcher, "library")
    states.advance(interview, actor, State.CODED)
    assert interview.state == State.CODED


def test_there_is_no_step_out_of_a_withdrawn_interview(interview, actor):
    written_down(interview)
    states.withdraw(interview, by=actor.id)
    for to in states.ORDER:
        assert refused(interview, actor, to)
    assert interview.state == State.WITHDRAWN


def held(**changes):
    return states.Held(**{"held_on": today(), "has_second_adult": True, "script_was_read": True, **changes})


def test_a_group_of_pupils_is_held_with_a_second_adult_and_the_opening_read(group, actor):
    states.hold(group, actor, held())
    assert (group.state, group.has_second_adult, group.script_was_read) == (State.HELD, True, True)


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"has_second_adult": False}, "A second adult"),
        ({"script_was_read": False}, "The opening has to be read"),
        ({"held_on": today() + timedelta(days=1)}, "still to come"),
    ],
)
def test_what_is_missing_keeps_pupils_from_being_asked(group, actor, changes, told):
    with pytest.raises(states.NotReady, match=told):
        states.hold(group, actor, held(**changes))
    assert group.state == State.PLANNED


def test_adults_need_no_second_adult(interview, actor):
    states.hold(interview, actor, held(has_second_adult=False, script_was_read=False))
    assert interview.state == State.HELD


def withdraw(world):
    world.teachers[0].withdrawn_at = now()


def take_permission_back(world):
    database.session.query(SchoolPermission).update({"withdrawn_at": now()})


@pytest.mark.parametrize(("spoil", "told"), [(withdraw, "has withdrawn"), (take_permission_back, "has not said yes")])
def test_what_was_taken_back_since_the_plan_keeps_it_from_being_held(world, interview, actor, spoil, told):
    spoil(world)
    database.session.commit()
    database.session.expire_all()
    with pytest.raises(states.NotReady, match=told):
        states.hold(interview, actor, held())
    assert interview.state == State.PLANNED


def test_answers_that_are_sent_twice_move_nothing_that_has_moved_on(interview):
    interview.state, interview.held_on = State.APPROVED, None
    database.session.commit()
    states.receive(interview)
    assert (interview.state, interview.held_on) == (State.APPROVED, None)
