"""Requests that are late, doubled, lost or overtaken by others: what the pupil chose last stands."""

import random
import time
from itertools import permutations

from tests.faults.conftest import LONG, tried
from tests.faults.crowd import answering, wait_for_answers, wait_until_all_are_in
from tests.faults.journal import everything_broken
from tests.faults.proxy import Weather, between
from tests.faults.pupil import Patience, Tab
from tests.faults.server import serving
from tests.faults.wire import Wire

SCALE = 1 / 10 if LONG else 1 / 30
LONGEST_DELAY, TIMEOUT = 30 * SCALE, 20 * SCALE
"""Seconds. A third of the requests arrive when their sender has given them up and sent them again.

Thirty pupils on a busy machine need a second or two for an answer that nothing delays.
"""
DROPPED, ONCE, DOUBLED = 0, 1, 2


def test_requests_that_come_half_a_minute_late_change_nothing(class_of, instrument, address, tmp_path, figure):
    """Few questions and many changes of mind, so that old answers arrive when newer ones stand."""
    lesson, chance = class_of(tried(6, 30)), random.Random(3)
    wanted = tried(100, 1_500)
    patience = Patience(first=1 * SCALE, longest=30 * SCALE)
    with serving(tmp_path, address) as server, between(server.port) as network:
        options = {"patience": patience, "timeout": TIMEOUT, "n_questions": 3}
        with answering(network.port, lesson, **options) as pupils:
            wait_until_all_are_in(pupils)
            network.weather = lambda: Weather(delay=chance.uniform(0, LONGEST_DELAY), double=chance.random() < 0.1)
            wait_for_answers(pupils, more=wanted, seconds=600 + wanted)
            network.weather = Weather
        time.sleep(LONGEST_DELAY + 1)
    assert network.happened["delivered to nobody"] > len(pupils), "no request was late, so nothing was tried"
    assert everything_broken(lesson.journals, instrument) == []
    late = network.happened["delivered to nobody"]
    figure("requests delayed up to 30 s", network.happened["delivered"], f"{late:,} after their sender gave up; 0 lost")


def test_six_writes_in_every_order_each_lost_once_or_doubled(class_of, instrument, address, tmp_path, figure):
    """Two questions are changed three times each. The highest number that arrived stands, in every order."""
    (lesson, times, chance) = class_of(1), tried(1, 4), random.Random(5)
    with serving(tmp_path, address) as server:
        tab = Tab(Wire(server.port, keep=True), lesson.journals[0])
        tab.come_in(lesson.class_code, lesson.codes[0])
        tab.take_up()
        for order in list(permutations(range(6))) * times:
            fates = [chance.choice((DROPPED, ONCE, DOUBLED)) for _ in order]
            send_in_order(tab, order, fates, chance)
        tab.sender.close()
    assert everything_broken(lesson.journals, instrument) == []
    figure("orders of six writes, each lost, once or doubled", 720 * times, "the newest that arrived stood each time")


def send_in_order(tab, order, fates, chance) -> None:
    for number in range(6):
        tab.choose(number % 2, chance.choice("12345"))
    entries, tab.storage.queue = tab.storage.queue, []
    standing: dict[int, tuple[int, str]] = {}
    for number in order:
        question, code, seq, write_id = entries[number]
        for _ in range(fates[number]):
            tab.notes.send(write_id, question, code, lease=tab.lease, seq=seq)
            said = tab.insist("POST", "/answer/writes", tab.form(entries[number])).json
            tab.notes.acknowledge(write_id, "saved")
            standing[question] = max(standing.get(question, (0, "")), (seq, code))
            assert (said["seq"], said["stored"]) == standing[question], (order, fates)
