"""The guard in front of every view."""

import pytest

from tests import factories as make


@pytest.fixture
def admin(db):
    return make.a_person("administrator")


def test_a_stranger_is_sent_to_sign_in_and_back(prober):
    response = prober.get("/probe/managed?sort=name")
    assert response.status_code == 303
    assert response.headers["Location"] == "/sign-in?next=/probe/managed?sort%3Dname"


def test_a_stranger_in_the_middle_of_a_swap_leaves_the_page(prober):
    response = prober.get("/probe/managed", headers={"HX-Request": "true", "HX-Target": "div#x"})
    assert response.status_code == 401
    assert response.headers["HX-Redirect"] == "/sign-in"


def test_a_stranger_who_posts_does_not_come_back_to_the_post(prober):
    response = prober.post("/probe/managed", data={"csrf_token": prober.token("/sign-in")})
    assert response.headers["Location"] == "/sign-in"


def test_the_view_gets_the_thing_and_not_its_id(prober, admin):
    prober.sign_in_as(admin)
    assert prober.get("/probe/mine/1").text == "Thing"


def test_hidden_and_missing_look_the_same(prober, db):
    prober.sign_in_as(make.a_person())
    hidden, missing = prober.get("/probe/mine/1"), prober.get("/probe/mine/2")
    assert hidden.status_code == missing.status_code == 404
    assert len(hidden.data) == len(missing.data)


def test_a_page_without_a_thing_is_refused_openly(prober, db):
    prober.sign_in_as(make.a_person())
    assert "Your role does not include this page" in prober.page("/probe/managed", status=403).text


def test_a_stranger_does_not_learn_what_exists(prober):
    assert prober.get("/probe/mine/1").status_code == prober.get("/probe/mine/2").status_code == 303
