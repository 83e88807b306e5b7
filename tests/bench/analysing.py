"""How fast a whole study is analysed: thirty transcripts of 70,000 characters, three thousand codings by two coders."""

import random
import time
from dataclasses import dataclass
from http.client import HTTPConnection
from itertools import cycle, islice

from app.coding.models import CoderProgress as Part
from app.coding.models import Coding, Summary, Theme
from app.db import db, now
from app.studies.models import Consent, SchoolPermission
from tests import factories
from tests.bench.coding import cpu_of
from tests.bench.field import SESSION_COOKIE, Installation, cookies_of
from tests.bench.figures import Figure, Report, short
from tests.bench.server import Server

N_TRANSCRIPTS, N_CODINGS, N_THEMES = 30, 3_000, 30
N_TURNS = 320
WORDS = "and so they spoke of it at the school by the sea where the bus was late again "
TARGET = 1_000
"""Milliseconds of the processor for a whole page or file."""
PAGES = {
    "themes beside participants": "matrix",
    "themes beside questions": "matrix?by=question",
    "themes that meet": "together",
    "agreement by character": "agreement?unit=character",
    "leaders beside teachers": "sides",
    "framework grid": "grid",
    "words in every transcript": "search?q=late%20again",
    "quotations": "quotations",
    "project file (.qdpx)": "files/project",
    "everything (.json)": "files/everything",
    "codings (.xlsx)": "files/workbook",
    "coded transcripts (.docx)": "files/document",
}


@dataclass(frozen=True)
class Corpus:
    """A study that somebody analyses."""

    study_id: int
    cookies: dict[str, str]


def fill_corpus(installation: Installation) -> Corpus:
    """Leaders and teachers, a transcript each, every passage marked by one of two coders who have finished."""
    with installation.app() as app:
        school = factories.a_school()
        partnership = factories.a_partnership(school)
        coders = [factories.a_person("associate", partnership=partnership) for _ in range(2)]
        study = factories.a_study(partnership)
        db.session.add(SchoolPermission(study_id=study.id, school_id=school.id, given_on=now().date()))
        themes = [Theme(study_id=study.id, name=f"Theme {n}", parent_id=None) for n in range(N_THEMES)]
        db.session.add_all(themes)
        db.session.flush()
        chance = random.Random(1)  # noqa: S311 - the same corpus each time
        for number in range(N_TRANSCRIPTS):
            person = factories.a_participant(study, school, role="leader" if number % 3 else "teacher")
            person.consents.append(Consent(kind="consent", given_on=now().date(), to_take_part=True, to_quote=True))
            _fill(study, person, themes, coders, chance)
        db.session.commit()
        return Corpus(study.id, cookies_of(app, coders[0]))


def _fill(study, person, themes, coders, chance) -> None:
    interview = factories.an_interview(study, person, interviewer=coders[0], state="approved")
    interview.speakers[0].approved_at = now()
    words = "".join(islice(cycle(WORDS), 2 * 70_000 // N_TURNS))
    turns = ((None, "What have pupils gained?") if at % 2 == 0 else (person, f"{at} {words}") for at in range(N_TURNS))
    transcript = factories.a_transcript(interview, *turns)
    for turn in transcript.turns:
        turn.question_id = ("pupils-gains", "pupils-needs")[turn.position // 160]
    answers = [turn for turn in transcript.turns if turn.participant_id]
    for at in range(N_CODINGS // N_TRANSCRIPTS):
        turn, theme = chance.choice(answers), chance.choice(themes)
        start = turn.start + chance.randrange(100)
        coding = Coding(transcript_id=transcript.id, theme_id=theme.id, coder_id=coders[at % 2].id, start=start)
        coding.end = min(turn.end, start + chance.randrange(50, 250))
        db.session.add(coding)
    db.session.add_all(Part(transcript_id=transcript.id, coder_id=one.id, finished_at=now()) for one in coders)
    db.session.add(Summary(participant_id=person.id, theme_id=themes[0].id, sealed_text="They gained a lot."))


def measure(
    installation: Installation, server: Server, report: Report, *, database: str, also: tuple[int, ...]
) -> None:
    """Open every page of analysis, and take the files along, one after the other."""
    corpus = fill_corpus(installation)
    for name, page in PAGES.items():
        before, began = cpu_of(server, also), time.perf_counter()
        _get(server, corpus, f"/studies/{corpus.study_id}/{page}")
        taken, cpu = time.perf_counter() - began, (cpu_of(server, also) - before) * 1000
        note = f"answered in {short(taken * 1000)} ms"
        report.add(database, Figure("Analysing 30 transcripts", f"CPU of {name}", cpu, "ms", TARGET, note=note))


def _get(server: Server, corpus: Corpus, address: str) -> None:
    connection = HTTPConnection("127.0.0.1", server.port, timeout=120)
    cookie = f"{SESSION_COOKIE}={corpus.cookies[SESSION_COOKIE]}"
    connection.request("GET", address, headers={"Cookie": cookie})
    reply = connection.getresponse()
    reply.read()
    connection.close()
    if reply.status != 200:
        raise RuntimeError(f"{address} gave {reply.status}")
