"""A study goes out as a project's file and comes back the same."""

from datetime import date

import pytest

from app.coding.exchange_project import project_of
from app.coding.models import Memo
from app.db import db
from app.qda.writing import to_qdpx
from app.studies.models import Consent, SchoolPermission
from tests.coding.bringing import agreed, forget, store
from tests.coding.exchanging import export
from tests.factories import a_coding, a_participant, a_transcript, an_interview
from tests.qda.projects import guid


@pytest.fixture
def browser(browser_of, talk):
    return browser_of(talk.researcher)


def test_a_study_comes_back_the_same(browser, coded):
    """Study to file to study to file: quotations, codings, coders, people, variables, themes and memos, with guids."""
    group(coded)
    before = project_of(export(coded))
    title = coded.study.title
    forget(coded.study)
    study = store(browser, coded, data=to_qdpx(before), **agreed())
    assert study.title == title
    allow(study, coded.school, "T1")
    coded.study = study
    after = project_of(export(coded))
    for name in ("users", "codes", "variables", "cases", "sources", "notes", "sets", "about", "name", "description"):
        assert getattr(after, name) == getattr(before, name), name


def group(coded):
    """A second interview, of a group: two pupils, somebody unknown, a passage over two turns, memos on everything."""
    study, theme = coded.study, coded.theme
    pupils = [a_participant(study, coded.school, role="pupil", pseudonym=f"P{n}") for n in (1, 2)]
    for one in pupils:
        one.consents.append(Consent(kind="assent", given_on=date(2026, 9, 1), to_take_part=True))
    told = an_interview(study, *pupils, kind="group", wave_kind="after", held_on=date(2026, 9, 9), title="Group 1")
    words = [
        (None, "So?"),
        (pupils[0], "I like it 😀.\n\nReally."),
        (pupils[1], "Me: too.\nSo much."),
        (None, "Why?\n\nSo?"),
    ]
    transcript = a_transcript(told, *words, (pupils[0], "Because."))
    a_coding(transcript, theme, coded.other, "Really.\n\nMe: too", sealed_memo="Both")
    a_coding(transcript, coded.bus, coded.researcher, "Why?\n\nSo?\n\nBe")
    a_coding(transcript, coded.bus, None, "So much")
    for about in ({"theme_id": theme.id}, {"transcript_id": transcript.id}, {}):
        memo = Memo(
            study_id=study.id, title="A thought", sealed_text="Of mine\nlong", author_id=coded.other.id, **about
        )
        db.session.add(memo)
    db.session.commit()


def allow(study, school, pseudonym):
    """What the file said of consent counts for nothing: it is recorded anew."""
    db.session.add(SchoolPermission(study_id=study.id, school_id=school.id, given_on=date(2026, 9, 1)))
    person = next(one for one in study.participants if one.pseudonym == pseudonym)
    person.consents.append(Consent(kind="consent", given_on=date(2026, 9, 2), to_take_part=True, to_quote=True))
    db.session.commit()


def test_what_the_file_said_of_consent_counts_for_nothing(browser, coded):
    before = project_of(export(coded))
    forget(coded.study)
    coded.study = store(browser, coded, data=to_qdpx(before), **agreed())
    after = project_of(export(coded))
    names = {one.guid: one.name for one in after.variables}
    assert {names[one.variable]: one.text for one in after.cases[0].values}["May be quoted"] == "false"
    assert {one.text for one in before.cases[0].values} >= {"true"}


def test_a_project_of_another_program_leaves_with_what_it_brought(browser, talk):
    """With names hidden, what one person alone has stays here; the file as it was said has it."""
    talk.study = store(browser, talk, **agreed())
    raw, hidden = project_of(export(talk, raw=True)), project_of(export(talk))
    told = {one.guid: {value.text for value in one.values} for one in raw.cases}
    assert "male" in told[guid(70)]
    assert "12" in told[guid(70)]
    assert "female" in told[guid(71)]
    assert {one.description for one in raw.cases} == {"", "Told by her friend"}
    kept = {value.text for one in hidden.cases for value in one.values}
    assert "12" in kept
    assert not kept & {"male", "female"}
    assert {one.description for one in hidden.cases} == {""}
    assert {"Gender", "Years"} <= {one.name for one in hidden.variables}
    assert [one.name for one in raw.users] == ["Coder Anna", "Coder Ben"]
