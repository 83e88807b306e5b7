"""Days and times as each language writes them, whatever was written before."""

from datetime import UTC, date, datetime

import pytest

from app.web.filters import clock, day, moment
from app.web.languages import speak

SUMMER = datetime(2026, 7, 1, 13, 5, 59, tzinfo=UTC)


@pytest.mark.parametrize(("code", "written"), [("en", "22 November 2026"), ("pl", "22 listopada 2026")] * 2)
def test_a_day_is_written_as_the_language_of_the_page_writes_it(app, code, written):
    with app.test_request_context():
        speak(code)
        assert day(date(2026, 11, 22)) == written


def test_a_time_is_that_of_the_schools_in_summer_and_in_winter(app):
    with app.test_request_context():
        speak("en")
        assert (clock(SUMMER), clock(SUMMER.replace(month=12))) == ("14:05", "13:05")
        assert moment(SUMMER.replace(hour=23, minute=30)) == "2 July 2026, 00:30"


def test_no_moment_is_written_as_nothing(app):
    with app.test_request_context():
        assert (day(None), clock(None), moment(None)) == ("", "", "")
