"""How fast the change page is: made anew from many pairs, shown again, polled without news, watched by many."""

import html
import re
import statistics
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection

from sqlalchemy import func, update

from app.answers.models import Response
from app.db import db
from app.results.watching import REMEMBERED
from app.waves.models import Wave
from app.web.htmx import REST
from tests import factories
from tests.bench import machine
from tests.bench.crowd import send
from tests.bench.field import SESSION_COOKIE, Installation, fill_pairs
from tests.bench.figures import Figure, Report, short
from tests.bench.server import Server

POLL = {"HX-Request": "true", "HX-Target": "section#figures"}
SHARE_CHANGED = 0.06
TIMES = 5
WARM = 10
"""Looks before those that are measured: a server at work has its statements prepared."""
POLLS = 40
WATCHERS = 300
ANSWERS_A_SECOND = 7


class Reader:
    """A browser of somebody who is signed in, one request after the other on one connection."""

    def __init__(self, server: Server, cookies: dict[str, str]) -> None:
        self.connection = HTTPConnection("127.0.0.1", server.port, timeout=60)
        self.text, self.rest = "", ""
        self.cookie = "; ".join(f"{name}={value}" for name, value in cookies.items())

    def look(self, path: str, headers: dict[str, str] | None = None) -> tuple[float, int, str]:
        """Seconds until the whole answer was here, its status, and the version of the figures it shows."""
        began = time.perf_counter()
        self.connection.request("GET", path, headers={"Cookie": self.cookie, **(headers or {})})
        reply = self.connection.getresponse()
        content = reply.read()
        self.text, self.rest = content.decode(), reply.headers.get("Lateral-Rest", "")
        seconds = time.perf_counter() - began
        if reply.status not in (200, 304):
            raise RuntimeError(f"{path} gave {reply.status}: {content[:300]!r}")
        return seconds, reply.status, reply.headers.get("HX-PTag", "")


def polled(page: str) -> str:
    """The address that a page asks again and again."""
    found = re.search(r'hx-get="([^"]+)" hx-trigger="every', page)
    if found is None:
        raise RuntimeError("the page asks for nothing again")
    return html.unescape(found[1])


@dataclass(frozen=True)
class Taken:
    """Median seconds of a look, and the server's processor time for one."""

    seconds: float
    cpu: float


class Window:
    """The change page of one survey, as its lead and one school's leader see it."""

    def __init__(self, installation: Installation, server: Server, *, n_pairs: int, also: tuple[int, ...]) -> None:
        self.installation, self.server, self.n_pairs, self.also = installation, server, n_pairs, also
        self.paired = paired = fill_pairs(installation, n_pairs)
        self.path = f"/results/{paired.survey_id}"

    def anew(self, cookies: dict[str, str]) -> Taken:
        """A page whose figures have to be computed again, because enough pupils changed an answer."""
        reader, taken = Reader(self.server, cookies), []
        _, _, shown = reader.look(self.path)
        before = self._cpu()
        for turn in range(WARM + TIMES):
            self._let_some_change(turn)
            before = self._cpu() if turn == WARM else before
            seconds, _, version = reader.look(self.path)
            if version == shown:
                raise RuntimeError(f"{self.path} did not move on from {version}")
            shown = version
            taken.append(seconds)
        return Taken(statistics.median(taken[WARM:]), (self._cpu() - before) / TIMES)

    def again(self, cookies: dict[str, str]) -> Taken:
        """A page on which nothing changed."""
        reader = Reader(self.server, cookies)
        reader.look(self.path)
        before = self._cpu()
        taken = [reader.look(self.path)[0] for _ in range(TIMES * 4)]
        return Taken(statistics.median(taken), (self._cpu() - before) / len(taken))

    def poll(self, cookies: dict[str, str], *, pause: float) -> Taken:
        """A poll without news, so many seconds after the last one."""
        reader = Reader(self.server, cookies)
        _, _, version = reader.look(self.path)
        address = polled(reader.text)
        taken, before = [], self._cpu()
        for _ in range(POLLS):
            time.sleep(pause)
            seconds, status, _ = reader.look(address, POLL | {"HX-PTag": version})
            if status != 304:
                raise RuntimeError(f"a poll without news gave {status}")
            taken.append(seconds)
        return Taken(statistics.median(taken), (self._cpu() - before) / POLLS)

    def left_open(self, *, every: int, seconds: int) -> float:
        """Share of a core while so many have the page open, the lead and a school's leader in turns."""
        windows = []
        for cookies in (self.paired.lead, self.paired.leader):
            reader = Reader(self.server, cookies)
            _, _, version = reader.look(self.path)
            window = {"path": polled(reader.text), "headers": POLL | {"HX-PTag": version}}
            windows.append(window | {"cookies": {SESSION_COOKIE: cookies[SESSION_COOKIE]}})
        job = {"kind": "watch", "clients": WATCHERS, "every": every, "seconds": seconds, "windows": windows}
        outcome = send(job, self.server, also=self.also)
        if outcome.errors:
            raise RuntimeError(f"{len(outcome.errors)} of those who watch gave up: {outcome.errors[0]}")
        return outcome.cpu / outcome.answering * 100

    @contextmanager
    def lesson(self) -> Iterator[None]:
        """A lesson of the survey is open, and in it an answer is saved seven times a second."""
        over = threading.Event()
        with self.installation.app():
            wave, school = db.session.get_one(Wave, self.paired.wave_ids[1]), factories.a_school()
            sitting = factories.a_sitting(wave, school, class_code="WXYT34")
            db.session.commit()
            answering = threading.Thread(target=self._answer_until, args=(over,))
            answering.start()
            try:
                yield
            finally:
                over.set()
                answering.join()
                sitting.closed_at = datetime.now(UTC)
                db.session.commit()

    def _answer_until(self, over: threading.Event) -> None:
        with self.installation.app():
            mine = Response.pupil_id == self.paired.pupils[-1], Response.wave_id == self.paired.wave_ids[1]
            while not over.wait(1 / ANSWERS_A_SECOND):
                db.session.execute(update(Response).where(*mine).values(updated_at=datetime.now(UTC)))
                db.session.commit()

    def grow_quiet(self) -> None:
        """Nothing has moved for a while, and the server says to whoever polls that their page may rest."""
        with self.installation.app():
            mine = Response.wave_id.in_(self.paired.wave_ids)
            earlier = datetime.now(UTC) - timedelta(minutes=10)
            db.session.execute(update(Response).where(mine).values(updated_at=earlier))
            db.session.commit()
        time.sleep(1)
        reader = Reader(self.server, self.paired.lead)
        _, _, version = reader.look(self.path)
        reader.look(polled(reader.text), POLL | {"HX-PTag": version})
        if reader.rest != str(REST):
            raise RuntimeError("a page of a quiet survey may not rest")

    def _cpu(self) -> float:
        return sum(map(machine.cpu_seconds, (self.server.pid, *self.also)))

    def _let_some_change(self, turn: int) -> None:
        """So many pupils change their first answer that the page moves on."""
        with self.installation.app():
            last = self.paired.pupils[max(10, round(self.n_pairs * SHARE_CHANGED))]
            answers = str(1 + turn % 5) + func.substr(Response.answers, 2)
            later = update(Response).where(
                Response.wave_id == self.paired.wave_ids[1], Response.pupil_id.between(self.paired.pupils[0], last)
            )
            db.session.execute(later.values(updated_at=datetime.now(UTC), answers=answers, score_1=50.0 + turn))
            db.session.commit()


def measure(window: Window, report: Report, *, database: str, watched: bool) -> None:
    """The page from so many pairs; `watched` adds 300 people who leave it open."""
    group, large = f"Change page from {window.n_pairs:,} pairs", window.n_pairs >= 100_000
    lead, leader = window.paired.lead, window.paired.leader

    def add(name: str, taken: Taken, target: float | None = None) -> None:
        named, note = f"{window.n_pairs:,} pairs: {name}", f"{short(taken.cpu * 1000)} ms of CPU"
        report.add(database, Figure(group, named, taken.seconds * 1000, "ms", target, note=note))

    add("everything, computed anew", window.anew(lead), 150 if large else None)
    add("one school, computed anew", window.anew(leader), 20 if large else None)
    add("everything, nothing new", window.again(lead))
    add("poll without news", window.poll(lead, pause=REMEMBERED * 1.1), 3)
    add("poll without news, others watch too", window.poll(lead, pause=0))
    if watched:
        named = f"{WATCHERS} people leave it open"
        with window.lesson():
            share = window.left_open(every=4, seconds=16)
        report.add(database, Figure(group, f"{named} in a lesson, a poll each 4 s", share, "% of a core", 15))
        window.grow_quiet()
        share = window.left_open(every=REST, seconds=2 * REST)
        report.add(database, Figure(group, f"{named} and it rests, a poll each {REST} s", share, "% of a core"))
