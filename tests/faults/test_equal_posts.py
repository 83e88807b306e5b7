"""Fifty equal requests in one moment are one answer; fifty different ones leave the newest."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from app.answers.models import Response
from app.db import db as database
from app.db import reading
from tests.faults.conftest import tried
from tests.faults.journal import everything_broken
from tests.faults.pupil import SAVE, Tab
from tests.faults.server import serving
from tests.faults.wire import Wire

AT_ONCE = 50
FINISH = "/answer/finish"


@pytest.fixture
def tab(class_of, address, tmp_path):
    lesson = class_of(1)
    with serving(tmp_path, address) as server:
        pupil = Tab(Wire(server.port), lesson.journals[0])
        pupil.come_in(lesson.class_code, lesson.codes[0])
        pupil.take_up()
        yield pupil


def at_once(tab, path, forms, *, wanted=200) -> list:
    """Each from a thread and a connection of its own, let go together; refused as busy, it is sent again."""
    gate = threading.Barrier(len(forms))

    def send(form):
        sender = Wire(tab.sender.port, timeout=120)
        sender.cookies = dict(tab.sender.cookies)
        mine = Tab(sender, tab.notes)
        gate.wait()
        return mine.insist("POST", path, form, wanted=wanted)

    with ThreadPoolExecutor(len(forms)) as pool:
        return list(pool.map(send, forms))


def send_at_once(tab, entries) -> list:
    for question, code, seq, write_id in entries:
        tab.notes.send(write_id, question, code, lease=tab.lease, seq=seq)
    replies = [reply.json for reply in at_once(tab, SAVE, [tab.form(entry) for entry in entries])]
    for entry in entries:
        tab.notes.acknowledge(entry[3], "saved")
    return replies


def test_fifty_equal_requests_are_one_answer_and_one_reply(tab, instrument, figure):
    for turn in range(tried(4, 60)):
        tab.choose(turn % 45, "12345"[turn % 5])
        entry = tab.storage.queue.pop()
        replies = send_at_once(tab, [entry] * AT_ONCE)
        wanted = {"question": entry[0] + 1, "stored": entry[1], "seq": entry[2], "lease": tab.lease}
        assert replies == [wanted] * AT_ONCE
    assert everything_broken([tab.notes], instrument) == []
    figure("times 50 equal requests at once", tried(4, 60), "one answer, one event, one reply each time")


def test_fifty_changes_of_mind_at_once_leave_the_newest(tab, instrument, figure):
    for _ in range(tried(3, 30)):
        for number in range(AT_ONCE):
            tab.choose(0, "12345"[number % 5])
        entries, tab.storage.queue = tab.storage.queue, []
        send_at_once(tab, entries)
    assert everything_broken([tab.notes], instrument) == []
    figure("times 50 changes of one answer at once", tried(3, 30), "the newest stood each time")


def finished_at(tab):
    with reading():
        return database.session.query(Response.finished_at).filter_by(pupil_id=tab.notes.pupil_id).scalar()


def test_finishing_fifty_times_at_once_is_finishing_once_and_nothing_is_written_after_it(tab, instrument, figure):
    tab.choose(0, "3")
    tab.drain()
    form = {"csrf_token": tab.token, "lease": str(tab.lease)}
    at_once(tab, FINISH, [form], wanted=303)
    moment = finished_at(tab)
    at_once(tab, FINISH, [form] * AT_ONCE, wanted=303)
    tab.notes.finish()
    assert finished_at(tab) == moment is not None
    tab.choose(0, "5")
    refused = tab.insist("POST", SAVE, tab.form(tab.storage.queue[0]), wanted=409)
    assert refused.json["error"] == "response-finished"
    assert everything_broken([tab.notes], instrument) == []
    figure("times of pressing Finish at once", AT_ONCE, "finished once, and nothing was written after it")
