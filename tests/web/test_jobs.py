"""Long work outside the request."""

import pytest

from app.schools.models import Partnership
from app.web import jobs
from tests import factories as make


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
