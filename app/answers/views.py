"""Pages of the answers feature: enter, say yes or no, answer one statement a screen, look through, finish."""

from typing import Any

from flask import g, redirect, request, url_for
from werkzeug.wrappers import Response

from app.answers import (  # noqa: F401, I001
    actions,
    blueprint,
    door,
    passes,
    queries,
    screens,
    sheet,
    views_appearance,
    views_languages,
    views_media,
    views_saving,
    views_who,
)
from app.answers.door import CHOOSE, NO_ACCOUNT, NOT_HERE, held_lease, parsed, pupils_only
from app.answers.forms import EnterForm
from app.answers.journal import Saved, Write, save
from app.answers.passes import Pass
from app.answers.standing import check_open
from app.db import now
from app.instruments.model import SKIPPED
from app.waves.wording import who_will_see
from app.web import appearance
from app.web.appearance import Appearance
from app.web.errors import refuse
from app.web.guard import public
from app.web.languages import _
from app.web.replies import json_reply


@blueprint.get("")
@blueprint.get("/<string(length=6):class_code>")
@public(NO_ACCOUNT)
def enter(class_code: str = "") -> Any:
    """The page where codes are typed. It takes back whatever pass an earlier pupil left."""
    if card := request.args.get("card", "")[:40]:
        response = redirect(url_for(".enter", class_code=class_code or None), code=303)
        passes.carry_card(response, card)
        return response
    ticket = g.ticket if g.ticket and not g.ticket.card_id else Pass(passes.new_nonce())
    form = EnterForm(data={"class_code": class_code, "card_code": passes.carried_card()})
    appearance.show(Appearance())
    response = screens.entry(form, ticket)
    appearance.forget(response)
    return response


@blueprint.post("")
@public(NO_ACCOUNT)
def come_in() -> Any:
    form = EnterForm(request.form)
    appearance.show(Appearance.of(request.form))
    ticket = door.open_for(form, now()) if form.validate() and form.validate_lengths() else None
    if ticket is None:
        return screens.entry(form, g.ticket, status=422)
    response = redirect(_way_on(ticket), code=303)
    passes.take_back(response)
    passes.give(response, ticket)
    appearance.carry(response, appearance.current())
    return response


@blueprint.get("/start")
@public(NO_ACCOUNT)
@pupils_only
def ask(ticket: Pass) -> Any:
    """Who will see the answers, and whether the pupil wants to give them."""
    survey, instrument = queries.find_survey_of(ticket), actions.instrument_of(ticket.digest)
    if survey is None or ticket.response_id:
        return redirect(_way_on(ticket), code=303)
    return screens.page(
        "start.html",
        ticket,
        title=survey.title,
        n_questions=len(instrument.questions),
        facts=who_will_see(survey),
        offered=ticket.offered,
    )


@blueprint.post("/start")
@public(NO_ACCOUNT)
@pupils_only
def agree_or_not(ticket: Pass) -> Any:
    if request.form.get("agree") == "yes":
        ticket = actions.begin(ticket, now())
        response = redirect(_way_on(ticket), code=303)
        passes.give(response, ticket)
        return response
    if request.form.get("agree") == "no":
        return _leave(actions.decline(ticket, now()))
    raise refuse(400, _("Choose “Yes, start” or “No thank you”."))


@blueprint.get("/questions")
@public(NO_ACCOUNT)
@pupils_only
def go_on(ticket: Pass) -> Any:
    """The first statement without an answer, or the review when there is none."""
    position = sheet.first_unanswered(_kept(ticket).answers)
    if position is None:
        return redirect(url_for(".review"), code=303)
    return redirect(url_for(".show_question", number=position + 1), code=303)


@blueprint.get("/questions/<int:number>")
@public(NO_ACCOUNT)
@pupils_only
def show_question(ticket: Pass, number: int) -> Any:
    _check_number(ticket, number)
    return screens.statement(ticket, number, _kept(ticket))


@blueprint.post("/questions/<int:number>")
@public(NO_ACCOUNT)
@pupils_only
def answer_question(ticket: Pass, number: int) -> Any:
    """Save what was chosen, if anything was, and go where the pupil wants to go."""
    _check_number(ticket, number)
    move = request.form.get("move", "next")
    code = _sent_code(ticket, number, move)
    kept = _save(ticket, number, code) if code else _kept(ticket)
    if not code and move == "next" and screens.seen_by(ticket, kept)[number - 1] != sheet.ANSWERED:
        return screens.statement(ticket, number, kept, status=422, mistake=CHOOSE)
    after = number - 1 if move == "back" else number + 1
    return redirect(_way_out(move, number) or _way_to(after, len(kept.answers)), code=303)


@blueprint.get("/review")
@public(NO_ACCOUNT)
@pupils_only
def review(ticket: Pass) -> Any:
    return screens.review(ticket, _kept(ticket))


@blueprint.post("/finish")
@public(NO_ACCOUNT)
@pupils_only
def finish(ticket: Pass) -> Any:
    return _leave(actions.finish(ticket, held_lease(), now()))


@blueprint.get("/thanks")
@public(NO_ACCOUNT)
def thank() -> Any:
    """The last page, once in the language and the look that the pupil had."""
    passes.say_farewell()
    contact = queries.find_help_contact(door.survey_named(request.args.get("survey", "")))
    return door.wiped(screens.page("thanks.html", door.NOBODY, contact=contact))


@blueprint.get("/still-there")
@public(NO_ACCOUNT)
@pupils_only
def ask_if_there(ticket: Pass) -> Any:
    """Where a screen without scripts leads that was left alone: it waits two minutes for whoever is still there."""
    return screens.page("still-there.html", ticket)


@blueprint.get("/stopped")
@public(NO_ACCOUNT)
def stop() -> Any:
    """The way out at any time: the pass is taken back, the answers stay."""
    return door.wiped(screens.page("stopped.html", door.NOBODY))


@blueprint.get("/<path:elsewhere>")
@public(NO_ACCOUNT)
def get_lost(elsewhere: str) -> Any:
    """A class code typed wrongly into an address, mostly: the way back is to type it again."""
    raise refuse(404, NOT_HERE)


def _way_on(ticket: Pass) -> str:
    return url_for(".go_on" if ticket.response_id else ".ask")


def _leave(survey_id: int) -> Response:
    """To the last page, without the pass. The pages' script hears where that is, and goes there when it can."""
    address = url_for(".thank", survey=door.name_of_survey(survey_id))
    response = json_reply({"thanks": address}) if door.asks_for_json() else redirect(address, code=303)
    passes.take_back(response)
    passes.carry_farewell(response)
    return response


def _kept(ticket: Pass) -> Any:
    """Answers and lease as they stand; CannotAnswer when the pupil may not go on."""
    return check_open(queries.find_standing(ticket), ticket, now())


def _check_number(ticket: Pass, number: int) -> None:
    if not 1 <= number <= len(actions.instrument_of(ticket.digest).questions):
        raise refuse(404, _("There is no such question."))


def _sent_code(ticket: Pass, number: int, move: str) -> str:
    """The code of the answer that came, or nothing."""
    raw = SKIPPED if move == "skip" else request.form.get("answer", "")
    return parsed(actions.instrument_of(ticket.digest).questions[number - 1], raw) if raw else ""


def _save(ticket: Pass, number: int, code: str) -> Saved:
    """A form without script: its answer is the next of the response, in order of arrival."""
    return save(ticket, actions.instrument_of(ticket.digest), Write(number - 1, code, held_lease()), now())


def _way_out(move: str, number: int) -> str:
    """Where a button leads that leaves the statements; nothing for the others."""
    if move == "language":
        return url_for(".choose_language", at=number)
    return url_for(".stop") if move == "stop" else ""


def _way_to(number: int, total: int) -> str:
    """Where a question is, or the review for one that came from there and after the last."""
    if number > total or request.form.get("then") == "review":
        return url_for(".review")
    return url_for(".show_question", number=max(number, 1))
