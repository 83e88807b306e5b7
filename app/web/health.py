"""How the database is: what `/healthz` tells a monitor, and `serve` looks at before it opens the door."""

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


def _database_state() -> str:
    try:
        db.session.execute(text("select 1"))
    except SQLAlchemyError:
        db.session.rollback()
        return "no answer"
    return "ok"
