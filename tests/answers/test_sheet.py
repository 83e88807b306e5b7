"""The sheet: every statement's screen at once, the same for everybody, and nothing of the pupil in it."""

import gzip
import re

import pytest

from app.answers import seqs
from tests.answers.conftest import Seat

SCREEN = re.compile(r'<template data-number="(\d+)">(.*?)</template>', re.DOTALL)


@pytest.fixture
def sheet(seat):
    """The sheet of a pupil who has answered something."""
    seat.begin()
    seat.write(1, "3", seq=1)
    return seat.client.get("/answer/sheet")


def test_it_has_every_statement_as_its_page_shows_it(seat, sheet):
    screens = dict(SCREEN.findall(sheet.text))
    assert list(screens) == [str(number) for number in range(1, 46)]
    for number in (2, 45):
        assert screens[str(number)].strip() in seat.client.get(f"/answer/questions/{number}").text


def test_nothing_of_the_pupil_is_in_it(seat, sheet):
    assert "checked" not in sheet.text
    assert "csrf_token" not in sheet.text
    assert "lease" not in sheet.text


def test_everybody_gets_the_same_bytes(seat, sheet, lesson, browser_of):
    other = Seat(browser_of(), lesson, pupil=1).begin()
    assert other.client.get("/answer/sheet").data == sheet.data


def test_it_comes_compressed_to_whoever_can_read_that(seat, sheet):
    small = seat.client.get("/answer/sheet", headers={"Accept-Encoding": "gzip, br"})
    assert small.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(small.data) == sheet.data
    assert len(small.data) < 10_000
    assert "Content-Encoding" not in sheet.headers
    for reply in (small, sheet):
        assert "Accept-Encoding" in reply.headers["Vary"]
        assert reply.headers["Cache-Control"] == "no-store"


def test_whoever_has_not_come_in_gets_none(client, lesson):
    client.page("/answer")
    assert client.get("/answer/sheet").status_code == 410


def test_numbers_are_kept_one_beside_the_other():
    text = ""
    assert (seqs.at(text, 2), seqs.highest(text)) == (0, 0)
    for position, seq in ((2, 7), (0, seqs.MOST), (2, 12)):
        text = seqs.put(text, position, seq, n_questions=3)
    assert [seqs.at(text, position) for position in range(3)] == [99_999, 0, 12]
    assert seqs.highest(text) == 99_999
    assert len(text) == 3 * seqs.WIDTH
