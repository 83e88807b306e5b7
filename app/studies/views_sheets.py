"""Information sheets and consent forms to print."""

from dataclasses import dataclass

from flask import abort
from werkzeug.wrappers import Response

from app.policy import Permission
from app.studies import blueprint, queries, sheets
from app.studies.models import Study
from app.studies.scope import OfStudy
from app.web.guard import requires
from app.web.htmx import render


@dataclass(frozen=True)
class Handout(OfStudy):
    """A study's sheet of one kind."""

    study: Study
    kind: str


def get_handout(study_id: int, kind: str) -> Handout:
    """404 for a kind that there is not."""
    if kind not in sheets.KINDS:
        abort(404)
    return Handout(queries.get_study(study_id), kind)


@blueprint.get("/studies/<int:study_id>/sheets")
@requires(Permission.STUDY_READ, load=queries.get_study)
def list_sheets(study: Study) -> Response:
    return render("studies/sheets.html", study=study, kinds=sheets.KINDS)


@blueprint.get("/studies/<int:study_id>/sheets/<string:kind>")
@requires(Permission.STUDY_READ, load=get_handout)
def show_sheet(handout: Handout) -> Response:
    sheet = sheets.sheet_of(handout.study, handout.kind)
    return render("studies/sheet.html", study=handout.study, sheet=sheet)
