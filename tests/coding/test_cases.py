"""What is known of people and texts, and sets: shown, sorted, looked for, and gone with whoever leaves."""

from dataclasses import replace

import pytest

from app.audit.models import AuditEvent
from app.coding.desk import Desk
from app.coding.variables import Variables
from app.db import db, now
from app.qda.model import Case, Gathered, Value, ValueKind
from app.studies.naming import LOOK
from tests.coding.bringing import agreed, foreign, store
from tests.factories import a_coding, a_participant, a_person, a_school, a_theme
from tests.pages import words
from tests.qda.projects import guid


@pytest.fixture
def brought(talk, browser_of):
    """A study from a file: Gender, a text that two share and one has alone; Years, a number; a set of everything."""
    project = foreign()
    more = Case(guid(73), "Mr Finch", values=(_gender("female"), _years("9")), sources=(guid(21),))
    gathered = Gathered(
        guid(80), "To begin with", "Rich ones", codes=(guid(11),), sources=(guid(21),), notes=(guid(53),)
    )
    project = replace(project, cases=(*project.cases[:2], more), sets=(gathered, Gathered(guid(81), "Role: teacher")))
    talk.brought = store(browser_of(talk.researcher), talk, project, **agreed())
    talk.known = {one.sealed_name: one for one in talk.brought.participants}
    return talk


def _gender(text):
    return Value(guid(40), ValueKind.TEXT, text)


def _years(text):
    return Value(guid(41), ValueKind.INTEGER, text)


def rows(browser, study, query=""):
    """The table's rows as lists of words, and the text of its heading."""
    page = browser.page(f"/studies/{study.id}/cases{query}")
    found = [[words(cell) for cell in row] for row in page.find_all("tr")]
    return found[0], sorted(found[1:]) if "sort" not in query else found[1:]


def told(browser, study, query=""):
    return " ".join(word for row in rows(browser, study, query)[1] for word in row)


def test_what_lateral_knows_itself_stands_there_and_is_sorted(talk, browser_of):
    other = a_participant(talk.study, a_school("Beech School"), role="leader", pseudonym="L1")
    talk.talk_of(other, "We meet on Fridays.")
    browser = browser_of(talk.researcher)
    heading, found = rows(browser, talk.study)
    assert heading == ["Who", "Role", "Schools", "Phase", "May be quoted", "Interviews"]
    assert [row[:3] + row[4:] for row in found] == [
        ["L1", "Leader", "Beech School", "yes", "1"],
        ["T1", "Teacher", "Ash School", "yes", "1"],
    ]
    assert [row[0] for row in rows(browser, talk.study, "?sort=-role")[1]] == ["T1", "L1"]
    assert [row[0] for row in rows(browser, talk.study, "?q=beech")[1]] == ["L1"]
    assert [row[0] for row in rows(browser, talk.study, "?known=role%3DTeacher")[1]] == ["T1"]
    assert len(rows(browser, talk.study, "?of=texts")[1]) == 2


def test_variables_of_a_file_are_kept_shown_and_sorted_by_size(brought, browser_of):
    browser = browser_of(brought.researcher)
    heading, found = rows(browser, brought.brought, f"?sort={guid(41)}")
    assert heading[-2:] == ["Gender", "Years"]
    assert [row[-1] for row in found] == ["9", "12", "–"]
    assert [row[-2] for row in found].count("female") == 2
    with_value = rows(browser, brought.brought, f"?known={guid(40)}%3Dfemale")[1]
    assert len(with_value) == 2
    assert "female" in browser.get(f"/studies/{brought.brought.id}/cases.csv").text


def test_what_one_person_alone_has_is_opened_with_the_names_and_that_is_noted(brought, browser_of):
    browser = browser_of(brought.researcher)
    assert "male" not in told(browser, brought.brought).replace("female", "")
    assert "male" not in browser.get(f"/studies/{brought.brought.id}/cases.csv").text.replace("female", "")
    looks = db.session.query(AuditEvent).filter_by(action=LOOK)
    before = looks.count()
    shown = told(browser, brought.brought, "?names=yes")
    for word in ("Ms Quill", "Told by her friend", "male"):
        assert word in shown.replace("female", "")
    db.session.rollback()
    assert looks.count() > before


def test_with_somebody_goes_what_is_known_of_them(brought, browser_of):
    browser, head = browser_of(brought.researcher), brought.known["Head of Ash"]
    assert "12" in told(browser, brought.brought)
    head.withdrawn_at = now()
    db.session.commit()
    for query in ("", "?names=yes"):
        assert "12" not in told(browser, brought.brought, query)
        assert head.pseudonym not in told(browser, brought.brought, query)
    assert ",12" not in browser.get(f"/studies/{brought.brought.id}/cases.csv").text


def test_passages_are_found_by_what_is_known_of_who_said_them(talk, browser_of):
    """By one person who fits all that is asked, not by two who share it out."""
    theme, other = a_theme(talk.study, "Voice"), a_participant(talk.study, talk.school, role="leader", pseudonym="L1")
    a_coding(talk, theme, talk.researcher, "she speaks up now")
    a_coding(talk.talk_of(other, "We meet on Fridays."), theme, talk.researcher, "on Fridays")
    db.session.commit()
    browser, address = browser_of(talk.researcher), f"/studies/{talk.study.id}/passages"
    said = browser.page(f"{address}?known=role%3DLeader").text
    assert "on Fridays" in said
    assert "she speaks up now" not in said
    assert "on Fridays" not in browser.page(f"{address}?known=role%3DLeader&role=teacher").text
    assert "on Fridays" not in browser.page(f"{address}?known=role%3DNobody").text


def test_a_set_shows_its_things_and_finds_their_passages(brought, browser_of):
    browser, study = browser_of(brought.researcher), brought.brought
    page = browser.page(f"/studies/{study.id}/sets")
    for word in ("To begin with", "Rich ones", "Pupils", "Diary", "Journal", "Role: Leader"):
        assert word in page.text
    assert page.text.count("Role: teacher") == 0
    found = browser.page(f"/studies/{study.id}/passages?set={guid(80)}").text
    assert "Monday was wet" in found
    assert "learned a lot" in found
    assert "It is better" not in found
    for one in study.participants:
        one.withdrawn_at = now()
    db.session.commit()
    gone = browser.page(f"/studies/{study.id}/sets").text
    assert "Diary" not in gone
    assert "To begin with" in gone


def test_a_variable_with_very_many_values_is_no_way_to_choose(talk, browser_of):
    for number in range(31):
        talk.talk_of(a_participant(talk.study, a_school(phase="primary"), pseudonym=f"X{number}"), "Yes.")
    db.session.commit()
    variables = Variables(Desk(talk.study, talk.researcher.id))
    assert {key.split("=")[0] for key in variables.by_value} == {"role", "phase", "quoted"}
    assert len(variables.people) == 32


def test_somebody_elsewhere_sees_none_of_it(talk, browser_of):
    browser = browser_of(a_person("practitioner", school=talk.school))
    for part in ("cases", "cases?names=yes", "cases.csv", "sets"):
        assert browser.get(f"/studies/{talk.study.id}/{part}").status_code == 404
