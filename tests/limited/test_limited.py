"""A program that reads what strangers send gets so much and no more, and the server goes on."""

import resource
from pathlib import Path

import pytest

from app.limited import Limits, TooDemanding, ask

LIMITS = Limits(memory=64 * 1024 * 1024, processor=1, clock=300)


@pytest.fixture
def program(tmp_path):
    """Writes a program and tells where it is."""

    def write(source: str) -> Path:
        path = tmp_path / "program.py"
        path.write_text(source, encoding="utf-8")
        return path

    return write


def test_what_a_program_says_comes_back_as_it_was_said(program):
    loud = program("import sys; sys.stdout.buffer.write(sys.argv[1].encode() + sys.stdin.buffer.read()[::-1])")
    assert ask(loud, "é", data=b"\x00abc", limits=LIMITS) == "é".encode() + b"cba\x00"


def test_a_program_that_takes_much_memory_ends(program):
    with pytest.raises(TooDemanding):
        ask(program("kept = bytearray(80 << 20)"), data=b"", limits=LIMITS)


def test_a_program_may_take_what_it_is_given(program):
    ask(program("kept = bytearray(48 << 20)"), data=b"", limits=LIMITS)


def test_a_program_that_calculates_for_ever_ends(program):
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    with pytest.raises(TooDemanding):
        ask(program("while True: pass"), data=b"", limits=LIMITS)
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before < 5, "the clock ended it"


def test_a_program_that_waits_for_ever_ends(program):
    with pytest.raises(TooDemanding):
        ask(program("import time; time.sleep(60)"), data=b"", limits=Limits(memory=1 << 26, processor=5, clock=0.5))


def test_a_program_that_falls_over_is_not_believed(program):
    with pytest.raises(TooDemanding):
        ask(program("print('half', flush=True); raise SystemExit(1)"), data=b"", limits=LIMITS)


def test_no_file_can_be_written(program, tmp_path):
    kept = tmp_path / "kept"
    with pytest.raises(TooDemanding):
        ask(program(f"import pathlib; pathlib.Path({str(kept)!r}).write_text('x')"), data=b"", limits=LIMITS)
    assert not kept.exists() or kept.read_bytes() == b""


def test_pure_rooms_can_be_imported_and_the_web_is_not(program):
    told = ask(
        program("import sys, app.limited; print('flask' in sys.modules, 'sqlalchemy' in sys.modules)"),
        data=b"",
        limits=LIMITS,
    )
    assert told.split() == [b"False", b"False"]
