"""The bench's own arithmetic: a figure that is read wrongly is worse than none."""

import os
import subprocess
import sys

import pytest

from tests.bench import machine, pupil
from tests.bench.client import Reply, Trouble
from tests.bench.crowd import Outcome
from tests.bench.figures import Figure, Report, short


def outcome(*seconds):
    return Outcome({"save": list(seconds)}, 1, [], wall=4.0, cpu=2.0, own_cpu=0.5, answering=2.0)


def test_half_of_the_exchanges_are_within_the_median():
    assert outcome(5, 1, 4, 2, 3).quantile("save", 0.5) == 3


def test_the_95th_of_a_hundred_is_near_the_end():
    assert outcome(*range(100)).quantile("save", 0.95) == 94


def test_the_rate_counts_the_time_of_answering_only():
    assert outcome(0.1, 0.2, 0.3).per_second("save") == 1.5


@pytest.mark.parametrize(
    ("value", "target", "more_is_better", "met"),
    [(2, 3, False, True), (4, 3, False, False), (4, 3, True, True), (2, 3, True, False), (2, None, False, None)],
)
def test_a_target_is_met_from_its_own_side(value, target, more_is_better, met):
    assert Figure("g", "n", value, "s", target, more_is_better).met is met


def test_the_table_has_a_column_a_database_and_names_what_was_missed(capsys):
    report = Report()
    report.add("SQLite", Figure("Start", "to the first answer", 3.456, "s", 3))
    report.add("PostgreSQL", Figure("Start", "to the first answer", 2.5, "s", 3))
    report.add("SQLite", Figure("Start", "idle", 51.23, "MB"))
    assert report.table().splitlines()[2:] == [
        "| **Start** | | | |",
        "| to the first answer | 3.46 s **missed** | 2.5 s | at most 3 s |",
        "| idle | 51.2 MB | - |  |",
    ]
    assert [(database, one.name) for database, one in report.misses] == [("SQLite", "to the first answer")]


@pytest.mark.parametrize("better", [False, True])
def test_of_three_rounds_the_figure_in_the_middle_counts_with_its_note(better):
    report = Report()
    for value in (9.0, 2.0, 1.0):
        report.add("SQLite", Figure("Polls", "alone", value, "ms", 3, better, note=f"of {value}"))
    assert report.find("SQLite", "alone") == Figure("Polls", "alone", 2.0, "ms", 3, better, note="of 2.0")
    assert len(report.table().splitlines()) == 4
    assert bool(report.misses) is better


@pytest.mark.parametrize(("value", "written"), [(12345.6, "12,346"), (45.67, "45.7"), (3.0, "3"), (0.123, "0.12")])
def test_figures_are_written_as_exactly_as_they_were_measured(value, written):
    assert short(value) == written


def test_the_processor_time_of_children_counts():
    work = "import subprocess, sys; subprocess.run([sys.executable, '-c', 'sum(range(10**7))']); input()"
    process = subprocess.Popen([sys.executable, "-c", work], stdin=subprocess.PIPE)
    assert process.stdin
    while machine.cpu_seconds(process.pid) < 0.1:
        assert process.poll() is None
    process.communicate(b"\n")


def test_this_process_has_some_memory():
    assert 5 < machine.memory_mb(os.getpid())[0] < 5000


def test_a_pupil_reads_choices_token_and_address_off_a_page(app, db):
    from flask import render_template_string

    text = (
        '<form method="post" action="/answer/questions/1" id="statement">'
        '<input type="hidden" name="csrf_token" value="abc">'
        '{% from "pupil_parts.html" import choices %}{{ choices("answer", rows, "", ()) }}</form>'
    )
    rows = [{"value": code, "text": code, "face": None} for code in "12345"]
    with app.test_request_context():
        page = Reply(200, {}, render_template_string(text, rows=rows))
    assert (pupil.action(page), pupil.token(page), pupil.choices(page)) == ("/answer/questions/1", "abc", list("12345"))


def test_a_page_without_a_form_stops_the_bench_with_what_it_said():
    with pytest.raises(Trouble, match="That did not work"):
        pupil.token(Reply(200, {}, "That did not work"))
