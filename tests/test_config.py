"""Settings: a missing or unsafe one stops start-up and is named, its content is not."""

import base64
import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from app import check_address
from app.config import Settings, UnsafeSetting, make_data_dir
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
    ("DATABASE_URL", "sqlite:///:memory:?cache=shared"),
    ("DATABASE_URL", "sqlite:///file::memory:?uri=true"),
    ("DATABASE_URL", "sqlite:///lateral.db"),
    ("DATABASE_URL", "sqlite:////no/such/folder/lateral.db"),
    ("SURVEYS_DIR", "/no/such/folder"),
    ("SURVEYS_DIR", __file__),
    ("HOST", "nonsense"),
    ("HOST", "https://lateral.example"),
    ("TRUSTED_HOSTS", "*"),
    ("TRUSTED_HOSTS", "lateral.example,*"),
    ("TRUSTED_HOSTS", "*.lateral.example"),
    ("TRUSTED_HOSTS", "https://lateral.example"),
    ("TRUSTED_HOSTS", "lateral.example/"),
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


@pytest.mark.parametrize("name", ["DATABASE_URL", "DATA_DIR", "SURVEYS_DIR", "HOST", "PORT", "HTTPS"])
def test_what_is_said_with_nothing_is_not_said(tmp_path, monkeypatch, name):
    monkeypatch.chdir(tmp_path)
    given = Settings.from_environment({**GOOD, name: ""})
    assert given == Settings.from_environment(GOOD)
    assert given.data_dir == tmp_path / "instance"


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.7"])  # noqa: S104
def test_passwords_never_cross_a_network_in_the_open(tmp_path, host):
    assert settings(tmp_path, HOST=host).https
    with pytest.raises(UnsafeSetting, match="HTTPS must stay on"):
        settings(tmp_path, HOST=host, HTTPS="off")


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "::1", "127.0.0.2"])
def test_a_machine_on_its_own_may_do_without_https(tmp_path, host):
    given = settings(tmp_path, HOST=host, HTTPS="off")
    assert not given.https
    assert given.host == host.replace("localhost", "127.0.0.1")  # the server knows numbers only


@pytest.mark.parametrize(
    "names", ["lateral.example", "localhost,[::1]", ".lateral.example", "lateral.example:8443, a-b.x"]
)
def test_host_names_are_taken_in_every_form_that_a_page_is_served_under(tmp_path, names):
    assert settings(tmp_path, TRUSTED_HOSTS=names).trusted_hosts == tuple(name.strip() for name in names.split(","))


def test_a_database_may_lie_in_any_folder_there_is_and_in_one_that_is_about_to_be_made(tmp_path):
    assert settings(tmp_path, DATABASE_URL=f"sqlite:///{tmp_path}/other.db").on_sqlite
    assert settings(tmp_path, DATA_DIR=str(tmp_path / "new")).database_url.endswith("/new/lateral.db")


@pytest.mark.parametrize("folder", [__file__, f"{__file__}/below", "/proc/nowhere"])
def test_a_data_folder_that_cannot_be_is_named(folder):
    with pytest.raises(UnsafeSetting, match="DATA_DIR must be a folder"):
        make_data_dir(Path(folder))


@pytest.mark.parametrize(
    "url", ["postgresql+psycopg://u:hunter2@db:abc/x", "postgresql+psycopg://", "postgresql+psycopg://u@db"]
)
def test_an_address_that_names_no_database_is_refused_and_not_shown(url):
    with pytest.raises(UnsafeSetting, match="DATABASE_URL must read like") as refusal:
        check_address(url)
    assert "hunter2" not in str(refusal.value)


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
    [
        ("SECRET_KEY", ""),
        ("IDENTITY_KEY", "k1:hunter2hunter2"),
        ("DATABASE_URL", "mysql://root:hunter2@db.example/x"),
        ("DATABASE_URL", "postgresql://root:hunter2@db.example:port/x"),
        ("DATA_DIR", __file__),
        ("HOST", "nonsense"),
    ],
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
