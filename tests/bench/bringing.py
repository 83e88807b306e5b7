"""The largest project that Lateral takes in: read, looked at and stored, and how much memory a worker needs for it."""

import random
import time
from pathlib import Path
from uuid import UUID

from app.coding.incoming_reading import MOST_CODINGS, MOST_LINES, MOST_PEOPLE, READ_KIND
from app.db import db, reading
from app.qda.model import Case, Code, Coding, Project, Selection, Source, User
from app.qda.writing import to_qdpx
from app.web import jobs
from tests import factories
from tests.bench.coding import cpu_of
from tests.bench.field import Installation, cookies_of
from tests.bench.figures import Figure, Report, short
from tests.bench.importing import PATIENCE, Sender
from tests.bench.machine import MEGABYTE, family
from tests.bench.server import Server

GROUP = "Bringing in the largest project"
N_SOURCES, N_THEMES, N_WORDS = 100, 200, 22
WORDS = ("and", "so", "they", "spoke", "of", "it", "at", "school", "where", "pupils", "found", "friends", "😀")
"""A sign beyond the first 65,536 makes Python keep four bytes for each letter of a text."""
WAIT = 5
"""Seconds that a pupil's answer may wait on SQLite while a project is stored; at ten it would be refused."""
MOST_MEMORY = 500


def largest() -> Project:
    """As many lines, codings and people as are taken, and nearly as many bytes."""
    chance = random.Random(1)  # noqa: S311 - the same project each time
    users = (User(_guid(1), "Anna"), User(_guid(2), "Ben"))
    codes = tuple(Code(_guid(100 + n), f"Theme {n}") for n in range(N_THEMES))
    names = [f"T{n + 1}" for n in range(MOST_PEOPLE)]
    sources = tuple(_source(n, _people_of(n, names), users, codes, chance) for n in range(N_SOURCES))
    cases = tuple(
        Case(_guid(5_000 + n), name, sources=(sources[n * N_SOURCES // MOST_PEOPLE].guid,))
        for n, name in enumerate(names)
    )
    return Project("The largest", "Bench", users=users, codes=codes, cases=cases, sources=sources)


def _people_of(number: int, names: list[str]) -> list[str]:
    each = MOST_PEOPLE // N_SOURCES
    return names[number * each : (number + 1) * each]


def _source(
    number: int, names: list[str], users: tuple[User, ...], codes: tuple[Code, ...], chance: random.Random
) -> Source:
    labels = [name for one in names for name in ("Interviewer", one)]
    n_turns = MOST_LINES // N_SOURCES // 2
    said = (f"{labels[at % len(labels)]}: {' '.join(chance.choices(WORDS, k=N_WORDS))}" for at in range(n_turns))
    text = "\n\n".join(said)
    each = MOST_CODINGS // N_SOURCES
    selections = []
    for at in range(number * each, (number + 1) * each):
        start = chance.randrange(20, len(text) - 200)
        mark = Coding(_guid(200_000 + at), chance.choice(codes).guid, users[at % 2].guid, "2026-01-01T10:00:00Z")
        selections.append(Selection(_guid(100_000 + at), start, start + chance.randrange(40, 150), codings=(mark,)))
    return Source(_guid(1_000 + number), f"Talk {number}", text, selections=tuple(selections))


def _guid(number: int) -> str:
    return str(UUID(int=0xBE7C << 108 | number))


def measure(
    installation: Installation, server: Server, report: Report, *, database: str, also: tuple[int, ...]
) -> None:
    """Send the file, open the preview and store the study, as a person without scripts does."""
    path, school_id, cookies = _lead(installation)
    sender, data = Sender(server, cookies), to_qdpx(largest())
    sender.ask("GET", path)
    before, began = cpu_of(server, also), time.perf_counter()

    def add(name: str, target: float | None = None) -> None:
        nonlocal before, began
        cpu, seconds = cpu_of(server, also) - before, time.perf_counter() - began
        note = f"answered in {short(seconds)} s"
        report.add(database, Figure(GROUP, f"CPU of {name}", cpu, "s", target, note=note))
        before, began = cpu_of(server, also), time.perf_counter()

    address = sender.upload(path, data)
    _wait_until_read(installation, int(address.rpartition("/")[2]))
    sender.connection.close()  # the server ends one that was silent for long
    add(f"reading it ({len(data) / MEGABYTE:.0f} MB)")
    sender.ask("GET", address)
    add("its preview")
    fields = {"title": "The largest", "school": str(school_id)}
    fields |= {f"{name}_{at}": "" for name in ("pseudonym", "school") for at in range(MOST_PEOPLE)}
    sender.send(address, fields | {f"role_{at}": "teacher" for at in range(MOST_PEOPLE)})
    add("storing it", WAIT)
    report.add(database, Figure(GROUP, "most memory of a worker", _peak_mb(server), "MB", MOST_MEMORY))


def _wait_until_read(installation: Installation, upload_id: int) -> None:
    with installation.app():
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            with reading():
                job = jobs.last_of(READ_KIND, upload_id)
                if job is not None and job.is_over:
                    return
            time.sleep(0.05)
    raise RuntimeError("the file is not read")


def _lead(installation: Installation) -> tuple[str, int, dict[str, str]]:
    """Where a project is brought in, the school of everybody in it, and the cookies of a lead."""
    with installation.app() as app:
        school = factories.a_school()
        partnership = factories.a_partnership(school)
        lead = factories.a_person("lead", partnership=partnership)
        db.session.commit()
        return f"/partnerships/{partnership.id}/projects/new", school.id, cookies_of(app, lead)


def _peak_mb(server: Server) -> float:
    """The largest that any process of the server has been."""
    peaks = []
    for pid in family(server.pid):
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
        peaks += [int(line.split()[1]) * 1024 / MEGABYTE for line in lines if line.startswith("VmHWM:")]
    return max(peaks)
