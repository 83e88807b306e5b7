"""How the pages look to a pupil: chosen in the panel of any page, and kept with the card."""

from typing import Any

from flask import g, redirect, request

from app.answers import actions, blueprint, screens
from app.answers.door import NO_ACCOUNT
from app.answers.forms import EnterForm
from app.answers.views_languages import way_back
from app.web import appearance
from app.web.appearance import Appearance
from app.web.guard import public


@blueprint.post("/appearance")
@public(NO_ACCOUNT)
def keep_appearance() -> Any:
    """Show the pages so from now on. Before the card is known, only the page with the codes is: nothing is kept."""
    chosen = Appearance.of(request.form)
    appearance.show(chosen)
    if not g.ticket.card_id:
        return screens.entry(EnterForm(request.form), g.ticket)
    actions.show_as(g.ticket, chosen)
    response = redirect(way_back(g.ticket, request.form.get("at", "")), code=303)
    appearance.carry(response, chosen)
    return response
