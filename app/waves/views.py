"""Pages of surveys: list, plan, show, change, delete; and the instruments they use."""

from typing import Any

from flask import abort, flash, request, url_for
from werkzeug.wrappers import Response

from app.audit.queries import list_guessing
from app.db import SAFE_METHODS
from app.instruments.load import UnknownInstrument
from app.instruments.model import Instrument
from app.policy import Permission, allows
from app.schools.models import Partnership
from app.schools.queries import get_partnership
from app.waves import (  # noqa: F401
    actions,
    blueprint,
    languages,
    overview,
    queries,
    read_in,
    views_cards,
    views_code_book,
    views_languages,
    views_sittings,
)
from app.waves.forms import PlanForm, first_values, name_of, values_of
from app.waves.models import Survey
from app.waves.progress import has_answers
from app.waves.rosters import count_planned_pupils
from app.waves.wording import who_will_see
from app.web import navigation
from app.web.errors import refuse
from app.web.filters import today
from app.web.guard import current_actor, requires
from app.web.htmx import go_to, render
from app.web.languages import _, later

COVERED = ("/sittings", "/instruments", "waves.plan_survey")
navigation.add(10, later("Surveys"), "waves.list_surveys", Permission.SURVEY_LIST, covers=COVERED)

ANSWERED = later(
    "Pupils have answered this survey, so it can't be deleted. Their answers are evidence, and they are kept."
)


@blueprint.get("/surveys")
@requires(Permission.SURVEY_LIST)
def list_surveys() -> Response:
    actor, search = current_actor(), request.args.get("q", "").strip()[:120]
    surveys = queries.list_surveys_of(actor, search=search)
    return render(
        "waves/surveys.html",
        search=search,
        surveys=[overview.line_of(survey, today()) for survey in surveys],
        lessons=[] if search else overview.lessons_for(actor, surveys, today()),
        partnerships=queries.list_partnerships_led_by(actor),
    )


@blueprint.route("/partnerships/<int:partnership_id>/surveys/new", methods=["GET", "POST"])
@requires(Permission.SURVEY_PLAN, load=get_partnership)
def plan_survey(partnership: Partnership) -> Response:
    choices = _choices(partnership)
    values = first_values(today(), choices["instruments"], choices["courses"])
    form = PlanForm(data=values, **choices)
    if _only_looks(form):
        return _plan_page(form, partnership)
    if not form.validate_on_submit():
        return _plan_page(form, partnership, status=422 if form.is_submitted() else 200)

    survey = actions.plan_survey(partnership, form.plan, person_id=current_actor().id)
    flash(_("“%(survey)s” is planned. Next: print the cards.", survey=survey.title), "success")
    return go_to(url_for(".show_survey", survey_id=survey.id))


@blueprint.get("/surveys/<int:survey_id>")
@requires(Permission.SURVEY_READ, load=queries.get_survey)
def show_survey(survey: Survey) -> Response:
    actor = current_actor()
    return render(
        "waves/survey.html",
        survey=survey,
        instrument=queries.instrument_of(survey),
        beside=queries.beside_of(survey),
        page=overview.page_of(survey, actor, today()),
        sentences=who_will_see(survey),
        languages=languages.overview_of(survey),
        read_in=read_in.of_survey(survey, today())
        if allows(current_actor(), Permission.CODEBOOK_READ, survey)
        else None,
        guessing=list_guessing(survey.id) if allows(current_actor(), Permission.SURVEY_EDIT, survey) else (),
    )


@blueprint.route("/surveys/<int:survey_id>/edit", methods=["GET", "POST"])
@requires(Permission.SURVEY_EDIT, load=queries.get_survey)
def edit_survey(survey: Survey) -> Response:
    form = PlanForm(data=values_of(survey), **_choices(survey.partnership, survey))
    if _only_looks(form):
        return _plan_page(form, survey.partnership, survey)
    if not form.validate_on_submit():
        return _plan_page(form, survey.partnership, survey, status=422 if form.is_submitted() else 200)

    try:
        actions.edit_survey(survey, form.plan, person_id=current_actor().id)
    except actions.PlanLocked as error:
        form.refuse_locked(error.locks)
        return _plan_page(form, survey.partnership, survey, status=422)
    flash(_("The plan is changed."), "success")
    return go_to(url_for(".show_survey", survey_id=survey.id))


@blueprint.route("/surveys/<int:survey_id>/delete", methods=["GET", "POST"])
@requires(Permission.SURVEY_EDIT, load=queries.get_survey)
def delete_survey(survey: Survey) -> Response:
    if request.method in SAFE_METHODS:
        return render("waves/delete.html", survey=survey, answered=has_answers(survey))
    title = survey.title
    try:
        actions.delete_survey(survey, person_id=current_actor().id)
    except actions.SurveyAnswered:
        raise refuse(409, str(ANSWERED)) from None
    flash(_("“%(survey)s” is deleted, and its cards no longer work.", survey=title), "success")
    return go_to(url_for(".list_surveys"))


@blueprint.get("/instruments")
@requires(Permission.INSTRUMENT_READ)
def list_instruments() -> Response:
    return render("waves/instruments.html", instruments=queries.list_instruments(), name_of=name_of)


@blueprint.get("/instruments/<string:name>/<string:version>")
@requires(Permission.INSTRUMENT_READ)
def show_instrument(name: str, version: str) -> Response:
    try:
        instrument = queries.get_instrument(name, version)
    except UnknownInstrument:
        abort(404)
    return render("waves/instrument.html", instrument=instrument)


def _choices(partnership: Partnership, survey: Survey | None = None) -> dict[str, Any]:
    """What there is to choose from; what a survey has already stays on offer."""
    instruments: list[Instrument] = queries.list_instruments()
    courses, schools = queries.list_courses_of(partnership), queries.list_schools_of(partnership)
    if survey:
        used = queries.instrument_of(survey)
        instruments += [used] if used not in instruments else []
        courses += [course for course in survey.courses if course not in courses]
        schools += [school for school in survey.schools if school not in schools]
    return {"instruments": instruments, "courses": courses, "schools": schools}


def _only_looks(form: PlanForm) -> bool:
    """True when the post asks for one more row, or for the preview, and not yet to save."""
    asked = request.form.get("act") if request.method == "POST" else None
    if asked == "add":
        form.add_row()
    return asked in ("add", "preview")


def _plan_page(form: PlanForm, partnership: Partnership, survey: Survey | None = None, status: int = 200) -> Response:
    return render(
        "waves/plan.html",
        fragments=("preview",),
        status=status,
        form=form,
        partnership=partnership,
        survey=survey,
        answered=survey is not None and has_answers(survey),
        plan=form.plan,
        n_pupils=count_planned_pupils(form.plan, today()),
        sentences=who_will_see(form.plan),
        past=[wave for wave in form.plan.waves if wave.id is None and wave.closes_on < today()],
    )
