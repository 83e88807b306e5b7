"""Long work outside the request: a row tells how far it is, a queue hands it to a thread of this process.

The queue is huey on a SQLite file of its own (or on the application's PostgreSQL), signed, and carries only the id of
the row. Kinds of work register themselves: `@jobs.kind("apply import")`.
"""

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import Flask, current_app, request
from huey import Huey, PostgresHuey, SqliteHuey
from huey.api import TaskWrapper
from huey.consumer import Consumer
from huey.serializer import SignedSerializer
from sqlalchemy import CheckConstraint, ForeignKey, String, select, update
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base, UtcDateTime, db, now, reading
from app.web.languages import _, later
from app.web.pulse import Pulse

log = logging.getLogger("lateral")
_kinds: dict[str, Callable[["Task"], str]] = {}
_done: dict[int, int] = {}
_starting = threading.Lock()

UNDER_WAY = ("queued", "running")
CUT_OFF = str(later("The work was cut off. Nothing of it was saved. Start it again."))
FAULT = str(later("Something went wrong on our side. Nothing was half-saved. Try again."))
"""Kept in English with the job, and said in the language of whoever asks for it."""


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
    def n_so_far(self) -> int:
        """How far it is at this moment."""
        return max(self.n_done, _done.get(self.id, 0))

    @property
    def told(self) -> str:
        """What came of it, in the language of the page."""
        return _(self.sentence) if self.sentence else ""

    @property
    def is_over(self) -> bool:
        """True when nothing more will happen."""
        return self.state in ("done", "failed")


@dataclass(frozen=True)
class Task:
    """What a job's work is told: plain ids, so that it begins with no transaction open."""

    job_id: int
    subject_id: int | None
    person_id: int | None

    def progress(self, n_done: int) -> None:
        """Tell how far the work is, while its own transaction may be open.

        On SQLite, with its one process and one writer, the count stays in memory; elsewhere it is written aside.
        """
        _done[self.job_id] = n_done
        if db.engine.dialect.name != "sqlite":
            with db.engine.begin() as connection:
                connection.execute(update(Job).where(Job.id == self.job_id).values(n_done=n_done))


class _QuietConsumer(Consumer):
    """A consumer inside the web process: the server keeps the signal handlers."""

    def _set_signal_handlers(self) -> None:
        return


def init_app(app: Flask) -> None:
    """Prepare the queue; it opens, and its thread starts, with the first request or job of a serving process."""
    app.extensions["lateral_jobs"] = None
    if not app.config["SETTINGS"].testing:
        app.before_request(_wake)


def _queue() -> tuple[Huey, TaskWrapper]:
    with _starting:
        if current_app.extensions["lateral_jobs"] is None:
            current_app.extensions["lateral_jobs"] = _open_queue(current_app._get_current_object())  # type: ignore[attr-defined]
    return current_app.extensions["lateral_jobs"]


def _open_queue(app: Flask) -> tuple[Huey, TaskWrapper]:
    settings = app.config["SETTINGS"]
    serializer = SignedSerializer(secret=settings.secret_key, salt="jobs")
    queue: Huey
    if settings.on_sqlite or settings.testing:
        queue = SqliteHuey("jobs", filename=str(settings.data_dir / "jobs.db"), serializer=serializer)
    else:
        queue = _postgres_queue(settings.database_url.replace("+psycopg", ""), serializer)
    queue.immediate = settings.testing
    pulse = app.extensions["lateral_pulse"] = Pulse(queue)

    @queue.task(name="perform")
    def perform(job_id: int) -> None:
        with pulse.of(job_id), app.app_context():
            _perform(job_id)

    def look() -> None:
        with app.app_context():
            fail_cut_off()

    if not queue.immediate:
        consumer = _QuietConsumer(queue, workers=1, periodic=False, initial_delay=0.05, max_delay=0.5)
        consumer.start()
        app.extensions["lateral_consumer"] = consumer
        pulse.keep(look)
    return queue, perform


def _postgres_queue(address: str, serializer: SignedSerializer) -> Huey:
    from psycopg.errors import UniqueViolation

    try:
        return PostgresHuey("jobs", dsn=address, serializer=serializer)
    except UniqueViolation:  # another worker was making the queue's tables at this very moment: now they are there
        return PostgresHuey("jobs", dsn=address, serializer=serializer)


def is_asleep(app: Flask) -> bool:
    """True until a request has taken the queue up."""
    return app.extensions["lateral_jobs"] is None and not app.config["SETTINGS"].testing


def _wake() -> None:
    """Take up work that an earlier process left in the queue, and see to what was cut off in the middle."""
    if current_app.extensions["lateral_jobs"] is None and request.endpoint not in ("static", "pages.healthz"):
        _queue()


def fail_cut_off() -> None:
    """Say of each job whose process is gone that it was cut off: the queue gave it away, and won't a second time."""
    pulse: Pulse = current_app.extensions["lateral_pulse"]
    with reading():
        under_way = db.session.execute(select(Job.id, Job.state).where(Job.state.in_(UNDER_WAY))).all()
    gone = [job_id for job_id, state in under_way if pulse.is_silent(job_id, began=state == "running")]
    if gone:
        with db.engine.begin() as connection:
            connection.execute(
                update(Job)
                .where(Job.id.in_(gone), Job.state.in_(UNDER_WAY))
                .values(state="failed", sentence=CUT_OFF, finished_at=now())
            )
        pulse.forget(gone)


def kind(name: str) -> Callable[[Callable[[Task], str]], Callable[[Task], str]]:
    """Register a function that does the work of a job and returns the sentence to show when it is done.

    It reads under `db.reading()` for as long as it can: a writing transaction on SQLite keeps everybody else waiting.
    What it writes is committed with the job's end, or not at all.
    """

    def decorate(work: Callable[[Task], str]) -> Callable[[Task], str]:
        _kinds[name] = work
        return work

    return decorate


def last_of(name: str, subject_id: int) -> Job | None:
    """The last job of the kind that does something for the subject, or did."""
    mine = select(Job).where(Job.kind == name, Job.subject_id == subject_id)
    return db.session.scalar(mine.order_by(Job.id.desc()).limit(1))


def enqueue(
    name: str,
    *,
    subject_id: int | None = None,
    person_id: int | None = None,
    n_total: int = 0,
    after: timedelta | None = None,
) -> Job:
    """Commit a job's row (with whatever the session holds) and hand it over, to be done at once or `after` a while."""
    job = Job(kind=name, subject_id=subject_id, person_id=person_id, n_total=n_total)
    db.session.add(job)
    db.session.flush()
    job_id = job.id  # read after the commit it would open a transaction, and keep the job's own waiting
    db.session.commit()
    perform = _queue()[1]
    if after:
        perform.schedule(args=(job_id,), delay=after.total_seconds())
    else:
        perform(job_id)
    db.session.refresh(job)
    return job


def _perform(job_id: int) -> None:
    job = db.session.get(Job, job_id)
    if job is None or job.is_over:
        return
    work, task = _kinds[job.kind], Task(job.id, job.subject_id, job.person_id)
    job.state = "running"
    db.session.commit()
    try:
        sentence, state = work(task), "done"
    except Exception:
        log.exception("job %s failed", job_id)
        db.session.rollback()
        sentence, state = FAULT, "failed"
    job = db.session.get_one(Job, job_id, populate_existing=True, with_for_update=True)
    if job.is_over:  # it was silent for long, and others have been told that nothing was saved: so be it
        db.session.rollback()
        return
    job.state, job.sentence, job.finished_at = state, sentence, now()
    job.n_done = job.n_total if state == "done" else job.n_so_far
    db.session.commit()
    _done.pop(job_id, None)
