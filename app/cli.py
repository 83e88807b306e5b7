"""The commands of an installation: `flask --app wsgi ...`."""

import gc
import multiprocessing
import socket
import sys

import click
import flask_migrate
from flask import Flask, current_app
from flask.cli import AppGroup, with_appcontext
from sqlalchemy.exc import SQLAlchemyError

from app.config import stop
from app.db import db
from app.demo.command import demo, refuse_public_password, show
from app.demo.simulation import simulate
from app.instruments.check import check_folder
from app.instruments.problems import BadInstrument
from app.instruments.published import AlreadyPublished, publish
from app.schools import pupil_queries
from app.web import health
from app.web.collecting import catalogs, update
from app.web.languages import FOLDER

instruments = AppGroup("instruments", help="Check the instruments in surveys/, and lock those that are used.")


def init_app(app: Flask) -> None:
    """Register the commands."""
    app.cli.add_command(serve)
    app.cli.add_command(instruments)
    app.cli.add_command(invite_administrator)
    app.cli.add_command(demo)
    app.cli.add_command(simulate)
    app.cli.add_command(words)


@click.command()
@click.option("--demo", "with_demo", is_flag=True, help="First bring the database up to date and show the demo.")
@with_appcontext
def serve(with_demo: bool) -> None:
    """Serve Lateral with granian, on the HOST and PORT of the settings.

    Its workers are copies of this process: the program is loaded once, and most of its memory is shared.
    """
    from app.serving import server_for

    settings = current_app.config["SETTINGS"]
    refuse_taken_port(settings.host, settings.port)
    if with_demo:
        flask_migrate.upgrade()
    health.refuse_unready(may_come_later=True)
    refuse_second_key()
    refuse_public_password(settings)
    if with_demo:
        show()
    db.session.remove()
    db.engine.dispose()
    click.echo(f"Lateral serves {settings.host}, port {settings.port}. Ctrl-C stops it.")
    sys.stdout.flush()
    share_what_is_loaded()
    server_for(settings).serve()


def share_what_is_loaded() -> None:
    """Let workers begin as copies of this process where the system can: it has one thread, and no connection open."""
    if sys.platform == "linux":
        multiprocessing.set_start_method("fork", force=True)
    gc.collect()
    gc.freeze()  # a collection in a worker would touch, and so copy, all that it shares


def refuse_taken_port(host: str, port: int) -> None:
    """End with a sentence when another program listens there already, or the address is not this machine's."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise click.ClickException(
                f"Lateral can't listen on {host}, port {port}: {error.strerror}. "
                f"Stop the other program, or choose another port: PORT={port + 1} make run"
            ) from error


def refuse_second_key() -> None:
    """End before names are sealed with two keys."""
    try:
        pupil_queries.open_one_name()
    except SQLAlchemyError:
        db.session.rollback()
    except ValueError:
        raise stop("IDENTITY_KEY", "is not the one that the names in this database were sealed with") from None


@click.command("invite-administrator")
@click.argument("email")
@click.option("--without-two-step", is_flag=True, help="For an administrator who lost phone and recovery codes.")
@with_appcontext
def invite_administrator(email: str, without_two_step: bool) -> None:
    """Print a link with which EMAIL becomes an administrator, or sets a new password if they are one already."""
    from app.people.invite_command import NoAddress, link_for_administrator

    health.refuse_unready()
    try:
        sentence, path = link_for_administrator(email, without_two_step=without_two_step)
    except NoAddress as error:
        raise click.ClickException(str(error)) from error
    settings = current_app.config["SETTINGS"]
    port = "" if settings.https else f":{settings.port}"
    click.echo(sentence)
    click.echo(f"{'https' if settings.https else 'http'}://{settings.trusted_hosts[0]}{port}{path}")


@click.command()
@with_appcontext
def words() -> None:
    """Bring the catalogs of the other languages up to date with what the code says, and count what is missing."""
    for path in catalogs():
        catalog, missing = update(path)
        untold = f", {missing} without a translation" if catalog.locale else ""
        click.echo(f"{path.relative_to(FOLDER)}: {len(catalog)} texts{untold}")


@instruments.command("check")
def check_instruments() -> None:
    """List every problem of every instrument, with what to do about it."""
    problems = check_folder(current_app.config["SETTINGS"].surveys_dir)
    for problem in problems:
        click.echo(problem)
    blocking = sum(problem.severity == "problem" for problem in problems)
    click.echo(f"{blocking} problems, {len(problems) - blocking} pieces of advice")
    if blocking:
        raise SystemExit(1)


@instruments.command("publish")
@click.argument("name")
@click.argument("version")
def publish_instrument(name: str, version: str) -> None:
    """Lock a version: from now on its file must not change."""
    try:
        digest = publish(name, version, folder=current_app.config["SETTINGS"].surveys_dir)
    except (AlreadyPublished, BadInstrument, LookupError) as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"{name} {version} is locked as {digest}")
