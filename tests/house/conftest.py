"""The population that several rules of the house look at."""

import pytest

from app.db import db
from tests.house.population import Population, populate
from tests.pages import PageClient


@pytest.fixture(scope="module")
def world(app):
    """Built once a module, gone at its end."""
    population = populate()
    yield population
    db.session.rollback()
    Population(rows={table: [] for table in population.rows}).restore()


@pytest.fixture
def browser_of_world(app, world):
    """`browser_of_world("lead")`: a browser of somebody in that role, on the population as it was built."""
    app.test_client_class = PageClient

    def make(role):
        client = app.test_client()
        if world.people[role] is not None:
            client.sign_in_as(world.people[role])
        return client

    yield make
    world.restore()
