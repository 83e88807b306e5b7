"""What every test may ask for: an app on a fresh database, a session that is undone, a client that checks its pages.

The suite runs on SQLite, and with `--database=postgresql` on a real PostgreSQL in a temporary folder. Tests of pure
packages ask for none of this and so cannot open the database.

Nothing hangs on the day or on chance: the clock starts on one morning, or on another with `--at`, Hypothesis tries the
same examples each time, however slow the machine, and every test's rows are numbered from 1. `--scattered` looks for
what hangs on it all the same: tests come in any order, rows are numbered from anywhere, and those that no query puts
in order come in another.
"""

import base64
import os
import random
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager, nullcontext
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import time_machine
from flask import Flask
from hypothesis import settings as hypothesis
from sqlalchemy import Connection, Engine, delete, event, text

from app import create_app
from app.config import Settings
from app.db import db as database
from app.results import kept, watching
from app.web import limits
from app.web.guard import current_actor  # noqa: F401  (registered at start-up)
from tests.pages import PageClient

SECRET = "a-test-needs-no-entropy-but-length-9k2jd8s"
IDENTITY = "t1:" + base64.b64encode(bytes(range(32))).decode()
MORNING = "2026-11-24T09:00:00+00:00"
"""When tests begin, so that none of them meets midnight, the end of a term or the day on which a date is past."""
hypothesis.load_profile("ci")
limits.SWEEP_ONE_IN = 1 << 62  # no request of a test clears away old counts because chance would have it


class Clock:
    """The tests' clock: set to a moment, from which it runs on; or the machine's."""

    def __init__(self, moment: str) -> None:
        self._moment = datetime.fromisoformat(moment)
        self.set()

    def set(self) -> None:
        self._travel = time_machine.travel(self._moment)
        self._travel.start()

    @contextmanager
    def of_the_machine(self) -> Iterator[None]:
        self._moment = datetime.now(UTC)
        self._travel.stop()
        yield
        self.set()


CLOCK = pytest.StashKey[Clock]()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--database", choices=("sqlite", "postgresql"), default="sqlite", help="which database to test on")
    parser.addoption("--scattered", type=int, metavar="SEED", help="tests and rows in any order, any numbers")
    parser.addoption("--at", default=MORNING, metavar="MOMENT", help=f"when the tests take place, not {MORNING}")


def pytest_configure(config: pytest.Config) -> None:
    """Set the clock before a test is collected: some keep the day of their collection."""
    config.stash[CLOCK] = Clock(config.getoption("--at"))


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Scattered, files come in any order, and tests in any within their file: none may live on what another left."""
    seed = config.getoption("--scattered")
    if seed is not None:
        chance = random.Random(seed)
        files = {str(item.path): chance.random() for item in items}
        items.sort(key=lambda item: (files[str(item.path)], chance.random()))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Servers and browsers of their own have the machine's clock, and so have the tests that drive them."""
    drives = any(item.get_closest_marker(name) for name in ("browser", "faults"))
    with item.config.stash[CLOCK].of_the_machine() if drives else nullcontext():
        return (yield)


@pytest.fixture(scope="session")
def database_url(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of an empty database of this test process."""
    if request.config.getoption("--database") == "sqlite":
        yield f"sqlite:///{tmp_path_factory.mktemp('database') / 'test.db'}"
        return
    from tests.postgres import running_server

    with running_server() as address:
        yield address


def settings_for(database_url: str, data_dir: Path, **changes: object) -> Settings:
    """Settings of a test app."""
    values: dict[str, object] = {
        "secret_key": SECRET,
        "identity_key": IDENTITY,
        "database_url": database_url,
        "data_dir": data_dir,
        "https": False,
        "testing": True,
    }
    return Settings(**{**values, **changes})  # type: ignore[arg-type]


@pytest.fixture(scope="session")
def scattered(request: pytest.FixtureRequest) -> random.Random | None:
    """What `--scattered` draws from; None where all is in its order."""
    seed = request.config.getoption("--scattered")
    return None if seed is None else random.Random(seed)


def mix_what_has_no_order(engine: Engine, chance: random.Random) -> None:
    """Have the database answer queries that name no order in another than it would."""
    methods = ("hashagg", "hashjoin", "indexscan", "mergejoin", "nestloop", "seqscan")
    settings = [f"set enable_{method} = off" for method in methods if chance.random() < 0.5]
    if engine.dialect.name == "sqlite":
        settings = ["pragma reverse_unordered_selects = on"]

    @event.listens_for(engine, "connect")
    def _connected(connection: Any, _record: Any) -> None:
        for setting in settings:
            connection.execute(setting)
        if engine.dialect.name != "sqlite":
            connection.commit()


def number_anew(connection: Connection, chance: random.Random | None) -> None:
    """Number the rows to come 1, 2, 3, or each table's from anywhere in steps of its own. SQLite does the first."""
    if connection.dialect.name == "sqlite":
        return
    if chance is None:
        connection.execute(text("select setval(oid, 1, false) from pg_class where relkind = 'S'"))
        return
    for name in connection.scalars(text("select relname from pg_class where relkind = 'S' order by relname")).all():
        first, step = chance.randrange(1, 90_000), chance.randrange(1, 20)
        connection.execute(text(f'alter sequence "{name}" increment by {step} restart with {first}'))


@pytest.fixture(scope="session")
def app(
    database_url: str, tmp_path_factory: pytest.TempPathFactory, scattered: random.Random | None
) -> Iterator[Flask]:
    """One app a test process, its schema made by the migrations."""
    from flask_migrate import upgrade

    os.environ.pop("FLASK_DEBUG", None)
    app = create_app(settings_for(database_url, tmp_path_factory.mktemp("data")))
    with app.app_context():
        if scattered is not None:
            mix_what_has_no_order(database.engine, scattered)
        upgrade()
        with database.engine.begin() as connection:
            number_anew(connection, scattered)
        yield app
        database.session.remove()
        database.engine.dispose()


@pytest.fixture
def db(app: Flask, scattered: random.Random | None) -> Iterator[object]:
    """The session, on tables that are empty before each test. Requests commit for real, so rows are deleted after."""
    yield database
    database.session.rollback()
    database.session.remove()
    forget(app)
    with database.engine.begin() as connection:
        for table in reversed(database.metadata.sorted_tables):
            connection.execute(delete(table))
        number_anew(connection, scattered)


def forget(app: Flask) -> None:
    """What is remembered by numbers, which the next test's waves, surveys and people have again."""
    app.extensions.pop(kept.EXTENSION, None)
    for memory in (watching._facts._kept, watching._views._kept, watching._at_schools, watching._asked_last):
        memory.clear()


@pytest.fixture
def client(app: Flask, db: object) -> PageClient:
    """A stranger's browser; `sign_in_as` makes it somebody's."""
    app.test_client_class = PageClient
    return app.test_client()  # type: ignore[return-value]


@pytest.fixture
def browser_of(app: Flask, db: object) -> Callable[..., PageClient]:
    """`browser_of(person)`: a client signed in as that person; `browser_of()`: a stranger's."""
    app.test_client_class = PageClient

    def make(person: object = None) -> PageClient:
        client: PageClient = app.test_client()  # type: ignore[assignment]
        if person is not None:
            client.sign_in_as(person)
        return client

    return make
