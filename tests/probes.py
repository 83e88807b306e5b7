"""An app as it is installed, with a few views that do what views must not, to see how the house takes it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from flask import Flask, abort, request
from sqlalchemy import event
from sqlalchemy.exc import IntegrityError, OperationalError
from werkzeug.exceptions import NotFound

from app import create_app
from app.db import db
from app.policy import Permission
from app.schools.models import Partnership
from app.web.errors import refuse
from app.web.guard import public, requires
from app.web.htmx import render
from tests.conftest import settings_for
from tests.pages import PageClient


@contextmanager
def probing_app(database_url: str, folder: Path, **settings: object) -> Iterator[Flask]:
    """The app with views under `/probe`; like an installation, it answers a fault with a page."""
    app = create_app(settings_for(database_url, folder, **settings))
    app.config["PROPAGATE_EXCEPTIONS"] = False
    app.test_client_class = PageClient
    for address, view in (
        ("/probe/write/<int:status>", write),
        ("/probe/write-and-crash", write_and_crash),
        ("/probe/clash", clash),
        ("/probe/fail/<int:status>", fail),
        ("/probe/locked", locked),
        ("/probe/gone-at-the-commit", gone_at_the_commit),
        ("/probe/twice", twice),
        ("/probe/raw", raw),
        ("/probe/mine/<int:number>", mine),
        ("/probe/managed", managed),
    ):
        app.add_url_rule(address, view.__name__, view, methods=["GET", "POST"])
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


@public("a probe")
def write(status: int) -> tuple[str, int]:
    db.session.add(Partnership(name="Written"))
    db.session.flush()
    return "done", status


@public("a probe")
def write_and_crash() -> str:
    db.session.add(Partnership(name="Written"))
    db.session.flush()
    raise ZeroDivisionError("the words of a fault stay in the log")


@public("a probe")
def clash() -> str:
    """Fails only when it is committed."""
    db.session.add_all([Partnership(name="Twin"), Partnership(name="Twin")])
    return "done"


@public("a probe")
def fail(status: int) -> str:
    sentence = request.args.get("say", "")
    if sentence:
        raise refuse(status, sentence)
    return abort(status)


@public("a probe")
def twice() -> str:
    raise IntegrityError("insert", {}, Exception("UNIQUE constraint failed: people.email"))


def locked() -> str:
    raise OperationalError("select 1", {}, Exception("database is locked"))


@public("a probe")
def gone_at_the_commit() -> str:
    db.session.add(Partnership(name="Written"))
    db.session.flush()

    def go(_session: object) -> None:
        raise OperationalError("commit", {}, Exception("server closed the connection"))

    event.listen(db.session(), "before_commit", go, once=True)
    return "done"


@public("a probe")
def raw() -> object:
    return render("errors/error.html", code=200, title="Figures", sentence=np.float64(4.2))


class Thing:
    """Something of partnership 7."""

    partnership_ids = (7,)
    school_ids = ()


def load_thing(number: int) -> Thing:
    if number != 1:
        raise NotFound
    return Thing()


@requires(Permission.PARTNERSHIP_EDIT, load=load_thing)
def mine(thing: Thing) -> str:
    return type(thing).__name__


@requires(Permission.INSTALLATION_MANAGE)
def managed() -> str:
    return "managed"
