"""The pulse of long work: each process tells which jobs it is at, and finds those whose process is gone.

The beats lie in the queue's own store, not among the application's tables: on SQLite a job's own transaction keeps
everybody else from writing there, for as long as it runs.
"""

import logging
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

from huey import Huey

from app.db import now

log = logging.getLogger("lateral")
BEAT = 3.0
"""Seconds between two beats of a job."""
SILENT = 20.0
"""Seconds without a beat after which a job's process is gone: a busy machine may miss a few."""


class Pulse:
    """The beats that this process gives, and what it hears of the others'."""

    def __init__(self, queue: Huey) -> None:
        self._queue = queue
        self._own: set[int] = set()
        self._lock = threading.Lock()

    @contextmanager
    def of(self, job_id: int) -> Iterator[None]:
        """Beat for a job while the block runs, from before it begins."""
        self._beat(job_id)
        with self._lock:
            self._own.add(job_id)
        try:
            yield
        finally:
            with self._lock:
                self._own.discard(job_id)
                self._queue.delete(_key(job_id))

    def beat(self) -> None:
        """One beat for each job that this process is at."""
        with self._lock:
            for job_id in self._own:
                self._beat(job_id)

    def is_silent(self, job_id: int, *, began: bool) -> bool:
        """True when whoever took up the job is gone. One that `began` has a beat, or its process did not live."""
        beat = self._queue.get(_key(job_id), peek=True)
        return began if beat is None else now().timestamp() - beat > SILENT

    def forget(self, job_ids: Iterable[int]) -> None:
        """Throw away the last beats of jobs that are over."""
        for job_id in job_ids:
            self._queue.delete(_key(job_id))

    def keep(self, look: Callable[[], None]) -> None:
        """Beat for good in a thread of its own, and `look` after each time."""
        threading.Thread(target=self._go_on, args=(look,), name="pulse", daemon=True).start()

    def _go_on(self, look: Callable[[], None]) -> None:
        pause = threading.Event()
        while True:
            try:
                self.beat()
                look()
            except Exception:  # a database that is away for a moment, after which the beats must go on
                log.exception("the pulse of jobs missed a beat")
            pause.wait(BEAT)

    def _beat(self, job_id: int) -> None:
        self._queue.put(_key(job_id), now().timestamp())


def _key(job_id: int) -> str:
    return f"pulse-{job_id}"
