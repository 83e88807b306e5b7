"""How fast pupils are served who all answer at once."""

from tests.bench.crowd import Outcome, send
from tests.bench.field import Lesson
from tests.bench.figures import Figure, Report
from tests.bench.server import Server

GROUP = "Pupils answer at once on one address, every answer saved"
LEAST_PER_CPU = {"SQLite": 12.0, "PostgreSQL": 9.0}
MOST_MS = {30: 100.0, 240: 500.0}


class Room:
    """A server, its database and a stack of cards that nobody has used yet."""

    def __init__(self, server: Server, lesson: Lesson, *, database: str, also: tuple[int, ...], report: Report) -> None:
        self.server, self.lesson, self.database, self.also, self.report = server, lesson, database, also, report
        self.used = 0

    def sit(self, count: int, *, seconds: float, script: bool = True, think: float = 0, arrive: float = 0) -> Outcome:
        """So many pupils with fresh cards answer until they are done or the time is up."""
        cards = self.lesson.cards[self.used : self.used + count]
        self.used += count
        job = {"kind": "class", "class_code": self.lesson.class_code, "cards": cards, "seconds": seconds}
        outcome = send({**job, "script": script, "think": think, "arrive": arrive}, self.server, also=self.also)
        if outcome.errors:
            self.add(f"{count} pupils: met trouble", len(outcome.errors), "", target=0, note=outcome.errors[0][:80])
        return outcome

    def add(self, name: str, value: float, unit: str, **more: object) -> None:
        self.report.add(self.database, Figure(GROUP, name, value, unit, **more))  # type: ignore[arg-type]


def measure(room: Room, *, quick: bool) -> None:
    """30 pupils to the end, with and without JavaScript; then 240, as long as patience lasts; then a whole school."""
    room.sit(3, seconds=30)
    outcome = room.sit(30, seconds=60)
    _add_speed(room, 30, outcome)
    room.add(
        "responses per CPU-second (45 statements, all requests)",
        outcome.complete / outcome.cpu,
        "",
        target=LEAST_PER_CPU[room.database],
        more_is_better=True,
        note=f"{outcome.n_requests / outcome.complete:.0f} requests each",
    )
    room.add("requests per CPU-second", outcome.n_requests / outcome.cpu, "")
    room.add("share of the load generator", outcome.own_cpu / outcome.wall * 100, "% of a core")
    if not quick:
        plain = room.sit(30, seconds=60, script=False)
        room.add("responses per CPU-second without JavaScript", plain.complete / plain.cpu, "")
    _add_speed(room, 240, room.sit(240, seconds=4 if quick else 20))
    if not quick and room.database == "SQLite":
        _whole_school(room)


def _add_speed(room: Room, count: int, outcome: Outcome) -> None:
    room.add(f"{count} pupils: saves a second", outcome.per_second("save"), "")
    room.add(f"{count} pupils: p50 of a save", outcome.quantile("save", 0.5) * 1000, "ms")
    room.add(f"{count} pupils: p95 of a save", outcome.quantile("save", 0.95) * 1000, "ms", target=MOST_MS[count])


def _whole_school(room: Room) -> None:
    """1,500 pupils come in over twenty seconds, then give an answer every four."""
    outcome = room.sit(1500, seconds=12, think=4, arrive=20)
    room.add("1,500 pupils, an answer each 4 s: p95 of a save", outcome.quantile("save", 0.95) * 1000, "ms", target=50)
    room.add("1,500 pupils: saves a second", outcome.per_second("save"), "")
