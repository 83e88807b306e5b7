"""Worlds that the tests of results share."""

import pytest

from app.results import watching
from tests.results.worlds import World, a_world, answer, answer_both


@pytest.fixture
def world(db: object) -> World:
    """A survey nobody has answered yet."""
    return a_world()


@pytest.fixture
def answered(world: World) -> World:
    """Twenty pupils answered both waves, the other three the first alone."""
    answer_both(world, world.pupils[:20])
    for pupil in world.pupils[20:]:
        answer(world.first, pupil)
    return world


@pytest.fixture(autouse=True)
def _nothing_is_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests change and ask within a moment; what is remembered between polls has tests of its own."""
    monkeypatch.setattr(watching, "REMEMBERED", 0)
