"""How fast the change page is: made anew from many pairs, shown again, polled without news, watched by many."""

import statistics
import time
from datetime import UTC, datetime
from http.client import HTTPConnection

from sqlalchemy import func, update

from app.answers.models import Response
from app.db import db
from tests.bench.crowd import send
from tests.bench.field import SESSION_COOKIE, Installation, Paired
from tests.bench.figures import Figure, Report
from tests.bench.server import Server

POLL = {"HX-Request": "true", "HX-Target": "section#figures"}
SHARE_CHANGED = 0.06
TIMES = 5
POLLS = 40
WATCHERS = 300


class Reader:
    """A browser of somebody who is signed in, one request after the other on one connection."""

    def __init__(self, server: Server, cookies: dict[str, str]) -> None:
        self.connection = HTTPConnection("127.0.0.1", server.port, timeout=60)
        self.cookie = "; ".join(f"{name}={value}" for name, value in cookies.items())

    def look(self, path: str, headers: dict[str, str] | None = None) -> tuple[float, int, str]:
        """Seconds until the whole answer was here, its status, and the version of the figures it shows."""
        began = time.perf_counter()
        self.connection.request("GET", path, headers={"Cookie": self.cookie, **(headers or {})})
        reply = self.connection.getresponse()
        content = reply.read()
        seconds = time.perf_counter() - began
        if reply.status not in (200, 304):
            raise RuntimeError(f"{path} gave {reply.status}: {content[:300]!r}")
        return seconds, reply.status, reply.headers.get("HX-PTag", "")


class Window:
    """The change page of one survey, as its lead and one school's leader see it."""

    def __init__(self, installation: Installation, paired: Paired, server: Server, *, n_pairs: int) -> None:
        self.installation, self.paired, self.server, self.n_pairs = installation, paired, server, n_pairs
        self.path = f"/results/{paired.survey_id}"

    def anew(self, cookies: dict[str, str]) -> float:
        """Median seconds of a page whose figures have to be computed again, because enough pupils changed answers."""
        reader, taken = Reader(self.server, cookies), []
        _, _, shown = reader.look(self.path)
        for turn in range(TIMES):
            self._let_some_change(turn)
            seconds, _, version = reader.look(self.path)
            if version == shown:
                raise RuntimeError(f"{self.path} did not move on from {version}")
            shown = version
            taken.append(seconds)
        return statistics.median(taken)

    def again(self, cookies: dict[str, str]) -> float:
        """Median seconds of a page on which nothing changed."""
        reader = Reader(self.server, cookies)
        reader.look(self.path)
        return statistics.median(reader.look(self.path)[0] for _ in range(TIMES * 2))

    def poll(self, cookies: dict[str, str]) -> tuple[float, str]:
        """Median seconds of a poll without news, and the version it asked about."""
        reader = Reader(self.server, cookies)
        _, _, version = reader.look(self.path)
        taken = []
        for _ in range(POLLS):
            seconds, status, _ = reader.look(self.path, POLL | {"HX-PTag": version})
            if status != 304:
                raise RuntimeError(f"a poll without news gave {status}")
            taken.append(seconds)
        return statistics.median(taken), version

    def _let_some_change(self, turn: int) -> None:
        """So many pupils change their first answer that the page moves on."""
        with self.installation.app():
            touched = self.paired.first_pupil + max(10, round(self.n_pairs * SHARE_CHANGED))
            answers = str(1 + turn % 5) + func.substr(Response.answers, 2)
            later = update(Response).where(Response.wave_id == self.paired.wave_ids[1], Response.pupil_id < touched)
            db.session.execute(later.values(updated_at=datetime.now(UTC), answers=answers, score_1=50.0 + turn))
            db.session.commit()


def measure(window: Window, report: Report, *, database: str, watched: bool) -> None:
    """The page from so many pairs; `watched` adds 300 people who leave it open."""
    group, large = f"Change page from {window.n_pairs:,} pairs", window.n_pairs >= 100_000
    lead, leader = window.paired.lead, window.paired.leader

    def add(name: str, value: float, unit: str = "ms", target: float | None = None) -> None:
        report.add(database, Figure(group, f"{window.n_pairs:,} pairs: {name}", value, unit, target))

    add("everything, computed anew", window.anew(lead) * 1000, target=150 if large else None)
    add("one school, computed anew", window.anew(leader) * 1000, target=20 if large else None)
    add("everything, nothing new", window.again(lead) * 1000)
    seconds, version = window.poll(lead)
    add("poll without news", seconds * 1000, target=3)
    if watched:
        job = {"kind": "watch", "clients": WATCHERS, "every": 3, "seconds": 9, "path": window.path}
        job |= {"cookies": {SESSION_COOKIE: lead[SESSION_COOKIE]}, "headers": POLL | {"HX-PTag": version}}
        outcome = send(job, window.server)
        add("300 idle watchers", outcome.cpu / outcome.answering * 100, "% of a core", target=15)
