"""Every route of the app, opened by somebody in every role: `policy.table` says what each of them must get.

A line is a method, an address with things of the population in it, and a status for each role, in the order of the
first line. Things whose name ends in 2 belong to the other partnership. 303 is an answer that leads on (a stranger is
sent to sign in), 404 hides a thing as if it were not there, 422 is a form that asks again, so its sender may.
A route without a line fails.
"""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
from itsdangerous import URLSafeTimedSerializer

from app.db import db
from app.policy import Permission, allows
from app.results import queries as results
from app.schools import queries as schools
from app.schools.models import Course, Partnership, School
from app.studies import queries as studies
from app.studies.models import Study
from app.waves import queries as surveys
from app.waves.models import Survey
from app.web.languages import COOKIE, ENGLISH
from tests.house.population import CANARIES, ROLES
from tests.pages import Page, PageClient

TABLE = Path(__file__).with_name("policy.table")
SEES_NAMES = {
    "ash": {"head", "teacher", "staff"},
    "beech": {"sibling_head", "sibling_staff"},
    "cedar": {"head_elsewhere"},
    "study": {"lead", "associate", "staff", "lead_elsewhere"},
    "words": {"lead", "associate", "staff", "lead_elsewhere"},
}
READERS = {"stranger", "nobody", "admin", "lead", "head", "teacher", "sibling_staff"}
DATA = {
    "POST /surveys/{survey}/cards/print": {"group": "course-{course}"},
    "POST /surveys/{survey}/waves/{wave}/sittings": {"group": "course-{course}"},
    "POST /surveys/{survey}/waves/{wave2}/sittings": {"group": "course-{course}"},
    "POST /surveys/{survey2}/waves/{wave}/sittings": {"group": "course-{course2}"},
    "POST /surveys/{survey}/paper/print": {"group": "course-{course}"},
    "POST /schools/{school}/pastoral-lead": {"person_id": "0"},
    "POST /people/{person}/access": {"open": "no"},
    "POST /replies/{reply}": {"do": "make"},
    "POST /replies/{reply2}": {"do": "decline"},
    "POST /file-coders/{file_coder}/person": {"person": "{researcher}"},
    "POST /studies/{study}/schools/{school}/permission": {"answer": "yes"},
    "POST /own-schedules/{draft}/sections/background/edit": {"title": "Before"},
    "POST /own-schedules/{draft}/sections/background/move": {"to": "down"},
    "POST /own-schedules/{draft}/questions/your-part/move": {"to": "down"},
    "POST /own-schedules/{draft}/questions/your-part/edit": {"text": "What do you do?", "meaning": "same"},
}


@dataclass(frozen=True)
class Line:
    """What everybody gets for one request."""

    method: str
    address: str
    expected: tuple[int, ...]

    @property
    def name(self) -> str:
        return f"{self.method} {self.address}"


@cache
def lines() -> list[Line]:
    heading, *rows = [row.split() for row in TABLE.read_text().splitlines() if row and not row.startswith("#")]
    assert heading[2:] == ROLES, "the first line names the roles of the population"
    return [Line(method, address, tuple(map(int, expected))) for method, address, *expected in rows]


def ask(app, world, line, role, *, things=None, token=None, language=ENGLISH):
    """One request of somebody in that role, with a good token if none is given."""
    app.test_client_class = PageClient
    client = app.test_client()
    if world.people[role] is not None:
        client.sign_in_as(world.people[role])
    client.set_cookie(COOKIE, language)
    with client.session_transaction() as cookie:
        cookie["csrf_token"] = "raw"
    address = line.address.format(**{**world.things, **(things or {})})
    if line.method in ("GET", "HEAD"):
        return client, client.open(address, method=line.method)
    if token is None:
        signer = URLSafeTimedSerializer(app.config["SECRET_KEY"], salt="wtf-csrf-token")
        token = {"csrf_token": signer.dumps("raw")}
    data = {key: value.format(**world.things) for key, value in DATA.get(line.name, {}).items()}
    return client, client.post(address, data={**token, **data})


@pytest.mark.parametrize("line", lines(), ids=lambda line: line.name)
def test_everybody_gets_what_the_table_says(app, world, line):
    """Whole pages, too, and no pupil's name outside the pupil's own school. What a request changed is put back."""
    got = {}
    for role in ROLES:
        client, response = ask(app, world, line, role)
        got[role] = response.status_code
        if line.method == "POST" and response.status_code < 400:
            world.restore()
        for school, name in CANARIES.items():
            assert role in SEES_NAMES[school] or name.encode() not in response.data, f"{role} reads a name of {school}"
        if role in READERS and response.status_code == 200 and response.mimetype == "text/html":
            Page(client, response, 200)
    assert got == dict(zip(ROLES, line.expected, strict=True))


def test_every_route_has_a_line(app, world):
    adapter = app.url_map.bind("localhost")
    covered = set()
    for line in lines():
        endpoint, _ = adapter.match(line.address.format(**world.things), method=line.method)
        covered.add((endpoint, line.method))
    routes = {
        (rule.endpoint, method)
        for rule in app.url_map.iter_rules()
        for method in rule.methods - {"HEAD", "OPTIONS"}
        if rule.endpoint != "static"
    }
    assert routes - covered == set()


@pytest.mark.parametrize("line", [line for line in lines() if line.method == "POST"], ids=lambda line: line.name)
def test_nobody_changes_anything_without_a_token(app, world, line):
    """Asked as somebody who may, where anybody may; pupils' pages have a token of their own."""
    role = next(
        (r for r, status in zip(ROLES, line.expected, strict=True) if status in (200, 303, 422) and r != "stranger"),
        "admin",
    )
    for token in ({}, {"csrf_token": ""}, {"csrf_token": "another"}):
        _, response = ask(app, world, line, role, token=token)
        assert response.status_code == 400


@pytest.mark.parametrize("line", [line for line in lines() if line.method == "GET"], ids=lambda line: line.name)
def test_asking_only_for_the_head_of_a_page_is_like_asking_for_the_page(app, world, line):
    """Asked as the first who gets it: no page may take HEAD for a form that was sent."""
    role = next((r for r, status in zip(ROLES, line.expected, strict=True) if status == 200), "lead")
    _, response = ask(app, world, Line("HEAD", line.address, ()), role)
    assert response.status_code == line.expected[ROLES.index(role)]


@pytest.mark.parametrize("role", ["lead", "teacher", "admin"])
def test_a_hidden_thing_looks_like_a_missing_one(app, world, role):
    """The same page, but for the token in it, whether somebody else's or nobody's."""
    hidden = {"admin": "/courses/{course}", "lead": "/surveys/{survey2}", "teacher": "/schools/{school2}"}[role]
    missing = hidden.partition("{")[0] + "999999"
    pages = []
    for address in (hidden, missing):
        _, response = ask(app, world, Line("GET", address, ()), role)
        assert response.status_code == 404
        pages.append(re.sub(r'csrf_token" value="[^"]+"|X-CSRFToken": "[^"]+"', "", response.text))
    assert pages[0] == pages[1]


MISSING = [
    line
    for line in lines()
    if line.method == "GET" and re.search(r"\{\w+\}", line.address) and "/join/" not in line.address
]


@pytest.mark.parametrize("line", MISSING, ids=lambda line: line.name)
def test_a_missing_thing_is_a_missing_page_for_everybody(app, world, line):
    nothing = {name: 999999 for name, value in world.things.items() if isinstance(value, int)}
    texts = {"instrument": "nothing/1-1", "offer": "nothing", "pseudonym": "P-none", "pseudonym2": "P-none"}
    for role in ("stranger", "admin", "lead", "teacher"):
        _, response = ask(app, world, line, role, things={**nothing, **texts})
        assert response.status_code == (303 if role == "stranger" else 404)


LISTS = {
    Permission.PARTNERSHIP_READ: (Partnership, schools.list_partnerships),
    Permission.SCHOOL_READ: (School, schools.list_schools),
    Permission.COURSE_READ: (Course, schools.list_courses),
    Permission.SURVEY_READ: (Survey, surveys.list_surveys_of),
    Permission.RESULTS_READ: (Survey, results.list_surveys_of),
    Permission.STUDY_READ: (Study, studies.list_studies),
}


@pytest.mark.parametrize("role", [role for role in ROLES if role != "stranger"])
@pytest.mark.parametrize("permission", LISTS, ids=lambda permission: permission.name)
def test_a_person_is_listed_exactly_what_they_may_read(world, permission, role):
    table, list_for = LISTS[permission]
    actor = world.actor(role)
    may_read = {one.id for one in db.session.query(table) if allows(actor, permission, one)}
    assert {one.id for one in list_for(actor)} == may_read
