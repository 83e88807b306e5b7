"""Settings: a missing or unsafe one stops start-up and is named, its content is not."""

import base64
import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from app.config import Settings, UnsafeSetting
from app.keys import new_secrets

ROOT = Path(__file__).parents[1]
GOOD = {
    "SECRET_KEY": "q8Zr2LkV0xWm5Tn7Yb3Hc9Jd1Fg4Ps6AeUiRoXyB",
    "IDENTITY_KEY": "k1:" + base64.b64encode(bytes(range(50, 82))).decode(),
}
FIVE_KEYS = "k1:" + base64.b64encode(b"ab" * 16).decode()
SHORT_KEY = "k1:" + base64.b64encode(bytes(range(31))).decode()
UNSAFE = [
    ("SECRET_KEY", ""),
    ("SECRET_KEY", "short-Zr2LkV0xWm5Tn7Yb3Hc9Jd1F"),
    ("SECRET_KEY", "abababababababababababababababababab"),
    ("SECRET_KEY", "please-change-me-q8Zr2LkV0xWm5Tn7Yb3H"),
    ("SECRET_KEY", "my-Secret-key-q8Zr2LkV0xWm5Tn7Yb3Hc9J"),
    ("IDENTITY_KEY", ""),
    ("IDENTITY_KEY", "k1"),
    ("IDENTITY_KEY", "k1:not base64 at all"),
    ("IDENTITY_KEY", SHORT_KEY),
    ("IDENTITY_KEY", FIVE_KEYS),
    ("IDENTITY_KEY", GOOD["IDENTITY_KEY"].removeprefix("k1:")),
    ("IDENTITY_KEY", "much-too-long-a-name" + GOOD["IDENTITY_KEY"]),
    ("DATABASE_URL", "mysql://root:hunter2@db.example/lateral"),
    ("DATABASE_URL", "lateral.db"),
    ("DATABASE_URL", "sqlite://"),
    ("DATABASE_URL", "sqlite:///"),
    ("DATABASE_URL", "sqlite:///:memory:"),
    ("TRUSTED_HOSTS", "*"),
    ("TRUSTED_HOSTS", "lateral.example,*"),
    ("TRUSTED_HOSTS", " , "),
    ("PORT", "0"),
    ("PORT", "65536"),
    ("PORT", "eighty"),
    ("PORT", "-1"),
    ("PORT", "８０"),
    ("HTTPS", "yes"),
    ("PROXIES", "6"),
    ("WORKERS", "2"),
    ("THREADS", "0"),
    ("IDLE_MINUTES", "1"),
    ("IDLE_MINUTES", "100000"),
    ("ABSOLUTE_HOURS", "25"),
]


def settings(tmp_path, **changes):
    return Settings.from_environment({**GOOD, "DATA_DIR": str(tmp_path), **changes})


@pytest.mark.parametrize(("name", "value"), UNSAFE)
def test_an_unsafe_setting_is_named_and_its_content_kept(tmp_path, name, value):
    with pytest.raises(UnsafeSetting) as refusal:
        settings(tmp_path, **{name: value})
    sentence = str(refusal.value)
    assert sentence.startswith(f"Lateral can't start: {name} ")
    assert sentence.endswith("README, 'Settings', tells how to set it.")
    assert len(value) < 10 or value not in sentence
    assert "hunter2" not in sentence
    assert "\n" not in sentence


@pytest.mark.parametrize("name", ["SECRET_KEY", "IDENTITY_KEY"])
def test_a_missing_secret_stops_the_start(tmp_path, name):
    environment = {**GOOD, "DATA_DIR": str(tmp_path)}
    del environment[name]
    with pytest.raises(UnsafeSetting, match=f"{name} is missing"):
        Settings.from_environment(environment)


def test_one_key_does_not_serve_for_both(tmp_path):
    with pytest.raises(UnsafeSetting, match="must differ from SECRET_KEY"):
        settings(tmp_path, SECRET_KEY=GOOD["IDENTITY_KEY"])


def test_what_is_not_said_has_a_safe_default(tmp_path):
    plain = settings(tmp_path)
    assert plain.https
    assert plain.host == "127.0.0.1"
    assert plain.trusted_hosts == ("localhost", "127.0.0.1")
    assert (plain.idle_minutes, plain.absolute_hours) == (30, 10)
    assert not plain.testing
    assert plain.on_sqlite
    assert str(tmp_path) in plain.database_url


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_any_spelling_of_postgresql_means_the_driver_we_ship(tmp_path, scheme):
    given = settings(tmp_path, DATABASE_URL=f"{scheme}://u:p@db.example/lateral", WORKERS="4")
    assert given.database_url == "postgresql+psycopg://u:p@db.example/lateral"
    assert not given.on_sqlite
    assert given.workers == 4


def test_settings_are_read_as_they_are_written(tmp_path):
    given = settings(tmp_path, HTTPS="OFF", PORT="8001", TRUSTED_HOSTS="a.example, b.example", PROXIES="1")
    assert (given.https, given.port, given.proxies) == (False, 8001, 1)
    assert given.trusted_hosts == ("a.example", "b.example")


def test_settings_do_not_print_their_secrets(tmp_path):
    given = settings(tmp_path)
    assert GOOD["SECRET_KEY"] not in f"{given!r} {given}"


def test_fresh_secrets_never_look_like_placeholders(tmp_path):
    for _ in range(300):
        settings(tmp_path, **new_secrets())


@pytest.mark.parametrize(
    ("name", "value"),
    [("SECRET_KEY", ""), ("IDENTITY_KEY", "k1:hunter2hunter2"), ("DATABASE_URL", "mysql://root:hunter2@db.example/x")],
)
def test_the_real_program_stops_within_three_seconds_with_one_sentence(tmp_path, name, value):
    """Processor time, because the machine may be busy with other tests."""
    environment = {**os.environ, **GOOD, "DATA_DIR": str(tmp_path), "FLASK_SKIP_DOTENV": "1", name: value}
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "routes"]
    told = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before < 3
    assert told.returncode != 0
    assert told.stderr.startswith(f"Lateral can't start: {name} ")
    assert told.stderr.count("\n") == 1
    assert "hunter2" not in told.stderr + told.stdout
    assert "Traceback" not in told.stderr


def test_settings_are_checked_before_anything_heavy_is_loaded(tmp_path):
    """Loading the database's packages and the pages takes most of a start: a refusal does not wait for them."""
    look = "import sys\ntry: import wsgi\nfinally: print({'sqlalchemy', 'app.web'} & set(sys.modules))"
    environment = {**os.environ, **GOOD, "DATA_DIR": str(tmp_path), "SECRET_KEY": ""}
    told = subprocess.run([sys.executable, "-c", look], cwd=ROOT, env=environment, capture_output=True, text=True)
    assert "SECRET_KEY is missing" in told.stderr
    assert told.stdout == "set()\n"
