"""Pupils answer while the server is killed again and again. What was acknowledged is there, once, in its order."""

import random
import time

from tests.faults.conftest import tried
from tests.faults.crowd import answering, wait_for_answers
from tests.faults.journal import everything_broken
from tests.faults.server import serving
from tests.faults.wire import Wire

PUPILS = tried(10, 30)
KILLS = tried(60, 1_000)


def test_nothing_acknowledged_is_lost_or_doubled_when_the_server_is_killed(
    class_of, instrument, address, tmp_path, figure
):
    """By turns one of the working processes, both, and the server with them; each time in the midst of answers."""
    lesson = class_of(PUPILS)
    chance, n_whole = random.Random(20260), 0
    with serving(tmp_path, address) as server, answering(server.port, lesson) as pupils:
        for number in range(KILLS):
            wait_for_answers(pupils)
            time.sleep(chance.uniform(0, 0.1))
            if number % 10 == 9:
                server.kill_all()
                n_whole += 1
            else:
                server.kill_worker(number % 2)
    assert sum(pupil.tab.trouble for pupil in pupils) > 0, "no kill was felt, so nothing was tried"
    assert sum(pupil.repeats for pupil in pupils) > PUPILS, "too few repeats to mean anything"
    assert sum(pupil.reloads for pupil in pupils) > 0
    assert everything_broken(lesson.journals, instrument) == []
    acknowledged = sum(journal.n_acknowledged for journal in lesson.journals)
    figure("kills of a worker or the server", KILLS, f"{acknowledged:,} answers acknowledged, 0 lost, 0 doubled")


def test_the_other_worker_answers_while_one_is_dead(class_of, address, tmp_path):
    """Before anybody has started the dead one again, everybody is served who was not just waiting for it."""
    with serving(tmp_path, address) as server:
        for number in range(tried(3, 30)):
            with server.with_a_worker_less(number % 2):
                server.wait_until_it_answers()
                for _ in range(5):
                    assert Wire(server.port).send("GET", "/answer").status == 200


def test_a_worker_that_dies_again_and_again_is_started_again_and_again(address, school, tmp_path):
    """As `flask serve` has it: one worker. Granian itself would end at the second death within 5.5 seconds."""
    with serving(tmp_path, address, workers=1) as server:
        for _ in range(6):
            server.kill_worker()
            server.wait_until_it_answers()
        assert Wire(server.port).send("GET", "/answer").status == 200
