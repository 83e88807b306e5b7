"""Numbers as addresses and forms send them."""

import pytest

from app.web.forms import whole


@pytest.mark.parametrize(("sent", "number"), [("7", 7), ("0", 0), ("007", 7), ("123456789", 123456789)])
def test_plain_digits_are_a_number(sent, number):
    assert whole(sent) == number


@pytest.mark.parametrize("sent", [None, "", " 7", "-1", "1.5", "²", "٣", "1" * 10, "seven", "1\x00"])
def test_anything_else_is_none(sent):
    assert whole(sent) is None
