"""Pages of the framework grid: the whole of it, a part to print, as a file, and one cell to write."""

from dataclasses import dataclass

from flask import abort, flash, request, url_for
from werkzeug.wrappers import Response

from app.coding import analysis_queries, blueprint
from app.coding.desk import Desk
from app.coding.files import StudyFile, get_study_file
from app.coding.forms_analysis import SummaryForm
from app.coding.grid import Cell, Grid, SummaryStale, grid_of, save_summary
from app.coding.words import ONE_OF, ROLES
from app.policy import Permission
from app.studies.models import Participant, Study
from app.studies.queries import get_study
from app.studies.scope import OfStudy
from app.web.forms import whole
from app.web.guard import current_actor, requires
from app.web.htmx import go_to, render
from app.web.languages import _


@dataclass(frozen=True)
class CellAsked(OfStudy):
    """A cell of a study's grid, as an address names it."""

    study: Study
    desk: Desk
    cell: Cell


def get_cell(study_id: int, participant_id: int, theme_id: int) -> CellAsked:
    """404 for a participant who does not take part (any more), and for a theme that is gone."""
    study = get_study(study_id)
    analysis_queries.get_cell(study, participant_id, theme_id)
    actor = current_actor()
    desk = Desk(study, actor.id)
    grid = grid_of(desk, theme_id=theme_id)
    if (participant_id, theme_id) not in grid.cells:
        abort(404)
    return CellAsked(study, desk, grid.cell(participant_id, theme_id))


@blueprint.get("/studies/<int:study_id>/grid")
@requires(Permission.STUDY_READ, load=get_study)
def show_grid(study: Study) -> Response:
    desk = Desk(study, current_actor().id)
    return render(
        "coding/grid.html",
        study=study,
        desk=desk,
        grid=_asked_grid(desk),
        role=request.args.get("role", ""),
        theme_id=whole(request.args.get("theme")),
        roles=ROLES,
        one_of=ONE_OF,
        is_printed=request.args.get("print") == "yes",
    )


@blueprint.get("/studies/<int:study_id>/grid.<string:kind>")
@requires(Permission.STUDY_READ, load=get_study_file)
def download_grid(asked: StudyFile) -> Response:
    grid = _asked_grid(Desk(asked.study, current_actor().id))
    headings = [_("Who"), _("Role"), *(one.full_name for one in grid.branches)]
    return asked.answer("grid", headings, grid.rows())


@blueprint.route("/studies/<int:study_id>/grid/<int:participant_id>/<int:theme_id>", methods=["GET", "POST"])
@requires(Permission.CODING_DO, load=get_cell)
def write_cell(asked: CellAsked) -> Response:
    """A form that was made from an older cell is shown again beside what is there now, and nothing is lost."""
    cell, form = asked.cell, SummaryForm(cell=asked.cell)
    if form.validate_on_submit():
        try:
            save_summary(
                cell,
                current_actor(),
                text=form.text.data or "",
                coding_ids=form.chosen_ids,
                version=form.version.data or 0,
            )
        except SummaryStale:
            form.version.data, form.version.raw_data = cell.version, None
            return _cell_page(asked, form, is_stale=True, status=409)
        flash(_("Saved."), "success")
        return go_to(url_for(".show_grid", study_id=asked.study.id, _anchor=_anchor(cell.participant)))
    return _cell_page(asked, form, is_stale=False, status=422 if form.errors else 200)


def _cell_page(asked: CellAsked, form: SummaryForm, *, is_stale: bool, status: int) -> Response:
    return render("coding/cell.html", status=status, study=asked.study, cell=asked.cell, form=form, is_stale=is_stale)


def _asked_grid(desk: Desk) -> Grid:
    return grid_of(desk, role=request.args.get("role", "")[:10], theme_id=whole(request.args.get("theme")))


def _anchor(participant: Participant) -> str:
    return f"participant-{participant.id}"
