"""Files made to harm: each is refused with one sentence, within two seconds of the processor and 64 MB.

Time and memory are what the operating system says of the reading process (`wait4`): processor seconds in user and
system mode, and the most memory resident at once, less what a Python that reads an honest line has. A small process
starts it and asks, because a process begins with the peak of the one that started it.
"""

import json
import subprocess
import sys

import pytest

from app.limited import command
from app.transcripts import child
from app.transcripts.reading import LIMITS, read
from app.transcripts.refusals import REASONS, TranscriptRefused

from .hostile import ALL

SECONDS = 2.0
MEMORY = 64 * 1024  # in kilobytes, as the operating system counts
STARTER = """
import json, os, subprocess, sys
started = subprocess.Popen(sys.argv[1:], stdin=sys.stdin, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
_, status, used = os.wait4(started.pid, 0)
print(json.dumps([used.ru_utime + used.ru_stime, used.ru_maxrss]))
"""


def used(ending: str, data: bytes) -> tuple[float, int]:
    """Processor seconds and kilobytes of the process that reads this file."""
    words = [sys.executable, "-I", "-S", "-c", STARTER, *command(child.PROGRAM, ending, limits=LIMITS)]
    seconds, memory = json.loads(subprocess.run(words, input=data, capture_output=True, check=True).stdout)
    return seconds, memory


def told(name: str, data: bytes) -> str:
    """The sentence a file is refused with; nothing where it is read."""
    try:
        read(name, data)
    except TranscriptRefused as refused:
        return str(refused)
    return ""


@pytest.fixture(scope="module")
def honest() -> int:
    return used("txt", b"Ann: Hello")[1]


def test_there_are_more_than_forty_of_them():
    assert len([one for one in ALL.values() if one[2]]) >= 40


@pytest.mark.parametrize("name", ALL)
def test_a_hostile_file_is_refused_with_a_sentence_and_takes_little(name, honest):
    """Two are odd but harmless, and may be read."""
    ending, make, reasons = ALL[name]
    data = make()
    said = told(f"focus group.{ending}", data)
    assert said in [REASONS[reason] for reason in reasons.split()] or said == reasons == ""
    seconds, memory = used(ending, data)
    assert seconds < SECONDS
    assert memory - honest < MEMORY


def test_every_reason_is_one_plain_sentence_or_two():
    for sentence in REASONS.values():
        assert sentence[0].isupper()
        assert not sentence.endswith(".")
        assert len(sentence) < 120


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "x", ".", "", "a.b/c", "a.TXTX", "a.txt\x00.exe", "con.txt/", "é.𝟙"]
)
def test_a_name_without_an_ending_we_read_is_refused(name):
    with pytest.raises(TranscriptRefused) as refused:
        read(name, b"Ann: Hello")
    assert refused.value.reason == "kind"


@pytest.mark.parametrize("name", ["X.TXT", "../../x.txt", "a b.c.txt", "-rf.txt"])
def test_only_the_ending_of_a_name_counts(name):
    assert read(name, b"Ann: Hello").speakers == {"Ann": 1}
