"""How passwords are kept and checked."""

import pytest
from argon2 import PasswordHasher, extract_parameters
from argon2.low_level import Type

from app.people import passwords


def test_a_kept_password_opens_and_another_does_not():
    kept = passwords.hash_of("teapot glacier violin")
    assert passwords.is_right("teapot glacier violin", kept)
    assert not passwords.is_right("teapot glacier violins", kept)


def test_two_hashes_of_one_password_differ():
    assert passwords.hash_of("teapot glacier violin") != passwords.hash_of("teapot glacier violin")


def test_the_same_characters_open_however_composed():
    assert passwords.is_right("cafe\u0301 glacier", passwords.hash_of("caf\u00e9 glacier"))
    assert passwords.is_right("ﬃcient", passwords.hash_of("fficient"))
    assert not passwords.is_right("ffi\u200bcient", passwords.hash_of("fficient"))


@pytest.mark.parametrize("kept", [None, "", "!", "$argon2id$v=19$m=8,t=1,p=1$broken", "plain text"])
def test_what_is_no_hash_opens_with_nothing(kept):
    for typed in ("", "!", "anything at all"):
        assert not passwords.is_right(typed, kept)


def test_a_decoy_costs_what_a_real_hash_costs():
    assert extract_parameters(passwords.decoy()) == extract_parameters(passwords.hash_of("teapot"))
    assert passwords.decoy() != passwords.decoy()


def test_an_installation_hashes_with_argon2id_at_64_mebibytes(real_hashes):
    costs = extract_parameters(passwords.decoy())
    assert costs.type is Type.ID
    assert (costs.memory_cost, costs.time_cost, costs.salt_len, costs.hash_len) >= (65536, 3, 16, 32)


def test_changed_costs_make_a_hash_outdated():
    kept = passwords.hash_of("teapot glacier violin")
    assert not passwords.is_outdated(kept)
    assert passwords.is_outdated(PasswordHasher(time_cost=2, memory_cost=8, parallelism=1).hash("teapot"))


def test_a_real_check_of_a_decoy_takes_as_long_as_of_a_hash(real_hashes):
    """Medians of nine within a quarter of one another: an address is not told by the clock."""
    from statistics import median
    from time import process_time

    def cost(kept):
        began = process_time()
        passwords.is_right("some other password", kept)
        return process_time() - began

    kept = passwords.hash_of("teapot glacier violin")
    pairs = [(cost(kept), cost(None)) for _ in range(9)]
    known, unknown = (median(times) for times in zip(*pairs, strict=True))
    assert abs(known - unknown) < 0.25 * max(known, unknown)


def test_a_password_of_any_length_is_checked_in_bounded_work():
    assert not passwords.is_right("x" * 1_000_000, passwords.hash_of("teapot"))
