"""Fifty equal requests in one moment are one answer; fifty different ones leave the newest."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.faults.conftest import tried
from tests.faults.journal import everything_broken
from tests.faults.pupil import SAVE, Tab
from tests.faults.server import serving
from tests.faults.wire import Wire

AT_ONCE = 50


@pytest.fixture
def tab(class_of, address, tmp_path):
    lesson = class_of(1)
    with serving(tmp_path, address) as server:
        pupil = Tab(Wire(server.port), lesson.journals[0])
        pupil.come_in(lesson.class_code, lesson.codes[0])
        pupil.take_up()
        yield pupil


def send_at_once(tab, entries) -> list:
    """Each from a thread and a connection of its own, let go together; refused as busy, it is sent again."""
    gate = threading.Barrier(len(entries))

    def send(entry):
        sender = Wire(tab.sender.port, timeout=60)
        sender.cookies = dict(tab.sender.cookies)
        mine = Tab(sender, tab.notes, token=tab.token, lease=tab.lease)
        gate.wait()
        return mine.insist("POST", SAVE, mine.form(entry)).json

    for question, code, seq, write_id in entries:
        tab.notes.send(write_id, question, code, lease=tab.lease, seq=seq)
    with ThreadPoolExecutor(len(entries)) as pool:
        replies = list(pool.map(send, entries))
    for entry in entries:
        tab.notes.acknowledge(entry[3], "saved")
    return replies


def test_fifty_equal_requests_are_one_answer_and_one_reply(tab, instrument, figure):
    for turn in range(tried(4, 200)):
        tab.choose(turn % 45, "12345"[turn % 5])
        entry = tab.storage.queue.pop()
        replies = send_at_once(tab, [entry] * AT_ONCE)
        wanted = {"question": entry[0] + 1, "stored": entry[1], "seq": entry[2], "lease": tab.lease}
        assert replies == [wanted] * AT_ONCE
    assert everything_broken([tab.notes], instrument) == []
    figure("times 50 equal requests at once", tried(4, 200), "one answer, one event, one reply each time")


def test_fifty_changes_of_mind_at_once_leave_the_newest(tab, instrument, figure):
    for _ in range(tried(3, 100)):
        for number in range(AT_ONCE):
            tab.choose(0, "12345"[number % 5])
        entries, tab.storage.queue = tab.storage.queue, []
        send_at_once(tab, entries)
    assert everything_broken([tab.notes], instrument) == []
    figure("times 50 changes of one answer at once", tried(3, 100), "the newest stood each time")
