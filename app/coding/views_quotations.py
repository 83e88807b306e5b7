"""Quotations for reports: only what nothing stands against, with words under it that tell nobody."""

from flask import request
from werkzeug.wrappers import Response

from app.audit.actions import record_look
from app.coding import blueprint
from app.coding.desk import Desk
from app.coding.files import StudyFile, get_study_file
from app.coding.quotables import quotable, quotables_of, rows_of, told
from app.coding.retrieval import Wanted, find
from app.coding.words import ROLES
from app.policy import Permission
from app.studies.models import Study
from app.studies.queries import get_study
from app.web.guard import current_actor, requires
from app.web.htmx import render
from app.web.languages import _
from app.web.paging import in_one, paged


@blueprint.get("/studies/<int:study_id>/quotations")
@requires(Permission.STUDY_READ, load=get_study)
def list_quotations(study: Study) -> Response:
    desk, wanted = Desk(study, current_actor().id), Wanted.from_address(request.args)
    found = find(desk.quotations, wanted, desk.branches)
    is_printed = request.args.get("print") == "yes"
    shown = in_one(quotable(found)) if is_printed else paged(quotable(found), request.args)
    return render(
        "coding/quotations.html",
        study=study,
        desk=desk,
        wanted=wanted,
        shown=shown,
        quotables=told(desk, shown.items),
        n_kept_back=len({one.place for one in found if not one.is_shareable}),
        roles=ROLES,
        is_printed=is_printed,
    )


@blueprint.get("/studies/<int:study_id>/quotations.<string:kind>")
@requires(Permission.STUDY_READ, load=get_study_file)
def download_quotations(asked: StudyFile) -> Response:
    actor = current_actor()
    desk = Desk(asked.study, actor.id)
    found = quotables_of(desk, find(desk.quotations, Wanted.from_address(request.args), desk.branches))
    record_look("download quotations", person_id=actor.id, school_id=None, study_id=asked.study.id, n=len(found))
    headings = [_("Quotation"), _("Who"), _("Themes"), _("Questions")]
    return asked.answer("quotations", headings, rows_of(found))
