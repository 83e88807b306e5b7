"""A study of two schools in front of a browser, and what a researcher or a speaker does at its pages."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page, Route, expect

from app.db import db
from app.interviews.models import Interview, Note, NoteEvent
from app.interviews.texts import Transcript
from app.people.models import Person
from app.schools.models import School
from app.studies.models import Consent, Participant, SchoolPermission, Study
from tests import factories as make
from tests.bench.field import Installation, cookies_of, set_up
from tests.bench.server import LATERAL, running
from tests.browser.pages import axe

KEPT = "Kept on this computer. We are trying to send it."
SAVING = re.compile(r"/(writes|take-up)$")


@dataclass(frozen=True)
class Served:
    """A study of two schools in front of a browser, and the cookies of the researcher who asks."""

    installation: Installation
    url: str
    cookies: dict[str, str]

    def plan(self, *pseudonyms: str, schedule: str = "teachers", **fields: Any) -> int:
        """One more interview of these people; its number."""
        with self.installation.app() as app:
            found = app.extensions["instruments"].latest(schedule)
            ours = db.session.query(Participant).order_by(Participant.id)  # before those who came in with a file
            people = [ours.filter_by(pseudonym=pseudonym).limit(1).one() for pseudonym in pseudonyms]
            words, noted = fields.pop("words", None), fields.pop("noted", ())
            interview = make.an_interview(people[0].study, *people, **({"state": "planned"} | fields))
            interview.schedule_name, interview.schedule_digest = found.name, found.digest
            if words:
                make.a_transcript(interview, (None, "What is your part?"), (people[0], words))
            interview.notes = [
                Note(question_id=question, line=line, speaker_key=key, sealed_text=text)
                for question, line, key, text in noted
            ]
            db.session.commit()
            return interview.id

    def crowd(self, size: int) -> int:
        """One more study of that many teachers, T1 and on, who all said yes; its number."""
        with self.installation.app():
            school = db.session.query(School).filter_by(name="Ash School").one()
            study = make.a_study(db.session.get_one(Study, 1).partnership)
            db.session.add(SchoolPermission(study_id=study.id, school_id=school.id, given_on=date(2026, 9, 1)))
            for number in range(1, size + 1):
                person = make.a_participant(study, school, pseudonym=f"T{number}")
                person.consents.append(Consent(kind="consent", given_on=date(2026, 9, 1), to_take_part=True))
            db.session.commit()
            return study.id

    def notes(self, number: int) -> dict[str, str]:
        """What stands in each line that has words."""
        with self.installation.app():
            found = db.session.query(Note).filter_by(interview_id=number).all()
            return {f"{one.question_id}/{one.line}": one.sealed_text for one in found if one.sealed_text}

    def lines(self, number: int) -> list[tuple[str, str, int]]:
        """Of a group: who spoke, what they said, and how many agreed, line by line."""
        with self.installation.app():
            found = db.session.query(Note).filter_by(interview_id=number).order_by(Note.question_id, Note.line)
            return [(one.speaker_key, one.sealed_text, one.n_agree) for one in found]

    def journal(self, number: int) -> list[tuple[str, str, bool]]:
        """Name, words and lateness of each write, in the order in which they came."""
        with self.installation.app():
            found = db.session.query(NoteEvent).filter_by(interview_id=number).order_by(NoteEvent.id)
            return [(one.write_id, one.sealed_text, one.is_late) for one in found]

    def state(self, number: int) -> str:
        with self.installation.app():
            return db.session.get_one(Interview, number).state

    def move(self, number: int, state: str) -> None:
        with self.installation.app():
            db.session.get_one(Interview, number).state = state
            db.session.commit()

    def text(self, number: int) -> str:
        with self.installation.app():
            return db.session.query(Transcript).filter_by(interview_id=number).one().sealed_text


@contextmanager
def serving(folder: Path) -> Iterator[Served]:
    """An installation of its own with the study, served until the block ends."""
    installation = Installation(folder, f"sqlite:///{folder / 'lateral.db'}")
    set_up(installation)
    with installation.app() as app:
        cookies = cookies_of(app, _fill())
    with running(LATERAL, environment=installation.environment, log=folder / "log") as server:
        yield Served(installation, f"http://127.0.0.1:{server.port}", cookies)


def _fill() -> Person:
    """Two schools whose heads said yes, everybody's own yes but T9's, and two researchers: one works at a school."""
    ash, beech = make.a_school("Ash School"), make.a_school("Beech School")
    partnership = make.a_partnership(ash, beech)
    asker = make.a_person("associate", partnership=partnership, name="Ann Vale")
    study = make.a_study(
        partnership, make.a_person("practitioner", school=ash, name="Rob Ray"), title="What it changed"
    )
    study.sheet_version = "1"
    for school in (ash, beech):
        db.session.add(SchoolPermission(study_id=study.id, school_id=school.id, given_on=date(2026, 9, 1)))
    roles = {"L1": "leader", "T1": "teacher", "T9": "teacher"} | {f"P{n}": "pupil" for n in range(1, 6)}
    for at, (pseudonym, role) in enumerate(roles.items()):
        person = make.a_participant(study, (ash, beech)[at % 2], role=role, pseudonym=pseudonym)
        if pseudonym != "T9":
            kind = "assent" if role == "pupil" else "consent"
            person.consents.append(Consent(kind=kind, given_on=date(2026, 9, 1), to_take_part=True, to_quote=True))
    db.session.commit()
    return asker


def clean(page: Page) -> None:
    """Nothing for axe to find, nothing beyond the right edge, one heading."""
    expect(page.locator("h1")).to_have_count(1)
    page.wait_for_load_state()
    found = axe.run(page).response["violations"]
    assert not found, [(page.url, each["id"], [node["target"] for node in each["nodes"]]) for each in found]
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0


def said(page: Page) -> Locator:
    return page.locator("#saved")


def box(page: Page, question: str) -> Locator:
    return page.locator(f'[data-place="{question}/0"] textarea')


def add(page: Page, question: str, words: str) -> None:
    """Type on at the end of a note, all in one moment: whoever rests between two keys has the first part sent alone."""
    box(page, question).press("Control+End")
    page.keyboard.insert_text(words)


def press(page: Page, name: str | re.Pattern[str]) -> None:
    """What follows finds the page that the button led to, with its scripts."""
    page.locator("main").get_by_role("button", name=name).first.click()
    page.wait_for_load_state()


@contextmanager
def unreachable(page: Page) -> Iterator[None]:
    """Nothing can be saved; pages still come."""

    def lose(route: Route) -> None:
        route.abort()

    page.context.route(SAVING, lose)
    yield
    page.context.unroute(SAVING, lose)


def hand_over(page: Page, name: str | re.Pattern[str]) -> str:
    """Make a link on an interview's page, and read it as it is shown once."""
    press(page, name)
    expect(page.get_by_role("region", name="The link, shown this once")).to_be_visible()
    return page.locator(".code__value").inner_text()
