"""The probing app for tests of the shared machinery."""

import pytest

from tests.probes import probing_app


@pytest.fixture(scope="module")
def probe(app, database_url, tmp_path_factory):
    with probing_app(database_url, tmp_path_factory.mktemp("probe")) as probe:
        yield probe


@pytest.fixture
def prober(probe, db):
    """A stranger's browser on the probing app."""
    with probe.app_context():
        yield probe.test_client()
