"""What pupils are told before they say yes: short, plain and true."""

from types import SimpleNamespace

import pytest

from app.instruments.readability import reading_ages
from app.schools.models import Course
from app.waves.models import Survey, Wave
from app.waves.naming import wave_name
from app.waves.script import script_for_class
from app.waves.wording import who_will_see


def a_plan(**changes):
    values = {"teachers_see_profiles": True, "least_in_school": 3, "least_outside": 6, "help_contact": ""}
    return Survey(**{**values, "courses": [Course(title="Drama")], **changes})


@pytest.mark.parametrize("profiles", [True, False])
def test_pupils_of_nine_can_read_who_will_see_what(profiles):
    sentences = who_will_see(a_plan(teachers_see_profiles=profiles, help_contact="Ms Ash"))
    assert max(reading_ages(sentences).values()) <= 9
    assert max(len(sentence.split()) for sentence in sentences) <= 20


def test_a_linked_survey_is_never_called_anonymous():
    text = " ".join(who_will_see(a_plan())).lower()
    assert "anonym" not in text
    assert "linked to you" in text


def test_pupils_are_told_whether_teachers_see_their_scores():
    assert "teachers of your course can see your scores" in " ".join(who_will_see(a_plan()))
    for plan in (a_plan(teachers_see_profiles=False), a_plan(courses=[])):
        assert "Your teachers can not see your scores." in who_will_see(plan)


def test_pupils_are_told_whether_a_pastoral_lead_sees_their_scores():
    sees, hidden = "adult at your school who looks out for you can see your scores", "it looks the same as done"
    assert sees not in " ".join(who_will_see(a_plan()))
    for teachers in (True, False):
        told = who_will_see(a_plan(teachers_see_profiles=teachers, pastoral_sees_profiles=True))
        assert sees in " ".join(told)
        assert hidden not in " ".join(told)
        assert max(reading_ages(told).values()) <= 9
    assert "that adult may notice that you have no scores" in " ".join(told)


def test_no_thank_you_is_not_said_to_look_like_done_where_a_teacher_can_tell():
    hidden, told = "If you say no thank you, it looks the same as done.", "notice that you have no scores. That is"
    for on_paper in (False, True):
        seen = " ".join(who_will_see(a_plan(), on_paper=on_paper))
        assert told in seen
        assert hidden not in seen
        unseen = " ".join(who_will_see(a_plan(teachers_see_profiles=False), on_paper=on_paper))
        assert hidden in unseen
        assert told not in unseen


def test_a_class_hears_whether_a_teacher_may_notice_who_said_no():
    instrument = SimpleNamespace(questions=[0] * 45)
    for plan, is_said in ((a_plan(), True), (a_plan(teachers_see_profiles=False), False)):
        said = script_for_class(plan, instrument)["At the start"]
        assert any("I may notice that you have no scores" in line for line in said) is is_said


def test_pupils_are_told_the_sizes_of_groups_and_whom_to_talk_to():
    text = " ".join(who_will_see(a_plan(least_in_school=4, least_outside=8, help_contact="Ms Ash")))
    assert "4 pupils or more" in text
    assert "8 pupils or more" in text
    assert "talk to Ms Ash" in text
    assert "talk to your teacher" in " ".join(who_will_see(a_plan()))


def test_waves_of_one_kind_are_numbered():
    kinds = ("before", "during", "during", "after", "follow-up")
    survey = Survey(waves=[Wave(kind=kind, position=number) for number, kind in enumerate(kinds, 1)])
    assert [wave_name(wave) for wave in survey.waves] == ["Before", "During 1", "During 2", "After", "Follow-up"]
