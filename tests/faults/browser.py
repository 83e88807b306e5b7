"""A browser in a process of its own, to be killed: its queue and cookies are files, as a real one keeps them.

Run as `python -m tests.faults.browser PLAN`; see `test_browser_killed`. Each note is one short write to a file, and so
is there in full or not at all.
"""

import json
import os
import random
import sys
import time
from pathlib import Path
from typing import Any

from tests.faults.pupil import Storage, Tab, any_choice
from tests.faults.wire import Wire


class Lines:
    """Notes of what was sent and acknowledged, in a file."""

    n_acknowledged = 0

    def __init__(self, path: Path) -> None:
        self.file = os.open(path, os.O_WRONLY | os.O_APPEND)

    def _write(self, name: str, *words: Any, **more: Any) -> None:
        os.write(self.file, (json.dumps([name, words, more]) + "\n").encode())

    def send(self, write_id: str, question: int, code: str, *, lease: int, seq: int) -> None:
        self._write("send", write_id, question, code, lease=lease, seq=seq)

    def acknowledge(self, write_id: str, fate: str) -> None:
        self._write("acknowledge", write_id, fate)

    def hold(self, lease: int) -> None:
        self._write("hold", lease)

    def finish(self) -> None:
        self._write("finish")


class Kept(Storage):
    """A queue that outlives the process, and the cookies and token beside it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.more: dict[str, Any] = {}
        super().__init__()
        if path.exists():
            kept = json.loads(path.read_text(encoding="utf-8"))
            self.queue, self.more = [tuple(entry) for entry in kept["queue"]], kept["more"]

    def keep(self) -> None:
        new = self.path.with_suffix(".new")
        new.write_text(json.dumps({"queue": self.queue, "more": self.more}), encoding="utf-8")
        new.replace(self.path)


def main(plan: dict[str, Any]) -> None:
    folder, chance = Path(plan["folder"]), random.Random(plan["seed"])
    storage = Kept(folder / "kept")
    tab = Tab(Wire(plan["port"]), Lines(folder / "notes"), storage)
    if storage.more:
        tab.sender.cookies, tab.token, tab.known = storage.more["cookies"], storage.more["token"], storage.more["known"]
    else:
        tab.come_in(plan["class"], plan["card"])
        storage.more = {"cookies": tab.sender.cookies, "token": tab.token, "known": tab.known}
        storage.keep()
    tab.take_up()
    while not plan["last"]:
        for _ in range(chance.choice((1, 1, 4))):
            tab.choose(*any_choice(chance, 45))
        tab.drain()
        time.sleep(0.005)
    tab.finish()


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
