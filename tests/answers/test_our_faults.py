"""A fault of ours is told to a pupil as a refusal is: on a page of theirs, in their language, with a way back."""

import pytest
from sqlalchemy.exc import IntegrityError

from app.answers import journal, queries
from app.db import db as database
from tests.answers.test_foot import STARTS, addresses


def raising(error):
    def fail(*_args, **_more):
        raise error

    return fail


@pytest.fixture(params=["of ours", "of the rows", "of the driver"])
def fault(request, db):
    """An error, and the status that it is told with."""
    of_the_driver = database.engine.dialect.loaded_dbapi.OperationalError("the connection is lost")
    return {
        "of ours": (RuntimeError("secret"), 500),
        "of the rows": (IntegrityError("insert", {}, Exception("secret")), 500),
        "of the driver": (of_the_driver, 503),
    }[request.param]


def test_a_page_that_fails_is_a_pupils_page_and_leads_back_to_the_codes(client, seat, monkeypatch, fault):
    seat.begin()
    error, status = fault
    monkeypatch.setattr(queries, "find_standing", raising(error))
    page = client.page("/answer/questions/1", status=status)
    assert page.links["Enter codes"] == "/answer"
    assert page.find("details", id="help") is not None
    assert [one for one in addresses(page) if not one.startswith(STARTS)] == [], "no link leads away"
    assert "again" in page.text
    assert "secret" not in page.text


def test_the_script_hears_of_it_and_may_try_again(seat, monkeypatch, fault):
    error, status = fault
    choice = seat.begin().hidden | {"question": 1, "answer": "3", "seq": 1, "write": "one"}
    monkeypatch.setattr(journal, "save", raising(error))
    reply = seat.client.post("/answer/writes", data=choice)
    assert reply.status_code == status
    assert reply.json["sentence"]
    assert "secret" not in reply.text
