"""The town that the tests of pages share."""

from dataclasses import dataclass
from typing import Any

import pytest

from tests import factories as make


@dataclass
class Town:
    """Two schools in one partnership, a course hosted by the first, a pupil of each, and staff in every role."""

    ash: Any
    elm: Any
    partnership: Any
    course: Any
    maya: Any
    noah: Any
    teacher: Any
    head: Any
    other: Any
    lead: Any
    associate: Any
    administrator: Any
    outsider: Any


@pytest.fixture
def town(db):
    ash, elm, far = make.a_school("Ash"), make.a_school("Elm"), make.a_school("Far")
    partnership = make.a_partnership(ash, elm, name="Two Towns")
    make.a_partnership(far, name="Elsewhere")
    teacher = make.a_person("practitioner", school=ash, name="Tess Teacher")
    course = make.a_course(partnership, ash, title="Sports Diploma", teachers=(teacher,))
    return Town(
        ash=ash,
        elm=elm,
        partnership=partnership,
        course=course,
        maya=make.a_pupil(ash, course, given_name="Maya", family_name="Ford"),
        noah=make.a_pupil(elm, course, given_name="Noah", family_name="Birch"),
        teacher=teacher,
        head=make.a_person("leader", school=ash),
        other=make.a_person("practitioner", school=elm),
        lead=make.a_person("lead", partnership=partnership),
        associate=make.a_person("associate", partnership=partnership),
        administrator=make.a_person("administrator"),
        outsider=make.a_person("leader", school=far),
    )


@pytest.fixture
def ash(db):
    """A school whose pupils a course of another school takes."""
    school = make.a_school("Ash")
    elm = make.a_school("Elm")
    partnership = make.a_partnership(school, elm)
    make.a_course(partnership, elm, title="Sports Diploma")
    return school


@pytest.fixture
def teacher(browser_of, ash):
    """The browser of one who teaches at Ash."""
    return browser_of(make.a_person("practitioner", school=ash))
