"""The server: how wide its doors are, that one loading of the program is enough, and what a worker has of its own."""

import base64
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace

import pytest
from sqlalchemy import create_engine, text

from app import create_app
from app.db import Vault
from app.serving import COLLECT_AFTER, server_for
from tests import factories as make
from tests.conftest import settings_for
from tests.faults.server import environment_of, free_port
from tests.faults.wire import Wire
from tests.test_config import GOOD

ROOT = Path(__file__).parents[1]
COPIES = """
import multiprocessing, sys, wsgi
from app.cli import share_what_is_loaded
share_what_is_loaded()
child = multiprocessing.Process(target=lambda: sys.exit("wsgi" not in sys.modules))
child.start()
child.join()
sys.exit(child.exitcode)
"""
SELDOM = """
import gc, os
from app.serving import load_beside
print(load_beside(os.getppid(), gc.get_threshold)[0])
"""
AFTER_A_LOOK = """
from flask_migrate import upgrade
from app.cli import serve
from app.db import db
from wsgi import app
with app.app_context():
    upgrade()
    db.session.execute(db.text("select 1"))
    serve.main([], standalone_mode=False)
"""
PATIENCE = 40.0
"""Seconds to wait for a start or an end on a busy machine."""
only_linux = pytest.mark.skipif(sys.platform != "linux", reason="other systems load the program again in each worker")


def test_the_server_is_as_the_settings_say_and_lets_a_whole_school_queue(tmp_path):
    server = server_for(settings_for("sqlite:///x.db", tmp_path, port=8123, workers=3, threads=7))
    assert (server.bind_addr, server.bind_port, server.workers, server.blocking_threads) == ("127.0.0.1", 8123, 3, 7)
    assert (server.backlog, server.backpressure) == (4096, 2048)


@only_linux
def test_a_worker_begins_with_the_program_that_was_loaded_already(tmp_path):
    environment = {**os.environ, **GOOD, "DATA_DIR": str(tmp_path)}
    done = subprocess.run([sys.executable, "-c", COPIES], cwd=ROOT, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_a_worker_looks_for_rings_of_objects_seldom():
    """A page of a long study made Python look a thousand times: half of what the page took."""
    done = subprocess.run([sys.executable, "-c", SELDOM], cwd=ROOT, capture_output=True, text=True)
    assert (done.stdout.strip(), done.stderr) == (str(COLLECT_AFTER), "")
    assert COLLECT_AFTER >= 10_000


@only_linux
def test_no_connection_of_the_parent_is_open_when_workers_are_born(database_url, tmp_path):
    """Two processes on one connection would read one another's rows."""
    if database_url.startswith("sqlite"):
        pytest.skip("a file has no connections to count: PostgreSQL counts its own")
    with looking_first(tmp_path, database_url) as (_, port):
        assert connections_named("lateral-serving", database_url) == 0
        Wire(port).send("GET", "/healthz")
        assert connections_named("lateral-serving", database_url) == 1


@only_linux
def test_a_worker_ends_when_its_parent_was_killed(tmp_path):
    with looking_first(tmp_path, f"sqlite:///{tmp_path / 'lateral.db'}") as (server, port):
        children = Path(f"/proc/{server.pid}/task/{server.pid}/children")
        workers = [int(worker) for worker in children.read_text().split()]
        assert workers
        server.kill()
        wait_until(lambda: not any(is_alive(worker) for worker in workers))
        assert not listens(port)


@pytest.fixture
def serve(app, db, monkeypatch):
    """Types `flask serve`, and gives what it printed up to where the server would begin."""
    monkeypatch.setattr("app.serving.server_for", lambda _settings: SimpleNamespace(serve=lambda: None))
    monkeypatch.setattr("app.cli.share_what_is_loaded", lambda: None)
    monkeypatch.setattr("app.cli.refuse_taken_port", lambda *_address: None)
    return lambda: app.test_cli_runner().invoke(args=["serve"]).output


def test_names_are_never_sealed_with_a_second_key(serve, monkeypatch):
    make.a_pupil(make.a_school())
    assert "Lateral serves" in serve()
    for name in ("t1", "t2"):
        other = Vault()
        other.configure(f"{name}:" + base64.b64encode(bytes(range(60, 92))).decode())
        monkeypatch.setattr("app.db.vault", other)
        told = serve()
        assert (
            "Lateral can't start: IDENTITY_KEY is not the one that the names in this database were sealed with" in told
        )
        assert "Lateral serves" not in told


def test_any_key_will_do_while_no_name_is_sealed(serve, monkeypatch):
    other = Vault()
    other.configure("t2:" + base64.b64encode(bytes(range(60, 92))).decode())
    monkeypatch.setattr("app.db.vault", other)
    assert "Lateral serves" in serve()


def test_a_database_of_another_version_is_not_served(app, serve, monkeypatch):
    monkeypatch.setitem(app.extensions, "lateral_schema_head", "9999")
    told = serve()
    assert "Run `flask --app wsgi db upgrade` first." in told
    assert "Lateral serves" not in told


@pytest.mark.parametrize("words", ["serve", "demo", "simulate", "invite-administrator you@elm.example"])
def test_a_database_that_was_never_set_up_is_told_in_a_sentence(tmp_path, serve, words):
    fresh = create_app(settings_for(f"sqlite:///{tmp_path / 'new.db'}", tmp_path))
    with fresh.app_context():
        ended = fresh.test_cli_runner().invoke(args=words.split())
    assert ended.output == (
        "Error: Lateral can't start: its database is not of this version. Run `flask --app wsgi db upgrade` first.\n"
    )
    assert ended.exit_code == 1


@pytest.mark.parametrize("words", ["demo", "simulate", "invite-administrator you@elm.example"])
def test_a_database_that_is_away_ends_what_needs_it(app, serve, monkeypatch, words):
    monkeypatch.setattr("app.web.health.look", lambda: {"database": "no answer", "schema": "unknown"})
    ended = app.test_cli_runner().invoke(args=words.split())
    assert ended.output == "Error: The database of DATABASE_URL does not answer.\n"
    assert ended.exit_code == 1


def test_a_database_that_is_away_may_come_later(serve, monkeypatch):
    monkeypatch.setattr("app.web.health.look", lambda: {"database": "no answer", "schema": "unknown"})
    told = serve()
    assert "does not answer yet" in told
    assert "Lateral serves" in told


@contextmanager
def looking_first(folder: Path, database_url: str) -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    """The command `serve` in a process that has asked the database before, as `serve --demo` does; and its port."""
    port = free_port()
    environment = environment_of(folder, database_url) | {"PORT": str(port), "PGAPPNAME": "lateral-serving"}
    server = subprocess.Popen([sys.executable, "-c", AFTER_A_LOOK], cwd=ROOT, env=environment)
    try:
        wait_until(lambda: listens(port))
        yield server, port
    finally:
        server.terminate()
        server.wait(timeout=PATIENCE)


def connections_named(name: str, database_url: str) -> int:
    count = text("select count(*) from pg_stat_activity where application_name = :name")
    engine = create_engine(database_url)
    with engine.connect() as connection:
        found = connection.scalar(count, {"name": name})
    engine.dispose()
    return int(found)


def is_alive(process: int) -> bool:
    """True for a process that still runs; one that ended and was not yet fetched does not."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def wait_until(happened: Callable[[], bool]) -> None:
    until = time.monotonic() + PATIENCE
    while not happened():
        assert time.monotonic() < until
        time.sleep(0.05)
