"""Planning: who can be asked, how many, by whom, and what stands against it in words."""

import pytest

from app.db import db as database
from app.db import now
from app.interviews.models import Interview
from app.people.models import Role
from tests import factories as make
from tests.interviews.conftest import plan, say_yes


def join(participant, school):
    participant.schools = [*participant.schools, school]


def the_interview():
    return database.session.query(Interview).one()


def test_an_interview_is_planned_with_somebody_who_agreed(asker, world, app):
    plan(asker, world, app, is_recorded="y", planned_for="2026-12-01", wave_kind="after", place="Room 4")
    made = the_interview()
    assert (made.kind, made.state, made.place, made.is_recorded) == ("individual", "planned", "Room 4", True)
    assert [(one.key, one.participant_id) for one in made.speakers] == [("1", world.teachers[0].id)]


@pytest.mark.parametrize(
    ("spoil", "why"),
    [
        (lambda one: setattr(one, "withdrawn_at", now()), "has withdrawn"),
        (lambda one: one.consents.clear(), "has not given consent"),
        (lambda one: join(one, make.a_school("Elm School")), "the head of Elm School has not said yes"),
    ],
)
def test_who_cannot_be_asked_is_not_offered_and_it_is_said_why(asker, world, app, spoil, why):
    spoil(world.teachers[0])
    database.session.commit()
    page = asker.page(f"/studies/{world.study.id}/interviews/new")
    assert f"T1: {why}" in page.text
    assert str(world.teachers[0].id) not in {one.get("value") for one in page.find_all("input", name="participant")}
    assert "Choose one person" in plan(asker, world, app, status=422).text


def test_by_link_somebody_may_be_asked_who_says_yes_on_the_page_itself(asker, world, app):
    other = make.a_participant(world.study, world.schools[0], pseudonym="T9")
    plan(asker, world, app, "written", participant=str(other.id))
    assert the_interview().kind == "written"


def test_a_carers_no_stands_over_a_pupils_yes(asker, world):
    say_yes(world.pupils[0]).kind = "opt-out"
    database.session.commit()
    page = asker.page(f"/studies/{world.study.id}/interviews/new?kind=group")
    assert "P1: a carer has said no" in page.text


@pytest.mark.parametrize(
    ("kind", "others", "n", "kept"),
    [("group", "participant", 1, 1), ("telephone", "participants", 1, 1), ("telephone", "participants", 3, 0)],
)
def test_what_was_typed_and_who_was_chosen_goes_along_to_another_kind(asker, world, kind, others, n, kept):
    chosen = [str(one.id) for one in world.pupils[:n]]
    data = {"act": "find", "title": "Typed before", others: chosen}
    page = asker.post_form(f"/studies/{world.study.id}/interviews/new?kind={kind}", data, status=200)
    assert page.find("input", name="title").get("value") == "Typed before"
    assert [one.get("value") for one in page.find_all("input") if one.get("checked") is not None] == chosen[:kept]
    assert not database.session.query(Interview).count()


@pytest.mark.parametrize(("n", "fits"), [(3, False), (4, True), (5, True)])
def test_a_group_of_pupils_has_four_to_eight(asker, world, app, n, fits):
    chosen = [str(one.id) for one in world.pupils[:n]]
    page = plan(asker, world, app, "group", participants=chosen, status=303 if fits else 422)
    assert fits or "A group of pupils has four to eight" in page.text


def test_pupils_and_adults_are_asked_apart(asker, world, app):
    chosen = [str(one.id) for one in (*world.pupils, world.teachers[0])]
    assert "Ask pupils and adults apart" in plan(asker, world, app, "group", participants=chosen, status=422).text


def test_recording_needs_the_yes_of_everybody(asker, world, app):
    say_yes(world.pupils[2], to_record=False)
    assert "P3 did not allow a recording" in plan(asker, world, app, "group", is_recorded="y", status=422).text


def test_an_interviewer_of_the_same_school_has_to_say_how_both_parts_are_kept_apart(asker, world, app):
    database.session.add(Role(person_id=world.researcher.id, kind="practitioner", school_id=world.schools[0].id))
    database.session.commit()
    assert "Robin Vale works at Ash School too" in plan(asker, world, app, status=422).text
    plan(asker, world, app, conflict_note="I do not lead them.")
    page = asker.page(f"/interviews/{the_interview().id}")
    assert "The interviewer works at Ash School too." in page.text
    assert "I do not lead them." in page.text


def test_whoever_teaches_the_pupils_is_warned(asker, world, app):
    course = make.a_course(world.partnership, world.schools[0], teachers=(world.researcher,))
    make.a_pupil(world.schools[1], course)
    plan(asker, world, app, "group")
    assert "The interviewer teaches pupils of these schools" in asker.page(f"/interviews/{the_interview().id}").text


def test_whoever_stays_in_a_changed_group_keeps_their_key(asker, world, group):
    schedule = group.schedule_digest
    chosen = [str(one.id) for one in world.pupils[1:]]
    plan_data = {"title": "Changed", "schedule": schedule, "interviewer": str(world.researcher.id)}
    asker.post_form(f"/interviews/{group.id}/plan", {**plan_data, "participants": chosen})
    database.session.expire_all()
    assert [(one.key, one.participant.pseudonym) for one in the_interview().speakers] == [
        ("2", "P2"), ("3", "P3"), ("4", "P4"), ("5", "P5"),
    ]  # fmt: skip


def test_what_was_held_is_not_held_again(asker, interview):
    interview.state = "drafted"
    answer = asker.post_form(f"/interviews/{interview.id}/held", {"held_on": ""}, status=409)
    assert "not where you left it" in answer.text
    assert interview.state == "drafted"


def test_what_was_held_is_not_planned_otherwise(asker, interview):
    interview.state = "held"
    asker.page(f"/interviews/{interview.id}/plan", status=409)


def test_the_list_is_searched_sorted_and_narrowed_to_a_state(asker, world, interview, group):
    interview.title, group.state = "Zebra talk", "held"
    url = f"/studies/{world.study.id}/interviews"
    assert "Zebra talk" in asker.page(f"{url}?q=t1").text
    assert "Pupils together" not in asker.page(f"{url}?q=t1").text
    assert "Zebra talk" not in asker.page(f"{url}?state=held").text
    titles = [text for text in asker.page(f"{url}?sort=-title").links if text in ("Zebra talk", "Pupils together")]
    assert titles == ["Zebra talk", "Pupils together"]


def test_a_plan_without_notes_can_be_removed_and_one_with_a_note_can_not(asker, world, interview):
    asker.post_form(f"/interviews/{interview.id}/removal", at=f"/interviews/{interview.id}")
    assert database.session.query(Interview).count() == 0
