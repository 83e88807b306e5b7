"""A teacher's interview that was held, in a study of Ash School, and the browser of its researcher."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest

from app.db import db as database
from app.studies.models import Consent
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
