"""Quick hashes for the tests of this room; `test_passwords.py` proves what real ones cost."""

import pytest
from argon2 import PasswordHasher

from app.people import passwords
from tests import factories as make


@pytest.fixture(autouse=True)
def quick_hashes(request, monkeypatch):
    if "real_hashes" not in request.fixturenames:
        monkeypatch.setattr(passwords, "hasher", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))


@pytest.fixture
def real_hashes():
    """Hash as an installation does."""


@pytest.fixture
def ana(db, quick_hashes):
    """A practitioner with a password."""
    person = make.a_person("practitioner", school=make.a_school("Ash School"), name="Ana Bell", email="ana@ash.example")
    person.password_hash = passwords.hash_of(make.PASSWORD)
    db.session.commit()
    return person


@pytest.fixture
def admin(db):
    return make.a_person("administrator", name="Ada Minster", email="ada@lateral.example")
