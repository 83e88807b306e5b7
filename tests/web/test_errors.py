"""Answers to what nobody should have asked."""

import pytest


@pytest.mark.parametrize("path", ["/", "/healthz", "/answer", "/no-such-page"])
def test_a_name_that_is_not_ours_is_refused_in_words(app, path):
    reply = app.test_client().get(path, headers={"Host": "elsewhere.example"})
    assert reply.status_code == 400
    assert "TRUSTED_HOSTS" in reply.text
    assert "elsewhere" not in reply.text
