"""What every test of faults starts from: a fresh database of its own, a class with cards, and how much to try.

`make faults` sets FAULTS=long and has many times more tried than `make check`; where a fault was put into the code on
purpose, FAULTS=least does.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from flask_migrate import upgrade

from app import create_app
from app.db import db as database
from tests.answers.conftest import a_lesson
from tests.conftest import settings_for
from tests.faults import figures
from tests.faults.journal import Journal

LONG, LEAST = (os.environ.get("FAULTS") == how for how in ("long", "least"))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything here crashes servers, and nothing of it runs beside itself."""
    here = str(Path(__file__).parent)
    for item in items:
        if str(item.path).startswith(here):
            item.add_marker(pytest.mark.faults)
            item.add_marker(pytest.mark.xdist_group("faults"))


def tried(short: int, long: int) -> int:
    """How often to try: in `make check`, and in `make faults`."""
    return long if LONG else -(-short // 10) if LEAST else short


@pytest.fixture(scope="session")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite database with every table and no rows, to begin with."""
    path = tmp_path_factory.mktemp("empty") / "empty.db"
    with create_app(settings_for(f"sqlite:///{path}", path.parent)).app_context():
        upgrade()
        database.session.remove()
        database.engine.dispose()
    return path


@pytest.fixture
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The database of the troubled server: a file of its own, or the suite's PostgreSQL."""
    if request.config.getoption("--database") == "sqlite":
        copy = shutil.copy(request.getfixturevalue("empty"), tmp_path / "troubled.db")
        return f"sqlite:///{copy}"
    request.getfixturevalue("db")
    return str(request.getfixturevalue("database_url"))


@pytest.fixture
def school(address: str, tmp_path: Path) -> Iterator[Any]:
    """The database's own app, in whose context the class is made and the outcome is read."""
    app = create_app(settings_for(address, tmp_path))
    with app.app_context():
        yield app
        database.session.remove()
        database.engine.dispose()


@pytest.fixture
def instrument(school: Any) -> Any:
    return school.extensions["instruments"].latest("school-and-me")


@dataclass(frozen=True)
class Class:
    """Pupils ready to answer, as plain values: reading one of them from the database would hold it."""

    class_code: str
    codes: list[str]
    journals: list[Journal]


@pytest.fixture
def class_of(school: Any) -> Callable[[int], Class]:
    """A lesson of so many pupils, with a journal for each."""

    def make(n_pupils: int) -> Class:
        lesson = a_lesson(n_pupils)
        made = Class(lesson.class_code, lesson.codes, [Journal(card.pupil_id) for card in lesson.cards])
        database.session.rollback()
        return made

    return make


@pytest.fixture
def figure(request: pytest.FixtureRequest) -> Callable[[str, int, str], None]:
    """`figure("kills", 1000, "nothing lost")`: what a long run showed, for docs/trust.md; see `figures`."""

    def note(what: str, times: int, outcome: str) -> None:
        figures.note(request.config.getoption("--database"), what, times, outcome)

    return note
