"""A busy database, a full or failing disk: nothing is acknowledged that is not stored, and all heals by itself."""

import os
import resource
import signal
import sqlite3
import subprocess
import time
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from tests.faults import trace
from tests.faults.conftest import tried
from tests.faults.crowd import answering, n_acknowledged, wait_for_answers, wait_until, wait_until_all_are_in
from tests.faults.journal import everything_broken
from tests.faults.pupil import SAVE, Patience, Tab
from tests.faults.server import serving
from tests.faults.wire import Wire

PUPILS = tried(6, 30)
BUSY_SECONDS = tried(6, 30)
MOST_SECONDS_TO_RETRY = 5
PATIENT = Patience(first=0.05, longest=1.0, altogether=300)


@pytest.fixture(autouse=True)
def _on_sqlite(request):
    if request.config.getoption("--database") != "sqlite":
        pytest.skip("PostgreSQL keeps its disk and its locks itself")


def path_of(address: str) -> Path:
    return Path(address.removeprefix("sqlite:///"))


def check_refusals(refusals) -> None:
    """Each said calmly what is the matter, and when to come again."""
    assert refusals, "nobody was refused, so nothing was tried"
    assert {reply.status for reply in refusals} == {503}
    assert all(1 <= int(reply.retry_after) <= MOST_SECONDS_TO_RETRY for reply in refusals)
    assert all("try again" in reply.text and "Traceback" not in reply.text for reply in refusals)


def test_a_database_held_by_another_process_costs_only_time(class_of, instrument, address, tmp_path, figure):
    lesson = class_of(PUPILS)
    with serving(tmp_path, address) as server:
        with answering(server.port, lesson, patience=PATIENT, timeout=120) as pupils:
            wait_until_all_are_in(pupils)
            with closing(sqlite3.connect(path_of(address), isolation_level=None, timeout=300)) as other:
                other.execute("begin immediate")
                held = n_acknowledged(pupils)
                time.sleep(BUSY_SECONDS)
                assert n_acknowledged(pupils) <= held + PUPILS, "answers were acknowledged that could not be stored"
                other.execute("rollback")
            wait_for_answers(pupils, more=PUPILS, seconds=300)
        refusals = [reply for pupil in pupils for reply in pupil.tab.refusals]
    if BUSY_SECONDS > 10:
        check_refusals(refusals)
    assert everything_broken(lesson.journals, instrument) == []
    figure("seconds of a database held by another process", BUSY_SECONDS, f"{len(refusals)} told to wait, 0 lost")


@pytest.fixture
def tab(class_of, address, tmp_path):
    """A pupil in the midst of a lesson. `tab.server` and `tab.lesson` are at hand."""
    lesson = class_of(1)
    with serving(tmp_path, address) as server:
        pupil = Tab(Wire(server.port, timeout=120), lesson.journals[0], patience=PATIENT)
        pupil.come_in(lesson.class_code, lesson.codes[0])
        pupil.take_up()
        pupil.server, pupil.lesson = server, lesson
        yield pupil


def answer(tab, number: int) -> bool:
    """Choose one more answer and try the first of the queue, once."""
    tab.choose(number % 45, "12345"[number % 5])
    return tab.deliver()


@contextmanager
def no_room(tab, address):
    """From now on no file may grow: each process is told that it is too big, as by a full disk."""
    size = path_of(address).with_name(f"{path_of(address).name}-wal").stat().st_size
    processes = [tab.server.group, *tab.server.workers()]
    for pid in processes:
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))
    try:
        yield
    finally:
        for pid in processes:
            resource.prlimit(pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))


@contextmanager
def failing_sync(tab, address):
    """From now on every sync to the disk fails with an error of input and output."""
    if trace.STRACE is None:
        sentence = "strace is not installed, so no failing disk was tried: apt-get install strace"
        (pytest.fail if os.environ.get("CI") else pytest.skip)(sentence)
    workers = [f"--attach={pid}" for pid in tab.server.workers()]
    words = [trace.STRACE, "-f", "-qq", "-o", "/dev/null", *workers, "-e", "inject=fsync,fdatasync:error=EIO"]
    with subprocess.Popen(words) as tracer:
        wait_until(lambda: is_traced(tab.server.workers(), by=tracer), lambda: "strace does not attach", seconds=300)
        try:
            yield
        finally:
            tracer.send_signal(signal.SIGINT)
            tracer.wait(300)


def is_traced(workers: list[int], *, by: "subprocess.Popen[bytes]") -> bool:
    """True once every thread of theirs is."""
    assert by.poll() is None, "strace may not attach here"
    threads = [thread for worker in workers for thread in Path(f"/proc/{worker}/task").iterdir()]
    try:
        return all(f"TracerPid:\t{by.pid}\n" in (thread / "status").read_text() for thread in threads)
    except (FileNotFoundError, ProcessLookupError):
        return False  # one has just ended, as idle ones do


@pytest.mark.parametrize("trouble", [no_room, failing_sync])
def test_what_the_disk_does_not_take_is_not_acknowledged(tab, instrument, address, trouble, figure):
    """Pages can still be read, and when the disk works again so does Lateral, without a new start."""
    assert all([answer(tab, number) for number in range(5)])
    with trouble(tab, address):
        assert not any([answer(tab, number) for number in range(5, 5 + tried(4, 30))])
        assert tab.insist("GET", "/answer/review").status == 200
    check_refusals(tab.refusals)
    tab.drain()
    tab.choose(0, "5")
    assert tab.insist("POST", SAVE, {**tab.form(tab.storage.queue[0]), "lease": "999"}, wanted=400).is_whole
    tab.finish()
    assert everything_broken(tab.lesson.journals, instrument) == []
    figure(f"answers sent while the disk had {trouble.__name__.replace('_', ' ')}", len(tab.refusals), "0 acknowledged")
