"""How fast the change page is: made anew from many pairs, shown again, polled without news, watched by many."""

import html
import re
import statistics
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from http.client import HTTPConnection

from sqlalchemy import func, update

from app.answers.models import Response
from app.db import db
from tests.bench import machine
from tests.bench.crowd import send
from tests.bench.field import SESSION_COOKIE, Installation, fill_pairs
from tests.bench.figures import Figure, Report, short
from tests.bench.server import Server

POLL = {"HX-Request": "true", "HX-Target": "section#figures"}
SHARE_CHANGED = 0.06
TIMES = 5
POLLS = 60
WATCHERS = 300


class Reader:
    """A browser of somebody who is signed in, one request after the other on one connection."""

    def __init__(self, server: Server, cookies: dict[str, str]) -> None:
        self.connection = HTTPConnection("127.0.0.1", server.port, timeout=60)
        self.text = ""
        self.cookie = "; ".join(f"{name}={value}" for name, value in cookies.items())

    def look(self, path: str, headers: dict[str, str] | None = None) -> tuple[float, int, str]:
        """Seconds until the whole answer was here, its status, and the version of the figures it shows."""
        began = time.perf_counter()
        self.connection.request("GET", path, headers={"Cookie": self.cookie, **(headers or {})})
        reply = self.connection.getresponse()
        content = reply.read()
        self.text = content.decode()
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
        for turn in range(TIMES):
            self._let_some_change(turn)
            seconds, _, version = reader.look(self.path)
            if version == shown:
                raise RuntimeError(f"{self.path} did not move on from {version}")
            shown = version
            taken.append(seconds)
        return Taken(statistics.median(taken), (self._cpu() - before) / TIMES)

    def again(self, cookies: dict[str, str]) -> Taken:
        """A page on which nothing changed."""
        reader = Reader(self.server, cookies)
        reader.look(self.path)
        before = self._cpu()
        taken = [reader.look(self.path)[0] for _ in range(TIMES * 4)]
        return Taken(statistics.median(taken), (self._cpu() - before) / len(taken))

    def poll(self, cookies: dict[str, str]) -> tuple[Taken, str, str]:
        """A poll without news, the address that the page polls, and the version it asked about."""
        reader = Reader(self.server, cookies)
        _, _, version = reader.look(self.path)
        address = polled(reader.text)
        taken, before = [], self._cpu()
        for _ in range(POLLS):
            seconds, status, _ = reader.look(address, POLL | {"HX-PTag": version})
            if status != 304:
                raise RuntimeError(f"a poll without news gave {status}")
            taken.append(seconds)
        return Taken(statistics.median(taken), (self._cpu() - before) / POLLS), address, version

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
    taken, address, version = window.poll(lead)
    add("poll without news", taken, 3)
    if watched:
        job = {"kind": "watch", "clients": WATCHERS, "every": 4, "seconds": 12, "path": address}
        job |= {"cookies": {SESSION_COOKIE: lead[SESSION_COOKIE]}, "headers": POLL | {"HX-PTag": version}}
        outcome = send(job, window.server, also=window.also)
        share = outcome.cpu / outcome.answering * 100
        report.add(database, Figure(group, f"{WATCHERS} people leave it open", share, "% of a core", 15))
