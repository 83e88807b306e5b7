"""Figures of the last long run, kept between its parts in a file that FAULTS_FIGURES names, written to docs/trust.md.

Run as `python -m tests.faults.figures FILE` at the end of `make faults`.
"""

import json
import os
import sys
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

from tests.bench import machine

PAGE = Path(__file__).parents[2] / "docs" / "trust.md"
BEGIN, END = "<!-- figures: make faults writes from here -->", "<!-- to here -->"
DATABASES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}


def note(database: str, what: str, times: int, outcome: str) -> None:
    """Keep one figure; nothing is kept in a short run."""
    if path := os.environ.get("FAULTS_FIGURES"):
        with Path(path).open("a", encoding="utf-8") as file:
            file.write(json.dumps([DATABASES[database], what, times, outcome]) + "\n")


def table(lines: list[str]) -> str:
    """A line for each figure; times of equal ones are added up."""
    times: Counter[tuple[str, str, str]] = Counter()
    for line in lines:
        on, what, n_times, outcome = json.loads(line)
        times[on, what, outcome] += n_times
    head = ["| what was done | on | times | what came of it |", "|---|---|---|---|"]
    return "\n".join(head + [f"| {what} | {on} | {n:,} | {outcome} |" for (on, what, outcome), n in times.items()])


def main(path: Path) -> None:
    """Put the figures between the page's two marks."""
    page = PAGE.read_text(encoding="utf-8")
    before, _, rest = page.partition(BEGIN)
    _, _, after = rest.partition(END)
    about = f"{datetime.now(UTC):%d %B %Y}, on {machine.describe(path.parent)}."
    text = table(path.read_text(encoding="utf-8").splitlines())
    PAGE.write_text(f"{before}{BEGIN}\n\n{about}\n\n{text}\n\n{END}{after}", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
