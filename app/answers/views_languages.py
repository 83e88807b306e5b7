"""The language a pupil reads in: chosen on a page of its own, or on the first screens, and kept with the card."""

from dataclasses import replace
from typing import Any

from flask import g, redirect, request, url_for

from app.answers import actions, blueprint, passes, screens
from app.answers.door import NO_ACCOUNT, pupils_only
from app.answers.forms import EnterForm
from app.answers.passes import Pass
from app.waves.languages import offered_anywhere
from app.web import appearance
from app.web.appearance import Appearance
from app.web.forms import whole
from app.web.guard import public
from app.web.languages import speak


@blueprint.get("/language")
@public(NO_ACCOUNT)
@pupils_only
def choose_language(ticket: Pass) -> Any:
    """Every language of the lesson by its own name. `at` is the question to come back to, or `review`."""
    at = request.args.get("at", "")
    return screens.page("language.html", ticket, offered=ticket.offered, at=at, way_back=way_back(ticket, at))


@blueprint.post("/language")
@public(NO_ACCOUNT)
def read_in() -> Any:
    """Change the language and go back to where the pupil was. Nothing that was answered or typed changes."""
    ticket, language = g.ticket, request.form.get("language", "")
    if not ticket.card_id:
        return _at_the_door(replace(ticket, language=language if language in offered_anywhere() else ""))
    ticket = actions.read_in(ticket, language)
    response = redirect(way_back(ticket, request.form.get("at", "")), code=303)
    passes.give(response, ticket)
    return response


def _at_the_door(ticket: Pass) -> Any:
    speak(ticket.language)
    appearance.show(Appearance.of(request.form))
    return screens.entry(EnterForm(request.form), ticket)


def way_back(ticket: Pass, at: str) -> str:
    """The page where a pupil was. `at` is a question's number or `review`."""
    if not ticket.card_id:
        return url_for(".enter")
    if not ticket.response_id:
        return url_for(".ask")
    number = whole(at)
    if number:
        return url_for(".show_question", number=number)
    return url_for(".review" if at == "review" else ".go_on")
