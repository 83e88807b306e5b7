"""Pages of cards: who has one, print them eight to a page, replace one that was lost."""

from datetime import date
from math import ceil
from typing import Any

from flask import abort, flash, request, url_for
from werkzeug.wrappers import Response

from app.db import SAFE_METHODS, db, now, reading
from app.policy import Permission, allows
from app.schools.naming import names_of
from app.waves import blueprint, cards, queries, rosters
from app.waves.codes import readable
from app.waves.groups import Groups, HeldCard, groups_of
from app.waves.looks import look_at_name, look_at_names
from app.waves.models import Card, Survey
from app.web.filters import today
from app.web.forms import whole
from app.web.guard import current_actor, requires
from app.web.htmx import go_to, render
from app.web.languages import _
from app.web.qr import qr_svg

A_PAGE = 8
SHOWN_FOR = 15 * 60  # seconds for which a new code may be looked at again; later it is printed, which is recorded


def posted_groups(survey_id: int) -> Groups:
    """The groups that the form names; all must be asked by the survey."""
    survey = queries.get_survey(survey_id)
    groups = tuple(rosters.find_group(survey, key) for key in request.form.getlist("group"))
    if not groups or None in groups:
        abort(404)
    return Groups(survey, groups)  # type: ignore[arg-type]


def held_card(survey_id: int, number: int) -> HeldCard:
    """The card and the groups of its pupil."""
    card = queries.get_card(survey_id, number)
    day = _day_of(card.survey)
    return HeldCard(card, tuple(rosters.groups_of_pupil(card.survey, card.pupil, day)))


@blueprint.get("/surveys/<int:survey_id>/cards")
@requires(Permission.SURVEY_READ, load=queries.get_survey)
def show_cards(survey: Survey) -> Response:
    actor, day = current_actor(), _day_of(survey)
    mine = [group for group in groups_of(survey) if allows(actor, Permission.CARDS_PRINT, group)]
    group = next((one for one in mine if one.key == request.args.get("group")), mine[0] if mine else None)
    held = rosters.list_cards((group,), day) if group else []
    n_without = rosters.count_without_card(survey, (group,), day) if group else 0
    together = len(mine) > 1 and rosters.count_pupils(mine, day) <= cards.MOST_AT_ONCE
    return render(
        "waves/cards.html",
        survey=survey,
        groups=mine,
        group=group,
        together=Groups(survey, tuple(mine)) if together else None,
        cards=held,
        names=look_at_names([card.pupil for card in held], actor),
        n_without=n_without,
        most=cards.MOST_AT_ONCE,
        n_parts=ceil((len(held) + n_without) / cards.MOST_AT_ONCE),
    )


@blueprint.post("/surveys/<int:survey_id>/cards/print")
@requires(Permission.CARDS_PRINT, load=posted_groups)
def print_cards(order: Groups) -> Any:
    """The sheet itself: a post, because cards are made, marked as printed and the printing is recorded."""
    day, part = _day_of(order.survey), whole(request.form.get("part", "")) or 0
    chosen = {number for number in map(whole, request.form.getlist("card")) if number is not None}
    back = url_for(".show_cards", survey_id=order.survey.id, group=order.groups[0].key)
    if "ticked" in request.form and not chosen:
        flash(_("Tick the cards you want to print first."), "warning")
        return go_to(back)
    if not part and (len(chosen) or rosters.count_pupils(list(order.groups), day)) > cards.MOST_AT_ONCE:
        flash(
            _(
                "A sheet holds %(most)s cards at most. Print one group, or one part of it, at a time.",
                most=cards.MOST_AT_ONCE,
            ),
            "warning",
        )
        return go_to(back)
    made = cards.print_cards(order, day, chosen, person_id=current_actor().id, part=part or 1)
    printed = {card.id for card in made}
    db.session.commit()  # drawing takes seconds, in which nobody else's answers may wait for this request
    with reading():
        return _sheet(order, day, printed)


def _sheet(order: Groups, day: date, card_ids: set[int]) -> Response:
    """The slips of these cards, eight a page."""
    printed = [card for card in rosters.list_cards(order.groups, day) if card.id in card_ids]
    names = names_of((card.pupil for card in printed), current_actor())
    slips = [_slip(card, names[card.pupil_id]) for card in printed]
    pages = [slips[start : start + A_PAGE] for start in range(0, len(slips), A_PAGE)]
    return render("waves/sheet.html", survey=order.survey, pages=pages, n_slips=len(slips))


@blueprint.route("/surveys/<int:survey_id>/cards/<int:number>/replace", methods=["GET", "POST"])
@requires(Permission.CARDS_PRINT, load=held_card)
def replace_card(held: HeldCard) -> Response:
    card = held.card
    if request.method in SAFE_METHODS:
        return render("waves/replace.html", card=card, name=look_at_name(card.pupil, current_actor()))
    cards.replace_card(card, person_id=current_actor().id)
    flash(_("The old card no longer works."), "success")
    return go_to(url_for(".show_new_code", survey_id=card.survey_id, number=card.number))


@blueprint.get("/surveys/<int:survey_id>/cards/<int:number>/code")
@requires(Permission.CARDS_PRINT, load=held_card)
def show_new_code(held: HeldCard) -> Response:
    card = held.card
    name = look_at_name(card.pupil, current_actor())
    return render("waves/code.html", card=card, slip=new_slip(card, name), name=name, groups=held.groups)


def new_slip(card: Card, name: str) -> dict[str, Any] | None:
    """The slip of a card whose code was just made; later None."""
    fresh = card.issue > 1 and (now() - card.issued_at).total_seconds() < SHOWN_FOR
    return _slip(card, name) if fresh else None


def _slip(card: Card, name: str) -> dict[str, Any]:
    code = cards.code_of(card)
    return {"card": card, "name": name, "code": readable(code), "qr": qr_svg(_address_of(code))}


def _address_of(code: str) -> str:
    return url_for("answers.enter", card=code, _external=True)


def _day_of(survey: Survey) -> date:
    return rosters.roster_day(rosters.wave_in_hand(survey, today()), today())
