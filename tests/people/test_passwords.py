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


def test_a_real_check_of_a_decoy_costs_the_same_as_of_a_hash(real_hashes, monkeypatch):
    """One check each, with the same costs and of the same length: an address is not told by the clock."""
    checked, verify = [], PasswordHasher.verify
    monkeypatch.setattr(PasswordHasher, "verify", lambda self, *given: checked.append(given) or verify(self, *given))
    kept = passwords.hash_of("teapot glacier violin")
    for found in (kept, None):
        assert not passwords.is_right("some other password", found)
    (known, typed), (unknown, typed_too) = checked
    assert (known, typed) == (kept, typed_too)
    assert extract_parameters(known) == extract_parameters(unknown)
    assert len(known) == len(unknown)


def test_a_password_of_any_length_is_checked_in_bounded_work():
    assert not passwords.is_right("x" * 1_000_000, passwords.hash_of("teapot"))
