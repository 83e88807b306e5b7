"""The door of the pupils' pages: each form's token, wrong codes, plain refusals, and leaving nothing behind."""

import re
from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any

from flask import current_app, g, request
from flask.blueprints import BlueprintSetupState
from itsdangerous import BadSignature, URLSafeSerializer
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException

from app.answers import actions, blueprint, guessing, passes
from app.answers.forms import EnterForm
from app.answers.passes import Pass
from app.answers.standing import CannotAnswer, NoResponse, Unreadable
from app.db import SAFE_METHODS, db, reading
from app.instruments.kinds import KINDS, NotAnAnswer
from app.instruments.model import Question
from app.waves.queries import find_card, find_open_sitting, is_in_group
from app.web import cookies
from app.web.errors import WORDS, refuse
from app.web.forms import csrf, whole
from app.web.htmx import render_light
from app.web.languages import _, later, speak
from app.web.replies import json_reply

MOST_BYTES = 16 * 1024
CHOOSE = later("Choose one of the answers. You may also skip this one.")
NOT_HERE = later("Check the address, or press “Enter codes”.")
SECONDS_TO_RETRY = "2"
NO_ACCOUNT = "pupils have no account: class code, card and pass are checked"
NOBODY = Pass("")
"""Whose pass a page is made with when there is none: its token opens nothing."""


@blueprint.record_once
def set_up(state: BlueprintSetupState) -> None:
    """The session's token does not guard these forms: pupils have none. `check_form` does."""
    csrf.exempt(blueprint)
    cookies.leave_out(blueprint.url_prefix or "")


@blueprint.before_request
def check_form() -> None:
    """Read the pass; a form must carry its token, come from our own page and be small."""
    g.ticket = passes.read()
    speak(g.ticket.language if g.ticket else "")
    if request.method in SAFE_METHODS:
        return
    if (request.content_length or 0) > MOST_BYTES:
        raise refuse(413, _("That is too long for an answer."))
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in {"same-origin", "none"}:
        raise refuse(400, _("Use the form on the survey's own page."))
    token = request.headers.get("X-CSRFToken") or request.form.get("csrf_token", "")
    if g.ticket is None or not g.ticket.nonce or not g.ticket.knows(token):
        raise refuse(400, _("This page was open too long. Enter your codes to carry on. Your answers are kept."))


def pupils_only(view: Callable[..., Any]) -> Callable[..., Any]:
    """Hand the view the pass of a pupil who came in; anybody else is told to enter the codes."""

    @wraps(view)
    def guarded(**url_values: Any) -> Any:
        if g.ticket is None or not g.ticket.nonce or not g.ticket.card_id:
            raise NoResponse
        return view(g.ticket, **url_values)

    return guarded


def speaks_json(view: Callable[..., Any]) -> Callable[..., Any]:
    """Let the view's refusals be JSON, too: the pages' script reads them."""
    view.speaks_json = True  # type: ignore[attr-defined]
    return view


def held_lease() -> int:
    """The lease that a form carries."""
    lease = whole(request.form.get("lease"))
    if lease is None:
        raise Unreadable
    return lease


def parsed(question: Question, raw: str) -> str:
    """The code of an answer that came."""
    try:
        return KINDS[question.kind].parse(question, raw)
    except NotAnAnswer:
        raise refuse(422, CHOOSE) from None


def open_for(form: EnterForm, moment: datetime) -> Pass | None:
    """The pass for the codes, or None with the form saying which of them we do not know.

    A right pair always gets in. What keeps a guesser out is the length of the codes, and how little wrong ones are told
    of: see `guessing`. There are 23**8, some 78 thousand million, card codes, and only those of the pupils who sit just
    now open anything. Both codes are looked up, whatever the first is: a wrong class code takes as long as a right one.
    """
    with reading():  # so that a guesser keeps no answer waiting
        sitting, card = find_open_sitting(form.class_code.data), find_card(form.card_code.data)
        if card and sitting and card.survey_id != sitting.wave.survey_id:
            card = None
        is_right = bool(sitting and card and is_in_group(card.pupil_id, sitting))
        tried, card_id = guessing.tried_at(sitting), card.id if card else 0
    if sitting and card and is_right:
        guessing.let_in(card_id)
        return actions.admit(sitting, card, moment, wish=g.ticket.language if g.ticket else "")
    if not guessing.may_tell(tried):
        raise refuse(429, _("There were many wrong codes. Check your codes and try again, or ask your teacher."))
    if sitting is None:
        form.refuse("class_code", _("We do not know this class code. Check it with your teacher."))
    elif card is None:
        form.refuse(
            "card_code", _("We do not know this card here. Check the code, or ask your teacher for a new card.")
        )
    else:
        form.refuse("card_code", _("This card is for another class. Ask your teacher."))
    return None


def name_of_survey(survey_id: int) -> str:
    """The survey, signed: the last page names whom to talk to after the pass is gone."""
    return str(_namer().dumps(survey_id))


def survey_named(name: str) -> int:
    """The survey's id; 0 where we did not name it."""
    try:
        return int(_namer().loads(name))
    except (BadSignature, TypeError):
        return 0


def asks_for_json() -> bool:
    """True when the pages' script asks, and no person."""
    return request.headers.get("Accept") == "application/json"


def wiped(response: Any) -> Any:
    """The response, telling the browser to keep nothing of these pages."""
    passes.take_back(response)
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


@blueprint.errorhandler(CannotAnswer)
def say_why_not(error: CannotAnswer) -> Any:
    reason = type(error).__name__
    return _problem(error.status, error.sentence, reason=reason, template=error.template, heading=error.heading)


@blueprint.errorhandler(HTTPException)
def say_what_is_wrong(error: HTTPException) -> Any:
    code = error.code or 500
    sentence = getattr(error, "sentence", "") or WORDS.get(code, WORDS[400])[1]
    return _problem(code, sentence, reason=type(error).__name__)


@blueprint.errorhandler(OperationalError)
def say_try_again(error: Exception) -> Any:
    """The database is busy or away: nothing was acknowledged, and the same answer may be sent again."""
    current_app.logger.exception("database trouble at %s", request.endpoint)
    response = _problem(503, _("We could not save that yet. Wait a moment and try again."), reason="Busy")
    response.headers["Retry-After"] = SECONDS_TO_RETRY
    return response


@blueprint.errorhandler(Exception)
def say_it_was_us(error: Exception) -> Any:
    """A fault of ours: on a pupil's page like any refusal, with the way back to the codes. The script tries again."""
    if isinstance(error, db.engine.dialect.loaded_dbapi.OperationalError):  # of a connection that can't be made anew
        return say_try_again(error)
    current_app.logger.exception("fault at %s", request.endpoint)
    return _problem(500, WORDS[500][1], reason="Fault")


def _problem(status: int, sentence: str, *, reason: str, template: str = "problem.html", heading: Any = None) -> Any:
    """Why not: as JSON where the script asked, else as a page of its own."""
    db.session.rollback()
    if asks_for_json() or getattr(current_app.view_functions.get(request.endpoint or ""), "speaks_json", False):
        name = re.sub(r"(?<=[a-z])(?=[A-Z])", "-", reason).lower()
        return json_reply({"error": name, "sentence": str(sentence)}, status)
    token = (g.get("ticket") or NOBODY).token
    return render_light(
        f"answers/{template}",
        status=status,
        csrf_token=lambda: token,
        sentence=sentence,
        heading=heading or CannotAnswer.heading,
    )


def _namer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="survey of a pupil")
