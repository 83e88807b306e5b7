"""Importing pupils: upload, choose columns, check, confirm, watch, done."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import abort, flash, g, request, url_for
from werkzeug.wrappers import Response

from app.policy import Permission
from app.schools import blueprint, importing, pupil_queries, queries, returned
from app.schools.columns import FIELDS, mapping_faults, repeated_for
from app.schools.forms import ColumnsForm, ConfirmForm, UploadForm
from app.schools.models import PupilImport, School
from app.schools.reading import MOST_MEGABYTES, Table
from app.schools.refusals import FileRefused
from app.web.downloads import csv_file, xlsx_file
from app.web.guard import requires, takes_files
from app.web.htmx import go_to, render
from app.web.languages import _

SHOWN = 100  # rows of each kind on the page of the check; the whole is in the file


@blueprint.get("/schools/<int:school_id>/import")
@requires(Permission.PUPIL_IMPORT, load=queries.get_school)
def start_import(school: School) -> Response:
    return _upload_page(school, UploadForm(formdata=None))


@blueprint.post("/schools/<int:school_id>/import")
@takes_files(megabytes=MOST_MEGABYTES + 1)
@requires(Permission.PUPIL_IMPORT, load=queries.get_school)
def upload_pupils(school: School) -> Response:
    form = UploadForm()
    if not form.validate_on_submit():
        return _upload_page(school, form, status=422)
    sent = form.file.data
    try:
        pupil_import = importing.upload(school, g.actor, file_name=sent.filename or "", data=sent.read())
    except FileRefused as refused:
        form.add_error("file", str(refused))
        return _upload_page(school, form, status=422)
    return go_to(url_for(".choose_columns", import_id=pupil_import.id))


def _upload_page(school: School, form: UploadForm, *, status: int = 200) -> Response:
    earlier = pupil_queries.list_imports(school.id)
    return render("schools/import_upload.html", status=status, school=school, form=form, earlier=earlier, fields=FIELDS)


def with_table(view: Callable[[PupilImport, Table], Any]) -> Callable[[PupilImport], Any]:
    """Hand the view the file's table; an import whose file is gone shows what became of it."""

    @wraps(view)
    def opened(pupil_import: PupilImport) -> Any:
        if pupil_import.state not in (importing.UPLOADED, importing.MAPPED):
            return go_to(url_for(".show_import", import_id=pupil_import.id))
        try:
            table = importing.open_table(pupil_import)
        except importing.FileGone:
            return go_to(url_for(".show_import", import_id=pupil_import.id))
        return view(pupil_import, table)

    return opened


@blueprint.route("/schools/imports/<int:import_id>/columns", methods=["GET", "POST"])
@requires(Permission.PUPIL_IMPORT, load=pupil_queries.get_import)
@with_table
def choose_columns(pupil_import: PupilImport, table: Table) -> Response:
    form = ColumnsForm(headings=table.headings, data=pupil_import.mapping)
    if form.validate_on_submit():
        faults = mapping_faults(form.mapping, table.headings)
        if not faults:
            try:
                importing.choose_columns(pupil_import, table, form.mapping)
            except importing.AlreadyStarted:
                return go_to(url_for(".show_import", import_id=pupil_import.id))
            return go_to(url_for(".check_import", import_id=pupil_import.id))
        for name, sentence in faults.items():
            form.add_error(name, sentence)
    doubles = {one.name: repeated_for(one.name, table.headings) for one in FIELDS}
    return render(
        "schools/import_columns.html",
        status=422 if form.errors else 200,
        pupil_import=pupil_import,
        form=form,
        table=table,
        fields=FIELDS,
        doubles=doubles,
    )


@blueprint.get("/schools/imports/<int:import_id>/check")
@requires(Permission.PUPIL_IMPORT, load=pupil_queries.get_import)
@with_table
def check_import(pupil_import: PupilImport, table: Table) -> Response:
    """The dry run: nothing is written, whatever it finds."""
    if pupil_import.state != importing.MAPPED:
        return go_to(url_for(".choose_columns", import_id=pupil_import.id))
    plan = importing.plan_of(pupil_import, table)
    job = pupil_queries.find_job_of(pupil_import)
    return render(
        "schools/import_check.html", pupil_import=pupil_import, plan=plan, table=table, shown=SHOWN, job=job,
        labels={one.name: one.label for one in FIELDS},
    )  # fmt: skip


@blueprint.post("/schools/imports/<int:import_id>/apply")
@requires(Permission.PUPIL_IMPORT, load=pupil_queries.get_import)
def apply_import(pupil_import: PupilImport) -> Response:
    """Confirm. A second confirmation only shows what the first began."""
    if not ConfirmForm().validate_on_submit():
        abort(400)
    try:
        importing.start(pupil_import, g.actor)
    except importing.AlreadyStarted:
        flash(_("This file was confirmed already."), "warning")
    except importing.FileGone:
        flash(_("The file is no longer held. Upload it again."), "warning")
    return go_to(url_for(".show_import", import_id=pupil_import.id))


@blueprint.get("/schools/imports/<int:import_id>")
@requires(Permission.PUPIL_IMPORT, load=pupil_queries.get_import)
def show_import(pupil_import: PupilImport) -> Response:
    """How far an import is, or what it came to."""
    next_steps = {importing.UPLOADED: ".choose_columns", importing.MAPPED: ".check_import"}
    if pupil_import.state in next_steps and not importing.is_old(pupil_import):
        return go_to(url_for(next_steps[pupil_import.state], import_id=pupil_import.id))
    job = pupil_queries.find_job_of(pupil_import)
    version = f"{pupil_import.state}-{job.state}-{job.n_so_far}" if job else pupil_import.state
    return render("schools/import.html", fragments=("progress",), version=version, pupil_import=pupil_import, job=job)


@blueprint.post("/schools/imports/<int:import_id>/discard")
@requires(Permission.PUPIL_IMPORT, load=pupil_queries.get_import)
def discard_import(pupil_import: PupilImport) -> Response:
    if not ConfirmForm().validate_on_submit():
        abort(400)
    try:
        importing.discard(pupil_import, g.actor)
        flash(_("The file is deleted. Nothing was imported."), "success")
    except importing.AlreadyStarted:
        flash(_("The file was confirmed already."), "warning")
    return go_to(url_for(".start_import", school_id=pupil_import.school_id))


@blueprint.get("/schools/imports/<int:import_id>/<any('refused', 'whole'):which>.<any('csv', 'xlsx'):kind>")
@requires(Permission.PUPIL_IMPORT, load=lambda import_id, which, kind: pupil_queries.get_import(import_id))
@with_table
def download_refused(pupil_import: PupilImport, table: Table) -> Response:
    """The refused rows, or every row, with what is wrong beside each."""
    if pupil_import.state != importing.MAPPED:
        abort(404)
    values: dict[str, str] = request.view_args or {}
    plan = importing.plan_of(pupil_import, table)
    headings, rows = returned.returned_rows(table, plan, whole=values["which"] == "whole")
    name = f"{values['which']}-rows-{pupil_import.id}.{values['kind']}"
    return (csv_file if values["kind"] == "csv" else xlsx_file)(name, headings, rows)
