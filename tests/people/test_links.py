"""Coming back after signing in, and the tokens of invitations."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st
from itsdangerous import URLSafeSerializer

from app.people import links
from app.people.links import local_path
from tests.conftest import SECRET

ELSEWHERE = [
    "".join(parts)
    for parts in product(
        ("", " ", "\t", "\n", "/\t", "\x01"),
        ("//", "/\\", "\\\\", "\\/", "///", "http://", "https:", "HTTPS://", "javascript:", "data:", "//user@", "/\r/"),
        ("evil.example", "evil.example/account", "evil。example", "@evil.example"),
    )
]


@pytest.mark.parametrize("address", ELSEWHERE)
def test_nobody_is_sent_elsewhere(address):
    assert local_path(address) is None


@pytest.mark.parametrize("address", [None, "", "account", ".", "..", "?next=/", "/" + "a" * 1001, "/a b", "/a\x7f"])
def test_what_is_no_path_leads_home(address):
    assert local_path(address) is None


@pytest.mark.parametrize("address", ["/", "/account", "/surveys/3?wave=2&sort=-name", "/a%2f%2fevil.example", "/@evil"])
def test_a_path_of_this_site_is_kept(address):
    assert local_path(address) == address


@given(st.text(max_size=60))
def test_whatever_is_kept_begins_with_one_slash(address):
    kept = local_path("/" + address)
    assert kept is None or (kept[0] == "/" and kept[1:2] not in ("/", "\\"))


def test_a_sign_in_with_a_foreign_address_ends_at_home(client, ana):
    from tests.people.test_signing_in import RIGHT

    page = client.page("/sign-in?next=//evil.example/")
    assert page.find("form", method="post").get("action") == "/sign-in"
    assert client.post_form("/sign-in?next=https://evil.example", RIGHT).location == "/"


@pytest.mark.parametrize("token", ["", "x", "W10.x", "....", "é", "%00", "WzEsMl0"])
def test_a_token_we_did_not_sign_reads_as_nothing(app, token):
    assert links.read_token(token) is None


@pytest.mark.parametrize("content", [[], [1], ["a", "b"], "text", None, [1, 2, 3], {"a": 1, "b": 2}])
def test_a_token_of_another_shape_reads_as_nothing(app, content):
    assert links.read_token(URLSafeSerializer(SECRET, salt="invitation").dumps(content)) is None


def test_a_token_signed_for_another_purpose_reads_as_nothing(app):
    assert links.read_token(URLSafeSerializer(SECRET, salt="jobs").dumps([1, 2])) is None
    assert links.read_token(URLSafeSerializer(SECRET, salt="invitation").dumps([1, 2])) == (1, 2)
