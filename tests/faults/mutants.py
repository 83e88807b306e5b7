"""Faults to put into the saving code, one at a time, each with the test of faults that must find it.

A test that has never failed proves little. A copy of the program gets the fault, and the test is run there by a pytest
of its own, with a tenth of its usual tries.
"""

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from tests.faults.server import ROOT

COPIED = ("app", "migrations", "static", "surveys", "tests")
LEFT_OUT = shutil.ignore_patterns("node_modules", "browser")
NOT_PASSED_ON = ("FAULTS_FIGURES", "PYTEST_ADDOPTS", "PYTEST_CURRENT_TEST", "PYTEST_XDIST_WORKER")


@dataclass(frozen=True)
class Mutant:
    """`was` stands once in `file`, and becomes `now`. `test` fails then, and `says` (a pattern) in its report.

    Cheap ones are tried in `make check`, all in `make faults`.
    """

    name: str
    file: str
    was: str
    now: str
    test: str
    says: str
    is_cheap: bool = False

    def put_into(self, root: Path) -> None:
        path = root / self.file
        text = path.read_text(encoding="utf-8")
        assert text.count(self.was) == 1, f"{self.file} has changed, so that the fault does not fit: {self.was}"
        path.write_text(text.replace(self.was, self.now), encoding="utf-8")


COMMIT = """\
        with self._engine.begin() as connection:
            results = [job.work(connection) for job in jobs]
        for job, result in zip(jobs, results, strict=True):
            job.result, job.over = result, True
"""
COMMIT_LATER = """\
        connection = self._engine.connect()
        transaction = connection.begin()
        results = [job.work(connection) for job in jobs]
        for job, result in zip(jobs, results, strict=True):
            job.result, job.over = result, True
        threading.Timer(0.05, lambda: (transaction.commit(), connection.close())).start()
"""
JOURNAL, TOGETHER, SENDER = "app/answers/journal.py", "app/answers/together.py", "static/scripts/pupil/sender.js"
IS_LOST = "was acknowledged as saved and is lost"

MUTANTS = (
    Mutant(
        "saved is said before the commit, and the disk is full",
        TOGETHER,
        COMMIT,
        COMMIT_LATER,
        "test_database_trouble.py::test_what_the_disk_does_not_take_is_not_acknowledged[no_room]",
        r"assert not True|" + IS_LOST,
        is_cheap=True,
    ),
    Mutant(
        "saved is said before the commit, and the server is killed",
        TOGETHER,
        COMMIT,
        COMMIT_LATER,
        "test_kill.py::test_nothing_acknowledged_is_lost_or_doubled_when_the_server_is_killed",
        IS_LOST,
    ),
    Mutant(
        "a lower number overwrites a higher one",
        JOURNAL,
        "if not is_new or 0 < write.seq <= stands.seq:",
        "if not is_new:",
        "test_order.py::test_six_writes_in_every_order_each_lost_once_or_doubled",
        r"assert \(\d+, '\d'\) == \(\d+, '\d'\)",
        is_cheap=True,
    ),
    Mutant(
        "a repeat is another event",
        JOURNAL,
        "write.write_id or uuid4().hex",
        "uuid4().hex",
        "test_equal_posts.py::test_fifty_equal_requests_are_one_answer_and_one_reply",
        IS_LOST,
        is_cheap=True,
    ),
    Mutant(
        "an older window overwrites what a newer one saved",
        JOURNAL,
        "if write.lease < standing.lease:",
        "if write.lease < 0:",
        "test_tabs.py::test_no_order_of_doings_in_three_windows_loses_doubles_or_overwrites",
        "came from an older window and was taken",
    ),
    Mutant(
        "finishing a second time is refused",
        "app/answers/actions.py",
        "if _is_finished(standing, ticket):",
        "if standing is None:",
        "test_equal_posts.py::test_finishing_fifty_times_at_once_is_finishing_once_and_nothing_is_written_after_it",
        "POST /answer/finish: 409",
    ),
    Mutant(
        "the browser forgets an answer before the server has it",
        SENDER,
        "    const { status, reply } = await this.#post(this.#addresses.save,",
        "    this.#queue.remove(entry);\n    const { status, reply } = await this.#post(this.#addresses.save,",
        "test_script.py::test_ten_minutes_without_a_network_cost_no_answer",
        rf"{IS_LOST}|never sent|told\[.choices.\]",
        is_cheap=True,
    ),
    Mutant(
        "the browser sends again under another name",
        SENDER,
        "{ ...entry, lease: this.#queue.lease }",
        "{ ...entry, write: entry.write + this.#failures, lease: this.#queue.lease }",
        "test_script.py::test_ten_minutes_without_a_network_cost_no_answer",
        rf"{IS_LOST}|never sent|told\[.choices.\]",
    ),
    Mutant(
        "a commit returns before the disk has it",
        "app/db.py",
        "synchronous=full",
        "synchronous=normal",
        "test_power_loss.py::test_what_was_acknowledged_survives_a_loss_of_power",
        "assert ruins.n_broken == 0",
    ),
)


def report_of(mutant: Mutant, folder: Path) -> tuple[int, str]:
    """How pytest ended in a copy of the program that has the fault, and its report."""
    for name in COPIED:
        shutil.copytree(ROOT / name, folder / name, ignore=LEFT_OUT)
    for name in ("wsgi.py", "pyproject.toml"):
        shutil.copy(ROOT / name, folder / name)
    mutant.put_into(folder)
    environment = {name: value for name, value in os.environ.items() if name not in NOT_PASSED_ON}
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-vv", f"tests/faults/{mutant.test}"],
        cwd=folder,
        env=environment | {"FAULTS": "least"},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


def what_went_wrong(mutant: Mutant, folder: Path) -> str:
    """Nothing if the test went red for its fault; else the report of what happened instead."""
    code, report = report_of(mutant, folder)
    return "" if code == 1 and re.search(mutant.says, report) else f"pytest ended with {code}:\n{report[-6000:]}"
