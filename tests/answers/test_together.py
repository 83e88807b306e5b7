"""Writes that share a commit: each is told only what became of its own, and one that fails takes no other along."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import event, text

from app.answers.together import Queue
from app.db import db as database

CROWD = 12


@pytest.fixture
def table(app, db):
    with database.engine.begin() as connection:
        connection.execute(text("create table told (number integer primary key)"))
    yield
    with database.engine.begin() as connection:
        connection.execute(text("drop table told"))


def insertion(number):
    def work(connection):
        connection.execute(text("insert into told values (:number)"), {"number": number})
        return number

    return work


def all_at_once(queue, numbers):
    """Everybody comes while the first holds the turn; gives each one's result or error, in the order of `numbers`."""
    entered, go_on = threading.Event(), threading.Event()

    def first(_connection):
        entered.set()
        assert go_on.wait(10)
        return "first"

    def one(number):
        try:
            return queue.run(insertion(number))
        except Exception as error:
            return type(error).__name__

    with ThreadPoolExecutor(len(numbers) + 1) as pool:
        holder = pool.submit(queue.run, first)
        assert entered.wait(10)
        waiting = [pool.submit(one, number) for number in numbers]
        while len(queue._waiting) < len(numbers):
            pass
        go_on.set()
        assert holder.result() == "first"
        return [each.result() for each in waiting]


def told():
    with database.engine.connect() as connection:
        return sorted(connection.execute(text("select number from told")).scalars())


def test_those_who_wait_share_one_commit(table):
    commits = []
    note = lambda connection: commits.append(connection)  # noqa: E731
    event.listen(database.engine, "commit", note)
    try:
        assert all_at_once(Queue(database.engine), list(range(CROWD))) == list(range(CROWD))
    finally:
        event.remove(database.engine, "commit", note)
    assert told() == list(range(CROWD))
    assert len(commits) == 2, "one for the first, one for all who came meanwhile"


def test_one_that_fails_is_told_so_and_the_others_are_kept(table):
    numbers = [1, 2, 2, 3]
    outcome = all_at_once(Queue(database.engine), numbers)
    assert sorted(map(str, outcome)) == ["1", "2", "3", "IntegrityError"]
    assert told() == [1, 2, 3]


def test_when_the_commit_fails_nobody_is_told_that_it_went_well(table):
    def fail(_connection):
        raise OSError("the disk is full")

    event.listen(database.engine, "commit", fail)
    try:
        queue = Queue(database.engine)
        with pytest.raises(OSError, match="full"):
            queue.run(insertion(1))
    finally:
        event.remove(database.engine, "commit", fail)
    assert told() == []
    assert queue.run(insertion(2)) == 2, "the queue goes on"
