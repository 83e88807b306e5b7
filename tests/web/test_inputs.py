"""Input that no feature needs to think about."""

from io import BytesIO

import pytest

from tests import factories as make


@pytest.mark.parametrize("address", ["/people/99999999999999999999", "/people/2147483648", "/people/-1", "/people/1.5"])
def test_an_id_that_fits_no_column_is_a_missing_page(client, db, address):
    client.sign_in_as(make.a_person("administrator"))
    client.page(address, status=404)


@pytest.mark.parametrize("address", ["/people?q=%00", "/people?q=a&q=%00", "/sign-in?next=%00", "/nowhere/%00"])
def test_a_text_no_database_takes_is_refused(client, db, address):
    client.sign_in_as(make.a_person("administrator"))
    client.page(address, status=400)


def test_so_is_one_in_a_form(client, db):
    client.post_form("/sign-in", {"email": "a\0b@ash.example", "password": "x"}, status=400)


def test_a_file_in_place_of_words_is_no_words(client, db):
    """And no crash: what trims words, measures them or joins them is never handed a file."""
    client.sign_in_as(make.a_person("administrator"))
    for field in ("name", "contact"):
        client.post_form("/partnerships/new", {field: (BytesIO(b"x"), "x.txt")}, status=422)


@pytest.mark.parametrize("sent", [[1], {"name": 1}, {"name": ["x"]}, "x", None])
def test_nothing_is_read_from_json(client, db, sent):
    client.sign_in_as(make.a_person("administrator"))
    headers = {"X-CSRFToken": client.token("/partnerships/new")}
    assert client.post("/partnerships/new", json=sent, headers=headers).status_code == 422
