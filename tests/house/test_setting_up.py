"""What a machine needs before Lateral runs on it: secrets, a free port, packages whose licences let us pass them on."""

import re
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from app.config import Settings
from app.keys import new_secrets
from tests import licences

ROOT = Path(__file__).parents[2]


def test_fresh_secrets_are_good_enough_to_start_with(tmp_path):
    settings = Settings.from_environment({**new_secrets(), "DATA_DIR": str(tmp_path)})
    assert settings.identity_key.startswith("k1:")


def test_no_two_installations_get_the_same_secrets():
    first, second = new_secrets(), new_secrets()
    assert not set(first.values()) & set(second.values())


def test_secrets_are_printed_as_settings():
    printed = subprocess.run([sys.executable, "-m", "app.keys"], cwd=ROOT, capture_output=True, text=True, check=True)
    assert [line.partition("=")[0] for line in printed.stdout.splitlines()] == ["SECRET_KEY", "IDENTITY_KEY"]


def test_a_taken_port_is_told_in_one_sentence(app):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        from app.cli import refuse_taken_port

        port = other.getsockname()[1]
        with pytest.raises(Exception, match=f"port {port}: Address already in use") as refusal:
            refuse_taken_port("127.0.0.1", port)
    assert f"PORT={port + 1} make run" in str(refusal.value)


def test_make_explains_each_of_its_commands():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    explained = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for command in ("setup", "run", "test", "check", "bench", "lock", "clean"):
        assert f".PHONY: {command}\n" in makefile
        assert f"make {command} " in explained


@pytest.mark.parametrize("lock", sorted((ROOT / "requirements").glob("*.lock")), ids=lambda path: path.name)
def test_locks_are_hashed_and_name_no_registry(lock):
    text = lock.read_text(encoding="utf-8")
    assert "://" not in text
    assert text.count("==") <= text.count(" \\\n    --hash=sha256:")


def test_the_packages_of_the_lock_may_be_passed_on():
    assert list(licences.problems(licences.locked(licences.LOCK))) == []


@pytest.mark.parametrize(
    "licence", ["MIT", "BSD-3-Clause AND Zlib", "GPL-3.0 OR MIT", "LGPL-3.0", "Apache-2.0 OR BSD-2-Clause"]
)
def test_licences_that_ask_for_little_are_allowed(licence):
    assert licences.is_allowed(licence)


@pytest.mark.parametrize("licence", ["", "GPL-3.0", "AGPL-3.0", "MIT AND GPL-2.0", "Proprietary", "Somebody's own"])
def test_other_licences_are_not(licence):
    assert not licences.is_allowed(licence)


@pytest.mark.parametrize("package", ["qdapy", "krippendorff"])
def test_packages_that_bind_whoever_passes_them_on_are_for_tests_alone(package):
    locks = {path.name for path in (ROOT / "requirements").glob("*.lock") if package in licences.locked(path)}
    assert locks == {"dev.lock"}
    assert not any(re.search(rf"^\s*(import|from) {package}\b", path.read_text(encoding="utf-8"), re.MULTILINE)
                   for path in (ROOT / "app").rglob("*.py"))  # fmt: skip
