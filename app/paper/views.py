"""Pages of the paper feature: print booklets, and type what pupils ticked, one card after another."""

from typing import Any

from flask import abort, request, url_for
from werkzeug.wrappers import Response

from app.answers.standing import CannotAnswer
from app.audit.actions import record
from app.db import SAFE_METHODS, db, reading
from app.paper import actions, blueprint, booklets, queries
from app.paper.forms import Booklet, read_booklet
from app.paper.wording import cover_words
from app.policy import Permission, allows
from app.waves.cards import MOST_AT_ONCE, make_cards
from app.waves.groups import Group, Seat, groups_of
from app.waves.models import Card, Sitting, Survey, Wave
from app.waves.naming import wave_in_sentence
from app.waves.places import list_places
from app.waves.progress import FINISHED
from app.waves.queries import get_seat, get_sitting, get_survey, is_in_group
from app.waves.rosters import find_group, list_cards, roster_day, wave_in_hand
from app.web.errors import refuse
from app.web.filters import today
from app.web.forms import whole
from app.web.guard import current_actor, requires
from app.web.htmx import go_to, render
from app.web.languages import _


def posted_group(survey_id: int) -> Group:
    """The group that the form names."""
    return find_group(get_survey(survey_id), request.form.get("group", "")) or abort(404)


@blueprint.get("/surveys/<int:survey_id>/paper")
@requires(Permission.SURVEY_READ, load=get_survey)
def show_paper(survey: Survey) -> Response:
    """What can be printed for a lesson on paper."""
    groups = [group for group in groups_of(survey) if allows(current_actor(), Permission.CARDS_PRINT, group)]
    languages = {language for group in groups for language in queries.languages_for(group)}
    return render(
        "paper/paper.html",
        survey=survey,
        wave=wave_in_sentence(wave_in_hand(survey, today())),
        groups=groups,
        sizes=list(booklets.SIZES.values()),
        languages=[language for language in queries.LANGUAGES.values() if language in languages],
    )


@blueprint.post("/surveys/<int:survey_id>/paper/print")
@requires(Permission.CARDS_PRINT, load=posted_group)
def print_booklets(group: Group) -> Response:
    """One booklet for each card, or one to copy. None holds a name, but card numbers lead to pupils: it is recorded."""
    survey, wave = group.survey, wave_in_hand(group.survey, today())
    size, language = booklets.SIZES.get(request.form.get("size", "")), request.form.get("language", "")
    if size is None or language not in {one.code for one in queries.languages_for(group)}:
        raise refuse(422, _("Choose a size and a language of the list."))
    covers = [booklets.Cover(None, "", form) for form in queries.forms_of(survey)]
    if request.form.get("for") == "cards":
        day = roster_day(wave, today())
        make_cards(survey, (group,), day)
        covers = [_cover(card, wave) for card in list_cards((group,), day)[:MOST_AT_ONCE]]
    _note_printing(group, len(covers))
    db.session.commit()  # drawing takes a moment, in which nobody else's answers may wait for this request
    with reading():
        return _sheet(survey, size, covers=covers, language=language)


def _cover(card: Card, wave: Wave) -> booklets.Cover:
    form = queries.instrument_for(card)
    return booklets.Cover(card.number, booklets.mark_of(wave.id, card.pupil_id, form.digest), form)


def _note_printing(group: Group, n_booklets: int) -> None:
    record(
        "print booklets",
        person_id=current_actor().id,
        subject=group.survey,
        school_id=group.school_ids[0],
        group=group.key,
        booklets=n_booklets,
    )


def _sheet(survey: Survey, size: booklets.Size, *, covers: list[booklets.Cover], language: str) -> Response:
    forms = {cover.form.digest: cover.form.in_language(language) for cover in covers}
    return render(
        "paper/booklets.html",
        survey=survey,
        wave=wave_in_sentence(wave_in_hand(survey, today())),
        size=size,
        covers=[(cover, forms[cover.form.digest]) for cover in covers],
        pages={digest: booklets.pages_of(form, size) for digest, form in forms.items()},
        words={digest: cover_words(survey, form, language) for digest, form in forms.items()},
        tongue=queries.LANGUAGES[language],
    )


@blueprint.get("/sittings/<int:sitting_id>/paper")
@requires(Permission.SITTING_RUN, load=get_sitting)
def choose_booklet(sitting: Sitting) -> Response:
    """Which booklet lies there: its card number, and its mark where it has one."""
    number, mark = request.args.get("number", ""), request.args.get("mark", "")
    asked: dict[str, Any] = {"twice": "yes"} if request.args.get("twice") else {}
    mistake = _mistake_in(sitting, number, mark) if "number" in request.args else ""
    if "number" in request.args and not mistake:
        return go_to(url_for(".type_booklet", sitting_id=sitting.id, number=whole(number), **asked))
    places = list_places(sitting, roster_day(sitting.wave, today()))
    left = [place.number for place in places if place.number is not None and place.state != FINISHED]
    return render(
        "paper/choose.html",
        status=422 if mistake else 200,
        sitting=sitting,
        wave=wave_in_sentence(sitting.wave),
        number=number,
        mark=mark,
        twice=bool(asked),
        mistake=mistake,
        entered=whole(request.args.get("entered")),
        left=left,
    )


def _mistake_in(sitting: Sitting, number: str, mark: str) -> str:
    """Why no booklet can be typed for what was entered; nothing when it can."""
    survey = sitting.wave.survey
    card = queries.find_card(survey, whole(number) or 0)
    if card is None or not is_in_group(card.pupil_id, sitting):
        return _("There is no card of that number in this group")
    digest = queries.instrument_for(card).digest
    if mark and not booklets.is_mark(mark, sitting.wave_id, card.pupil_id, digest):
        return _("This mark does not belong to that card. Look at both again")
    return ""


@blueprint.route("/sittings/<int:sitting_id>/paper/<int:number>", methods=["GET", "POST"])
@requires(Permission.SITTING_RUN, load=get_seat)
def type_booklet(seat: Seat) -> Response:
    """The grid of keys. What was stored is never shown again: not here, not to whoever typed it."""
    instrument = queries.instrument_for(seat.card)
    if not seat.sitting.wave.is_open_on(today()):
        raise refuse(409, _("This wave is not open today. The partnership lead can change its dates."))
    booklet = read_booklet(seat, instrument)
    try:
        if request.method in SAFE_METHODS:
            actions.check_free(seat)
            return _grid(seat, booklet)
        if request.form.get("declined"):
            actions.decline_on_paper(seat, instrument, person_id=current_actor().id)
        elif booklet.is_complete:
            actions.enter_booklet(seat, instrument, booklet.codes, person_id=current_actor().id)
        else:
            return _grid(seat, booklet, status=422 if booklet.mistakes else 200)
    except actions.AlreadyGiven as error:
        raise refuse(409, _why_not(seat, on_paper=error.on_paper)) from None
    except CannotAnswer:
        raise refuse(409, _("These answers can't be taken just now. Nothing was stored.")) from None
    asked: dict[str, Any] = {"twice": "yes"} if booklet.twice else {}
    return go_to(url_for(".choose_booklet", sitting_id=seat.sitting.id, entered=seat.card.number, **asked))


def _grid(seat: Seat, booklet: Booklet, status: int = 200) -> Response:
    return render("paper/grid.html", status=status, sitting=seat.sitting, card=seat.card, booklet=booklet)


def _why_not(seat: Seat, *, on_paper: bool) -> str:
    """The same whether the pupil answered or said no thank you."""
    if on_paper:
        return _(
            "Card %(card)s was entered from paper already, and paper is never put over them. If the paper is right,"
            " choose the card on the board, then “Set aside and begin again”, and type it after that.",
            card=seat.card.number,
        )
    return _(
        "Card %(card)s has answers from the screen already, and paper is never put over them. If the paper is right,"
        " choose the card on the board, then “Set aside and begin again”, and type it after that.",
        card=seat.card.number,
    )
