"""`flask --app wsgi demo`: fill an empty database, and tell the visitor where to begin."""

from ipaddress import ip_address

import click
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy.exc import SQLAlchemyError

from app.config import Settings
from app.db import db
from app.demo import finding, tour
from app.demo.fill import INSTRUMENT, fill, is_empty
from app.web import health

PASSWORD = "paper boats in the rain"  # known to everybody, and only ever set by the demo
OWN_MACHINE = {"localhost", "127.0.0.1", "[::1]"}


@click.command()
@click.option("--scale", default=1, show_default=True, help="How many partnerships to make, for measuring.")
@click.option("--password", default="", help="Everybody's password in the demo; the usual one is public.")
@with_appcontext
def demo(scale: int, password: str) -> None:
    """Fill an empty database with a fictional partnership, and print where to begin."""
    health.refuse_unready()
    show(scale=scale, password=password)


def show(*, scale: int = 1, password: str = "") -> None:
    """Fill the database if it is empty, and say where to begin if it holds the demo."""
    settings: Settings = current_app.config["SETTINGS"]
    if is_empty():
        fill_database(settings, scale=scale, password=password)
    elif not finding.find_demo():
        click.echo("The database holds other data than the demo, so nothing was changed.")
        return
    for line in tour.lines(settings, password=finding.find_password((password, PASSWORD))):
        click.echo(line)


def fill_database(settings: Settings, *, scale: int, password: str) -> None:
    """Fill it, unless the public password would open an installation that other machines can reach."""
    if not password and others_can_reach(settings):
        raise click.ClickException(
            "Other machines can reach this one and the demo's password is public: choose another with --password, "
            'as in flask --app wsgi demo --password "..."'
        )
    fill(
        current_app.extensions["instruments"].latest(INSTRUMENT),
        password=password or PASSWORD,
        scale=scale,
        told=lambda number: click.echo(f"{number:,} of {scale:,} partnerships"),
    )
    click.echo(f"Filled the database with {scale:,} fictional partnership{'s' if scale > 1 else ''}.")


def refuse_public_password(settings: Settings) -> None:
    """End before a demo that was filled in for this machine alone is served to others, its password with it."""
    if others_can_reach(settings) and has_public_password():
        raise click.ClickException(
            "Other machines can reach this one, and the demo in its database has the public password. "
            "Set HOST and TRUSTED_HOSTS back, or choose another DATA_DIR or DATABASE_URL."
        )


def others_can_reach(settings: Settings) -> bool:
    """True where a proxy or the network leads here. TRUSTED_HOSTS alone don't say: whoever asks chooses the name."""
    return not (is_own_machine(settings.host) and set(settings.trusted_hosts) <= OWN_MACHINE)


def is_own_machine(host: str) -> bool:
    """True for an address that only this machine can reach."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def has_public_password() -> bool:
    """Whether the database holds the demo with the usual password; no, where nobody can ask it yet."""
    try:
        return bool(finding.find_demo() and finding.find_password((PASSWORD,)))
    except SQLAlchemyError:
        db.session.rollback()
        return False
