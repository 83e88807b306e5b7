"""`flask --app wsgi simulate`: a class of virtual pupils answers on the running server while a visitor watches."""

import socket
import time
from ipaddress import ip_address
from urllib.parse import urlsplit

import click
from flask import current_app
from flask.cli import with_appcontext

from app.db import db
from app.demo import finding, tour
from app.demo.pupils import Pupil, Tally, Ticket
from app.waves.cards import code_of
from app.web import health

TOLD_EVERY = 5.0  # seconds
PACES = (0.55, 0.95)  # the quickest and the slowest pupil, as shares of the time given


@click.command()
@click.option("--pupils", default=30, show_default=True, help="How many pupils answer, if there are unused cards.")
@click.option("--minutes", default=2.0, show_default=True, help="How long the slowest of them takes.")
@click.option("--url", default="", help="Where the server is, if not where HOST and PORT say. This machine only.")
@with_appcontext
def simulate(pupils: int, minutes: float, url: str) -> None:
    """Let virtual pupils answer in the lessons that are open."""
    settings = current_app.config["SETTINGS"]
    place = server_place(url or f"http://{settings.host}:{settings.port}")
    health.refuse_unready()
    tickets = tickets_for(pupils)
    if not tickets:
        raise click.ClickException("No card is unused in a lesson that is open. Open a lesson, or run the demo first.")
    refuse_silence(place)
    span = "a minute" if minutes == 1 else f"{minutes:g} minutes"
    click.echo(f"{len(tickets)} pupils answer on http://{place[0]}:{place[1]}, in {span}.")
    if len(tickets) < pupils:
        click.echo(f"({pupils} were asked for; no more cards are unused.)")
    tally = answer_all(tickets, place=place, seconds=minutes * 60)
    for trouble in tally.troubles[:5]:
        click.echo(f"  {trouble}")
    click.echo(f"{told(tally)}; the slowest page took {tally.slowest:.2f} s")
    if tally.troubles:
        raise SystemExit(1)


def server_place(url: str) -> tuple[str, int]:
    """Host and port of this machine's server; ClickException for any other machine."""
    parts = urlsplit(url if "//" in url else f"//{url}")
    host = "127.0.0.1" if parts.hostname == "localhost" else parts.hostname or ""
    try:
        number = ip_address(host)
    except ValueError:
        number = None
    if number is None or not (number.is_loopback or number.is_unspecified):
        raise click.ClickException("Virtual pupils answer only on this machine: use 127.0.0.1 or localhost.")
    here = "127.0.0.1" if number.version == 4 else "::1"
    return here if number.is_unspecified else host, parts.port or 80


def refuse_silence(place: tuple[str, int]) -> None:
    """End with a sentence where no server listens."""
    try:
        socket.create_connection(place, timeout=5).close()
    except OSError:
        raise click.ClickException(
            f"Nothing serves on {place[0]}, port {place[1]}. Start it with make run, in another terminal."
        ) from None


def tickets_for(n_pupils: int) -> list[Ticket]:
    """Class and card codes of up to `n_pupils`; in the demo more lessons are opened where one is not enough."""
    tickets: dict[int, Ticket] = {}
    for sitting in tour.lessons_with_room(n_pupils):
        before = finding.first_answers(sitting.wave)
        for card in finding.list_unused_cards(sitting):
            if len(tickets) < n_pupils:
                ticket = Ticket(sitting.class_code, code_of(card), before.get(card.pupil_id, ""))
                tickets.setdefault(card.id, ticket)
    db.session.rollback()
    return list(tickets.values())


def answer_all(tickets: list[Ticket], *, place: tuple[str, int], seconds: float) -> Tally:
    """Let them all answer at once, and tell how far they are."""
    tally, entry = Tally(), tour.path("answers.enter")
    quickest, slowest = PACES
    step = (slowest - quickest) / len(tickets)
    threads = [
        Pupil(ticket, tally, place=place, entry=entry, seconds=seconds * (quickest + step * number))
        for number, ticket in enumerate(tickets)
    ]
    for thread in threads:
        thread.start()
    while any(thread.is_alive() for thread in threads):
        deadline = time.monotonic() + TOLD_EVERY
        while any(thread.is_alive() for thread in threads) and time.monotonic() < deadline:
            time.sleep(0.05)
        click.echo(f"  {told(tally)}")
    return tally


def told(tally: Tally) -> str:
    """How far they are, in words."""
    counts = tally.counts
    return (
        f"{counts['started']} started, {counts['finished']} finished, "
        f"{counts['answers']:,} answers saved, {len(tally.troubles)} troubles"
    )
