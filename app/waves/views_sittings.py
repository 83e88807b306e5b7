"""Pages of sittings: open a wave for a group, the board, more time, the end, and help for one pupil."""

from flask import abort, flash, request, url_for
from werkzeug.wrappers import Response

from app.db import SAFE_METHODS
from app.policy import Permission
from app.waves import blueprint, cards, queries, rosters, sittings
from app.waves.board import Phase, board_of
from app.waves.groups import Lesson, Seat, group_of
from app.waves.looks import look_at_name
from app.waves.models import Sitting, Survey, Wave
from app.waves.naming import wave_name
from app.waves.progress import count_by_sitting, find_state
from app.waves.views_cards import new_slip
from app.web.errors import refuse
from app.web.filters import clock, day, today
from app.web.forms import whole
from app.web.guard import current_actor, requires
from app.web.htmx import go_to, render, wants_fragment
from app.web.languages import _
from app.web.qr import qr_svg

MORE_MINUTES = (10, 20)


def posted_lesson(survey_id: int, wave_id: int) -> Lesson:
    """The wave, and the group that the form names (a school's year group apart)."""
    wave = queries.get_wave(survey_id, wave_id)
    year = request.form.get("year_group", "")
    group = rosters.find_group(wave.survey, request.form.get("group", "") + (f"-{year}" if year else ""))
    if group is None:
        abort(404)
    return Lesson(wave, group)


@blueprint.post("/surveys/<int:survey_id>/waves/<int:wave_id>/sittings")
@requires(Permission.SITTING_OPEN, load=posted_lesson)
def open_sitting(lesson: Lesson) -> Response:
    try:
        sitting = sittings.open_sitting(lesson, today(), person_id=current_actor().id)
    except sittings.WaveNotOpen:
        raise refuse(409, _dates_of(lesson.wave)) from None
    return go_to(url_for(".show_sitting", sitting_id=sitting.id))


@blueprint.get("/surveys/<int:survey_id>/sittings")
@requires(Permission.SURVEY_READ, load=queries.get_survey)
def list_sittings(survey: Survey) -> Response:
    found = queries.list_sittings_of(survey)
    counts = count_by_sitting(found)
    lines = [(one, group_of(one), wave_name(one.wave), counts[one.id]) for one in found]
    return render("waves/sittings.html", survey=survey, lines=lines)


@blueprint.get("/sittings/<int:sitting_id>")
@requires(Permission.SITTING_RUN, load=queries.get_sitting)
def show_sitting(sitting: Sitting) -> Response:
    """The board, and every few seconds its live part: 304 while nothing has changed.

    A page that was made in another phase of the lesson is made anew.
    """
    board = board_of(sitting, current_actor(), with_names="names" in request.args)
    if wants_fragment() and board.phase != request.args.get("phase", Phase.OPEN):
        return go_to(url_for(".show_sitting", sitting_id=sitting.id))
    address = url_for("answers.enter", _external=True)
    return render(
        "waves/board.html",
        fragments=("live",),
        version=board.version,
        board=board,
        sitting=sitting,
        address=address,
        qr=lambda: qr_svg(url_for("answers.enter", class_code=sitting.class_code, _external=True)),
        more_minutes=MORE_MINUTES,
    )


@blueprint.post("/sittings/<int:sitting_id>/extend")
@requires(Permission.SITTING_RUN, load=queries.get_sitting)
def extend_sitting(sitting: Sitting) -> Response:
    try:
        sittings.extend_sitting(sitting, _more_minutes(), today(), person_id=current_actor().id)
    except sittings.WaveNotOpen:
        raise refuse(409, _dates_of(sitting.wave)) from None
    except sittings.OtherSittingOpen as error:
        flash(_("This group has another open lesson: here it is."), "warning")
        return go_to(url_for(".show_sitting", sitting_id=error.sitting.id))
    return go_to(url_for(".show_sitting", sitting_id=sitting.id))


@blueprint.route("/sittings/<int:sitting_id>/close", methods=["GET", "POST"])
@requires(Permission.SITTING_RUN, load=queries.get_sitting)
def close_sitting(sitting: Sitting) -> Response:
    if request.method in SAFE_METHODS:
        return render("waves/close.html", sitting=sitting, board=board_of(sitting, current_actor()))
    sittings.close_sitting(sitting, person_id=current_actor().id)
    return go_to(url_for(".show_sitting", sitting_id=sitting.id))


@blueprint.get("/sittings/<int:sitting_id>/cards/<int:number>")
@requires(Permission.SITTING_RUN, load=queries.get_seat)
def show_seat(seat: Seat) -> Response:
    """Help for one pupil: a new card, or beginning again."""
    card = seat.card
    name = look_at_name(card.pupil, current_actor())
    return render(
        "waves/seat.html",
        sitting=seat.sitting,
        card=card,
        name=name,
        state=find_state(seat.sitting.wave, card.pupil_id),
        slip=new_slip(card, name),
        more_minutes=MORE_MINUTES,
        sits=_form_of(seat),
        other=_other_form_of(seat),
        may_extend=seat.sitting.wave.is_open_on(today()),
    )


@blueprint.post("/sittings/<int:sitting_id>/cards/<int:number>/replace")
@requires(Permission.SITTING_RUN, load=queries.get_seat)
def replace_seat_card(seat: Seat) -> Response:
    cards.replace_card(seat.card, person_id=current_actor().id)
    return go_to(url_for(".show_seat", sitting_id=seat.sitting.id, number=seat.card.number))


@blueprint.post("/sittings/<int:sitting_id>/cards/<int:number>/extend")
@requires(Permission.SITTING_RUN, load=queries.get_seat)
def extend_card(seat: Seat) -> Response:
    """More time for one pupil, after which the lesson is over for them, too."""
    try:
        more = sittings.extend_card(seat, _more_minutes(), today(), person_id=current_actor().id)
    except sittings.WaveNotOpen:
        raise refuse(409, _dates_of(seat.sitting.wave)) from None
    flash(_("Card %(card)s can go on until %(time)s.", card=seat.card.number, time=clock(more.until)), "success")
    return go_to(url_for(".show_sitting", sitting_id=seat.sitting.id))


@blueprint.post("/sittings/<int:sitting_id>/help")
@requires(Permission.SITTING_RUN, load=queries.get_sitting)
def note_help(sitting: Sitting) -> Response:
    """Two numbers of the lesson. Whom they are about is asked and kept nowhere."""
    counts = [whole(request.form.get(name)) for name in ("read_to", "scribed")]
    most = rosters.count_pupils([group_of(sitting)], rosters.roster_day(sitting.wave, today()))
    if any(count is None or count > most for count in counts):
        raise refuse(422, _("Type two numbers from 0 to %(most)s, the pupils of this group.", most=most))
    sittings.note_help(sitting, n_read_to=counts[0] or 0, n_scribed=counts[1] or 0, person_id=current_actor().id)
    flash(_("Noted, as numbers only."), "success")
    return go_to(url_for(".show_sitting", sitting_id=sitting.id))


@blueprint.post("/sittings/<int:sitting_id>/cards/<int:number>/form")
@requires(Permission.SITTING_RUN, load=queries.get_seat)
def choose_form(seat: Seat) -> Response:
    """Which form a pupil sits. The board and the record say the form, never why."""
    try:
        sittings.choose_form(seat, beside=request.form.get("form") == "beside", person_id=current_actor().id)
    except sittings.NoOtherForm:
        raise refuse(409, _("Everybody sits the same form in this survey.")) from None
    except sittings.AlreadyBegun:
        raise refuse(409, _("This pupil has begun already, so the form stays as it is in this wave.")) from None
    flash(_("Card %(card)s sits form %(form)s.", card=seat.card.number, form=_form_of(seat)), "success")
    return go_to(url_for(".show_seat", sitting_id=seat.sitting.id, number=seat.card.number))


@blueprint.post("/sittings/<int:sitting_id>/cards/<int:number>/void")
@requires(Permission.SITTING_RUN, load=queries.get_seat)
def void_response(seat: Seat) -> Response:
    try:
        sittings.void_response(seat.sitting, seat.card, person_id=current_actor().id)
    except sittings.NothingToVoid:
        raise refuse(409, _("There is nothing to set aside: this pupil has not started.")) from None
    if seat.sitting.wave.is_open_on(today()):
        flash(_("Card %(card)s can begin again.", card=seat.card.number), "success")
    else:
        flash(_("What card %(card)s gave in this wave is set aside.", card=seat.card.number), "success")
    return go_to(url_for(".show_sitting", sitting_id=seat.sitting.id))


def _form_of(seat: Seat) -> str:
    """Which form the card's pupil sits: A, B."""
    survey = seat.sitting.wave.survey
    beside = queries.beside_of(survey)
    return beside.form if beside and seat.card.is_beside else queries.instrument_of(survey).form


def _other_form_of(seat: Seat) -> str:
    """What they could sit instead; nothing where everybody sits the same."""
    survey = seat.sitting.wave.survey
    beside = queries.beside_of(survey)
    if not beside:
        return ""
    return queries.instrument_of(survey).form if seat.card.is_beside else beside.form


def _more_minutes() -> int:
    minutes = request.form.get("minutes", type=int)
    if minutes not in MORE_MINUTES:
        raise refuse(422, _("Choose 10 or 20 more minutes."))
    return minutes


def _dates_of(wave: Wave) -> str:
    """Why a wave can't be opened today, with its dates."""
    return _(
        "This wave is not open today. It runs from %(first)s to %(last)s. The partnership lead can change the dates.",
        first=day(wave.opens_on),
        last=day(wave.closes_on),
    )
