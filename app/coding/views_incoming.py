"""Pages of a project that comes in as a file: choose it, see how far it is read, look at it, store it or not."""

from dataclasses import replace
from typing import Any

from flask import flash, request, url_for
from werkzeug.wrappers import Response

from app.coding import blueprint, incoming_actions, incoming_reading
from app.coding import incoming_queries as queries
from app.coding.forms_incoming import ProjectForm, StoreForm, store_form
from app.coding.held import ProjectUpload
from app.coding.incoming import Incoming
from app.coding.incoming_held import KEPT, FileGone, is_held
from app.coding.incoming_losses import kept_of, losses_of
from app.coding.incoming_reading import HereAlready
from app.coding.incoming_storing import PersonRefused
from app.coding.incoming_told import MOST_FAULTS, refuse_file
from app.db import db, now
from app.policy import Actor, Permission, allows
from app.qda.problems import Refused
from app.qda.reading import MOST_BYTES
from app.schools.models import Partnership
from app.schools.queries import get_partnership
from app.studies.actions import TitleTaken
from app.studies.models import Study
from app.studies.taking_part import PseudonymTells
from app.web.guard import current_actor, requires, takes_files
from app.web.htmx import go_to, render, wants_fragment
from app.web.jobs import Job
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
        return _file_page(partnership, form, status=422)
    sent, actor = form.file.data, current_actor()
    try:
        held = incoming_actions.upload_project(partnership, actor, file_name=sent.filename or "", data=sent.read())
    except Refused as refusal:
        refuse_file(form, refusal)
        return _file_page(partnership, form, status=422)
    return go_to(url_for(".look_at_project", upload_id=held.id))


def _file_page(partnership: Partnership, form: ProjectForm, *, status: int = 200, **more: Any) -> Response:
    """`here` are studies that hold the project already, `faults` what is wrong in the file."""
    shown = {"partnership": partnership, "form": form, "here": None, "faults": [], "most": MOST_FAULTS, **more}
    sent = queries.list_waiting(partnership, current_actor().id, now() - KEPT)
    waiting = [one for one in sent if one is not shown.get("held")]
    return render("coding/project_file.html", status=status, waiting=waiting, **shown)


def _refused(held: ProjectUpload, refusal: Refused) -> Response:
    """Say why of a file that was read nothing came in."""
    form = ProjectForm(formdata=None)
    faults = refuse_file(form, refusal)
    return _file_page(held.partnership, form, faults=faults, held=held)


def _here_already(held: ProjectUpload, known: HereAlready, *, status: int = 200) -> Response:
    """Say where it is, if the person may know that."""
    readable = _readable(current_actor(), known.studies)
    return _file_page(held.partnership, ProjectForm(formdata=None), status=status, here=readable, held=held)


def _readable(actor: Actor, studies: Any) -> list[Study]:
    return [one for one in studies if allows(actor, Permission.STUDY_READ, one)]


@blueprint.route("/project-files/<int:upload_id>", methods=["GET", "POST"])
@requires(Permission.STUDY_CREATE, load=queries.get_project_upload)
def look_at_project(held: ProjectUpload) -> Response:
    """How far the file is read; then what the project would become, and what has to be said before it is stored."""
    upload_id, job = held.id, incoming_reading.job_of(held)
    if job is not None and job.state != "done" and is_held(held):
        return _progress(held, job)
    if wants_fragment() and request.method == "GET":  # it was the page that showed how far it is
        return go_to(url_for(".look_at_project", upload_id=upload_id))
    try:
        incoming = incoming_reading.open_project(held)
    except FileGone:
        return _gone()
    except Refused as refusal:
        return _refused(queries.get_project_upload(upload_id), refusal)
    except HereAlready as known:
        return _here_already(queries.get_project_upload(upload_id), known)
    held = queries.get_project_upload(upload_id)
    form = store_form(incoming, queries.list_schools_in(held.partnership))
    if form.validate_on_submit():
        return _store(held, form, incoming)
    return _preview(held, form, incoming)


def _progress(held: ProjectUpload, job: Job) -> Response:
    """How far the file is read, or that it was cut off."""
    n_seconds = int((now() - job.created_at).total_seconds())
    version = f"{job.state}-{job.n_so_far}-{n_seconds}"
    return render(
        "coding/project_progress.html",
        fragments=("progress",),
        version=version,
        held=held,
        job=job,
        n_seconds=n_seconds,
    )


@blueprint.post("/project-files/<int:upload_id>/reading")
@requires(Permission.STUDY_CREATE, load=queries.get_project_upload)
def read_project_again(held: ProjectUpload) -> Response:
    """After it was cut off. A second press only shows what the first began."""
    upload_id = held.id
    incoming_reading.start_again(held, current_actor())
    return go_to(url_for(".look_at_project", upload_id=upload_id))


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
    except FileGone:
        return _gone()
    except HereAlready as known:
        return _here_already(queries.get_project_upload(upload_id), known, status=409)
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
