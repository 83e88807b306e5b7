"""A study with one interview that may be quoted: a teacher of one school, whose words were approved."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest

from app.coding.models import Memo, Summary, Theme
from app.db import db as database
from app.db import now
from app.interviews.texts import Replacement
from app.studies.models import Consent, SchoolPermission
from tests.coding.exchanging import mark
from tests.factories import a_participant, a_partnership, a_person, a_school, a_study, a_transcript, an_interview


@dataclass
class Talk:
    """The people and things of one interview."""

    school: Any
    study: Any
    researcher: Any
    participant: Any
    consent: Any
    permission: Any
    interview: Any
    transcript: Any

    def place(self, words: str) -> tuple[int, int]:
        """Where these words stand in the raw text."""
        start = self.transcript.sealed_text.index(words)
        return start, start + len(words)

    def talk_of(self, participant: Any, words: str, *, question: str = "", **allowed: bool) -> Any:
        """An approved interview of somebody who says just this; they allow to be quoted unless told otherwise."""
        scopes = {"to_take_part": True, "to_quote": True, **allowed}
        participant.consents.append(Consent(kind="consent", given_on=date(2026, 9, 1), **scopes))
        interview = an_interview(self.study, participant, interviewer=self.researcher, state="approved")
        interview.speakers[0].approved_at = now()
        transcript = a_transcript(interview, (participant, words))
        transcript.turns[0].question_id = question
        return transcript


@pytest.fixture
def talk(db) -> Talk:
    school = a_school("Ash School")
    partnership = a_partnership(school)
    researcher = a_person("associate", partnership=partnership)
    study = a_study(partnership, researcher)
    participant = a_participant(study, school, pseudonym="T1")
    consent = Consent(kind="consent", given_on=date(2026, 9, 1), to_take_part=True, to_quote=True)
    participant.consents.append(consent)
    permission = SchoolPermission(study_id=study.id, school_id=school.id, given_on=date(2026, 9, 1))
    db.session.add(permission)
    interview = an_interview(study, participant, interviewer=researcher, state="approved")
    interview.speakers[0].approved_at = now()
    transcript = a_transcript(
        interview,
        (None, "What have pupils gained from it?"),
        (participant, "Zoe found friends at Beech, and she speaks up now."),
        (None, "Where has it worked less well?"),
        (participant, "The bus was late every week."),
    )
    db.session.commit()
    return Talk(school, study, researcher, participant, consent, permission, interview, transcript)


@pytest.fixture
def coded(talk):
    """The talk, coded by two people under a heading, with memos, a replacement and a summary."""
    other = a_person("associate", partnership=talk.study.partnership)
    heading = Theme(study_id=talk.study.id, name="Pupils", is_codable=False, position=1)
    database.session.add(heading)
    database.session.flush()
    theme = Theme(
        study_id=talk.study.id, parent_id=heading.id, name="Voice", definition="Speaks up", example="“she speaks up”",
        colour="#1d70b8",
    )  # fmt: skip
    bus = Theme(study_id=talk.study.id, name="=Getting there", position=2)
    database.session.add_all([theme, bus])
    database.session.flush()
    talk.theme, talk.bus, talk.other = theme, bus, other
    start, end = talk.place("Zoe")
    database.session.add(Replacement(transcript_id=talk.transcript.id, start=start, end=end, put="[a pupil]"))
    talk.codings = [
        mark(talk, "Zoe found friends", theme, talk.researcher, memo="Look again"),
        mark(talk, "she speaks up now", theme, other),
        mark(talk, "The bus was late", bus, other),
    ]
    database.session.add(
        Memo(study_id=talk.study.id, title="Day one", sealed_text="A start", author_id=talk.researcher.id)
    )
    database.session.add(Summary(participant_id=talk.participant.id, theme_id=theme.id, sealed_text="Pupils speak up."))
    database.session.commit()
    return talk
