"""Who coded the file that a study is from: one's own coder is claimed, or somebody's is named, and taken back."""

from flask import flash, request, url_for
from werkzeug.wrappers import Response

from app.coding import analysis_queries, blueprint, claiming, seeing
from app.coding.models import FileCoder
from app.db import db
from app.policy import Permission, allows
from app.studies.models import Study
from app.studies.queries import get_study
from app.web.errors import refuse
from app.web.forms import whole
from app.web.guard import current_actor, requires
from app.web.htmx import go_to, render
from app.web.languages import _, later

REASONS = {
    claiming.Taken: later("That coder is somebody already. Take that back first."),
    claiming.IsAnother: later("A person is one coder of a file. Take the other one back first."),
    claiming.MayNotCode: later("Choose somebody who may code in this study."),
    claiming.NotNow: later("A text of this study is coded blind. Say it when all have finished."),
}


@blueprint.get("/studies/<int:study_id>/file-coders")
@requires(Permission.STUDY_READ, load=get_study)
def list_file_coders(study: Study) -> Response:
    return _page(study)


@blueprint.post("/file-coders/<int:coder_id>/claim")
@requires(Permission.CODING_DO, load=claiming.get_file_coder)
def claim_coder(coder: FileCoder) -> Response:
    """That was me."""
    return _claim(coder, current_actor().id)


@blueprint.post("/file-coders/<int:coder_id>/person")
@requires(Permission.STUDY_EDIT, load=claiming.get_file_coder)
def name_coder(coder: FileCoder) -> Response:
    """That was somebody else, who may code in the study."""
    return _claim(coder, whole(request.form.get("person")) or 0)


@blueprint.post("/file-coders/<int:coder_id>/release")
@requires(Permission.CODING_DO, load=claiming.get_file_coder)
def release_coder(coder: FileCoder) -> Response:
    """Take it back, as the coder or as whoever may change the study."""
    actor, study = current_actor(), coder.study
    if coder.person_id not in (None, actor.id) and not allows(actor, Permission.STUDY_EDIT, study):
        raise refuse(403, _("Only that person, a lead or an associate can take it back."))
    try:
        claiming.release(coder, actor)
    except claiming.NotNow as reason:
        return _page(study, mistake=REASONS[type(reason)])
    flash(_("Taken back. The codings stand under the name in the file again: %(name)s.", name=coder.name), "success")
    return go_to(url_for(".list_file_coders", study_id=study.id))


def _claim(coder: FileCoder, person_id: int) -> Response:
    study = coder.study
    try:
        claiming.claim(coder, current_actor(), person_id)
    except tuple(REASONS) as reason:
        return _page(study, mistake=REASONS[type(reason)])
    db.session.refresh(coder)
    told = {"coder": coder.name, "person": coder.person.name if coder.person else ""}
    flash(_("“%(coder)s” in the file is %(person)s from now on.", **told), "success")
    return go_to(url_for(".list_file_coders", study_id=study.id))


def _page(study: Study, *, mistake: str = "") -> Response:
    coders, actor_id = analysis_queries.list_file_coders(study), current_actor().id
    return render(
        "coding/file_coders.html",
        status=409 if mistake else 200,
        study=study,
        coders=coders,
        mine=next((one for one in coders if one.person_id == actor_id), None),
        people=claiming.list_free_people(study),
        is_blind=seeing.is_any_blind(study),
        mistake=mistake,
    )
