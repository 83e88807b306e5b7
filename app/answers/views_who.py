"""Who will see the answers, told anew to whoever asks on the way."""

from typing import Any

from flask import g, request

from app.answers import blueprint, door, queries, screens
from app.answers.door import NO_ACCOUNT
from app.answers.views_languages import way_back
from app.waves.wording import who_will_see
from app.web.guard import public


@blueprint.get("/who")
@public(NO_ACCOUNT)
def tell_who_sees() -> Any:
    """As it was said before the pupil said yes. `at` is the question to come back to, or `review`."""
    ticket = g.ticket or door.NOBODY
    survey = queries.find_survey_of(ticket)
    facts = who_will_see(survey) if survey else ()
    back = way_back(ticket, request.args.get("at", ""))
    return screens.page("who.html", ticket, facts=facts, way_back=back, is_in=bool(ticket.card_id))
