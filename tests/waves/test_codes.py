"""The codes a pupil types."""

import pytest

from app.db import vault
from app.waves import codes
from tests.conftest import IDENTITY


@pytest.fixture(autouse=True)
def key():
    vault.configure(IDENTITY)


@pytest.mark.parametrize("typed", ["KTMR 4782", "ktmr-4782", " k t m r 4 7 8 2 ", "KTMR–478Z", "ktmr47B2", "KTMR_4782"])
def test_a_code_is_known_however_it_is_typed(typed):
    assert codes.plain(typed) == "KTMR4782"
    assert codes.card_fingerprint(typed) == codes.card_fingerprint("KTMR4782")


def test_what_is_printed_reads_back_as_itself():
    assert codes.plain(codes.SYMBOLS) == codes.SYMBOLS
    assert codes.plain(codes.readable("KTMR4782")) == "KTMR4782"


def test_a_class_code_has_six_printed_symbols():
    code = codes.new_class_code()
    assert len(code) == 6
    assert set(code) <= set(codes.SYMBOLS)


def test_a_card_can_be_printed_again():
    assert codes.card_code(1, 2, 1) == codes.card_code(1, 2, 1)


def test_a_replaced_card_and_another_pupil_have_other_codes():
    made = {codes.card_code(survey, pupil, issue) for survey in (1, 2) for pupil in range(50) for issue in (1, 2)}
    assert len(made) == 200
    assert all(len(code) == 8 and set(code) <= set(codes.SYMBOLS) for code in made)


def test_the_fingerprint_does_not_hold_the_code():
    assert "KTMR" not in codes.card_fingerprint("KTMR4782").upper()


def test_a_very_long_text_is_cut():
    assert len(codes.plain("K" * 1_000_000)) == codes.MOST_TYPED
