"""Pages of results: the list, a survey's change page, its file and its print."""

from functools import partial
from typing import Any

from flask import Response, abort, flash, request, url_for
from flask.blueprints import BlueprintSetupState

from app.disclosure import Released
from app.policy import Permission
from app.results import (  # noqa: F401
    actions,
    blueprint,
    live,
    looks,
    page,
    queries,
    views_profiles,
)
from app.results.bridging import NothingToBridge, declare_bridge
from app.results.compared import Compared
from app.results.forms import BridgeForm, WavesForm
from app.results.page import Look
from app.results.profile_queries import list_schools_in_care
from app.results.reliability import beside_of, instrument_of
from app.results.watching import nothing_new_for
from app.web import early, navigation
from app.web.downloads import csv_file
from app.web.errors import refuse
from app.web.guard import current_actor, requires
from app.web.htmx import go_to, render, wants_fragment
from app.web.languages import _, in_english, later


def load_compared(survey_id: int) -> Compared:
    """The survey as the person who asks sees it."""
    return queries.get_compared(survey_id, current_actor())


@blueprint.record_once
def set_up(state: BlueprintSetupState) -> None:
    navigation.add(40, later("Results"), "results.list_results", Permission.RESULTS_LIST)
    early.answer_with(state.app, "/results", partial(nothing_new_for, state.app.config["SETTINGS"]))


@blueprint.get("")
@requires(Permission.RESULTS_LIST)
def list_results() -> Response:
    surveys = queries.list_surveys_of(current_actor())
    return render("results/results.html", surveys=[survey._asdict() for survey in surveys])


@blueprint.get("/<int:survey_id>")
@requires(Permission.RESULTS_READ, load=load_compared)
def show_results(compared: Compared) -> Response:
    """The page, and its figures when `watching` could not say early that a page left open shows them already."""
    look, seen = looks.look_at(compared, current_actor(), request.args), request.headers.get("HX-PTag", "")
    return _page(look, "results/change.html", seen=seen)


@blueprint.get("/<int:survey_id>/print")
@requires(Permission.RESULTS_READ, load=load_compared)
def print_results(compared: Compared) -> Response:
    return _page(looks.look_at(compared, current_actor(), request.args), "results/print.html")


@blueprint.get("/<int:survey_id>/figures.csv")
@requires(Permission.RESULTS_READ, load=load_compared)
def download_results(compared: Compared) -> Response:
    look = looks.look_at(compared, current_actor(), request.args)
    with in_english():
        table = _released(look)
        if table is None:
            abort(404)
        heading, *rows = page.file_rows(look, table)
    actions.record_group_seen(current_actor(), look)
    return csv_file(f"{look.file_name}.csv", heading, rows)


@blueprint.route("/<int:survey_id>/bridge", methods=["GET", "POST"])
@requires(Permission.FORMS_BRIDGE, load=load_compared)
def bridge_forms(compared: Compared) -> Any:
    """Declare that scores of the survey's two forms are the same measures."""
    beside = beside_of(compared)
    if beside is None:
        abort(404)
    form = BridgeForm()
    if not form.validate_on_submit():
        return render(
            "results/bridge.html",
            status=422 if form.is_submitted() else 200,
            compared=compared,
            own=instrument_of(compared),
            beside=beside,
            bridge=queries.find_bridge(compared.id),
            form=form,
        )
    try:
        declare_bridge(compared, form.reason.data, person_id=current_actor().id)
    except NothingToBridge:
        raise refuse(409, _("Somebody has declared it already.")) from None
    flash(_("From now on pupils of both forms are compared."), "success")
    return go_to(url_for(".bridge_forms", survey_id=compared.id))


def _released(look: Look) -> Released | None:
    if look.picked is None:
        return None
    if look.is_overview:
        return looks.overview_of(look)[0]
    figures = live.show(look.compared, look.group, look.picked).figures
    return figures.table if figures else None


def _page(look: Look, template: str, *, seen: str = "") -> Response:
    cared_for = () if wants_fragment() else list_schools_in_care(current_actor(), look.compared)
    if look.picked is None:
        return render("results/one_wave.html", compared=look.compared, cared_for=cared_for)
    if look.is_overview:
        table, version = looks.overview_of(look)
        context: dict[str, Any] = {"look": look, "form": _form(look), "shown": None, "chart": None, "overview": table}
        context["cared_for"] = cared_for
        return render(template, fragments=("figures",), version=version, **context)
    shown = live.show(look.compared, look.group, look.picked, seen=seen)
    figures = shown.figures
    chart = page.chart_of(figures) if figures and figures.anything_shown else None
    is_news = shown.version != seen
    form = _form(look) if is_news else None
    if is_news:
        actions.record_group_seen(current_actor(), look)
    context = {"look": look, "form": form, "shown": shown, "chart": chart, "overview": None, "cared_for": cared_for}
    return render(template, fragments=("figures",), version=shown.version, **context)


def _form(look: Look) -> WavesForm:
    form = WavesForm(request.args, data=look.waves, compared=look.compared)
    if "first" in request.args:
        form.validate()
    return form
