"""A teacher's interview that was held, and its researcher's browser; and a study of two schools ready to be asked."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest

from app.db import db as database
from app.studies.models import Consent, SchoolPermission
from tests import factories as make
from tests.factories import a_participant, a_partnership, a_person, a_school, a_study, an_interview

SPOKEN = "Researcher: What have pupils gained from it?\n\nZora: Mia found friends at Beech.\nShe speaks up now.\n"


@dataclass
class Held:
    """The people and things of one interview."""

    school: Any
    study: Any
    researcher: Any
    participant: Any
    interview: Any

    @property
    def address(self) -> str:
        return f"/interviews/{self.interview.id}/transcript"


def allow(participant: Any) -> None:
    """The participant says yes to everything."""
    participant.consents.append(Consent(kind="consent", given_on=date(2026, 9, 1), to_take_part=True, to_quote=True))


@pytest.fixture
def held(db) -> Held:
    school = a_school("Ash School")
    partnership = a_partnership(school)
    researcher = a_person("associate", partnership=partnership)
    study = a_study(partnership, researcher)
    participant = a_participant(study, school, pseudonym="T1", sealed_name="Zora Quill")
    allow(participant)
    interview = an_interview(study, participant, interviewer=researcher)
    database.session.commit()
    return Held(school, study, researcher, participant, interview)


@pytest.fixture
def browser(browser_of, held) -> Any:
    return browser_of(held.researcher)


@dataclass
class World:
    """The study and everybody in it."""

    partnership: Any
    schools: list[Any]
    study: Any
    researcher: Any
    teachers: list[Any]
    pupils: list[Any]


def say_yes(participant: Any, **scopes: bool) -> Any:
    """The participant's own word, as given today."""
    values = {"to_take_part": True, "to_record": True, "to_quote": True, **scopes}
    kind = "assent" if participant.role == "pupil" else "consent"
    consent = Consent(kind=kind, given_on=date.today(), sheet_version="Sheet 1", **values)
    participant.consents.append(consent)
    database.session.commit()
    return consent


def permit(study: Any, school: Any) -> SchoolPermission:
    permission = SchoolPermission(study_id=study.id, school_id=school.id, given_on=date.today())
    database.session.add(permission)
    database.session.commit()
    return permission


@pytest.fixture
def world(app, db):
    schools, oak = [make.a_school("Ash School"), make.a_school("Beech School")], make.a_school("Oak School")
    partnership = make.a_partnership(*schools, oak)
    researcher = make.a_person("practitioner", school=oak, name="Robin Vale")
    study = make.a_study(partnership, researcher)
    for school in schools:
        permit(study, school)
    teachers = [make.a_participant(study, schools[n % 2], pseudonym=f"T{n + 1}") for n in range(2)]
    pupils = [make.a_participant(study, schools[n % 2], role="pupil", pseudonym=f"P{n + 1}") for n in range(5)]
    for one in [*teachers, *pupils]:
        say_yes(one)
    return World(partnership, schools, study, researcher, teachers, pupils)


@pytest.fixture
def interview(world):
    return make.an_interview(world.study, world.teachers[0], interviewer=world.researcher, state="planned")


@pytest.fixture
def group(world):
    return make.an_interview(
        world.study, *world.pupils, interviewer=world.researcher, kind="group", state="planned", title="Pupils together"
    )


@pytest.fixture
def asker(world, browser_of):
    """The researcher's browser."""
    return browser_of(world.researcher)


def plan_of(world: World, app: Any, kind: str = "individual", **changes: Any) -> dict[str, Any]:
    """What somebody fills in who plans an interview."""
    schedule = app.extensions["instruments"].latest("teachers")
    who = {"participants": [str(one.id) for one in world.pupils]} if kind == "group" else {}
    return {
        "title": "First talk",
        "schedule": schedule.digest,
        "interviewer": str(world.researcher.id),
        "participant": str(world.teachers[0].id),
        **who,
        **changes,
    }


def plan(asker: Any, world: World, app: Any, kind: str = "individual", *, status: int = 303, **changes: Any) -> Any:
    """Send it; the page that answers."""
    url = f"/studies/{world.study.id}/interviews/new?kind={kind}"
    return asker.post_form(url, plan_of(world, app, kind, **changes), status=status)
