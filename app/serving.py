"""The server: granian, told how wide its queues are, and taught not to give up."""

import gc
import os
import signal
import threading
import time
from collections.abc import Callable
from functools import partial
from typing import Any

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from app.config import Settings

QUICK = 5.5
"""Seconds: a worker that lived longer had worked, and its death is no sign that the next will die too."""
STEP, LONGEST_PAUSE = 0.1, 1.0
"""Seconds between a death and the next birth, so that a worker that can't live leaves the machine room to breathe."""

COLLECT_AFTER = 10_000
"""Objects that were made and are still there before Python looks for rings among them. A page of a study keeps nearly
all that it makes until it is done; looking through them after each 700, the usual, took half of its time."""

LOOK, GRACE = 0.5, 5.0
"""Seconds between a worker's looks whether its parent lives, and to finish what it has begun once that is gone."""


class Steadfast(Granian):
    """A server that outlives its workers.

    Granian ends when a worker dies twice within 5.5 seconds, and a whole class is shut out until a person comes. This
    one starts a worker again however often it dies: at once the first time, a little later each time after.
    """

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.quick_deaths, self.last_birth = 0, 0.0

    def _respawn_workers(self, *args: Any, **options: Any) -> None:
        self.quick_deaths = self.quick_deaths + 1 if time.monotonic() - self.last_birth < QUICK else 0
        time.sleep(pause_before(self.quick_deaths))
        super()._respawn_workers(*args, **options)
        self.last_birth = time.monotonic()
        self.respawned_wrks.clear()  # where granian looks whether a worker died too soon

    def _spawn_worker(self, idx: int, target: Any, callback_loader: Callable[[], Any]) -> Any:
        return super()._spawn_worker(idx, target, partial(load_beside, os.getpid(), callback_loader))


def load_beside(parent: int, load: Callable[[], Any]) -> Any:
    """Load the program in a worker that ends with its parent: left alone it would keep the port, and nobody it."""
    gc.set_threshold(COLLECT_AFTER)
    threading.Thread(target=_end_after, args=(parent,), name="parent", daemon=True).start()
    return load()


def _end_after(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(LOOK)
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(GRACE)
    os._exit(1)


def pause_before(quick_deaths: int) -> float:
    """Seconds to wait before the next birth, after so many quick deaths in a row."""
    return min(LONGEST_PAUSE, STEP * quick_deaths)


def server_for(settings: Settings) -> Granian:
    """The server, not yet started.

    Its default back-pressure leaves late connections of a whole school waiting behind idle ones, so both queues are
    wide.
    """
    return Steadfast(
        "wsgi:app",
        address=settings.host,
        port=settings.port,
        interface=Interfaces.WSGI,
        workers=settings.workers,
        blocking_threads=settings.threads,
        backlog=4096,
        backpressure=2048,
        websockets=False,
        log_level=LogLevels.error,
        respawn_failed_workers=True,
        workers_kill_timeout=5,
    )
