"""Who has a session, and who is not kept waiting for one."""

import pytest
from flask import session
from flask.sessions import NullSession


@pytest.mark.parametrize(
    ("path", "has_session"),
    [("/", True), ("/answers-of-mine", True), ("/answer", False), ("/answer/", False), ("/answer/questions/1", False)],
)
def test_only_pupils_pages_do_without_a_session(app, path, has_session):
    with app.test_request_context(path):
        assert isinstance(session._get_current_object(), NullSession) is not has_session


def test_a_pupils_page_leaves_a_teachers_session_as_it_is(app):
    browser = app.test_client()
    with browser.session_transaction() as teacher:
        teacher["kept"] = "yes"
    assert browser.get("/answer").status_code == 200
    with browser.session_transaction() as teacher:
        assert teacher["kept"] == "yes"
