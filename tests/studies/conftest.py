"""A partnership of two schools with a study, and the people who meet in it."""

from dataclasses import dataclass
from typing import Any

import pytest

from tests.factories import a_partnership, a_person, a_school, a_study


@dataclass
class Town:
    """Ash and Beech, a study of both, and who does what in it."""

    ash: Any
    beech: Any
    partnership: Any
    study: Any
    lead: Any
    researcher: Any
    head: Any


@pytest.fixture
def town(db) -> Town:
    ash, beech = a_school("Ash School"), a_school("Beech School")
    partnership = a_partnership(ash, beech, name="Riverside")
    researcher = a_person("practitioner", school=beech, name="Rene Interviewer")
    study = a_study(partnership, researcher, title="Voices")
    study.sheet_version = "Sheet 1"
    db.session.commit()
    lead = a_person("lead", partnership=partnership, name="Lea Lead")
    return Town(ash, beech, partnership, study, lead, researcher, a_person("leader", school=ash, name="Hedy Head"))
