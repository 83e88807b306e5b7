"""The process whose system calls are recorded: Lateral itself takes pupils' answers, on SQLite as it is set up.

Run as `python -m tests.faults.saver PLAN`; PLAN names class and card codes, how many answers, and for the test that the
test can fail, another `synchronous`. Lines in the file `notes` say what was sent and what was acknowledged.
"""

import json
import os
import random
import sys
from pathlib import Path
from typing import Any

from sqlalchemy import event

from app import create_app
from app.db import db
from tests.faults.pupil import Tab, any_choice
from tests.faults.wire import Inside


class Lines:
    """Notes of one pupil, each one write to the file, so that the record has them in order with all else."""

    def __init__(self, file: int, pupil: int) -> None:
        self.file, self.pupil, self.n_acknowledged = file, pupil, 0

    def _write(self, *words: Any, **more: Any) -> None:
        os.write(self.file, (json.dumps([self.pupil, words, more]) + "\n").encode())

    def send(self, write_id: str, question: int, code: str, *, lease: int, seq: int) -> None:
        self._write("send", write_id, question, code, lease=lease, seq=seq)

    def acknowledge(self, write_id: str, fate: str) -> None:
        self.n_acknowledged += 1
        self._write("acknowledge", write_id, fate)

    def hold(self, lease: int) -> None:
        self._write("hold", lease)

    def finish(self) -> None:
        self._write("finish")


def main(plan: dict[str, Any]) -> None:
    app = create_app()
    if plan["synchronous"]:
        with app.app_context():
            event.listen(db.engine, "connect", lambda it, _: it.execute(f"pragma synchronous={plan['synchronous']}"))
    file = os.open(plan["notes"], os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    tabs = [Tab(Inside(app), Lines(file, pupil_id)) for pupil_id in plan["pupils"]]
    chance = random.Random(plan["seed"])
    for tab, code in zip(tabs, plan["cards"], strict=True):
        tab.come_in(plan["class"], code)
        tab.take_up()
    for _ in range(plan["answers"]):
        tab = chance.choice(tabs)
        tab.choose(*any_choice(chance, 45))
        tab.drain()
        if chance.random() < 0.02:
            tab.take_up()
    tabs[0].finish()
    with app.app_context():
        db.engine.dispose()


if __name__ == "__main__":
    main(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")))
