"""How fast a passage of a transcript is marked, whatever the transcript's length."""

import re
import statistics
import time
from dataclasses import dataclass
from http.client import HTTPConnection
from urllib.parse import urlencode

from app.coding.models import Theme
from app.db import db
from tests import factories
from tests.bench import machine
from tests.bench.field import SESSION_COOKIE, Installation, cookies_of
from tests.bench.figures import Figure, Report, short
from tests.bench.server import Server

TARGETS = {70_000: 25, 1_100_000: 100}
"""Milliseconds for a transcript of so many characters."""
TURN = 220
"""Characters of a turn."""
TIMES = 40


@dataclass(frozen=True)
class Talk:
    """A transcript that somebody codes."""

    transcript_id: int
    theme_ids: list[int]
    n_turns: int
    cookies: dict[str, str]


def fill_talk(installation: Installation, n_characters: int) -> Talk:
    """A transcript of that length in turns of the usual size, half of them questions."""
    with installation.app() as app:
        partnership = factories.a_partnership(factories.a_school())
        coder = factories.a_person("associate", partnership=partnership)
        study = factories.a_study(partnership)
        words = [f"{n} " + "and so they spoke of it " * (TURN // 24) for n in range(n_characters // TURN)]
        transcript = factories.a_transcript(factories.an_interview(study), *((None, each) for each in words))
        themes = [Theme(study_id=study.id, name=f"Theme {n}") for n in range(TIMES)]
        db.session.add_all(themes)
        db.session.commit()
        return Talk(transcript.id, [one.id for one in themes], len(words), cookies_of(app, coder))


def measure(
    installation: Installation, server: Server, report: Report, *, database: str, also: tuple[int, ...]
) -> None:
    """Mark passages one after the other, as the page's script does, all over the transcript."""
    for n_characters, target in TARGETS.items():
        talk = fill_talk(installation, n_characters)
        window = Window(server, talk)
        before = cpu_of(server, also)
        taken = [window.mark(1 + at * talk.n_turns // TIMES, one) for at, one in enumerate(talk.theme_ids)]
        cpu = (cpu_of(server, also) - before) / TIMES
        named, note = f"marking a passage of {n_characters:,} characters", f"{short(cpu * 1000)} ms of CPU"
        report.add(database, Figure("Coding", named, statistics.median(taken) * 1000, "ms", target, note=note))


class Window:
    """The coding page of one transcript in a browser, on one connection."""

    def __init__(self, server: Server, talk: Talk) -> None:
        self.connection = HTTPConnection("127.0.0.1", server.port, timeout=60)
        self.address = f"/transcripts/{talk.transcript_id}/coding"
        self.connection.request(
            "GET", self.address, headers={"Cookie": f"{SESSION_COOKIE}={talk.cookies[SESSION_COOKIE]}"}
        )
        reply = self.connection.getresponse()
        token = re.search(r'name="csrf_token" value="([^"]+)"', reply.read().decode())
        if token is None:
            raise RuntimeError(f"{self.address} has no form")
        self.token = token[1]
        self.headers = {
            "Cookie": (reply.headers.get("Set-Cookie") or "").partition(";")[0],
            "HX-Request": "true",
            "HX-Target": "div#desk",
            "Content-Type": "application/x-www-form-urlencoded",
        }

    def mark(self, turn: int, theme_id: int) -> float:
        """Mark a whole turn; seconds until the answer was here."""
        typed = {"turn": turn, "words": "", "themes": theme_id, "csrf_token": self.token}
        began = time.perf_counter()
        self.connection.request("POST", f"{self.address}s", urlencode(typed), self.headers)
        reply = self.connection.getresponse()
        content = reply.read()
        if reply.status != 200:
            raise RuntimeError(f"marking gave {reply.status}: {content[:300]!r}")
        return time.perf_counter() - began


def cpu_of(server: Server, also: tuple[int, ...]) -> float:
    return sum(map(machine.cpu_seconds, (server.pid, *also)))
