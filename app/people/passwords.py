"""Keeping and checking passwords: argon2id, never while the database waits.

A hash takes about 0.2 s of processor time and 64 MiB, so a few run at once and the others wait their turn. Callers end
their transaction first: on SQLite a waiting writer would hold up every pupil's answer.
"""

import base64
import os
import threading
import unicodedata

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from app.db import db

LEAST = 12
MOST = 200

hasher = PasswordHasher()
_turns = threading.BoundedSemaphore(max(2, os.cpu_count() or 2))


def plain(password: str) -> str:
    """The same characters however a keyboard composed them (Unicode NFKC)."""
    return unicodedata.normalize("NFKC", password[:MOST])


def hash_of(password: str) -> str:
    """The string to keep: parameters, salt and hash."""
    with _turns:
        return hasher.hash(plain(password))


def is_right(password: str, kept: str | None) -> bool:
    """True when `kept` was made from the password.

    Without a hash that can be checked, a decoy is: an unknown address takes the same time as a wrong password.
    """
    with _turns:
        try:
            return hasher.verify(kept or decoy(), plain(password))
        except InvalidHashError:
            pass
        except VerificationError:
            return False
        try:
            return hasher.verify(decoy(), plain(password))
        except VerificationError:
            return False


def decoy() -> str:
    """A hash with today's parameters that no password opens: its last part is random."""

    def part(n_bytes: int) -> str:
        return base64.b64encode(os.urandom(n_bytes)).decode().rstrip("=")

    costs = f"m={hasher.memory_cost},t={hasher.time_cost},p={hasher.parallelism}"
    return f"$argon2id$v=19${costs}${part(hasher.salt_len)}${part(hasher.hash_len)}"


def is_outdated(kept: str) -> bool:
    """True when the hash was made with other parameters than today's."""
    return hasher.check_needs_rehash(kept)


def hash_of_outside_transaction(password: str) -> str:
    """End the request's transaction, which has only read, and hash: nobody waits for the writer meanwhile."""
    db.session.rollback()
    return hash_of(password)
