"""What the one renderer does with htmx's requests."""

import pytest

from app.disclosure import Undisclosed
from app.web.htmx import go_to, render, swap_target, wants_fragment
from tests.pages import HX

PAGE = {"code": 404, "title": "Title", "sentence": "Sentence.", "back": ""}


@pytest.mark.parametrize(
    ("target", "block"),
    [("section#notes", "notes"), ("notes", "notes"), ("div#live-part", "live_part"), ("", ""), ("tr#a#b", "b")],
)
def test_the_target_names_the_block(app, target, block):
    with app.test_request_context(headers={"HX-Target": target}):
        assert swap_target() == block


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({}, False),
        (HX, True),
        ({**HX, "HX-Boosted": "true"}, False),
        ({**HX, "HX-History-Restore-Request": "true"}, False),
        ({"HX-Request": "yes"}, False),
    ],
)
def test_only_a_swap_wants_a_fragment(app, headers, expected):
    with app.test_request_context(headers=headers):
        assert wants_fragment() is expected


def test_a_block_that_was_not_declared_is_never_sent_alone(app, db):
    with app.test_request_context(headers={**HX, "HX-Target": "main#main"}):
        assert "<html" in render("errors/error.html", **PAGE).get_data(as_text=True)


def test_a_declared_block_is_sent_alone_with_the_same_status(app, db):
    with app.test_request_context(headers={**HX, "HX-Target": "main#main"}):
        response = render("errors/error.html", fragments=("main",), status=404, **PAGE)
    assert b"<html" not in response.data
    assert b"Sentence." in response.data
    assert response.status_code == 404


def test_a_page_that_shows_this_version_already_gets_nothing(app, db):
    with app.test_request_context(headers={**HX, "HX-Target": "main#main", "HX-PTag": "v7"}):
        same = render("errors/error.html", fragments=("main",), version="v7", **PAGE)
        newer = render("errors/error.html", fragments=("main",), version="v8", **PAGE)
    assert (same.status_code, same.data) == (304, b"")
    assert (newer.status_code, newer.headers["HX-PTag"]) == (200, "v8")


def test_a_first_visit_is_never_told_that_nothing_changed(app, db):
    with app.test_request_context(headers={"HX-PTag": "v7"}):
        assert render("errors/error.html", version="v7", **PAGE).status_code == 200


def test_answers_say_what_they_depend_on(app, db):
    with app.test_request_context(headers={**HX, "HX-PTag": "v7"}):
        for response in (render("errors/error.html", version="v7", **PAGE), render("errors/error.html", **PAGE)):
            assert {"HX-Request", "HX-Target", "HX-Boosted", "HX-History-Restore-Request"} <= set(response.vary)


def test_raw_figures_reach_nobody(prober):
    assert prober.get("/probe/raw").status_code == 500


def test_raw_figures_are_a_fault(app, db):
    import numpy as np

    with app.test_request_context(), pytest.raises(Undisclosed):
        render("errors/error.html", **{**PAGE, "sentence": [{"deep": np.int64(3)}]})


def test_a_swap_is_led_on_by_a_header_and_a_page_by_a_redirect(app):
    with app.test_request_context(headers=HX):
        assert (go_to("/account").status_code, go_to("/account").headers["HX-Redirect"]) == (200, "/account")
    with app.test_request_context():
        assert (go_to("/account").status_code, go_to("/account").location) == (303, "/account")
