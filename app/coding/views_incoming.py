"""Pages of a project that comes in as a file: choose it, look at what it would become, store it or throw it away."""

from dataclasses import replace
from typing import Any

from flask import flash, url_for
from werkzeug.wrappers import Response

from app.coding import blueprint, incoming_actions
from app.coding import incoming_queries as queries
from app.coding.forms_incoming import ProjectForm, StoreForm, store_form
from app.coding.held import ProjectUpload
from app.coding.incoming import Incoming
from app.coding.incoming_losses import kept_of, losses_of
from app.coding.incoming_storing import PersonRefused
from app.coding.incoming_told import MOST_FAULTS, refuse_file
from app.db import db
from app.policy import Actor, Permission, allows
from app.qda.problems import Refused
from app.qda.reading import MOST_BYTES
from app.schools.models import Partnership
from app.schools.queries import get_partnership
from app.studies.actions import TitleTaken
from app.studies.models import Study
from app.studies.taking_part import PseudonymTells
from app.web.guard import current_actor, requires, takes_files
from app.web.htmx import go_to, render
from app.web.languages import _

CODE_LINES = 200
"""Themes that the preview lists; more are counted."""


@blueprint.get("/partnerships/<int:partnership_id>/projects/new")
@requires(Permission.STUDY_CREATE, load=get_partnership)
def choose_project(partnership: Partnership) -> Response:
    return _file_page(partnership, ProjectForm(formdata=None))


@blueprint.post("/partnerships/<int:partnership_id>/projects/new")
@takes_files(megabytes=MOST_BYTES // 1024 // 1024 + 1)
@requires(Permission.STUDY_CREATE, load=get_partnership)
def bring_in_project(partnership: Partnership) -> Response:
    form = ProjectForm()
    if not form.validate_on_submit():
        return _file_page(partnership, form)
    sent, actor, partnership_id = form.file.data, current_actor(), partnership.id
    try:
        held = incoming_actions.upload_project(partnership, actor, file_name=sent.filename or "", data=sent.read())
    except Refused as refusal:
        return _file_page(get_partnership(partnership_id), form, faults=refuse_file(form, refusal))
    except incoming_actions.HereAlready as known:
        return _here_already(get_partnership(partnership_id), known)
    return go_to(url_for(".look_at_project", upload_id=held.id))


def _file_page(partnership: Partnership, form: ProjectForm, *, status: int = 200, **more: Any) -> Response:
    """`here` are studies that hold the project already, `faults` what is wrong in the file."""
    shown = {"partnership": partnership, "form": form, "here": None, "faults": [], "most": MOST_FAULTS, **more}
    return render("coding/project_file.html", status=422 if form.errors else status, **shown)


def _here_already(partnership: Partnership, known: incoming_actions.HereAlready) -> Response:
    """Say where it is, if the person may know that."""
    readable = _readable(current_actor(), known.studies)
    return _file_page(partnership, ProjectForm(formdata=None), here=readable, status=409)


def _readable(actor: Actor, studies: Any) -> list[Study]:
    return [one for one in studies if allows(actor, Permission.STUDY_READ, one)]


@blueprint.route("/project-files/<int:upload_id>", methods=["GET", "POST"])
@requires(Permission.STUDY_CREATE, load=queries.get_project_upload)
def look_at_project(held: ProjectUpload) -> Response:
    """What the project would become, and what has to be said before it is stored."""
    upload_id = held.id
    try:
        incoming = incoming_actions.open_project(held)
    except incoming_actions.FileGone:
        return _gone()
    held = queries.get_project_upload(upload_id)
    form = store_form(incoming, queries.list_schools_in(held.partnership))
    if form.validate_on_submit():
        return _store(held, form, incoming)
    return _preview(held, form, incoming)


def _preview(held: ProjectUpload, form: StoreForm, incoming: Incoming) -> Response:
    names = {one.key: one.name for one in incoming.people}
    return render(
        "coding/project_preview.html",
        status=422 if form.errors else 200,
        held=held,
        form=form,
        incoming=incoming,
        speakers=[[names[key] or _("Nobody named") for key in one.speakers] for one in incoming.talks],
        texts={one.source.guid: one.source.name for one in incoming.talks},
        n_codings=sum(len(one.passages) for one in incoming.talks),
        losses=losses_of(incoming),
        kept=kept_of(incoming),
        most=CODE_LINES,
    )


def _store(held: ProjectUpload, form: StoreForm, shown: Incoming) -> Response:
    upload_id, wanted = held.id, replace(form.wanted, file_name=held.file_name)
    left_out = {key for key, one in wanted.chosen.items() if not one.role}
    db.session.rollback()
    incoming = Incoming(shown.project, left_out).laid_out() if left_out else shown
    try:
        study = incoming_actions.store_project(upload_id, current_actor(), incoming, wanted)
    except incoming_actions.FileGone:
        return _gone()
    except incoming_actions.HereAlready as known:
        return _here_already(queries.get_project_upload(upload_id).partnership, known)
    except TitleTaken:
        form.add_error("title", _("There is a study of this title already"))
    except PersonRefused as refused:
        _tell(form, refused)
    else:
        flash(_("“%(title)s” is stored. Next: record what people allow.", title=study.title), "success")
        return go_to(url_for("studies.show_study", study_id=study.id))
    db.session.rollback()
    return _preview(queries.get_project_upload(upload_id), form, shown)


def _tell(form: StoreForm, refused: PersonRefused) -> None:
    at = next(at for at, one in enumerate(form.people) if one.key == refused.key)
    told = isinstance(refused.reason, PseudonymTells)
    sentence = _("A part of the name stands in it") if told else _("Somebody else in the study is called so")
    form.add_error(f"pseudonym_{at}", sentence)


def _gone() -> Response:
    flash(_("The file is no longer held: it was stored, thrown away, or a day old."), "warning")
    return go_to(url_for("studies.list_studies"))


@blueprint.post("/project-files/<int:upload_id>/removal")
@requires(Permission.STUDY_CREATE, load=queries.get_project_upload)
def discard_project(held: ProjectUpload) -> Response:
    incoming_actions.discard(held, current_actor())
    flash(_("The file is deleted. Nothing was stored."), "success")
    return go_to(url_for("studies.list_studies"))
