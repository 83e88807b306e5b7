"""The check letter and the form of unique pupil numbers."""

import pytest

from app.schools.upn import UpnRefused, check_letter, read_upn

VALID = ("B801200005001", "R674123101121", "P207000016049", "A80120000501A", "L80120000501Z", "Y87012340512B")


@pytest.mark.parametrize("number", VALID)
def test_a_correct_number_is_taken_as_it_is(number):
    read = read_upn(number)
    assert read is not None
    assert read.text == number
    assert read.warning == ""


@pytest.mark.parametrize(
    ("rest", "letter"),
    [
        ("801200005001", "B"),
        ("674123101121", "R"),
        ("207000016049", "P"),
        ("80120000501A", "A"),
        ("80120000501Z", "L"),
    ],
)
def test_the_check_letter_is_the_weighted_sum(rest, letter):
    assert check_letter(rest) == letter


def test_a_number_that_ends_in_a_letter_is_temporary():
    assert read_upn("A80120000501A").temporary
    assert not read_upn("B801200005001").temporary


@pytest.mark.parametrize("number", ["A801200005001", "B207000016049", "Q207000016049"])
def test_a_wrong_check_letter_is_refused_and_the_right_one_named(number):
    with pytest.raises(UpnRefused, match=f"first letter {check_letter(number[1:])}, not {number[0]}"):
        read_upn(number)


def test_a_letter_in_the_middle_is_refused_even_where_the_check_letter_fits():
    assert check_letter("80120000A001") == "X"
    with pytest.raises(UpnRefused, match="one letter and 12 digits"):
        read_upn("X80120000A001")


@pytest.mark.parametrize(
    "number", ["I801200005001", "O801200005001", "S801200005001", "A80120000501I", "B8O1200005001"]
)
def test_letters_that_look_like_digits_are_refused_by_name(number):
    with pytest.raises(UpnRefused, match="I, O or S"):
        read_upn(number)


@pytest.mark.parametrize("number", ["B80120000500", "B8012000050011", "8012"])
def test_another_length_is_refused_with_its_length(number):
    with pytest.raises(UpnRefused, match=f"this has {len(number)}"):
        read_upn(number)


def test_an_unknown_authority_is_a_warning_only():
    read = read_upn("E000200005001")
    assert read is not None
    assert "(000)" in read.warning


@pytest.mark.parametrize("text", ["", "  ", "UN1", "un5"])
def test_a_cell_that_says_there_is_none_is_none(text):
    assert read_upn(text) is None


def test_blanks_and_small_letters_do_not_matter():
    assert read_upn(" b8012 0000 5001 ").text == "B801200005001"


@pytest.mark.parametrize("number", VALID)
def test_no_wrong_digit_goes_unnoticed(number):
    for place in (place for place, sign in enumerate(number) if sign.isdigit()):
        for digit in set("0123456789") - {number[place]}:
            with pytest.raises(UpnRefused):
                read_upn(number[:place] + digit + number[place + 1 :])
