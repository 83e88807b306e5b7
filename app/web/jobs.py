"""Long work outside the request: a row tells how far it is, a queue hands it to a thread of this process.

The queue is huey on a SQLite file of its own (or on the application's PostgreSQL), signed, and carries only the id of
the row. Kinds of work register themselves: `@jobs.kind("apply import")`.
"""

import logging
import threading
from collections.abc import Callable
from datetime import datetime
from typing import Any

from flask import Flask, current_app
from huey import Huey, PostgresHuey, SqliteHuey
from huey.consumer import Consumer
from huey.serializer import SignedSerializer
from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base, UtcDateTime, db, now

log = logging.getLogger("lateral")
_kinds: dict[str, Callable[["Job"], str]] = {}
_starting = threading.Lock()


class Job(Base):
    """One piece of long work and how far it is."""

    __tablename__ = "jobs"
    __table_args__ = (CheckConstraint("state in ('queued', 'running', 'done', 'failed')", name="state"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[int | None]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    state: Mapped[str] = mapped_column(String(10), default="queued")
    n_done: Mapped[int] = mapped_column(default=0)
    n_total: Mapped[int] = mapped_column(default=0)
    sentence: Mapped[str] = mapped_column(String(500), default="")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    @property
    def is_over(self) -> bool:
        """True when nothing more will happen."""
        return self.state in ("done", "failed")


class _QuietConsumer(Consumer):
    """A consumer inside the web process: the server keeps the signal handlers."""

    def _set_signal_handlers(self) -> None:
        return


def init_app(app: Flask) -> None:
    """Make the queue; its threads start with the first job."""
    settings = app.config["SETTINGS"]
    serializer = SignedSerializer(secret=settings.secret_key, salt="jobs")
    queue: Huey
    if settings.on_sqlite or settings.testing:
        queue = SqliteHuey("jobs", filename=str(settings.data_dir / "jobs.db"), serializer=serializer)
    else:
        queue = PostgresHuey("jobs", dsn=settings.database_url.replace("+psycopg", ""), serializer=serializer)
    queue.immediate = settings.testing

    @queue.task(name="perform")
    def perform(job_id: int) -> None:
        with app.app_context():
            _perform(job_id)

    app.extensions["lateral_jobs"] = (queue, perform)


def kind(name: str) -> Callable[[Callable[[Job], str]], Callable[[Job], str]]:
    """Register a function that does the work of a job and returns the sentence to show when it is done."""

    def decorate(work: Callable[[Job], str]) -> Callable[[Job], str]:
        _kinds[name] = work
        return work

    return decorate


def enqueue(name: str, *, subject_id: int | None = None, person_id: int | None = None, n_total: int = 0) -> Job:
    """Commit a job's row (with whatever the session holds) and hand it over."""
    job = Job(kind=name, subject_id=subject_id, person_id=person_id, n_total=n_total)
    db.session.add(job)
    db.session.commit()
    queue, perform = current_app.extensions["lateral_jobs"]
    _ensure_consumer(queue)
    perform(job.id)
    db.session.refresh(job)
    return job


def progress(job: Job, n_done: int) -> None:
    """Tell how far the work is, durable at once, in a transaction of its own.

    On SQLite this waits for the writer, so call it before the work's own transaction writes, or between its parts.
    """
    with db.engine.begin() as connection:
        connection.execute(db.update(Job).where(Job.id == job.id).values(n_done=n_done))


def _ensure_consumer(queue: Any) -> None:
    if queue.immediate:
        return
    with _starting:
        if not current_app.extensions.get("lateral_consumer"):
            consumer = _QuietConsumer(queue, workers=1, periodic=False, initial_delay=0.05, max_delay=0.5)
            consumer.start()
            current_app.extensions["lateral_consumer"] = consumer


def _perform(job_id: int) -> None:
    job = db.session.get(Job, job_id)
    if job is None or job.is_over:
        return
    job.state = "running"
    db.session.commit()
    try:
        sentence = _kinds[job.kind](job)
    except Exception:
        log.exception("job %s (%s) failed", job_id, job.kind)
        db.session.rollback()
        job = db.session.get_one(Job, job_id)
        job.state, job.sentence = (
            "failed",
            "Something went wrong on our side. Nothing was half-saved. Try again.",
        )
    else:
        job.state, job.sentence, job.n_done = "done", sentence, job.n_total
    job.finished_at = now()
    db.session.commit()
