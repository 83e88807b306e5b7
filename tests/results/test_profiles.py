"""A teacher's own pupils: who sees them, under which name, and that each look is recorded."""

from pathlib import Path

import pytest

import app.results
from app.audit.models import AuditEvent
from app.db import db as database
from tests import factories
from tests.results.worlds import a_world, answer, answer_both


@pytest.fixture
def course(answered):
    """The sport course, with one pupil from the other school on it."""
    guest = factories.a_pupil(answered.beech, answered.sport, given_name="Guesty", family_name="Farhome")
    answer_both(answered, [guest], seed=9)
    answered.guest = guest
    return answered


def url_of(world) -> str:
    return f"{world.url}/courses/{world.sport.id}/profiles"


def test_a_teacher_sees_own_pupils_scores_by_scale(course, browser_of):
    page = browser_of(course.teacher).page(url_of(course))
    assert len(page.find_all("th", scope="row")) == 15
    assert "Feelings about school" in page.text


def test_names_are_for_the_home_school_only(course, browser_of):
    text = browser_of(course.teacher).page(url_of(course)).text
    assert "Given" in text
    assert course.pupils[0].pseudonym in text
    assert course.guest.pseudonym in text
    assert "Guesty" not in text
    assert "Farhome" not in text


def test_pupils_stand_by_family_name_and_those_without_a_name_here_last(course, browser_of):
    first = factories.a_pupil(course.ash, course.sport, given_name="Zed", family_name="Aardwell")
    last = factories.a_pupil(course.ash, course.sport, given_name="Abel", family_name="Zymond")
    rows = browser_of(course.teacher).page(url_of(course)).find_all("th", scope="row")
    told = ["".join(row.itertext()).strip() for row in rows]
    assert told[0] == f"Zed Aardwell ({first.pseudonym})"
    assert told[-2:] == [f"Abel Zymond ({last.pseudonym})", course.guest.pseudonym]


def test_a_pupil_without_scores_has_one_cell_that_says_so(course, browser_of):
    factories.a_pupil(course.ash, course.sport, given_name="Sil", family_name="Aaent")
    row = browser_of(course.teacher).page(url_of(course)).find_all("tbody")[0][0]
    assert [("".join(cell.itertext()).strip(), cell.get("colspan")) for cell in row[1:]] == [("not available", "9")]


def test_one_pupil_is_shown_wave_by_wave(course, browser_of):
    client = browser_of(course.teacher)
    page = client.page(f"{url_of(course)}/{course.pupils[0].pseudonym}")
    assert "Before" in page.text
    assert "After" in page.text
    page.find("figure", id="profile-chart")
    assert client.get(f"{url_of(course)}/{course.pupils[-1].pseudonym}").status_code == 404


def test_a_pupil_without_answers_has_a_page_that_says_so(course, browser_of):
    silent = factories.a_pupil(course.ash, course.sport)
    assert "not available" in browser_of(course.teacher).page(f"{url_of(course)}/{silent.pseudonym}").text


def test_every_look_is_recorded_before_it_is_shown(course, browser_of):
    client = browser_of(course.teacher)
    client.get(url_of(course))
    client.get(f"{url_of(course)}/{course.pupils[0].pseudonym}")
    looks = database.session.query(AuditEvent).filter_by(action="see profiles").order_by(AuditEvent.id).all()
    assert [look.person_id for look in looks] == [course.teacher.id] * 3
    assert [look.school_id for look in looks] == [course.ash.id, course.beech.id, course.ash.id]
    assert looks[2].detail["pupil_id"] == course.pupils[0].id
    assert "pupil_id" not in looks[0].detail


def looks_at_course() -> list[tuple[int, int]]:
    looks = database.session.query(AuditEvent).filter_by(action="see own course").order_by(AuditEvent.id).all()
    return [(look.person_id, look.school_id) for look in looks]


def poll_of(tag: str) -> dict[str, str]:
    return {"HX-Request": "true", "HX-Target": "section#figures", "HX-PTag": tag}


def test_opening_ones_own_course_is_recorded_once_and_its_file_again(course, browser_of):
    """Host and home of the guest are told alike; Beech's own pupils on drama are not looked at here."""
    client, url = browser_of(course.teacher), f"{course.url}?lens=course-{course.sport.id}"
    tag = client.get(url).headers["HX-PTag"]
    each = [(course.teacher.id, course.ash.id), (course.teacher.id, course.beech.id)]
    assert client.get(url, headers=poll_of(tag)).status_code == 304
    assert looks_at_course() == each
    client.get(f"{course.url}/figures.csv?lens=course-{course.sport.id}")
    assert looks_at_course() == each * 2


def test_a_school_none_of_whose_pupils_are_shown_is_not_told(answered, browser_of):
    browser_of(answered.teacher).get(f"{answered.url}?lens=course-{answered.sport.id}")
    assert looks_at_course() == [(answered.teacher.id, answered.ash.id)]


def test_no_header_of_ones_own_makes_a_look_unrecorded(answered, browser_of):
    client, url = browser_of(answered.teacher), f"{answered.url}?lens=course-{answered.sport.id}"
    once = [(answered.teacher.id, answered.ash.id)]
    for n_looks, headers in enumerate(({"HX-PTag": "x"}, poll_of("x")), 1):
        assert "Feelings about school" in client.get(url, headers=headers).text
        assert looks_at_course() == once * n_looks


def test_a_poll_that_brings_other_figures_is_another_look(answered, browser_of):
    client, url = browser_of(answered.teacher), f"{answered.url}?lens=course-{answered.sport.id}"
    tag = client.get(url).headers["HX-PTag"]
    answer_both(answered, [factories.a_pupil(answered.ash, answered.sport)], seed=3)
    moved = client.get(url, headers=poll_of(tag))
    assert moved.status_code == 200
    assert client.get(url, headers=poll_of(moved.headers["HX-PTag"])).status_code == 304
    assert looks_at_course() == [(answered.teacher.id, answered.ash.id)] * 2


def test_a_look_that_cannot_be_recorded_is_refused(course, browser_of, monkeypatch):
    from app.results import actions

    def fail(*_args, **_kwargs):
        raise OSError("the disk is full")

    monkeypatch.setattr(actions, "record_look", fail)
    response = browser_of(course.teacher).get(url_of(course))
    assert response.status_code == 500
    assert course.pupils[0].pseudonym not in response.text


def test_nobody_else_sees_profiles(course, browser_of):
    other = factories.a_person("practitioner", school=course.ash)
    associate = factories.a_person("associate", partnership=course.partnership)
    for person in (course.lead, course.head, other, associate, factories.a_person("administrator")):
        assert browser_of(person).get(url_of(course)).status_code == 404
        assert browser_of(person).get(f"{url_of(course)}/{course.pupils[0].pseudonym}").status_code == 404


def test_no_profiles_where_pupils_were_told_otherwise(db, browser_of):
    world = a_world(teachers_see_profiles=False)
    answer(world.first, world.pupils[0])
    client = browser_of(world.teacher)
    assert client.get(url_of(world)).status_code == 404
    assert client.get(f"{world.url}?lens=course-{world.sport.id}").status_code == 404
    assert client.get(world.url).status_code == 200


def test_a_course_of_another_survey_is_not_found(course, browser_of):
    other = factories.a_course(course.partnership, course.ash, teachers=(course.teacher,))
    assert browser_of(course.teacher).get(f"{course.url}/courses/{other.id}/profiles").status_code == 404


def test_this_room_opens_no_sealed_column_itself():
    sources = {path: path.read_text() for path in Path(app.results.__file__).parent.rglob("*.py")}
    assert len(sources) > 10
    assert not [path.name for path, text in sources.items() if "sealed_" in text]
