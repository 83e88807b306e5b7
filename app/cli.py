"""The commands of an installation: `flask --app wsgi ...`."""

import os

import click
from flask import Flask, current_app
from flask.cli import with_appcontext


def init_app(app: Flask) -> None:
    """Register the commands."""
    app.cli.add_command(serve)


@click.command()
@with_appcontext
def serve() -> None:
    """Serve Lateral with granian, on the HOST and PORT of the settings.

    The server's default back-pressure leaves late connections of a whole school waiting behind idle ones, so both
    queues are wide.
    """
    from granian import Granian
    from granian.constants import Interfaces

    settings = current_app.config["SETTINGS"]
    os.environ.setdefault("PYTHONUNBUFFERED", "1")
    Granian(
        "wsgi:app",
        address=settings.host,
        port=settings.port,
        interface=Interfaces.WSGI,
        workers=settings.workers,
        blocking_threads=settings.threads,
        backlog=4096,
        backpressure=2048,
        respawn_failed_workers=True,
        websockets=False,
    ).serve()
