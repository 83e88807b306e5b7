"""Runs the migrations on the application's own engine, in one transaction each."""

from alembic import context
from flask import current_app

engine = current_app.extensions["migrate"].db.engine
metadata = current_app.extensions["migrate"].db.metadata
PLAIN = {"UtcDateTime": "sa.DateTime()", "Encrypted": "sa.LargeBinary()"}


def render_item(kind: str, item: object, _context: object) -> str | bool:
    """Write our own column types as what they are in the database: a migration must not change when they do."""
    return PLAIN.get(type(item).__name__, False) if kind == "type" else False


def include_object(_item: object, name: str | None, kind: str, *_rest: object) -> bool:
    """Leave the job queue's own tables to the job queue."""
    return not (kind == "table" and (name or "").startswith("huey_"))


def run() -> None:
    """Online only: every installation has its database at hand. SQLite alters tables by copying them."""
    with engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=metadata,
            transaction_per_migration=True,
            render_item=render_item,
            include_object=include_object,
            **current_app.extensions["migrate"].configure_args,
        )
        with context.begin_transaction():
            context.run_migrations()


run()
