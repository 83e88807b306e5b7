"""The demo's study: schools that permitted it, people who took part, what they allowed. What was said is in `talking`.

All of it comes from files beside this one, in `interviews/`, and goes in through the rooms' own actions.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import select

from app.db import db
from app.demo.partnership import Made, address
from app.demo.survey import school_day
from app.instruments.yaml_text import parse
from app.interviews.hiding import add_name
from app.interviews.texts import Transcript
from app.people.models import Person
from app.people.session import actor_of
from app.policy import Actor
from app.schools.models import Partnership, School
from app.studies import actions, permitting, queries, taking_part
from app.studies.models import Participant, Study
from app.studies.taking_part import ParticipantFields, Scopes, Word
from app.waves.models import Survey

FOLDER = Path(__file__).parent / "interviews"


@dataclass
class Stage:
    """The study while it is being filled, with everybody and everything by the keys of its files."""

    study: Study
    today: date
    people: dict[str, Participant] = field(default_factory=dict)
    transcripts: dict[str, Transcript] = field(default_factory=dict)
    actors: dict[str, Actor] = field(default_factory=dict)

    def actor(self, who: str) -> Actor:
        """Somebody of the demo's first partnership, with the scopes of their roles."""
        if who not in self.actors:
            self.actors[who] = actor_of(person(who))
        return self.actors[who]

    def day(self, days: str) -> date:
        """The school day so many days from today; a minus leads into the past."""
        return school_day(self.today + timedelta(days=int(days)))


@cache
def told(name: str) -> Any:
    """What a file says; every value in it is text."""
    return parse((FOLDER / f"{name}.yaml").read_bytes())


def person(who: str) -> Person:
    """Somebody of the demo's first partnership, as in `lead` or `head.sports`."""
    return db.session.scalars(select(Person).where(Person.email == address(who, 1))).one()


def begin_study(made: Made, today: date) -> Stage:
    """The study with its researcher, permissions, participants, consents, and names to hide."""
    about, lead = told("study"), actor_of(person("lead"))
    partnership = db.session.get_one(Partnership, made.partnership)
    survey_id = db.session.scalars(select(Survey.id).where(Survey.partnership_id == partnership.id)).first()
    until = today + timedelta(days=int(about["withdraw_within"]))
    fields = actions.StudyFields(about["title"], about["about"], about["sheet"], until, survey_id)
    stage = Stage(actions.create_study(partnership, lead, fields), today)
    actions.add_researcher(stage.study, person(about["researcher"]), lead)
    schools = {key: db.session.get_one(School, number) for key, number in made.schools.items()}
    for one in about["schools"]:
        _permit(stage, schools[one["key"]], one)
    for one in about["people"]:
        _take_part(stage, schools, one)
    for one in about["hide"]:
        add_name(stage.study, lead, name=one["name"], put=one["put"])
    return stage


def _permit(stage: Stage, school: School, one: Mapping[str, str]) -> None:
    asked = permitting.ask(stage.study, school, stage.actor("lead"))
    if "paper" in one:
        sheet = stage.study.sheet_version
        permitting.record_paper(
            stage.study, school, stage.actor("lead"), given_on=stage.day(one["paper"]), sheet_version=sheet
        )
        return
    permitting.give(asked, stage.actor(one["by"]))
    permission = queries.find_permission(stage.study, school)
    assert permission is not None
    permission.given_on = stage.day(one["yes"])


def _take_part(stage: Stage, schools: Mapping[str, School], one: Mapping[str, str]) -> None:
    lead, sheet = stage.actor("lead"), stage.study.sheet_version
    theirs = [schools[key] for key in one["at"].split()]
    fields = ParticipantFields(one["role"], theirs, one["key"], one.get("name"))
    stage.people[one["key"]] = participant = taking_part.add_participant(stage.study, lead, fields)
    if "given" in one:
        word = Word(stage.day(one["given"]), sheet, scopes(one["allows"]))
        taking_part.record_word(participant, lead, word)
    if "carer_says_no" in one:
        taking_part.record_opt_out(participant, lead, given_on=stage.day(one["carer_says_no"]), sheet_version=sheet)


def scopes(words: str) -> Scopes:
    """What somebody allowed who takes part, from words like `record quote`."""
    said = words.split()
    return Scopes(True, "record" in said, "quote" in said, "named" in said, "reuse" in said)


def withdraw_some(stage: Stage) -> None:
    """Let those withdraw who do; everything they said goes with them."""
    for one in told("study")["people"]:
        if "withdraws" in one:
            taking_part.withdraw(stage.people[one["key"]], stage.actor("lead"))
