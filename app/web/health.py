"""How the database is: what `/healthz` tells a monitor, and commands look at before they begin."""

import click
from flask import current_app
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from app.db import db

OLD_SCHEMA = "not this program's: run `flask --app wsgi db upgrade`"


def look() -> dict[str, str]:
    """`database` and `schema`, each `ok` or what is wrong with it; the schema of one that is away is unknown."""
    state = {"database": "ok", "schema": "ok"}
    try:
        found = db.session.execute(text("select version_num from alembic_version")).scalars().all()
        if found != [current_app.extensions["lateral_schema_head"]]:
            state["schema"] = OLD_SCHEMA
    except SQLAlchemyError:
        db.session.rollback()
        state["database"], state["schema"] = _database_state(), "unknown"
    return state


def refuse_unready(*, may_come_later: bool = False) -> None:
    """End a command with a sentence when the database is away, unless it may come later, or is of another version."""
    state = look()
    db.session.rollback()  # a command must not keep others from writing while it looks on
    if state["database"] != "ok" and not may_come_later:
        raise click.ClickException("The database of DATABASE_URL does not answer.")
    if state["database"] == "ok" != state["schema"]:
        raise click.ClickException(
            "Lateral can't start: its database is not of this version. Run `flask --app wsgi db upgrade` first."
        )
    if state["database"] != "ok":
        click.echo("The database of DATABASE_URL does not answer yet: until it does, pages say so.", err=True)


def _database_state() -> str:
    try:
        db.session.execute(text("select 1"))
    except SQLAlchemyError:
        db.session.rollback()
        return "no answer"
    return "ok"
