"""A disk that is really full: the database, the server's log and its other files, on a small one without a byte free.

Where a test may not mount one, `test_database_trouble` alone has files that may not grow, and this is skipped.
"""

import os
import shutil
import subprocess

import pytest

from tests.faults.conftest import tried
from tests.faults.journal import everything_broken
from tests.faults.pupil import Patience, Tab
from tests.faults.server import serving
from tests.faults.test_database_trouble import answer, check_refusals
from tests.faults.wire import Wire

SIZE = "16m"
TURNS, REFUSED_EACH_TIME = tried(2, 20), 5
MOST_THAT_STILL_FIT = 5_000
"""Answers go into what the database's log has room for already, at most a few megabytes."""


@pytest.fixture
def small_disk(request, tmp_path):
    if request.config.getoption("--database") != "sqlite":
        pytest.skip("PostgreSQL keeps its disk itself")
    disk = tmp_path / "disk"
    disk.mkdir()
    words = ["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", str(disk)]
    mounted = os.geteuid() == 0 and subprocess.run(words, capture_output=True, check=False).returncode == 0
    if not mounted:
        pytest.skip("no disk may be mounted here: a limit on the size of files stood in for a full one")
    yield disk
    subprocess.run(["umount", "--lazy", str(disk)], check=True)


@pytest.fixture
def address(small_disk, empty):
    return f"sqlite:///{shutil.copy(empty, small_disk / 'troubled.db')}"


def fill(disk) -> None:
    """Leave no byte free."""
    with (disk / "ballast").open("ab", buffering=0) as ballast:
        for size in (1 << 16, 1 << 8, 1):
            try:
                while ballast.write(b"x" * size) == size:
                    pass
            except OSError:
                continue


def test_what_a_full_disk_has_no_room_for_is_not_acknowledged(small_disk, class_of, instrument, address, figure):
    """Pages can still be read, and when there is room again Lateral goes on by itself."""
    lesson, n_fitted = class_of(1), 0
    with serving(small_disk, address) as server:
        tab = Tab(Wire(server.port, timeout=120), lesson.journals[0], patience=Patience(first=0.05, longest=1.0))
        tab.come_in(lesson.class_code, lesson.codes[0])
        tab.take_up()
        for turn in range(TURNS):
            fill(small_disk)
            while answer(tab, turn + n_fitted):
                n_fitted += 1
                assert n_fitted < MOST_THAT_STILL_FIT, "the disk is never full"
            assert not any([answer(tab, number) for number in range(REFUSED_EACH_TIME)])
            assert tab.insist("GET", "/answer/review").status == 200
            assert everything_broken(lesson.journals, instrument) == []
            (small_disk / "ballast").unlink()
            tab.drain()
        check_refusals(tab.refusals)
        tab.finish()
    assert everything_broken(lesson.journals, instrument) == []
    figure("answers sent to a full disk of 16 MB", len(tab.refusals), f"{TURNS} times full, 0 acknowledged, 0 lost")
