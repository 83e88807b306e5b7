"""What strangers send is read by a program of its own, with little memory and little time, that can write no file.

A file of a few kilobytes can ask for half a terabyte, or for an hour. When the program that reads it dies of that,
the person gets a sentence and the server goes on. Pure: nothing here knows the web or the database.
"""

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

CHILD = Path(__file__).with_name("child.py")


class TooDemanding(Exception):
    """The program wanted more than it may have, or fell over. What it said is not used."""


@dataclass(frozen=True)
class Limits:
    """What a program may take: bytes above what Python itself takes, processor seconds, seconds of the clock."""

    memory: int
    processor: float
    clock: float


def command(program: Path, *arguments: str, limits: Limits) -> list[str]:
    """The words that start a limited program."""
    given = (str(limits.memory), str(limits.processor), str(program), *arguments)
    return [sys.executable, "-I", "-B", str(CHILD), *given]


def ask(program: Path, *arguments: str, data: bytes, limits: Limits) -> bytes:
    """What a program says on standard output after reading `data`; TooDemanding when it ends badly or not in time."""
    words = command(program, *arguments, limits=limits)
    try:
        done = subprocess.run(words, input=data, capture_output=True, timeout=limits.clock, check=False)  # noqa: S603
    except subprocess.TimeoutExpired:
        raise TooDemanding from None
    if done.returncode:
        raise TooDemanding
    return done.stdout
