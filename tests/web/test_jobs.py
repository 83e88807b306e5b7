"""Long work outside the request."""

import subprocess
import sys
import time
from pathlib import Path

import pytest

from app.db import reading
from app.schools.models import Partnership
from app.web import jobs, pulse
from app.web.jobs import Job
from tests import factories as make
from tests.faults.server import environment_of

ROOT = Path(__file__).parents[2]
WORKER = """
import sys, time
from app.db import db
from app.db import reading
from app.schools.models import Partnership
from app.web import jobs, pulse
from wsgi import app
pulse.BEAT, pulse.SILENT = 0.1, 6.0

def hang(task):
    db.session.add(Partnership(name="Half"))
    db.session.flush()
    print("busy", flush=True)
    time.sleep(600)

jobs.kind("hang")(hang)
with app.app_context():
    if sys.argv[1] == "work":
        jobs.enqueue("hang")
        db.session.remove()
    else:
        jobs._queue()
    time.sleep(600)
"""
"""A process with a queue: told to `work` it hands itself a job that never ends; else it only looks after others'."""


@pytest.fixture
def work(monkeypatch):
    """Register work for one test."""
    monkeypatch.setattr(jobs, "_kinds", {})
    return jobs.kind


def test_a_job_tells_how_it_ended(db, work):
    @work("count")
    def count(task):
        task.progress(2)
        return f"Counted {task.subject_id}."

    person = make.a_person()
    job = jobs.enqueue("count", subject_id=7, person_id=person.id, n_total=3)
    assert (job.state, job.sentence, job.n_done, job.person_id) == ("done", "Counted 7.", 3, person.id)
    assert job.is_over
    assert job.finished_at


def test_a_job_that_fails_says_so_and_keeps_nothing(db, work):
    @work("break")
    def break_off(task):
        db.session.add(Partnership(name="Half"))
        db.session.flush()
        task.progress(1)
        raise ValueError("secret detail")

    job = jobs.enqueue("break", n_total=3)
    assert job.state == "failed"
    assert "Nothing was half-saved" in job.sentence
    assert "secret" not in job.sentence
    assert db.session.query(Partnership).count() == 0


def test_what_the_session_held_is_kept_with_the_job(db, work):
    @work("look")
    def look(task):
        return f"{db.session.query(Partnership).count()} there"

    db.session.add(Partnership(name="Held"))
    assert jobs.enqueue("look").sentence == "1 there"


def test_a_job_that_is_over_is_not_done_again(app, db, work):
    done = []
    work("once")(lambda task: done.append(task.job_id) or "Done.")
    job = jobs.enqueue("once")
    jobs._perform(job.id)
    jobs._perform(999_999)
    assert done == [job.id]


@pytest.fixture
def job_under_way(db):
    """A job that some process has taken up."""
    jobs._queue()
    job = Job(kind="import", state="running")
    db.session.add(job)
    db.session.commit()
    return job


def state_of(db, job):
    db.session.expire_all()
    with reading():
        return job.state, job.sentence


def test_a_job_whose_process_beats_goes_on(app, db, job_under_way):
    with app.extensions["lateral_pulse"].of(job_under_way.id):
        jobs.fail_cut_off()
        assert state_of(db, job_under_way) == ("running", "")


@pytest.mark.parametrize("state", ["queued", "running"])
def test_a_job_whose_process_fell_silent_is_failed_with_a_sentence(app, db, job_under_way, monkeypatch, state):
    job_under_way.state = state
    db.session.commit()
    monkeypatch.setattr(pulse, "SILENT", -1.0)
    with app.extensions["lateral_pulse"].of(job_under_way.id):
        jobs.fail_cut_off()
    state, sentence = state_of(db, job_under_way)
    assert state == "failed"
    assert sentence == "The work was cut off. Nothing of it was saved. Start it again."
    assert job_under_way.finished_at


def test_a_job_that_began_and_has_no_beat_was_left_by_a_process_that_is_gone(db, job_under_way):
    jobs.fail_cut_off()
    assert state_of(db, job_under_way)[0] == "failed"


def test_a_job_that_waits_for_its_turn_is_not_cut_off(db, job_under_way):
    job_under_way.state = "queued"
    db.session.commit()
    jobs.fail_cut_off()
    assert state_of(db, job_under_way)[0] == "queued"


def test_a_job_that_was_given_up_saves_nothing_when_it_comes_back(db, work):
    @work("sleep")
    def sleep(task):
        job = db.session.get(Job, task.job_id)
        job.state, job.sentence = "failed", jobs.CUT_OFF
        db.session.commit()
        db.session.add(Partnership(name="Late"))
        return "Done."

    assert jobs.enqueue("sleep").state == "failed"
    assert db.session.query(Partnership).count() == 0


@pytest.mark.skipif(sys.platform == "win32", reason="nothing ends a process there as kill -9 does")
def test_a_job_that_was_killed_is_failed_by_another_process(db, database_url, tmp_path):
    environment = environment_of(tmp_path, database_url)

    def begin(what):
        command = [sys.executable, "-c", WORKER, what]
        return subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)

    with begin("work") as worker:
        try:
            assert worker.stdout.readline() == "busy\n"
            with begin("look") as other:  # not before: it would take the job as gladly
                try:
                    time.sleep(7)  # longer than anybody may be silent
                    with reading():
                        job = db.session.query(Job).one()
                    assert state_of(db, job)[0] == "running", "its process lives"
                    worker.kill()
                    wait_until(lambda: state_of(db, job) == ("failed", jobs.CUT_OFF))
                    assert db.session.query(Partnership).count() == 0
                finally:
                    other.kill()
        finally:
            worker.kill()


def wait_until(happened, seconds=300):
    until = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < until
        time.sleep(0.1)
