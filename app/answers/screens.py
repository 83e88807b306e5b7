"""The pupils' screens. A statement's screen is the same for everybody but for the token, so its text is kept."""

from functools import lru_cache
from typing import Any

from flask import current_app, make_response, request

from app.answers import actions, passes, sheet
from app.answers.forms import EnterForm
from app.answers.passes import Pass
from app.instruments.model import Instrument
from app.web.htmx import light_response, light_text, render_light, swap_target, wants_fragment

CHOOSE = "Choose one of the answers. You may also skip this one."
TOKEN_GOES_HERE = "token-goes-here"


def page(name: str, ticket: Pass, *, status: int = 200, **context: Any) -> Any:
    return render_light(
        f"answers/{name}", fragments=("main",), status=status, csrf_token=lambda: ticket.token, **context
    )


def entry(form: EnterForm, ticket: Pass, status: int = 200) -> Any:
    """Where codes are typed, with what was wrong about them."""
    mistakes = {name: sentences[0] for name, sentences in form.errors.items()}
    response = page("enter.html", ticket, status=status, mistakes=mistakes, **form.data)
    passes.give(response, ticket)
    return response


def statement(ticket: Pass, number: int, answers: str, *, status: int = 200, mistake: str = "") -> Any:
    """One question. `number` counts from 1."""
    if mistake and swap_target() == "saved":
        return make_response(mistake, status)
    make = _make_text if current_app.debug else _text
    text = make(
        actions.instrument_of(ticket.digest),
        number - 1,
        answers[number - 1],
        mistake=mistake,
        then="review" if request.values.get("then") == "review" else "",
        block="main" if wants_fragment() and swap_target() == "main" else "",
        root=request.script_root,
    )
    return light_response(text.replace(TOKEN_GOES_HERE, ticket.token), status)


def review(ticket: Pass, answers: str) -> Any:
    """All answers, to look through."""
    return page("review.html", ticket, lines=sheet.lines(actions.instrument_of(ticket.digest), answers))


def _make_text(
    instrument: Instrument, position: int, chosen: str, *, mistake: str, then: str, block: str, root: str
) -> str:
    """A statement's screen, or its main block. `root` is there because addresses in the text hang on it."""
    it = sheet.statement(instrument, chosen, position)
    token = TOKEN_GOES_HERE
    return light_text("answers/statement.html", block, it=it, mistake=mistake, then=then, csrf_token=lambda: token)


_text = lru_cache(maxsize=4096)(_make_text)
