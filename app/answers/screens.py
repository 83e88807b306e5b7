"""The pupils' screens. A statement's screen is the same for everybody but for the token, so its text is kept."""

import gzip
from functools import lru_cache
from typing import Any

from flask import current_app, make_response, request

from app.answers import actions, passes, sheet
from app.answers.door import CHOOSE
from app.answers.forms import EnterForm
from app.answers.passes import Pass
from app.instruments.model import Instrument
from app.waves.languages import offered_anywhere
from app.web import appearance
from app.web.appearance import Appearance
from app.web.compress import takes_gzip
from app.web.htmx import light_text, render_light
from app.web.languages import current

TOKEN_GOES_HERE = "token-goes-here"
LEASE_GOES_HERE = "lease-goes-here"
RESPONSE_GOES_HERE = "response-goes-here"


def page(name: str, ticket: Pass, *, status: int = 200, **context: Any) -> Any:
    return render_light(f"answers/{name}", status=status, csrf_token=lambda: ticket.token, **context)


def entry(form: EnterForm, ticket: Pass, status: int = 200) -> Any:
    """Where codes are typed, with what was wrong about them."""
    mistakes = {name: str(sentences[0]) for name, sentences in form.errors.items()}
    response = page("enter.html", ticket, status=status, mistakes=mistakes, offered=offered_anywhere(), **form.data)
    passes.give(response, ticket)
    return response


def statement(ticket: Pass, number: int, kept: Any, *, status: int = 200, mistake: str = "") -> Any:
    """One question. `number` counts from 1; `kept` has the answers, their numbers and the lease."""
    make = _make_text if current_app.debug else _text
    text = make(
        instrument_for(ticket),
        number - 1,
        seen_by(ticket, kept)[number - 1],
        mistake=str(mistake),
        several=len(ticket.offered) > 1,
        then="review" if request.values.get("then") == "review" else "",
        around=(request.script_root, appearance.current()),
    )
    text = text.replace(TOKEN_GOES_HERE, ticket.token).replace(LEASE_GOES_HERE, str(kept.lease))
    return make_response(text.replace(RESPONSE_GOES_HERE, ticket.response_name), status)


def review(ticket: Pass, kept: Any) -> Any:
    """All answers, to look through."""
    lines = sheet.lines(instrument_for(ticket), seen_by(ticket, kept))
    several = len(ticket.offered) > 1
    return page("review.html", ticket, lines=lines, several=several, lease=kept.lease, response=ticket.response_name)


def seen_by(ticket: Pass, kept: Any) -> str:
    """The answers, without those that were given before this pass."""
    return sheet.screened(kept.answers, kept.seqs, ticket.earlier)


def instrument_for(ticket: Pass) -> Instrument:
    """What the pupil is asked, in the language of the page."""
    instrument = actions.instrument_of(ticket.digest)
    code = current().code
    return instrument.in_language(code) if code in instrument.translations else instrument


def every_statement(instrument: Instrument) -> Any:
    """What differs from one question to the next, of all of them. It is made once, and compressed once."""
    make = _make_sheet if current_app.debug else _sheet
    plain, compressed = make(instrument, root=request.script_root)
    smaller = takes_gzip()
    response = make_response(compressed if smaller else plain)
    if smaller:
        response.headers["Content-Encoding"] = "gzip"
    response.vary.add("Accept-Encoding")
    return response


def _make_sheet(instrument: Instrument, *, root: str) -> tuple[bytes, bytes]:
    """The sheet as it is, and by gzip. `root` is there because addresses in the text hang on it."""
    screens = (
        light_text("answers/statement.html", "screen", it=_question(instrument, "", position), mistake="", then="")
        for position in range(len(instrument.questions))
    )
    pieces = (f'<template data-number="{number}">{text}</template>' for number, text in enumerate(screens, start=1))
    plain = "\n".join(pieces).encode()
    return plain, gzip.compress(plain, mtime=0)


def _make_text(
    instrument: Instrument,
    position: int,
    chosen: str,
    *,
    mistake: str,
    several: bool,
    then: str,
    around: tuple[str, Appearance],
) -> str:
    """A statement's screen. The text hangs on what is `around` it, the root and the look, too."""
    return light_text(
        "answers/statement.html",
        it=_question(instrument, chosen, position),
        mistake=mistake,
        several=several,
        then=then,
        csrf_token=lambda: TOKEN_GOES_HERE,
        lease=LEASE_GOES_HERE,
        response=RESPONSE_GOES_HERE,
        choose=CHOOSE,
    )


def _question(instrument: Instrument, chosen: str, position: int) -> sheet.Statement:
    return sheet.statement(instrument, chosen, position, actions.instrument_of(instrument.digest))


_text = lru_cache(maxsize=4096)(_make_text)
_sheet = lru_cache(maxsize=64)(_make_sheet)
