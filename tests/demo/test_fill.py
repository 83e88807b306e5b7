"""The demo's partnership is the case it promises, and its figures come from its answers."""

from collections import Counter
from datetime import date, timedelta

import numpy as np
import pytest
import time_machine
from sqlalchemy import func, select

from app.answers.models import AnswerEvent, Response
from app.db import now
from app.demo import cast
from app.demo.answers import EFFECTS, generate
from app.demo.fill import INSTRUMENT, fill
from app.demo.partnership import names, unique_pupil_number
from app.instruments.scoring import score_all
from app.people.models import Person, Role
from app.people.passwords import is_right
from app.schools.models import Course, Enrolment, Partnership, Pupil, School
from app.schools.upn import read_upn
from app.waves.cards import code_of
from app.waves.models import Card, Sitting, Wave
from app.waves.queries import find_card, find_open_sitting
from tests import factories

PASSWORD = "only for this test"


@pytest.fixture
def instrument(app):
    return app.extensions["instruments"].latest(INSTRUMENT)


@pytest.fixture
def filled(db, instrument):
    fill(instrument, password=PASSWORD, has_study=False)
    return db.session


def count(session, model):
    return session.scalar(select(func.count()).select_from(model))


def responses(session, kind):
    """State to number of responses of a wave."""
    found = session.execute(select(Response.state).join(Wave).where(Wave.kind == kind)).scalars()
    return Counter(found)


def test_the_demo_counts_from_the_schools_date_just_after_midnight_in_summer(db, instrument):
    with time_machine.travel("2026-06-30T23:30Z"):
        fill(instrument, password=PASSWORD, has_study=False)
        after = db.session.scalar(select(Wave).where(Wave.kind == "after"))
        assert after.opens_on == date(2026, 7, 1) - timedelta(days=7)


def test_five_schools_share_eight_courses_of_43_pupils(filled):
    assert [count(filled, model) for model in (School, Course, Pupil)] == [5, 8, 43]
    assert {*filled.scalars(select(Pupil.year_group))} == {"9", "10", "11"}
    enrolled = set(filled.scalars(select(Enrolment.pupil_id)))
    assert len(enrolled) == 43


def test_one_course_mixes_two_years_of_its_host_with_another_schools_oldest(filled):
    found = filled.execute(
        select(School.type, Pupil.year_group)
        .select_from(Enrolment)
        .join(Pupil)
        .join(School)
        .join(Course, Course.id == Enrolment.course_id)
        .where(Course.title == "Sport leaders")
    )
    assert Counter((type, year) for type, year in found) == {
        ("Specialist sports college", "9"): 2,
        ("Specialist sports college", "10"): 3,
        ("Special school", "11"): 2,
    }


def test_every_role_has_somebody_who_can_sign_in(filled):
    assert {*filled.scalars(select(Role.kind))} == {"administrator", "lead", "associate", "leader", "practitioner"}
    assert all(email.endswith("@demo.example") for email in filled.scalars(select(Person.email)))
    assert is_right(PASSWORD, filled.scalars(select(Person.password_hash)).first())


def test_every_course_has_a_teacher_of_its_host_school(filled):
    for course in filled.scalars(select(Course)):
        schools = filled.scalars(select(Role.school_id).where(Role.person_id.in_(course.teacher_ids)))
        assert course.host_school_id in set(schools)


def test_no_school_number_or_pupil_number_is_anybodys(filled):
    assert all(int(urn) >= 900_000 for urn in filled.scalars(select(School.urn)))
    for serial in (1, 43):
        number = read_upn(unique_pupil_number(1, "9", serial))
        assert "local authority we do not know" in number.warning or cast.AUTHORITY in number.text


def test_no_two_pupils_have_the_same_name():
    assert len({names(serial) for serial in range(43)}) == 43


def test_two_waves_are_nearly_complete_and_the_last_is_half_way(filled):
    assert 36 <= sum(responses(filled, "before").values()) < 43
    assert 36 <= sum(responses(filled, "during").values()) < 43
    assert 15 <= sum(responses(filled, "after").values()) <= 25
    assert responses(filled, "before")["finished"] > 33


def test_scores_are_those_of_the_answers(filled, instrument):
    for response in filled.scalars(select(Response)):
        kept = [getattr(response, f"score_{number}") for number in range(1, 10)]
        assert kept == list(score_all(instrument, response.answers).values())


def test_the_journal_leads_to_the_answers(filled, instrument):
    kept = {response.id: response.answers for response in filled.scalars(select(Response))}
    made = {number: ["."] * len(instrument.questions) for number in kept}
    for event in filled.scalars(select(AnswerEvent).order_by(AnswerEvent.id)):
        made[event.response_id][event.question] = event.code
    assert {number: "".join(answers) for number, answers in made.items()} == kept


def test_some_scales_change_and_the_others_do_not(instrument):
    waves = generate(instrument, 2_000, np.random.default_rng(1))

    def means(kind):
        scores = [score_all(instrument, answers) for answers in waves[kind]]
        return {
            scale.id: np.mean([s[scale.id] for s in scores if s[scale.id] is not None]) for scale in instrument.scales
        }

    before, during, after = means("before"), means("during"), means("after")
    for scale in instrument.scales:
        change = after[scale.id] - before[scale.id]
        if scale.id in EFFECTS:
            assert change > 5
            assert 0.2 * change < during[scale.id] - before[scale.id] < 0.8 * change
        else:
            assert abs(change) < 1


def test_some_statements_are_skipped_and_some_not_sure(instrument):
    codes = Counter("".join(generate(instrument, 200, np.random.default_rng(1))["before"]))
    assert 0.01 < (codes["s"] + codes["u"]) / codes.total() < 0.06
    assert min(codes["s"], codes["u"]) > 0


def test_the_same_seed_gives_the_same_answers(instrument):
    first, again, other = (generate(instrument, 9, np.random.default_rng(seed)) for seed in (4, 4, 5))
    assert first == again
    assert first != other


def test_cards_open_the_survey(filled):
    cards = list(filled.scalars(select(Card)))
    assert len(cards) == 43
    assert find_card(code_of(cards[0])) is cards[0]


def test_one_lesson_is_open_and_three_of_its_pupils_have_finished(filled):
    sitting = filled.scalars(select(Sitting).where(Sitting.closed_at.is_(None))).one()
    assert find_open_sitting(sitting.class_code) is sitting
    assert sitting.course.title == "Sport leaders"
    assert sitting.wave.kind == "after"
    given = list(filled.scalars(select(Response).where(Response.sitting_id == sitting.id)))
    assert [response.state for response in given] == ["finished"] * 3
    assert max(response.finished_at for response in given) < now()


def test_a_person_can_be_added_afterwards(filled):
    before = count(filled, Person)
    factories.a_person("administrator")
    assert count(filled, Person) == before + 1


def test_scale_makes_whole_partnerships_and_keeps_the_journal_of_the_open_wave_only(db, instrument):
    said = []
    fill(instrument, password=PASSWORD, scale=3, has_study=False, told=said.append)
    assert [count(db.session, model) for model in (Partnership, School, Pupil, Card)] == [3, 15, 129, 129]
    assert set(db.session.scalars(select(Wave.kind).join(Response).join(AnswerEvent))) == {"after"}
    assert "lead.3@demo.example" in set(db.session.scalars(select(Person.email)))


def test_what_fails_leaves_nothing(db, instrument, monkeypatch):
    monkeypatch.setattr("app.demo.partnership.address", lambda who, number: "same@demo.example")
    with pytest.raises(Exception, match="(?i)unique"):
        fill(instrument, password=PASSWORD, has_study=False)
    assert count(db.session, School) == 0
