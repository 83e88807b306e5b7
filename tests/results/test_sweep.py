"""Two pupils with a mark that nobody else could have: no role, page, fragment, chart, file or filter shows it."""

import itertools
import re

import pytest

from app.db import db as database
from app.results.models import Release
from tests import factories
from tests.pages import HX
from tests.results.worlds import answer

FRAGMENT = {**HX, "HX-Target": "section#figures"}
LOW, HIGH = ("1" * 45, "2" * 9 + "1" * 36), ("5" * 45, "4" * 9 + "5" * 36)  # each scale: 0 and 5, then 100 and 95
MARKS = re.compile(r"97\.5|\+95\.0")  # what the two alone come to; everybody else lies far below


@pytest.fixture
def marked(answered):
    """Two pupils of a third school, of a year group of their own, on a course with others."""
    cedar = factories.a_school("Cedar")
    answered.two = [factories.a_pupil(cedar, answered.drama, year_group="13") for _ in range(2)]
    for pupil, low, high in zip(answered.two, LOW, HIGH, strict=True):
        answer(answered.first, pupil, answers=low)
        answer(answered.last, pupil, answers=high)
    answered.cedar = cedar
    return answered


def viewers(world):
    cedar_head = factories.a_person("leader", school=world.cedar)
    return {
        "lead": world.lead,
        "head": world.head,
        "teacher of another course": world.teacher,
        "associate": factories.a_person("associate", partnership=world.partnership),
        "administrator": factories.a_person("administrator"),
        "head of the host": factories.a_person("leader", school=world.beech),
        "their own head": cedar_head,
        "their school's practitioner": factories.a_person("practitioner", school=world.cedar),
    }


def addresses(world):
    """Every results address there is, with every filter it could be given."""
    lenses = ["", "partnership", *(f"school-{s.id}" for s in (world.ash, world.beech, world.cedar))]
    lenses += [f"course-{world.sport.id}", f"course-{world.drama.id}"]
    groups = {
        "": [""],
        "school": ["", *(str(s.id) for s in (world.ash, world.beech, world.cedar))],
        "course": ["", str(world.sport.id), str(world.drama.id)],
        "hosted": ["", str(world.sport.id), str(world.drama.id)],
        "year": ["", "9", "10", "13"],
    }
    for page, lens in itertools.chain(itertools.product(("", "/figures.csv"), lenses), [("/print", "")]):
        for by, values in groups.items():
            for of in values:
                yield f"{world.url}{page}?lens={lens}&by={by}&of={of}"
    for course in (world.sport, world.drama):
        yield f"{world.url}/courses/{course.id}/profiles"
        yield from (f"{world.url}/courses/{course.id}/profiles/{pupil.pseudonym}" for pupil in world.two)
    yield "/results"


def pages(world):
    """The addresses of the change page itself."""
    return [url for url in addresses(world) if url.startswith(f"{world.url}?")]


def test_the_mark_never_appears(marked, browser_of):
    n_pages = 0
    for (role, person), headers in itertools.product(viewers(marked).items(), ({}, FRAGMENT)):
        client = browser_of(person)
        for url in addresses(marked) if not headers else [url for url in pages(marked) if "lens=&" in url]:
            response = client.get(url, headers=headers)
            assert response.status_code in (200, 304, 401, 302, 303, 403, 404), (role, url)
            if response.status_code == 200:
                n_pages += 1
                text = without_addresses(response.text)
                assert not MARKS.search(text), (role, url, MARKS.search(text))
                assert not any(pupil.pseudonym in text for pupil in marked.two), (role, url)
    assert n_pages > 100


def test_strangers_see_no_page_at_all(marked, browser_of):
    stranger = factories.a_person("leader", school=factories.a_school("Dale"))
    for person, status in ((stranger, 404), (None, 303)):
        for url in (u for u in addresses(marked) if u.startswith(marked.url) and "of=&" not in u and "lens=&" in u):
            assert browser_of(person).get(url).status_code in (status, 302, 401), url


def without_addresses(text: str) -> str:
    """The words and numbers of a page; places on a chart and addresses are no figures."""
    text = re.sub(r"<(?:line|rect|path|svg|circle|polyline)\b[^>]*>", " ", text)
    return re.sub(r'\b(?:x|y|x1|x2|y1|y2|href|hx-get|hx-ptag)="[^"]*"', " ", text)


def test_the_mark_is_there_to_be_found(marked, browser_of):
    """The sweep would see it: the pupils' own teacher does."""
    from app.schools.models import CourseTeacher

    teacher = factories.a_person("practitioner", school=marked.beech)
    marked.drama.teachers.append(CourseTeacher(person_id=teacher.id))
    database.session.commit()
    page = browser_of(teacher).get(f"{marked.url}/courses/{marked.drama.id}/profiles/{marked.two[0].pseudonym}")
    assert "+100.0" in without_addresses(page.text)


def test_no_released_sets_leave_the_two_over(marked, browser_of):
    """Whoever reads all releases of the outsiders' tier finds no two sets that differ by fewer than six pupils."""
    from app.results.sets import by_name, unpack

    for person in (marked.lead, marked.head):
        for url in pages(marked):
            browser_of(person).get(url)
    for pupil in marked.pupils[20:]:
        answer(marked.last, pupil)
    for url in pages(marked):
        browser_of(marked.lead).get(url)
    outside = database.session.query(Release).filter_by(tier="T2").all()
    for name, sets in by_name(unpack(release.sets) for release in outside).items():
        for one, other in itertools.permutations(set(sets), 2):
            if name.startswith("mean/") and one & other == other:
                assert (one ^ other).bit_count() >= 6, name
