"""A pupil's browser dies in the midst of answering and is opened again: what it had kept goes on."""

import json
import random
import signal
import subprocess
import sys
import time

from tests.faults.conftest import tried
from tests.faults.crowd import wait_until
from tests.faults.journal import Journal, everything_broken
from tests.faults.server import ROOT, serving

KILLS = tried(10, 50)


def test_a_browser_that_is_killed_again_and_again_loses_nothing(class_of, instrument, address, tmp_path, figure):
    lesson, chance, notes = class_of(1), random.Random(9), tmp_path / "notes"
    notes.touch()
    with serving(tmp_path, address) as server:
        plan = {"port": server.port, "class": lesson.class_code, "card": lesson.codes[0], "folder": str(tmp_path)}
        for number in range(KILLS + 1):
            size = notes.stat().st_size
            words = [
                sys.executable,
                "-m",
                "tests.faults.browser",
                json.dumps({**plan, "seed": number, "last": number == KILLS}),
            ]
            with subprocess.Popen(words, cwd=ROOT) as browser:
                if number == KILLS:
                    assert browser.wait(300) == 0
                    break
                wait_until(lambda size=size: notes.stat().st_size > size + 400, lambda: "nobody answers", seconds=300)
                time.sleep(chance.uniform(0, 0.05))
                browser.send_signal(signal.SIGKILL)
    journal = play(lesson.journals[0], notes.read_text().splitlines())
    assert journal.n_acknowledged > 2 * KILLS
    assert everything_broken([journal], instrument) == []
    figure("kills of the browser", KILLS, f"{journal.n_acknowledged:,} answers, 0 lost, 0 doubled")


def play(journal: Journal, lines: list[str]) -> Journal:
    """The journal that the browsers wrote, line by line; the last line of each may be cut off by its death."""
    for line in lines:
        name, words, more = json.loads(line)
        getattr(journal, name)(*words, **more)
    return journal
