"""Pages that belong to no feature, and the health check."""

import pytest
import sqlalchemy as sa

from tests import factories as make
from tests.probes import probing_app


@pytest.mark.parametrize("address", ["/", "/privacy", "/accessibility", "/help"])
def test_a_stranger_reads_what_is_public(client, address):
    page = client.page(address)
    assert "Sign in" in page.links


def test_somebody_signed_in_starts_at_the_first_place_of_theirs(client, db):
    client.sign_in_as(make.a_person("lead", partnership=make.a_partnership(make.a_school())))
    first = client.page("/account").find("nav", aria_label="Main").find(".//{*}a")
    assert client.get("/").location == first.get("href")


def test_a_healthy_program_says_so(client):
    response = client.get("/healthz")
    assert response.status_code == 200
    assert response.json == {"status": "ok", "database": "ok", "schema": "ok"}


def test_a_monitor_gets_no_cookie(client):
    assert "Set-Cookie" not in client.get("/healthz").headers


@pytest.fixture
def set_schema(db):
    """Say that another revision is in the database, for one test."""
    true = db.session.scalar(sa.text("select version_num from alembic_version"))

    def set_to(revision):
        db.session.execute(sa.text("delete from alembic_version"))
        if revision:
            db.session.execute(sa.text("insert into alembic_version values (:revision)"), {"revision": revision})
        db.session.commit()

    yield set_to
    set_to(true)


@pytest.mark.parametrize("revision", ["0001_people_and_schools", "9999_from_the_future", None])
def test_another_schema_is_not_healthy(client, set_schema, revision):
    set_schema(revision)
    response = client.get("/healthz")
    assert response.status_code == 503
    assert response.json["database"] == "ok"
    assert "db upgrade" in response.json["schema"]


def test_an_empty_database_is_not_healthy(tmp_path, db):
    with probing_app(f"sqlite:///{tmp_path / 'empty.db'}", tmp_path) as fresh, fresh.app_context():
        response = fresh.test_client().get("/healthz")
    assert (response.status_code, response.json["database"], response.json["schema"]) == (503, "ok", "unknown")


def test_a_database_that_does_not_answer_is_not_healthy(tmp_path, db):
    address = f"sqlite:///{tmp_path / 'no folder' / 'lateral.db'}"
    with probing_app(address, tmp_path) as broken, broken.app_context():
        response = broken.test_client().get("/healthz")
    assert (response.status_code, response.json["database"]) == (503, "no answer")


def test_whoever_only_looks_after_the_installation_begins_with_partnerships(db, browser_of):
    assert browser_of(make.a_person("administrator")).get("/").location == "/partnerships"
    partnership = make.a_partnership(make.a_school())
    assert browser_of(make.a_person("lead", partnership=partnership)).get("/").location == "/surveys"


@pytest.mark.parametrize("field", ["email", "password"])
def test_nobody_reads_the_words_of_a_library(client, field):
    sent = {"email": "ash@school.example", "password": "long enough"} | {field: "x" * 1001}
    text = client.post_form("/sign-in", sent, status=422).text
    assert "That is too long" in text
    assert "Field cannot" not in text
