"""The demo's study is one that could have been: everybody asked, permitted and checked, and coded by two people."""

from collections import Counter
from datetime import UTC, datetime, time
from statistics import mean

import pytest
from sqlalchemy import delete, select

from app.answers.models import Response
from app.coding import agreement
from app.coding.analysis_queries import keys_by_transcript, list_findings, list_parts
from app.coding.desk import Desk
from app.coding.models import Coding, Theme
from app.coding.strength import Strength, evidence_of
from app.db import db as database
from app.demo.coding import NotThere, place_of
from app.demo.fill import INSTRUMENT, fill
from app.demo.study import FOLDER
from app.interviews.models import Interview
from app.interviews.queries import list_links
from app.interviews.texts import Reply, Transcript
from app.people.models import Person
from app.studies.models import SchoolPermission, Study
from app.transcripts.reading import read
from app.transcripts.understanding import understand
from app.waves.models import Wave
from app.web.filters import today

PASSWORD = "only for this test"


@pytest.fixture(scope="module")
def study(app):
    """The study of a demo that is filled once: these tests only read."""
    database.session.rollback()
    fill(app.extensions["instruments"].latest(INSTRUMENT), password=PASSWORD)
    yield database.session.scalars(select(Study)).one()
    database.session.remove()
    with database.engine.begin() as connection:
        for table in reversed(database.metadata.sorted_tables):
            connection.execute(delete(table))


def test_things_happened_one_after_another_and_before_today(study):
    """From the schools' yes to the findings: nothing carries the moment in which the demo was made."""
    morning = datetime.combine(today(), time(), UTC)
    codings = database.session.scalars(select(Coding)).all()
    findings = list_findings(study)
    assert max(one.created_at for one in study.participants) < min(one.recorded_at for one in permissions(study))
    for one in database.session.scalars(select(Transcript)):
        talk, links = one.interview, list_links(one.interview)
        approved = [speaker.approved_at for speaker in talk.speakers if speaker.approved_at]
        marked = [coding.created_at for coding in codings if coding.transcript_id == one.id]
        steps = [study.created_at, talk.created_at, one.created_at, *sorted({link.made_at for link in links[:1]})]
        steps += [*sorted(set(approved)), *sorted(marked), findings[0].created_at, morning]
        assert steps == sorted(steps), talk.title
        assert talk.created_at.date() < talk.held_on <= one.created_at.date(), talk.title
        assert talk.state != "returned" or links[0].state == "opened"
        assert all(link.made_at <= (link.opened_at or link.made_at) <= (link.done_at or morning) for link in links)
    assert all(one.shared_at is None or one.created_at < one.shared_at < morning for one in findings)
    parts = list_parts(study)
    assert all(one.started_at < one.finished_at < morning for one in parts)


def permissions(study):
    return database.session.scalars(select(SchoolPermission).where(SchoolPermission.study_id == study.id)).all()


def test_everybody_is_asked_in_the_way_that_suits_them(study):
    talks = database.session.scalars(select(Interview).order_by(Interview.id)).all()
    assert Counter((one.schedule_name, one.kind) for one in talks if one.state != "planned") == {
        ("leaders", "individual"): 4,
        ("leaders", "telephone"): 1,
        ("teachers", "written"): 2,
        ("teachers", "group"): 1,
        ("support-assistants", "individual"): 1,
        ("pupils-together", "group"): 2,
    }
    assert Counter(one.state for one in talks) == {"coded": 10, "returned": 1, "planned": 1}
    assert Counter(one.role for one in study.participants) == {"leader": 5, "teacher": 8, "support": 1, "pupil": 11}
    assert [len(one.speakers) for one in talks if one.kind == "group"] == [6, 5, 5]
    assert len([one for one in talks if one.conflict_note]) == 1
    assert all(one.has_second_adult and one.script_was_read for one in talks if one.schedule_name == "pupils-together")
    assert [one.pseudonym for one in study.participants if one.withdrawn_at] == ["T5"]
    assert [one.pseudonym for one in study.participants if any(word.kind == "opt-out" for word in one.consents)] == [
        "P11"
    ]
    allowed = {one.pseudonym: one.consents[-1] for one in study.participants}
    assert {name for name, word in allowed.items() if not word.to_quote} == {"L4", "P5", "P10", "P11"}
    assert {name for name, word in allowed.items() if word.to_be_named} == {"L1"}


def test_transcripts_are_as_long_as_people_talk_and_every_turn_has_its_question_and_its_speaker(study):
    for transcript in database.session.scalars(select(Transcript)):
        n_words = len(transcript.sealed_text.split())
        kind, schedule = transcript.interview.kind, transcript.interview.schedule_name
        assert n_words > (1_150 if kind == "group" else 400 if kind == "written" else 900), transcript.interview.title
        assert schedule != "leaders" or n_words < 1_800
        for turn in transcript.turns:
            assert turn.question_id, transcript.sealed_text[turn.start : turn.end]
            assert turn.is_interviewer or turn.participant_id, transcript.sealed_text[turn.start : turn.end]


def test_two_people_coded_blind_and_agree_as_people_do(study):
    lead = database.session.scalars(select(Person).where(Person.email == "lead@demo.example")).one()
    desk = Desk(study, lead.id)
    assert set(desk.coders.values()) == {"Demo Lead", "Demo Researcher"}
    parts = list_parts(study)
    assert len(parts) == 22
    assert all(one.is_blind and one.finished_at for one in parts)
    finished = agreement.finished_of(desk.readings, parts, keys_by_transcript(study))
    found = agreement.agreement_on(desk.branches, finished, desk.quotations, unit=agreement.Unit.TURN)
    assert len(found) == 16
    kappas = [one.kappa for one in found]
    assert all(0.5 < one < 0.99 for one in kappas)
    assert 0.7 < mean(kappas) < 0.9
    assert all(one.n_marked >= 6 for one in found)


def test_the_code_book_says_what_each_theme_means(study):
    themes = database.session.scalars(select(Theme).where(Theme.study_id == study.id)).all()
    headings = {one.id for one in themes if not one.is_codable}
    assert len(headings) == 5
    assert all(one.parent_id in headings and one.definition and one.example for one in themes if one.is_codable)


def test_findings_are_of_different_strength_and_no_number_of_the_survey_is_against_them(study, app):
    desk = Desk(study, None)
    found = [evidence_of(one, desk.quotations, len(study.school_ids)) for one in list_findings(study)]
    assert {one.strength for one in found} == {Strength.STRONG, Strength.SUPPORTED, Strength.SINGLE}
    assert sum(one.finding.shared_at is not None for one in found) == 3
    assert any(one.contra for one in found)
    rises = {
        source.scale_id: rise_of(app, source.scale_id) for one in found for source in one.sources_for if source.scale_id
    }
    assert rises.keys() == {"confidence", "attitudes-to-teachers", "preparedness"}
    assert rises.pop("preparedness") < 1
    assert min(rises.values()) > 3


def rise_of(app, scale_id):
    """Points that pupils gained between the first and the last wave, of those who finished both."""
    column = getattr(Response, f"score_{app.extensions['instruments'].latest(INSTRUMENT).scale_numbers[scale_id] + 1}")
    query = select(Response.pupil_id, column).join(Wave).where(Response.state == "finished", column.is_not(None))
    before, after = (
        dict(database.session.execute(query.where(Wave.kind == kind)).all()) for kind in ("before", "after")
    )
    return mean(after[pupil] - before[pupil] for pupil in before.keys() & after.keys())


def test_one_passage_was_struck_and_one_put_right_as_its_speaker_asked(study):
    assert {(one.kind, one.state) for one in database.session.scalars(select(Reply))} == {
        ("strike", "done"),
        ("correct", "done"),
    }
    text = (
        database.session.scalars(select(Transcript).where(Transcript.file_name == "leader-arts.txt")).one().sealed_text
    )
    assert "Flint" not in text
    assert "I was very moved." in text


def test_our_own_reader_takes_in_what_was_said_as_it_takes_in_what_is_uploaded():
    data = (FOLDER / "support.txt").read_bytes()
    assert read("support.txt", data) == understand("txt", data)


def test_words_that_are_not_there_or_are_there_twice_are_no_place():
    assert place_of("It was late. It rained.", "was … rained").start == 3
    for words in ("snowed", "It", "rained … late", "was … gone"):
        with pytest.raises(NotThere):
            place_of("It was late. It rained.", words)
