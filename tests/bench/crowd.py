"""Sends a crowd against a server, and reads what it did to both sides."""

import json
import subprocess
import sys
import time
from dataclasses import dataclass
from typing import Any

from tests.bench.machine import cpu_seconds
from tests.bench.server import ROOT, Server


@dataclass(frozen=True)
class Outcome:
    """What a crowd met. Times in seconds; `cpu` is the processor time of the servers, `own_cpu` of the crowd."""

    times: dict[str, list[float]]
    complete: int
    errors: list[str]
    wall: float
    cpu: float
    own_cpu: float
    answering: float

    def quantile(self, what: str, share: float) -> float:
        """The time within which that share of the exchanges was over."""
        ordered = sorted(self.times[what])
        return ordered[min(len(ordered) - 1, round(share * (len(ordered) - 1)))]

    def per_second(self, what: str) -> float:
        """Exchanges a second, from the first to the last of them."""
        return len(self.times[what]) / self.answering

    @property
    def n_requests(self) -> int:
        return sum(map(len, self.times.values()))


def send(job: dict[str, Any], server: Server, *, also: tuple[int, ...] = ()) -> Outcome:
    """Run one job to its end. `also` names further server processes whose time counts, such as a database."""
    pids = (server.pid, *also)
    before, began = sum(map(cpu_seconds, pids)), time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.load"],
        input=json.dumps({**job, "port": server.port}).encode(),
        stdout=subprocess.PIPE,
        cwd=ROOT,
        check=True,
        timeout=job["seconds"] + 120,
    )
    wall, cpu = time.perf_counter() - began, sum(map(cpu_seconds, pids)) - before
    result = json.loads(done.stdout)
    times: dict[str, list[float]] = {}
    for what, _, seconds in result["times"]:
        times.setdefault(what, []).append(seconds)
    main = [(at, at + seconds) for what, at, seconds in result["times"] if what in ("save", "ask")]
    answering = max(end for _, end in main) - min(start for start, _ in main) if main else wall
    return Outcome(times, result["complete"], result["errors"], wall, cpu, result["own_cpu"], answering)
