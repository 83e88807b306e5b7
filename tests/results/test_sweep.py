"""Two pupils with a mark that nobody else could have: no role, page, fragment, chart, file or filter shows it."""

import itertools
import re

import pytest

from app.db import db as database
from app.results.models import Release
from app.schools.models import Enrolment
from tests import factories
from tests.pages import HX
from tests.results.worlds import answer

FRAGMENT = {**HX, "HX-Target": "section#figures"}
LOW, HIGH = ("1" * 45, "2" * 9 + "1" * 36), ("5" * 45, "4" * 9 + "5" * 36)  # each scale: 0 and 5, then 100 and 95
PLACE = re.compile(r"results/\d+(/figures\.csv)?\?lens=([\w-]*)&")
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


def own_lenses(world) -> dict[str, set[str]]:
    """Through which lenses each role may look, and so must reach a page."""
    ash, beech, cedar = (f"school-{school.id}" for school in (world.ash, world.beech, world.cedar))
    return {
        "lead": {"partnership"},
        "head": {"partnership", ash},
        "teacher of another course": {"partnership", f"course-{world.sport.id}"},
        "associate": {"partnership"},
        "administrator": set(),
        "head of the host": {"partnership", beech},
        "their own head": {"partnership", cedar},
        "their school's practitioner": {"partnership"},
    }


def readable(client, urls, headers=None):
    """Those of the addresses that the person may read, each with its text; all others do not exist for them."""
    for url in urls:
        response = client.get(url, headers=headers or {})
        assert response.status_code in (200, 404), (url, response.status_code)
        if response.status_code == 200:
            yield url, without_addresses(response.text)


def test_the_mark_never_appears(marked, browser_of):
    for role, person in viewers(marked).items():
        reached = set()
        for url, text in readable(browser_of(person), addresses(marked)):
            assert not MARKS.search(text), (role, url, MARKS.search(text))
            assert not any(pupil.pseudonym in text for pupil in marked.two), (role, url)
            reached |= {(page, lens) for page, lens in PLACE.findall(url) if lens}
        lenses = own_lenses(marked)[role]
        assert reached == set(itertools.product(("", "/figures.csv"), lenses)), role


def test_the_mark_never_appears_in_a_part_of_a_page(marked, browser_of):
    urls = [url for url in pages(marked) if "lens=&" in url]
    for role, person in viewers(marked).items():
        found = list(readable(browser_of(person), urls, FRAGMENT))
        assert bool(found) is bool(own_lenses(marked)[role]), role
        for url, text in found:
            assert not MARKS.search(text), (role, url, MARKS.search(text))


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
    """The sweep would see it: the two are all there is on a course of their own, and its teacher sees their figures."""
    teacher = factories.a_person("practitioner", school=marked.beech)
    club = factories.a_course(marked.partnership, marked.beech, title="Club", teachers=(teacher,))
    for pupil in marked.two:
        pupil.enrolments.append(Enrolment(course_id=club.id, from_on=club.starts_on))
    marked.survey.courses.append(club)
    database.session.commit()
    urls = [f"{marked.url}{page}?lens=course-{club.id}" for page in ("", "/figures.csv", "/print")]
    profiles = f"{marked.url}/courses/{club.id}/profiles"
    found = dict(readable(browser_of(teacher), [*urls, profiles]))
    assert [url for url in urls if not MARKS.search(found[url])] == []
    assert "+100.0" in found[profiles]
    assert all(pupil.pseudonym in found[profiles] for pupil in marked.two)


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
