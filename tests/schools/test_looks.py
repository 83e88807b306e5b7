"""Who looked at my school: a leader reads the record of their own school, in words, and nobody else does."""

import ast
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import event

from app.audit.actions import record
from app.audit.models import AuditEvent
from app.db import now
from app.people.session import actor_of
from app.schools import looks, pupil_actions
from tests import factories as make

APP = Path(__file__).parents[2] / "app"


@pytest.fixture
def page_of(browser_of, town):
    """The page of Ash as its head sees it."""
    return lambda query="": browser_of(town.head).page(f"/schools/{town.ash.id}/looks{query}")


def test_a_leader_sees_who_looked_at_names_and_where_they_work(browser_of, town, page_of):
    browser_of(town.teacher).page(f"/schools/{town.ash.id}/pupils")
    browser_of(town.teacher).page(f"/schools/pupils/{town.maya.id}")
    text = page_of().text
    assert "Tess TeacherPractitioner, Ash" in text
    assert "Saw the names of 1 pupil" in text
    assert f"Opened the page of pupil {town.maya.pseudonym}" in text
    assert text.index("Opened the page") < text.index("Saw the names"), "newest first"


def test_the_page_names_no_pupil_and_is_itself_no_look(browser_of, town, page_of):
    browser_of(town.teacher).page(f"/schools/pupils/{town.maya.id}")
    assert "Maya" not in page_of().text
    assert page_of().text.count("Opened the page") == 1


def test_a_leader_sees_nothing_of_another_school(browser_of, town, page_of):
    browser_of(town.other).page(f"/schools/{town.elm.id}/pupils")
    assert "Nobody has looked yet" in page_of().text
    for address in ("looks", "looks.csv"):
        browser_of(town.head).page(f"/schools/{town.elm.id}/{address}", status=404)


def test_only_leaders_are_led_there(browser_of, town):
    assert "Who looked" in browser_of(town.head).page(f"/schools/{town.ash.id}").links
    for somebody in (town.teacher, town.lead, town.administrator):
        assert "Who looked" not in browser_of(somebody).page(f"/schools/{town.ash.id}").links


def test_profiles_and_lessons_are_told_with_their_course_and_survey(db, town, page_of):
    survey = make.a_survey(town.partnership, town.course, title="Autumn")
    seen = {"survey_id": survey.id, "course_id": town.course.id}
    ids = {"person_id": town.teacher.id, "school_id": town.ash.id}
    record("see profiles", **ids, **seen)
    record("see profiles", **ids, **seen, pupil_id=town.noah.id)
    record("see own course", **ids, **seen)
    record("print cards", subject=survey, **ids, group=f"course-{town.course.id}", cards=13, new=6)
    record("open sitting", **ids, group=f"school-{town.ash.id}-10", wave=1, new_cards=0)
    text = page_of().text
    assert "Looked at profiles of pupils on Sports Diploma in Autumn" in text
    assert f"Looked at profiles of pupil {town.noah.pseudonym} on Sports Diploma in Autumn" in text
    assert "Looked at the figures of Sports Diploma in Autumn" in text
    assert "Printed 13 cards for Sports Diploma in Autumn" in text
    assert "Opened a lesson for pupils of the school" in text


def test_staff_changes_say_whose(browser_of, town, page_of):
    fields = {"name": "Nia New", "email": "nia@ash.example", "kind": "practitioner"}
    browser_of(town.head).post_form(f"/schools/{town.ash.id}/people", fields, status=200)
    browser_of(town.head).post_form(f"/schools/roles/{town.teacher.roles[0].id}/end")
    text = page_of("?kind=staff").text
    assert "Invited Nia New to be practitioner" in text
    assert "Ended the role of Tess Teacher as practitioner" in text
    assert "no role today" not in text


def test_what_is_gone_is_said_to_be_gone(db, town, page_of):
    pupil_actions.add_pupil(town.ash, actor_of(town.teacher), pupil_actions.PupilFields(year_group="10"))
    db.session.flush()
    record("enrol pupils", person_id=town.teacher.id, school_id=town.ash.id, course_id=99_999, n_pupils=2)
    db.session.delete(town.teacher)
    text = page_of().text
    assert "Put 2 pupils on a course" in text
    assert "an account that is gone" in text


def test_an_action_nobody_wrote_a_sentence_for_is_shown_all_the_same(db, town, page_of):
    record("weigh the piano", person_id=town.lead.id, school_id=town.ash.id)
    assert "Weigh the piano" in page_of().text


def test_kind_and_time_narrow_the_list(db, town, page_of):
    ids = {"person_id": town.teacher.id, "school_id": town.ash.id}
    record("edit school", **ids)
    db.session.add(AuditEvent(action="view names", **ids, at=now() - timedelta(days=8), detail={"n_pupils": 4}))
    assert "2 entries" in page_of("?kind=nonsense&days=x").text
    assert "the names of 4 pupils" not in page_of("?kind=school").text
    assert "1 entry" in page_of("?kind=names&days=30").text
    assert "Nothing found" in page_of("?kind=names&days=7").text


def test_a_long_record_comes_in_pages_that_keep_the_filter(db, town, page_of):
    for number in range(51):
        record("view names", person_id=town.teacher.id, school_id=town.ash.id, n_pupils=number)
    first, last = page_of("?kind=names"), page_of("?kind=names&days=30&page=9")
    assert "Page 1 of 2" in first.text
    assert "names of 50 pupils" in first.text
    assert "names of 0 pupils" in last.text
    assert "kind=names&days=30" in last.links["Previous page"]


def test_a_page_takes_as_many_queries_for_fifty_lines_as_for_one(request, db, town):
    told = []

    def note(_connection, _cursor, statement, *_rest):
        told.append(statement)

    def ask():
        told.clear()
        looks.list_looks(town.ash.id, looks.Filter(), "")
        return len(told)

    event.listen(db.engine, "before_cursor_execute", note)
    request.addfinalizer(lambda: event.remove(db.engine, "before_cursor_execute", note))
    record("view name", person_id=town.teacher.id, school_id=town.ash.id, pupil_id=town.maya.id)
    db.session.commit()
    one = ask()
    for _ in range(30):
        person = make.a_person("practitioner", school=town.ash)
        record("view name", person_id=person.id, school_id=town.ash.id, pupil_id=make.a_pupil(town.ash).id)
    db.session.commit()
    assert ask() == one


def test_the_list_can_be_downloaded(browser_of, town):
    town.teacher.name = "=cmd()"  # what a spreadsheet would run
    browser_of(town.teacher).page(f"/schools/{town.ash.id}/pupils")
    browser_of(town.head).post_form(f"/schools/roles/{town.teacher.roles[0].id}/end")
    response = browser_of(town.head).get(f"/schools/{town.ash.id}/looks.csv?kind=names")
    assert response.mimetype == "text/csv"
    heading, line = response.data.decode("utf-8-sig").splitlines()
    assert heading == "When,Who,Roles today,What,Kind"
    assert line.endswith(",'=cmd(),no role today,Saw the names of 1 pupil,Pupils' names")


def names_a_school(keyword):
    return keyword.arg == "school_id" and not (isinstance(keyword.value, ast.Constant) and keyword.value.value is None)


def test_everything_recorded_about_a_school_has_its_words():
    calls = [
        node
        for path in APP.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and any(map(names_a_school, node.keywords)) and node.args
    ]
    names = {"record", "record_look"}
    actions = {
        call.args[0].value
        for call in calls
        if (getattr(call.func, "id", "") or getattr(call.func, "attr", "")) in names
        and isinstance(call.args[0], ast.Constant)
    }
    assert len(actions) > 15
    assert actions - set(looks.KIND_OF) == set()
